"""Whether events come faster or slower: Laplace's test and the Lewis-Robinson test."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from defcoop.analysis import normal
from defcoop.analysis.arrays import FloatArray

FEWEST_EVENTS = 5
# The coefficient of variation of fewer gaps is too uncertain to divide by.
FEWEST_FOR_ADJUSTED = 8


@dataclass(frozen=True)
class EventTrend:
    """Trend in the times of events.

    Parameters
    ----------
    laplace, laplace_p
        Laplace's U, standard normal for a Poisson process without trend, and its two-sided
        p-value; positive means that events come faster.
    lewis_robinson, lewis_robinson_p
        U divided by the coefficient of variation of the gaps (sample SD): the same question when
        gaps are not exponential. A trend that only the first test sees is none. None below eight
        events.
    beta
        Shape of the power-law process, ``n / sum(log(T / t_i))`` (Crow 1975): above 1, faster.
        None where the dates are drawn and only the tests are wanted.
    n
        Events behind the tests.
    reason
        Why there is no test; empty when there is one.
    """

    laplace: float | None
    laplace_p: float | None
    lewis_robinson: float | None
    lewis_robinson_p: float | None
    beta: float | None
    n: int
    reason: str = ""


def event_trend(times: npt.ArrayLike, end: float | None = None) -> EventTrend:
    """Test whether a series of events speeds up (Laplace 1773; Lewis & Robinson 1974).

    ``U = (mean(t_i) - T / 2) / (T sqrt(1 / (12 n)))``.

    Parameters
    ----------
    times
        Time of each event since observation began, in any unit, shape (n,). The event with which
        the observation begins is not one of them.
    end
        Time T at which observation ended. None means that it ended with the last event, which
        then sets T and is not counted in the mean.

    Returns
    -------
    EventTrend
        With a reason below five events (so for n = 0, 1, 2) or when no time passes. The
        Lewis-Robinson part is None below eight events and for equal gaps.
    """
    moments = np.sort(np.asarray(times, dtype=np.float64))
    if moments.size < FEWEST_EVENTS:
        reason = f"a trend test needs {FEWEST_EVENTS} events after the first, here {moments.size}"
        return EventTrend(None, None, None, None, None, int(moments.size), reason)
    horizon = float(moments[-1]) if end is None else end
    if horizon <= 0:
        return EventTrend(None, None, None, None, None, int(moments.size), "no time passes")
    inner = moments[:-1] if end is None else moments
    laplace = laplace_statistic(float(inner.mean()), horizon, inner.size)
    spread = _sample_variation(np.diff(moments, prepend=0.0))
    enough = spread > 0 and moments.size >= FEWEST_FOR_ADJUSTED
    adjusted = laplace / spread if enough else None
    return EventTrend(
        laplace=laplace,
        laplace_p=normal.two_sided(laplace),
        lewis_robinson=adjusted,
        lewis_robinson_p=None if adjusted is None else normal.two_sided(adjusted),
        beta=_power_law_shape(moments, horizon),
        n=int(moments.size),
    )


def laplace_statistic(mean: float, horizon: float, events: int) -> float:
    """Standardise the mean time of events against the middle of the observation.

    Parameters
    ----------
    mean
        Mean time since observation began.
    horizon
        Length of the observation, above 0, same unit.
    events
        Number of events in the mean, at least 1.

    Returns
    -------
    float
        Standard normal without a trend.
    """
    return float((mean - horizon / 2) / (horizon * np.sqrt(1 / (12 * events))))


def _sample_variation(gaps: FloatArray) -> float:
    mean = gaps.mean()
    return float(gaps.std(ddof=1) / mean) if mean > 0 else 0.0


def _power_law_shape(times: FloatArray, horizon: float) -> float | None:
    positive = times[(times > 0) & (times < horizon)]
    total = float(np.log(horizon / positive).sum()) if positive.size else 0.0
    return times.size / total if total > 0 else None
