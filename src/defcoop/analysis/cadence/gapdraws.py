"""Gap statistics of every series at once, under dates drawn within their bounds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from defcoop.analysis.arrays import BoolArray, FloatArray, IntArray
from defcoop.analysis.cadence.burstiness import finite_size_burstiness
from defcoop.analysis.cadence.segments import Segments
from defcoop.analysis.cadence.timeline import Timeline, key

STATISTICS = (
    "median",
    "mean",
    "shortest",
    "longest",
    "cv",
    "burstiness",
    "memory",
    "survival_median",
    "open_days",
    "shorter_gaps",
    "laplace",
    "lewis_robinson",
)


@dataclass(frozen=True)
class DrawnStatistics:
    """Statistics per series, with the spread that comes from imprecise dates.

    Parameters
    ----------
    value, low, high
        By name of the statistic, one entry per series: the middle draw and the 2.5 and 97.5 per
        cent points of the draws. All three are equal where every date is exact.
    minimum
        By name, the smallest value in any draw.
    gaps, flagged
        Usable gaps per series, and those of them with an imprecise end.
    """

    value: dict[str, FloatArray]
    low: dict[str, FloatArray]
    high: dict[str, FloatArray]
    minimum: dict[str, FloatArray]
    gaps: IntArray
    flagged: IntArray


@dataclass(frozen=True)
class _Frame:
    """What stays the same from draw to draw, though events may change places.

    A run is a stretch of events whose gaps are all usable. A draw sorts the days within each
    run, so that the positions of runs and of gaps never move.
    """

    run: IntArray
    earliest: IntArray
    latest: IntArray
    gap_at: IntArray
    gaps: Segments
    pair_at: IntArray
    pairs: Segments
    last: IntArray
    has_event: BoolArray
    until: IntArray
    whole: BoolArray
    remaining: IntArray


def gap_statistics(
    order: Timeline, generators: Sequence[np.random.Generator], draws: int
) -> DrawnStatistics:
    """Compute the gap statistics of every series.

    Parameters
    ----------
    order
        Events in order.
    generators
        Sources of randomness for imprecise dates: one for all series, or one for each, so that
        what is drawn for a series does not depend on the others.
    draws
        Draws for the series that hold an imprecise date; the others are computed once.

    Returns
    -------
    DrawnStatistics
        NaN where a series has too few gaps for a statistic to exist. Policy (how many gaps an
        index needs) is the caller's.
    """
    series = order.names.size
    vague = np.zeros(series, dtype=bool)
    vague[order.series[order.earliest != order.latest]] = True
    frame = _frame(order, np.ones(series, dtype=bool))
    exact = _statistics(frame, frame.earliest)
    value = {name: exact[name].copy() for name in STATISTICS}
    low, high, minimum = ({name: value[name].copy() for name in STATISTICS} for _ in range(3))
    if vague.any():
        _add_spread(order, vague, generators, draws, (value, low, high, minimum))
    return DrawnStatistics(value, low, high, minimum, frame.gaps.counts, _flagged(order, series))


def _add_spread(
    order: Timeline,
    vague: BoolArray,
    generators: Sequence[np.random.Generator],
    draws: int,
    results: tuple[dict[str, FloatArray], ...],
) -> None:
    """Overwrite the results of the series with imprecise dates by the quantiles of draws."""
    frame = _frame(order, vague)
    at = np.flatnonzero(frame.earliest != frame.latest)
    width = (frame.latest - frame.earliest + 1)[at]
    counts = np.bincount(order.series[order.earliest != order.latest], minlength=vague.size)
    drawn = {name: np.empty((draws, int(vague.sum()))) for name in STATISTICS}
    for draw in range(draws):
        days = frame.earliest.copy()
        days[at] += np.floor(_shares(generators, counts) * width).astype(np.int64)
        for name, found in _statistics(frame, days).items():
            drawn[name][draw] = found[vague]
    for name, table in drawn.items():
        table.sort(axis=0)
        for target, share in zip(results, (0.5, 0.025, 0.975, 0.0), strict=True):
            target[name][vague] = _quantile(table, share)


def _shares(generators: Sequence[np.random.Generator], counts: IntArray) -> FloatArray:
    """Draw where within its bounds each imprecise date lies, from 0 to 1, series by series."""
    if len(generators) == 1:
        return generators[0].random(int(counts.sum()))
    pairs = zip(generators, counts, strict=True)
    return np.concatenate([generator.random(count) for generator, count in pairs])


def _quantile(ordered: FloatArray, share: float) -> FloatArray:
    """Read a quantile of each sorted column; whether a column is NaN never varies by draw."""
    place = share * (len(ordered) - 1)
    below = int(np.floor(place))
    above = min(below + 1, len(ordered) - 1)
    step = ordered[above] - ordered[below]
    return np.asarray(ordered[below] + (place - below) * step, dtype=np.float64)


def _flagged(order: Timeline, series: int) -> IntArray:
    """Count the usable gaps with an end that is not known to the day."""
    vague = order.earliest != order.latest
    flagged = order.usable & (vague | np.roll(vague, -1))
    return np.bincount(order.series[flagged], minlength=series)


def _frame(order: Timeline, chosen: BoolArray) -> _Frame:
    """Lay out the events of the chosen series; the others keep empty segments."""
    kept = chosen[order.series]
    series, usable = order.series[kept], order.usable[kept]
    run = np.cumsum(~np.roll(usable, 1), dtype=np.int64)
    gap_series = series[usable]
    gap_run = run[usable]
    pair = np.zeros(gap_run.size, dtype=bool)
    pair[:-1] = gap_run[1:] == gap_run[:-1]
    size = order.names.size
    events = Segments.of(series, size)
    gaps = Segments.of(gap_series, size)
    return _Frame(
        run=run,
        earliest=order.earliest[kept],
        latest=order.latest[kept],
        gap_at=np.flatnonzero(usable),
        gaps=gaps,
        pair_at=np.flatnonzero(pair),
        pairs=Segments.of(gap_series[pair], size),
        last=events.starts + events.counts - 1,
        has_event=events.nonempty & ~order.hidden,
        until=order.until,
        whole=events.nonempty & (gaps.counts == events.counts - 1) & ~order.hidden,
        remaining=np.repeat(gaps.starts + gaps.counts, gaps.counts) - np.arange(gap_run.size),
    )


def _statistics(frame: _Frame, days: IntArray) -> dict[str, FloatArray]:
    """Compute all statistics for one set of days."""
    moments = np.sort(key(frame.run, days), kind="stable")
    whole = moments[frame.gap_at + 1] - moments[frame.gap_at]
    lengths = whole.astype(np.float64)
    ordered = frame.gaps.ordered(whole)
    mean, deviation = frame.gaps.mean(lengths), frame.gaps.deviation(lengths)
    variation = np.full(mean.shape, np.nan)
    np.divide(deviation, mean, out=variation, where=mean > 0)
    open_days = _open_days(frame, moments)
    shorter = _shorter(frame, ordered, open_days)
    laplace = _laplace(frame, lengths, open_days)
    return {
        "median": frame.gaps.median(ordered),
        "mean": mean,
        "shortest": frame.gaps.pick(ordered, np.zeros_like(frame.gaps.counts)),
        "longest": frame.gaps.pick(ordered, frame.gaps.counts),
        "cv": variation,
        "burstiness": finite_size_burstiness(variation, frame.gaps.counts.astype(np.float64)),
        "memory": _memory(frame, lengths),
        "survival_median": _survival_median(frame, ordered, open_days),
        "open_days": open_days,
        "shorter_gaps": shorter,
        "laplace": laplace,
        "lewis_robinson": _lewis_robinson(frame, laplace, variation),
    }


def _memory(frame: _Frame, lengths: FloatArray) -> FloatArray:
    """Correlate each gap with the next one of the same run."""
    return frame.pairs.correlation(lengths[frame.pair_at], lengths[frame.pair_at + 1])


def _open_days(frame: _Frame, moments: IntArray) -> FloatArray:
    """Give the days from each series' last event to the day to which it is observed."""
    result = np.full(frame.last.size, np.nan)
    at = frame.last[frame.has_event]
    result[frame.has_event] = key(frame.run[at], frame.until[frame.has_event]) - moments[at]
    return result


def _shorter(frame: _Frame, ordered: FloatArray, open_days: FloatArray) -> FloatArray:
    """Count the gaps that are shorter than the open one; NaN where that is unknown."""
    less = (ordered < frame.gaps.spread(open_days)).astype(np.float64)
    return np.where(np.isfinite(open_days), frame.gaps.total(less), np.nan)


def _survival_median(frame: _Frame, ordered: FloatArray, open_days: FloatArray) -> FloatArray:
    """Read the Kaplan-Meier median of n gaps with one censored duration among them.

    With k0 gaps up to the censored time, the curve after k gaps is ``(n + 1 - k) / (n + 1)`` for
    k up to k0 and ``(n - k) / (n - k0) * (n + 1 - k0) / (n + 1)`` beyond; the median is the first
    gap at which it is at most one half.
    """
    n = frame.gaps.counts.astype(np.float64)
    not_longer = (ordered <= frame.gaps.spread(open_days)).astype(np.float64)
    before = frame.gaps.total(not_longer)
    # An unknown open gap censors nothing: every gap is then weighed alike.
    left = np.where(np.isfinite(open_days), n + 1, n)
    early = np.ceil(left / 2)
    ratio = np.maximum(n - before, 0) / np.maximum(left - before, 1)
    # The tolerance keeps a rounding error from asking for one gap more.
    late = np.ceil(n - 0.5 * left * ratio - 1e-9)
    rank = np.where(early <= before, early, np.maximum(late, before + 1))
    rank = np.where(np.isfinite(open_days), rank, early)
    return frame.gaps.pick(ordered, np.nan_to_num(rank).astype(np.int64) - 1)


def _laplace(frame: _Frame, lengths: FloatArray, open_days: FloatArray) -> FloatArray:
    """Test each whole series for a trend, observed from its first event to the as-of date."""
    n = frame.gaps.counts
    total = frame.gaps.total(lengths)
    horizon = total + np.nan_to_num(open_days)
    # The time of event j since the first is the sum of the first j gaps, so that gap j is
    # counted in the times of events j to n.
    times = frame.gaps.total(lengths * frame.remaining)
    defined = frame.whole & (n > 0) & (horizon > 0)
    result = np.full(n.size, np.nan)
    centred = times / np.maximum(n, 1) - horizon / 2
    np.divide(centred * np.sqrt(12.0 * n), horizon, out=result, where=defined)
    return result


def _lewis_robinson(frame: _Frame, laplace: FloatArray, variation: FloatArray) -> FloatArray:
    """Divide Laplace's statistic by the sample coefficient of variation."""
    n = frame.gaps.counts
    sample = variation * np.sqrt(n / np.maximum(n - 1, 1))
    defined = (n > 1) & (np.nan_to_num(sample) > 0)
    result = np.full(n.size, np.nan)
    np.divide(laplace, sample, out=result, where=defined)
    return result
