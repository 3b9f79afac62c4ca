"""Cadence: how regularly a series meets, how long the silence is, and what its sources claim.

The functions for one series and for all series share their arithmetic. The parts have modules of
their own and are offered here under one name.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import FloatArray, IntArray
from defcoop.analysis.burstiness import FEWEST_FOR_INDEX, FEWEST_FOR_MEMORY, memory_p, null_band
from defcoop.analysis.cumulative import cumulative_counts
from defcoop.analysis.days import date_of, draw_days
from defcoop.analysis.editions import edition_gaps
from defcoop.analysis.ended import last_days
from defcoop.analysis.estimate import Estimate, missing
from defcoop.analysis.gapdraws import DrawnStatistics, gap_statistics
from defcoop.analysis.gaps import gaps
from defcoop.analysis.modes import mode_shifts, virtual_years
from defcoop.analysis.opengap import OpenGap, Window, expected_window, open_gap
from defcoop.analysis.recurrence import mean_cumulative_function
from defcoop.analysis.selection import held_editions
from defcoop.analysis.stated import stated_cadence, years_kept
from defcoop.analysis.survival import SurvivalCurve, kaplan_meier
from defcoop.analysis.timeline import Timeline, timeline
from defcoop.analysis.trend import FEWEST_EVENTS, FEWEST_FOR_ADJUSTED, EventTrend, two_sided

__all__ = [
    "Cadence",
    "EventTrend",
    "OpenGap",
    "SurvivalCurve",
    "Window",
    "cadence",
    "cadence_table",
    "cumulative_counts",
    "edition_gaps",
    "expected_window",
    "gaps",
    "mean_cumulative_function",
    "mode_shifts",
    "open_gap",
    "stated_cadence",
    "survival_of_gaps",
    "virtual_years",
    "years_kept",
]

METHODS = {
    "median": "median gap",
    "mean": "mean gap",
    "shortest": "shortest gap",
    "longest": "longest gap",
    "cv": "coefficient of variation, population SD",
    "burstiness": "finite-size burstiness (Kim & Jo 2016)",
    "memory": "memory coefficient (Goh & Barabási 2008)",
}
FEWEST = {"cv": FEWEST_FOR_INDEX, "burstiness": FEWEST_FOR_INDEX, "memory": FEWEST_FOR_MEMORY}
IN_DAYS = ("median", "mean", "shortest", "longest")
DRAWS_OF_CURVE = 100
DRAWS_OF_TEST = 20


@dataclass(frozen=True)
class Cadence:
    """Everything about the gaps of one series.

    Parameters
    ----------
    mechanism_id, as_of
        What is described, and until when.
    events, gaps, refused, flagged
        Held editions; usable gaps; gaps left out because something may hide in them; usable gaps
        with an end that is known only to the month.
    median, mean, shortest, longest, cv, burstiness, memory
        With the spread that comes from imprecise dates, n being the usable gaps. Indices are
        given from five gaps on, memory from ten.
    null_band
        95 % band of `burstiness` in memoryless sequences of as many gaps; None without an index.
    memory_p
        Two-sided permutation p-value of `memory`; None without it.
    survival, open_gap, window, trend
        Kaplan-Meier curve with the open gap censored; the silence so far; the window of the next
        event; trend tests from the first event to the as-of date.
    reason
        Why there is no usable gap; empty when there is one.
    note
        What must stand beside the numbers.
    superseded_by
        Name of the mechanism that took the place of the series; empty while it runs. Of an ended
        series there is neither silence nor window.
    """

    mechanism_id: str
    as_of: date
    events: int
    gaps: int
    refused: int
    flagged: int
    median: Estimate
    mean: Estimate
    shortest: Estimate
    longest: Estimate
    cv: Estimate
    burstiness: Estimate
    memory: Estimate
    null_band: tuple[float, float] | None
    memory_p: float | None
    survival: SurvivalCurve
    open_gap: OpenGap
    window: Window
    trend: EventTrend
    reason: str
    note: str
    superseded_by: str = ""


def cadence(
    events: pd.DataFrame,
    *,
    as_of: date,
    generator: np.random.Generator,
    absences: pd.DataFrame | None = None,
    across_holes: bool = False,
    ended: pd.DataFrame | None = None,
    draws: int = 400,
    permutations: int = 999,
) -> Cadence:
    """Describe the cadence of one series.

    Parameters
    ----------
    events
        Events of one mechanism.
    as_of
        End of the open gap.
    generator
        Source of randomness for imprecise dates, the null band and the permutations.
    absences
        Absences frame, for holes in the record.
    across_holes
        Use gaps across missing editions all the same.
    ended
        Rows of `ended.ended`. An ended series is observed to the day of its end (without one, to
        its last event), and no longer waited for.
    draws, permutations
        Draws of imprecise dates; shuffles of the memory test.

    Returns
    -------
    Cadence
        Defined for any number of events: with none, only reasons; with one, only an open gap;
        with two, one gap and no index.

    Raises
    ------
    ValueError
        When the events belong to several mechanisms: their gaps would be meaningless.
    """
    name = _one_name(events)
    until = _until(events, ended, as_of)
    order = timeline(events, as_of=until, absences=absences, across_holes=across_holes)
    rows = gaps(events, as_of=as_of, absences=absences, across_holes=across_holes, ended=ended)
    drawn = gap_statistics(order, generator, draws)
    n, refused = int(drawn.gaps.sum()), int((order.follows & ~order.usable).sum())
    note = _note(int(drawn.flagged.sum()), refused, order)
    numbers = {which: _estimate(drawn, which, n, note) for which in METHODS}
    curve = survival_of_gaps(order, generator, draws=min(draws, DRAWS_OF_CURVE))
    silence = open_gap(rows)
    return Cadence(
        mechanism_id=name,
        as_of=as_of,
        events=len(order.held),
        gaps=n,
        refused=refused,
        flagged=int(drawn.flagged.sum()),
        **numbers,
        null_band=null_band(n, generator),
        memory_p=_memory_p(order, n, generator, permutations),
        survival=curve,
        open_gap=silence,
        window=expected_window(curve, silence, _last_day(order)),
        trend=_trend(drawn, n, refused),
        reason=_why_none(len(order.held), n),
        note=note,
        superseded_by=_successor(ended, name),
    )


def survival_of_gaps(
    order: Timeline, generator: np.random.Generator, *, draws: int = DRAWS_OF_CURVE
) -> SurvivalCurve:
    """Estimate how long the gaps of all series in a timeline last, open gaps censored.

    Parameters
    ----------
    order
        Events in order, of one series or of several that are alike.
    generator
        Source of randomness.
    draws
        Draws when a date is imprecise. Each drawn gap then has the weight 1 / draws, so that the
        numbers at risk stay numbers of gaps.

    Returns
    -------
    SurvivalCurve
        With a reason when no gap has ended.
    """
    if np.array_equal(order.earliest, order.latest):
        draws = 1
    days = draw_days(order.earliest, order.latest, generator, draws)
    closed = order.usable
    running = ~order.follows & ~order.hidden[order.series]
    lengths = np.abs(np.roll(days, -1, axis=1) - days)[:, closed]
    waits = (order.as_of - days)[:, running]
    durations = np.concatenate([lengths.ravel(), waits.ravel()])
    ended = np.arange(durations.size) < lengths.size
    return kaplan_meier(durations, ended, weights=np.full(durations.size, 1 / draws))


def cadence_table(
    events: pd.DataFrame,
    *,
    as_of: date,
    generator: np.random.Generator,
    absences: pd.DataFrame | None = None,
    across_holes: bool = False,
    draws: int = 100,
    permutations: int = 0,
) -> pd.DataFrame:
    """Give the gap statistics of every series, one row each.

    Parameters
    ----------
    events
        Events of any number of mechanisms.
    as_of, generator, absences, across_holes, draws
        As in `cadence`.
    permutations
        Shuffles of the memory test. None by default: a p-value for each of many series asks for
        a correction, so test few and say how many were looked at.

    Returns
    -------
    pandas.DataFrame
        Sorted by mechanism_id; NaN wherever policy or sample size gives no number, with the
        reason in `reason`. Columns `*_low` and `*_high` are the spread from imprecise dates;
        null_low and null_high the memoryless band of burstiness; shorter_gaps, longer_than_all
        and bound compare the open gap. Empty without events.
    """
    order = timeline(events, as_of=as_of, absences=absences, across_holes=across_holes)
    drawn = gap_statistics(order, generator, draws)
    frame = _counts(order, drawn)
    for which in ("median", "mean", "shortest", "longest", "cv", "burstiness", "memory"):
        enough = drawn.gaps >= FEWEST.get(which, 1)
        frame[which] = np.where(enough, drawn.value[which], np.nan)
        if which in {"median", "burstiness"}:
            frame[f"{which}_low"] = np.where(enough, drawn.low[which], np.nan)
            frame[f"{which}_high"] = np.where(enough, drawn.high[which], np.nan)
    frame["null_low"], frame["null_high"] = _null_bands(drawn.gaps, generator)
    frame["memory_p"] = _memory_ps(order, drawn.gaps, generator, permutations)
    frame["survival_median"] = drawn.value["survival_median"]
    frame = _with_open_gap(frame, drawn)
    trended = drawn.gaps >= FEWEST_EVENTS
    frame["laplace"] = np.where(trended, drawn.value["laplace"], np.nan)
    adjusted = drawn.gaps >= FEWEST_FOR_ADJUSTED
    frame["lewis_robinson"] = np.where(adjusted, drawn.value["lewis_robinson"], np.nan)
    frame["reason"] = pd.Series(_reasons(frame), dtype="str")
    return frame


def _one_name(events: pd.DataFrame) -> str:
    names = events["mechanism_id"].unique()
    if len(names) > 1:
        raise ValueError(
            f"the events belong to {len(names)} mechanisms ({', '.join(sorted(names)[:3])} ...); "
            "give those of one, or call cadence_table"
        )
    return str(names[0]) if len(names) else ""


def _until(events: pd.DataFrame, ended: pd.DataFrame | None, as_of: date) -> date:
    """Give the day to which the only series is observed."""
    if ended is None:
        return as_of
    last = last_days(ended, held_editions(events, as_of))
    days: list[date] = [as_of, *(day.date() for day in last)]
    return min(days)


def _successor(ended: pd.DataFrame | None, name: str) -> str:
    if ended is None:
        return ""
    return str(next(iter(ended.loc[ended["mechanism_id"] == name, "name"]), ""))


def _estimate(drawn: DrawnStatistics, which: str, n: int, note: str) -> Estimate:
    """Give one statistic of the only series, or the reason for its absence."""
    unit = "days" if which in IN_DAYS else ""
    fewest = FEWEST.get(which, 1)
    if n < fewest:
        plural = "gaps" if fewest > 1 else "gap"
        reason = f"needs {fewest} {plural}, here {n}"
        return missing(reason, unit=unit, n=n, method=METHODS[which])
    value, low, high = (float(x[which][0]) for x in (drawn.value, drawn.low, drawn.high))
    if not np.isfinite(value):
        reason = "the gaps do not vary" if which == "memory" else "all gaps are zero"
        return missing(reason, unit=unit, n=n, method=METHODS[which])
    return Estimate(value, low, high, unit=unit, n=n, note=note, method=METHODS[which])


def _note(flagged: int, refused: int, order: Timeline) -> str:
    parts = []
    if flagged:
        parts.append(f"{flagged} of the gaps have an end known only to the month")
    coarse = len(order.held) - order.series.size
    if coarse:
        parts.append(f"{coarse} of the events are known only to the year and form no gap")
    if refused:
        parts.append(f"{refused} of the gaps are left out because something may hide in them")
    return "; ".join(parts)


def _why_none(events: int, usable: int) -> str:
    if usable:
        return ""
    if events == 0:
        return "no event by the as-of date"
    return "one event makes no gap" if events == 1 else "no gap can be trusted"


def _last_day(order: Timeline) -> date | None:
    return date_of(int(order.latest.max())) if order.latest.size else None


def _trend(drawn: DrawnStatistics, n: int, refused: int) -> EventTrend:
    """Give the trend tests of the only series; they need a record without holes."""
    reason = f"a trend test needs {FEWEST_EVENTS} events after the first, here {n}"
    if refused:
        reason = "a trend test needs a record without holes"
    laplace, robinson = (drawn.value[name] for name in ("laplace", "lewis_robinson"))
    if n < FEWEST_EVENTS or not np.isfinite(laplace[0]):
        if n >= FEWEST_EVENTS and not refused:
            reason = "the span of the record is unknown or zero"
        return EventTrend(None, None, None, None, None, n, reason)
    u = float(laplace[0])
    enough = n >= FEWEST_FOR_ADJUSTED and bool(np.isfinite(robinson[0]))
    adjusted = float(robinson[0]) if enough else None
    return EventTrend(
        laplace=u,
        laplace_p=two_sided(u),
        lewis_robinson=adjusted,
        lewis_robinson_p=None if adjusted is None else two_sided(adjusted),
        beta=None,
        n=n,
    )


def _memory_p(
    order: Timeline, n: int, generator: np.random.Generator, permutations: int
) -> float | None:
    if n < FEWEST_FOR_MEMORY or permutations <= 0:
        return None
    return _median_p(_drawn_lengths(order, generator), generator, permutations)


def _drawn_lengths(order: Timeline, generator: np.random.Generator) -> FloatArray:
    """Draw the usable gaps of all series, shape (draws, gaps); one draw where dates are exact."""
    draws = 1 if np.array_equal(order.earliest, order.latest) else DRAWS_OF_TEST
    days = draw_days(order.earliest, order.latest, generator, draws)
    lengths = np.abs(np.roll(days, -1, axis=1) - days)[:, order.usable]
    return np.asarray(lengths, dtype=np.float64)


def _median_p(
    lengths: FloatArray, generator: np.random.Generator, permutations: int
) -> float | None:
    """Test the memory under each draw and give the middle p-value."""
    found = [memory_p(gap, generator, permutations) for gap in np.unique(lengths, axis=0)]
    known = [p_value for p_value in found if p_value is not None]
    return float(np.median(known)) if known else None


def _memory_ps(
    order: Timeline, counts: IntArray, generator: np.random.Generator, permutations: int
) -> FloatArray:
    result = np.full(counts.size, np.nan)
    if permutations <= 0:
        return result
    pieces = np.split(_drawn_lengths(order, generator), np.cumsum(counts)[:-1], axis=1)
    for at in np.flatnonzero(counts >= FEWEST_FOR_MEMORY):
        found = _median_p(pieces[at], generator, permutations)
        result[at] = np.nan if found is None else found
    return result


def _null_bands(counts: IntArray, generator: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Simulate one band for each number of gaps that occurs."""
    sizes, position = np.unique(counts, return_inverse=True)
    bands = [null_band(int(size), generator) or (np.nan, np.nan) for size in sizes]
    table = np.array(bands, dtype=np.float64).reshape(-1, 2)
    return table[position, 0], table[position, 1]


def _counts(order: Timeline, drawn: DrawnStatistics) -> pd.DataFrame:
    size = order.names.size
    held = order.held.groupby("mechanism_id")
    refused = np.bincount(order.series[order.follows & ~order.usable], minlength=size)
    return pd.DataFrame(
        {
            "mechanism_id": order.names.astype("str"),
            "events": held.size().to_numpy(dtype=np.int64),
            "gaps": drawn.gaps,
            "refused": refused,
            "flagged": drawn.flagged,
            "first_day": held["start_earliest"].min().to_numpy(),
            "last_day": held["start_latest"].max().to_numpy(),
        }
    )


def _with_open_gap(frame: pd.DataFrame, drawn: DrawnStatistics) -> pd.DataFrame:
    known = np.isfinite(drawn.value["open_days"]) & (drawn.gaps > 0)
    shorter = drawn.minimum["shorter_gaps"]
    longest = known & (np.nan_to_num(shorter) == drawn.gaps)
    return frame.assign(
        open_days=drawn.value["open_days"],
        open_low=drawn.low["open_days"],
        open_high=drawn.high["open_days"],
        shorter_gaps=np.where(known, shorter, np.nan),
        longer_than_all=longest,
        bound=np.where(known, 1 / (drawn.gaps + 1), np.nan),
    )


def _reasons(frame: pd.DataFrame) -> list[str]:
    """Say per series why numbers are missing; the first thing that stands in the way."""
    counts, events = frame["gaps"].to_numpy(), frame["events"].to_numpy()
    texts = np.full(len(frame), "", dtype=object)
    texts[counts < FEWEST_FOR_MEMORY] = f"memory needs {FEWEST_FOR_MEMORY} gaps"
    texts[counts < FEWEST_FOR_INDEX] = f"indices need {FEWEST_FOR_INDEX} gaps"
    texts[counts == 0] = "no gap can be trusted"
    texts[events == 1] = "one event makes no gap"
    return [str(text) for text in texts]
