"""What a fork server imports for its kernels, and what these imports leave behind.

Why: a kernel that is forked has numpy, pandas and matplotlib in memory at once and shares that
memory; a new process imports them for more than a second.

Gain: a kernel is ready with its imports in 0.21 s instead of 1.55 s, at 62 MiB of its own instead
of 139 MiB (`python -m tests.benchmarks.build kernels`).
"""

import importlib
import os
import pkgutil
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import ModuleType

from nbpress.kernels import preconditions

# When this package is installed (JupyterLab brings it along), jsonschema imports it and builds a
# grammar of addresses, which takes 1.0 of 1.2 s; nothing here checks addresses.
GRAMMAR = "rfc3987_syntax"
ALL_BELOW = ".*"  # at the end of a name: the package and all modules in it


class Imports:
    """Imports modules and notes what they have opened, set and loaded.

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

    def import_all(self, names: Iterable[str]) -> None:
        """Import modules, leave the threads that they start behind, and note the effects."""
        waiting = deque(names)
        while waiting:
            waiting.extendleft(import_module(waiting.popleft()))
        self.doubt = continue_in_threadless_copy()
        self.note_effects(self._known)

    def import_next(self) -> None:
        """Import the next of those that wait, and note the effects."""
        before = preconditions.open_descriptors()
        self.later.extendleft(import_module(self.later.popleft()))
        self.note_effects(before)

    def note_effects(self, before: set[int]) -> None:
        """Note what is there that was not before; ``before`` are descriptors."""
        self.doubt = self.doubt or preconditions.about_sockets(before)
        self.libraries |= preconditions.open_descriptors() - before
        self.added = dict(os.environ.items() - self.environment.items())
        new = {name: module for name, module in sys.modules.items() if name not in self._counted}
        self.sources |= preconditions.sources(new)
        self._counted |= set(new)


@contextmanager
def without_module(name: str) -> Iterator[None]:
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


def import_module(name: str) -> list[str]:
    """Import a module; return the names of those below it, if they are asked for, last one first.

    One that cannot be imported is left out: a kernel that needs it will say so itself.
    """
    try:
        module = importlib.import_module(name.removesuffix(ALL_BELOW))
    except Exception as error:  # noqa: BLE001 - an import may raise anything
        sys.stderr.write(f"{name} could not be imported: {error!r}\n")
        return []
    return list_modules_below(module) if name.endswith(ALL_BELOW) else []


def list_modules_below(package: ModuleType) -> list[str]:
    """Return what stands directly below a package, packages with all below them, last one first."""
    found = pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    return [f"{part.name}{ALL_BELOW if part.ispkg else ''}" for part in found][::-1]


def continue_in_threadless_copy() -> str:
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
