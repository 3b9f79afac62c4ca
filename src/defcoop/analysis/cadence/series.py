"""Cadence: how regularly a series meets, how long the silence is, and what its sources claim.

The functions for one series and for all series share their arithmetic. The parts have modules of
their own and are offered here under one name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis import normal
from defcoop.analysis.arrays import BoolArray, FloatArray, IntArray
from defcoop.analysis.cadence.burstiness import (
    FEWEST_FOR_INDEX,
    FEWEST_FOR_MEMORY,
    memory_p,
    null_bands,
)
from defcoop.analysis.cadence.cumulative import cumulative_counts
from defcoop.analysis.cadence.editions import edition_gaps
from defcoop.analysis.cadence.gapdraws import DrawnStatistics, gap_statistics
from defcoop.analysis.cadence.gaps import HIDDEN, gaps
from defcoop.analysis.cadence.modes import mode_shifts, virtual_years
from defcoop.analysis.cadence.opengap import (
    NO_EVENT,
    OpenGap,
    Window,
    compared,
    expected_window,
    open_gap,
    unknown,
)
from defcoop.analysis.cadence.stated import stated_cadence, years_kept
from defcoop.analysis.cadence.succession import superseded
from defcoop.analysis.cadence.survival import SurvivalCurve, kaplan_meier
from defcoop.analysis.cadence.timeline import Timeline, timeline
from defcoop.analysis.cadence.trend import FEWEST_EVENTS, FEWEST_FOR_ADJUSTED, EventTrend
from defcoop.analysis.date_bounds import date_of, draw_days
from defcoop.analysis.estimate import Estimate, missing
from defcoop.analysis.growth.recurrence import mean_cumulative_function

__all__ = [
    "Cadence",
    "EventTrend",
    "OpenGap",
    "SurvivalCurve",
    "Window",
    "cadence",
    "cadence_table",
    "cadences",
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
    order = timeline(events, as_of=as_of, absences=absences, across_holes=across_holes, ended=ended)
    drawn = gap_statistics(order, [generator], draws)
    bands = null_bands(drawn.gaps, generator)
    series = _Series.of(order, name, _successors(ended))
    return _describe(series, drawn, bands, generator, (as_of, draws, permutations))


def cadences(
    events: pd.DataFrame,
    *,
    as_of: date,
    generators: Callable[[str], np.random.Generator],
    band_generator: np.random.Generator,
    absences: pd.DataFrame | None = None,
    across_holes: bool = False,
    ended: pd.DataFrame | None = None,
    draws: int = 400,
    permutations: int = 999,
) -> dict[str, Cadence]:
    """Describe the cadence of several series, many times faster than one by one.

    Parameters
    ----------
    events
        Events of any number of mechanisms.
    as_of, absences, across_holes, ended, draws, permutations
        As in `cadence`.
    generators
        Gives the source of randomness of a series, by its mechanism_id: what else is described
        then changes no number of it.
    band_generator
        Source of randomness of the null bands; series with as many gaps share one.

    Returns
    -------
    dict
        Cadence by mechanism_id, for each mechanism with a held edition, in alphabetical order.
    """
    order = timeline(events, as_of=as_of, absences=absences, across_holes=across_holes, ended=ended)
    names = [str(name) for name in order.names]
    own = [generators(name) for name in names]
    drawn = gap_statistics(order, own, draws)
    bands = null_bands(drawn.gaps, band_generator)
    successors, options = _successors(ended), (as_of, draws, permutations)
    return {
        name: _describe(_Series.of(order, name, successors), drawn, bands, generator, options)
        for name, generator in zip(names, own, strict=True)
    }


@dataclass(frozen=True)
class _Series:
    """One series of a timeline: `at` is its place there, -1 where it has no held edition."""

    name: str
    at: int
    events: int
    earliest: IntArray
    latest: IntArray
    usable: BoolArray
    refused: int
    hidden: bool
    until: int
    low: IntArray
    high: IntArray
    successor: str

    @classmethod
    def of(cls, order: Timeline, name: str, successors: Mapping[str, str]) -> "_Series":
        at = int(order.names.get_indexer(pd.Index([name]))[0])
        known = at >= 0
        ends = np.searchsorted(order.series, [at, at + 1]) if known else (0, 0)
        part = slice(int(ends[0]), int(ends[1]))
        low, high = order.bounds
        usable = order.usable[part]
        return cls(
            name=name,
            at=at,
            events=int(order.editions[at]) if known else 0,
            earliest=order.earliest[part],
            latest=order.latest[part],
            usable=usable,
            refused=max(0, usable.size - 1) - int(usable.sum()),
            hidden=bool(order.hidden[at]) if known else False,
            until=int(order.until[at]) if known else order.as_of,
            low=low[part],
            high=high[part],
            successor=successors.get(name, ""),
        )


def _describe(
    series: _Series,
    drawn: DrawnStatistics,
    bands: Mapping[int, tuple[float, float]],
    generator: np.random.Generator,
    options: tuple[date, int, int],
) -> Cadence:
    as_of, draws, permutations = options
    n = int(series.usable.sum())
    flagged = int(drawn.flagged[series.at]) if n else 0
    note = _note(series, flagged)
    numbers = {which: _estimate(drawn, which, series.at, n, note) for which in METHODS}
    curve = _curve(series, generator, min(draws, DRAWS_OF_CURVE))
    silence = _silence(series)
    return Cadence(
        mechanism_id=series.name,
        as_of=as_of,
        events=series.events,
        gaps=n,
        refused=series.refused,
        flagged=flagged,
        **numbers,
        null_band=bands.get(n),
        memory_p=_memory_p(series, n, generator, permutations),
        survival=curve,
        open_gap=silence,
        window=expected_window(curve, silence, _last_day(series)),
        trend=_trend(drawn, series, n),
        reason=_why_none(series.events, n),
        note=note,
        superseded_by=series.successor,
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
    running = ~order.follows & ~order.hidden[order.series]
    dates = (order.earliest, order.latest)
    return _survival(dates, (order.usable, running), order.until[order.series], generator, draws)


def _curve(series: _Series, generator: np.random.Generator, draws: int) -> SurvivalCurve:
    """Estimate how long the gaps of one series last."""
    running = np.zeros(series.usable.size, dtype=bool)
    running[-1:] = not series.hidden
    until = np.full(running.size, series.until)
    dates = (series.earliest, series.latest)
    return _survival(dates, (series.usable, running), until, generator, draws)


def _survival(
    dates: tuple[IntArray, IntArray],
    kinds: tuple[BoolArray, BoolArray],
    until: IntArray,
    generator: np.random.Generator,
    draws: int,
) -> SurvivalCurve:
    """Draw the gaps after the events that a usable gap, or the wait for the next, follows."""
    closed, running = kinds
    days = _days(dates, generator, draws)
    draws = len(days)
    lengths = np.abs(np.roll(days, -1, axis=1) - days)[:, closed]
    waits = (until - days)[:, running]
    durations = np.concatenate([lengths.ravel(), waits.ravel()])
    ended = np.arange(durations.size) < lengths.size
    return kaplan_meier(durations, ended, weights=np.full(durations.size, 1 / draws))


def _days(dates: tuple[IntArray, IntArray], generator: np.random.Generator, draws: int) -> IntArray:
    """Draw days, shape (draws, events); once where all are exact."""
    exact = np.array_equal(*dates)
    return dates[0][np.newaxis] if exact else draw_days(*dates, generator, draws)


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
    drawn = gap_statistics(order, [generator], draws)
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


def _successors(ended: pd.DataFrame | None) -> dict[str, str]:
    """Give the name of what took the place of each ended series."""
    if ended is None:
        return {}
    return dict(zip(ended["mechanism_id"], ended["name"], strict=True))


def _estimate(drawn: DrawnStatistics, which: str, at: int, n: int, note: str) -> Estimate:
    """Give one statistic of one series, or the reason for its absence."""
    unit = "days" if which in IN_DAYS else ""
    fewest = FEWEST.get(which, 1)
    if n < fewest:
        plural = "gaps" if fewest > 1 else "gap"
        reason = f"needs {fewest} {plural}, here {n}"
        return missing(reason, unit=unit, n=n, method=METHODS[which])
    value, low, high = (float(x[which][at]) for x in (drawn.value, drawn.low, drawn.high))
    if not np.isfinite(value):
        reason = "the gaps do not vary" if which == "memory" else "all gaps are zero"
        return missing(reason, unit=unit, n=n, method=METHODS[which])
    return Estimate(value, low, high, unit=unit, n=n, note=note, method=METHODS[which])


def _note(series: _Series, flagged: int) -> str:
    parts = []
    if flagged:
        parts.append(f"{flagged} of the gaps have an end known only to the month")
    coarse = series.events - series.usable.size
    if coarse:
        parts.append(f"{coarse} of the events are known only to the year and form no gap")
    if series.refused:
        parts.append(
            f"{series.refused} of the gaps are left out because something may hide in them"
        )
    return "; ".join(parts)


def _why_none(events: int, usable: int) -> str:
    if usable:
        return ""
    if events == 0:
        return "no event by the as-of date"
    return "one event makes no gap" if events == 1 else "no gap can be trusted"


def _last_day(series: _Series) -> date | None:
    return date_of(int(series.latest.max())) if series.latest.size else None


def _silence(series: _Series) -> OpenGap:
    """Compare the open gap of one series with the gaps before it."""
    if series.usable.size == 0:
        return unknown(NO_EVENT)
    if series.successor:
        return unknown(superseded(series.successor))
    if series.hidden:
        return unknown(HIDDEN)
    open_gap_ends = float(series.low[-1]), float(series.high[-1])
    return compared(open_gap_ends, series.high[series.usable].astype(np.float64))


def _trend(drawn: DrawnStatistics, series: _Series, n: int) -> EventTrend:
    """Give the trend tests of one series; they need a record without holes."""
    reason = f"a trend test needs {FEWEST_EVENTS} events after the first, here {n}"
    refused = series.refused
    if refused:
        reason = "a trend test needs a record without holes"
    laplace, robinson = (drawn.value[name][series.at :] for name in ("laplace", "lewis_robinson"))
    if n < FEWEST_EVENTS or not np.isfinite(laplace[0]):
        if n >= FEWEST_EVENTS and not refused:
            reason = "the span of the record is unknown or zero"
        return EventTrend(None, None, None, None, None, n, reason)
    u = float(laplace[0])
    enough = n >= FEWEST_FOR_ADJUSTED and bool(np.isfinite(robinson[0]))
    adjusted = float(robinson[0]) if enough else None
    return EventTrend(
        laplace=u,
        laplace_p=normal.two_sided(u),
        lewis_robinson=adjusted,
        lewis_robinson_p=None if adjusted is None else normal.two_sided(adjusted),
        beta=None,
        n=n,
    )


def _memory_p(
    series: _Series, n: int, generator: np.random.Generator, permutations: int
) -> float | None:
    if n < FEWEST_FOR_MEMORY or permutations <= 0:
        return None
    dates = (series.earliest, series.latest)
    return _median_p(_drawn_lengths(dates, series.usable, generator), generator, permutations)


def _drawn_lengths(
    dates: tuple[IntArray, IntArray], usable: BoolArray, generator: np.random.Generator
) -> FloatArray:
    """Draw the usable gaps, shape (draws, gaps); one draw where dates are exact."""
    days = _days(dates, generator, DRAWS_OF_TEST)
    lengths = np.abs(np.roll(days, -1, axis=1) - days)[:, usable]
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
    lengths = _drawn_lengths((order.earliest, order.latest), order.usable, generator)
    pieces = np.split(lengths, np.cumsum(counts)[:-1], axis=1)
    for at in np.flatnonzero(counts >= FEWEST_FOR_MEMORY):
        found = _median_p(pieces[at], generator, permutations)
        result[at] = np.nan if found is None else found
    return result


def _null_bands(counts: IntArray, generator: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Give each series the band of its number of gaps."""
    sizes, position = np.unique(counts, return_inverse=True)
    found = null_bands(sizes, generator)
    bands = [found.get(int(size), (np.nan, np.nan)) for size in sizes]
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
