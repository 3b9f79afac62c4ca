"""Held events of two mechanisms that share a person or a ship within three days."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from defcoop.evidence.corpus import Corpus
from defcoop.evidence.faults import Fault

DAYS = 3
NAMED = 3
# Who cannot be at two meetings at once: states, ministries and services can.
SINGLE = ("person", "unit")


def check_twins(corpus: Corpus) -> Iterator[Fault]:
    """Yield pairs that may be one occasion in two rows and say nowhere why they are two.

    A person or a ship that two series have within three days was most often at one event, which
    then counts twice in every rate.  An event and its phase, two phases of one event, and pairs in
    distinctions.csv with a word of reason are no fault.
    """
    if not corpus.complete("events", "participants", "actors"):
        return
    told_apart = distinct(corpus)
    for one, other, actors in pairs(corpus):
        first, second = corpus.frame("events")["event_id"].loc[[one, other]]
        if frozenset((first, second)) not in told_apart:
            rule = f"{listed(actors)} took part in {first} within {DAYS} days, of another mechanism"
            remedy = (
                "merge the two, make one a phase of the other, or say in distinctions.csv why they "
                "are two"
            )
            yield corpus.fault_at("events", other, "event_id", rule, remedy, "twin")


def pairs(corpus: Corpus) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the rows of two events, the earlier first, and who was at both."""
    held = with_days(corpus)
    present = corpus.frame("participants")[["event_id", "actor_id"]].drop_duplicates()
    actors = corpus.frame("actors")
    single = actors.loc[actors["kind"].isin(SINGLE), "actor_id"]
    rows = present[present["actor_id"].isin(single)].merge(held, on="event_id")
    both = rows.merge(rows, on="actor_id", suffixes=("", "_other"))
    both = both[both["row"] < both["row_other"]]
    near = (both["first_other"] - both["last"]).clip(both["first"] - both["last_other"])
    close = both[
        (near <= np.timedelta64(DAYS, "D"))
        & (both["mechanism_id"] != both["mechanism_id_other"])
        & (both["family"] != both["family_other"])
    ]
    for pair, group in close.groupby(["row", "row_other"]):
        one, other = (int(str(row)) for row in pair)
        yield one, other, sorted(group["actor_id"])


def with_days(corpus: Corpus) -> pd.DataFrame:
    """Return the held events that are dated to the day: row, mechanism, first and last day, family.

    A family is an event and its phases.
    """
    events = corpus.frame("events")
    start, end = corpus.dates("events", "start"), corpus.dates("events", "end")
    parent = events["parent_event_id"]
    frame = events[["event_id", "mechanism_id"]].assign(
        row=events.index,
        first=start["earliest"],
        last=end["latest"].where(end["latest"].notna(), start["latest"]),
        family=parent.where(parent != "", events["event_id"]),
    )
    return frame[(events["status"] == "held") & (start["precision"] == "day")]


def distinct(corpus: Corpus) -> set[frozenset[str]]:
    """Return the pairs of events that are known to be two."""
    if "distinctions" not in corpus.contents:
        return set()
    rows = corpus.frame("distinctions")
    return {frozenset(pair) for pair in zip(rows["event_id"], rows["other_id"], strict=True)}


def listed(names: list[str]) -> str:
    """Return names as a list, the rest counted."""
    shown = ", ".join(names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown} and {len(names) - NAMED} more"
