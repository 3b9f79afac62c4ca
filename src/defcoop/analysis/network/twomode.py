"""The two-mode graph: events or mechanisms on one side, actors on the other."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from defcoop.analysis.network.graphtypes import Graph
from defcoop.analysis.selection import keep_held

EVENTS, ACTORS = 0, 1


def two_mode(
    participants: pd.DataFrame,
    events: pd.DataFrame,
    *,
    actors: pd.DataFrame | None = None,
    claims: pd.DataFrame | None = None,
    by: str = "event",
    as_of: date | None = None,
) -> Graph:
    """Build the graph of who took part in what.

    Parameters
    ----------
    participants, events
        The two tables; phases, events not held and events after `as_of` are left out.
    actors
        Names, kinds and countries of the actors.
    claims
        Sources of the events. Without claims an edge has the source that names the participant.
    by
        "event", or "mechanism" for one node per series.
    as_of
        Nothing after this day.

    Returns
    -------
    networkx.Graph
        Nodes with `bipartite` (0 events or mechanisms, 1 actors), label, kind, country, layer.
        Edges with first and last (earliest and latest possible ISO day), years, weight (number of
        events), roles and sources, the last three sorted and distinct. An empty graph without
        participants. The order of rows changes nothing.

    Raises
    ------
    ValueError
        When `by` is neither "event" nor "mechanism".
    """
    if by not in {"event", "mechanism"}:
        raise ValueError(f'by must be "event" or "mechanism", not "{by}"')
    ties = _ties(participants, keep_held(events, as_of), claims, by)
    graph = Graph()
    labels = _labels(events, by)
    for node in sorted(ties["node"].unique()):
        graph.add_node(node, **_node(EVENTS, labels.get(node, node), by, "", f"{by}s"))
    for actor, facts in _actor_facts(ties["actor_id"].unique(), actors):
        graph.add_node(actor, **facts)
    for (node, actor), attributes in _edges(ties).items():
        graph.add_edge(node, actor, **attributes)
    return graph


def roll_up(participants: pd.DataFrame, actors: pd.DataFrame, kinds: Iterable[str]) -> pd.DataFrame:
    """Replace each actor by its nearest ancestor of the given kinds.

    Parameters
    ----------
    participants, actors
        The two tables; `actors.parent_actor_id` gives the ancestors.
    kinds
        Kinds to arrive at, such as ("service", "agency").

    Returns
    -------
    pandas.DataFrame
        Participants, one row per event, actor and role; those without such an ancestor are left
        out. A ring of parents ends where it closes.
    """
    parents = dict(zip(actors["actor_id"], actors["parent_actor_id"], strict=True))
    kind = dict(zip(actors["actor_id"], actors["kind"], strict=True))
    wanted = frozenset(kinds)
    target = {actor: _ancestor(actor, parents, kind, wanted) for actor in parents}
    rolled = participants.assign(actor_id=participants["actor_id"].map(target))
    rolled = rolled[rolled["actor_id"].notna() & (rolled["actor_id"] != "")]
    rolled = rolled.astype({"actor_id": "str"})
    return rolled.drop_duplicates(["event_id", "actor_id", "role"])


def list_sources_by_subject(claims: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """List the sources that say anything of each subject.

    Parameters
    ----------
    claims
        Claims frame.

    Returns
    -------
    dict
        Sorted source ids by subject id; empty without claims.
    """
    pairs = claims[["subject_id", "source_id"]].drop_duplicates().sort_values("source_id")
    found: dict[str, tuple[str, ...]] = {}
    for subject, source in pairs.itertuples(index=False):
        found[subject] = (*found.get(subject, ()), source)
    return found


def list_side(graph: Graph, side: int) -> list[str]:
    """List the nodes of one side.

    Parameters
    ----------
    graph
        Two-mode graph.
    side
        0 events or mechanisms, 1 actors.

    Returns
    -------
    list of str
        In alphabetical order.
    """
    return sorted(node for node, facts in graph.nodes(data=True) if facts["bipartite"] == side)


def _ancestor(
    actor: str, parents: dict[str, str], kind: dict[str, str], wanted: frozenset[str]
) -> str:
    seen: set[str] = set()
    while actor and actor not in seen:
        if kind.get(actor) in wanted:
            return actor
        seen.add(actor)
        actor = parents.get(actor, "")
    return ""


def _ties(
    participants: pd.DataFrame, held: pd.DataFrame, claims: pd.DataFrame | None, by: str
) -> pd.DataFrame:
    """Join participation to its event's dates and sources, one row per event and actor and role."""
    facts = held.set_index("event_id")[["mechanism_id", "start_earliest", "start_latest"]]
    ties = participants.join(facts, on="event_id", how="inner").reset_index(drop=True)
    ties["node"] = ties["event_id"] if by == "event" else ties["mechanism_id"]
    ties = ties.sort_values(["node", "actor_id", "start_earliest", "event_id", "role"])
    ties["first"] = ties["start_earliest"].dt.strftime("%Y-%m-%d")
    ties["last"] = ties["start_latest"].dt.strftime("%Y-%m-%d")
    ties["year"] = ties["start_earliest"].dt.year.astype("int64")
    if claims is not None:
        ties["cited"] = ties["event_id"].map(list_sources_by_subject(claims))
    return ties


def _edges(ties: pd.DataFrame) -> dict[tuple[str, str], dict[str, object]]:
    """Fold the rows of each pair into one edge."""
    found: dict[tuple[str, str], dict[str, set[object]]] = {}
    columns = ["node", "actor_id", "event_id", "first", "last", "year", "role", "source_id"]
    if "source_id" not in ties.columns:
        ties = ties.assign(source_id="")
    cited = ties["cited"] if "cited" in ties.columns else [None] * len(ties)
    for row, sources in zip(ties[columns].itertuples(index=False), cited, strict=True):
        edge = found.setdefault((row[0], row[1]), {name: set() for name in columns[2:]})
        for name, value in zip(columns[2:], row[2:], strict=True):
            edge[name].add(value)
        edge["source_id"].update(sources if isinstance(sources, tuple) else ())
    return {pair: _edge(values) for pair, values in found.items()}


def _edge(values: dict[str, set[object]]) -> dict[str, object]:
    return {
        "first": min(map(str, values["first"])),
        "last": max(map(str, values["last"])),
        "years": tuple(sorted(values["year"], key=str)),
        "weight": len(values["event_id"]),
        "roles": tuple(sorted(map(str, values["role"]))),
        "sources": tuple(sorted(str(source) for source in values["source_id"] if source)),
    }


def _labels(events: pd.DataFrame, by: str) -> dict[str, str]:
    if by == "mechanism":
        return {}
    titles = events[events["title"] != ""]
    return dict(zip(titles["event_id"], titles["title"], strict=True))


def _actor_facts(
    present: Iterable[str], actors: pd.DataFrame | None
) -> Iterable[tuple[str, dict[str, object]]]:
    """Give the attributes of each actor that takes part, in alphabetical order."""
    known = {} if actors is None else actors.set_index("actor_id").to_dict("index")
    for actor in sorted(present):
        facts = known.get(actor, {})
        label = str(facts.get("name") or actor)
        kind, country = str(facts.get("kind", "")), str(facts.get("country", ""))
        yield actor, _node(ACTORS, label, kind, country, "actors")


def _node(side: int, label: str, kind: str, country: str, layer: str) -> dict[str, object]:
    return {"bipartite": side, "label": label, "kind": kind, "country": country, "layer": layer}
