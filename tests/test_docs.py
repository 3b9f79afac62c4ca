"""The documentation under test: what is not documented fails, and the examples run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from defcoop.chapters.declarations import DECLARATIONS
from defcoop.cli import COMMANDS
from defcoop.evidence.tables import read_package
from tests.toy import ROOT

README = (ROOT / "README.md").read_text()
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`defcoop {command}" in README


def test_every_parameter_is_in_the_readme() -> None:
    names = {parameter.name for declared in DECLARATIONS.values() for parameter in declared}
    assert {name for name in names if f"`{name}`" not in README} == set()


def test_every_make_target_is_in_the_readme() -> None:
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert {target for target in targets if f"`make {target}`" not in README} == set()
    assert {"help", "report", "test", "lint", "check", "lab", "bench", "clean"} <= set(targets)


def test_every_report_is_in_the_readme_and_has_its_notebook() -> None:
    catalogue = yaml.safe_load((ROOT / "reports" / "catalogue.yml").read_text())["reports"]
    assert {name for name in catalogue if f"`{name}`" not in README} == set()


def test_every_column_of_the_tables_is_in_the_codebook() -> None:
    codebook = (ROOT / "data" / "README.md").read_text()
    for table in read_package(ROOT / "data").tables:
        section = codebook.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        for field in table.fields:
            assert f"| `{field.name}` |" in section
            assert field.description in section


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def commands_of(page: Path) -> list[list[str]]:
    """Return the defcoop commands of a page that add facts or check them."""
    blocks = re.findall(r"```bash\n(.*?)```", page.read_text(), flags=re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line) for line in lines if re.match(r"defcoop (add|check$)", line)]


@pytest.mark.parametrize(
    ("name", "codes"),
    [("README.md", [0, 0, 0]), ("docs/data.md", [0, 0, 0, 0, 1])],
)
def test_adding_an_event_works_as_written(tmp_path: Path, name: str, codes: list[int]) -> None:
    folder = tmp_path / "data"
    subprocess.run(["cp", "-r", ROOT / "data", folder], check=True)
    found = []
    for _, *words in commands_of(ROOT / name):
        done = subprocess.run(
            [sys.executable, "-m", "defcoop", *words],
            cwd=tmp_path,
            env={"DEFCOOP_DATA": str(folder), "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        found.append(done.returncode)
    assert found == codes
