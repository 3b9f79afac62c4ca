"""Who is central in a two-mode graph, with ties printed as ties."""

from collections.abc import Callable

import networkx as nx
import numpy as np
import pandas as pd
from networkx.algorithms import bipartite
from scipy import sparse

from defcoop.analysis.arrays import FloatArray, IntArray
from defcoop.analysis.network import shortestpaths
from defcoop.analysis.network.graphtypes import Graph
from defcoop.analysis.network.projection import incidence
from defcoop.analysis.network.twomode import ACTORS, side_nodes

MEASURES = ("degree", "betweenness", "closeness")
OF_SMALL: dict[str, Callable[[sparse.csr_array], FloatArray]] = {
    "betweenness": shortestpaths.betweenness,
    "closeness": shortestpaths.closeness,
}
OF_LARGE: dict[str, Callable[[Graph, list[int]], dict[int, float]]] = {
    "betweenness": bipartite.betweenness_centrality,
    "closeness": bipartite.closeness_centrality,
}
# Up to so many nodes tables of all walks cost less than networkx's walks, in a long chain too.
SMALL = 400
FEWEST_FOR_NORM = 2
TEXTS = ("node", "label", "rank_degree", "rank_betweenness", "rank_closeness", "reason")


def centrality(graph: Graph, side: int = ACTORS) -> pd.DataFrame:
    """Describe the place of every node of one side.

    Parameters
    ----------
    graph
        Two-mode graph.
    side
        0 events or mechanisms, 1 actors.

    Returns
    -------
    pandas.DataFrame
        Columns node, label, degree (number of ties), degree_share (of the other side),
        betweenness and closeness (Borgatti & Everett 1997, normed for two modes), clustering
        (Latapy, Magnien & Del Vecchio 2008), core (largest k-core), articulation (whether the
        graph falls apart without the node), rank_degree, rank_betweenness and rank_closeness
        (text, such as "2-3" for a tie), reason. Sorted by degree and name. Closeness in a graph of
        several parts is within the part, scaled by its size. The centrality of a state's own
        ministry is built in by selection: describe services, agencies and third countries. Empty
        for an empty side.
    """
    nodes = side_nodes(graph, side)
    if not nodes or graph.number_of_edges() == 0:
        return _unconnected(graph, nodes)
    cores = nx.core_number(graph)
    cuts = set(nx.articulation_points(graph))
    clustering = bipartite.clustering(graph, nodes)
    measured = {name: measure(graph, side, name) for name in MEASURES}
    frame = pd.DataFrame(
        {
            "node": nodes,
            "label": [graph.nodes[node].get("label", node) for node in nodes],
            "degree": [graph.degree(node) for node in nodes],
            "degree_share": measured["degree"],
            "betweenness": measured["betweenness"],
            "closeness": measured["closeness"],
            "clustering": [float(clustering[node]) for node in nodes],
            "core": [cores[node] for node in nodes],
            "articulation": [node in cuts for node in nodes],
            "reason": "",
        }
    )
    return _ranked(frame)


def measure(graph: Graph, side: int, name: str) -> FloatArray:
    """Compute one centrality of the nodes of one side.

    Parameters
    ----------
    graph
        Two-mode graph.
    side
        0 events or mechanisms, 1 actors.
    name
        "degree" (share of the other side), "betweenness" or "closeness".

    Returns
    -------
    numpy.ndarray
        In the order of `twomode.side_nodes`; 0 for all in a graph without edges.

    Raises
    ------
    ValueError
        For another name.
    """
    return measure_of(incidence(graph, side), name)


def measure_of(matrix: sparse.csr_array, name: str) -> FloatArray:
    """Compute one centrality of the rows of an incidence matrix.

    Parameters
    ----------
    matrix
        0/1 matrix of one side against the other, shape (n, m).
    name
        "degree" (share of the other side), "betweenness" or "closeness".

    Returns
    -------
    numpy.ndarray
        Shape (n,); 0 for all in a matrix without ones.

    Raises
    ------
    ValueError
        For another name.
    """
    if name not in MEASURES:
        raise ValueError(f"no centrality is called {name}; there are {', '.join(MEASURES)}")
    rows, columns = matrix.shape
    if matrix.nnz == 0:
        return np.zeros(rows)
    if name == "degree":
        shares: FloatArray = matrix.sum(axis=1) / columns
        return shares
    # networkx divides by zero where a side has a single node.
    if rows + columns <= SMALL or min(rows, columns) < FEWEST_FOR_NORM:
        return OF_SMALL[name](matrix)
    scores = OF_LARGE[name](bipartite.from_biadjacency_matrix(matrix), list(range(rows)))
    return np.array([scores[row] for row in range(rows)], dtype=np.float64)


def rank_texts(values: FloatArray, *, decimals: int = 9) -> list[str]:
    """Rank values from the greatest, ties as ranges.

    Parameters
    ----------
    values
        Shape (n,).
    decimals
        Values that agree to so many decimals are tied.

    Returns
    -------
    list of str
        Such as "1", "2-3", "2-3", "4".
    """
    low, high = rank_bounds(values, decimals=decimals)
    return [
        str(best) if best == worst else f"{best}-{worst}"
        for best, worst in zip(low.tolist(), high.tolist(), strict=True)
    ]


def rank_bounds(values: FloatArray, *, decimals: int = 9) -> tuple[IntArray, IntArray]:
    """Give the best and the worst rank of each value, which differ for ties.

    Parameters
    ----------
    values, decimals
        As in `rank_texts`.

    Returns
    -------
    tuple of numpy.ndarray
        Whole numbers from 1, shape (n,) each.
    """
    rounded = np.round(values, decimals)
    ordered = np.sort(rounded)
    low = values.size - np.searchsorted(ordered, rounded, side="right") + 1
    high = values.size - np.searchsorted(ordered, rounded, side="left")
    return np.asarray(low, dtype=np.int64), np.asarray(high, dtype=np.int64)


def _ranked(frame: pd.DataFrame) -> pd.DataFrame:
    for name in MEASURES:
        frame[f"rank_{name}"] = rank_texts(frame[name].to_numpy(dtype=np.float64))
    frame = frame.sort_values(["degree", "node"], ascending=[False, True])
    return frame.reset_index(drop=True).astype(dict.fromkeys(TEXTS, "str"))


def _unconnected(graph: Graph, nodes: list[str]) -> pd.DataFrame:
    """Describe nodes without any tie."""
    columns = {
        "node": nodes,
        "label": [str(graph.nodes[node].get("label", node)) for node in nodes],
        "degree": np.zeros(len(nodes), dtype=np.int64),
        "core": np.zeros(len(nodes), dtype=np.int64),
        "articulation": np.zeros(len(nodes), dtype=bool),
        **{name: np.full(len(nodes), np.nan) for name in ("degree_share", *MEASURES[1:])},
        "clustering": np.full(len(nodes), np.nan),
        **{f"rank_{name}": [""] * len(nodes) for name in MEASURES},
        "reason": ["the graph has no tie"] * len(nodes),
    }
    return pd.DataFrame(columns).astype(dict.fromkeys(TEXTS, "str"))
