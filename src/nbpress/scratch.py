"""Private folders named for the process that made them, and the removal of those left behind."""

import os
import shutil
import tempfile
from pathlib import Path


def make_private_folder(prefix: str) -> Path:
    """Return a new folder that only this user may enter, named ``<prefix><process id>-…``."""
    return Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-"))


def remove_left_folders(prefix: str) -> None:
    """Remove the folders of a prefix whose processes no longer live.

    A process that was killed could not remove its own; without this, each killed build would
    leave its tables in the system's temporary folder.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{prefix}*-*"):
        owner = left.name.removeprefix(prefix).partition("-")[0]
        if owner.isdigit() and not process_lives(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def process_lives(process: int) -> bool:
    """Return whether a process of that number lives."""
    import psutil

    return psutil.pid_exists(process)
