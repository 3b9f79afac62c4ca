"""The typed graph in layers: actors, mechanisms and instruments, and how each is tied to which."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import pandas as pd

from defcoop.analysis.network.graphtypes import MultiDiGraph
from defcoop.analysis.network.lanes import LANES
from defcoop.analysis.network.twomode import ACTORS, list_side, list_sources_by_subject, two_mode


def build_multilayer(
    participants: pd.DataFrame,
    events: pd.DataFrame,
    *,
    actors: pd.DataFrame,
    mechanisms: pd.DataFrame,
    relations: pd.DataFrame,
    instruments: pd.DataFrame,
    lanes: Mapping[str, str],
    claims: pd.DataFrame | None = None,
    as_of: date | None = None,
) -> MultiDiGraph:
    """Build the typed graph of actors, mechanisms and instruments.

    Parameters
    ----------
    participants, events, actors, mechanisms, relations, instruments, claims
        The tables.
    lanes
        Result of `assign_lanes`.
    as_of
        No event after this day, and no relation or instrument dated after it.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes with layer (a value of `LANES`), label, kind and sources. An edge from an actor to a
        mechanism stands for taking part (key and kind "participates"); relations have their
        predicate as key and kind. Edges carry date (text), year (or None), first, last, weight
        and sources. Nodes without an edge are kept only if they are mechanisms with a held event
        or instruments by the as-of date. Empty tables give an empty graph.
    """
    graph = MultiDiGraph()
    cited = {} if claims is None else list_sources_by_subject(claims)
    known = _known(actors, mechanisms, instruments, events)
    ties = two_mode(participants, events, claims=claims, by="mechanism", as_of=as_of)
    for actor in list_side(ties, ACTORS):
        for mechanism, facts in ties[actor].items():
            graph.add_edge(actor, mechanism, key="participates", **_participation(facts))
    for (subject, target), predicate, facts in _relations(_by_then(relations, "date", as_of)):
        graph.add_edge(subject, target, key=predicate, **facts)
    signed = _by_then(instruments, "signed", as_of)["instrument_id"]
    graph.add_nodes_from(signed)
    for node in graph:
        facts = known.get(node, {"label": node, "kind": ""})
        layer = LANES[lanes.get(node, "others")]
        graph.nodes[node].update(facts, layer=layer, sources=cited.get(node, ()))
    return graph


def export_for_page(
    graph: MultiDiGraph, positions: Mapping[str, tuple[float, float]]
) -> dict[str, list[dict[str, object]]]:
    """Give a graph in the form in which a report's page shows it.

    Parameters
    ----------
    graph
        Result of `build_multilayer`.
    positions
        Place of each node, from the figure.

    Returns
    -------
    dict
        "nodes" with id, label, layer, kind, x, y and sources, and "edges" with source, target,
        kind, year, first, last and sources; nodes by lane from the top down, edges by their ends.
        Nodes without a place are left
        out with their edges.
    """
    ranks = {name: rank for rank, name in enumerate(LANES.values())}
    placed = sorted(
        set(graph) & set(positions), key=lambda node: (ranks[graph.nodes[node]["layer"]], node)
    )
    nodes = [_shown_node(graph, node, positions[node]) for node in placed]
    shown = ("kind", "year", "first", "last")
    edges: list[dict[str, object]] = [
        {
            "source": a,
            "target": b,
            **{name: facts.get(name) for name in shown},
            "sources": list(facts.get("sources", ())),
        }
        for a, b, _, facts in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
        if a in positions and b in positions
    ]
    return {"nodes": nodes, "edges": edges}


def _shown_node(graph: MultiDiGraph, node: str, place: tuple[float, float]) -> dict[str, object]:
    facts = graph.nodes[node]
    kept = {name: facts[name] for name in ("label", "layer", "kind")}
    x, y = place
    return {"id": node, **kept, "x": float(x), "y": float(y), "sources": list(facts["sources"])}


def _participation(facts: Mapping[str, object]) -> dict[str, object]:
    first = str(facts["first"])
    names = ("first", "last", "weight", "sources")
    return {
        "kind": "participates",
        "date": first,
        "year": int(first[:4]),
        **{name: facts[name] for name in names},
    }


def _relations(
    rows: pd.DataFrame,
) -> Iterator[tuple[tuple[str, str], str, dict[str, object]]]:
    """Give the ends, the predicate and the attributes of each relation."""
    first, last = (rows[f"date_{end}"].dt.strftime("%Y-%m-%d") for end in ("earliest", "latest"))
    columns = [rows[name].astype(object) for name in ("subject_id", "object_id", "predicate")]
    dates = [days.astype(object).where(days.notna(), None) for days in (first, last)]
    for subject, target, predicate, text, source, begin, end in zip(
        *columns, rows["date"], rows["source_id"], *dates, strict=True
    ):
        yield (
            (subject, target),
            predicate,
            {
                "kind": predicate,
                "date": text,
                "year": int(begin[:4]) if begin else None,
                "first": begin,
                "last": end,
                "weight": 1,
                "sources": (source,) if source else (),
            },
        )


def _by_then(frame: pd.DataFrame, field: str, as_of: date | None) -> pd.DataFrame:
    """Keep the rows that are undated or certainly dated by a day, in a fixed order."""
    ordered = frame.sort_values(list(frame.columns[:3]), kind="stable")
    if as_of is None:
        return ordered
    later = ordered[f"{field}_latest"] > pd.Timestamp(as_of)
    return ordered[~later]


def _known(
    actors: pd.DataFrame,
    mechanisms: pd.DataFrame,
    instruments: pd.DataFrame,
    events: pd.DataFrame,
) -> dict[str, dict[str, str]]:
    """Give label and kind of every id."""
    columns: list[tuple[Iterable[str], Iterable[str], Iterable[str]]] = [
        (actors["actor_id"], actors["name"], actors["kind"]),
        (mechanisms["mechanism_id"], mechanisms["name"], mechanisms["kind"]),
        (instruments["instrument_id"], instruments["title"], instruments["kind"]),
        (events["event_id"], events["title"], ["event"] * len(events)),
    ]
    return {
        key: {"label": label or key, "kind": kind}
        for table in columns
        for key, label, kind in zip(*table, strict=True)
    }
