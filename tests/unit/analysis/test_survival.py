"""Survival curves beyond the published example."""

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf

from defcoop.analysis.cadence.survival import fit_kaplan_meier


def sample(seed: int) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    return generator.integers(1, 30, 40).astype(float), generator.random(40) < 0.7


@pytest.mark.parametrize("seed", range(5))
def test_the_curve_agrees_with_scipy(seed: int) -> None:
    times, ended = sample(seed)
    expected = ecdf(CensoredData(uncensored=times[ended], right=times[~ended])).sf
    curve = fit_kaplan_meier(times, ended)
    found = [curve.at(time) for time in expected.quantiles]
    np.testing.assert_allclose(found, expected.probabilities, atol=1e-12)


def test_weights_that_split_every_duration_change_nothing() -> None:
    times, ended = sample(3)
    once = fit_kaplan_meier(times, ended)
    split = fit_kaplan_meier(np.repeat(times, 4), np.repeat(ended, 4), weights=np.full(160, 0.25))
    np.testing.assert_allclose(split.survival, once.survival, atol=1e-12)
    np.testing.assert_allclose(split.events, once.events)


def test_no_duration_gives_a_curve_of_one_point_and_a_reason() -> None:
    curve = fit_kaplan_meier([], [])
    assert (curve.times.tolist(), curve.survival.tolist()) == ([0.0], [1.0])
    assert curve.reason == "there are no gaps"
    assert curve.at(100) == 1
    assert curve.quantile(0.5) is None


def test_a_single_running_duration_has_ended_nothing() -> None:
    curve = fit_kaplan_meier([10.0], [False])
    assert (curve.events.sum(), curve.reason) == (0, "no gap has ended")


def test_a_single_ended_duration_is_exact() -> None:
    curve = fit_kaplan_meier([10.0], [True])
    assert (curve.at(9), curve.at(10), curve.quantile(0.5)) == (1, 0, 10)


def test_the_curve_stays_above_half_when_most_are_running() -> None:
    curve = fit_kaplan_meier([1.0, 2, 3, 4], [True, False, False, False])
    assert curve.quantile(0.5) is None
    assert curve.quantile(0.75) == 1
