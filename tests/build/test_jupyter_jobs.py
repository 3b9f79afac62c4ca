"""Jobs of Jupyter Scheduler without its server: typed parameters, limits, formats, another try."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from nbpress.build.catalogue import Limits
from nbpress.build.failures import ReportFailedError
from nbpress.parameters import Parameter, ParameterError

scheduler = pytest.importorskip("nbpress.build.jupyter_jobs", reason="jupyter-scheduler is missing")

PARAMETERS = (
    "day = '2000-01-01'\ncount = 3\nshare = 0.5\nwhole = False\nnames = ['a']\nnothing = None"
)


def notebook(*sources: str) -> bytes:
    """Return a notebook with a parameters cell and further cells."""
    cells = [
        {
            "cell_type": "code",
            "id": f"c{at}",
            "metadata": {},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        for at, source in enumerate((PARAMETERS, *sources))
    ]
    cells[0]["metadata"] = {"tags": ["parameters"]}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    ).encode()


class Job(scheduler.NotebookJobManager):
    """A job that is told what it is, instead of asking a data base."""

    def __init__(self, folder: Path, document: bytes, parameters: dict[str, str], **limits: float):
        (folder / "toy.ipynb").write_bytes(document)
        paths = {name: str(folder / f"out.{name}") for name in scheduler.NAMES_OF_FORMATS}
        super().__init__("1", str(folder), "", {**paths, "input": str(folder / "toy.ipynb")})
        self._model = SimpleNamespace(
            parameters=parameters, output_formats=list(paths), package_input_folder=False
        )
        self._limits = Limits(**{"retries": 0, **limits})

    def limits(self, notebook: str) -> Limits:  # noqa: ARG002 - its base's
        return self._limits


def test_a_job_makes_every_format_and_text_arrives_as_text(tmp_path: Path) -> None:
    given = {"day": "2010-01-01", "count": "7", "share": "1", "whole": "true", "names": "['b']"}
    Job(tmp_path, notebook("print([day, count, share, whole, names])"), given).execute()
    run = json.loads((tmp_path / "out.ipynb").read_bytes())
    printed = "".join(run["cells"][-1]["outputs"][0]["text"])
    assert printed == "['2010-01-01', 7, 1.0, True, ['b']]\n"
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")
    assert "<!DOCTYPE html>" in (tmp_path / "out.html").read_text()


def test_a_job_runs_in_its_staging_folder(tmp_path: Path) -> None:
    (tmp_path / "beside.txt").write_text("found")
    Job(tmp_path, notebook("print(open('beside.txt').read())"), {}).execute()
    assert "found" in (tmp_path / "out.ipynb").read_text()


def test_a_failing_cell_leaves_the_notebook_and_no_report(tmp_path: Path) -> None:
    with pytest.raises(ReportFailedError, match="cell 2: ValueError: no good"):
        Job(tmp_path, notebook("raise ValueError('no good')"), {}).execute()
    assert "no good" in (tmp_path / "out.ipynb").read_text()
    assert not (tmp_path / "out.pdf").exists()


def test_a_cell_that_does_not_end_is_ended(tmp_path: Path) -> None:
    document = notebook("while True: pass")
    with pytest.raises(ReportFailedError, match="longer than its limit of 1 s"):
        Job(tmp_path, document, {}, cell=1).execute()


def test_a_kernel_that_dies_is_tried_again(tmp_path: Path) -> None:
    once = (
        "import os, pathlib\nseen = pathlib.Path('seen')\n"
        "if not seen.exists():\n    seen.touch()\n    os._exit(1)\nprint('second')"
    )
    Job(tmp_path, notebook(once), {}, retries=1).execute()
    assert "second" in (tmp_path / "out.ipynb").read_text()


@pytest.mark.parametrize(
    ("text", "default"), [("x", 3), ("1.5", 3), ("3", True), ("nan", 0.5), ("b", ["a"])]
)
def test_what_is_not_of_the_type_of_the_default_is_refused(text: str, default: object) -> None:
    with pytest.raises(ValueError, match=r"malformed|not of the type"):
        scheduler.as_default(text, default)


def test_declared_parameters_are_validated_before_a_kernel_starts(tmp_path: Path) -> None:
    class Declared(Job):
        def declared(self, notebook: str) -> tuple[Parameter, ...]:
            assert notebook == "toy"
            return (Parameter("seed", "integer", 1, "Seed."),)

    with pytest.raises(ParameterError, match="did you mean 'seed'"):
        Declared(tmp_path, notebook(), {"sed": "1"}).execute()
    assert Declared(tmp_path, notebook(), {"seed": "7"}).typed_parameters(
        tmp_path / "toy.ipynb", {"seed": "7"}
    ) == {"seed": 7}


def test_the_environment_offers_what_the_job_list_will_ask_for() -> None:
    environments = scheduler.KernelEnvironments()
    (only,) = environments.list_environments()
    assert set(only.output_formats) == set(environments.output_formats_mapping())
    assert environments.manage_environments_command() == ""
