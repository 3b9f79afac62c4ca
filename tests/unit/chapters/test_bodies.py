"""Who is counted as which body, and in which lane it stands."""

import pandas as pd
import pytest

from defcoop.chapters.mechanisms.bodies import body_lane, by_body, series_lane, short_name

ACTORS = pd.DataFrame(
    [
        ("india", "India", "state", "IND", ""),
        ("ministry", "Ministry of Defence of India", "ministry", "IND", "india"),
        ("navy", "Indian Navy", "service", "IND", "ministry"),
        ("staff", "Integrated Defence Staff", "office", "IND", "ministry"),
        ("chief", "Admiral A", "person", "IND", "navy"),
        ("ship", "INS A", "unit", "IND", "navy"),
        ("usa", "United States", "state", "USA", ""),
        ("us-navy", "United States Navy", "service", "USA", "usa"),
    ],
    columns=["actor_id", "name", "kind", "country", "parent_actor_id"],
)


def taking_part(*actors: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"event_id": "drill", "actor_id": list(actors), "role": "participant", "source_id": "s"}
    )


def test_persons_and_units_count_once_as_their_service_and_partners_as_states() -> None:
    found = by_body(taking_part("chief", "ship", "us-navy", "india"), ACTORS, {"drill"})
    assert sorted(found["actor_id"]) == ["navy", "usa"]


def test_events_not_selected_leave_nothing() -> None:
    assert by_body(taking_part("navy"), ACTORS, set()).empty


@pytest.mark.parametrize(
    ("facts", "lane"),
    [
        ({"domain": "technology", "level": "minister"}, "agencies"),
        ({"domain": "sea", "level": "unit", "scope": "minilateral"}, "partners"),
        ({"domain": "sea", "level": "unit"}, "services"),
        ({"domain": "sea", "level": "senior_official", "kind": "staff_talks"}, "services"),
        ({"domain": "sea", "level": "senior_official"}, "officials"),
        ({"domain": "political", "level": "head_of_government"}, "leaders"),
        ({"domain": "political", "level": ""}, "officials"),
    ],
)
def test_a_series_has_the_lane_of_those_who_meet(facts: dict[str, str], lane: str) -> None:
    assert series_lane({"kind": "dialogue", "scope": "bilateral", **facts}) == lane


def test_an_office_beside_services_is_among_them() -> None:
    ties = pd.DataFrame({"lane": ["officials"], "events": [3]})
    rows = ACTORS.set_index("actor_id").to_dict("index")
    assert body_lane(rows["staff"], ties, {"ministry"}) == "services"
    assert body_lane(rows["staff"], ties, set()) == "officials"
    assert body_lane(rows["usa"], ties, {"ministry"}) == "partners"


def test_a_body_loses_the_name_of_its_own_country_only() -> None:
    assert short_name("Ministry of Defence of India", "IND") == "Ministry of Defence"
    assert short_name("Embassy of India, Tokyo", "IND") == "Embassy of India, Tokyo"
    assert short_name("Bank of Japan", "USA") == "Bank of Japan"
