"""How regular or bursty a sequence of gaps is."""

from collections.abc import Iterable

import numpy as np

from defcoop.analysis.arrays import FloatArray

# Reference policy at our sample sizes: an index of fewer gaps says nothing.
FEWEST_FOR_INDEX = 5


def measure_burstiness(lengths: FloatArray) -> FloatArray:
    """Measure burstiness: -1 for equal gaps, 0 for random ones, +1 for one burst.

    With r the coefficient of variation (population SD) and n the number of gaps, the finite-size
    index is ``(sqrt(n + 1) r - sqrt(n - 1)) / ((sqrt(n + 1) - 2) r + sqrt(n - 1))`` (Kim & Jo
    2016), which corrects that of Goh & Barabási 2008 for the bound that n puts on r.

    Parameters
    ----------
    lengths
        Gaps in any unit, one sequence a row, shape (m, n).

    Returns
    -------
    numpy.ndarray
        Shape (m,). NaN for n = 0 and n = 1 and where all gaps are zero; for n = 2 it is defined
        but means little: reports print it from five gaps on, beside its band.
    """
    n = lengths.shape[1]
    if n < 2:
        return np.full(lengths.shape[0], np.nan)
    mean = lengths.mean(axis=1)
    variation = np.full(mean.shape, np.nan)
    np.divide(lengths.std(axis=1), mean, out=variation, where=mean > 0)
    return _finite_size(variation, n)


def simulate_null_bands(
    sizes: Iterable[int],
    generator: np.random.Generator,
    *,
    draws: int = 20_000,
    level: float = 0.95,
) -> dict[int, tuple[float, float]]:
    """Give the bands of the index in memoryless (exponential) sequences.

    The sequences grow by one gap at a time and give a band at each length asked for, so that all
    bands cost as much as the longest, and none depends on which others are asked for.

    Parameters
    ----------
    sizes
        Numbers of gaps, any of them repeated.
    generator
        Source of randomness.
    draws
        Simulated sequences.
    level
        Share of sequences within the band.

    Returns
    -------
    dict
        Lower and upper end by number of gaps; numbers below five have none.
    """
    asked = {size for size in sizes if size >= FEWEST_FOR_INDEX}
    tail = (1 - level) / 2
    bands = {}
    total, squares = np.zeros(draws), np.zeros(draws)
    for size in range(1, max(asked, default=0) + 1):
        sample = generator.standard_exponential(draws)
        total += sample
        squares += sample * sample
        if size in asked:
            variance = np.maximum(size * squares / (total * total) - 1, 0.0)
            low, high = np.quantile(_finite_size(np.sqrt(variance), size), [tail, 1 - tail])
            bands[size] = (float(low), float(high))
    return bands


def _finite_size(variation: FloatArray, gaps: int) -> FloatArray:
    """Turn coefficients of variation of at least two gaps into the finite-size index."""
    above, below = np.sqrt(gaps + 1), np.sqrt(gaps - 1)
    return np.asarray((above * variation - below) / ((above - 2) * variation + below))
