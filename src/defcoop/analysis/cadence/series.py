"""How regularly a series meets, how long its silence is, and when it may meet again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import BoolArray, FloatArray, IntArray
from defcoop.analysis.cadence.burstiness import (
    FEWEST_FOR_INDEX,
    measure_burstiness,
    simulate_null_bands,
)
from defcoop.analysis.cadence.opengap import (
    OpenGap,
    Window,
    compare_silence,
    expect_next_event,
    refuse_silence,
)
from defcoop.analysis.cadence.succession import explain_end
from defcoop.analysis.cadence.survival import SurvivalCurve, fit_kaplan_meier
from defcoop.analysis.cadence.timeline import HIDDEN, Timeline, order_series
from defcoop.analysis.date_bounds import draw_days, to_date
from defcoop.analysis.estimate import Estimate, missing

DRAWS_OF_CURVE = 100
NO_EVENT = "no event known to the month so far"
SPREAD = (0.5, 0.025, 0.975)
DRAWN = "middle draw, with the central 95 % of draws of imprecise dates"
BURSTINESS = "finite-size burstiness (Kim & Jo 2016)"


@dataclass(frozen=True)
class Cadence:
    """The gaps of one series, as far as a report speaks of them.

    Parameters
    ----------
    mechanism_id, as_of, superseded_by
        The series, until when it is described, and the name of the mechanism that took its place;
        "" while it runs. Of an ended series there is neither silence nor window.
    events, gaps, refused
        Held editions; usable gaps; gaps left out because something may hide in them.
    median, shortest, longest, burstiness
        Days and finite-size index (Kim & Jo 2016), with the spread that comes from imprecise
        dates, n being the usable gaps. The index is given from five gaps on.
    null_band
        95 % band of `burstiness` in memoryless sequences of as many gaps; None without an index.
    survival, open_gap, window
        Kaplan-Meier curve with the open gap censored; the silence so far; the window of the next
        event.
    """

    mechanism_id: str
    as_of: date
    superseded_by: str
    events: int
    gaps: int
    refused: int
    median: Estimate
    shortest: Estimate
    longest: Estimate
    burstiness: Estimate
    null_band: tuple[float, float] | None
    survival: SurvivalCurve
    open_gap: OpenGap
    window: Window


def describe_cadences(
    events: pd.DataFrame,
    *,
    as_of: date,
    generators: Callable[[str], np.random.Generator],
    band_generator: np.random.Generator,
    absences: pd.DataFrame | None = None,
    ended: pd.DataFrame | None = None,
    draws: int = 400,
) -> dict[str, Cadence]:
    """Describe the cadence of each series.

    Parameters
    ----------
    events
        Events of any number of mechanisms.
    as_of
        End of the open gap.
    generators
        Gives the source of randomness of a series, by its mechanism_id: what else is described
        then changes no number of it.
    band_generator
        Source of randomness of the null bands; series with as many gaps share one.
    absences
        Absences frame, for holes in the record.
    ended
        Rows of `find_ended`. An ended series is observed to the day of its end (without
        one, to its last event), and no longer waited for.
    draws
        Draws of imprecise dates.

    Returns
    -------
    dict
        By mechanism_id, for each mechanism with a held edition, in alphabetical order: with one
        event only an open gap, with two one gap and no index. Empty without events.
    """
    orders = order_series(events, as_of=as_of, absences=absences, ended=ended)
    # One simulation gives the bands of all lengths, so it is made before the loop.
    bands = simulate_null_bands([int(order.usable.sum()) for order in orders], band_generator)
    return {
        order.mechanism_id: _describe(order, generators(order.mechanism_id), bands, draws)
        for order in orders
    }


def _describe(
    order: Timeline,
    generator: np.random.Generator,
    bands: dict[int, tuple[float, float]],
    draws: int,
) -> Cadence:
    n = int(order.usable.sum())
    lengths = _sorted_gaps(_vague_days_drawn(order, generator, draws), order.usable)
    curve = _survival(order, generator, min(draws, DRAWS_OF_CURVE))
    silence = _silence(order)
    last = to_date(int(order.latest.max())) if order.latest.size else None
    return Cadence(
        mechanism_id=order.mechanism_id,
        as_of=to_date(order.as_of),
        superseded_by=order.successor,
        events=order.editions,
        gaps=n,
        refused=order.usable.size - n,
        **_statistics(lengths),
        null_band=bands.get(n),
        survival=curve,
        open_gap=silence,
        window=expect_next_event(curve, silence, last),
    )


def _vague_days_drawn(order: Timeline, generator: np.random.Generator, draws: int) -> IntArray:
    """Draw the dates that are not exact, shape (draws, events); one draw where all are exact."""
    vague = order.earliest != order.latest
    days = np.repeat(order.earliest[np.newaxis], draws if vague.any() else 1, axis=0)
    if vague.any():
        days[:, vague] = draw_days(order.earliest[vague], order.latest[vague], generator, draws)
    return days


def _sorted_gaps(days: IntArray, usable: BoolArray) -> FloatArray:
    """Give the usable gaps of each draw, shape (draws, gaps).

    In a draw two imprecise events may change places. They are sorted only within a stretch of
    usable gaps: across a gap that is left out the sort would mix events of two stretches.
    """
    stretches = np.split(days, np.flatnonzero(~usable) + 1, axis=1)
    gaps = [np.diff(np.sort(stretch, axis=1), axis=1) for stretch in stretches]
    return np.concatenate(gaps, axis=1).astype(np.float64)


def _statistics(lengths: FloatArray) -> dict[str, Estimate]:
    """Give each statistic of the gaps as its middle draw with the spread of the draws."""
    n = lengths.shape[1]
    if n == 0:
        none = missing("needs 1 gap, here 0", unit="days", method="")
        return dict.fromkeys(("median", "shortest", "longest"), none) | {"burstiness": _few(0)}
    index = measure_burstiness(lengths) if n >= FEWEST_FOR_INDEX else None
    return {
        "median": _estimate(np.median(lengths, axis=1), n),
        "shortest": _estimate(lengths.min(axis=1), n),
        "longest": _estimate(lengths.max(axis=1), n),
        "burstiness": _few(n) if index is None else _index(index, n),
    }


def _estimate(values: FloatArray, n: int) -> Estimate:
    value, low, high = np.quantile(values, SPREAD).tolist()
    return Estimate(value, low, high, unit="days", n=n, method=DRAWN)


def _index(values: FloatArray, n: int) -> Estimate:
    value, low, high = np.quantile(values, SPREAD).tolist()
    if np.isnan(value):
        return missing("all gaps are zero", n=n, method=BURSTINESS)
    return Estimate(value, low, high, n=n, method=BURSTINESS)


def _few(n: int) -> Estimate:
    return missing(f"needs {FEWEST_FOR_INDEX} gaps, here {n}", n=n, method=BURSTINESS)


def _survival(order: Timeline, generator: np.random.Generator, draws: int) -> SurvivalCurve:
    """Estimate how long the gaps last, the open gap censored where it is known.

    Each draw enters with the weight 1 / draws, so that counts at risk stay counts of gaps.
    """
    if np.array_equal(order.earliest, order.latest):
        days = order.earliest[np.newaxis]
    else:
        days = draw_days(order.earliest, order.latest, generator, draws)
    closed = np.abs(np.diff(days, axis=1))[:, order.usable]
    waits = order.until - days[:, -1:] if not order.hidden else days[:, :0]
    durations = np.concatenate([closed.ravel(), waits.ravel()])
    over = np.arange(durations.size) < closed.size
    return fit_kaplan_meier(durations, over, weights=np.full(durations.size, 1 / len(days)))


def _silence(order: Timeline) -> OpenGap:
    """Compare the open gap with the gaps before it."""
    if order.latest.size == 0:
        return refuse_silence(NO_EVENT)
    if order.successor:
        return refuse_silence(explain_end(order.successor))
    if order.hidden:
        return refuse_silence(HIDDEN)
    low, high = (ends.astype(np.float64) for ends in order.bounds)
    return compare_silence((float(low[-1]), float(high[-1])), high[:-1][order.usable])
