"""Each rule: the toy data set broken in one way gives exactly that fault, at that address."""

import re
from pathlib import Path

import pytest

from defcoop.evidence.check import check
from tests.toy import FIXTURES, ROOT, defects, edit, write_toy


def test_the_toy_data_set_has_no_fault(toy: Path) -> None:
    assert check(toy) == []


@pytest.mark.parametrize("defect", defects())
def test_a_defect_is_named_with_its_address_rule_and_remedy(tmp_path: Path, defect: str) -> None:
    folder = write_toy(tmp_path / "data", defect)
    found = "".join(f"{fault}\n" for fault in check(folder)).replace(f"{folder}/", "")
    assert found == (FIXTURES / defect / "expected.txt").read_text()


def test_every_rule_has_a_fixture(tmp_path: Path) -> None:
    codes = set()
    for defect in defects():
        codes |= {fault.code for fault in check(write_toy(tmp_path / defect, defect))}
    sources = "".join(path.read_text() for path in (ROOT / "src/defcoop/evidence").glob("*.py"))
    written = set(re.findall(r'"([a-z-]+)"\)$', sources, flags=re.MULTILINE))
    rules = {code for code in written if re.search(rf'remedy, "{code}"\)', sources)}
    assert rules - codes == {"same-event"}  # has tests of its own below


def test_same_event_under_two_names(toy: Path) -> None:
    row = "talks-x,talks,,,Talks again,,2020-06-10,2020-06-10,capital,virtual,held,bilateral,\n"
    path = toy / "events.csv"
    path.write_text(path.read_text() + row)
    claims = toy / "claims.csv"
    said = [
        f"x1,talks-x,{what},after,press,,2,\n" for what in ("start,2020-06-10", "place_id,capital")
    ]
    claims.write_text(claims.read_text() + "".join(said).replace("x1", "x2", 1))
    assert [(fault.code, fault.line, fault.column) for fault in check(toy)] == [
        ("same-event", 6, "event_id")
    ]


def test_numbers_of_another_count_rise_with_time_too(toy: Path) -> None:
    path = toy / "numberings.csv"
    path.write_text(path.read_text() + "talks-2019,japan,8,yearbook\ntalks-2020,japan,7,yearbook\n")
    assert [(fault.code, fault.line) for fault in check(toy)] == [("edition", 3)]


def test_all_faults_of_all_files_come_at_once_and_in_order(toy: Path) -> None:
    edit(toy, "sources", ",official,A", ",offical,A")
    edit(toy, "places", "35.3,", "95.3,")
    edit(toy, "events", "First talks,1,", "First talks,3,")
    codes = [fault.code for fault in check(toy)]
    assert codes == ["enum", "bounds", "edition", "count", "contradiction"]


def test_a_fault_reads_file_line_column_value_rule_remedy(toy: Path) -> None:
    edit(toy, "places", "35.3,", "95.3,")
    (fault,) = check(toy)
    text = f"{toy / 'places.csv'}:4:latitude: '95.3': the value is too large; write 90 or less"
    assert str(fault) == text


def test_an_announcement_does_not_contradict_what_came_of_it(toy: Path) -> None:
    edit(toy, "events", "capital,virtual,held", "capital,virtual,cancelled")
    edit(toy, "claims", "status,held", "status,cancelled")
    assert check(toy) == []


def test_a_circle_needs_edges_of_one_sense(toy: Path) -> None:
    # "talks establishes pact" and "pact builds on talks" say the same of time.
    path = toy / "relations.csv"
    path.write_text(path.read_text() + "talks,establishes,pact,,press\n")
    assert check(toy) == []


def test_two_events_with_a_word_of_reason_are_two(tmp_path: Path) -> None:
    folder = write_toy(tmp_path / "data", "twin")
    path = folder / "distinctions.csv"
    path.write_text(path.read_text() + "talks-spring,drill-2020,The visitor saw both.\n")
    assert check(folder) == []


def test_four_days_apart_or_not_held_are_no_twins(tmp_path: Path) -> None:
    folder = write_toy(tmp_path / "data", "twin")
    for table in ("events", "claims"):
        text = (folder / f"{table}.csv").read_text()
        (folder / f"{table}.csv").write_text(text.replace("2020-03-08", "2020-03-10"))
    assert check(folder) == []
    folder = write_toy(tmp_path / "announced", "twin")
    edit(
        folder,
        "events",
        "2020-03-08,capital,in_person,held",
        "2020-03-08,capital,in_person,announced",
    )
    assert check(folder) == []


def test_a_hole_is_filled_by_an_absence_that_says_where_was_looked(tmp_path: Path) -> None:
    folder = write_toy(tmp_path / "data", "hole-year")
    path = folder / "absences.csv"
    path.write_text(
        path.read_text() + "talks,,2022/2025,event,not_found,2026-11,yearbooks,,None.\n"
    )
    assert check(folder) == []
