"""Counts of events: exact limits of a rate and the test of Poisson dispersion."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from defcoop.analysis.arrays import FloatArray
from defcoop.analysis.normal import compute_two_sided_p


@dataclass(frozen=True)
class Dispersion:
    """Dean's test of Poisson dispersion: `statistic` is standard normal, `p_value` two-sided."""

    statistic: float | None
    p_value: float | None
    reason: str = ""


def compute_garwood_limits(
    count: npt.ArrayLike, exposure: npt.ArrayLike = 1.0, *, level: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Give the exact limits of a Poisson rate (Garwood 1936).

    ``chi2(a/2; 2k) / 2`` and ``chi2(1 - a/2; 2k + 2) / 2``, each divided by the exposure.

    Parameters
    ----------
    count
        Number of events k, any shape; an expected count may be a fraction.
    exposure
        Years observed, same shape or a number.
    level
        Confidence level.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper limit per unit of exposure, in the shape given. For k = 0 the lower limit
        is 0; without exposure both are NaN.
    """
    from scipy.special import chdtri

    events = np.asarray(count, dtype=np.float64)
    years = np.asarray(exposure, dtype=np.float64)
    tail = (1 - level) / 2
    # chdtri inverts the upper tail and is undefined at zero degrees of freedom.
    low = np.where(events > 0, chdtri(2 * np.where(events > 0, events, 1.0), 1 - tail) / 2, 0.0)
    high = chdtri(2 * events + 2, tail) / 2
    observed = years > 0
    safe = np.where(observed, years, 1.0)
    return np.where(observed, low / safe, np.nan), np.where(observed, high / safe, np.nan)


def run_dean_test(counts: npt.ArrayLike, means: npt.ArrayLike) -> Dispersion:
    """Test counts for more or less dispersion than Poisson (Dean 1992, P_B).

    ``sum((y - m)^2 - y) / sqrt(2 sum m^2)`` is standard normal under Poisson counts; positive
    means overdispersed.

    Parameters
    ----------
    counts
        Counts y, shape (n,).
    means
        Fitted means m, shape (n,).

    Returns
    -------
    Dispersion
        With a reason for n below 2 or when all means are zero.
    """
    y = np.asarray(counts, dtype=np.float64)
    m = np.asarray(means, dtype=np.float64)
    scale = float(np.sqrt(2 * (m**2).sum()))
    if y.size < 2 or scale == 0:
        return Dispersion(None, None, "too few counts to test their dispersion")
    statistic = float(((y - m) ** 2 - y).sum() / scale)
    return Dispersion(statistic, compute_two_sided_p(statistic))
