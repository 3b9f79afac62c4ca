"""How long gaps last: the Kaplan-Meier curve with its band, and the log-rank test."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from defcoop.analysis import normal
from defcoop.analysis.arrays import BoolArray, FloatArray


@dataclass(frozen=True)
class SurvivalCurve:
    """A step curve of the share of gaps that last longer than a time.

    Parameters
    ----------
    times, survival, low, high, at_risk, events
        One entry per step, the first at time 0 with survival 1; the curve holds its value from
        its time up to the next. `low` and `high` are the pointwise band; they are NaN where the
        variance is undefined (survival 0). `at_risk` and `events` are counts just before and at
        the time (fractions when weights are fractions).
    censored
        Distinct times of the right-censored durations, in order.
    n, n_events
        Number of durations and of those observed to their end, in whole gaps.
    median, median_low, median_high
        First time at which survival is at most one half, and the same on the two ends of the
        band (Brookmeyer & Crowley 1982); None where the curve does not fall that far.
    reason
        Why there is no curve; empty when there is one.
    """

    times: FloatArray
    survival: FloatArray
    low: FloatArray
    high: FloatArray
    at_risk: FloatArray
    events: FloatArray
    censored: FloatArray
    n: int
    n_events: int
    median: float | None
    median_low: float | None
    median_high: float | None
    reason: str = ""

    def at(self, time: float) -> float:
        """Read the share that lasts longer than a time.

        Parameters
        ----------
        time
            A time, in the unit of the durations.

        Returns
        -------
        float
            1 before the first observed end.
        """
        step = int(np.searchsorted(self.times, time, side="right")) - 1
        return float(self.survival[max(0, step)])

    def quantile(self, share: float) -> float | None:
        """Find the first time by which the share that still lasts is at most `share`.

        Parameters
        ----------
        share
            Survival between 0 and 1.

        Returns
        -------
        float or None
            None when the curve stays above.
        """
        return _first_at_most(self.times, self.survival, share)


@dataclass(frozen=True)
class LogRank:
    """Result of the log-rank test; `statistic` is chi-squared with one degree of freedom."""

    statistic: float | None
    p_value: float | None
    reason: str = ""


def kaplan_meier(
    durations: npt.ArrayLike,
    observed: npt.ArrayLike,
    *,
    weights: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> SurvivalCurve:
    """Estimate the survival curve of right-censored durations (Kaplan & Meier 1958).

    ``S(t) = prod over t_i <= t of (1 - d_i / r_i)``, Greenwood variance, and the log-log band
    ``S ** exp(-+ z se)`` (Kalbfleisch & Prentice 1980), which stays within 0 and 1.

    Parameters
    ----------
    durations
        Times, shape (n,).
    observed
        Whether each duration ended (True) or was still running (False), shape (n,).
    weights
        Weight of each duration. A gap between imprecise dates enters once per drawn length with
        the weights summing to one, so that counts stay counts of gaps. Default: one each.
    level
        Confidence level of the band.

    Returns
    -------
    SurvivalCurve
        Without durations, a curve of the one point (0, 1) and a reason. With n = 1 or 2 the
        curve is exact and the band nearly all of 0 to 1.
    """
    times = np.asarray(durations, dtype=np.float64)
    ended = np.asarray(observed, dtype=bool)
    weight = np.ones(times.size) if weights is None else np.asarray(weights, dtype=np.float64)
    if times.size == 0:
        return _empty_curve()
    steps, deaths, risk = _risk_table(times, ended, weight)
    curve: FloatArray = np.asarray(np.cumprod(1 - deaths / risk), dtype=np.float64)
    low, high = _log_log_band(curve, deaths, risk, level)
    return _assemble(times, ended, weight, (steps, curve, low, high, risk, deaths))


def log_rank(
    durations_a: npt.ArrayLike,
    observed_a: npt.ArrayLike,
    durations_b: npt.ArrayLike,
    observed_b: npt.ArrayLike,
) -> LogRank:
    """Compare two groups of right-censored durations (Mantel 1966).

    Parameters
    ----------
    durations_a, observed_a, durations_b, observed_b
        Times of each group and whether each ended.

    Returns
    -------
    LogRank
        With a reason instead of numbers when a group is empty or nothing can vary.
    """
    a, b = (np.asarray(times, dtype=np.float64) for times in (durations_a, durations_b))
    if a.size == 0 or b.size == 0:
        return LogRank(None, None, "a group without gaps cannot be compared")
    times = np.concatenate([a, b])
    ended = np.concatenate([np.asarray(observed_a, dtype=bool), np.asarray(observed_b, dtype=bool)])
    difference, variance = _log_rank_moments(times, ended, np.arange(times.size) < a.size)
    if variance <= 0:
        return LogRank(None, None, "no time at which both groups could still end")
    statistic = difference**2 / variance
    return LogRank(statistic, normal.two_sided(math.sqrt(statistic)))


def _log_rank_moments(times: FloatArray, ended: BoolArray, first: BoolArray) -> tuple[float, float]:
    """Sum observed minus expected ends of the first group and the hypergeometric variance."""
    steps = np.unique(times[ended])
    risk = (times[None, :] >= steps[:, None]).astype(np.float64)
    death = ((times[None, :] == steps[:, None]) & ended[None, :]).astype(np.float64)
    total, total_deaths = risk.sum(axis=1), death.sum(axis=1)
    share = risk[:, first].sum(axis=1) / total
    variance = total_deaths * share * (1 - share) * (total - total_deaths)
    variance = np.divide(variance, total - 1, out=np.zeros_like(variance), where=total > 1)
    return float((death[:, first].sum(axis=1) - total_deaths * share).sum()), float(variance.sum())


def _risk_table(
    times: FloatArray, ended: BoolArray, weight: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the distinct observed ends with the weight that ends and is at risk at each."""
    order = np.argsort(times, kind="stable")
    times, ended, weight = times[order], ended[order], weight[order]
    steps, position = np.unique(times[ended], return_inverse=True)
    deaths = np.zeros(steps.size)
    np.add.at(deaths, position, weight[ended])
    remaining: FloatArray = np.append(np.cumsum(weight[::-1])[::-1], 0.0)
    return steps, deaths, remaining[np.searchsorted(times, steps, side="left")]


def _log_log_band(
    curve: FloatArray, deaths: FloatArray, risk: FloatArray, level: float
) -> tuple[FloatArray, FloatArray]:
    """Put the log-log band around the curve; NaN where the curve has reached 0 or is still 1."""
    left = risk - deaths
    # Weighted counts leave rounding dust where the curve ends at zero.
    alive = (curve > 1e-12) & (curve < 1) & (left > 1e-9)
    hazard = np.divide(deaths, risk * left, out=np.zeros_like(curve), where=left > 1e-9)
    log_curve = np.log(curve, out=np.full_like(curve, -1.0), where=alive)
    reach = np.exp(normal.reach(level) * np.sqrt(np.cumsum(hazard)) / np.abs(log_curve))
    low = np.where(alive, np.exp(log_curve * np.where(alive, reach, 1.0)), np.nan)
    high = np.where(alive, np.exp(log_curve / np.where(alive, reach, 1.0)), np.nan)
    return low, high


def _assemble(
    times: FloatArray,
    ended: BoolArray,
    weight: FloatArray,
    table: tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, FloatArray],
) -> SurvivalCurve:
    """Put the point (0, 1) before the steps and read the medians."""
    starts = (0.0, 1.0, 1.0, 1.0, float(weight.sum()), 0.0)
    columns = [np.concatenate([[s], column]) for s, column in zip(starts, table, strict=True)]
    steps, curve, low, high, risk, deaths = columns
    curve = np.where(curve < 1e-12, 0.0, curve)
    return SurvivalCurve(
        times=steps,
        survival=curve,
        low=low,
        high=high,
        at_risk=risk,
        events=deaths,
        censored=np.unique(times[~ended]),
        n=round(weight.sum()),
        n_events=round(weight[ended].sum()),
        median=_first_at_most(steps, curve, 0.5),
        median_low=_first_at_most(steps, np.where(np.isnan(low), curve, low), 0.5),
        median_high=_first_at_most(steps, np.where(np.isnan(high), curve, high), 0.5),
        reason="" if ended.any() else "no gap has ended",
    )


def _empty_curve() -> SurvivalCurve:
    one, none = np.ones(1), np.zeros(0)
    zero = np.zeros(1)
    return SurvivalCurve(
        zero, one, one, one, zero, zero, none, 0, 0, None, None, None, "there are no gaps"
    )


def _first_at_most(times: FloatArray, curve: FloatArray, share: float) -> float | None:
    # Products of fractions such as 1/2 come out a rounding error above their value.
    reached = np.flatnonzero(curve <= share + 1e-9)
    return float(times[reached[0]]) if reached.size else None
