"""The editing loop: faults with links to lines, facts that differ."""

import subprocess
from pathlib import Path

import pytest

from defcoop.lab import review
from tests.toy import edit, write_toy


@pytest.fixture
def desk(toy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of notebooks beside the toy data."""
    folder = toy.parent / "notebooks"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("DEFCOOP_DATA", raising=False)
    return toy


def commit(project: Path) -> None:
    """Commit everything in a folder."""
    git = ["git", "-C", str(project), "-c", "user.name=T", "-c", "user.email=t@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "Data"], check=True)


def test_a_fault_leads_to_its_line_from_the_folder_of_notebooks(desk: Path) -> None:
    write_toy(desk, "enum")
    shown = review.review()
    expected = (Path(__file__).parents[2] / "fixtures" / "enum" / "expected.txt").read_text()
    file, line = expected.split(":")[:2]
    link = f'<a href="../data/{Path(file).name}#line={int(line) - 1}">{Path(file).name}:{line}</a>'
    assert link in shown.data["text/html"]


def test_facts_that_differ_from_the_commit_are_told(desk: Path) -> None:
    commit(desk.parent)
    assert "No facts changed since HEAD" in review.review().data["text/plain"]
    text = (desk / "sources.csv").read_text().splitlines()[1].split(",")[1]
    edit(desk, "sources", text, f"{text} revised")
    shown = review.review()
    assert "1 fact changed since HEAD" in shown.data["text/plain"]
    assert "revised</td>" in shown.data["text/html"]


def test_without_a_commit_there_is_nothing_to_compare_with(desk: Path) -> None:  # noqa: ARG001
    assert "Nothing to compare with" in review.review().data["text/plain"]


def test_what_stands_in_a_cell_is_not_markup(desk: Path) -> None:
    text = (desk / "sources.csv").read_text().splitlines()[1].split(",")[4]
    edit(
        desk,
        "sources",
        (desk / "sources.csv").read_text().splitlines()[1],
        (desk / "sources.csv").read_text().splitlines()[1].replace(text, "<script>"),
    )
    shown = review.review()
    assert "<script>" not in shown.data["text/html"]
