"""Random damage to the shipped tables is always an error message and never a traceback."""

import random
import shutil
from pathlib import Path

import pytest

from tests.data.mutations import DATA, OPERATORS, byte_level, semantic


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(DATA, tmp_path_factory.mktemp("mutations") / "data"))


@pytest.mark.parametrize("seed", range(20))
def test_broken_bytes_and_lines_never_give_a_traceback(copy: Path, seed: int) -> None:
    for fault in byte_level(random.Random(seed), copy):
        assert fault.rule
        assert fault.remedy


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.__name__)
def test_a_broken_rule_is_reported_by_its_name(copy: Path, operator) -> None:
    code, codes = semantic(random.Random(operator.__name__), copy, operator)
    assert code in codes
