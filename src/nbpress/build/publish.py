"""Publication: a folder is replaced as a whole or not at all."""

import ctypes
import os
import shutil
import sys
import uuid
from collections.abc import Mapping
from functools import cache
from pathlib import Path

STAGING = ".staging"
RENAME_EXCHANGE = 2  # Linux's renameat2(2)
RENAME_SWAP = 2  # macOS's renamex_np(2)
AT_FDCWD = -100


def publish(out: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Replace the folder ``name`` of ``out`` by one with ``files``.

    A reader sees the old folder or the new one.  Killed at any moment, this leaves the one or the
    other, and at most a folder in ``out/.staging`` that `sweep` removes.

    Parameters
    ----------
    out
        Folder of all that is published.
    name
        ``report`` or ``report/variant``.
    files
        Name to bytes; a name may lead into a folder, as ``data/counts.csv``.

    Raises
    ------
    OSError
        If the disk is full or the folder cannot be written; what was published stays.
    """
    staging = out / STAGING
    staging.mkdir(parents=True, exist_ok=True)
    scratch = staging / uuid.uuid4().hex
    scratch.mkdir()
    try:
        for file, content in files.items():
            write(scratch / file, content)
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        put_in_place(scratch, target)
    finally:
        # Now either what could not be finished or what has just been replaced.
        shutil.rmtree(scratch, ignore_errors=True)


def write(path: Path, content: bytes) -> None:
    """Write a file, its folder made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def read(folder: Path) -> dict[str, bytes]:
    """Return all files of a published folder: name to bytes; none where there is no folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def put_in_place(scratch: Path, target: Path) -> None:
    """Let ``target`` be what ``scratch`` is.

    Afterwards ``scratch`` is what ``target`` was, or is gone.
    """
    if not target.exists():
        scratch.rename(target)
    elif not exchange(scratch, target):
        step_aside(scratch, target)


def step_aside(scratch: Path, target: Path) -> None:
    """Replace a folder where the system cannot exchange two: in between there is, briefly, none."""
    aside = scratch.with_name(f"{scratch.name}-old")
    target.rename(aside)
    scratch.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one step; return False where system or file system cannot.

    Raises
    ------
    OSError
        If it could, but was not allowed to.
    """
    call = exchanger()
    if call is None:
        return False
    if call(os.fsencode(first), os.fsencode(second)) == 0:
        return True
    number = ctypes.get_errno()
    if number in UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(second))


UNSUPPORTED = {22, 38, 45, 95}  # EINVAL, ENOSYS, ENOTSUP (macOS), EOPNOTSUPP: not on this system


@cache
def exchanger() -> "ctypes._NamedFuncPointer | None":
    """Return a function of two paths that exchanges them; None where there is none."""
    library = ctypes.CDLL(None, use_errno=True) if sys.platform != "win32" else None
    if sys.platform.startswith("linux") and hasattr(library, "renameat2"):
        return lambda old, new: library.renameat2(AT_FDCWD, old, AT_FDCWD, new, RENAME_EXCHANGE)  # type: ignore[union-attr,return-value]
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return lambda old, new: library.renamex_np(old, new, RENAME_SWAP)  # type: ignore[union-attr,return-value]
    return None


def replace_file(path: Path, content: bytes) -> bool:
    """Let a file have ``content``, whole or not at all; return whether it had to be written."""
    try:
        if path.read_bytes() == content:
            return False
    except OSError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        scratch.write_bytes(content)
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
    return True


def sweep(out: Path) -> None:
    """Remove what a killed build left in the staging folder; call it only under the lock."""
    shutil.rmtree(out / STAGING, ignore_errors=True)
    for left in out.glob(".index.html.*"):
        left.unlink(missing_ok=True)
