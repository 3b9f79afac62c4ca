"""docs/extend.md under test: its steps are taken, in their order, in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.toy import ROOT

PAGE = (ROOT / "docs" / "extend.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COPIED = ("src", "notebooks", "reports/catalogue.yml", "data", "docs/methods.md", "README.md")
SECTIONS = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A copy of what the steps change or need."""
    folder = tmp_path_factory.mktemp("extend")
    for name in COPIED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, target)
    return folder


def change(text: str, block: str) -> str:
    """Return a text with the lines of a block, at the one place where its old lines stand."""
    lines = block.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    assert text.count(old) == 1, f"these lines stand {text.count(old)} times:\n{old}"
    return text.replace(old, new)


def run(folder: Path, commands: str) -> None:
    """Run commands in a copy, with its code before the code that is installed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-c", commands],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"


def take_step(folder: Path, language: str, name: str, block: str) -> None:
    """Run a block of commands; change a file, or add to its end, as any other block says."""
    if language == "bash":
        run(folder, block)
        return
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(change(text, block) if language == "diff" else text + block, encoding="utf-8")


def test_each_recipe_has_six_steps() -> None:
    assert [re.findall(r"^(\d)\. ", text, re.MULTILINE) for text in SECTIONS] == [
        list("123456")
    ] * 4


def test_the_steps_lead_where_the_page_says(place) -> None:
    for language, name, block in BLOCK.findall(PAGE):
        take_step(place, language, name, block)
    page = (place / "reports" / "build" / "weekdays" / "report.html").read_text(encoding="utf-8")
    assert "Events by their first day of the week" in page
    assert "least" in page
