"""Is a tie more than chance? Shuffles that keep every node's degree on both sides."""

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import BoolArray, FloatArray, IntArray
from defcoop.analysis.network.graphtypes import Graph
from defcoop.analysis.network.twomode import ACTORS, list_side

COLUMNS = ["a", "b", "observed", "expected", "score", "p_more", "p_fewer", "p_family", "pairs"]
TRADES_PER_ROW = 5
BURN_IN_PER_ROW = 20
FEWEST_ROWS = 2
# Chains shuffled side by side: each must first forget the data, but few leave the vectors short.
MOST_CHAINS = 16
# Cells of all chains together, so that a large matrix is shuffled in fewer of them.
MOST_CELLS = 8_000_000


def shuffle_chains(chains: BoolArray, trades: int, generator: np.random.Generator) -> None:
    """Shuffle many 0/1 matrices side by side so that every row and column sum stays, in place.

    In a trade two rows pool the columns that only one of them holds and deal them out again, each
    row keeping its number (the curveball of Strona et al. 2014). Enough trades reach every matrix
    with these sums with equal probability (Carstens 2015), also when in each round the rows are
    paired off at random and each pair trades (Carstens et al. 2018), as is done here; of an odd
    number of rows one sits out.

    Parameters
    ----------
    chains
        Shape (matrices, rows, columns); with fewer than two rows nothing changes.
    trades
        Number of trades in each matrix.
    generator
        Source of randomness.
    """
    count, rows, _ = chains.shape
    if rows < FEWEST_ROWS:
        return
    chain = np.arange(count)[:, np.newaxis]
    while trades > 0:
        pairs = min(trades, rows // 2)
        order = np.argsort(generator.random((count, rows)), axis=1)
        first, second = (chain, order[:, :pairs]), (chain, order[:, pairs : 2 * pairs])
        chains[first], chains[second] = _traded(chains[first], chains[second], generator)
        trades -= pairs


def compare_co_participation(
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
        of Westfall & Young 1993 for having looked at all pairs), pairs (how many were looked at).
        Sorted by p_family, then by surplus. A pair whose count no shuffle can change has p-values
        1. Empty below two nodes.
    """
    nodes = list_side(graph, side)
    if len(nodes) < FEWEST_ROWS:
        return pd.DataFrame(columns=COLUMNS).astype({"a": "str", "b": "str"})
    matrix = _incidence(graph, side)
    upper = np.triu_indices(len(nodes), k=1)
    observed = _shared(matrix)[upper].astype(np.int64)
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
            "pairs": observed.size,
        }
    )
    frame["surplus"] = frame["observed"] - frame["expected"]
    order = ["p_family", "surplus", "a", "b"]
    frame = frame.sort_values(order, ascending=[True, False, True, True])
    return frame[COLUMNS].reset_index(drop=True).astype({"a": "str", "b": "str"})


def _traded(
    one: BoolArray, other: BoolArray, generator: np.random.Generator
) -> tuple[BoolArray, BoolArray]:
    """Deal the columns that only one row of each pair holds out again; shape (..., columns)."""
    one, other = one.copy(), other.copy()
    mine, yours = one.reshape(-1), other.reshape(-1)
    contested = np.flatnonzero(mine != yours)
    pair = contested // one.shape[-1]
    held = np.bincount(pair, weights=mine[contested])
    size = np.bincount(pair)
    begin = np.cumsum(size) - size
    # A random order within each pair: the pairs stay apart, as each has a whole number of its own.
    dealt = contested[np.argsort(pair + generator.random(pair.size))]
    mine[dealt] = np.arange(pair.size) < (begin + held)[pair]
    yours[dealt] = ~mine[dealt]
    return one, other


def _incidence(graph: Graph, side: int) -> BoolArray:
    """Give which node of one side is tied to which of the other, both in alphabetical order."""
    rows = {node: at for at, node in enumerate(list_side(graph, side))}
    columns = {node: at for at, node in enumerate(list_side(graph, 1 - side))}
    matrix = np.zeros((len(rows), len(columns)), dtype=bool)
    for a, b in graph.edges():
        matrix[(rows[a], columns[b]) if a in rows else (rows[b], columns[a])] = True
    return matrix


def _shared(matrices: BoolArray) -> FloatArray:
    """Count what each pair of rows shares, exactly; shape (..., rows, rows)."""
    counts = matrices.astype(np.float64)
    return counts @ counts.swapaxes(-1, -2)


def _null(
    matrix: BoolArray, upper: tuple[IntArray, ...], generator: np.random.Generator, draws: int
) -> IntArray:
    """Give what each pair shares in each shuffle, shape (draws, pairs).

    Each chain first forgets the data; then each shuffle starts where its last one ended.
    """
    rows, columns = matrix.shape
    fitting = MOST_CELLS // (rows * max(rows, columns))
    chains = np.repeat(matrix[np.newaxis], max(1, min(MOST_CHAINS, fitting, draws)), axis=0)
    null = np.empty((draws, upper[0].size), dtype=np.int64)
    shuffle_chains(chains, BURN_IN_PER_ROW * rows, generator)
    for begin in range(0, draws, len(chains)):
        shuffle_chains(chains, TRADES_PER_ROW * rows, generator)
        wanted = chains[: draws - begin]
        null[begin : begin + len(wanted)] = _shared(wanted)[:, upper[0], upper[1]]
    return null


def _scores(observed: IntArray, null: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Standardise what pairs share, and compare each score with the greatest of each shuffle."""
    expected, spread = null.mean(axis=0), null.std(axis=0)
    varies = spread > 0
    scale = np.where(varies, spread, 1.0)
    score = np.where(varies, (observed - expected) / scale, 0.0)
    # Row by row: all at once would hold every score of every shuffle.
    beyond = np.sort([np.abs((shuffle - expected) / scale).max() for shuffle in null])
    hits = beyond.size - np.searchsorted(beyond, np.abs(score) - 1e-9, side="left")
    return expected, score, np.where(varies, (1 + hits) / (1 + beyond.size), 1.0)
