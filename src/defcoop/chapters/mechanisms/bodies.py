"""Who met in which series: the two-mode network as its figure and its sentences need it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from defcoop.analysis.network.graphtypes import Graph
from defcoop.analysis.network.lanes import assign_lanes
from defcoop.analysis.network.twomode import roll_up, two_mode
from defcoop.chapters.session import Chapter

HOME = {"IND": ("left", "India"), "JPN": ("right", "Japan")}
KINDS = ("ministry", "service", "agency", "office", "company", "grouping")
"""What a person or a unit is counted as: the nearest of these that it belongs to."""

BODY_COLUMNS = ["node", "text", "lane", "side", "kind", "country", "series", "events"]
SERIES_COLUMNS = ["node", "text", "lane", "domain", "events", "first", "last", "offspring"]
TIE_COLUMNS = ["body", "series", "events", "first", "last", "years", "sources"]


@dataclass(frozen=True)
class Bodies:
    """The network of series and bodies.

    Attributes
    ----------
    graph
        Two-mode graph by series, persons and units counted as their body, partners as states.
    participants
        The participations behind it.
    bodies
        Frame node, text, lane, side, kind, country, series, events.
    series
        Frame node, text, lane, domain, events, first, last.
    ties
        Frame body, series, events, first, last, years (tuple), sources (tuple).
    lanes
        Lane of every actor, mechanism, instrument and event.
    """

    graph: Graph
    participants: pd.DataFrame
    bodies: pd.DataFrame
    series: pd.DataFrame
    ties: pd.DataFrame
    lanes: Mapping[str, str]


def bodies_of(report: Chapter) -> Bodies:
    """Build the network of the selected events; every part is empty when none is selected."""
    tables, events = report.dataset, report.events
    participants = by_body(tables.participants, tables.actors, set(events["event_id"]))
    graph = two_mode(
        participants, events, actors=tables.actors, claims=tables.claims, by="mechanism"
    )
    lanes = assign_lanes(
        graph,
        actors=tables.actors,
        mechanisms=tables.mechanisms,
        instruments=tables.instruments,
        events=tables.events,
    )
    ties = tie_frame(graph)
    series = series_frame(events, tables.mechanisms, ties, lanes)
    bodies = body_frame(tables.actors, participants, ties, lanes)
    return Bodies(graph, participants, bodies, series, ties, lanes)


def by_body(participants: pd.DataFrame, actors: pd.DataFrame, chosen: set[str]) -> pd.DataFrame:
    """Count persons and units as their body, and whoever is from elsewhere as its state.

    Participations that name only India or only Japan as a state are left out: they say that a
    meeting took place, not which body met.
    """
    taking_part = participants[participants["event_id"].isin(chosen)]
    country = actors.set_index("actor_id")["country"]
    home = taking_part["actor_id"].map(country.to_dict()).isin(list(HOME))
    own = roll_up(taking_part[home], actors, KINDS)
    partners = roll_up(taking_part[~home], actors, ("state", "grouping"))
    return pd.concat([own, partners]).sort_values(["event_id", "actor_id", "role"])


def tie_frame(graph: Graph) -> pd.DataFrame:
    """Return the edges of a two-mode graph as rows."""
    rows = []
    for one, other, facts in graph.edges(data=True):
        series, body = (one, other) if graph.nodes[one]["bipartite"] == 0 else (other, one)
        kept = {name: facts[name] for name in ("first", "last", "years", "sources")}
        rows.append({"body": body, "series": series, "events": facts["weight"], **kept})
    frame = pd.DataFrame(rows, columns=TIE_COLUMNS)
    return frame.sort_values(["series", "body"]).reset_index(drop=True)


def series_frame(
    events: pd.DataFrame, mechanisms: pd.DataFrame, ties: pd.DataFrame, lanes: Mapping[str, str]
) -> pd.DataFrame:
    """Return the series that some body is known to have taken part in."""
    found = events[events["mechanism_id"].isin(set(ties["series"]))]
    groups = found.groupby("mechanism_id")
    facts = mechanisms.set_index("mechanism_id").to_dict("index")
    rows = [
        {
            "node": node,
            "text": facts[node]["short_name"],
            "lane": lanes[str(node)],
            "domain": facts[node]["domain"],
            "events": len(group),
            "first": group["start_earliest"].min().date().isoformat(),
            "last": group["start_latest"].max().date().isoformat(),
            "offspring": 0,
        }
        for node, group in groups
    ]
    return pd.DataFrame(rows, columns=SERIES_COLUMNS)


def body_frame(
    actors: pd.DataFrame, participants: pd.DataFrame, ties: pd.DataFrame, lanes: Mapping[str, str]
) -> pd.DataFrame:
    """Return the bodies with their lane and side, and in how many series and events they are."""
    facts = actors.set_index("actor_id").to_dict("index")
    events = participants.groupby("actor_id")["event_id"].nunique()
    rows = [
        {
            "node": node,
            "text": drop_country(facts[node]["name"], facts[node]["country"]),
            "lane": lanes[str(node)],
            "side": HOME.get(facts[node]["country"], ("right", ""))[0],
            "kind": facts[node]["kind"],
            "country": facts[node]["country"],
            "series": len(own),
            "events": int(events[node]),
        }
        for node, own in ties.groupby("body")
    ]
    return pd.DataFrame(rows, columns=BODY_COLUMNS)


def drop_country(name: str, country: str) -> str:
    """Return the name of a body without its own country, which the column of the figure says."""
    place = HOME.get(country, ("", ""))[1]
    return name.removesuffix(f" of {place}") if place else name


def signing(report: Chapter, found: Bodies) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the instruments signed at a selected event, and their ties to the bodies that met.

    Kept are those that established or enabled something.
    """
    tables = report.dataset
    led = tables.relations[tables.relations["predicate"].isin(["establishes", "enables"])]
    offspring = led.groupby("subject_id")["object_id"].nunique()
    instruments = tables.instruments[tables.instruments["event_id"] != ""]
    present = found.participants[["event_id", "actor_id", "source_id"]]
    rows = instruments.merge(present.drop_duplicates(["event_id", "actor_id"]), on="event_id")
    rows = rows[rows["instrument_id"].isin(offspring.index)]
    ties = pd.DataFrame(
        {
            "body": rows["actor_id"],
            "series": rows["instrument_id"],
            "events": 1,
            "first": rows["signed"],
            "last": rows["signed"],
            "years": [(day.year,) for day in rows["signed_earliest"]],
            "sources": [(source,) for source in rows["source_id"]],
        },
        columns=TIE_COLUMNS,
    )
    return instrument_rows(rows, offspring), ties


def instrument_rows(rows: pd.DataFrame, offspring: pd.Series) -> pd.DataFrame:
    """Return instruments as rows of their lane, each with its year."""
    once = rows.drop_duplicates("instrument_id")
    signed = zip(once["short_title"], once["signed_earliest"], strict=True)
    facts = {
        "node": once["instrument_id"],
        "text": [f"{title} {day.year}" for title, day in signed],
        "lane": "instruments",
        "domain": "",
        "events": 0,
        "first": once["signed"],
        "last": once["signed"],
        "offspring": once["instrument_id"].map(offspring).astype("int64"),
    }
    return pd.DataFrame(facts, columns=SERIES_COLUMNS)
