"""Every report of ours runs with any parameters that make sense, and says so when nothing is left.

Warnings are errors here (pyproject.toml), so a run without an exception is a run without a warning.
"""

import re

import nbformat
import papermill
import pytest

from defcoop.chapters.declarations import DECLARATIONS
from nbpress.render import render
from nbpress.render.contract import find_faults
from nbpress.render.outputs import read_report
from tests.chapters import drawn
from tests.chapters.running import NOTEBOOKS, once, pictures, prose, reports, run

REPORTS = tuple(DECLARATIONS)
WINDOWS = {
    "defaults": {},
    "empty window": {"first_day": "1950-01-01", "last_day": "1950-12-31"},
    "one domain": {"domains": ["sea"]},
    "few events": {"domains": ["space", "cyber"]},
    "others, without the pandemic": {
        "scopes": ["minilateral", "multilateral"],
        "covid": "without",
    },
    "as of 2012, best claims only": {"as_of": "2012-12-31", "credibility": 2},
    "one year": {"first_day": "2024-01-01", "last_day": "2024-12-31"},
}
POINTS_PER_INCH = 72.0


def executed(report: str, window: str) -> nbformat.NotebookNode:
    """Return a report run with one set of parameters, once for all tests."""
    return once(report, WINDOWS[window])


every_run = pytest.mark.parametrize(
    ("report", "window"), [(report, window) for report in REPORTS for window in WINDOWS]
)


@every_run
def test_a_report_breaks_no_rule_of_accessible_pages(report: str, window: str) -> None:
    # Strict rendering refuses a missing alternative text, an unknown source, a dangling reference.
    rendered = render([executed(report, window)], to="pdf", strict=True)
    assert rendered.content.startswith(b"%PDF")


@every_run
def test_outputs_keep_the_contract_with_the_renderer(report: str, window: str) -> None:
    assert find_faults(executed(report, window)) == []


@every_run
def test_labels_are_whole_and_apart(report: str, window: str) -> None:
    for label, svg in pictures(executed(report, window)).items():
        assert drawn.clipped(svg) == [], label
        assert drawn.overlapping(svg) == [], label
        assert drawn.size(svg)[0] <= 6.5 * POINTS_PER_INCH, label


@every_run
def test_what_is_said_reads_as_prose(report: str, window: str) -> None:
    text = prose(executed(report, window))
    assert not re.search(r"\bnan\b|NaT|\bNone\b(?! of)|<NA>|\binf\b", text)
    assert "  " not in text.replace("\n  ", "")


@pytest.mark.parametrize("report", REPORTS)
def test_an_empty_window_is_said_in_a_sentence(report: str) -> None:
    notebook = executed(report, "empty window")
    assert pictures(notebook) == {}
    assert re.search(r"[Nn]o events? (of this series )?(lies )?in this window", prose(notebook))


@every_run
def test_exhibits_say_what_they_show(report: str, window: str) -> None:
    notebook = executed(report, window)
    for figure in reports(notebook, "figure"):
        assert figure["alt"]
        assert figure["alt"] not in (figure["caption"], figure["title"])
        assert figure["title"]
        assert not figure["title"].endswith(".")
        assert figure["subtitle"].startswith("n = ")
        assert figure["sources"], figure["label"]
        assert figure["data"]["csv"].count("\n") > 1


@every_run
def test_every_exhibit_is_referred_to(report: str, window: str) -> None:
    notebook = executed(report, window)
    text = prose(notebook)
    named = [f"#fig:{each['label']}" for each in reports(notebook, "figure")]
    named += [f"#tbl:{each['label']}" for each in reports(notebook, "table")]
    assert [name for name in named if name not in text] == []


@pytest.mark.parametrize("report", REPORTS)
def test_a_run_repeats_to_the_byte(report: str) -> None:
    again = run(report)
    assert pictures(again) == pictures(executed(report, "defaults"))
    assert prose(again) == prose(executed(report, "defaults"))


@pytest.mark.parametrize("report", REPORTS)
def test_papermill_runs_the_report_in_a_kernel(report: str, tmp_path) -> None:
    result = papermill.execute_notebook(
        NOTEBOOKS / f"{report}.ipynb",
        tmp_path / "report.ipynb",
        {"first_day": "2005-01-01"},
        progress_bar=False,
        log_output=False,
    )
    streams = [
        output.text
        for cell in result.cells
        for output in cell.get("outputs", ())
        if output.output_type == "stream"
    ]
    assert streams == []
    assert reports(result, "record")[0]["parameters"]["first_day"] == "2005-01-01"


@pytest.mark.parametrize(
    ("report", "names"),
    [
        ("mechanisms", ["pair-series", "network-bodies", "network-series"]),
        ("instruments", ["instruments-leading", "agreements-in-force", "agreements-used"]),
    ],
)
def test_headline_numbers_are_in_the_record_once(report: str, names: list[str]) -> None:
    record = read_report(once(report)).record
    assert record is not None
    assert [item["name"] for item in record.headlines] == names
