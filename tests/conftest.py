"""Fixtures that several groups of tests share."""

from pathlib import Path

import pytest

from tests.toy import write_toy


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """The folder of a small data set without a fault."""
    return write_toy(tmp_path / "data")
