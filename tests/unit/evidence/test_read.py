"""Files broken as files: each one clear error with its line, never a traceback.

Most such defects are folders of tests/fixtures; here are those too large or too absent for one.
"""

from pathlib import Path

import pytest

from defcoop.evidence import DataError
from defcoop.evidence.check import check
from defcoop.evidence.load import load
from tests.toy import edit

HEADER = b"place_id,name,country,parent_place_id,latitude,longitude\n"


@pytest.mark.parametrize(
    ("cell", "words"),
    [(b"x" * 10_000_000, "10,000,000 characters"), (b"x" * 100_001, "100,001 characters")],
)
def test_an_endless_cell_is_one_clear_error(toy: Path, cell: bytes, words: str) -> None:
    (toy / "places.csv").write_bytes(HEADER + b"port," + cell + b",JPN,,,\n")
    (fault,) = check(toy)
    assert (fault.line, fault.code, fault.remedy) == (2, "structure", "shorten the cell")
    assert words in fault.rule
    assert len(str(fault)) < 400


def test_a_missing_file_is_one_clear_error(toy: Path) -> None:
    (toy / "places.csv").unlink()
    (fault,) = check(toy)
    assert (fault.line, fault.code, fault.rule) == (1, "structure", "the file cannot be read")


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
