"""How regular or bursty a sequence of gaps is, and whether long gaps follow long ones."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from defcoop.analysis import normal
from defcoop.analysis.arrays import FloatArray

# Reference policy at our sample sizes: an index needs five gaps, a correlation of gaps ten.
FEWEST_FOR_INDEX = 5
FEWEST_FOR_MEMORY = 10
# Above this many gaps the normal limit of the null band is exact to three decimals.
NULL_SIMULATED_TO = 500


def coefficient_of_variation(gaps: FloatArray) -> float:
    """Divide the population standard deviation of the gaps by their mean.

    Parameters
    ----------
    gaps
        Gaps in days, shape (n,).

    Returns
    -------
    float
        NaN for n = 0 or when all gaps are zero; 0 for n = 1.
    """
    gaps = np.asarray(gaps, dtype=np.float64)
    if gaps.size == 0 or gaps.mean() == 0:
        return float("nan")
    return float(gaps.std() / gaps.mean())


def burstiness(gaps: FloatArray, *, finite_size: bool = True) -> float:
    """Measure burstiness: -1 for equal gaps, 0 for random ones, +1 for one burst.

    With r the coefficient of variation and n the number of gaps, the plain index is
    ``(r - 1) / (r + 1)`` (Goh & Barabási 2008) and the finite-size index
    ``(sqrt(n + 1) r - sqrt(n - 1)) / ((sqrt(n + 1) - 2) r + sqrt(n - 1))`` (Kim & Jo 2016).

    Parameters
    ----------
    gaps
        Gaps in any unit, shape (n,).
    finite_size
        Correct for the bound that n puts on r.

    Returns
    -------
    float
        NaN for n = 0 and n = 1 or when all gaps are zero; for n = 2 it is defined but means
        little: reports print it from five gaps on, beside its `null_band`.
    """
    gaps = np.asarray(gaps, dtype=np.float64)
    variation = coefficient_of_variation(gaps)
    if gaps.size < 2 or np.isnan(variation):
        return float("nan")
    if not finite_size:
        return (variation - 1) / (variation + 1)
    return float(finite_size_burstiness(np.array([variation]), np.array([gaps.size]))[0])


def finite_size_burstiness(variation: FloatArray, gaps: FloatArray) -> FloatArray:
    """Turn coefficients of variation into finite-size burstiness (Kim & Jo 2016).

    Parameters
    ----------
    variation
        Coefficients of variation (population SD), shape (n,).
    gaps
        Number of gaps behind each, shape (n,).

    Returns
    -------
    numpy.ndarray
        Shape (n,); NaN where the coefficient is NaN or there are fewer than two gaps.
    """
    counts = np.asarray(gaps, dtype=np.float64)
    above = np.sqrt(counts + 1)
    below = np.sqrt(np.maximum(counts - 1, 0))
    bottom = (above - 2) * variation + below
    defined = (counts >= 2) & np.isfinite(variation) & (bottom != 0)
    result = np.full(counts.shape, np.nan)
    np.divide(above * variation - below, bottom, out=result, where=defined)
    return result


def memory(gaps: FloatArray) -> float:
    """Correlate each gap with the next (memory coefficient of Goh & Barabási 2008).

    Parameters
    ----------
    gaps
        Gaps in their order, shape (n,).

    Returns
    -------
    float
        Between -1 and 1; NaN for n below 3 or when either side of the pairs is constant.
    """
    gaps = np.asarray(gaps, dtype=np.float64)
    return float(_memory_of_rows(gaps[np.newaxis, :])[0])


def memory_p(
    gaps: FloatArray, generator: np.random.Generator, permutations: int = 999
) -> float | None:
    """Test the memory coefficient by shuffling the gaps, two-sided.

    Parameters
    ----------
    gaps
        Gaps in their order, shape (n,).
    generator
        Source of randomness.
    permutations
        Number of shuffles B; the p-value is (1 + as extreme) / (1 + B).

    Returns
    -------
    float or None
        None below ten gaps or when the coefficient is undefined.
    """
    gaps = np.asarray(gaps, dtype=np.float64)
    observed = memory(gaps)
    if gaps.size < FEWEST_FOR_MEMORY or np.isnan(observed):
        return None
    shuffled = generator.permuted(np.tile(gaps, (permutations, 1)), axis=1)
    null = np.nan_to_num(_memory_of_rows(shuffled))
    # Shuffling has mean -1/(n-1), not 0, so "extreme" is measured from there. The tolerance
    # counts a shuffle that equals the record but for rounding as a tie.
    centre = -1 / (gaps.size - 1)
    extreme = np.abs(null - centre) >= abs(observed - centre) - 1e-12
    return float((1 + extreme.sum()) / (1 + permutations))


def null_band(
    gaps: int, generator: np.random.Generator, *, draws: int = 20_000, level: float = 0.95
) -> tuple[float, float] | None:
    """Give the band of finite-size burstiness in memoryless (exponential) sequences.

    Parameters
    ----------
    gaps
        Number of gaps n.
    generator
        Source of randomness.
    draws
        Simulated sequences; beyond 500 gaps the normal limit, standard deviation
        ``1 / (2 sqrt(n))``, takes their place.
    level
        Share of sequences within the band.

    Returns
    -------
    tuple of float or None
        Lower and upper end; None below five gaps, where no index is printed.
    """
    return null_bands([gaps], generator, draws=draws, level=level).get(gaps)


def null_bands(
    gaps: Iterable[int],
    generator: np.random.Generator,
    *,
    draws: int = 20_000,
    level: float = 0.95,
) -> dict[int, tuple[float, float]]:
    """Give the memoryless bands of several numbers of gaps from one simulation.

    The sequences grow by one gap at a time and give a band at each length asked for, so that all
    bands cost as much as the longest, and none depends on which others are asked for.

    Parameters
    ----------
    gaps
        Numbers of gaps, any of them repeated.
    generator, draws, level
        As in `null_band`.

    Returns
    -------
    dict
        The band of each number; those below five gaps have none.
    """
    tail = (1 - level) / 2
    sizes = sorted({int(size) for size in gaps if size >= FEWEST_FOR_INDEX})
    short = [size for size in sizes if size <= NULL_SIMULATED_TO]
    bands = {}
    for size, simulated in _memoryless_burstiness(short, generator, draws):
        low, high = np.quantile(simulated, [tail, 1 - tail])
        bands[size] = (float(low), float(high))
    return bands | {size: _normal_limit(size, tail) for size in sizes[len(short) :]}


def _normal_limit(gaps: int, tail: float) -> tuple[float, float]:
    half = normal.reach(1 - 2 * tail) / (2 * np.sqrt(gaps))
    return -half, half


def _memoryless_burstiness(
    sizes: Sequence[int], generator: np.random.Generator, draws: int
) -> Iterator[tuple[int, FloatArray]]:
    """Yield the simulated index at each number of gaps asked for, ascending."""
    total, squares = np.zeros(draws), np.zeros(draws)
    for size in range(1, max(sizes, default=0) + 1):
        sample = generator.standard_exponential(draws)
        total += sample
        squares += sample * sample
        if size in sizes:
            variance = np.maximum(size * squares / (total * total) - 1, 0.0)
            yield size, finite_size_burstiness(np.sqrt(variance), np.full(draws, size))


def _memory_of_rows(rows: FloatArray) -> FloatArray:
    """Correlate neighbours within each row, NaN where a side does not vary."""
    if rows.shape[1] < 3:
        return np.full(rows.shape[0], np.nan)
    before = rows[:, :-1] - rows[:, :-1].mean(axis=1, keepdims=True)
    after = rows[:, 1:] - rows[:, 1:].mean(axis=1, keepdims=True)
    scale = np.sqrt((before**2).sum(axis=1) * (after**2).sum(axis=1))
    # A constant side leaves only rounding error, which scales with the gaps themselves.
    defined = scale > 1e-12 * (rows**2).sum(axis=1)
    result = np.full(rows.shape[0], np.nan)
    np.divide((before * after).sum(axis=1), scale, out=result, where=defined)
    return result
