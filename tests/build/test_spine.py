"""A whole build, end to end: real papermill, real kernels, real exporters."""

import json
import re

import pytest

from nbpress.build.build import carry_out, prepare
from nbpress.render.contract import find_faults
from tests.build.project import report

FILES = {"report.html", "report.pdf", "report.ipynb", "record.json", "run.json", "data/bar.csv"}


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["rain", "towns", "profile/leh", "profile/pune"])
def test_a_report_is_a_folder_with_all_its_files(built, name):
    assert files(built.out / name) == FILES
    assert b"<html" in (built.out / name / "report.html").read_bytes()
    assert (built.out / name / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_a_binder_has_one_notebook_for_each_chapter(built):
    assert files(built.out / "year-book") == FILES - {"report.ipynb"} | {
        "rain.ipynb",
        "towns.ipynb",
    }


def test_the_numbers_in_the_page_come_from_the_run(built):
    assert "It rained 8 mm" in (built.out / "rain" / "report.html").read_text()
    assert "pune had 7 mm" in (built.out / "profile" / "pune" / "report.html").read_text()


def test_the_record_names_what_was_read_and_found(built):
    record = built.read("profile/pune/record.json")
    assert record["parameters"] == {"as_of": "2024-01-02", "town": "pune"}
    assert record["as_of"] == "2024-01-02"
    assert list(record["tables"]) == ["rain"]
    assert record["title"] == "Profile of Pune"
    assert record["headlines"][0]["value"] == 7


def test_the_run_notebook_has_outputs_and_no_trace_of_the_run(built):
    run = built.read("rain/report.ipynb")
    assert "papermill" not in run["metadata"]
    assert run["metadata"]["kernelspec"]["name"] == "python3"
    assert str(built.folder) not in json.dumps(run)
    assert any(cell.get("outputs") for cell in run["cells"])


@pytest.mark.parametrize("name", ["rain", "towns", "profile/leh", "profile/pune"])
def test_the_outputs_keep_the_contract_with_the_renderer(built, name):
    assert find_faults(built.read(f"{name}/report.ipynb")) == []


def test_the_index_links_everything_and_makes_no_request(built):
    page = (built.out / "index.html").read_text()
    for name in ("rain/report.html", "year-book/report.pdf", "profile/pune/report.ipynb"):
        assert f'href="{name}"' in page
    assert re.search(r"5 reports as of 2024-01-02, from data [0-9a-f]{12}\.", page)
    assert "http" not in page.replace("http-equiv", "")


def test_a_shared_notebook_runs_once_for_two_reports(built):
    # The binder's chapters are the same runs as the reports of one chapter.
    assert (built.out / "year-book" / "rain.ipynb").read_bytes() == (
        built.out / "rain" / "report.ipynb"
    ).read_bytes()


def test_two_builds_give_the_same_bytes(built, copy):
    copy.build(all=True, force=True)
    differs_by_design = {"run.json", "index.html"}
    for path in built.out.rglob("*"):
        name = path.relative_to(built.out)
        if path.is_file() and name.parts[0][0] != "." and name.name not in differs_by_design:
            assert (copy.out / name).read_bytes() == path.read_bytes(), name


def test_a_kernel_is_told_which_files_have_passed_the_check(copy):
    body = """\
import os
total = 0
show({"text/markdown": "checked: " + os.environ["TOY_CHECKED"]}, kind="prose")
"""
    copy.write("notebooks/towns.ipynb", report('as_of = ""', "Towns", body))
    assert copy.build("towns") == {"towns": None}
    assert "checked: rain.csv,towns.csv" in (copy.out / "towns" / "report.html").read_text()


class Watch:
    """A display that writes down what it is told."""

    def __init__(self):
        self.seen = []

    def state(self, target, state):
        if (target, state) not in self.seen:
            self.seen.append((target, state))


def test_reports_are_published_as_they_come_and_not_at_the_end(copy):
    watch = Watch()
    prepared = prepare(copy.project, copy.request(all=True, workers=1, force=True), copy.clock)
    carry_out(prepared, watch, copy.clock)
    assert watch.seen.index(("rain", "published")) < watch.seen.index(("profile/leh", "running"))
