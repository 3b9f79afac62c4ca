"""The house: one direction of imports, no circle, and nothing of defcoop in nbpress."""

import ast
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from tests.toy import ROOT

SOURCES = ROOT / "src"


def modules(root: Path) -> dict[str, Path]:
    """The Python files below a folder by the name under which they are imported."""
    found = {}
    for path in root.rglob("*.py"):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The modules that a file imports anywhere: also within functions and for types alone."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in known else node.module for name in names)


def circles(root: Path) -> list[list[str]]:
    known = modules(root)
    edges = [(name, found) for name, path in known.items() for found in imported(path, known)]
    graph = nx.DiGraph((name, found) for name, found in edges if name != found)
    return [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1]


def test_no_circle_among_files() -> None:
    assert circles(SOURCES) == []


@pytest.mark.parametrize(
    "line",
    [
        "from package.first import name",
        "def late():\n    from package import first",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import package.first",
    ],
)
def test_a_circle_is_found_however_it_hides(tmp_path: Path, line: str) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "first.py").write_text("import package.second\n")
    (folder / "second.py").write_text(f"{line}\n")
    assert circles(tmp_path) == [["package.first", "package.second"]]


def test_no_file_of_src_is_longer_than_400_lines() -> None:
    """A longer one holds two subjects: split it by subject, not by length."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in SOURCES.rglob("*.py")
    }
    assert len(lengths) > 100
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_nbpress_names_nothing_of_defcoop() -> None:
    """It is handed what it needs: also no string, template or message may name a project."""
    files = [path for path in (SOURCES / "nbpress").rglob("*") if "__pycache__" not in path.parts]
    guilty = [
        str(path.relative_to(ROOT))
        for path in files
        if path.is_file() and b"defcoop" in path.read_bytes().lower()
    ]
    assert guilty == []
