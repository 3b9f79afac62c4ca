"""Lineage: which instrument or mechanism made which other possible, in what order, how fast."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import FloatArray
from defcoop.analysis.network.graphtypes import DiGraph
from defcoop.analysis.selection import keep_held

# Whether the subject of the predicate is the older side, from which the edge goes out.
SUBJECT_FIRST = {
    "builds_on": False,
    "establishes": True,
    "enables": True,
    "operationalises": False,
    "supersedes": False,
    "implements": False,
    "precedes": True,
}
PREDICATES = ("builds_on", "establishes", "enables", "operationalises", "supersedes")
# By these predicates an event or a mechanism puts an instrument to use.
USES = ("operationalises", "implements")
#: Kinds of instrument that oblige, so that a text which implements one is a use of it.
BINDING = ("agreement", "memorandum", "arrangement")
SECONDS_PER_DAY = 86_400
FIRST_DATE = {"instruments": "signed", "mechanisms": "established", "events": "start"}
KEYS = {
    "instruments": ("instrument_id", "title"),
    "mechanisms": ("mechanism_id", "name"),
    "events": ("event_id", "title"),
}


def build_lineage(
    relations: pd.DataFrame,
    *,
    instruments: pd.DataFrame | None = None,
    mechanisms: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    predicates: Sequence[str] = PREDICATES,
) -> DiGraph:
    """Build the graph that runs from what came first to what it made possible.

    Parameters
    ----------
    relations
        Relations frame.
    instruments, mechanisms, events
        Tables that name and date the nodes.
    predicates
        Which relations to follow: any of builds_on, establishes, enables, operationalises,
        supersedes, implements, precedes.

    Returns
    -------
    networkx.DiGraph
        "a builds_on b", "a operationalises b", "a supersedes b" and "a implements b" run from b to
        a, the others from a to b. Edges carry predicate (several joined by "; "), date and sources;
        nodes label, kind, day (earliest ISO day or "") and table. It should be acyclic: see
        `cycles`. Empty without relations.

    Raises
    ------
    ValueError
        For a predicate that has no order in time.
    """
    unknown = sorted(set(predicates) - set(SUBJECT_FIRST))
    if unknown:
        raise ValueError(f"not a predicate of lineage: {', '.join(unknown)}")
    graph = DiGraph()
    rows = relations[relations["predicate"].isin(list(predicates))]
    rows = rows.sort_values(["subject_id", "object_id", "predicate", "source_id"])
    for row in rows.itertuples(index=False):
        ends = (str(row.subject_id), str(row.object_id))
        older, younger = ends if SUBJECT_FIRST[str(row.predicate)] else ends[::-1]
        _join(graph, older, younger, str(row.predicate), str(row.date), str(row.source_id))
    tables = {"instruments": instruments, "mechanisms": mechanisms, "events": events}
    _describe(graph, {name: table for name, table in tables.items() if table is not None})
    return graph


def find_first_use(
    instruments: pd.DataFrame, relations: pd.DataFrame, events: pd.DataFrame, *, as_of: date
) -> pd.DataFrame:
    """Measure the time from an agreement's signature to its force and its first use.

    A use is a held event, not before the signature, that operationalises or implements the
    instrument, or an event of a mechanism that does so, or, where the instrument binds, another
    one that does so, on the day of its own signature. A mechanism that already met before the
    signature shows no use by meeting again.

    Parameters
    ----------
    instruments, relations, events
        The three tables.
    as_of
        Nothing after this day.

    Returns
    -------
    pandas.DataFrame
        One row per instrument signed by then: instrument_id, title, signed, in_force and
        first_used (earliest days, NaT unknown), event_id (of the event or instrument), then
        days_to_force, days_force_to_use and days_signed_to_use, each with _low and
        _high from the bounds of the dates (the number itself is NaN where the bounds leave a
        range), used, reason ("" or why there is no first use). A use before the force gives
        negative days. Sorted by signature.
    """
    signed = instruments[instruments["signed_latest"] <= pd.Timestamp(as_of)]
    signed = signed.sort_values(["signed_earliest", "instrument_id"])
    # An instrument's own event is where it was signed, not where it was used.
    signed = signed.drop(columns="event_id").reset_index(drop=True)
    uses = _uses(signed, relations, keep_held(events, as_of, phases=True))
    frame = signed.merge(uses, on="instrument_id", how="left")
    frame["used"] = frame["event_id"].notna()
    frame["event_id"] = frame["event_id"].fillna("")
    late = frame["in_force_latest"] > pd.Timestamp(as_of)
    ends = ["in_force_earliest", "in_force_latest"]
    frame.loc[late, ends] = pd.NaT
    for name, begin, end in (
        ("days_to_force", "signed", "in_force"),
        ("days_force_to_use", "in_force", "start"),
        ("days_signed_to_use", "signed", "start"),
    ):
        low, high = _difference(frame, begin, end)
        frame[name], frame[f"{name}_low"], frame[f"{name}_high"] = _exact(low, high), low, high
    unused = f"no use on record by {as_of.isoformat()}"
    frame["reason"] = np.where(frame["used"], "", unused)
    return _first_use_columns(frame)


def _first_use_columns(frame: pd.DataFrame) -> pd.DataFrame:
    days = ["days_to_force", "days_force_to_use", "days_signed_to_use"]
    bounds = [f"{name}{end}" for name in days for end in ("", "_low", "_high")]
    dates = {"signed_earliest": "signed", "in_force_earliest": "in_force"}
    frame = frame.drop(columns=list(dates.values()))
    frame = frame.rename(columns={**dates, "start_earliest": "first_used"})
    names = ["instrument_id", "title", "signed", "in_force", "first_used", "event_id"]
    frame = frame.astype({"event_id": "str", "reason": "str"})
    return frame[[*names, *bounds, "used", "reason"]]


def _uses(signed: pd.DataFrame, relations: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Give the first event or instrument that uses each instrument."""
    pairs = relations.loc[relations["predicate"].isin(USES), ["subject_id", "object_id"]]
    pairs = pairs.rename(columns={"object_id": "instrument_id"})
    dated = [_events(held), _events_of_series(held), _papers(signed)]
    uses = pd.concat([pairs.merge(rows, on="subject_id") for rows in dated], ignore_index=True)
    uses = uses.merge(signed[["instrument_id", "kind", "signed_earliest"]], on="instrument_id")
    uses = uses[~uses["paper"].astype(bool) | uses["kind"].isin(BINDING)]
    # A mechanism that implements an agreement may well be older than it.
    since = uses["signed_earliest"]
    uses = uses[(uses["start_latest"] >= since) & (uses["began"] >= since)]
    uses = uses.sort_values(["start_earliest", "start_latest", "event_id"])
    uses = uses.drop_duplicates("instrument_id")
    return uses[["instrument_id", "event_id", "start_earliest", "start_latest"]]


def _events(held: pd.DataFrame) -> pd.DataFrame:
    """Give the events that may themselves be a use."""
    rows = held[["event_id", "start_earliest", "start_latest"]]
    return rows.assign(subject_id=rows["event_id"], began=rows["start_latest"], paper=False)


def _events_of_series(held: pd.DataFrame) -> pd.DataFrame:
    """Give the events by their mechanism, with the day on which it first met."""
    rows = held[["event_id", "mechanism_id", "start_earliest", "start_latest"]]
    began = rows.groupby("mechanism_id")["start_earliest"].transform("min")
    return rows.assign(began=began, paper=False).rename(columns={"mechanism_id": "subject_id"})


def _papers(signed: pd.DataFrame) -> pd.DataFrame:
    """Give the instruments that may be a use of another, each on the day of its signature."""
    rows = signed[["instrument_id", "signed_earliest", "signed_latest"]].set_axis(
        ["event_id", "start_earliest", "start_latest"], axis=1
    )
    return rows.assign(subject_id=rows["event_id"], began=rows["start_latest"], paper=True)


def _difference(frame: pd.DataFrame, begin: str, end: str) -> tuple[FloatArray, FloatArray]:
    """Give the shortest and the longest time between two dates in days."""
    low = frame[f"{end}_earliest"] - frame[f"{begin}_latest"]
    high = frame[f"{end}_latest"] - frame[f"{begin}_earliest"]
    short, long = (span.dt.total_seconds().to_numpy(dtype=np.float64) for span in (low, high))
    return short / SECONDS_PER_DAY, long / SECONDS_PER_DAY


def _exact(low: FloatArray, high: FloatArray) -> FloatArray:
    return np.where(low == high, low, np.nan)


def _join(graph: DiGraph, older: str, younger: str, predicate: str, day: str, source: str) -> None:
    """Add an edge, or another predicate or source to one that is there."""
    if not graph.has_edge(older, younger):
        sources = (source,) if source else ()
        graph.add_edge(older, younger, predicate=predicate, date=day, sources=sources)
        return
    edge = graph.edges[older, younger]
    edge["predicate"] = "; ".join(sorted({*edge["predicate"].split("; "), predicate}))
    edge["date"] = min(filter(None, (edge["date"], day)), default="")
    edge["sources"] = tuple(sorted({*edge["sources"], source} - {""}))


def _describe(graph: DiGraph, tables: dict[str, pd.DataFrame]) -> None:
    """Name and date the nodes from the tables that know them."""
    for node in graph:
        graph.nodes[node].update(label=node, kind="", day="", table="")
    for table, frame in tables.items():
        key, label = KEYS[table]
        rows = frame[frame[key].isin(set(graph))]
        days = rows[f"{FIRST_DATE[table]}_earliest"].dt.strftime("%Y-%m-%d").fillna("")
        kinds = rows["kind"] if "kind" in rows.columns else pd.Series("event", index=rows.index)
        for node, name, kind, day in zip(rows[key], rows[label], kinds, days, strict=True):
            graph.nodes[node].update(label=name or node, kind=kind, day=day, table=table)
