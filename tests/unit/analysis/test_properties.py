"""What must not change, whatever the data."""

import itertools
from datetime import date

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.algorithms import bipartite
from scipy import sparse, stats

from defcoop.analysis import network
from defcoop.analysis.cadence import series as cadence
from defcoop.analysis.cadence.burstiness import burstiness, coefficient_of_variation, memory
from defcoop.analysis.cadence.survival import kaplan_meier
from defcoop.analysis.growth import trends
from defcoop.analysis.growth.poisson import garwood
from defcoop.analysis.growth.ratetrend import rate_trend
from defcoop.analysis.network.centrality import MEASURES, measure_of
from defcoop.analysis.network.centrality import measure as measure_side
from defcoop.analysis.network.nullmodel import curveball, shuffle
from tests.unit.analysis.frames import claims, from_days, participants, series

FIRST = date(2001, 1, 1)
LAST = date(2025, 1, 1)
SPAN = (LAST - FIRST).days

day_lists = st.lists(st.integers(0, SPAN), min_size=0, max_size=25)
gap_lists = st.lists(st.integers(1, 3000), min_size=3, max_size=25)
NUMBERS = [
    *("events", "gaps", "median", "mean", "shortest", "longest", "cv", "burstiness", "memory"),
    *("survival_median", "open_days", "shorter_gaps", "longer_than_all", "bound"),
    *("laplace", "lewis_robinson", "reason"),
]
STARTS = ["2010-03", "2011-05", "2012-07-09", "2013", "2014-01"]


def table(frame: pd.DataFrame, as_of: date = LAST) -> pd.DataFrame:
    return cadence.cadence_table(frame, as_of=as_of, generator=np.random.default_rng(0))


@settings(max_examples=40, deadline=None)
@given(day_lists, st.randoms(use_true_random=False))
def test_row_order_changes_nothing(days: list[int], random: object) -> None:
    frame = pd.concat([from_days(days, "a"), from_days(days[::2], "b")])
    rows = list(range(len(frame)))
    random.shuffle(rows)
    shuffled = frame.iloc[rows]
    pd.testing.assert_frame_equal(table(frame), table(shuffled))
    pd.testing.assert_frame_equal(
        trends.annual_counts(frame, first_day=FIRST, last_day=LAST),
        trends.annual_counts(shuffled, first_day=FIRST, last_day=LAST),
    )


@settings(max_examples=40, deadline=None)
@given(day_lists)
def test_names_change_nothing(days: list[int]) -> None:
    one = table(pd.concat([from_days(days, "a"), from_days(days[::2], "b")]))
    two = table(pd.concat([from_days(days, "z"), from_days(days[::2], "y")]))
    two = two.sort_values("mechanism_id", ascending=False).reset_index(drop=True)
    pd.testing.assert_frame_equal(one[NUMBERS], two[NUMBERS])


@settings(max_examples=40, deadline=None)
@given(day_lists, st.integers(-4000, 4000))
def test_a_shift_in_time_changes_no_gap_statistic(days: list[int], shift: int) -> None:
    moved = str(np.datetime64("2001-01-01") + shift)
    as_of = date.fromordinal(LAST.toordinal() + shift)
    one, two = table(from_days(days)), table(from_days(days, first=moved), as_of)
    pd.testing.assert_frame_equal(one[NUMBERS], two[NUMBERS])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(STARTS), max_size=9))
def test_imprecise_dates_are_drawn_alike_in_any_row_order(starts: list[str]) -> None:
    frame = series(*starts)
    pd.testing.assert_frame_equal(table(frame), table(frame.iloc[::-1]))


@given(gap_lists, st.floats(0.01, 1000))
def test_scaling_all_gaps_leaves_the_indices(gaps: list[int], scale: float) -> None:
    plain = np.array(gaps, dtype=float)
    for index in (coefficient_of_variation, burstiness, memory):
        assert index(plain * scale) == pytest.approx(index(plain), abs=1e-7, nan_ok=True)


@given(gap_lists)
def test_burstiness_lies_between_its_ends(gaps: list[int]) -> None:
    assert -1 - 1e-9 <= burstiness(np.array(gaps, dtype=float)) <= 1 + 1e-9


@given(gap_lists)
def test_memory_reads_the_same_backwards(gaps: list[int]) -> None:
    forward = np.array(gaps, dtype=float)
    assert memory(forward) == pytest.approx(memory(forward[::-1]), abs=1e-9, nan_ok=True)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=20), st.floats(0.1, 1))
def test_duplicated_data_with_halved_exposure_keep_the_rate(
    counts: list[int], exposure: float
) -> None:
    # Two copies of every event over two half years is the rate of one copy over one year.
    count, years = sum(counts), exposure * len(counts)
    once = count / years
    twice = (2 * count) / (2 * years)
    assert twice == pytest.approx(once)
    low, high = garwood(2 * count, 2 * years)
    wide_low, wide_high = garwood(count, years)
    assert wide_low <= low + 1e-9
    assert high <= wide_high + 1e-9


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 9), min_size=6, max_size=15).filter(
        lambda c: sum(map(bool, c)) > 2 and sum(c) > 8
    )
)
def test_years_split_in_halves_keep_the_trend(counts: list[int]) -> None:
    # Each year given twice, half the exposure and half the events each time.
    years = np.arange(2000, 2000 + len(counts))
    whole = rate_trend(years, counts, np.ones(len(counts)))
    halves = rate_trend(
        np.repeat(years, 2), np.repeat(counts, 2) / 2, np.full(2 * len(counts), 0.5)
    )
    if whole.family == halves.family == "poisson":
        assert halves.rate_ratio.value == pytest.approx(whole.rate_ratio.value, rel=1e-6)


def test_a_partial_last_year_is_exposure_not_a_drop() -> None:
    # One event a month; the record ends in March of its last year.
    days = [str(day) for day in np.arange("2010-01", "2020-04", dtype="datetime64[M]")]
    frame = series(*[f"{day}-15" for day in days])
    window = {"first_day": date(2010, 1, 1), "last_day": date(2020, 3, 31)}
    counts = trends.annual_counts(frame, **window)
    assert counts["count"].iloc[-1] == 3
    assert counts["rate"].iloc[-1] == pytest.approx(12, rel=0.01)
    trend = trends.growth_trend(frame, **window, generator=np.random.default_rng(0))
    assert trend.rate_ratio.value == pytest.approx(1, abs=0.002)


matrices = st.integers(2, 7).flatmap(
    lambda n: st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=n, max_size=n)
)


@settings(max_examples=60, deadline=None)
@given(matrices, st.integers(0, 2**31))
def test_the_shuffle_keeps_both_degree_sequences_exactly(rows: list[list[bool]], seed: int) -> None:
    matrix = np.array(rows)
    shuffled = curveball(matrix, np.random.default_rng(seed))
    np.testing.assert_array_equal(shuffled.sum(axis=0), matrix.sum(axis=0))
    np.testing.assert_array_equal(shuffled.sum(axis=1), matrix.sum(axis=1))


@pytest.mark.parametrize(
    ("rows", "columns"),
    [([1, 1, 1], [1, 1, 1]), ([2, 1, 1], [2, 1, 1]), ([1, 1, 2, 2], [2, 2, 1, 1])],
)
def test_the_shuffle_reaches_every_matrix_alike(rows: list[int], columns: list[int]) -> None:
    # Carstens 2015. All 0/1 matrices of these sums, counted out; the chains begin at one of them.
    size = len(rows) * len(columns)
    every = np.array(list(itertools.product([False, True], repeat=size)))
    every = every.reshape(-1, len(rows), len(columns))
    every = every[(every.sum(axis=2) == rows).all(axis=1) & (every.sum(axis=1) == columns).all(1)]
    places = {matrix.tobytes(): at for at, matrix in enumerate(every)}
    chains = np.repeat(every[:1], 20_000, axis=0)
    shuffle(chains, 20 * len(rows), np.random.default_rng(5))
    reached = np.bincount([places[matrix.tobytes()] for matrix in chains], minlength=len(every))
    assert len(every) >= 5
    assert stats.chisquare(reached).pvalue > 0.01


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=25),
    st.randoms(use_true_random=False),
)
def test_graphs_do_not_depend_on_the_order_of_rows(
    pairs: list[tuple[int, int]], random: object
) -> None:
    frame = series(*[f"201{at}-01-01" for at in range(6)])
    taken = participants(*[(f"talks-00{event}", f"actor-{actor}") for event, actor in pairs])
    graph = network.two_mode(taken, frame)
    rows = list(range(len(taken)))
    random.shuffle(rows)
    other = network.two_mode(taken.iloc[rows], frame.iloc[::-1])
    assert network.node_link_json(graph) == network.node_link_json(other)
    assert nx.utils.graphs_equal(graph, other)
    pd.testing.assert_frame_equal(network.centrality(graph), network.centrality(other))


taking_part = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(["pib", "mod", ""])),
    max_size=25,
)


def measured_by_networkx(graph: nx.Graph, measure: str) -> dict[str, float]:
    actors = network.side_nodes(graph, network.ACTORS)
    if min(len(actors), len(graph) - len(actors)) < 2:
        # There networkx has no norm for two modes.
        plain = {
            "degree": lambda: {node: degree / 1 for node, degree in graph.degree()},
            "betweenness": lambda: nx.betweenness_centrality(graph),
            "closeness": lambda: bipartite.closeness_centrality(graph, actors),
        }
        found = plain[measure]()
        others = len(graph) - len(actors)
        return {node: found[node] / (others if measure == "degree" else 1) for node in actors}
    function = getattr(bipartite, f"{measure}_centrality")
    return {node: function(graph, actors)[node] for node in actors}


@pytest.mark.parametrize("measure", MEASURES)
@settings(max_examples=60, deadline=None)
@given(taking_part)
def test_centralities_are_those_of_networkx(measure: str, rows: list[tuple[int, int, str]]) -> None:
    frame = series(*[f"201{at}-01-01" for at in range(7)])
    taken = participants(*[(f"talks-00{event}", f"actor-{actor}") for event, actor, _ in rows])
    graph = network.two_mode(taken, frame)
    found = measure_side(graph, network.ACTORS, measure)
    expected = list(measured_by_networkx(graph, measure).values())
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("measure", ["betweenness", "closeness"])
def test_a_large_graph_is_measured_like_a_small_one(
    measure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    matrix = sparse.csr_array(np.random.default_rng(4).random((40, 60)) < 0.05).astype(np.int64)
    small = measure_of(matrix, measure)
    monkeypatch.setitem(measure_of.__globals__, "SMALL", 0)
    np.testing.assert_allclose(measure_of(matrix, measure), small, rtol=0, atol=1e-12)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("leave_out", ["event", "source"])
@settings(max_examples=30, deadline=None)
@given(taking_part)
def test_rank_intervals_are_those_of_graphs_built_anew(
    measure: str, leave_out: str, rows: list[tuple[int, int, str]]
) -> None:
    frame = series(*[f"201{at}-01-01" for at in range(7)])
    taken = participants(*[(f"talks-00{event}", f"actor-{actor}") for event, actor, _ in rows])
    taken["source_id"] = pd.array([source for *_, source in rows], dtype="str")
    key = f"{leave_out}_id"
    found = network.rank_intervals(
        taken, frame, claims=claims(), leave_out=leave_out, measure=measure
    )
    cuts = [taken[taken[key] != name] for name in sorted(set(taken[key]) - {""})]
    runs = [ranked_anew(cut, frame, found["node"], measure) for cut in [taken, *cuts]]
    values, best, worst = (np.array(part) for part in zip(*runs, strict=True))
    shown = np.maximum(values, 0)
    expected = [best.min(axis=0), worst.max(axis=0), shown.min(axis=0), shown.max(axis=0)]
    columns = ["rank_low", "rank_high", "value_low", "value_high"]
    np.testing.assert_allclose(found["value"], values[0], rtol=0, atol=1e-12)
    np.testing.assert_allclose(found[columns].T, expected, rtol=0, atol=1e-12)
    assert (found["left_out"] == len(cuts)).all()


def ranked_anew(
    taken: pd.DataFrame, events: pd.DataFrame, nodes: pd.Series, measure: str
) -> tuple[list[float], list[int], list[int]]:
    """Measure a new graph by networkx and rank by comparing each value with each other."""
    found = measured_by_networkx(network.two_mode(taken, events), measure)
    values = [round(found.get(node, -1.0), 9) for node in nodes]
    best = [1 + sum(other > value for other in values) for value in values]
    worst = [sum(other >= value for other in values) for value in values]
    return [found.get(node, -1.0) for node in nodes], best, worst


@given(
    st.lists(st.tuples(st.integers(1, 50), st.booleans()), min_size=1, max_size=30),
    st.integers(2, 9),
)
def test_scaling_durations_scales_the_median(rows: list[tuple[int, bool]], scale: int) -> None:
    times, ended = zip(*rows, strict=True)
    median = kaplan_meier(times, ended).median
    scaled = kaplan_meier([scale * time for time in times], ended).median
    assert scaled == (None if median is None else scale * median)
    curve = kaplan_meier(times, ended)
    assert (np.diff(curve.survival) <= 1e-12).all()
