"""One build at a time writes to a folder."""

import contextlib
import datetime
import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from nbpress.errors import LockedError

NAME = ".lock"


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the lock of a folder; it falls with the process, however that ends.

    Raises
    ------
    LockedError
        If another build holds it: who, where and since when.
    OSError
        If the folder cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    with (out / NAME).open("ab", buffering=0) as file:
        try:
            acquire(file.fileno())
        except BlockingIOError as error:
            raise LockedError(describe_holder(out)) from error
        with contextlib.suppress(OSError):  # who holds it can go unsaid, on a full disk
            file.truncate(0)
            file.write(json.dumps(holder()).encode())
        yield


def holder() -> dict[str, object]:
    """Return who holds the lock: this process."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return {"process": os.getpid(), "host": socket.gethostname(), "since": now}


def describe_holder(out: Path) -> str:
    """Return the sentence that names the build that holds the lock."""
    try:
        found = json.loads((out / NAME).read_text())
        who = f"process {found['process']} on {found['host']}, since {found['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        who = "another process"
    return (
        f"another build is writing to {out} ({who}); "
        "wait until it has ended, or build elsewhere with --out"
    )


def acquire(descriptor: int) -> None:
    """Take the lock without waiting.

    Raises
    ------
    BlockingIOError
        If it is held.
    OSError
        If the file system knows no locks.
    """
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
