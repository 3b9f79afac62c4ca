"""Centralities from shortest paths, for all nodes of a small two-mode graph at once.

networkx walks from one node after the other, which is right for a large graph. A small one is
asked dozens of times, once without each series or source; there a step of all walks is one product
of the sparse ties with a table of nodes by walks. The tests hold the values against networkx.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from defcoop.analysis.arrays import FloatArray, IntArray

UNREACHED = -1


@dataclass(frozen=True)
class Paths:
    """The shortest paths between all nodes of a graph.

    Attributes
    ----------
    ties
        1 where two nodes are tied, shape (n, n).
    steps
        Length of the shortest paths to each row from each column, -1 where there is none.
    counts
        Number of these paths, shape (n, n).
    """

    ties: sparse.csr_array
    steps: IntArray
    counts: FloatArray


def betweenness(matrix: sparse.csr_array) -> FloatArray:
    """Count for each row the shortest paths of other nodes that lead through it.

    Parameters
    ----------
    matrix
        0/1 matrix of one side against the other, shape (n, m).

    Returns
    -------
    numpy.ndarray
        Shape (n,): over all pairs of other nodes of both sides, the share of their shortest paths
        through the row (Freeman 1977, summed as Brandes 2001 does), as a share of the most that a
        node of this side can have (Borgatti & Everett 1997); where a side has a single node, of
        the most in a graph of any kind.
    """
    paths = shortest_paths(matrix)
    through = np.zeros_like(paths.counts)
    for step in range(int(paths.steps.max(initial=0)), 1, -1):
        owed = np.zeros_like(through)
        np.divide(1 + through, paths.counts, out=owed, where=paths.steps == step)
        through += np.where(paths.steps == step - 1, paths.counts * (paths.ties @ owed), 0.0)
    # Each pair of nodes was walked from both of its ends.
    rows, columns = matrix.shape
    between: FloatArray = through.sum(axis=1)[:rows] / 2 / _most_between(rows, columns)
    return between


def closeness(matrix: sparse.csr_array) -> FloatArray:
    """Say how near each row is to all nodes of both sides.

    Parameters
    ----------
    matrix
        0/1 matrix of one side against the other, shape (n, m).

    Returns
    -------
    numpy.ndarray
        Shape (n,): the least possible sum of distances over the sum to the nodes within reach
        (Borgatti & Everett 1997), scaled by the share of the graph within reach; 0 for a row
        without ties.
    """
    rows, columns = matrix.shape
    steps = shortest_paths(matrix).steps[:rows]
    within = (steps > 0).sum(axis=1)
    total = np.maximum(steps, 0).sum(axis=1)
    share = within / max(rows + columns - 1, 1)
    least = columns + 2 * (rows - 1)
    near: FloatArray = np.zeros(rows)
    np.divide(least * share, total, out=near, where=total > 0)
    return near


def shortest_paths(matrix: sparse.csr_array) -> Paths:
    """Walk from all nodes at once.

    Parameters
    ----------
    matrix
        0/1 matrix of one side against the other, shape (n, m).

    Returns
    -------
    Paths
        Of the rows of `matrix`, then its columns. It takes tables of (n + m) squared.
    """
    half = matrix.astype(np.float64)
    ties = sparse.csr_array(sparse.block_array([[None, half], [half.T, None]]))
    counts = np.eye(ties.shape[0])
    steps = np.where(counts > 0, 0, UNREACHED)
    last = counts
    for step in range(1, ties.shape[0]):
        last = np.where(steps == UNREACHED, ties @ last, 0.0)
        if not last.any():
            break
        steps[last > 0] = step
        counts = counts + last
    return Paths(ties, steps, counts)


def _most_between(rows: int, columns: int) -> float:
    """Give the betweenness of the middle of the most central graph of these sides."""
    fewer = min(rows, columns)
    if fewer <= 1:
        others = rows + columns - 1
        return max(others * (others - 1) / 2, 1.0)
    around, over = divmod(rows - 1, columns)
    return (
        columns**2 * (around + 1) ** 2
        + columns * (around + 1) * (2 * over - around - 1)
        - over * (2 * around - over + 3)
    ) / 2
