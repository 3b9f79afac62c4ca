"""Series of events in order, and which of their gaps can be trusted.

A gap is used only if nothing is known to hide in it. Three things can: an event known only to the
year, an edition whose number is missing on both sides of the gap, and a period that was searched
without finding the edition that belongs there. A cancelled edition, or one known not to have been
held, hides nothing: its gap is true.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import BoolArray, FloatArray, IntArray
from defcoop.analysis.cadence.segments import STRIDE
from defcoop.analysis.cadence.succession import last_days
from defcoop.analysis.date_bounds import DayBounds, bounds, day_number, day_numbers
from defcoop.analysis.selection import held_editions

SOUND, UNDATED, UNNUMBERED, NOT_FOUND = 0, 1, 2, 3
REASONS = (
    "",
    "an event known only to the year may lie in it",
    "an edition in between is not on record",
    "a search of the time in between found nothing",
)
# Day numbers and editions lie within half a stride to either side of zero.
MIDDLE = STRIDE // 2


@dataclass(frozen=True)
class Timeline:
    """Held editions known at least to the month, sorted by series and time.

    Parameters
    ----------
    names
        The series in alphabetical order, shape (s,).
    series, earliest, latest
        Code of the series and bounds of each event in days, shape (n,).
    rows
        Position of each event in `held`.
    trouble
        Per event, why the gap from it to the next of its series cannot be used: an index of
        `REASONS`, 0 if it can be.
    hidden
        Per series, whether an event known only to the year may be its last, so that the open gap
        is unknown.
    held
        The held editions by the as-of date, those known only to the year included.
    editions
        Held editions of each series, shape (s,).
    until
        Day number to which each series is observed: the as-of date, or the end of a series that
        has ended before; shape (s,).
    as_of
        Day number of the as-of date.
    """

    names: pd.Index
    series: IntArray
    earliest: IntArray
    latest: IntArray
    rows: IntArray
    trouble: IntArray
    hidden: BoolArray
    held: pd.DataFrame
    editions: IntArray
    until: IntArray
    as_of: int

    @cached_property
    def follows(self) -> BoolArray:
        """Whether an event is followed by another of its series, shape (n,)."""
        same = np.zeros(self.series.size, dtype=bool)
        same[:-1] = self.series[1:] == self.series[:-1]
        return same

    @cached_property
    def usable(self) -> BoolArray:
        """Whether the gap that begins with an event is complete and can be trusted."""
        return np.asarray(self.follows & (self.trouble == SOUND), dtype=bool)

    @cached_property
    def bounds(self) -> tuple[IntArray, IntArray]:
        """Shortest and longest possible days from each event to the next or the as-of date.

        Two events whose dates are imprecise may swap places.
        """
        next_earliest = np.where(self.follows, np.roll(self.earliest, -1), self.as_of)
        next_latest = np.where(self.follows, np.roll(self.latest, -1), self.as_of)
        low = np.maximum(next_earliest - self.latest, 0)
        return low, np.maximum(next_latest - self.earliest, 0)


def timeline(
    events: pd.DataFrame,
    *,
    as_of: date,
    absences: pd.DataFrame | None = None,
    across_holes: bool = False,
    ended: pd.DataFrame | None = None,
) -> Timeline:
    """Put events in order and mark the gaps that cannot be used.

    Parameters
    ----------
    events
        Events frame, any rows in any order; cancelled editions among them explain numbers that
        are missing.
    as_of
        Nothing after this day is used.
    absences
        Absences frame: what was looked for and not found, or known not to have happened.
    across_holes
        Use gaps across missing editions as if nothing hid in them, to show what that changes.
    ended
        Rows of `ended.ended`, whose series are observed to the day of their end.

    Returns
    -------
    Timeline
        Empty arrays when nothing is held by the as-of date.
    """
    held = held_editions(events, as_of)
    codes, names = pd.factorize(held["mechanism_id"], sort=True)
    dates = bounds(held)
    order = _order(held, codes, dates)
    fine = order[~dates.coarse[order]]
    rest = _Coarse.of(codes[dates.coarse], dates, names.size)
    series, earliest, latest = codes[fine], dates.earliest[fine], dates.latest[fine]
    trouble = np.zeros(fine.size, dtype=np.int64)
    if not across_holes:
        numbers = _edition_numbers(held)[fine]
        trouble[_found_empty(absences, names, series, earliest, latest)] = NOT_FOUND
        trouble[_number_missing(events, absences, names, series, numbers)] = UNNUMBERED
    trouble[rest.may_lie_between(series, earliest, latest)] = UNDATED
    result = Timeline(
        names=names,
        series=series,
        earliest=earliest,
        latest=latest,
        rows=fine,
        trouble=trouble,
        hidden=rest.may_be_last(series, earliest),
        held=held,
        editions=np.bincount(codes, minlength=names.size),
        until=_until(held, names, day_number(as_of), ended),
        as_of=day_number(as_of),
    )
    trouble[~result.follows] = SOUND
    return result


def _until(held: pd.DataFrame, names: pd.Index, as_of: int, ended: pd.DataFrame | None) -> IntArray:
    """Give the day to which each series is observed."""
    until = np.full(names.size, as_of, dtype=np.int64)
    if ended is not None and len(ended):
        last = last_days(ended, held)
        until[names.get_indexer(last.index)] = np.minimum(day_numbers(last), as_of)
    return until


@dataclass(frozen=True)
class _Coarse:
    """Events known only to the year, as sorted keys of series and day."""

    first_keys: IntArray
    last_keys: IntArray
    latest_by_series: IntArray

    @classmethod
    def of(cls, codes: IntArray, dates: DayBounds, series: int) -> "_Coarse":
        earliest, latest = dates.earliest[dates.coarse], dates.latest[dates.coarse]
        last = np.full(series, -MIDDLE, dtype=np.int64)
        np.maximum.at(last, codes, latest)
        return cls(np.sort(key(codes, earliest)), np.sort(key(codes, latest)), last)

    def may_lie_between(self, series: IntArray, earliest: IntArray, latest: IntArray) -> BoolArray:
        """Say of each event whether a coarse one may fall between it and the next."""
        begun = np.searchsorted(self.first_keys, key(series, np.roll(latest, -1)), side="right")
        over = np.searchsorted(self.last_keys, key(series, earliest), side="left")
        return np.greater(begun, over)

    def may_be_last(self, series: IntArray, earliest: IntArray) -> BoolArray:
        """Say of each series whether a coarse event may be later than all others."""
        newest = np.full(self.latest_by_series.size, -MIDDLE, dtype=np.int64)
        np.maximum.at(newest, series, earliest)
        known = self.latest_by_series > -MIDDLE
        return np.logical_and(known, self.latest_by_series >= newest)


def key(series: IntArray, number: IntArray) -> IntArray:
    """Join a series code and a day (or edition) into one number that sorts by both.

    Parameters
    ----------
    series
        Codes, shape (n,).
    number
        Whole numbers between plus and minus five million, shape (n,).

    Returns
    -------
    numpy.ndarray
        Shape (n,).
    """
    return np.asarray(series * STRIDE + number + MIDDLE, dtype=np.int64)


def _order(held: pd.DataFrame, codes: IntArray, dates: DayBounds) -> IntArray:
    """Sort by series, earliest and latest day; settle ties by event id, whatever the row order."""
    order = np.lexsort((dates.latest, dates.earliest, codes))
    differs = np.zeros(order.size, dtype=bool)
    for values in (codes, dates.earliest, dates.latest):
        differs[1:] |= values[order][1:] != values[order][:-1]
    tied = np.flatnonzero(~differs[1:])
    if tied.size == 0:
        return order
    places = np.unique(np.concatenate([tied, tied + 1]))
    ids = np.zeros(order.size, dtype=np.int64)
    rows = order[places]
    ids[rows] = pd.factorize(held["event_id"].iloc[rows], sort=True)[0]
    return np.lexsort((ids, dates.latest, dates.earliest, codes))


def _edition_numbers(events: pd.DataFrame) -> FloatArray:
    """Give the edition numbers, NaN where there is none."""
    return events["edition"].to_numpy(dtype=np.float64, na_value=np.nan)


def _number_missing(
    events: pd.DataFrame,
    absences: pd.DataFrame | None,
    names: pd.Index,
    series: IntArray,
    numbers: FloatArray,
) -> BoolArray:
    """Say of each event whether an unexplained edition number lies between it and the next."""
    following = np.roll(numbers, -1)
    jump = np.nan_to_num(following - numbers - 1)
    jumps = np.flatnonzero(jump > 0)
    missing = np.zeros(series.size, dtype=bool)
    if jumps.size == 0:
        return missing
    explained = _explained_editions(events, absences, names)
    codes = series[jumps]
    upper = np.searchsorted(explained, key(codes, following[jumps].astype(np.int64)))
    lower = np.searchsorted(explained, key(codes, numbers[jumps].astype(np.int64)), side="right")
    missing[jumps] = jump[jumps] > upper - lower
    return missing


def _explained_editions(
    events: pd.DataFrame, absences: pd.DataFrame | None, names: pd.Index
) -> IntArray:
    """Give the sorted keys of the editions that are on record as held, cancelled or not held."""
    known = events[events["status"].isin(["held", "cancelled"])]
    frames = [known[["mechanism_id", "edition"]]]
    if absences is not None:
        frames.append(absences.loc[absences["finding"] == "not_held", ["mechanism_id", "edition"]])
    codes = np.concatenate([names.get_indexer(pd.Index(frame["mechanism_id"])) for frame in frames])
    numbers = np.concatenate([_edition_numbers(frame) for frame in frames])
    kept = (codes >= 0) & np.isfinite(numbers)
    return np.unique(key(codes[kept], numbers[kept].astype(np.int64)))


def _found_empty(
    absences: pd.DataFrame | None,
    names: pd.Index,
    series: IntArray,
    earliest: IntArray,
    latest: IntArray,
) -> BoolArray:
    """Say of each event whether a period searched in vain lies between it and the next."""
    empty = np.zeros(series.size, dtype=bool)
    if absences is None or series.size == 0:
        return empty
    searched = absences[(absences["finding"] == "not_found") & absences["period_earliest"].notna()]
    codes = names.get_indexer(pd.Index(searched["mechanism_id"]))
    searched, codes = searched[codes >= 0], codes[codes >= 0]
    first, last = (day_numbers(searched[f"period_{end}"]) for end in ("earliest", "latest"))
    # The gap that a period can lie in begins with the last event before the period.
    before = np.searchsorted(key(series, earliest), key(codes, first), side="right") - 1
    after = np.minimum(before + 1, series.size - 1)
    inside = (before >= 0) & (series[before] == codes) & (series[after] == codes)
    inside &= (after > before) & (last <= latest[after])
    empty[before[inside]] = True
    return empty
