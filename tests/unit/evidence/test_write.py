"""Canonical files and additions: small diffs, and nothing written that check would refuse."""

from pathlib import Path

import pytest

from defcoop.evidence import DataError
from defcoop.evidence.check import check
from defcoop.evidence.edit import Addition, EditError, add, event_rows, slug, source_row, unused
from defcoop.evidence.tables import read_package
from defcoop.evidence.write import rewrite
from tests.toy import edit

CLAIM = {"source_id": "press", "credibility": "2", "locator": "", "note": ""}


def test_canonical_files_are_left_alone(toy: Path) -> None:
    assert rewrite(read_package(toy)) == ([], [])


def test_order_quoting_line_ends_and_mark_are_mended(toy: Path) -> None:
    path = toy / "places.csv"
    expected = path.read_bytes()
    lines = path.read_text().splitlines()
    quoted = ['"' + line.replace(",", '","') + '"' for line in [lines[0], *reversed(lines[1:])]]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([*quoted, ""]).encode())
    changed, left = rewrite(read_package(toy), write=False)
    assert (changed, left) == ([str(path)], [])
    assert path.read_bytes() != expected
    assert rewrite(read_package(toy)) == ([str(path)], [])
    assert path.read_bytes() == expected


def test_a_file_that_cannot_be_read_is_never_rewritten(toy: Path) -> None:
    path = toy / "places.csv"
    path.write_bytes(path.read_bytes() + b"port,P\n")
    before = path.read_bytes()
    assert rewrite(read_package(toy)) == ([], [str(path)])
    assert path.read_bytes() == before


def test_an_event_is_added_with_its_claims_and_an_id(toy: Path) -> None:
    cells = {"mechanism_id": "drill", "title": "Drill 2021", "start": "2021-05-03",
             "end": "2021-05-05", "place_id": "port", "mode": "at_sea",
             "status": "held"}  # fmt: skip
    edit(toy, "sources", "ministry,,2020-06-11", "ministry,,2021-06-11")
    rows = event_rows(toy, cells, CLAIM)
    add(toy, rows)
    assert check(toy) == []
    assert "drill-2021-05,drill,,,Drill 2021,,2021-05-03," in (toy / "events.csv").read_text()
    claims = (toy / "claims.csv").read_text()
    for field, value in [("start", "2021-05-03"), ("place-id", "port"), ("status", "held")]:
        said = f"{field.replace('-', '_')},{value},after,press"
        assert f"drill-2021-05-{field}-press,drill-2021-05,{said}" in claims
    assert rewrite(read_package(toy)) == ([], [])


def test_ids_that_are_taken_get_the_day_and_then_a_number(toy: Path) -> None:
    cells = {
        "mechanism_id": "drill",
        "title": "x",
        "start": "2020-03-20",
        "status": "held",
        "mode": "at_sea",
    }
    assert event_rows(toy, cells, CLAIM)[0].row["event_id"] == "drill-2020-03"
    assert unused("drill-2020", {"drill-2020", "drill-2020-2"}) == "drill-2020-3"
    assert slug("Bōei-shō, 防衛省 (Tokyo)") == "boei-sho-tokyo"
    assert source_row(toy, {"publisher_id": "Gazette"}).row["source_id"] == "gazette-undated"


def test_what_check_would_refuse_is_not_written(toy: Path) -> None:
    before = {path: path.read_bytes() for path in toy.iterdir()}
    bad = Addition("claims", {"claim_id": "x1", "subject_id": "talks-2020", "field": "start",
                              "value": "2020-07-01", "told": "after", "source_id": "press",
                              "credibility": "2"})  # fmt: skip
    with pytest.raises(DataError) as caught:
        add(toy, [bad])
    (fault,) = caught.value.faults
    assert (fault.code, fault.file) == ("contradiction", str(toy / "claims.csv"))
    assert {path: path.read_bytes() for path in toy.iterdir()} == before


def test_faults_that_were_there_before_do_not_stop_an_addition(toy: Path) -> None:
    edit(toy, "places", "35.3,", "95.3,")
    row = {
        "source_id": "page",
        "title": "A page",
        "publisher_id": "gazette",
        "kind": "news",
        "reliability": "B",
    }
    add(toy, [Addition("sources", row)])
    assert [fault.code for fault in check(toy)] == ["bounds"]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"mechanism_id": "dril", "start": "2021"}, "Did you mean 'drill'?"),
        ({"mechanism_id": "drill", "start": "May 2021"}, "not a date in EDTF"),
    ],
)
def test_an_event_that_cannot_be_made_says_why(
    toy: Path, cells: dict[str, str], words: str
) -> None:
    with pytest.raises(EditError, match=words.replace("?", r"\?")):
        event_rows(toy, {"title": "x", "mode": "at_sea", "status": "held", **cells}, CLAIM)
