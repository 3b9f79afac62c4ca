"""docs/methods.md under test: its numbers are those of today's data, nothing is left out."""

import ast
from pathlib import Path

import pytest

from tests.unit.analysis.methods import BLOCK, BLOCKS, PAGE, written

MODULES = sorted((PAGE.parents[1] / "src" / "defcoop" / "analysis").rglob("[a-z]*.py"))
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_numbers_are_not_stale() -> None:
    remedy = "run: python -m tests.unit.analysis.methods"
    assert written(TEXT) == TEXT, remedy


def test_every_block_is_made_and_used_once() -> None:
    assert sorted(match[2] for match in BLOCK.finditer(TEXT)) == sorted(BLOCKS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_public_function_is_named(path: Path) -> None:
    """A method that the page leaves out is one that a reader of a report cannot look up."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    public = [name for name in functions if not name.startswith("_")]
    assert [
        name for name in public if f"`{name}`" not in TEXT and f"`{path.stem}`" not in TEXT
    ] == []
