"""What a template imports for its kernels, and what these imports leave behind."""

import gc
import importlib
import os
import pkgutil
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import ModuleType

from nbpress.kernels import preconditions

# With it jsonschema builds, for a second, a grammar of addresses when it is imported; JupyterLab
# brings it along, and nothing here checks addresses.
GRAMMAR = "rfc3987_syntax"
ALL_BELOW = ".*"  # at the end of a name: the package and all modules in it


class Imports:
    """Imports modules and takes stock of what they have opened, set and loaded.

    Parameters
    ----------
    known
        Descriptors that are open before anything is imported.

    Attributes
    ----------
    doubt
        Why this process must not be forked; empty when it may.
    environment
        Variables with which the process started.
    added
        Variables that modules set when they were imported, and would set again.
    sources
        Size and time of the file of each imported module.
    libraries
        Descriptors that imported modules hold open.
    later
        Modules that wait for a moment without other work.
    """

    def __init__(self, known: Iterable[int]) -> None:
        self.doubt = ""
        self.environment = dict(os.environ)
        self.added: dict[str, str] = {}
        self.sources: dict[str, tuple[int, int]] = {}
        self.libraries: frozenset[int] = frozenset()
        self.later: deque[str] = deque()
        self._known = set(known)
        self._counted: set[str] = set()

    def take_all(self, names: Iterable[str]) -> None:
        """Import modules, leave the threads that they start behind, and take stock."""
        gc.disable()  # there is no garbage in what is imported
        waiting = deque(names)
        while waiting:
            waiting.extendleft(take(waiting.popleft()))
        self.doubt = leave_threads_behind()
        self.take_stock(self._known)

    def take_one_more(self) -> None:
        """Import the next of those that wait, and take stock."""
        before = preconditions.open_descriptors()
        self.later.extendleft(take(self.later.popleft()))
        self.take_stock(before)

    def take_stock(self, before: set[int]) -> None:
        """Note what is there that was not before; ``before`` are descriptors."""
        self.doubt = self.doubt or preconditions.about_sockets(before)
        self.libraries |= preconditions.open_descriptors() - before
        self.added = dict(os.environ.items() - self.environment.items())
        new = {name: module for name, module in sys.modules.items() if name not in self._counted}
        self.sources |= preconditions.sources(new)
        self._counted |= set(new)
        gc.freeze()  # what is shared stays shared: a collection would write to every page


@contextmanager
def without(name: str) -> Iterator[None]:
    """Let imports go as if a module were not installed, one that they can do without.

    For what takes long to import and serves nothing that is wanted here.
    """
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment] # Python's sign that it is not there
    try:
        yield
    finally:
        del sys.modules[name]


def take(name: str) -> list[str]:
    """Import a module; return the names of those below it, if they are asked for, last one first.

    What cannot be imported is the kernels' to complain of.
    """
    try:
        module = importlib.import_module(name.removesuffix(ALL_BELOW))
    except Exception as error:  # noqa: BLE001 - an import may raise anything
        sys.stderr.write(f"{name} could not be imported: {error!r}\n")
        return []
    return below(module) if name.endswith(ALL_BELOW) else []


def below(package: ModuleType) -> list[str]:
    """Return what stands directly below a package, packages with all below them, last one first."""
    found = pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    return [f"{part.name}{ALL_BELOW if part.ispkg else ''}" for part in found][::-1]


def leave_threads_behind() -> str:
    """Go on in a forked copy of this process, which has one thread; return a doubt, or nothing.

    Some libraries start a thread when they are imported.  If all of them are known to be safe to
    fork, the copy has their state and none of their threads.
    """
    if not preconditions.other_threads():
        return ""
    doubt = preconditions.about_threads(preconditions.FORK_AWARE_THREADS)
    if doubt:
        return doubt
    if os.fork():
        os._exit(0)
    return preconditions.about_threads()
