"""``defcoop verify``: consistent files are told from changed ones, each kind of change by name."""

import io
import json

import pikepdf
import pytest
from click.testing import CliRunner

from defcoop.cli.verify import command
from nbpress.render import render
from nbpress.render.verify import verify_pdf
from tests.render import looking
from tests.render.corpus import CORPUS
from tests.render.notebooks import figure, notebook, report


@pytest.fixture
def build(tmp_path):
    """A build's folder as it is published."""
    folder = tmp_path / "build" / "rain"
    folder.mkdir(parents=True)
    made = CORPUS["report"]
    record = b'{"title": "Rain"}\n'
    content = render([made], "pdf", attachments={"record.json": record}).content
    (folder / "report.pdf").write_bytes(content)
    (folder / "record.json").write_bytes(record)
    (folder / "report.ipynb").write_text(json.dumps(made))
    (folder / "data").mkdir()
    for name, held in looking.files(content).items():
        if name.startswith("data/"):
            (folder / name).write_bytes(held)
    return folder


def run(*arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def change(path, name, content):
    """Replace an attached file, leaving everything else as it was."""
    with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
        if content is None:
            del pdf.attachments[name]
        else:
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)
        pdf.save(path)


def test_a_build_is_consistent(build):
    result = run(build.parent)
    assert result.exit_code == 0
    assert "consistent" in result.output
    assert "byte for byte, what the attached notebook makes" in result.output
    assert "the attached record is the published one" in result.output


def test_a_pdf_alone_is_consistent_with_itself(build, tmp_path):
    moved = tmp_path / "sent.pdf"
    moved.write_bytes((build / "report.pdf").read_bytes())
    assert run(moved).exit_code == 0
    assert run(moved, "--against", build).exit_code == 0
    assert run(moved, "--against", build / "record.json").exit_code == 0


@pytest.mark.parametrize(
    "name",
    ["report", "png-output", "empty", "hostile-typst", "hostile-surrogate", "picture-attachment"],
)
def test_every_kind_of_notebook_makes_its_pages_again(name, tmp_path, pdf):
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf(name))
    found = verify_pdf(path)
    assert found.faults == []
    assert any("byte for byte" in held for held in found.held)


def test_a_binder_makes_its_pages_again(tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(
        render([report(figure("a")), report(figure("b"))], "pdf", title="Both").content
    )
    assert verify_pdf(path).faults == []


def test_pictures_from_beside_the_notebook_travel_with_it(tmp_path):
    from tests.render.notebooks import png

    (tmp_path / "grey.png").write_bytes(png())
    path = tmp_path / "x.pdf"
    made = render([notebook("![Grey](grey.png) ![no](../grey.png)")], "pdf", folder=tmp_path)
    path.write_bytes(made.content)
    assert looking.alternatives(made.content) == ["Grey"]
    assert verify_pdf(path).faults == []


def test_changed_data_is_found(build):
    change(build / "report.pdf", "data/rain.csv", b"month,millimetres\n2024-01,999\n")
    result = run(build / "report.pdf")
    assert result.exit_code == 1
    assert "data/rain.csv has another digest than the list says" in result.output
    assert "not what the attached notebook shows: data/rain.csv" in result.output


def test_missing_and_added_files_are_found(build):
    change(build / "report.pdf", "data/rain.csv", None)
    change(build / "report.pdf", "data/more.csv", b"x")
    result = run(build / "report.pdf")
    assert result.exit_code == 1
    assert "data/rain.csv is listed but not attached" in result.output
    assert "data/more.csv is attached but not listed" in result.output


def test_changed_pages_are_found(build):
    with pikepdf.open(io.BytesIO((build / "report.pdf").read_bytes())) as pdf:
        pdf.pages[0].contents_add(b"0 0 1 rg 0 0 99 99 re f", prepend=False)
        pdf.save(build / "report.pdf")
    result = run(build / "report.pdf", "-q")
    assert result.exit_code == 1
    assert "the pages are not what the attached notebook makes" in result.output
    assert "holds:" not in result.output


def test_another_record_is_found(build):
    (build / "record.json").write_bytes(b'{"title": "Snow"}\n')
    result = run(build)
    assert result.exit_code == 1
    assert "the attached record is not the published one" in result.output


def test_another_notebook_is_found(build):
    other = json.loads((build / "report.ipynb").read_text())
    other["cells"][2]["outputs"][0]["metadata"]["report"]["title"] = "It snowed"
    (build / "report.ipynb").write_text(json.dumps(other))
    result = run(build)
    assert result.exit_code == 1
    assert "differs in code or outputs from every published notebook" in result.output


def test_another_version_is_said_not_blamed(build, monkeypatch):
    monkeypatch.setattr("nbpress.render.manifest.made_with", lambda: {"typst": "9"})
    found = verify_pdf(build / "report.pdf")
    assert found.faults == []
    assert "cannot be made again to compare" in found.unchecked[0]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nnonsense", b"<html>"])
def test_what_is_no_pdf_is_a_fault(tmp_path, content):
    (tmp_path / "x.pdf").write_bytes(content)
    result = run(tmp_path / "x.pdf")
    assert result.exit_code == 1
    assert "cannot be read as a PDF" in result.output


def test_a_strangers_pdf_is_a_fault(tmp_path):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "x.pdf")
    result = run(tmp_path / "x.pdf")
    assert result.exit_code == 1
    assert "carries no manifest.json" in result.output


def test_wrong_usage_is_two(build, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(tmp_path / "nowhere").exit_code == 2
    assert run(empty).exit_code == 2
    assert run(build, "--against", build).exit_code == 2
    assert run(build / "report.pdf", "--against", tmp_path / "nowhere").exit_code == 2
    assert run().exit_code == 2
