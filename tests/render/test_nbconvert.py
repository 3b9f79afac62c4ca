"""The exporters as nbconvert and JupyterLab call them."""

import json
import subprocess
import sys
from importlib.metadata import entry_points

import nbformat
import pytest
from nbconvert.exporters import get_exporter

from nbpress.render import ExportError, render
from tests.render import looking
from tests.render.corpus import CORPUS
from tests.render.notebooks import md, notebook, png

NAMES = {"report_html": (".html", "text/html"), "report_pdf": (".pdf", "application/pdf")}


def node(name):
    return nbformat.from_dict(CORPUS[name])


def test_entry_points_are_registered():
    found = {entry.name for entry in entry_points(group="nbconvert.exporters")}
    assert set(NAMES) <= found


@pytest.mark.parametrize("name", NAMES)
def test_exporters_say_what_they_make(name):
    exporter = get_exporter(name)()
    assert (exporter.file_extension, exporter.output_mimetype) == NAMES[name]
    assert exporter.export_from_notebook.startswith("Report")


@pytest.mark.parametrize("name", NAMES)
def test_an_exporter_gives_what_render_gives(name):
    output, resources = get_exporter(name)().from_notebook_node(node("report"))
    content = output.encode() if isinstance(output, str) else output
    assert content == render([CORPUS["report"]], name.removeprefix("report_")).content
    assert resources["report_notices"] == []
    assert resources["output_extension"] == NAMES[name][0]


def test_notices_reach_the_log_and_the_resources(caplog):
    _, resources = get_exporter("report_html")().from_notebook_node(node("svg-without-alt"))
    assert resources["report_breaches"] == ["cell 1: a picture has no alt text"]
    assert "a picture has no alt text" in caplog.text


def test_traits_override():
    exporter = get_exporter("report_html")
    output, _ = exporter(show_code=True, title="Another").from_notebook_node(node("code-shown"))
    assert "<title>Another</title>" in output
    hidden, _ = exporter(show_code=False).from_notebook_node(node("code-shown"))
    assert "greet" not in hidden
    with pytest.raises(ExportError):
        exporter(strict=True).from_notebook_node(node("svg-without-alt"))


def test_file_name_is_the_title_and_pictures_beside_it_are_found(tmp_path):
    (tmp_path / "grey.png").write_bytes(png())
    made = notebook(md("![Grey](grey.png)"))
    (tmp_path / "rain.ipynb").write_text(json.dumps(made))
    output, _ = get_exporter("report_pdf")().from_filename(str(tmp_path / "rain.ipynb"))
    assert looking.reader(output).metadata.title == "rain"
    assert looking.alternatives(output) == ["Grey"]


def test_the_notebook_given_is_left_as_it_was():
    before = node("report")
    get_exporter("report_pdf")().from_notebook_node(before)
    assert before == node("report")


def test_importing_the_exporters_is_cheap():
    # JupyterLab imports every exporter to list them: what we load then, everybody waits for.
    script = (
        "import sys, nbconvert.exporters.exporter; before = set(sys.modules); "
        "import nbpress.render.html, nbpress.render.pdf; "
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    heavy = {
        "typst",
        "matplotlib",
        "pandas",
        "numpy",
        "fontTools",
        "markdown_it",
        "latex2mathml",
        "pypdf",
        "pygments",
        "nh3",
    }
    assert not heavy & set(done.stdout.split())
