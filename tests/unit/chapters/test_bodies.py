"""Who is counted as which body, and under which name."""

import pandas as pd

from defcoop.chapters.mechanisms.bodies import by_body, drop_country

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


def test_a_body_loses_the_name_of_its_own_country_only() -> None:
    assert drop_country("Ministry of Defence of India", "IND") == "Ministry of Defence"
    assert drop_country("Embassy of India, Tokyo", "IND") == "Embassy of India, Tokyo"
    assert drop_country("Bank of Japan", "USA") == "Bank of Japan"
