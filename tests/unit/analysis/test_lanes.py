"""The rule of lanes: a series by who meets, a body by what it is, an office by where it sits."""

import networkx as nx
import pytest

from defcoop.analysis.network.lanes import LANES, assign_lanes, body_lane, met_lanes, series_lane
from tests.unit.analysis.frames import actors, events, instruments, mechanisms

SERIES = {"kind": "dialogue", "domain": "political", "level": "", "scope": "bilateral"}
BODY = {"kind": "office", "country": "IND", "parent_actor_id": "ministry"}


@pytest.mark.parametrize(
    ("facts", "lane"),
    [
        ({"domain": "technology", "level": "minister"}, "agencies"),
        ({"domain": "industry"}, "agencies"),
        ({"level": "unit", "scope": "minilateral"}, "partners"),
        ({"level": "unit"}, "services"),
        ({"level": "working"}, "services"),
        ({"level": "service_chief", "scope": "multilateral"}, "partners"),
        ({"level": "senior_official", "kind": "staff_talks"}, "services"),
        ({"level": "unit", "kind": "staff_talks", "scope": "multilateral"}, "partners"),
        ({"level": "senior_official"}, "officials"),
        ({"level": "secretary", "scope": "minilateral"}, "officials"),
        ({"level": "minister"}, "ministers"),
        ({"level": "head_of_government"}, "leaders"),
        ({"level": "industry"}, "agencies"),
        ({"level": ""}, "others"),
    ],
)
def test_a_series_has_the_lane_of_those_who_meet(facts: dict[str, str], lane: str) -> None:
    assert series_lane({**SERIES, **facts}) == lane


@pytest.mark.parametrize(
    ("facts", "met", "commands", "lane"),
    [
        ({"country": "USA", "kind": "service"}, {}, (), "partners"),
        ({"kind": "ministry"}, {}, (), "ministers"),
        ({"kind": "service"}, {}, (), "services"),
        ({"kind": "company"}, {}, (), "agencies"),
        ({}, {"leaders": 3, "officials": 2}, (), "leaders"),
        ({}, {"leaders": 2, "officials": 3}, (), "officials"),
        ({}, {"officials": 3}, ("ministry",), "services"),
        ({}, {}, (), "officials"),
    ],
)
def test_a_body_has_the_lane_of_its_kind_and_an_office_of_where_it_sits(
    facts: dict[str, str], met: dict[str, int], commands: tuple[str, ...], lane: str
) -> None:
    assert body_lane({**BODY, **facts}, met, commands) == lane


def test_an_office_sits_where_most_of_its_events_were() -> None:
    ties = nx.Graph()
    ties.add_edge("pmo", "summit", weight=2)
    ties.add_edge("pmo", "calls", weight=1)
    ties.add_edge("pmo", "talks", weight=2)
    series = {"summit": "leaders", "calls": "leaders", "talks": "officials"}
    assert met_lanes(ties, "pmo", series) == {"leaders": 3, "officials": 2}
    assert met_lanes(ties, "navy", series) == {}


def test_every_row_of_the_tables_has_a_lane() -> None:
    found = assign_lanes(
        nx.Graph(),
        actors=actors(
            {"actor_id": "navy", "kind": "service", "country": "IND", "parent_actor_id": "mod"},
            {"actor_id": "staff", "kind": "office", "country": "IND", "parent_actor_id": "mod"},
        ),
        mechanisms=mechanisms({"mechanism_id": "summit", "level": "head_of_government"}),
        instruments=instruments({"instrument_id": "pact"}),
        events=events(
            {"event_id": "first", "mechanism_id": "summit"},
            {"event_id": "stray", "mechanism_id": "unknown"},
        ),
    )
    assert found == {
        "first": "leaders",
        "stray": "others",
        "pact": "instruments",
        "summit": "leaders",
        "navy": "services",
        "staff": "services",
    }
    assert set(found.values()) <= set(LANES)
