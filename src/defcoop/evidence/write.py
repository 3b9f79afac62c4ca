"""Write tables in the one canonical form: order, quoting and line ends that give small diffs."""

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from defcoop.evidence.read import read_contents
from defcoop.evidence.tables import Package, Table


def canonical(table: Table, frame: pd.DataFrame) -> str:
    """Return a table as CSV text.

    Columns stand in the order of the schema and rows in the order of their key, else of all
    columns; cells are quoted only where they must be; lines end in LF.
    """
    columns = list(table.columns)
    ordered = frame[columns].sort_values(list(table.primary_key) or columns, kind="stable")
    return as_csv([columns, *ordered.itertuples(index=False)])


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV text with minimal quoting and LF."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def replace_file(path: Path, text: str) -> None:
    """Write a file as a whole: a reader sees the old text or the new one."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        Path(temporary).chmod(path.stat().st_mode if path.exists() else 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def rewrite(package: Package, *, write: bool = True) -> tuple[list[str], list[str]]:
    """Put every table of a package in canonical form.

    A file whose rows cannot be told apart is left alone; byte order marks and CRLF are mended.

    Parameters
    ----------
    package
        The data folder.
    write
        Whether to write; otherwise only say what would change.

    Returns
    -------
    tuple of two lists
        Files changed, and files that cannot be read and were left as they are.
    """
    changed, left = [], []
    for table in package.tables:
        contents = read_contents(table, package.folder)
        path = package.folder / table.path
        if any(not mendable(fault.rule) for fault in contents.faults):
            left.append(str(path))
        elif (text := canonical(table, contents.frame)) != path.read_bytes().decode("utf-8"):
            changed.append(str(path))
            if write:
                replace_file(path, text)
    return changed, left


def mendable(rule: str) -> bool:
    """Return whether rewriting a file mends a structural fault."""
    return rule.startswith(("a line ends in CR", "the file starts with a byte order mark"))
