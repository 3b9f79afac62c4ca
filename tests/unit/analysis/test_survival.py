"""Survival curves beyond the published example."""

import warnings

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf
from statsmodels.duration.survfunc import SurvfuncRight

from defcoop.analysis.cadence.survival import kaplan_meier, log_rank


def sample(seed: int) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    return generator.integers(1, 30, 40).astype(float), generator.random(40) < 0.7


@pytest.mark.parametrize("seed", range(5))
def test_the_curve_agrees_with_scipy(seed: int) -> None:
    times, ended = sample(seed)
    expected = ecdf(CensoredData(uncensored=times[ended], right=times[~ended])).sf
    curve = kaplan_meier(times, ended)
    found = [curve.at(time) for time in expected.quantiles]
    np.testing.assert_allclose(found, expected.probabilities, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_the_band_agrees_with_scipy(seed: int) -> None:
    times, ended = sample(seed)
    survival = ecdf(CensoredData(uncensored=times[ended], right=times[~ended])).sf
    with warnings.catch_warnings():
        # scipy warns where the formula is undefined, as it is where the curve is 0.
        warnings.simplefilter("ignore")
        expected = survival.confidence_interval(method="log-log").low
    curve = kaplan_meier(times, ended)
    for time, low in zip(expected.quantiles, expected.probabilities, strict=True):
        at = np.searchsorted(curve.times, time, side="right") - 1
        if np.isfinite(low) and 0 < curve.survival[at] < 1:
            assert curve.low[at] == pytest.approx(low)


def test_the_median_agrees_with_statsmodels() -> None:
    times, ended = sample(7)
    assert kaplan_meier(times, ended).median == SurvfuncRight(times, ended).quantile(0.5)


def test_weights_that_split_every_duration_change_nothing() -> None:
    times, ended = sample(3)
    once = kaplan_meier(times, ended)
    split = kaplan_meier(np.repeat(times, 4), np.repeat(ended, 4), weights=np.full(160, 0.25))
    np.testing.assert_allclose(split.survival, once.survival, atol=1e-12)
    np.testing.assert_allclose(split.low, once.low, atol=1e-9)
    np.testing.assert_allclose(split.at_risk, once.at_risk)
    assert (split.n, split.n_events, split.median) == (once.n, once.n_events, once.median)


def test_no_duration_gives_a_curve_of_one_point_and_a_reason() -> None:
    curve = kaplan_meier([], [])
    assert (curve.times.tolist(), curve.survival.tolist()) == ([0.0], [1.0])
    assert curve.reason == "there are no gaps"
    assert curve.at(100) == 1
    assert curve.median is None


def test_a_single_running_duration_has_ended_nothing() -> None:
    curve = kaplan_meier([10.0], [False])
    assert (curve.n, curve.n_events, curve.reason) == (1, 0, "no gap has ended")
    assert curve.censored.tolist() == [10.0]


def test_a_single_ended_duration_is_exact() -> None:
    curve = kaplan_meier([10.0], [True])
    assert (curve.at(9), curve.at(10), curve.median) == (1, 0, 10)


def test_the_curve_stays_above_half_when_most_are_running() -> None:
    curve = kaplan_meier([1.0, 2, 3, 4], [True, False, False, False])
    assert curve.median is None
    assert curve.quantile(0.75) == 1


def test_the_band_lies_within_zero_and_one_around_the_curve() -> None:
    curve = kaplan_meier(*sample(11))
    known = np.isfinite(curve.low)
    assert (curve.low[known] <= curve.survival[known]).all()
    assert (curve.survival[known] <= curve.high[known]).all()
    assert curve.low[known].min() >= 0
    assert curve.high[known].max() <= 1


def test_log_rank_of_an_empty_group_gives_its_reason() -> None:
    assert log_rank([], [], [1.0], [True]).reason == "a group without gaps cannot be compared"


def test_log_rank_without_an_end_gives_its_reason() -> None:
    assert log_rank([1.0], [False], [2.0], [False]).statistic is None
