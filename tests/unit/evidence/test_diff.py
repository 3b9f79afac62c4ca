"""Differences told as facts, between folders and between git revisions."""

import subprocess
from pathlib import Path

import pytest

from defcoop.evidence import DataNotFoundError
from defcoop.evidence.diff import Change, data_at, diff, markdown
from tests.toy import edit, write_toy


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    return write_toy(tmp_path / "newer")


def told(old: Path, new: Path) -> list[tuple[str, str, str, str, str, str]]:
    return [tuple(change.as_dict().values()) for change in diff(old, new)]


def test_no_change(toy: Path, newer: Path) -> None:
    assert diff(toy, newer) == []


def test_order_and_quoting_are_no_change(toy: Path, newer: Path) -> None:
    lines = (newer / "claims.csv").read_text().splitlines()
    text = "\n".join([lines[0], *reversed(lines[1:])]) + "\n"
    (newer / "claims.csv").write_text(text.replace("yearbook", '"yearbook"'))
    assert diff(toy, newer) == []


def test_a_changed_cell(toy: Path, newer: Path) -> None:
    edit(newer, "events", "First talks", "Maiden talks")
    assert told(toy, newer) == [
        ("events", "talks-2019", "title", "First talks", "Maiden talks", "changed")
    ]


def test_added_filled_emptied_and_withdrawn(toy: Path, newer: Path) -> None:
    edit(newer, "events", ",2019-06,,country", ",2019-06,2019-06,country")
    edit(newer, "instruments", "2020-06-10,2021,capital", "2020-06-10,,capital")
    edit(newer, "aliases", "The Talks,talks", "The Yearly Talks,talks")
    assert told(toy, newer) == [
        ("events", "talks-2019", "end", "", "2019-06", "added"),
        ("instruments", "pact", "in_force", "2021", "", "withdrawn"),
        ("aliases", "The Talks talks", "row", "", "", "withdrawn"),
        ("aliases", "The Yearly Talks talks", "row", "", "", "added"),
    ]


def test_a_new_ruling_is_called_so(toy: Path, newer: Path) -> None:
    row = "pact,signed,2020-06-11,A slip.,press,,2026-11-22\n"
    path = newer / "rulings.csv"
    path.write_text(path.read_text() + row)
    (change,) = diff(toy, newer)
    assert (change.kind, change.subject) == ("ruled", "pact signed 2020-06-11")
    assert "reason A slip." in change.new


def test_a_table_without_a_key_is_compared_by_rows(toy: Path, newer: Path) -> None:
    edit(newer, "measures", "ships,3,ships", "ships,4,ships")
    assert [change.kind for change in diff(toy, newer)] == ["withdrawn", "added"]


def test_markdown_escapes_what_would_break_the_table() -> None:
    change = Change("events", "a", "title", "x|y", "<b>*z*</b>", "changed")
    row = markdown([change]).splitlines()[2]
    assert row == r"| changed | events | a | title | x\|y | \<b\>\*z\*\</b\> |"
    assert markdown([]) == "No fact changed.\n"


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_git_revisions(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = toy.parent
    monkeypatch.delenv("DEFCOOP_DATA", raising=False)
    monkeypatch.chdir(project)
    git(project, "init", "-q")
    git(project, "add", "data")
    git(project, "commit", "-q", "-m", "one")
    edit(toy, "events", "First talks", "Maiden talks")
    with data_at("HEAD") as before, data_at("data") as after:
        assert [change.new for change in diff(before, after)] == ["Maiden talks"]
    for nothing in ("v99", "--output=x", "HEAD:data"):
        with (
            pytest.raises(DataNotFoundError, match="neither a data folder nor a git revision"),
            data_at(nothing),
        ):
            pass
