"""Counts with exposure, and what may be said of their growth."""

import warnings
from datetime import date

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from defcoop.analysis.growth.counts import count_by_year
from defcoop.analysis.growth.exposure import measure_exposure
from defcoop.analysis.growth.periods import compare_rates
from defcoop.analysis.growth.poisson import compute_garwood_limits, run_dean_test
from defcoop.analysis.growth.ratetrend import fit_rate_trend
from defcoop.analysis.growth.scale import measure_days, sum_measure
from defcoop.analysis.growth.trends import (
    compare_periods,
    find_change_point,
    fit_growth,
    fit_growth_with_and_without,
)
from defcoop.analysis.selection import COVID, Selection, explain_selection, select_events
from tests.unit.analysis.frames import events, measures, mechanisms, series

WINDOW = {"first_day": date(2010, 1, 1), "last_day": date(2019, 12, 31)}


def seeded() -> np.random.Generator:
    return np.random.default_rng(2)


def test_exposure_of_part_years_and_of_a_leap_year() -> None:
    found = measure_exposure(date(2011, 7, 2), date(2012, 12, 31))
    assert found["days"].tolist() == [183, 366]
    assert found["exposure"].tolist() == [pytest.approx(183 / 365), 1.0]


def test_covid_leaves_years_without_exposure() -> None:
    found = measure_exposure(date(2019, 1, 1), date(2022, 12, 31), without=(COVID,))
    assert found["exposure"].tolist() == [1, 0, 0, 1]
    assert found["start"].isna().tolist() == [False, True, True, False]


def test_a_window_inside_a_year_leaves_the_rest_of_it() -> None:
    without = ((date(2019, 3, 1), date(2019, 3, 31)), (date(2019, 3, 20), date(2019, 4, 9)))
    found = measure_exposure(date(2019, 1, 1), date(2019, 12, 31), without=without)
    assert found["days"].tolist() == [365 - 40]


def test_annual_counts_hold_zero_years_and_exact_limits() -> None:
    found = count_by_year(series("2010-05-01", "2010-06-01", "2012-01-01"), **WINDOW)
    assert found["year"].tolist() == list(range(2010, 2020))
    assert found["count"].tolist() == [2, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    low, high = compute_garwood_limits(2)
    assert found.loc[0, ["low", "high"]].tolist() == pytest.approx([float(low), float(high)])


def test_a_date_over_new_year_is_shared_between_the_years() -> None:
    # 2012-12~ is November to January: 61 of 92 days lie in 2012.
    found = count_by_year(series("2012-12~"), **WINDOW).set_index("year")
    assert found.loc[2012, ["count_low", "count_high"]].tolist() == [0, 1]
    assert found["count"].loc[[2012, 2013]].tolist() == pytest.approx([61 / 92, 31 / 92])
    assert found["count"].sum() == pytest.approx(1)


def test_counts_by_domain_and_scope() -> None:
    frame = pd.concat([series("2010-05-01"), series("2011-05-01", mechanism_id="drill")])
    tables = mechanisms({}, {"mechanism_id": "drill", "domain": "sea"})
    chosen = select_events(frame, tables, None, Selection(as_of=date(2019, 12, 31)))
    found = count_by_year(chosen, **WINDOW, by=["domain", "scope"])
    assert found["domain"].unique().tolist() == ["political", "sea"]
    assert len(found) == 20
    assert found.groupby("domain")["count"].sum().tolist() == [1, 1]


def test_events_in_a_window_left_out_do_not_count() -> None:
    found = count_by_year(
        series("2020-05-01", "2022-05-01"),
        first_day=date(2019, 1, 1),
        last_day=date(2022, 12, 31),
        without=(COVID,),
    )
    assert found["count"].tolist() == [0, 0, 0, 1]
    assert found["rate"].isna().tolist() == [False, True, True, False]


def test_the_trend_recovers_a_known_ratio() -> None:
    years = np.arange(2000, 2020)
    found = fit_rate_trend(years, 10 * 1.1 ** (years - 2000), np.ones(20))
    assert found.rate_ratio.value == pytest.approx(1.1)
    assert found.fitted["rate"].iloc[0] == pytest.approx(10)


def test_half_exposure_doubles_the_rate_and_leaves_the_ratio() -> None:
    years = np.arange(2000, 2010)
    counts = np.array([3, 4, 2, 5, 6, 4, 7, 5, 8, 9])
    whole, half = (fit_rate_trend(years, counts, np.full(10, part)) for part in (1.0, 0.5))
    assert half.rate_ratio.value == pytest.approx(whole.rate_ratio.value)
    np.testing.assert_allclose(half.fitted["rate"], 2 * whole.fitted["rate"])


@given(
    st.lists(st.tuples(st.integers(0, 60), st.floats(0.05, 1.0)), min_size=4, max_size=25).filter(
        lambda rows: sum(count for count, _ in rows) >= 5 and sum(n > 0 for n, _ in rows) > 1
    )
)
@settings(max_examples=60, deadline=None)
def test_the_poisson_regression_is_that_of_statsmodels(rows: list[tuple[int, float]]) -> None:
    counts, exposure = map(np.array, zip(*rows, strict=True))
    found = fit_rate_trend(np.arange(len(rows)), counts, exposure, significance=0.0)
    centred = np.arange(len(rows)) - (len(rows) - 1) / 2
    design, family = sm.add_constant(centred), sm.families.Poisson()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a perfect fit
        model = sm.GLM(counts, design, family=family, offset=np.log(exposure)).fit(tol=1e-14)
    assert found.family == "poisson"
    assert found.log_ratio == pytest.approx(model.params[1], rel=1e-6, abs=1e-8)
    assert found.log_ratio_error == pytest.approx(model.bse[1], rel=1e-6)
    expected = model.fittedvalues / exposure
    assert found.fitted["rate"].to_numpy() == pytest.approx(expected, rel=1e-6)


def test_a_rate_that_leaps_is_fitted() -> None:
    # The statsmodels of this test's time stops far from the maximum here; the score equations say
    # where that is: fitted and observed agree in their sum and in their sum over time.
    years, counts = np.arange(16), np.array([0] * 14 + [1, 5000])
    exposure = np.array([0.5] * 15 + [0.01])
    means = fit_rate_trend(years, counts, exposure, significance=0.0).fitted["rate"] * exposure
    assert means.sum() == pytest.approx(counts.sum())
    assert (years * means).sum() == pytest.approx((years * counts).sum())


@given(st.integers(0, 80), st.floats(0.5, 30), st.integers(0, 80), st.floats(0.5, 30))
@settings(max_examples=60, deadline=None)
def test_comparisons_are_the_sums_that_define_them(
    earlier: int, earlier_exposure: float, later: int, later_exposure: float
) -> None:
    assume(earlier + later > 0)
    found = compare_rates(earlier, earlier_exposure, later, later_exposure)
    share = later_exposure / (earlier_exposure + later_exposure)
    exact = stats.binomtest(later, earlier + later, share).pvalue
    assert found.p_exact == pytest.approx(exact, rel=1e-7)
    # Summed pair by pair, ties with the record included.
    pooled = (earlier + later) / (earlier_exposure + later_exposure)
    counts = np.arange(1200)
    laws = [stats.poisson.pmf(counts, pooled * span) for span in (earlier_exposure, later_exposure)]
    kept = [counts[law > 1e-20] for law in laws]
    first, second = np.meshgrid(*kept, indexing="ij")

    def distance(before: np.ndarray, after: np.ndarray) -> np.ndarray:
        error = np.sqrt(before / earlier_exposure**2 + after / later_exposure**2)
        return np.abs(after / later_exposure - before / earlier_exposure) / np.maximum(error, 1e-9)

    extreme = distance(first, second) >= distance(np.array(earlier), np.array(later)) - 1e-9
    total = (np.outer(laws[0][kept[0]], laws[1][kept[1]]) * extreme).sum()
    assert found.p_value == pytest.approx(total, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("counts", [(3, 10, 9, 8), (40, 11, 20, 9), (1, 2, 9, 5), (12, 5, 2, 7)])
def test_the_e_test_is_that_of_scipy(counts: tuple[int, int, int, int]) -> None:
    earlier, earlier_exposure, later, later_exposure = counts
    expected = stats.poisson_means_test(later, later_exposure, earlier, earlier_exposure).pvalue
    assert compare_rates(*counts).p_value == pytest.approx(expected, rel=1e-7)


def test_the_e_test_counts_the_record_itself() -> None:
    # scipy's sum loses the record to rounding here, and with it its probability.
    found = compare_rates(25, 20.3125, 0, 1.0)
    lost = stats.poisson_means_test(0, 1.0, 25, 20.3125).pvalue
    pooled = 25 / 21.3125
    record = stats.poisson.pmf(25, 20.3125 * pooled) * stats.poisson.pmf(0, pooled)
    assert found.p_value == pytest.approx(lost + record)


@pytest.mark.parametrize("seed", range(20))
def test_overdispersed_counts_are_those_of_the_quasi_poisson_of_statsmodels(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    years, exposure = np.arange(16), drawn.uniform(0.2, 1.0, 16)
    counts = drawn.negative_binomial(0.7, 0.7 / (0.7 + 12 * exposure))
    found = fit_rate_trend(years, counts, exposure)
    assert found.family == "quasi-poisson"
    assert found.why.startswith("counts are overdispersed")
    assert found.dispersion_p < 0.05
    # Quasi-Poisson keeps the Poisson slope and widens its error by the root of the dispersion.
    design, family = sm.add_constant(years - 7.5), sm.families.Poisson()
    model = sm.GLM(counts, design, family=family, offset=np.log(exposure)).fit(scale="X2")
    assert found.log_ratio == pytest.approx(model.params[1], rel=1e-6)
    assert found.log_ratio_error == pytest.approx(model.bse[1], rel=1e-6)


def test_counts_more_regular_than_poisson_keep_the_cautious_interval() -> None:
    found = fit_rate_trend(np.arange(12), [1] * 12, np.ones(12))
    assert found.family == "poisson"
    assert "more regular than Poisson" in found.why


def test_the_fitted_rates_end_with_the_last_observed_year() -> None:
    found = fit_rate_trend([2000, 2001, 2002, 2003, 2004], [2, 3, 1, 4, 0], [1, 1, 1, 1, 0])
    assert found.fitted["year"].tolist() == [2000, 2001, 2002, 2003]


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([9, 9, 9], "a trend needs 4 years with exposure, here 3"),
        ([1, 1, 1, 1], "a trend needs 5 events, here 4"),
        ([0, 9, 0, 0], "all events lie in one year, so no ratio can be estimated"),
        ([], "a trend needs 4 years with exposure, here 0"),
    ],
)
def test_a_trend_that_cannot_be_given_says_why(counts: list[int], reason: str) -> None:
    found = fit_rate_trend(np.arange(len(counts)), counts, np.ones(len(counts)))
    assert found.reason == found.rate_ratio.reason == reason
    assert found.fitted.empty


def test_dates_that_span_years_widen_the_interval() -> None:
    exact = [f"20{year}-07-01" for year in (10, 11, 12, 13, 15, 16, 17, 18, 18, 19)]
    vague = [start if at % 2 else f"{start[:4]}~" for at, start in enumerate(exact)]
    vague = [start.replace("2010~", "2011~") for start in vague]
    one = fit_growth(series(*exact), **WINDOW, generator=seeded())
    two = fit_growth(series(*vague), **WINDOW, generator=seeded())
    assert one.rate_ratio.note == ""
    assert "were drawn 100 times" in two.rate_ratio.note
    assert two.log_ratio_error > one.log_ratio_error


def test_the_trend_with_and_without_covid() -> None:
    days = [f"20{year}-0{month}-01" for year in (17, 18, 19, 22, 23) for month in (3, 5, 7)]
    found = fit_growth_with_and_without(
        series(*days), first_day=date(2017, 1, 1), last_day=date(2023, 12, 31), generator=seeded()
    ).set_index("case")
    assert found.loc["without 2020-2021", "rate_ratio"] == pytest.approx(1)
    assert found.loc["without 2020-2021", "years"] == 5
    assert found.loc["all years", "years"] == 7


def test_two_periods_by_hand() -> None:
    # 3 in 10 years against 9 in 8: the conditional test is binomial(12, 8/18).
    found = compare_rates(3, 10, 9, 8)
    assert found.ratio.value == pytest.approx(3.75)
    assert found.p_exact == pytest.approx(0.0418, abs=5e-5)
    assert found.ratio.low < 1 < found.ratio.high


def test_a_ratio_over_nothing_has_a_lower_limit_only() -> None:
    found = compare_rates(0, 10, 9, 8)
    assert found.ratio.value is None
    assert found.ratio.low == pytest.approx(2.467, abs=1e-3)
    assert found.reason.startswith("no event in the earlier period")
    assert found.p_value < 0.01


def test_nothing_after_something_is_a_ratio_of_zero() -> None:
    found = compare_rates(4, 10, 0, 8)
    assert (found.ratio.value, found.ratio.low) == (0, 0)


@pytest.mark.parametrize(("later", "reason"), [(0, "without exposure"), (5, "no event in either")])
def test_periods_that_cannot_be_compared_say_why(later: float, reason: str) -> None:
    assert reason in compare_rates(0, 5, 0, later).reason


def test_periods_of_events_count_their_exposure() -> None:
    found = compare_periods(
        series("2011-01-01", "2018-01-01", "2019-01-01", "2020-06-01"),
        earlier=(date(2010, 1, 1), date(2014, 12, 31)),
        later=(date(2015, 1, 1), date(2021, 12, 31)),
        without=(COVID,),
    )
    assert (found.earlier_count, found.later_count) == (1, 2)
    assert (found.earlier_exposure, found.later_exposure) == (5, 5)


def test_a_change_that_chance_explains_is_not_told_as_one() -> None:
    days = [f"20{year}-07-01" for year in range(10, 20)]
    found = find_change_point(series(*days), **WINDOW, generator=seeded(), permutations=99)
    assert found.p_value > 0.05
    assert found.sentence.startswith("no single change of the rate stands out")


def test_days_are_known_only_where_an_end_is_stated() -> None:
    found = measure_days(
        events(
            {"start": "2020-01-01", "end": "2020-01-10"},
            {"start": "2020-05", "end": "2020-05-10"},
            {"start": "2022-01-01"},
        )
    )
    # Ten days, and between 1 (10 May) and 10 (from 1 May).
    assert found[["low", "high"]].to_numpy().tolist() == [[10, 10], [1, 10]]


def test_a_measure_is_its_total_or_the_sum_of_its_actors_with_the_range_of_sources() -> None:
    stated = measures(
        {"subject_id": "a", "actor_id": "navy", "value": 3},
        {"subject_id": "a", "actor_id": "jmsdf", "value": 1},
        {"subject_id": "a", "actor_id": "jmsdf", "value": 2, "source_id": "other"},
        {"subject_id": "b", "actor_id": "navy", "value": 9},
        {"subject_id": "b", "value": 4},
    )
    found = sum_measure(stated, "ships").set_index("event_id")
    assert found.loc["a", ["low", "high"]].tolist() == [4, 5]
    assert found.loc["b", ["low", "high"]].tolist() == [4, 4]
    assert found["unit"].unique().tolist() == ["ships"]
    assert sum_measure(stated, "aircraft").empty


def test_a_measure_in_two_units_is_refused() -> None:
    stated = measures(
        {"subject_id": "event-000", "measure": "load", "value": 3, "unit": "tonnes"},
        {"subject_id": "event-000", "measure": "load", "value": 3, "unit": "litres"},
    )
    with pytest.raises(ValueError, match=r"load is stated in 2 units \(litres, tonnes\)"):
        sum_measure(stated, "load")


def test_selection_gives_the_first_reason_for_leaving_out() -> None:
    frame = events(
        {"start": "2010-01-01"},
        {"start": "2010-02-01", "parent_event_id": "event-000"},
        {"start": "2010-03-01", "status": "cancelled"},
        {"start": "2010-12"},
        {"start": "2020-06-01"},
        {"start": "2010-04-01", "mechanism_id": "drill"},
        {"start": "2005"},
    )
    tables = mechanisms({}, {"mechanism_id": "drill", "domain": "sea"})
    asked = Selection(
        as_of=date(2010, 12, 15),
        first_day=date(2006, 1, 1),
        domains=("political",),
        without=(COVID,),
    )
    explained = explain_selection(frame, tables, None, asked)
    assert explained["excluded"].tolist() == [
        "",
        "phase of another event",
        "not held",
        "after the as-of date",
        "after the as-of date",
        "other domain",
        "before the window",
    ]
    assert select_events(frame, tables, None, asked)["event_id"].tolist() == ["event-000"]


def test_selection_applies_the_credibility_floor_and_fills_the_scope() -> None:
    from tests.unit.analysis.frames import claims

    frame = events({"start": "2010-01-01", "scope": ""}, {"start": "2011-01-01"})
    told = claims(
        {"subject_id": "event-000", "credibility": 5},
        {"subject_id": "event-000", "credibility": 2},
        {"subject_id": "event-001", "credibility": 4},
    )
    asked = Selection(as_of=date(2020, 1, 1), credibility=3)
    found = explain_selection(frame, mechanisms({"scope": "multilateral"}), told, asked)
    assert found["excluded"].tolist() == ["", "below the credibility floor"]
    assert found["scope"].tolist() == ["multilateral", "bilateral"]


def test_dispersion_of_nothing_gives_its_reason() -> None:
    assert run_dean_test([], []).reason == "too few counts to test their dispersion"
    assert run_dean_test([0, 0], [0, 0]).p_value is None
