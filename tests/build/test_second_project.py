"""A project that is not ours: two notebooks, one table and ten lines, built by nbpress."""

import shutil
import subprocess
import sys

import pytest

from nbpress.build.build import prepare
from nbpress.build.project import project_at
from nbpress.build.request import Request
from nbpress.errors import UsageError
from nbpress.parameters import Parameter
from tests.render import looking
from tests.toy import ROOT

PROJECT = ROOT / "tests" / "second_project"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A copy of the project beside a package ``defcoop`` that cannot be imported."""
    folder = tmp_path_factory.mktemp("second") / "project"
    shutil.copytree(PROJECT, folder)
    barrier = folder / "barrier" / "defcoop"
    barrier.mkdir(parents=True)
    (barrier / "__init__.py").write_text("raise ImportError('not in this project')\n")
    return folder


def build(place):
    return subprocess.run(
        [sys.executable, "build.py"],
        cwd=place,
        env={"PYTHONPATH": str(place / "barrier"), "PATH": "/usr/bin:/bin", "HOME": str(place)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def built(place):
    done = build(place)
    assert done.returncode == 0, done.stderr
    assert "[2/2]" in done.stderr
    return place / "reports" / "build"


def test_both_formats_carry_what_the_notebook_computes(built):
    # The lowest of three levels of each river, by data/levels.csv.
    page = (built / "both" / "report.html").read_text()
    text = looking.words((built / "both" / "report.pdf").read_bytes())
    for lowest in ("154", "298"):
        assert lowest in page
        assert lowest in text
    assert "Rivers of the year" in text
    assert "River levels" in (built / "index.html").read_text()


def test_what_is_built_is_not_built_again(place, built):
    before = (built / "levels" / "run.json").read_bytes()
    done = build(place)
    assert done.returncode == 0, done.stderr
    assert (built / "levels" / "run.json").read_bytes() == before


def test_the_project_names_nothing_of_ours():
    for path in PROJECT.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert "defcoop" not in path.read_text(), path


def test_the_script_has_about_ten_lines_of_code():
    lines = (PROJECT / "build.py").read_text().splitlines()
    code = [
        line for line in lines if line.strip() and not line.startswith(('"""', "import", "from"))
    ]
    assert len(code) <= 10


AS_OF = Parameter("as_of", "date", "", "Nothing after this day is used.")


def prepare_with_a_date(place, **given):
    project = project_at(place, name="Two rivers", parameters=lambda _notebook: [AS_OF])
    return prepare(project, Request(out=place / "elsewhere", names=("both",), **given))


def test_an_as_of_date_that_nobody_gives_is_not_guessed(place):
    with pytest.raises(UsageError, match="give the parameter, or newest_date to project_at"):
        prepare_with_a_date(place)


def test_an_as_of_date_that_is_given_asks_for_no_other(place):
    (step,) = prepare_with_a_date(place, parameters={"as_of": "2024-03-01"}).steps
    assert {part.parameters["as_of"] for part in step.target.parts} == {"2024-03-01"}
