"""docs/methods.md under test: its numbers are those of today's data, nothing is left out."""

import importlib
import pkgutil
import re

import pytest

import defcoop.analysis
from tests.unit.analysis.methods import BLOCK, BLOCKS, PAGE, written

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_numbers_are_not_stale() -> None:
    remedy = "run: python -m tests.unit.analysis.methods"
    assert written(TEXT) == TEXT, remedy


def test_every_block_is_made_and_used_once() -> None:
    assert sorted(match[2] for match in BLOCK.finditer(TEXT)) == sorted(BLOCKS)


@pytest.mark.parametrize("subject", ["cadence", "growth", "network", "lineage", "audit"])
def test_every_function_of_the_five_subjects_is_documented(subject: str) -> None:
    module = importlib.import_module(f"defcoop.analysis.{subject}")
    names = getattr(module, "__all__", None) or [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == module.__name__
    ]
    functions = [name for name in names if name.islower()]
    assert [name for name in functions if f"`{name}`" not in TEXT] == []


def test_every_module_of_the_library_is_named() -> None:
    names = [module.name for module in pkgutil.iter_modules(defcoop.analysis.__path__)]
    assert [name for name in names if not re.search(rf"`{name}`", TEXT)] == []
