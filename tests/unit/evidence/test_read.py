"""Files broken as files: each one clear error with its line, never a traceback."""

from pathlib import Path

import pytest

from defcoop.evidence import DataError, check, load
from tests.toy import edit

PLACES = "place_id,name,country,parent_place_id,latitude,longitude\n"

# name: (bytes of places.csv or None to delete it, line, words of the rule)
DEFECTS: dict[str, tuple[bytes | None, int, str]] = {
    "missing_file": (None, 1, "cannot be read"),
    "empty_file": (b"", 1, "empty"),
    "bad_bytes": (PLACES.encode() + b"port,P\xff,JPN,,35.3,139.7\n", 2, "0xff is not UTF-8"),
    "byte_order_mark": (b"\xef\xbb\xbf" + PLACES.encode(), 1, "byte order mark"),
    "crlf": (PLACES.encode().replace(b"\n", b"\r\n"), 1, "CRLF"),
    "nul": (PLACES.encode() + b"port,P\x00,JPN,,35.3,139.7\n", 2, "NUL"),
    "semicolons": (PLACES.replace(",", ";").encode(), 1, "not separated by commas"),
    "tabs": (PLACES.replace(",", "\t").encode(), 1, "not separated by commas"),
    "truncated": (PLACES.encode() + b"port,Port,JPN,,35.", 2, "cut off"),
    "duplicate_header": (PLACES.replace("name", "place_id").encode(), 1, "same name"),
    "unknown_column": (PLACES.replace("name", "nmae").encode(), 1, "no such column"),
    "missing_column": (PLACES.replace("name,", "").encode(), 1, "missing"),
    "short_row": (PLACES.encode() + b"port,Port\n", 2, "2 cells where the header has 6"),
    "long_row": (PLACES.encode() + b"port,Port,JPN,,35.3,139.7,x\n", 2, "7 cells"),
    "empty_line": (PLACES.encode() + b"\n", 2, "empty"),
    "line_break": (PLACES.encode() + b'port,"Po\nrt",JPN,,35.3,139.7\n', 2, "line break"),
    "open_quote": (PLACES.encode() + b'port,"Port,JPN,,35.3,139.7\n', 2, "cannot be read"),
    "stray_quote": (PLACES.encode() + b'port,"Po"rt,JPN,,35.3,139.7\n', 2, "cannot be read"),
    "huge_cell": (
        PLACES.encode() + b"port," + b"x" * 10_000_000 + b",JPN,,,\n",
        2,
        "cannot be read",
    ),
    "long_cell": (
        PLACES.encode() + b"port," + b"x" * 120_000 + b",JPN,,,\n",
        2,
        "more than 100,000",
    ),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_broken_file_gives_one_clear_error(toy: Path, name: str) -> None:
    content, line, words = DEFECTS[name]
    path = toy / "places.csv"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    faults = [fault for fault in check(toy) if fault.code == "structure" and words in fault.rule]
    assert [(fault.line, fault.file) for fault in faults] == [(line, str(path))]
    assert faults[0].remedy


def test_what_refers_to_a_broken_file_is_not_called_a_fault(toy: Path) -> None:
    (toy / "places.csv").unlink()
    assert {Path(fault.file).name for fault in check(toy)} == {"places.csv"}


def test_columns_may_stand_in_any_order(toy: Path) -> None:
    lines = (toy / "aliases.csv").read_text().splitlines()
    swapped = [",".join(reversed(line.split(","))) for line in lines]
    (toy / "aliases.csv").write_text("\n".join(swapped) + "\n")
    assert check(toy) == []
    assert load(toy).aliases["alias"].tolist() == ["The Talks"]


@pytest.mark.parametrize(
    ("text", "line"), [("{", 1), ('{"resources": 3}', 1), ('{\n"a": }', 2), ("[]", 1)]
)
def test_a_broken_schema_is_a_fault_too(toy: Path, text: str, line: int) -> None:
    (toy / "datapackage.json").write_text(text)
    assert [(fault.code, fault.line) for fault in check(toy)] == [("schema", line)]


def test_load_raises_one_exception_with_all_faults(toy: Path) -> None:
    edit(toy, "places", "35.3,", "95.3,")
    edit(toy, "sources", ",official,A", ",offical,A")
    with pytest.raises(DataError) as caught:
        load(toy)
    assert [fault.code for fault in caught.value.faults] == ["enum", "bounds"]
    assert str(caught.value).startswith("2 faults in the data\n")
