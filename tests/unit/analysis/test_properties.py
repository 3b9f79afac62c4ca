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
from scipy import stats

from defcoop.analysis.cadence.burstiness import measure_burstiness
from defcoop.analysis.cadence.series import describe_cadences
from defcoop.analysis.cadence.survival import fit_kaplan_meier
from defcoop.analysis.growth.counts import count_by_year
from defcoop.analysis.growth.poisson import compute_garwood_limits
from defcoop.analysis.growth.ratetrend import fit_rate_trend
from defcoop.analysis.growth.trends import fit_growth
from defcoop.analysis.network.graphfiles import write_graphml
from defcoop.analysis.network.nullmodel import shuffle_chains
from defcoop.analysis.network.ranks import rank_with_intervals
from defcoop.analysis.network.twomode import ACTORS, list_side, two_mode
from tests.unit.analysis.frames import from_days, participants, series

FIRST = date(2001, 1, 1)
LAST = date(2025, 1, 1)
SPAN = (LAST - FIRST).days

day_lists = st.lists(st.integers(0, SPAN), min_size=0, max_size=25)
gap_lists = st.lists(st.integers(1, 3000), min_size=3, max_size=25)
STARTS = ["2010-03", "2011-05", "2012-07-09", "2013", "2014-01"]


def described(frame: pd.DataFrame, as_of: date = LAST) -> list[tuple[object, ...]]:
    """Give what a report prints of each series, without its name."""
    found = describe_cadences(
        frame,
        as_of=as_of,
        generators=lambda _: np.random.default_rng(0),
        band_generator=np.random.default_rng(0),
        draws=20,
    )
    shown = (
        "events",
        "gaps",
        "median",
        "shortest",
        "longest",
        "burstiness",
        "null_band",
        "open_gap",
    )
    return [tuple(getattr(item, name) for name in shown) for item in found.values()]


@settings(max_examples=40, deadline=None)
@given(day_lists, st.randoms(use_true_random=False))
def test_row_order_changes_nothing(days: list[int], random: object) -> None:
    frame = pd.concat([from_days(days, "a"), from_days(days[::2], "b")])
    rows = list(range(len(frame)))
    random.shuffle(rows)
    shuffled = frame.iloc[rows]
    assert described(frame) == described(shuffled)
    pd.testing.assert_frame_equal(
        count_by_year(frame, first_day=FIRST, last_day=LAST),
        count_by_year(shuffled, first_day=FIRST, last_day=LAST),
    )


@settings(max_examples=40, deadline=None)
@given(day_lists)
def test_names_change_nothing(days: list[int]) -> None:
    one = described(pd.concat([from_days(days, "a"), from_days(days[::2], "b")]))
    two = described(pd.concat([from_days(days, "z"), from_days(days[::2], "y")]))
    assert one == two[::-1]


@settings(max_examples=40, deadline=None)
@given(day_lists, st.integers(-4000, 4000))
def test_a_shift_in_time_changes_no_gap_statistic(days: list[int], shift: int) -> None:
    moved = str(np.datetime64("2001-01-01") + shift)
    as_of = date.fromordinal(LAST.toordinal() + shift)
    assert described(from_days(days)) == described(from_days(days, first=moved), as_of)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(STARTS), max_size=9))
def test_imprecise_dates_are_drawn_alike_in_any_row_order(starts: list[str]) -> None:
    frame = series(*starts)
    assert described(frame) == described(frame.iloc[::-1])


@given(gap_lists, st.floats(0.01, 1000))
def test_scaling_all_gaps_leaves_the_index(gaps: list[int], scale: float) -> None:
    plain = np.array([gaps], dtype=float)
    scaled = measure_burstiness(plain * scale)
    np.testing.assert_allclose(scaled, measure_burstiness(plain), atol=1e-7)


@given(gap_lists)
def test_burstiness_lies_between_its_ends(gaps: list[int]) -> None:
    assert -1 - 1e-9 <= measure_burstiness(np.array([gaps], dtype=float))[0] <= 1 + 1e-9


@given(st.lists(st.integers(0, 30), min_size=1, max_size=20), st.floats(0.1, 1))
def test_duplicated_data_with_halved_exposure_keep_the_rate(
    counts: list[int], exposure: float
) -> None:
    # Two copies of every event over two half years is the rate of one copy over one year.
    count, years = sum(counts), exposure * len(counts)
    once = count / years
    twice = (2 * count) / (2 * years)
    assert twice == pytest.approx(once)
    low, high = compute_garwood_limits(2 * count, 2 * years)
    wide_low, wide_high = compute_garwood_limits(count, years)
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
    whole = fit_rate_trend(years, counts, np.ones(len(counts)))
    halves = fit_rate_trend(
        np.repeat(years, 2), np.repeat(counts, 2) / 2, np.full(2 * len(counts), 0.5)
    )
    if whole.family == halves.family == "poisson":
        assert halves.rate_ratio.value == pytest.approx(whole.rate_ratio.value, rel=1e-6)


def test_a_partial_last_year_is_exposure_not_a_drop() -> None:
    # One event a month; the record ends in March of its last year.
    days = [str(day) for day in np.arange("2010-01", "2020-04", dtype="datetime64[M]")]
    frame = series(*[f"{day}-15" for day in days])
    window = {"first_day": date(2010, 1, 1), "last_day": date(2020, 3, 31)}
    counts = count_by_year(frame, **window)
    assert counts["count"].iloc[-1] == 3
    assert counts["rate"].iloc[-1] == pytest.approx(12, rel=0.01)
    trend = fit_growth(frame, **window, generator=np.random.default_rng(0))
    assert trend.rate_ratio.value == pytest.approx(1, abs=0.002)


matrices = st.integers(2, 7).flatmap(
    lambda n: st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=n, max_size=n)
)


@settings(max_examples=60, deadline=None)
@given(matrices, st.integers(0, 2**31))
def test_the_shuffle_keeps_both_degree_sequences_exactly(rows: list[list[bool]], seed: int) -> None:
    matrix = np.array(rows)
    chains = np.array([matrix, matrix])
    shuffle_chains(chains, 5 * len(rows), np.random.default_rng(seed))
    for side in (1, 2):
        np.testing.assert_array_equal(chains.sum(axis=side), [matrix.sum(axis=side - 1)] * 2)


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
    shuffle_chains(chains, 20 * len(rows), np.random.default_rng(5))
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
    graph = two_mode(taken, frame)
    rows = list(range(len(taken)))
    random.shuffle(rows)
    other = two_mode(taken.iloc[rows], frame.iloc[::-1])
    assert write_graphml(graph) == write_graphml(other)
    assert nx.utils.graphs_equal(graph, other)


taking_part = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=25)


def measured_by_networkx(graph: nx.Graph, measure: str) -> dict[str, float]:
    """Measure the actors; networkx has no norm for two modes where a side has a single node."""
    actors = list_side(graph, ACTORS)
    others = len(graph) - len(actors)
    if min(len(actors), others) < 2:
        plain = {"degree": dict(graph.degree()), "betweenness": nx.betweenness_centrality(graph)}
        scale = others if measure == "degree" else 1
        return {node: plain[measure][node] / scale for node in actors}
    function = getattr(bipartite, f"{measure}_centrality")
    return {node: function(graph, actors)[node] for node in actors}


@pytest.mark.parametrize("measure", ["degree", "betweenness"])
@settings(max_examples=60, deadline=None)
@given(taking_part)
def test_rank_intervals_are_those_of_graphs_built_anew(
    measure: str, rows: list[tuple[int, int]]
) -> None:
    frame = series(*[f"201{at}-01-01" for at in range(7)])
    taken = participants(*[(f"talks-00{event}", f"actor-{actor}") for event, actor in rows])
    found = rank_with_intervals(taken, frame, measure=measure)
    cuts = [taken[taken["event_id"] != name] for name in sorted(set(taken["event_id"]))]
    runs = [ranked_anew(cut, frame, found["node"], measure) for cut in [taken, *cuts]]
    values, best, worst = (np.array(part) for part in zip(*runs, strict=True))
    shown = np.maximum(values, 0)
    expected = [best.min(axis=0), worst.max(axis=0), shown.min(axis=0), shown.max(axis=0)]
    columns = ["rank_low", "rank_high", "value_low", "value_high"]
    np.testing.assert_allclose(found["value"], values[0], rtol=0, atol=1e-12)
    np.testing.assert_allclose(found[columns].T, expected, rtol=0, atol=1e-12)


def ranked_anew(
    taken: pd.DataFrame, events: pd.DataFrame, nodes: pd.Series, measure: str
) -> tuple[list[float], list[int], list[int]]:
    """Measure a new graph by networkx and rank by comparing each value with each other."""
    found = measured_by_networkx(two_mode(taken, events), measure)
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
    median = fit_kaplan_meier(times, ended).quantile(0.5)
    scaled = fit_kaplan_meier([scale * time for time in times], ended).quantile(0.5)
    assert scaled == (None if median is None else scale * median)
    curve = fit_kaplan_meier(times, ended)
    assert (np.diff(curve.survival) <= 1e-12).all()
