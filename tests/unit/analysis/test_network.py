"""Graphs with dates and sources, and how sure their numbers are."""

import io
import json
from datetime import date

import networkx as nx
import numpy as np
import pytest

from defcoop.analysis.network import nullmodel
from defcoop.analysis.network.graphfiles import write_graphml
from defcoop.analysis.network.lanes import LANES, assign_lanes
from defcoop.analysis.network.multilayer import build_multilayer, export_for_page
from defcoop.analysis.network.nullmodel import MOST_CELLS, compare_co_participation
from defcoop.analysis.network.ranks import rank_with_intervals
from defcoop.analysis.network.twomode import list_side, roll_up, two_mode
from tests.unit.analysis.frames import (
    actors,
    claims,
    events,
    instruments,
    mechanisms,
    participants,
    relations,
)

EVENTS = events(
    {"event_id": "a", "start": "2020-01-01", "title": "First"},
    {"event_id": "b", "start": "2021-05"},
    {"event_id": "c", "start": "2023", "mechanism_id": "drill"},
    {"event_id": "phase", "start": "2020-01-02", "parent_event_id": "a"},
    {"event_id": "plan", "start": "2024-01-01", "status": "announced"},
)
TAKEN = participants(
    ("a", "navy"),
    ("a", "jmsdf"),
    ("b", "navy"),
    ("b", "jmsdf"),
    ("b", "usn"),
    ("c", "navy"),
    ("c", "raaf"),
    ("phase", "press"),
    ("plan", "army"),
)
CLAIMS = claims(
    {"subject_id": "a", "source_id": "pib"},
    {"subject_id": "b", "source_id": "mod"},
    {"subject_id": "b", "source_id": "pib"},
    {"subject_id": "c", "source_id": "mod"},
)
ACTORS = actors(
    {"actor_id": "navy", "name": "Indian Navy", "country": "IND"},
    {"actor_id": "fleet", "kind": "unit", "parent_actor_id": "navy"},
    {"actor_id": "ship", "kind": "unit", "parent_actor_id": "fleet"},
    {"actor_id": "ring-a", "kind": "unit", "parent_actor_id": "ring-b"},
    {"actor_id": "ring-b", "kind": "unit", "parent_actor_id": "ring-a"},
)


@pytest.fixture
def graph() -> nx.Graph:
    return two_mode(TAKEN, EVENTS, actors=ACTORS, claims=CLAIMS)


def test_edges_carry_dates_and_sources(graph: nx.Graph) -> None:
    edge = graph.edges["b", "navy"]
    assert (edge["first"], edge["last"]) == ("2021-05-01", "2021-05-31")
    assert edge["sources"] == ("mod", "pib")
    assert graph.nodes["navy"]["label"] == "Indian Navy"
    assert graph.nodes["a"]["label"] == "First"


def test_phases_and_plans_are_no_ties(graph: nx.Graph) -> None:
    assert "press" not in graph
    assert "army" not in graph


def test_a_graph_by_mechanism_folds_its_events() -> None:
    graph = two_mode(TAKEN, EVENTS, claims=CLAIMS, by="mechanism")
    edge = graph.edges["talks", "navy"]
    assert (edge["weight"], edge["years"]) == (2, (2020, 2021))
    assert (edge["first"], edge["last"]) == ("2020-01-01", "2021-05-31")


def test_nothing_after_the_as_of_date_is_a_tie() -> None:
    graph = two_mode(TAKEN, EVENTS, as_of=date(2021, 5, 30))
    assert list_side(graph, 0) == ["a"]


def test_another_mode_is_refused() -> None:
    with pytest.raises(ValueError, match='"event" or "mechanism", not "year"'):
        two_mode(TAKEN, EVENTS, by="year")


def test_actors_roll_up_to_their_service() -> None:
    rolled = roll_up(
        participants(("a", "ship"), ("a", "navy"), ("a", "ring-a"), ("a", "unknown")),
        ACTORS,
        ("service",),
    )
    assert rolled["actor_id"].tolist() == ["navy"]


def test_rank_intervals_over_events() -> None:
    found = rank_with_intervals(TAKEN, EVENTS).set_index("node")
    assert found["rank"].to_dict() == {"navy": "1", "jmsdf": "2", "raaf": "3-4", "usn": "3-4"}
    assert found.loc["navy", "value"] == 1
    assert found.loc["jmsdf", ["rank", "rank_low", "rank_high"]].tolist() == ["2", 1, 4]


def test_co_participation_beyond_chance() -> None:
    # Two blocs of four that never mix over 30 events each: within-bloc ties exceed chance.
    rows, frame = [], []
    for at in range(60):
        frame.append({"event_id": f"e{at:02d}", "start": f"20{at // 3:02d}-01-01"})
        bloc = "left" if at % 2 else "right"
        absent = at // 2 % 4
        rows += [(f"e{at:02d}", f"{bloc}-{who}") for who in range(4) if who != absent]
    graph = two_mode(participants(*rows), events(*frame))
    found = compare_co_participation(graph, generator=np.random.default_rng(3), draws=199)
    assert found["pairs"].unique().tolist() == [28]
    within = found["a"].str[:4] == found["b"].str[:4]
    assert (found.loc[within, "observed"] > found.loc[within, "expected"]).all()
    assert (found.loc[~within, "observed"] == 0).all()
    assert (found.loc[~within, "p_fewer"] == 1 / 200).all()
    # With 199 shuffles Holm over 28 pairs could not fall below .28; the joint correction can.
    assert found.loc[within, "p_family"].max() == 1 / 200


def test_a_matrix_that_no_shuffle_changes_gives_no_finding() -> None:
    graph = two_mode(participants(("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")), EVENTS)
    found = compare_co_participation(graph, generator=np.random.default_rng(3), draws=19)
    assert found[["p_more", "p_fewer", "p_family"]].to_numpy().tolist() == [[1, 1, 1]]


def test_a_large_matrix_is_shuffled_in_one_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = two_mode(TAKEN, EVENTS)
    by_chains = {}
    for cells in (MOST_CELLS, 1):
        monkeypatch.setattr(nullmodel, "MOST_CELLS", cells)
        found = compare_co_participation(graph, generator=np.random.default_rng(3), draws=1999)
        by_chains[cells] = found.set_index(["a", "b"])["expected"].to_dict()
    several, one = by_chains.values()
    assert several != one
    assert several == pytest.approx(one, abs=0.05)


def test_what_pairs_share_by_chance_by_hand() -> None:
    # Events of two, one and one bodies; x goes to two of them, y and z to one each. Of the
    # five such tables x and y share an event in two, x and z in two, y and z in one.
    graph = two_mode(participants(("a", "x"), ("a", "y"), ("b", "x"), ("c", "z")), EVENTS)
    found = compare_co_participation(graph, generator=np.random.default_rng(3), draws=4999)
    expected = found.set_index(["a", "b"])["expected"].to_dict()
    by_hand = {("x", "y"): 2 / 5, ("x", "z"): 2 / 5, ("y", "z"): 1 / 5}
    assert expected == pytest.approx(by_hand, abs=0.03)


def test_files_are_read_back_alike(graph: nx.Graph) -> None:
    back = nx.read_graphml(io.BytesIO(write_graphml(graph)))
    assert nx.utils.edges_equal(back.edges, graph.edges)
    assert back.edges["b", "navy"]["sources"] == "mod; pib"


@pytest.fixture
def layered() -> nx.MultiDiGraph:
    tables = {
        "actors": ACTORS,
        "mechanisms": mechanisms({"name": "Talks"}, {"mechanism_id": "drill", "level": "unit"}),
        "instruments": instruments(
            {"instrument_id": "acsa", "title": "ACSA", "signed": "2020-09-09"},
            {"instrument_id": "later", "signed": "2030-01-01"},
        ),
    }
    ties = two_mode(TAKEN, EVENTS, by="mechanism")
    return build_multilayer(
        TAKEN,
        EVENTS,
        relations=relations(
            ("acsa", "enables", "drill"),
            {"subject_id": "b", "predicate": "operationalises", "object_id": "acsa"},
            {"subject_id": "old", "predicate": "enables", "object_id": "talks", "date": "2009"},
        ),
        lanes=assign_lanes(ties, events=EVENTS, **tables),
        claims=CLAIMS,
        as_of=date(2025, 1, 1),
        **tables,
    )


def test_the_multilayer_graph_is_typed_and_layered(layered: nx.MultiDiGraph) -> None:
    layer = dict(layered.nodes(data="layer"))
    assert layer["navy"] == LANES["services"]
    assert layer["talks"] == layer["b"] == LANES["ministers"]
    assert layer["acsa"] == LANES["instruments"]
    assert layer["old"] == LANES["others"]
    assert "later" not in layered
    assert layered.edges["old", "talks", "enables"]["year"] == 2009
    taking_part = layered.edges["navy", "talks", "participates"]
    assert (taking_part["year"], taking_part["sources"]) == (2020, ("mod", "pib"))


def test_the_multilayer_graph_is_read_back(layered: nx.MultiDiGraph) -> None:
    back = nx.read_graphml(io.BytesIO(write_graphml(layered)), force_multigraph=True)
    assert back.number_of_edges() == layered.number_of_edges()


def test_a_page_gets_only_what_has_a_place(layered: nx.MultiDiGraph) -> None:
    shown = export_for_page(layered, {"navy": (0, 0), "talks": (1, 1)})
    assert [node["id"] for node in shown["nodes"]] == ["talks", "navy"]
    assert [edge["kind"] for edge in shown["edges"]] == ["participates"]
    json.dumps(shown)
