"""The printed pages: how many there are, how they end, and what stands on top of each."""

import functools
import io
import shutil

import nbformat
import pypdf
import pytest

from defcoop.evidence.tables import find_data
from nbpress.render import render
from tests.chapters.running import NOTEBOOKS, once, run

BOUNDS = {
    "brief": (2, 2),
    "cadence": (4, 14),
    "exercises": (4, 10),
    "mechanisms": (3, 7),
    "instruments": (3, 8),
    "evidence": (4, 12),
    "profile": (1, 2),
}
FOOTER = ("Data ", "As of ", "Page ")
SERIES_OF = {2: "defence-policy-dialogue", 17: "annual-summit"}
LONG = 40


@functools.cache
def pages(name: str, mechanism: str = "") -> tuple[str, ...]:
    """Return the text of each page of a report."""
    notebook = once(name, {"mechanism": mechanism} if mechanism else {})
    content = render([notebook], to="pdf", strict=True).content
    return tuple(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("name", BOUNDS)
def test_page_count(name: str) -> None:
    low, high = BOUNDS[name]
    assert low <= len(pages(name)) <= high


@pytest.mark.parametrize("mechanism", SERIES_OF.values())
def test_a_profile_fits_two_pages(mechanism: str) -> None:
    assert len(pages("profile", mechanism)) <= 2


def test_a_profile_of_forty_events_fits_two_pages(tmp_path, monkeypatch) -> None:
    # A made-up series: forty yearly rounds from 1985 on, each with one claim.
    folder = tmp_path / "data"
    shutil.copytree(find_data(), folder)
    source = "founding-0-embassy-tokyo"  # undated, so that it may tell of any round
    append(folder / "mechanisms.csv", {"mechanism_id": "rounds", "name": "Rounds"} | SERIES)
    append(folder / "claims.csv", claim("rounds", "name", "Rounds", source))
    for number in range(1, LONG + 1):
        event = f"rounds-{number}"
        day = f"{1985 + number}-06-{number % 28 + 1:02d}"
        append(folder / "events.csv", held(event, number, day))
        for field, value in (("start", day), ("edition", str(number))):
            append(folder / "claims.csv", claim(event, field, value, source))
    monkeypatch.setenv("DEFCOOP_DATA", str(folder))
    notebook = run("profile", {"mechanism": "rounds", "first_day": "1980-01-01"})
    content = render([notebook], to="pdf", strict=True).content
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) <= 2


SERIES = {"short_name": "Rounds", "kind": "dialogue", "domain": "joint", "level": "secretary",
          "scope": "bilateral", "core": "true"}  # fmt: skip


def held(event: str, number: int, day: str) -> dict[str, str]:
    """Return a round that was held."""
    facts = {"mechanism_id": "rounds", "title": f"Round {number}", "edition": str(number)}
    dates = {"start": day, "end": day, "mode": "in_person", "status": "held"}
    return {"event_id": event, **facts, **dates, "scope": "bilateral"}


def claim(subject: str, field: str, value: str, source: str) -> dict[str, str]:
    """Return a claim of one source."""
    grade = {"told": "after", "source_id": source, "credibility": "2"}
    return (
        {"claim_id": f"{subject}-{field}", "subject_id": subject, "field": field}
        | {"value": value}
        | grade
    )


def append(path, row: dict[str, str]) -> None:
    """Add a row to a table; columns that it does not name stay empty."""
    text = path.read_text(encoding="utf-8")
    columns = text.splitlines()[0].split(",")
    assert set(row) <= set(columns)
    line = ",".join(row.get(column, "") for column in columns)
    path.write_text(f"{text}{line}\n", encoding="utf-8", newline="")


@pytest.mark.parametrize("name", BOUNDS)
def test_no_heading_ends_a_page(name: str) -> None:
    headings = {
        cell.source.lstrip("# ").splitlines()[0]
        for cell in run_cells(name)
        if cell.cell_type == "markdown" and cell.source.startswith("#")
    }
    for page in pages(name):
        lines = [line for line in page.splitlines() if not line.startswith(FOOTER)]
        assert not lines or lines[-1] not in headings


def run_cells(name: str) -> list:
    """Return the cells of a notebook as committed."""
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", 4).cells


def test_the_head_of_a_long_table_is_repeated() -> None:
    inside = [page for page in pages("cadence") if page.count("Not found") > 5]
    assert len(inside) > 1
    assert all("What was looked for" in page for page in inside)


@pytest.mark.parametrize("name", BOUNDS)
def test_no_page_is_nearly_empty(name: str) -> None:
    # The last page may hold little; every other one holds text or a figure with its labels.
    assert [len(page) for page in pages(name)[:-1] if len(page) < 400] == []
