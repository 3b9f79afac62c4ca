"""Whether a rate grows: the ratio per year, from the model that the dispersion asks for."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from defcoop.analysis.arrays import FloatArray
from defcoop.analysis.estimate import Estimate, missing
from defcoop.analysis.growth.poisson import Dispersion, run_dean_test
from defcoop.analysis.normal import compute_reach

FEWEST_YEARS = 4
FEWEST_EVENTS = 5
MOST_STEPS, TOLERANCE = 100, 1e-10
METHOD = "log-linear regression of yearly counts with exposure (McCullagh & Nelder 1989)"


@dataclass(frozen=True)
class RateTrend:
    """Trend of counts over years.

    Parameters
    ----------
    rate_ratio
        By how much the rate is multiplied from one year to the next, with its interval.
    family
        "poisson" or "quasi-poisson": the model behind the interval; empty without a trend.
    why
        Why that family, as a clause.
    dispersion, dispersion_p
        Pearson chi-squared over its degrees of freedom, and the p-value of Dean's test.
    years, events
        Number of years with exposure, and of events in them.
    fitted
        Frame year, rate, low, high: the fitted rate per year of exposure with its interval, for
        the observed years only.
    log_ratio, log_ratio_error
        The slope and its standard error on the log scale, for pooling over draws.
    reason
        Why there is no trend; empty when there is one.
    """

    rate_ratio: Estimate
    family: str
    why: str
    dispersion: float | None
    dispersion_p: float | None
    years: int
    events: float
    fitted: pd.DataFrame
    log_ratio: float | None = None
    log_ratio_error: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class _Fit:
    """A fitted log-linear rate: two coefficients and their covariance."""

    family: str
    why: str
    coefficients: FloatArray
    covariance: FloatArray


@dataclass(frozen=True)
class _Observed:
    """Years with exposure: calendar year, centred year, count and exposure, shape (n,) each."""

    year: FloatArray
    centred: FloatArray
    count: FloatArray
    span: FloatArray

    @property
    def design(self) -> FloatArray:
        return np.column_stack([np.ones_like(self.centred), self.centred])


def fit_rate_trend(
    years: npt.ArrayLike,
    counts: npt.ArrayLike,
    exposure: npt.ArrayLike,
    *,
    level: float = 0.95,
    significance: float = 0.05,
) -> RateTrend:
    """Estimate by how much a rate is multiplied per year.

    A Poisson regression with log exposure as offset. When Dean's test finds overdispersion, its
    errors are widened by the root of Pearson's dispersion (quasi-Poisson; Wedderburn 1974), which
    leaves the slope as it is. Counts more regular than Poisson keep the Poisson interval, which is
    then too wide rather than too narrow.

    Parameters
    ----------
    years
        Calendar years, shape (n,).
    counts
        Events in each, shape (n,); expected counts may be fractions.
    exposure
        Share of each year that was observed; years without exposure are left out.
    level
        Confidence level.
    significance
        Size of the dispersion test.

    Returns
    -------
    RateTrend
        With a reason below four years with exposure (so for n = 0, 1, 2), below five events, or
        when all events lie in one year and no ratio is estimable. Nothing is extrapolated.
    """
    observed = _observe(years, counts, exposure)
    reason = _why_not(observed)
    if reason:
        return refuse_trend(reason, years=observed.count.size, events=float(observed.count.sum()))
    poisson, means = _fit_poisson(observed)
    test = run_dean_test(observed.count, means)
    pearson = float(((observed.count - means) ** 2 / means).sum() / (observed.count.size - 2))
    fit = _choose(poisson, test, pearson, significance)
    return _result(observed, fit, test, pearson, level)


def refuse_trend(reason: str, *, years: int = 0, events: float = 0.0) -> RateTrend:
    """Make the result of a trend that cannot be given.

    Parameters
    ----------
    reason
        Why not, as a phrase fit for print.
    years, events
        What there was.

    Returns
    -------
    RateTrend
        With an empty `fitted` frame.
    """
    return RateTrend(
        rate_ratio=missing(reason, unit="per year", n=years, method=METHOD),
        family="",
        why="",
        dispersion=None,
        dispersion_p=None,
        years=years,
        events=events,
        fitted=pd.DataFrame(columns=["year", "rate", "low", "high"], dtype=np.float64),
        reason=reason,
    )


def estimate_ratio(slope: float, error: float, years: int, *, level: float = 0.95) -> Estimate:
    """Turn a slope on the log scale into a ratio per year with its Wald interval.

    Parameters
    ----------
    slope, error
        Coefficient of the year and its standard error.
    years
        Number of years behind it.
    level
        Confidence level.

    Returns
    -------
    Estimate
        Null value 1.
    """
    reach = compute_reach(level) * error
    low, value, high = np.exp([slope - reach, slope, slope + reach]).tolist()
    return Estimate(
        value, low, high, unit="per year", n=years, method=METHOD, null=1.0, level=level
    )


def _observe(years: npt.ArrayLike, counts: npt.ArrayLike, exposure: npt.ArrayLike) -> _Observed:
    year, count, span = (np.asarray(x, dtype=np.float64) for x in (years, counts, exposure))
    seen = span > 0
    year, count, span = year[seen], count[seen], span[seen]
    # Centring keeps the regression well conditioned: calendar years are about 2,000.
    centred = year - year.mean() if year.size else year
    return _Observed(year, centred, count, span)


def _why_not(observed: _Observed) -> str:
    if observed.count.size < FEWEST_YEARS:
        return f"a trend needs {FEWEST_YEARS} years with exposure, here {observed.count.size}"
    if observed.count.sum() < FEWEST_EVENTS:
        return f"a trend needs {FEWEST_EVENTS} events, here {observed.count.sum():g}"
    if np.count_nonzero(observed.count) < 2:
        return "all events lie in one year, so no ratio can be estimated"
    return ""


def _fit_poisson(observed: _Observed) -> tuple[_Fit, FloatArray]:
    """Fit the Poisson regression by Newton's method and return it with its fitted counts.

    The likelihood has one maximum, because events lie in two years at least; a step that would
    lower it is halved.
    """
    design = observed.design
    coefficients = np.array([np.log(observed.count.sum() / observed.span.sum()), 0.0])
    means, height = _likelihood(observed, coefficients)
    for _ in range(MOST_STEPS):
        step = np.linalg.solve(_information(design, means), design.T @ (observed.count - means))
        if np.abs(step).max() < TOLERANCE:
            break
        new_means, reached = _likelihood(observed, coefficients + step)
        while reached < height - TOLERANCE * abs(height):
            step = step / 2
            new_means, reached = _likelihood(observed, coefficients + step)
        coefficients, means, height = coefficients + step, new_means, reached
    covariance = np.asarray(np.linalg.inv(_information(design, means)), dtype=np.float64)
    return _Fit("poisson", "", coefficients, covariance), means


def _likelihood(observed: _Observed, coefficients: FloatArray) -> tuple[FloatArray, float]:
    """Give the fitted counts and the log likelihood but for a constant."""
    log_means = observed.design @ coefficients + np.log(observed.span)
    with np.errstate(over="ignore"):  # a step too far is taken back
        means = np.exp(log_means)
        return means, float(observed.count @ log_means - means.sum())


def _information(design: FloatArray, means: FloatArray) -> FloatArray:
    """Give the information on the coefficients of a Poisson regression."""
    return np.asarray(design.T @ (means[:, np.newaxis] * design), dtype=np.float64)


def _choose(poisson: _Fit, test: Dispersion, pearson: float, significance: float) -> _Fit:
    """Keep Poisson unless the counts are overdispersed; say why."""
    p_value = 1.0 if test.p_value is None else test.p_value
    statistic = 0.0 if test.statistic is None else test.statistic
    said = f"Dean's test p = {p_value:.2g}"
    if p_value >= significance:
        return replace(poisson, why=f"dispersion agrees with Poisson ({said})")
    if statistic < 0:
        why = f"counts are more regular than Poisson ({said}), so the interval is cautious"
        return replace(poisson, why=why)
    covariance = poisson.covariance * max(pearson, 1.0)
    why = f"counts are overdispersed ({said})"
    return replace(poisson, family="quasi-poisson", why=why, covariance=covariance)


def _result(
    observed: _Observed, fit: _Fit, test: Dispersion, pearson: float, level: float
) -> RateTrend:
    slope, error = float(fit.coefficients[1]), float(np.sqrt(fit.covariance[1, 1]))
    return RateTrend(
        rate_ratio=estimate_ratio(slope, error, observed.count.size, level=level),
        family=fit.family,
        why=fit.why,
        dispersion=pearson,
        dispersion_p=test.p_value,
        years=observed.count.size,
        events=float(observed.count.sum()),
        fitted=_fitted_rates(observed, fit, level),
        log_ratio=slope,
        log_ratio_error=error,
    )


def _fitted_rates(observed: _Observed, fit: _Fit, level: float) -> pd.DataFrame:
    """Give the fitted rate of each observed year with its Wald interval on the log scale."""
    centre = observed.design @ fit.coefficients
    variance = np.einsum("ij,jk,ik->i", observed.design, fit.covariance, observed.design)
    reach = compute_reach(level) * np.sqrt(variance)
    rates = np.exp(np.column_stack([centre, centre - reach, centre + reach]))
    frame = pd.DataFrame(rates, columns=["rate", "low", "high"])
    frame.insert(0, "year", observed.year.astype(np.int64))
    return frame
