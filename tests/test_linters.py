"""Formatter, linters, types, import rules, notebooks, tables: the one list, also of `make lint`."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.toy import ROOT

BIN = Path(sys.executable).parent
NOTEBOOKS = [str(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]

LINTERS = {
    "format": "ruff format --check .",
    "lint": "ruff check --no-fix .",
    "types": "mypy",
    "imports": "lint-imports --no-logo",
    "notebooks": 'nbstripout --keep-id --drop-empty-cells --extra-keys "metadata.language_info"',
    "tables": "defcoop fmt --check data",
    "codebook": "defcoop codebook --check data",
}


@pytest.mark.parametrize("name", LINTERS)
def test_linters_find_nothing(name: str) -> None:
    program, *words = shlex.split(LINTERS[name])
    files = ["--verify", *NOTEBOOKS] if name == "notebooks" else []
    done = subprocess.run(
        [BIN / program, *words, *files], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hook_strips_notebooks_as_the_linter_asks() -> None:
    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    hooks = {hook["id"]: hook["entry"] for hook in settings["repos"][0]["hooks"]}
    assert hooks["nbstripout"] == f".venv/bin/{LINTERS['notebooks']}"
