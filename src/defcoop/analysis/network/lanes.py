"""The one rule of lanes: in which lane a body, a series, an instrument or an event stands.

The figure, the table beside it, the page to explore and the graph file all read it from here, so
that a node that a reader finds among the services in one is among the services in all.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from defcoop.analysis.network.graphtypes import Graph

LANES: dict[str, str] = {
    "instruments": "Instruments",
    "leaders": "Leaders",
    "ministers": "Ministers",
    "officials": "Officials",
    "services": "Services of the two countries",
    "partners": "Services with third countries",
    "agencies": "Agencies and industry",
    "others": "Policies and programmes without a level",
}
"""Lanes from the top down, with their names in print."""

HOME = ("IND", "JPN")
LANE_OF_KIND = {
    "ministry": "ministers",
    "service": "services",
    "unit": "services",
    "agency": "agencies",
    "company": "agencies",
    "grouping": "agencies",
}
LANE_OF_LEVEL = {
    "head_of_government": "leaders",
    "minister": "ministers",
    "secretary": "officials",
    "senior_official": "officials",
    "working": "services",
    "service_chief": "services",
    "unit": "services",
    "industry": "agencies",
}
BUSINESS = ("technology", "industry")

Row = Mapping[Hashable, Any]


def assign_lanes(
    ties: Graph,
    *,
    actors: pd.DataFrame,
    mechanisms: pd.DataFrame,
    instruments: pd.DataFrame,
    events: pd.DataFrame,
) -> dict[str, str]:
    """Give every row of four tables its lane.

    Parameters
    ----------
    ties
        Two-mode graph of bodies and series; it says in which series an office sits most often.
    actors, mechanisms, instruments, events
        The tables, whole: a graph may name an event outside the window.

    Returns
    -------
    dict
        Key of `LANES` by actor_id, mechanism_id, instrument_id and event_id; an event lies in the
        lane of its series, "others" where the series is unknown. Empty tables give an empty dict.
    """
    series = {str(row["mechanism_id"]): series_lane(row) for row in mechanisms.to_dict("records")}
    commands = set(actors.loc[actors["kind"] == "service", "parent_actor_id"]) - {""}
    bodies = {
        str(row["actor_id"]): body_lane(
            row, met_lanes(ties, str(row["actor_id"]), series), commands
        )
        for row in actors.to_dict("records")
    }
    of_events = zip(events["event_id"], events["mechanism_id"], strict=True)
    return {
        **{str(event): series.get(str(mechanism), "others") for event, mechanism in of_events},
        **dict.fromkeys(map(str, instruments["instrument_id"]), "instruments"),
        **series,
        **bodies,
    }


def series_lane(mechanism: Row) -> str:
    """Return the lane of a series: by its business, its partners, its forces, its level.

    A policy or a programme without a level is of no lane of people who meet: "others".
    """
    if mechanism["domain"] in BUSINESS:
        return "agencies"
    lane = LANE_OF_LEVEL.get(str(mechanism["level"]), "others")
    if lane == "services" and mechanism["scope"] != "bilateral":
        return "partners"
    return "services" if mechanism["kind"] == "staff_talks" else lane


def body_lane(actor: Row, met: Mapping[str, int], commands: Iterable[str]) -> str:
    """Return the lane of a body: by its kind; of an office, where it sits most often.

    Parameters
    ----------
    actor
        Row of the table of actors.
    met
        Number of events by lane of the series in which the body took part.
    commands
        The ministries that services are under: an office beside them is among the services.
    """
    if actor["country"] not in HOME:
        return "partners"
    if actor["kind"] in LANE_OF_KIND:
        return LANE_OF_KIND[str(actor["kind"])]
    if met and min(met, key=lambda lane: (-met[lane], lane)) == "leaders":
        return "leaders"
    return "services" if actor["parent_actor_id"] in set(commands) else "officials"


def met_lanes(ties: Graph, body: str, series: Mapping[str, str]) -> dict[str, int]:
    """Return in how many events of each lane a body took part; empty for one without a tie."""
    found: dict[str, int] = {}
    for node, facts in ties[body].items() if body in ties else ():
        lane = series.get(node, "others")
        found[lane] = found.get(lane, 0) + int(facts["weight"])
    return found
