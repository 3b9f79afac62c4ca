"""Who tells before and who after, and which last days are plans."""

import pandas as pd
import pytest

from defcoop.evidence.holding import planned_ends
from defcoop.evidence.telling import tell
from tests.unit.analysis.frames import claims, events


@pytest.mark.parametrize(
    ("published", "fact", "expected"),
    [
        ("2020-06-10", "2020-06-10", "after"),
        ("2020-06-09", "2020-06-10", "before"),
        ("2020-06", "2020-06-10", "unknown"),
        ("2021", "2020-06", "after"),
        ("2020-06-20", "2020-06", "unknown"),
        ("", "2020-06", "unknown"),
        ("2020-06", "", "unknown"),
    ],
)
def test_a_page_tells_before_or_after_as_far_as_the_days_say(
    published: str, fact: str, expected: str
) -> None:
    assert tell(published, fact) == expected


EVENTS = events(
    {"event_id": "drill", "start": "2020-03-02", "end": "2020-03-06"},
    {"event_id": "talks", "start": "2020-06-10", "end": "2020-06-10"},
    {"event_id": "call", "start": "2020-07-01"},
)


def said(told: str, value: str = "2020-03-06", subject: str = "drill") -> dict[str, object]:
    return {"subject_id": subject, "field": "end", "value": value, "told": told}


@pytest.mark.parametrize(
    ("rows", "planned"),
    [
        ([said("before")], True),
        ([said("before"), said("after")], False),
        ([said("before"), said("after", "2020-03-05")], True),
        ([said("before"), said("unknown")], True),
        ([said("unknown")], False),
        ([], False),
        ([said("before", "2020-06-10", "talks")], False),
    ],
)
def test_an_end_that_only_notices_state_is_a_plan(
    rows: list[dict[str, object]], *, planned: bool
) -> None:
    found = planned_ends(EVENTS, claims(*rows))
    assert found["drill"] == planned
    assert not found[["talks", "call"]].any()


def test_without_events_nothing_is_planned() -> None:
    assert planned_ends(EVENTS.iloc[:0], claims()).tolist() == []
    assert isinstance(planned_ends(EVENTS, claims()), pd.Series)
