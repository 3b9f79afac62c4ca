"""Many changes of the evidence at once: each changed series stands beside the others as a new one.

A change of the evidence touches one or two series. What the statistics give for each series of a
long frame they give as fast for hundreds, so all changed series are put into one frame, under names
of their own, and a number under a change is put together from the series that it consists of.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

SEEN = (
    "event_id",
    "mechanism_id",
    "parent_event_id",
    "edition",
    "start",
    "start_earliest",
    "start_latest",
    "start_precision",
    "mode",
    "status",
)
"""What the statistics of a series look at."""

TEXTS = dict.fromkeys(
    ["event_id", "mechanism_id", "parent_event_id", "start", "start_precision", "mode", "status"],
    "str",
)


@dataclass(frozen=True)
class Variants:
    """The series as they are, and as they would be under each change.

    Attributes
    ----------
    events
        Columns `SEEN`, where `mechanism_id` names the variant.
    names
        Frame mechanism_id, variant: what each variant is a variant of.
    members
        First of the evidence as it is, then of each change: the variants that it consists of.
    """

    events: pd.DataFrame
    names: pd.DataFrame
    members: tuple[tuple[str, ...], ...]

    def of(self, series: Iterable[str]) -> "Variants":
        """Return what concerns some of the series."""
        names = self.names[self.names["mechanism_id"].isin(set(series))]
        kept = set(names["variant"])
        return Variants(
            self.events[self.events["mechanism_id"].isin(kept)],
            names,
            tuple(tuple(name for name in each if name in kept) for each in self.members),
        )

    def renamed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Repeat the rows of each series of any table for each variant of the series."""
        joined = frame.merge(self.names, on="mechanism_id")
        return joined.assign(mechanism_id=joined["variant"]).drop(columns="variant")

    def sums(self, values: pd.Series) -> list[float]:
        """Add numbers up by the evidence as it is and by each change; those of no variant are 0.

        Parameters
        ----------
        values
            Numbers, indexed by variant.
        """
        known = values.to_dict()
        return [sum(known.get(name, 0) for name in names) for names in self.members]

    def pooled(self, values: pd.Series) -> list[list[float]]:
        """Gather numbers by the evidence as it is and by each change.

        Parameters
        ----------
        values
            Numbers, indexed by variant, any number of each.
        """
        known = values.groupby(level=0).agg(list).to_dict()
        return [
            [number for name in names for number in known.get(name, ())] for names in self.members
        ]


def variants(
    events: pd.DataFrame, changed: Sequence[pd.DataFrame], series: Iterable[str]
) -> Variants:
    """Put series and what changes would make of them side by side.

    Parameters
    ----------
    events
        The events as they are.
    changed
        The events under each change; the same object where there is none.
    series
        The series that matter.

    Returns
    -------
    Variants
        A series that a change does not touch has no variant for that change.
    """
    own = sorted(set(events["mechanism_id"]) & set(series))
    known, frames = event_keys(events), {0: events[list(SEEN)]}
    rows, members = [(0, name, name) for name in own], [tuple(own)]
    for number, other in enumerate(changed, 1):
        touched = set() if other is events else changed_series(known, event_keys(other))
        new = {name: f"{name}/{number}" for name in own if name in touched}
        if new:
            frames[number] = other[list(SEEN)]
        rows += [(number, name, variant) for name, variant in new.items()]
        members.append(tuple(new.get(name, name) for name in own))
    names = pd.DataFrame(rows, columns=["number", "mechanism_id", "variant"])
    names = names.astype({"mechanism_id": "str", "variant": "str"})
    # All at once: to pick the rows of each change one by one takes ten times as long.
    whole = pd.concat(frames, names=["number"]).reset_index("number").merge(names)
    whole = whole.assign(mechanism_id=whole["variant"])[list(SEEN)].astype(TEXTS)
    return Variants(whole, names.drop(columns="number"), tuple(members))


def event_keys(events: pd.DataFrame) -> set[tuple[object, ...]]:
    """Return what is seen of each event: its series first."""
    seen = ("mechanism_id", "event_id", "start", "edition", "mode", "status")
    return set(zip(*(events[name].tolist() for name in seen), strict=True))


def changed_series(one: set[tuple[object, ...]], other: set[tuple[object, ...]]) -> set[str]:
    """Return the series of which something differs."""
    return {str(row[0]) for row in one ^ other}
