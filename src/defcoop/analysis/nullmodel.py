"""Is a tie more than chance? Shuffles that keep every node's degree on both sides."""

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import BoolArray, FloatArray, IntArray
from defcoop.analysis.graphtypes import Graph
from defcoop.analysis.holm import holm
from defcoop.analysis.projection import incidence
from defcoop.analysis.twomode import ACTORS, side_nodes

COLUMNS = [
    "a",
    "b",
    "observed",
    "expected",
    "score",
    "p_more",
    "p_fewer",
    "p_family",
    "p_holm",
    "pairs",
]
TRADES_PER_ROW = 5
FEWEST_ROWS = 2


def curveball(
    matrix: BoolArray, generator: np.random.Generator, *, trades: int | None = None
) -> BoolArray:
    """Shuffle a 0/1 matrix so that every row and column sum stays (Strona et al. 2014).

    In a trade two rows pool the columns that only one of them holds and deal them out again, each
    row keeping its number. Enough trades reach every matrix with these sums with equal
    probability (Carstens 2015).

    Parameters
    ----------
    matrix
        Shape (n, m); not changed.
    generator
        Source of randomness.
    trades
        Number of trades; by default five per row.

    Returns
    -------
    numpy.ndarray
        A new matrix of the same sums. With fewer than two rows it is the same matrix.
    """
    shuffled = np.asarray(matrix, dtype=bool).copy()
    rows = shuffled.shape[0]
    if rows < FEWEST_ROWS:
        return shuffled
    for _ in range(TRADES_PER_ROW * rows if trades is None else trades):
        first, second = generator.choice(rows, size=2, replace=False)
        _trade(shuffled, int(first), int(second), generator)
    return shuffled


def co_participation(
    graph: Graph,
    *,
    generator: np.random.Generator,
    side: int = ACTORS,
    draws: int = 999,
) -> pd.DataFrame:
    """Compare what each pair shares with what chance would make it share.

    Parameters
    ----------
    graph
        Two-mode graph.
    generator
        Source of randomness.
    side
        Side of the pairs.
    draws
        Number of shuffles B; a p-value is (1 + hits) / (1 + B).

    Returns
    -------
    pandas.DataFrame
        One row per pair of nodes: a, b, observed, expected (mean over shuffles), score (surplus
        over the standard deviation of the shuffles), p_more (chance of sharing at least as much),
        p_fewer, p_family (chance that any pair of a shuffle scores as far from 0, the correction
        of Westfall & Young 1993 for having looked at all pairs), p_holm (the smaller of p_more and
        p_fewer, doubled and corrected by Holm 1979; with B shuffles and n pairs it cannot fall
        below 2 n / (B + 1)), pairs (how many were looked at). Sorted by p_family, then by surplus.
        A pair whose count no shuffle can change has p-values 1. Empty below two nodes.
    """
    nodes = side_nodes(graph, side)
    if len(nodes) < FEWEST_ROWS:
        return pd.DataFrame(columns=COLUMNS).astype({"a": "str", "b": "str"})
    matrix = incidence(graph, side).toarray().astype(bool)
    upper = np.triu_indices(len(nodes), k=1)
    observed = _shared(matrix)[upper]
    null = _null(matrix, upper, generator, draws)
    expected, score, p_family = _scores(observed, null)
    p_more, p_fewer = (
        (1 + hits.sum(axis=0)) / (1 + draws) for hits in (null >= observed, null <= observed)
    )
    frame = pd.DataFrame(
        {
            "a": [nodes[at] for at in upper[0]],
            "b": [nodes[at] for at in upper[1]],
            "observed": observed,
            "expected": expected,
            "score": score,
            "p_more": p_more,
            "p_fewer": p_fewer,
            "p_family": p_family,
            "p_holm": holm(np.minimum(2 * np.minimum(p_more, p_fewer), 1.0)),
            "pairs": observed.size,
        }
    )
    frame["surplus"] = frame["observed"] - frame["expected"]
    order = ["p_family", "surplus", "a", "b"]
    frame = frame.sort_values(order, ascending=[True, False, True, True])
    return frame[COLUMNS].reset_index(drop=True).astype({"a": "str", "b": "str"})


def _trade(matrix: BoolArray, first: int, second: int, generator: np.random.Generator) -> None:
    """Deal the columns that only one of two rows holds out again, in place."""
    contested = np.flatnonzero(matrix[first] != matrix[second])
    mine = int(matrix[first, contested].sum())
    if mine in (0, contested.size):
        return
    dealt = generator.permutation(contested)
    matrix[first, contested], matrix[second, contested] = False, False
    matrix[first, dealt[:mine]], matrix[second, dealt[mine:]] = True, True


def _shared(matrix: BoolArray) -> IntArray:
    counts = matrix.astype(np.int64)
    return counts @ counts.T


def _null(
    matrix: BoolArray, upper: tuple[IntArray, ...], generator: np.random.Generator, draws: int
) -> IntArray:
    """Give what each pair shares in each shuffle, shape (draws, pairs).

    Each shuffle starts where the last ended, after a first run to forget the data.
    """
    null = np.empty((draws, upper[0].size), dtype=np.int32)
    current = curveball(matrix, generator, trades=4 * TRADES_PER_ROW * matrix.shape[0])
    for draw in range(draws):
        current = curveball(current, generator)
        null[draw] = _shared(current)[upper]
    return null.astype(np.int64)


def _scores(observed: IntArray, null: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Standardise what pairs share, and compare each score with the greatest of each shuffle."""
    expected, spread = null.mean(axis=0), null.std(axis=0)
    varies = spread > 0
    scale = np.where(varies, spread, 1.0)
    score = np.where(varies, (observed - expected) / scale, 0.0)
    greatest = np.abs((null - expected) / scale).max(axis=1)
    beyond = np.sort(greatest)
    hits = greatest.size - np.searchsorted(beyond, np.abs(score) - 1e-9, side="left")
    return expected, score, np.where(varies, (1 + hits) / (1 + greatest.size), 1.0)
