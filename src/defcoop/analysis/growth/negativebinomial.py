"""Negative binomial regression of counts: variance mean + mean squared over a size (NB2)."""

from dataclasses import dataclass

import numpy as np

from defcoop.analysis.arrays import FloatArray

MOST_STEPS, TOLERANCE, LONGEST_STEP = 200, 1e-9, 2.0
# Of a larger size the variance is the mean's, and counts are Poisson.
LARGEST_LOG_SIZE = 15.0


@dataclass(frozen=True)
class _Height:
    """Log likelihood but for a constant, with slope and curvature in coefficients and log size."""

    value: float
    slope: FloatArray
    curvature: FloatArray


def fit_negative_binomial(
    counts: FloatArray, design: FloatArray, offset: FloatArray, start: FloatArray
) -> tuple[FloatArray, FloatArray] | None:
    """Fit a log-linear mean and a size by maximum likelihood (Lawless 1987).

    Parameters
    ----------
    counts
        Shape (n,); fractions are taken as they are.
    design
        Shape (n, k).
    offset
        Added to the log mean, shape (n,).
    start
        Coefficients of the Poisson regression, shape (k,).

    Returns
    -------
    tuple of numpy.ndarray or None
        Coefficients and their covariance, from the curvature in all parameters. None where the
        counts are not overdispersed about `start`, or no size is likeliest.
    """
    means = np.exp(design @ start + offset)
    excess = float(((counts - means) ** 2 - means).sum())
    if excess <= 0:
        return None
    point = np.append(start, np.log((means**2).sum() / excess))
    found = _height(counts, design, offset, point)
    for _ in range(MOST_STEPS):
        step = _uphill(found)
        if np.abs(step).max() < TOLERANCE:
            return _result(point, found)
        reached = _height(counts, design, offset, point + step)
        while reached.value < found.value - TOLERANCE * abs(found.value):
            step = step / 2
            reached = _height(counts, design, offset, point + step)
        point, found = point + step, reached
        if point[-1] > LARGEST_LOG_SIZE:
            return None
    return None


def _height(
    counts: FloatArray, design: FloatArray, offset: FloatArray, point: FloatArray
) -> _Height:
    from scipy.special import gammaln, psi, zeta

    size = float(np.exp(point[-1]))
    log_means = design @ point[:-1] + offset
    means = np.exp(log_means)
    both = size + means
    value = gammaln(counts + size) - gammaln(size) + size * np.log(size / both)
    value += counts * (log_means - np.log(both))
    by_mean = size * (counts - means) / both
    by_size = psi(counts + size) - psi(size) + np.log(size / both) + (means - counts) / both
    twice = -(counts + size) * size * means / both**2
    mixed = size * means * (counts - means) / both**2
    # zeta(2, x) is the trigamma function.
    of_size = zeta(2, counts + size) - zeta(2, size) + 1 / size - 1 / both
    of_size += (counts - means) / both**2
    last = float((size**2 * of_size + size * by_size).sum())
    corner = (design.T @ mixed)[:, np.newaxis]
    curvature = np.block([[design.T @ (twice[:, np.newaxis] * design), corner], [corner.T, last]])
    slope = np.append(design.T @ by_mean, size * by_size.sum())
    return _Height(float(value.sum()), slope, curvature)


def _uphill(found: _Height) -> FloatArray:
    """Give Newton's step, turned uphill where the likelihood curves upwards, and never long."""
    values, vectors = np.linalg.eigh(-found.curvature)
    steep = np.maximum(np.abs(values), 1e-8)
    step = vectors @ (vectors.T @ found.slope / steep)
    return np.asarray(step * min(1.0, LONGEST_STEP / max(np.abs(step).max(), 1e-300)))


def _result(point: FloatArray, found: _Height) -> tuple[FloatArray, FloatArray] | None:
    """Give coefficients and covariance where the likelihood has a peak."""
    if np.linalg.eigvalsh(-found.curvature).min() <= 0:
        return None
    covariance = np.linalg.inv(-found.curvature)[:-1, :-1]
    return point[:-1], np.asarray(covariance, dtype=np.float64)
