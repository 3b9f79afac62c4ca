"""Degree and betweenness of the rows of a two-mode matrix.

networkx has both, but walks from one node after the other. A ranking asks for the betweenness once
without each series, some sixty times for a report; there a step of all walks at once is one product
of the ties with a table of nodes by walks, which takes 0.1 s where networkx takes 0.7 s. The tests
hold the values against networkx.
"""

import numpy as np
from scipy import sparse

from defcoop.analysis.arrays import FloatArray, IntArray

UNREACHED = -1


def compute_degree(matrix: sparse.csr_array) -> FloatArray:
    """Give for each row the share of the columns that it is tied to.

    Parameters
    ----------
    matrix
        0/1 matrix of one side against the other, shape (n, m).

    Returns
    -------
    numpy.ndarray
        Shape (n,); 0 for all in a matrix without ones.
    """
    shares: FloatArray = matrix.sum(axis=1) / max(matrix.shape[1], 1)
    return shares


def compute_betweenness(matrix: sparse.csr_array) -> FloatArray:
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
        the most in a graph of any kind. 0 for all in a matrix without ones.
    """
    ties, steps, counts = _shortest_paths(matrix)
    through = np.zeros_like(counts)
    for step in range(int(steps.max(initial=0)), 1, -1):
        owed = np.zeros_like(through)
        np.divide(1 + through, counts, out=owed, where=steps == step)
        through += np.where(steps == step - 1, counts * (ties @ owed), 0.0)
    # Each pair of nodes was walked from both of its ends.
    rows, columns = matrix.shape
    between: FloatArray = through.sum(axis=1)[:rows] / 2 / _most_between(rows, columns)
    return between


def _shortest_paths(matrix: sparse.csr_array) -> tuple[sparse.csr_array, IntArray, FloatArray]:
    """Walk from all nodes at once.

    Gives the ties between rows and columns as one square matrix, the length of the shortest paths
    to each row from each column (-1 where there is none), and the number of these paths.
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
    return ties, steps, counts


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
