"""Growth: whether there is more of it, given how much of each year was observed."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from defcoop.analysis.growth.changepoint import ChangePoint, find_change_of_counts
from defcoop.analysis.growth.counts import count_by_year
from defcoop.analysis.growth.periods import PeriodComparison, compare_rates
from defcoop.analysis.growth.ratetrend import RateTrend, estimate_ratio, fit_rate_trend
from defcoop.analysis.selection import COVID, Window, keep_held
from defcoop.analysis.uncertainty import draw_frames

TOTALS = ("count", "count_low", "count_high", "exposure")


def fit_growth(
    events: pd.DataFrame,
    *,
    first_day: date,
    last_day: date,
    generator: np.random.Generator,
    without: Sequence[Window] = (),
    draws: int = 100,
    level: float = 0.95,
) -> RateTrend:
    """Estimate by how much the event rate is multiplied per year.

    Parameters
    ----------
    events
        Events to count; pool only series that are alike.
    first_day, last_day
        Where the search began, and the as-of date; part years are part exposure.
    generator
        Source of randomness for dates that span two years.
    without
        Windows declared as not exposed.
    draws
        Draws when a date spans two years. The slopes are then pooled by Rubin's rule: the
        interval holds both the sampling and the dating uncertainty.
    level
        Confidence level.

    Returns
    -------
    RateTrend
        As in `ratetrend.fit_rate_trend`, with a note on dates that span years.
    """
    count = partial(count_by_year, first_day=first_day, last_day=last_day, without=without)
    counts = count(events)
    trend = fit_rate_trend(counts["year"], counts["count"], counts["exposure"], level=level)
    vague = int(counts["count_high"].sum() - counts["count_low"].sum())
    if vague == 0 or trend.reason:
        return trend
    fits = []
    for frame in draw_frames(keep_held(events, last_day), generator, draws):
        drawn = count(frame)
        fits.append(fit_rate_trend(drawn["year"], drawn["count"], drawn["exposure"], level=level))
    return _pooled(trend, fits, level)


def _pooled(trend: RateTrend, fits: list[RateTrend], level: float) -> RateTrend:
    """Pool the slopes of draws (Rubin 1987)."""
    pairs = [(fit.log_ratio, fit.log_ratio_error) for fit in fits if not fit.reason]
    if len(pairs) < 2:
        return trend
    slopes, errors = np.array(pairs, dtype=np.float64).T
    variance = (errors**2).mean() + (1 + 1 / len(pairs)) * slopes.var(ddof=1)
    slope, error = float(slopes.mean()), float(np.sqrt(variance))
    families = Counter(fit.family for fit in fits if not fit.reason)
    note = f"dates that span years were drawn {len(pairs)} times"
    ratio = replace(estimate_ratio(slope, error, trend.years, level=level), note=note)
    family = families.most_common(1)[0][0]
    return replace(trend, rate_ratio=ratio, family=family, log_ratio=slope, log_ratio_error=error)


def fit_growth_with_and_without(
    events: pd.DataFrame,
    *,
    first_day: date,
    last_day: date,
    generator: np.random.Generator,
    windows: Sequence[Window] = (COVID,),
) -> pd.DataFrame:
    """Show the trend with and without years in which meeting was hardly possible.

    Parameters
    ----------
    events, first_day, last_day, generator
        As in `fit_growth`.
    windows
        The windows that the second case leaves out, exposure and events alike.

    Returns
    -------
    pandas.DataFrame
        Two rows: case, rate_ratio, low, high, family, n_events, years, reason; NaN where a trend
        cannot be given.
    """
    named = ", ".join(f"{begin.year}-{end.year}" for begin, end in windows)
    cases = {"all years": (), f"without {named}": tuple(windows)}
    rows = []
    for case, without in cases.items():
        found = fit_growth(
            events, first_day=first_day, last_day=last_day, generator=generator, without=without
        )
        rows.append(_trend_row(case, found))
    return pd.DataFrame(rows)


def _trend_row(case: str, trend: RateTrend) -> dict[str, object]:
    ratio = trend.rate_ratio
    numbers = {"rate_ratio": ratio.value, "low": ratio.low, "high": ratio.high}
    return {
        "case": case,
        **{name: np.nan if number is None else number for name, number in numbers.items()},
        "family": trend.family,
        "n_events": trend.events,
        "years": trend.years,
        "reason": trend.reason,
    }


def compare_periods(
    events: pd.DataFrame,
    *,
    earlier: Window,
    later: Window,
    without: Sequence[Window] = (),
    level: float = 0.95,
) -> PeriodComparison:
    """Compare the event rates of two periods by exact tests.

    Parameters
    ----------
    events
        Events to count.
    earlier, later
        First and last day of each period.
    without
        Windows declared as not exposed.
    level
        Confidence level.

    Returns
    -------
    PeriodComparison
        As in `periods.compare_rates`. A date that spans a boundary counts by its share, the sum
        rounded to whole events, and the ratio says so in its note.
    """
    last_day = max(earlier[1], later[1])
    totals = [
        count_by_year(events, first_day=first, last_day=last, without=without, as_of=last_day)[
            list(TOTALS)
        ].sum()
        for first, last in (earlier, later)
    ]
    return compare_totals(totals[0].to_dict(), totals[1].to_dict(), level=level)


def compare_totals(
    earlier: Mapping[Hashable, float], later: Mapping[Hashable, float], *, level: float = 0.95
) -> PeriodComparison:
    """Compare two periods of which the totals of `count_by_year` are known.

    Parameters
    ----------
    earlier, later
        Sums of count, count_low, count_high and exposure over the years of each period.
    level
        Confidence level.

    Returns
    -------
    PeriodComparison
        As in `compare_periods`.
    """
    periods = (earlier, later)
    counted = [round(total["count"]) for total in periods]
    years = [float(total["exposure"]) for total in periods]
    found = compare_rates(counted[0], years[0], counted[1], years[1], level=level)
    vague = any(total["count_high"] > total["count_low"] for total in periods)
    note = "dates that span a boundary count by their share" if vague else ""
    return replace(found, ratio=replace(found.ratio, note=note))


def find_change_point(
    events: pd.DataFrame,
    *,
    first_day: date,
    last_day: date,
    generator: np.random.Generator,
    without: Sequence[Window] = (),
    permutations: int = 999,
) -> ChangePoint:
    """Find the window of years in which the event rate changed, if it did.

    Parameters
    ----------
    events, first_day, last_day, without
        As in `fit_growth`.
    generator
        Source of randomness for the permutation test.
    permutations
        Number of shuffles.

    Returns
    -------
    ChangePoint
        As in `changepoint.find_change_of_counts`.
    """
    counts = count_by_year(events, first_day=first_day, last_day=last_day, without=without)
    return find_change_of_counts(
        counts["year"], counts["count"], counts["exposure"], generator, permutations=permutations
    )
