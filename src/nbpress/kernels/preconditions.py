"""Reasons not to fork a kernel; with any of them it is spawned as a new process."""

import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType

# Threads of libraries that stop them before a fork and start them again after it.
FORK_AWARE_THREADS = frozenset({"jemalloc_bg_thd"})
# Beginnings of variables that the interpreter or a library reads once, when it starts.
STARTUP = ("PYTHON", "LD_", "DYLD_", "MALLOC_", "MPL", "LC_", "LANG", "ARROW_")
# Ignored when environments are compared: set anew after the fork, without effect on imports, or
# set by Python itself (LC_CTYPE, PEP 538).
HARMLESS = frozenset({"PYTHONSTARTUP", "PYTHONUNBUFFERED", "LC_CTYPE"})
LAUNCHER = "ipykernel_launcher"


def startup(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of an environment that take effect only when a process starts."""
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(STARTUP) and name not in HARMLESS
    }


def about_system() -> str:
    """Return why kernels cannot be forked here at all; the empty text where they can."""
    if not sys.platform.startswith("linux"):
        return f"forking a process with libraries loaded is not safe on {sys.platform}"
    if not Path("/proc/self/task").is_dir():
        return "/proc is not there, so that threads and descriptors cannot be counted"
    return ""


def about_command(command: Sequence[str], executable: str) -> str:
    """Return why a kernel's command cannot be forked; the empty text where it can."""
    if command[1:3] != ["-m", LAUNCHER]:
        return f"the kernelspec does not run '-m {LAUNCHER}'"
    if Path(command[0]) != Path(executable):
        return f"the kernel's interpreter is {command[0]}, this one is {executable}"
    return ""


def about_threads(allowed: frozenset[str] = frozenset()) -> str:
    """Return which threads of this process, beside the first, make a fork unsafe; or nothing."""
    names = [name for name in other_threads() if name not in allowed]
    return f"a module started threads: {', '.join(names)}" if names else ""


def other_threads() -> list[str]:
    """Return the names, as the kernel has them, of all threads but the first."""
    own = str(os.getpid())
    return sorted(
        (task / "comm").read_text().strip()
        for task in Path("/proc/self/task").iterdir()
        if task.name != own
    )


def open_descriptors() -> set[int]:
    """Return the open descriptors of this process."""
    # Listed first and looked at afterwards: the listing itself opens one.
    listed = [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]
    return {number for number in listed if is_open(number)}


def is_open(descriptor: int) -> bool:
    """Return whether a descriptor is open."""
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def about_sockets(known: set[int]) -> str:
    """Return how many sockets beside the known ones are open; the empty text when none are."""
    found = [
        number for number in open_descriptors() - known if stat.S_ISSOCK(os.fstat(number).st_mode)
    ]
    return f"a module opened {len(found)} sockets" if found else ""


def about_environment(template: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    """Return which start-up variables a kernel wants other than its template had."""
    before, after = startup(template), startup(wanted)
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return f"other values of {', '.join(names)} than the template started with" if names else ""


def sources(modules: Mapping[str, ModuleType]) -> dict[str, tuple[int, int]]:
    """Return size and time of change of the file of each loaded module."""
    files = {getattr(module, "__file__", None) for module in list(modules.values())}
    return {file: found for file in files if file for found in file_status(file)}


def file_status(file: str) -> Iterator[tuple[int, int]]:
    """Yield size and time of change of a file; nothing for one that is gone."""
    try:
        status = Path(file).stat()
    except OSError:
        return
    yield status.st_size, status.st_mtime_ns


def about_sources(before: Mapping[str, tuple[int, int]]) -> str:
    """Return which loaded file has changed since; the empty text when none has."""
    for file, status in before.items():
        if list(file_status(file)) != [status]:
            return f"{file} has changed since the template imported it"
    return ""
