"""How long gaps last: the Kaplan-Meier curve."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from defcoop.analysis.arrays import FloatArray


@dataclass(frozen=True)
class SurvivalCurve:
    """A step curve of the share of gaps that last longer than a time.

    Parameters
    ----------
    times, survival, events
        One entry per step, the first at time 0 with survival 1; the curve holds its value from
        its time up to the next. `events` are the gaps that end at the time (fractions when
        weights are fractions).
    reason
        Why there is no curve; empty when there is one.
    """

    times: FloatArray
    survival: FloatArray
    events: FloatArray
    reason: str = ""

    def at(self, time: float) -> float:
        """Read the share that lasts longer than a time; 1 before the first observed end."""
        step = int(np.searchsorted(self.times, time, side="right")) - 1
        return float(self.survival[max(0, step)])

    def quantile(self, share: float) -> float | None:
        """Find the first time by which the share that still lasts is at most `share`.

        None when the curve stays above.
        """
        # Products of fractions such as 1/2 come out a rounding error above their value.
        reached = np.flatnonzero(self.survival <= share + 1e-9)
        return float(self.times[reached[0]]) if reached.size else None


def fit_kaplan_meier(
    durations: npt.ArrayLike, observed: npt.ArrayLike, *, weights: npt.ArrayLike | None = None
) -> SurvivalCurve:
    """Estimate the survival curve of right-censored durations (Kaplan & Meier 1958).

    ``S(t) = prod over t_i <= t of (1 - d_i / r_i)``.

    Parameters
    ----------
    durations
        Times, shape (n,).
    observed
        Whether each duration ended (True) or was still running (False), shape (n,).
    weights
        Weight of each duration. A gap between imprecise dates enters once per drawn length with
        the weights summing to one, so that counts stay counts of gaps. Default: one each.

    Returns
    -------
    SurvivalCurve
        Without durations, a curve of the one point (0, 1) and a reason; with n = 1 or 2 exact.
    """
    times = np.asarray(durations, dtype=np.float64)
    over = np.asarray(observed, dtype=bool)
    weight = np.ones(times.size) if weights is None else np.asarray(weights, dtype=np.float64)
    if times.size == 0:
        return SurvivalCurve(np.zeros(1), np.ones(1), np.zeros(1), "there are no gaps")
    order = np.argsort(times, kind="stable")
    times, over, weight = times[order], over[order], weight[order]
    steps, position = np.unique(times[over], return_inverse=True)
    deaths = np.zeros(steps.size)
    np.add.at(deaths, position, weight[over])
    at_risk = np.cumsum(weight[::-1])[::-1][np.searchsorted(times, steps, side="left")]
    curve = np.cumprod(1 - deaths / at_risk)
    # Weighted counts leave rounding dust where the curve ends at zero.
    curve = np.where(curve < 1e-12, 0.0, curve)
    return SurvivalCurve(
        times=np.append(0.0, steps),
        survival=np.append(1.0, curve),
        events=np.append(0.0, deaths),
        reason="" if over.any() else "no gap has ended",
    )
