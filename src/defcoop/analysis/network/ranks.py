"""How sure a rank is: every rank again without each source, or without each event."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
from scipy import sparse

from defcoop.analysis.arrays import BoolArray, FloatArray, IntArray
from defcoop.analysis.audit.leaveout import Tables, without_source
from defcoop.analysis.network.centrality import measure_of, rank_bounds, rank_texts
from defcoop.analysis.selection import held_editions

COLUMNS = ["node", "value", "rank", "rank_low", "rank_high", "value_low", "value_high", "left_out"]


def rank_intervals(
    participants: pd.DataFrame,
    events: pd.DataFrame,
    *,
    claims: pd.DataFrame,
    leave_out: str = "event",
    measure: str = "degree",
    as_of: date | None = None,
) -> pd.DataFrame:
    """Rank actors by a centrality, with the range of ranks over leaving one thing out.

    Parameters
    ----------
    participants, events, claims
        The three tables.
    leave_out
        "event" or "source".
    measure
        "degree", "betweenness" or "closeness".
    as_of
        Nothing after this day.

    Returns
    -------
    pandas.DataFrame
        Columns node, value, rank (text, ties as ranges), rank_low (best) and rank_high (worst
        rank in any run, ties at their widest), value_low, value_high, left_out (number of runs
        that changed anything). An actor that drops out of a run shares its last rank. Sorted by
        value. Empty without participants.

    Raises
    ------
    ValueError
        When `leave_out` is neither "event" nor "source".
    """
    if leave_out not in {"event", "source"}:
        raise ValueError(f'leave_out must be "event" or "source", not "{leave_out}"')
    held = held_editions(events, as_of)
    taken = participants[participants["event_id"].isin(held["event_id"])].reset_index(drop=True)
    actors, nodes = pd.factorize(taken["actor_id"], sort=True)
    happened, _ = pd.factorize(taken["event_id"], sort=True)
    tables = {"events": held, "participants": taken, "claims": claims}
    cuts = _without_each_event(happened) if leave_out == "event" else _without_each_source(tables)
    kept = [np.ones(len(taken), dtype=bool), *(cut for cut in cuts if not cut.all())]
    runs = [_values(actors[cut], happened[cut], len(nodes), measure) for cut in kept]
    return _frame(list(nodes), np.array(runs).reshape(len(runs), len(nodes)))


def _without_each_event(happened: IntArray) -> Iterator[BoolArray]:
    """Say for each event, given by its code in each row, which rows are left without it."""
    for event in range(happened.max(initial=-1) + 1):
        yield happened != event


def _without_each_source(tables: Tables) -> Iterator[BoolArray]:
    """Say for each source which rows of the participants are left without it."""
    rows = tables["participants"].index
    cited = set(tables["claims"]["source_id"])
    if "source_id" in tables["participants"].columns:
        cited |= set(tables["participants"]["source_id"])
    for source_id in sorted(cited - {""}):
        yield rows.isin(without_source(tables, source_id)["participants"].index)


def _values(actors: IntArray, events: IntArray, size: int, measure: str) -> FloatArray:
    """Compute the centrality of all actors; those that are gone have -1, below any value.

    The tie of an actor and an event may be told by several rows.
    """
    present, rows = np.unique(actors, return_inverse=True)
    columns = np.unique(events, return_inverse=True)[1]
    shape = (present.size, columns.max(initial=-1) + 1)
    told = sparse.csr_array((np.ones(rows.size), (rows, columns)), shape=shape)
    values = np.full(size, -1.0)
    values[present] = measure_of(told.sign(), measure)
    return values


def _frame(nodes: list[str], runs: FloatArray) -> pd.DataFrame:
    bounds = [rank_bounds(run) for run in runs]
    shown = np.maximum(runs, 0.0)
    frame = pd.DataFrame(
        {
            "node": nodes,
            "value": runs[0],
            "rank": rank_texts(runs[0]),
            "rank_low": np.min([low for low, _ in bounds], axis=0),
            "rank_high": np.max([high for _, high in bounds], axis=0),
            "value_low": shown.min(axis=0),
            "value_high": shown.max(axis=0),
            "left_out": len(runs) - 1,
        }
    )
    frame = frame.sort_values(["value", "node"], ascending=[False, True]).reset_index(drop=True)
    return frame.astype({"node": "str", "rank": "str"})[COLUMNS]
