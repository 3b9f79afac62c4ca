"""Pictures of nothing, of one event and of many: each says what it shows, always the same."""

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from defcoop.analysis.cadence.cumulative import count_cumulatively
from defcoop.analysis.cadence.gaps import list_gaps
from defcoop.analysis.cadence.series import describe_cadences
from defcoop.figures import calendar, cumulative, history, raster, timeline
from defcoop.figures.picture import Picture, blank

FIRST, LAST = datetime.date(2010, 1, 1), datetime.date(2026, 6, 30)
WINDOW = {"first_day": FIRST, "last_day": LAST}
MECHANISMS = pd.DataFrame(
    {"mechanism_id": ["talks"], "short_name": ["Talks"], "domain": ["joint"], "level": ["minister"]}
).astype("str")
NOTHING_ABSENT = pd.DataFrame(
    {"period_precision": [], "period_earliest": [], "period_latest": []}
).astype({"period_earliest": "datetime64[s]", "period_latest": "datetime64[s]"})


def meetings(days: list[str]) -> pd.DataFrame:
    """Return events of one series on some days, as a selection has them."""
    stamps = pd.to_datetime(pd.Series(days, dtype="str")).dt.as_unit("s")
    frame = pd.DataFrame(
        {
            "event_id": [f"talks-{number}" for number in range(len(days))],
            "start": days,
            "mode": ["virtual" if number == 1 else "in_person" for number in range(len(days))],
        }
    )
    fixed = {"mechanism_id": "talks", "parent_event_id": "", "title": "Talks", "status": "held"}
    frame = frame.assign(**fixed, domain="joint", level="minister", start_precision="day")
    frame = frame.astype("str").assign(start_earliest=stamps, start_latest=stamps)
    return frame.assign(edition=pd.array([pd.NA] * len(days), dtype="Int64"))


def drawn(days: list[str]) -> list[Picture]:
    """Return every kind of picture of the same events."""
    events = meetings(days)
    gaps = list_gaps(events, as_of=LAST)
    measured = describe_cadences(
        events,
        as_of=LAST,
        generators=lambda _: np.random.default_rng(1),
        band_generator=np.random.default_rng(1),
        draws=5,
    ).get("talks")
    counts = count_cumulatively(events, as_of=LAST)
    return [
        raster.raster(events, MECHANISMS, title="Talks", **WINDOW),
        timeline.timeline(
            events, {"minister": "Ministers"}, column="level", title="Talks", **WINDOW
        ),
        history.history(events, gaps, measured, **WINDOW),
        cumulative.cumulative(counts, MECHANISMS, first_day=FIRST, as_of=LAST, title="Talks"),
        calendar.calendar(events, NOTHING_ABSENT, title="Talks"),
    ]


YEARLY = [f"{year}-05-01" for year in range(2011, 2026)]


@pytest.mark.parametrize("days", [YEARLY[:1], YEARLY[:2], YEARLY])
def test_pictures_of_few_and_many(days: list[str]) -> None:
    for picture in drawn(days):
        assert picture.svg.startswith("<svg")
        assert picture.title
        assert picture.alt not in (picture.caption, picture.title)
        assert picture.subtitle.startswith("n = ")
        assert len(picture.data) >= len(days)


def test_pictures_of_nothing_are_sentences() -> None:
    empty = meetings([])
    assert raster.raster(empty, MECHANISMS, title="", **WINDOW) == blank(
        "raster", "No event lies in this window."
    )
    assert calendar.calendar(empty, NOTHING_ABSENT, title="").empty
    assert history.history(empty, empty, None, **WINDOW).empty


def test_a_picture_is_the_same_to_the_byte() -> None:
    assert [each.svg for each in drawn(YEARLY)] == [each.svg for each in drawn(YEARLY)]


def test_row_order_changes_nothing() -> None:
    events = meetings(YEARLY)
    shuffled = events.sample(frac=1, random_state=3)
    assert raster.raster(events, MECHANISMS, title="Talks", **WINDOW).alt == (
        raster.raster(shuffled, MECHANISMS, title="Talks", **WINDOW).alt
    )


@given(st.lists(st.floats(0, 1000), max_size=30), st.floats(1, 50))
def test_no_dot_covers_another_of_its_level(days: list[float], distance: float) -> None:
    levels = timeline.stack(np.array(days), distance)
    for level in set(levels):
        same = sorted(day for day, place in zip(days, levels, strict=True) if place == level)
        assert all(np.diff(same) >= distance - 1e-9)


def test_a_report_of_a_picture_holds_its_data_as_csv() -> None:
    said = drawn(YEARLY[:2])[0].report()
    assert said["data"]["name"] == "raster.csv"
    assert said["data"]["csv"].splitlines()[0].startswith("event_id,mechanism_id,title,start")
    assert len(said["data"]["csv"].splitlines()) == 3
