"""The private folder of a worker process, and the data unpacked in it."""

import atexit
import os
import shutil
import tempfile
import threading
from functools import cache
from pathlib import Path

from nbpress.build.tasks import Inputs

PREFIX = "notebook-build-"
_lock = threading.Lock()


@cache
def folder() -> Path:
    """Return this process's scratch folder: short-named, private, gone when the process ends."""
    found = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    atexit.register(discard)
    return found


def discard() -> None:
    """Remove this process's scratch folder; for those that end without the usual ceremony."""
    shutil.rmtree(folder(), ignore_errors=True)


def unpack(inputs: Inputs) -> Path:
    """Return a folder with the files of ``inputs``; each set of files is unpacked once."""
    target = folder() / inputs.digest[:16]
    with _lock:
        if not target.is_dir():
            scratch = Path(tempfile.mkdtemp(dir=folder()))
            for name, content in inputs.files.items():
                (scratch / name).write_bytes(content)
            scratch.rename(target)
    return target


def sweep() -> None:
    """Remove the scratch folders of processes that no longer live, left by a killed build."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        owner = left.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdigit() and not alive(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def alive(process: int) -> bool:
    """Return whether a process of that number lives."""
    import psutil

    return psutil.pid_exists(process)
