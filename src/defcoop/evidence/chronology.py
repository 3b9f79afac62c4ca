"""Rules on time: order, phases, editions, and events that stand twice."""

from collections.abc import Iterator

import pandas as pd

from defcoop.evidence.corpus import Corpus, look_up
from defcoop.evidence.faults import Fault

# An edition that did not take place keeps its number without breaking the count.
COUNTED = ("held", "announced")


def check_chronology(corpus: Corpus) -> Iterator[Fault]:
    """Yield faults of order in time."""
    if "events" not in corpus.contents:
        return
    yield from check_order(corpus)
    if corpus.complete("events"):
        yield from check_phases(corpus)
        yield from check_editions(corpus)
        yield from check_same_event(corpus)
    if corpus.complete("events", "numberings"):
        yield from check_numberings(corpus)


def check_order(corpus: Corpus) -> Iterator[Fault]:
    """Yield events that end before they start."""
    start, end = corpus.dates("events", "start"), corpus.dates("events", "end")
    wrong = end["latest"] < start["earliest"]
    remedy = "correct one of the two dates; leave end empty where it is not stated"
    yield from corpus.found(
        "events", "end", wrong, "the event ends before it starts", remedy, "order"
    )


def check_phases(corpus: Corpus) -> Iterator[Fault]:
    """Yield phases that lie outside their parent, or are numbered like editions."""
    events = corpus.frame("events")
    parent = position_of(events, events["parent_event_id"])
    phases = parent.index[parent.notna()]
    start, end = corpus.dates("events", "start"), corpus.dates("events", "end")
    above = parent[phases].astype(int).to_numpy()
    opens = pd.Series(start["earliest"].to_numpy()[above], index=phases)
    closes = pd.Series(end["latest"].to_numpy()[above], index=phases)
    last = end["latest"].where(end["latest"].notna(), start["latest"])[phases]
    outside = (start.loc[phases, "earliest"] < opens) | (last > closes)
    rule = "the phase lies outside the event of which it is a part"
    remedy = "correct the dates of the phase or of its parent"
    yield from corpus.found("events", "start", outside, rule, remedy, "phase")
    numbered = (events["parent_event_id"] != "") & (events["edition"] != "")
    rule = "a phase is not an edition and takes no number"
    yield from corpus.found("events", "edition", numbered, rule, "leave edition empty", "phase")


def position_of(events: pd.DataFrame, ids: pd.Series) -> pd.Series:
    """Return the row at which each id stands; missing where it stands nowhere."""
    return look_up(pd.Series(events.index, index=events["event_id"]), ids)


def check_editions(corpus: Corpus) -> Iterator[Fault]:
    """Yield editions of the main count that do not rise with time."""
    events = corpus.frame("events")
    counted = events[events["status"].isin(COUNTED)]
    numbers = pd.to_numeric(counted["edition"].where(counted["edition"] != ""), errors="coerce")
    series = pd.DataFrame({"series": counted["mechanism_id"], "number": numbers}).dropna()
    wrong = out_of_order(corpus, series, series.index)
    yield from falling(corpus, "events", "edition", wrong)


def check_numberings(corpus: Corpus) -> Iterator[Fault]:
    """Yield numbers of another count that do not rise with time."""
    events, numberings = corpus.frame("events"), corpus.frame("numberings")
    rows = position_of(events, numberings["event_id"])
    known = rows.dropna().astype(int)
    series = pd.DataFrame(
        {
            "series": events["mechanism_id"].to_numpy()[known]
            + " "
            + numberings.loc[known.index, "scheme"],
            "number": pd.to_numeric(numberings.loc[known.index, "number"], errors="coerce"),
        }
    ).dropna()
    wrong = out_of_order(corpus, series, known[series.index])
    yield from falling(corpus, "numberings", "number", wrong)


def falling(corpus: Corpus, table: str, column: str, wrong: pd.Series) -> Iterator[Fault]:
    """Yield the fault of a number that is not above those of earlier events."""
    rule = "the numbers of this series do not rise with time"
    remedy = "correct the number or the date, or keep the other count in numberings.csv"
    yield from corpus.found(table, column, wrong, rule, remedy, "edition")


def out_of_order(corpus: Corpus, series: pd.DataFrame, events: pd.Index | pd.Series) -> pd.Series:
    """Return which rows have a number not above that of an event that is certainly earlier.

    Parameters
    ----------
    series
        Columns ``series`` and ``number``.
    events
        The row of the event of each.
    """
    start = corpus.dates("events", "start")
    ordered = series.assign(
        earliest=start["earliest"].to_numpy()[events.to_numpy()],
        latest=start["latest"].to_numpy()[events.to_numpy()],
    ).sort_values(["series", "number", "earliest"], kind="stable")
    highest = ordered["earliest"].groupby(ordered["series"], sort=False).cummax()
    before = highest.groupby(ordered["series"], sort=False).shift()
    same = ordered.groupby("series", sort=False)["number"].shift() == ordered["number"]
    return ((before > ordered["latest"]) | same).reindex(series.index)


def check_same_event(corpus: Corpus) -> Iterator[Fault]:
    """Yield events that stand twice under two names.

    Two events of one mechanism with the same start and place are taken for one, phases only when
    their titles are the same too, since an opening and a harbour phase can share both.
    """
    events = corpus.frame("events")
    key = events[["mechanism_id", "parent_event_id", "start", "place_id"]].copy()
    phase = events["parent_event_id"] != ""
    key["title"] = events["title"].str.casefold().where(phase, "")
    again = key.duplicated() & ~events["event_id"].duplicated()
    rule = "an event of the same mechanism with the same start and place stands above it"
    remedy = "merge the two, or tell them apart by place or phase"
    yield from corpus.found("events", "event_id", again, rule, remedy, "same-event")
