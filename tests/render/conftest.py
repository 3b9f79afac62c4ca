"""What the tests of the exporters share: each notebook of the corpus is rendered once."""

import functools
from collections.abc import Callable

import pytest

from nbpress.render import Rendered, render
from tests.render.corpus import CORPUS


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory):
    """Keep cut fonts out of the home folder of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@functools.cache
def _rendered(name: str, to: str) -> Rendered:
    return render([CORPUS[name]], to)


@pytest.fixture
def pdf() -> Callable[[str], bytes]:
    """The PDF of a corpus notebook, by its name."""
    return lambda name: _rendered(name, "pdf").content


@pytest.fixture
def page() -> Callable[[str], str]:
    """The HTML of a corpus notebook, by its name."""
    return lambda name: _rendered(name, "html").content.decode()


@pytest.fixture
def rendered() -> Callable[[str, str], Rendered]:
    """A corpus notebook rendered, by its name and format."""
    return _rendered
