"""One side of a two-mode graph seen alone. A view made on demand, never what is stored."""

import numpy as np
from scipy import sparse

from defcoop.analysis.arrays import IntArray
from defcoop.analysis.network.graphtypes import Graph
from defcoop.analysis.network.twomode import ACTORS, side_nodes


def projection(graph: Graph, side: int = ACTORS, *, minimum: int = 1) -> Graph:
    """Tie the nodes of one side that share a node of the other.

    Parameters
    ----------
    graph
        Two-mode graph of `twomode.two_mode`.
    side
        Side to keep: 0 events or mechanisms, 1 actors.
    minimum
        Fewest shared nodes for a tie.

    Returns
    -------
    networkx.Graph
        All nodes of the side with their attributes; edges with weight, the number of shared
        nodes. Dates and sources of a tie stay in the two-mode graph: ask `temporal.first_ties`.
        An empty graph for an empty side.
    """
    nodes = side_nodes(graph, side)
    view = Graph()
    view.add_nodes_from((node, graph.nodes[node]) for node in nodes)
    rows, columns, weights = shared_counts(incidence(graph, side))
    kept = weights >= minimum
    ties = zip(rows[kept].tolist(), columns[kept].tolist(), weights[kept].tolist(), strict=True)
    view.add_weighted_edges_from((nodes[a], nodes[b], weight) for a, b, weight in ties)
    return view


def incidence(graph: Graph, side: int = ACTORS) -> sparse.csr_array:
    """Give the 0/1 matrix of one side against the other.

    Parameters
    ----------
    graph
        Two-mode graph.
    side
        Side of the rows.

    Returns
    -------
    scipy.sparse.csr_array
        Shape (nodes of the side, nodes of the other side), both in alphabetical order.
    """
    rows = {node: at for at, node in enumerate(side_nodes(graph, side))}
    columns = {node: at for at, node in enumerate(side_nodes(graph, 1 - side))}
    pairs = [(a, b) if a in rows else (b, a) for a, b in graph.edges()]
    at = np.array([rows[a] for a, _ in pairs], dtype=np.int64)
    to = np.array([columns[b] for _, b in pairs], dtype=np.int64)
    ones = np.ones(len(pairs), dtype=np.int64)
    return sparse.csr_array((ones, (at, to)), shape=(len(rows), len(columns)))


def shared_counts(matrix: sparse.csr_array) -> tuple[IntArray, IntArray, IntArray]:
    """Count for each pair of rows the columns that both hold.

    Parameters
    ----------
    matrix
        0/1 matrix, shape (n, m).

    Returns
    -------
    tuple of numpy.ndarray
        First row, second row (greater than the first) and count, for pairs that share any.
    """
    shared = sparse.triu(matrix @ matrix.T, k=1).tocoo()
    order = np.lexsort((shared.col, shared.row))
    table = (shared.row[order], shared.col[order], shared.data[order])
    rows, columns, counts = (np.asarray(part, dtype=np.int64) for part in table)
    return rows, columns, counts


def density(graph: Graph) -> float | None:
    """Give the share of the possible edges of a two-mode graph that exist.

    Parameters
    ----------
    graph
        Two-mode graph.

    Returns
    -------
    float or None
        None when a side is empty.
    """
    actors = len(side_nodes(graph, ACTORS))
    others = graph.number_of_nodes() - actors
    return graph.number_of_edges() / (actors * others) if actors and others else None
