"""How sure a rank is: every rank again without each source, or without each event."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import FloatArray
from defcoop.analysis.centrality import measure as centrality_measure
from defcoop.analysis.centrality import rank_bounds, rank_texts
from defcoop.analysis.leaveout import Tables, without_source
from defcoop.analysis.selection import held_editions
from defcoop.analysis.twomode import ACTORS, side_nodes, two_mode

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
    taken = participants[participants["event_id"].isin(held["event_id"])]
    tables = {"events": held, "participants": taken, "claims": claims}
    nodes = sorted(taken["actor_id"].unique())
    base = _values(tables, nodes, measure)
    cut = _without_each_event if leave_out == "event" else _without_each_source
    changed = [run for run in cut(tables) if len(run["participants"]) < len(taken)]
    runs = [base, *(_values(run, nodes, measure) for run in changed)]
    return _frame(nodes, np.array(runs).reshape(len(runs), len(nodes)))


def _without_each_event(tables: Tables) -> Iterator[Tables]:
    for event_id in sorted(tables["participants"]["event_id"].unique()):
        frame = tables["participants"]
        yield {**tables, "participants": frame[frame["event_id"] != event_id]}


def _without_each_source(tables: Tables) -> Iterator[Tables]:
    cited = set(tables["claims"]["source_id"])
    if "source_id" in tables["participants"].columns:
        cited |= set(tables["participants"]["source_id"])
    for source_id in sorted(cited - {""}):
        yield without_source(tables, source_id)


def _values(tables: Tables, nodes: list[str], measure: str) -> FloatArray:
    """Compute the centrality of all actors; those that are gone have -1, below any value."""
    graph = two_mode(tables["participants"], tables["events"])
    values = dict.fromkeys(nodes, -1.0)
    present = side_nodes(graph, ACTORS)
    found = centrality_measure(graph, ACTORS, measure)
    values.update(zip(present, found.tolist(), strict=True))
    return np.array([values[node] for node in nodes], dtype=np.float64)


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
