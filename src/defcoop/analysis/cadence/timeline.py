"""The editions of each series in order, and which of the gaps between them can be trusted.

A gap is used only if nothing is known to hide in it. Three things can: an event known only to the
year, an edition whose number is missing on both sides of the gap, and a period that was searched
without finding the edition that belongs there. A cancelled edition, or one known not to have been
held, hides nothing: its gap is true.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import BoolArray, FloatArray, IntArray
from defcoop.analysis.cadence.succession import find_last_days, name_successors
from defcoop.analysis.date_bounds import count_days, read_bounds, to_day_numbers
from defcoop.analysis.selection import keep_held

UNDATED = "an event known only to the year may lie in it"
UNNUMBERED = "an edition in between is not on record"
NOT_FOUND = "a search of the time in between found nothing"
HIDDEN = "an event known only to the year may be the last"

Span = tuple[int, int]


@dataclass(frozen=True)
class Timeline:
    """The held editions of one series that are known at least to the month, in order of time.

    Parameters
    ----------
    mechanism_id, successor
        The series, and the name of what took its place; "" while it runs.
    event_ids, earliest, latest
        The events with the bounds of their dates in days, shape (n,).
    trouble
        Per gap from one event to the next, why it cannot be used, "" if it can be; shape (n - 1,).
    hidden
        Whether an event known only to the year may be the last, so that the open gap is unknown.
    editions
        Held editions, those known only to the year included.
    until
        Day number to which the series is observed: the as-of date, or the end of a series that
        has ended before.
    as_of
        Day number of the as-of date.
    """

    mechanism_id: str
    successor: str
    event_ids: tuple[str, ...]
    earliest: IntArray
    latest: IntArray
    trouble: tuple[str, ...]
    hidden: bool
    editions: int
    until: int
    as_of: int

    @property
    def usable(self) -> BoolArray:
        """Whether each gap from one event to the next can be trusted, shape (n - 1,)."""
        return np.array([not reason for reason in self.trouble], dtype=bool)

    @property
    def bounds(self) -> tuple[IntArray, IntArray]:
        """Shortest and longest days from each event to the next or the as-of date, shape (n,).

        Two events whose dates are imprecise may swap places, so no gap is shorter than 0.
        """
        next_earliest = np.append(self.earliest[1:], self.as_of)
        next_latest = np.append(self.latest[1:], self.as_of)
        low = np.maximum(next_earliest - self.latest, 0)
        return low, np.maximum(next_latest - self.earliest, 0)


@dataclass(frozen=True)
class _Known:
    """What is on record of all series beside their held editions, by mechanism."""

    numbers: Mapping[str, set[int]]
    searched: Mapping[str, list[Span]]
    until: Mapping[str, int]
    successors: Mapping[str, str]


def order_series(
    events: pd.DataFrame,
    *,
    as_of: date,
    absences: pd.DataFrame | None = None,
    ended: pd.DataFrame | None = None,
) -> list[Timeline]:
    """Put the events of each series in order and mark the gaps that cannot be used.

    Parameters
    ----------
    events
        Events frame, any rows in any order; cancelled editions among them explain numbers that
        are missing.
    as_of
        Nothing after this day is used.
    absences
        Absences frame: what was looked for and not found, or known not to have happened.
    ended
        Rows of `find_ended`, whose series are observed to the day of their end.

    Returns
    -------
    list of Timeline
        One for each mechanism with a held edition, in alphabetical order; of a mechanism whose
        events are all known only to the year, one without events. Empty when nothing is held.
    """
    held = keep_held(events, as_of)
    codes, names = pd.factorize(held["mechanism_id"], sort=True)
    dates = read_bounds(held)
    ids = held["event_id"].to_numpy(dtype=object)
    # The event id settles ties, so that the order of the rows changes nothing.
    ranks = pd.factorize(held["event_id"], sort=True)[0]
    order = np.lexsort((ranks, dates.latest, dates.earliest, codes))
    ends = np.searchsorted(codes[order], np.arange(names.size + 1))
    numbers = _edition_numbers(held)
    known = _known(events, absences, ended, held)
    columns = (ids, dates.earliest, dates.latest, numbers, dates.coarse)
    found = []
    for name, first, last in zip(names, ends[:-1], ends[1:], strict=True):
        rows = order[first:last]
        found.append(_timeline(str(name), [column[rows] for column in columns], known, as_of))
    return found


def _known(
    events: pd.DataFrame,
    absences: pd.DataFrame | None,
    ended: pd.DataFrame | None,
    held: pd.DataFrame,
) -> _Known:
    until = pd.Series(dtype="datetime64[s]") if ended is None else find_last_days(ended, held)
    return _Known(
        numbers=_explained_numbers(events, absences),
        searched=_searched_periods(absences),
        until=dict(zip(until.index, to_day_numbers(until).tolist(), strict=True)),
        successors=name_successors(ended),
    )


def _timeline(name: str, columns: list[np.ndarray], known: _Known, as_of: date) -> Timeline:
    coarse = columns[-1]
    ids, earliest, latest, numbers = (column[~coarse] for column in columns[:-1])
    years = list(zip(columns[1][coarse].tolist(), columns[2][coarse].tolist(), strict=True))
    today = count_days(as_of)
    spans = list(zip(earliest.tolist(), latest.tolist(), strict=True))
    trouble = [""] * max(len(spans) - 1, 0)
    for at in _gaps_searched(spans, known.searched.get(name, [])):
        trouble[at] = NOT_FOUND
    for at in _gaps_of_missing_numbers(numbers, known.numbers.get(name, set())):
        trouble[at] = UNNUMBERED
    for at in _gaps_around_years(spans, years):
        trouble[at] = UNDATED
    newest = max((first for first, _ in spans), default=today)
    return Timeline(
        mechanism_id=name,
        successor=known.successors.get(name, ""),
        event_ids=tuple(ids.tolist()),
        earliest=earliest,
        latest=latest,
        trouble=tuple(trouble),
        hidden=any(last >= newest for _, last in years),
        editions=coarse.size,
        until=min(known.until.get(name, today), today),
        as_of=today,
    )


def _gaps_around_years(spans: list[Span], years: list[Span]) -> list[int]:
    """List the gaps in which an event known only to the year may lie."""
    if not years:
        return []
    return [
        at
        for at, ((start, _), (_, stop)) in enumerate(pairwise(spans))
        if any(first <= stop and last >= start for first, last in years)
    ]


def _gaps_of_missing_numbers(numbers: FloatArray, explained: set[int]) -> list[int]:
    """List the gaps between two edition numbers with one in between that nothing explains."""
    jumps = np.flatnonzero(np.nan_to_num(np.diff(numbers)) > 1)
    return [
        int(at)
        for at in jumps
        if not explained.issuperset(range(int(numbers[at]) + 1, int(numbers[at + 1])))
    ]


def _gaps_searched(spans: list[Span], periods: list[Span]) -> list[int]:
    """List the gaps that hold a whole period searched in vain."""
    starts = [first for first, _ in spans]
    found = []
    for first, last in periods:
        # The gap that a period can lie in begins with the last event before the period.
        before = int(np.searchsorted(starts, first, side="right")) - 1
        if 0 <= before < len(spans) - 1 and last <= spans[before + 1][1]:
            found.append(before)
    return found


def _edition_numbers(events: pd.DataFrame) -> FloatArray:
    """Give the edition numbers, NaN where there is none."""
    return events["edition"].to_numpy(dtype=np.float64, na_value=np.nan)


def _explained_numbers(events: pd.DataFrame, absences: pd.DataFrame | None) -> dict[str, set[int]]:
    """Give the editions of each mechanism on record as held, cancelled or not held."""
    rows = [events.loc[events["status"].isin(["held", "cancelled"]), ["mechanism_id", "edition"]]]
    if absences is not None:
        rows.append(absences.loc[absences["finding"] == "not_held", ["mechanism_id", "edition"]])
    found: dict[str, set[int]] = {}
    for frame in rows:
        numbered = frame[frame["edition"].notna()]
        for name, number in zip(numbered["mechanism_id"], numbered["edition"], strict=True):
            found.setdefault(name, set()).add(int(number))
    return found


def _searched_periods(absences: pd.DataFrame | None) -> dict[str, list[Span]]:
    """Give the periods of each mechanism that were searched in vain, in days."""
    found: dict[str, list[Span]] = {}
    if absences is None:
        return found
    rows = absences[(absences["finding"] == "not_found") & absences["period_earliest"].notna()]
    ends = (to_day_numbers(rows[f"period_{end}"]).tolist() for end in ("earliest", "latest"))
    for name, first, last in zip(rows["mechanism_id"], *ends, strict=True):
        found.setdefault(name, []).append((first, last))
    return found
