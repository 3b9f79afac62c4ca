"""Rules on what happened and what was only announced: who speaks before, who after the fact."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from defcoop.evidence.corpus import Corpus, among, look_up
from defcoop.evidence.faults import Fault
from defcoop.evidence.frames import expand


def check_held(corpus: Corpus, claims: pd.DataFrame) -> Iterator[Fault]:
    """Yield claims that say more than their day allows, and events held on notices only.

    Parameters
    ----------
    corpus
        The tables.
    claims
        The claims with the ``table`` of their subject.
    """
    if not corpus.complete("events", "sources"):
        return
    of_events = claims[claims["table"] == "events"]
    yield from check_told(corpus, of_events)
    statuses = of_events[of_events["field"] == "status"]
    notice = (statuses["value"] == "held") & (statuses["told"] == "before")
    rule = "the page speaks before the event, so it cannot say that it was held"
    remedy = "claim announced, or correct told"
    yield from corpus.found("claims", "value", notice, rule, remedy, "advance-notice")
    events = corpus.frame("events")
    seen = of_events[reports(of_events, events)]["subject_id"]
    unseen = (events["status"] == "held") & ~among(events["event_id"], seen)
    unseen &= among(events["event_id"], of_events["subject_id"])
    rule = "no claim of it was told after its start: it is held on notices only"
    remedy = "add a claim told after the fact, or let the status be announced"
    yield from corpus.found("events", "status", unseen, rule, remedy, "notice-only")


def check_told(corpus: Corpus, claims: pd.DataFrame) -> Iterator[Fault]:
    """Yield claims that are said to be told after a fact that is younger than their page.

    The fact of a claim on the end is the last day that it names: a page of the second day of an
    exercise reports its start and only announces its end.
    """
    sources, events = corpus.frame("sources"), corpus.frame("events")
    published = pd.Series(
        corpus.dates("sources", "published")["latest"].to_numpy(), sources["source_id"]
    )
    start = pd.Series(corpus.dates("events", "start")["earliest"].to_numpy(), events["event_id"])
    fact = look_up(start, claims["subject_id"])
    ends = claims["field"] == "end"
    fact = fact.where(~ends, expand(claims["value"].where(ends, ""))["earliest"])
    early = look_up(published, claims["source_id"]) < fact
    rule = "the page is older than the fact, so it cannot speak after it"
    remedy = "write before, or correct one of the dates"
    wrong = early & (claims["told"] == "after")
    yield from corpus.found("claims", "told", wrong, rule, remedy, "told")


def reports(claims: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """Return which claims report their event as it is on record.

    A claim does when it is told after the fact and its source gives the event no other status.

    Parameters
    ----------
    claims, events
        The two tables.
    """
    ours = look_up(events.set_index("event_id")["status"], claims["subject_id"]).astype("str")
    other = (claims["field"] == "status") & (claims["value"] != ours)
    pairs = pd.MultiIndex.from_frame(claims[["subject_id", "source_id"]])
    return (claims["told"] == "after") & ~pairs.isin(pairs[other.to_numpy()])


def planned_ends(events: pd.DataFrame, claims: pd.DataFrame) -> pd.Series:
    """Say of which events the last day is stated by notices only, and so is a plan.

    Parameters
    ----------
    events, claims
        The two tables, with the bounds of the dates as `Dataset` has them.

    Returns
    -------
    pandas.Series
        True or False by event id: True where a claim told before states the last day and none told
        after does. An event without an end, of one day, or whose end no claim states is not
        planned. Empty without events.
    """
    several = events[(events["end"] != "") & (events["end"] != events["start"])]
    stated = claims[claims["field"] == "end"].merge(
        several[["event_id", "end_earliest", "end_latest"]],
        left_on="subject_id",
        right_on="event_id",
    )
    bounds = expand(stated["value"])
    same = (bounds["earliest"] <= stated["end_latest"]) & (
        bounds["latest"] >= stated["end_earliest"]
    )
    agreeing = stated[same]
    reported = set(agreeing.loc[agreeing["told"] == "after", "event_id"])
    planned = set(agreeing.loc[agreeing["told"] == "before", "event_id"]) - reported
    return pd.Series(
        np.fromiter((name in planned for name in events["event_id"]), bool, len(events)),
        index=pd.Index(events["event_id"]),
    )
