"""Fixtures: a toy project, one that is built, and copies of it."""

import shutil

import pytest

from tests.build.project import Toy


@pytest.fixture
def toy(tmp_path):
    return Toy(tmp_path / "toy")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A toy project with every report built; tests that change it work on a copy."""
    toy = Toy(tmp_path_factory.mktemp("built") / "toy")
    assert toy.build(all=True) == dict.fromkeys(
        ["rain", "towns", "year-book", "profile/leh", "profile/pune"]
    )
    return toy


@pytest.fixture
def copy(built, tmp_path):
    """A copy of the built toy project."""
    shutil.copytree(built.folder, tmp_path / "toy")
    return Toy(tmp_path / "toy", new=False)
