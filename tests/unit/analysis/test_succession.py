"""What another mechanism has superseded has ended: nothing is due of it and nothing awaited."""

from datetime import date

import pandas as pd
import pytest

from defcoop.analysis.cadence.gaps import list_gaps
from defcoop.analysis.cadence.series import Cadence
from defcoop.analysis.cadence.stated import classify_years, judge_promises
from defcoop.analysis.cadence.succession import find_ended
from tests.unit.analysis.frames import describe_one, instruments, mechanisms, relations, series

AS_OF = date(2026, 7, 2)
TALKS = mechanisms(
    {"mechanism_id": "talks", "name": "Talks", "stated_cadence": "P1Y"},
    {"mechanism_id": "council", "name": "Council"},
    {"mechanism_id": "board", "name": "Board"},
)
# Four meetings and their gaps of 839, 923 and 1150 days; superseded in the autumn after the last.
HELD = series("2010-07-06", "2012-10-22", "2015-05-03", "2018-06-26")


def successor(day: str = "", by: str = "council") -> dict[str, object]:
    return {"subject_id": by, "predicate": "supersedes", "object_id": "talks", "date": day}


def over(*days: str, as_of: date = AS_OF) -> pd.DataFrame:
    return find_ended(relations(*[successor(day) for day in days]), TALKS, as_of=as_of)


def measured(end: pd.DataFrame | None, as_of: date = AS_OF) -> Cadence:
    return describe_one(HELD, as_of=as_of, ended=end)


def test_without_a_relation_nothing_has_ended() -> None:
    found = over()
    assert found.empty
    assert [str(kind) for kind in found.dtypes] == ["str", "str", "str", "datetime64[s]", "str"]


def test_a_superseded_series_has_ended_at_the_latest_day_its_date_allows() -> None:
    row = over("2018-10").iloc[0]
    assert (row["mechanism_id"], row["superseded_by"], row["name"]) == (
        "talks",
        "council",
        "Council",
    )
    assert (row["day"], row["source_id"]) == (pd.Timestamp("2018-10-31"), "page")


def test_an_end_without_a_date_is_an_end() -> None:
    found = over("")
    assert found["mechanism_id"].tolist() == ["talks"]
    assert found["day"].isna().all()


@pytest.mark.parametrize(("as_of", "rows"), [(date(2018, 10, 30), 0), (date(2018, 10, 31), 1)])
def test_what_may_end_later_has_not_ended(as_of: date, rows: int) -> None:
    assert len(over("2018-10", as_of=as_of)) == rows


def test_the_first_dated_successor_ends_a_series() -> None:
    found = find_ended(
        relations(successor("", "board"), successor("2020"), successor("2018-10-29", "board")),
        TALKS,
        as_of=AS_OF,
    )
    assert found[["superseded_by", "day"]].values.tolist() == [
        ["board", pd.Timestamp("2018-10-29")]
    ]


def test_only_mechanisms_end_and_only_by_being_superseded() -> None:
    texts = instruments({"instrument_id": "declaration"})["instrument_id"]
    others = relations(
        (texts[0], "supersedes", "talks"),
        ("council", "supersedes", texts[0]),
        ("council", "precedes", "talks"),
    )
    assert find_ended(others, TALKS, as_of=AS_OF).empty


def test_nothing_is_due_after_the_year_of_the_end() -> None:
    still = judge_promises(HELD, TALKS, as_of=AS_OF).set_index("mechanism_id").loc["talks"]
    assert (still["years_due"], still["years_kept"], still["last_year"]) == (16, 4, 2026)
    assert still["silence_open"]
    # An end in 2019 leaves that year due.
    for day, due, last in [("2018-10", 9, 2018), ("2019-03", 10, 2019), ("", 9, 2018)]:
        found = judge_promises(HELD, TALKS, as_of=AS_OF, ended=over(day))
        row = found.set_index("mechanism_id").loc["talks"]
        assert (row["years_due"], row["years_kept"], row["last_year"]) == (due, 4, last)
        assert (row["longest_silence_days"], row["silence_open"]) == (1150, False)


def test_a_meeting_after_the_end_is_kept() -> None:
    found = classify_years(HELD, TALKS, as_of=AS_OF, ended=over("2014"))
    assert found["year"].tolist() == list(range(2010, 2019))


@pytest.mark.parametrize("day", ["2018-10", ""])
def test_an_ended_series_has_no_open_gap_and_no_window(day: str) -> None:
    found = measured(over(day))
    assert (found.gaps, found.median.value, found.superseded_by) == (3, 923, "Council")
    assert (found.open_gap.days, found.open_gap.longer_than_all) == (None, None)
    assert found.open_gap.reason == found.window.reason == "superseded by the Council"
    rows = list_gaps(HELD, as_of=AS_OF, ended=over(day))
    assert rows["usable"].tolist() == [True, True, True, False]
    assert rows.loc[rows["open"], ["to_day", "days", "days_low", "days_high"]].isna().all(axis=None)


def test_the_wait_is_censored_at_the_end() -> None:
    # 2018-06-26 to 2018-10-31 is 127 days, less than any gap of the four: it leaves the curve of
    # the three gaps as it is from its second step on, as a wait of no day does.
    assert measured(over("2018-10")).survival.at(839) == pytest.approx(2 / 3)
    assert measured(over("")).survival.at(839) == pytest.approx(2 / 3)
    # 2018-06-26 to 2020-12-31 is 919 days: at risk when the gap of 839 days ends.
    assert measured(over("2020")).survival.at(839) == pytest.approx(3 / 4)


def test_a_series_superseded_later_is_measured_as_any_other() -> None:
    day = date(2018, 9, 1)
    assert measured(over("2018-10", as_of=day), day).open_gap == measured(None, day).open_gap


@pytest.mark.parametrize("starts", [(), ("2010",), ("2010-07-06",), ("2010-07-06", "2011-07-06")])
def test_short_series_may_end_too(starts: tuple[str, ...]) -> None:
    held, end = series(*starts), over("2018-10")
    if starts:
        found = describe_one(held, as_of=AS_OF, ended=end)
        assert (found.superseded_by, found.open_gap.days) == ("Council", None)
    kept = judge_promises(held, TALKS, as_of=AS_OF, ended=end).set_index("mechanism_id")
    assert kept.loc["talks", "years_kept"] == len(starts)
