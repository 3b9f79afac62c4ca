"""The graph year by year: who met first when, and which ties last."""

from itertools import combinations

import numpy as np
import pandas as pd

from defcoop.analysis.network.graphtypes import Graph
from defcoop.analysis.network.twomode import ACTORS, side_nodes

Tie = tuple[str, str]


def snapshot(graph: Graph, year: int) -> Graph:
    """Keep the ties of one year.

    Parameters
    ----------
    graph
        Two-mode graph whose edges have `years`.
    year
        A calendar year.

    Returns
    -------
    networkx.Graph
        A copy without the other edges and without nodes that then have none; empty for a year
        without ties. An event whose date spans two years counts in the earlier.
    """
    kept = [(a, b) for a, b, facts in graph.edges(data=True) if year in facts["years"]]
    return Graph(graph.edge_subgraph(kept))


def first_ties(graph: Graph, side: int = ACTORS) -> pd.DataFrame:
    """Find when each pair of one side first shared a node of the other.

    Parameters
    ----------
    graph
        Two-mode graph by event, so that a shared node is a shared day.
    side
        Side of the pairs.

    Returns
    -------
    pandas.DataFrame
        Columns a, b, day (timestamp), year, shared (how often until the end), sources (text).
        Sorted by day. Empty when nobody shares anything.
    """
    found: dict[Tie, tuple[str, int, str]] = {}
    for day, node in _by_day(graph, 1 - side):
        sources = _sources(graph, node)
        for pair in combinations(sorted(graph[node]), 2):
            first, count, cited = found.get(pair, (day, 0, sources))
            found[pair] = (first, count + 1, cited)
    rows = [(*pair, *facts) for pair, facts in found.items()]
    frame = pd.DataFrame(rows, columns=["a", "b", "day", "shared", "sources"])
    frame = frame.sort_values(["day", "a", "b"]).reset_index(drop=True)
    frame["day"] = pd.to_datetime(frame["day"], format="%Y-%m-%d").astype("datetime64[s]")
    frame["year"] = frame["day"].dt.year.astype(np.int64)
    frame = frame.astype({"a": "str", "b": "str", "sources": "str", "shared": np.int64})
    return frame[["a", "b", "day", "year", "shared", "sources"]]


def persistence(graph: Graph, side: int = ACTORS) -> pd.DataFrame:
    """Say by year how many ties are kept from the year before.

    Parameters
    ----------
    graph
        Two-mode graph.
    side
        Side of the pairs.

    Returns
    -------
    pandas.DataFrame
        Columns year, ties, kept (also there the year before), new (never before), back (before,
        but not the year before), lost (there the year before, not now), jaccard (kept over all
        ties of both years), reason (why there is no jaccard). Every year from the first to the
        last tie. Empty without ties.
    """
    years = sorted({year for *_, facts in graph.edges(data=True) for year in facts["years"]})
    rows: list[dict[str, object]] = []
    before, ever = set[Tie](), set[Tie]()
    for year in range(years[0], years[-1] + 1) if years else ():
        now = _pairs(snapshot(graph, year), side)
        rows.append({"year": year, **_change(before, now, ever, first=not rows)})
        before, ever = now, ever | now
    frame = pd.DataFrame(rows, columns=["year", *CHANGES, "reason"])
    return frame.astype({"reason": "str", "jaccard": np.float64})


CHANGES = ("ties", "kept", "new", "back", "lost", "jaccard")


def _change(
    before: set[Tie], now: set[Tie], ever: set[Tie], *, first: bool
) -> dict[str, float | str]:
    union = len(before | now)
    reason = "no year before" if first else ""
    if not union:
        reason = "no tie in this year nor in the year before"
    return {
        "ties": len(now),
        "kept": len(now & before),
        "new": len(now - ever),
        "back": len((now & ever) - before),
        "lost": len(before - now),
        "jaccard": np.nan if reason else len(now & before) / union,
        "reason": reason,
    }


def _pairs(graph: Graph, side: int) -> set[Tie]:
    return {
        pair
        for node in side_nodes(graph, 1 - side)
        for pair in combinations(sorted(graph[node]), 2)
    }


def _by_day(graph: Graph, side: int) -> list[tuple[str, str]]:
    """List the nodes of a side with their first day, in order of it."""
    days = [
        (min(facts["first"] for *_, facts in graph.edges(node, data=True)), node)
        for node in side_nodes(graph, side)
        if graph.degree(node)
    ]
    return sorted(days)


def _sources(graph: Graph, node: str) -> str:
    edges = graph.edges(node, data=True)
    cited = {source for *_, facts in edges for source in facts["sources"]}
    return "; ".join(sorted(cited))
