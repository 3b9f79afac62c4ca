"""Each rule: the toy data set broken in one way gives exactly that fault, at that address."""

from pathlib import Path

import pytest

from defcoop.evidence import check
from tests.toy import edit

# name: (table, what stands there, what is put there, code of the rule, line, column, in the remedy)
DEFECTS = {
    "required": ("sources", "Press release of the second round", "", "required", 3, "title", "fill in"),
    "spaces": ("sources", "Yearbook of rounds", "Yearbook of rounds ", "spaces", 4, "title", "remove"),
    "control": ("sources", "Yearbook of rounds", "Year\x07book", "control", 4, "title", "remove"),
    "bidi": ("sources", "Yearbook of rounds", "Year\u202ebook", "control", 4, "title", "remove"),
    "formula": ("sources", "Yearbook of rounds", "=1+1", "formula", 4, "title", "start with"),
    "at_formula": ("sources", "Yearbook of rounds", "@SUM(A1)", "formula", 4, "title", "start with"),
    "enum": ("sources", ",official,A", ",offical,A", "enum", 3, "kind", "did you mean 'official'?"),
    "grade": ("sources", ",reference,C", ",reference,G", "enum", 4, "reliability", "A, B, C"),
    "country": ("places", "capital,Capital,IND", "capital,Capital,India", "pattern", 2, "country", "match"),
    "latitude": ("places", "35.3,", "95.3,", "bounds", 4, "latitude", "90 or less"),
    "number": ("places", "35.3,", "north,", "type", 4, "latitude", "a number"),
    "integer": ("claims", "yearbook,page 3,4,", "yearbook,page 3,4.5,", "type", 9, "credibility", "whole"),
    "credibility": ("claims", "yearbook,page 3,4,", "yearbook,page 3,7,", "bounds", 9, "credibility", "6 or"),
    "date": ("sources", "2020-06-11", "2020-06-31", "date", 3, "published", "2023-04-05"),
    "date_form": ("sources", "2020-06-11", "11 June 2020", "date", 3, "published", "2023-04-05"),
    "interval": ("events", ",2019-06,,", ",2019-06/2018-01,,", "date", 4, "start", "exists"),
    "kebab": ("aliases", "The Talks,talks\n", "The Talks,talks\nOther,Talks_x\n", "pattern", 3, "subject_id", ""),
    "duration": ("mechanisms", "P1Y", "yearly", "pattern", 3, "stated_cadence", "match"),
    "unique": ("actors", "state,State", "navy,State", "unique", 4, "actor_id", "name of its own"),
    "duplicate_key": ("aliases", "The Talks,talks\n", "The Talks,talks\n" * 2, "duplicate", 3, "alias", "remove"),
    "duplicate_row": (
        "measures", "drill-2020,navy,ships,3,ships,,yearbook\n",
        "drill-2020,navy,ships,3,ships,,yearbook\n" * 2, "duplicate", 3, "subject_id", "remove",
    ),
    "foreign_key": ("participants", "navy,host", "nvy,host", "reference", 2, "actor_id", "did you mean 'navy'?"),
    "parent": ("places", "IND,country,", "IND,contry,", "reference", 2, "parent_place_id", "did you mean"),
    "subject": ("measures", "drill-2020,navy", "drill-2021,navy", "reference", 2, "subject_id", "did you mean"),
    "relation": ("relations", "builds_on,talks", "builds_on,tlks", "reference", 2, "object_id", "did you mean"),
    "authority": ("rulings", "itself.,press", "itself.,pres", "reference", 2, "authority", "did you mean"),
    "two_tables": ("instruments", "pact,Pact", "drill,Pact", "unique", 2, "instrument_id", "another id"),
    "own_parent": ("actors", "state,IND,\n", "state,IND,navy\n", "circle", 4, "parent_actor_id", "turn round"),
    "lineage": (
        "relations", "pact,enables,drill,,press\n", "pact,enables,drill,,press\npact,builds_on,drill,,press\n",
        "circle", 4, "object_id", "turn round",
    ),
    "order": ("events", "2020-03-02,2020-03-06,port", "2020-03-07,2020-03-06,port", "order", 2, "end", "correct"),
    "phase_before": ("events", ",,2020-03-04,", ",,2020-03-01,", "phase", 3, "start", "phase"),
    "phase_after": ("events", "2020-03-04,2020-03-06", "2020-03-04,2020-03-08", "phase", 3, "start", "phase"),
    "phase_number": ("events", "at sea,,", "at sea,2,", "phase", 3, "edition", "empty"),
    "edition": ("events", "First talks,1,", "First talks,3,", "edition", 4, "edition", "numberings.csv"),
    "same_edition": ("events", "First talks,1,", "First talks,2,", "edition", 5, "edition", "numberings.csv"),
    "unclaimed": ("claims", "c6,talks-2019,start,2019-06,yearbook,,3,\n", "", "claimed", 4, "event_id", "add a claim"),
    "unclaimed_instrument": (
        "claims", "d3,pact,signed,2020-06-10,press,,2,\n", "", "claimed", 2, "instrument_id", "add a claim",
    ),
    "claim_field": ("claims", "pact,signed,", "pact,sined,", "claim-field", 13, "field", "did you mean 'signed'?"),
    "claim_value": ("claims", "status,held", "status,happened", "claim-value", 12, "value", "as the column"),
    "contradicting_date": ("claims", "c7,talks-2020,start,2020-06-10", "c7,talks-2020,start,2020-06-11",
                           "contradiction", 8, "value", "rulings.csv"),
    "contradicting_place": ("claims", "place_id,country", "place_id,port", "contradiction", 10, "value", "rulings"),
    "contradicting_edition": ("claims", "edition,4", "edition,5", "contradiction", 5, "value", "rulings.csv"),
    "contradicting_name": ("claims", "name,The Talks", "name,The Chats", "contradiction", 3, "value", "alias"),
    "empty_cell": ("events", "2020-06-10,2020-06-10,capital,virtual", "2020-06-10,2020-06-10,,virtual",
                   "contradiction", 10, "value", "rulings.csv"),
    "no_ruling": (
        "rulings", "talks-2020,start,2020-06-09,The press release is of the day itself.,press,2026-11-22\n", "",
        "contradiction", 9, "value", "rulings.csv",
    ),
    "idle_ruling": ("claims", "c8,talks-2020,start,2020-06-09", "c8,talks-2020,start,2020-06-10",
                    "idle-ruling", 2, "rejected", "remove the ruling"),
    "advance_notice": ("sources", "Ministry,,2020-06-11", "Ministry,,2020-06-09", "advance-notice", 12, "value", "announced"),
    "notice_only": ("claims", "d2,talks-2020,status,held,press,,2,\n", "", "advance-notice", 5, "status", "claim of held"),
}  # fmt: skip


def test_the_toy_data_set_has_no_fault(toy: Path) -> None:
    assert check(toy) == []


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_named_with_its_address_and_remedy(toy: Path, name: str) -> None:
    table, old, new, code, line, column, remedy = DEFECTS[name]
    edit(toy, table, old, new)
    faults = [fault for fault in check(toy) if fault.code == code]
    assert [(fault.line, fault.column) for fault in faults][:1] == [(line, column)], check(toy)
    assert remedy in faults[0].remedy
    assert faults[0].rule


def test_same_event_under_two_names(toy: Path) -> None:
    row = "talks-x,talks,,Talks again,,2020-06-10,2020-06-10,capital,virtual,held,bilateral,\n"
    path = toy / "events.csv"
    path.write_text(path.read_text() + row)
    claims = toy / "claims.csv"
    claims.write_text(claims.read_text() + "d9,talks-x,start,2020-06-10,press,,2,\n")
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
    assert codes == ["enum", "bounds", "edition"]


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
