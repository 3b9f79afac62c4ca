"""Two periods compared by exact tests."""

from dataclasses import dataclass

import numpy as np

from defcoop.analysis.arrays import FloatArray, IntArray
from defcoop.analysis.estimate import Estimate, missing

METHOD = "exact conditional interval (Clopper & Pearson 1934)"
# Counts so many standard deviations from their mean, and more, have no weight in the E-test.
REACH = 9


@dataclass(frozen=True)
class PeriodComparison:
    """Rates of two periods compared.

    Parameters
    ----------
    ratio
        Later rate over earlier rate with its exact conditional interval. When nothing happened
        in the earlier period the ratio has a lower limit only and `high` is None.
    p_value, p_exact
        Two-sided p-values of the E-test (Krishnamoorthy & Thomson 2004) and of the conditional
        binomial test (Przyborowski & Wilenski 1940).
    earlier_count, earlier_exposure, later_count, later_exposure
        What was compared; exposure in years.
    reason
        Why there is no ratio; empty when there is one.
    """

    ratio: Estimate
    p_value: float | None
    p_exact: float | None
    earlier_count: int
    earlier_exposure: float
    later_count: int
    later_exposure: float
    reason: str = ""


def compare_rates(
    earlier_count: int,
    earlier_exposure: float,
    later_count: int,
    later_exposure: float,
    *,
    level: float = 0.95,
) -> PeriodComparison:
    """Compare two Poisson rates.

    Given the total, the later count is binomial; its Clopper-Pearson limits p become limits of
    the ratio ``p / (1 - p) * earlier_exposure / later_exposure``.

    Parameters
    ----------
    earlier_count, later_count
        Events in each period.
    earlier_exposure, later_exposure
        Years observed in each.
    level
        Confidence level.

    Returns
    -------
    PeriodComparison
        With a reason when a period has no exposure or no event happened at all. When one of the
        periods is empty the p-values stand, and the ratio is 0 or has no value but a reason.
    """
    reason = _why_not(earlier_exposure, later_exposure, earlier_count + later_count)
    counts = (earlier_count, earlier_exposure, later_count, later_exposure)
    if reason:
        return PeriodComparison(missing(reason, method=METHOD), None, None, *counts, reason)
    ratio = _ratio(earlier_count, later_count, earlier_exposure / later_exposure, level)
    return PeriodComparison(ratio, _e_test(*counts), _exact_test(*counts), *counts, ratio.reason)


def _why_not(earlier_exposure: float, later_exposure: float, total: int) -> str:
    if earlier_exposure <= 0 or later_exposure <= 0:
        return "a period without exposure cannot be compared"
    return "" if total else "no event in either period"


def _ratio(earlier: int, later: int, scale: float, level: float) -> Estimate:
    from scipy.special import betaincinv

    tail, total = (1 - level) / 2, earlier + later
    low = float(betaincinv(later, earlier + 1, tail)) if later else 0.0
    high = float(betaincinv(later + 1, earlier, 1 - tail)) if earlier else 1.0
    lower = low / (1 - low) * scale
    if not earlier:
        reason = f"no event in the earlier period: the ratio is at least {lower:.2g}"
        return Estimate(None, lower, n=total, reason=reason, method=METHOD, null=1.0, level=level)
    upper = high / (1 - high) * scale
    value = later / earlier * scale
    return Estimate(value, lower, upper, n=total, method=METHOD, null=1.0, level=level)


def _e_test(earlier: int, earlier_exposure: float, later: int, later_exposure: float) -> float:
    """Test equal rates by the E-test: the null rate is the pooled one.

    Sums the probability of all pairs of counts that differ at least as much as those observed.
    """
    spans = (earlier_exposure, later_exposure)
    rate = (earlier + later) / sum(spans)
    (before, of_before), (after, of_after) = (_likely_counts(rate * span) for span in spans)
    observed = _standardised(np.array([earlier]), np.array([later]), spans)
    statistics = _standardised(before[:, np.newaxis], after, spans)
    # The tolerance counts a pair that equals the record but for rounding as a tie.
    as_extreme = np.abs(statistics) >= abs(float(observed[0])) * (1 - 1e-12)
    return float(np.clip(of_before @ as_extreme @ of_after, 0.0, 1.0))


def _likely_counts(mean: float) -> tuple[FloatArray, FloatArray]:
    """Give the counts that a Poisson law makes at all likely, with their probabilities."""
    from scipy.special import gammaln

    reach = REACH * np.sqrt(mean) + REACH**2
    counts = np.arange(max(0.0, np.floor(mean - reach)), np.ceil(mean + reach) + 1)
    return counts, np.exp(counts * np.log(mean) - mean - gammaln(counts + 1))


def _standardised(
    earlier: FloatArray | IntArray, later: FloatArray | IntArray, spans: tuple[float, float]
) -> FloatArray:
    """Divide the difference of two rates by its standard error, 0 where nothing happened."""
    difference = later / spans[1] - earlier / spans[0]
    error = np.sqrt(later / spans[1] ** 2 + earlier / spans[0] ** 2)
    return np.asarray(np.divide(difference, error, out=np.zeros_like(error), where=error > 0))


def _exact_test(earlier: int, earlier_exposure: float, later: int, later_exposure: float) -> float:
    """Sum the binomial probabilities that are at most that of the record."""
    from scipy.special import betaln, xlog1py, xlogy

    n, share = earlier + later, later_exposure / (earlier_exposure + later_exposure)
    counts = np.arange(n + 1)
    choices = -np.log(n + 1) - betaln(n - counts + 1, counts + 1)
    probabilities = np.exp(choices + xlogy(counts, share) + xlog1py(n - counts, -share))
    # Equal probabilities on the other side come out a rounding error apart.
    as_rare = probabilities <= probabilities[later] * (1 + 1e-7)
    return float(min(1.0, probabilities[as_rare].sum()))
