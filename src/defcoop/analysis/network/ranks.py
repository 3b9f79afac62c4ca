"""How sure a rank is: every rank again without each event."""

import numpy as np
import pandas as pd
from scipy import sparse

from defcoop.analysis.arrays import FloatArray, IntArray
from defcoop.analysis.network.centrality import compute_betweenness, compute_degree
from defcoop.analysis.selection import keep_held

MEASURES = {"degree": compute_degree, "betweenness": compute_betweenness}
COLUMNS = ["node", "value", "rank", "rank_low", "rank_high", "value_low", "value_high"]
# Below any value, so that an actor without an event left is ranked last.
GONE = -1.0
# Values that agree to so many decimals are tied.
DECIMALS = 9


def rank_with_intervals(
    participants: pd.DataFrame, events: pd.DataFrame, *, measure: str = "degree"
) -> pd.DataFrame:
    """Rank actors by a centrality, with the range of ranks over leaving one event out.

    Parameters
    ----------
    participants, events
        The two tables.
    measure
        "degree" or "betweenness".

    Returns
    -------
    pandas.DataFrame
        Columns node, value, rank (text, ties as ranges), rank_low (best) and rank_high (worst
        rank in any run, ties at their widest), value_low, value_high. An actor that drops out of a
        run shares its last rank. Sorted by value. Empty without participants.

    Raises
    ------
    KeyError
        For another measure.
    """
    held = keep_held(events)
    taken = participants[participants["event_id"].isin(held["event_id"])]
    actors, nodes = pd.factorize(taken["actor_id"], sort=True)
    happened, names = pd.factorize(taken["event_id"], sort=True)
    cuts = [np.ones(len(taken), dtype=bool), *(happened != event for event in range(len(names)))]
    runs = [_values(actors[cut], happened[cut], len(nodes), measure) for cut in cuts]
    return _frame(list(nodes), np.array(runs).reshape(len(runs), len(nodes)))


def bound_ranks(values: FloatArray) -> tuple[IntArray, IntArray]:
    """Give the best and the worst rank of each value from the greatest, which differ for ties.

    Parameters
    ----------
    values
        Shape (n,).

    Returns
    -------
    tuple of numpy.ndarray
        Whole numbers from 1, shape (n,) each.
    """
    rounded = np.round(values, DECIMALS)
    ordered = np.sort(rounded)
    low = values.size - np.searchsorted(ordered, rounded, side="right") + 1
    high = values.size - np.searchsorted(ordered, rounded, side="left")
    return np.asarray(low, dtype=np.int64), np.asarray(high, dtype=np.int64)


def _values(actors: IntArray, events: IntArray, size: int, measure: str) -> FloatArray:
    """Compute the centrality of all actors; the tie of an actor and an event may have many rows."""
    present, rows = np.unique(actors, return_inverse=True)
    columns = np.unique(events, return_inverse=True)[1]
    shape = (present.size, columns.max(initial=-1) + 1)
    counted = sparse.csr_array((np.ones(rows.size), (rows, columns)), shape=shape)
    values = np.full(size, GONE)
    if present.size:
        values[present] = MEASURES[measure](counted.sign())
    return values


def _frame(nodes: list[str], runs: FloatArray) -> pd.DataFrame:
    bounds = [bound_ranks(run) for run in runs]
    shown = np.maximum(runs, 0.0)
    frame = pd.DataFrame(
        {
            "node": nodes,
            "value": runs[0],
            "rank": _rank_texts(*bounds[0]),
            "rank_low": np.min([low for low, _ in bounds], axis=0),
            "rank_high": np.max([high for _, high in bounds], axis=0),
            "value_low": shown.min(axis=0),
            "value_high": shown.max(axis=0),
        }
    )
    frame = frame.sort_values(["value", "node"], ascending=[False, True]).reset_index(drop=True)
    return frame.astype({"node": "str", "rank": "str"})[COLUMNS]


def _rank_texts(low: IntArray, high: IntArray) -> list[str]:
    """Write ranks, ties as ranges such as "2-3"."""
    pairs = zip(low.tolist(), high.tolist(), strict=True)
    return [str(best) if best == worst else f"{best}-{worst}" for best, worst in pairs]
