"""What numbers and counts prove, and what of it is on record."""

from pathlib import Path

import defcoop
from defcoop.evidence.completeness import SeriesRecord, record_series
from tests.toy import edit


def series(toy: Path) -> dict[str, SeriesRecord]:
    return {record.mechanism_id: record for record in record_series(defcoop.load(toy))}


def test_the_toy_series_are_complete(toy: Path) -> None:
    # talks-2019 has a month only; talks-2020 is reported by the ministry and the yearbook.
    assert series(toy) == {
        "drill": SeriesRecord("drill", "Drill", False, 1, 1, 1, 0, 1, 0),
        "talks": SeriesRecord("talks", "Talks", False, 2, 2, 2, 0, 1, 1),
    }


def test_a_count_proves_more_than_the_numbers(toy: Path) -> None:
    edit(toy, "counts", "talks,2,2020-12", "talks,5,2020-12")
    assert (series(toy)["talks"].proven, series(toy)["talks"].recorded) == (5, 2)


def test_visits_and_series_of_many_nations_prove_nothing_of_the_two(toy: Path) -> None:
    edit(toy, "mechanisms", "dialogue,joint,secretary,bilateral", "visit_series,joint,,bilateral")
    edit(toy, "mechanisms", "exercise,sea,unit,bilateral", "exercise,sea,unit,multilateral")
    assert {record.proven for record in series(toy).values()} == {0}


def test_the_core_series_come_first_and_new_events_are_counted(toy: Path) -> None:
    edit(toy, "mechanisms", "unit,bilateral,false", "unit,bilateral,true")
    edit(toy, "mechanisms", "secretary,bilateral,false", "secretary,bilateral,false")
    edit(toy, "curation", "e1,talks-2020", "dl2-001,talks-2020")
    found = series(toy)
    assert list(found) == ["drill", "talks"]
    assert (found["drill"].core, found["talks"].gained) == (True, 1)
