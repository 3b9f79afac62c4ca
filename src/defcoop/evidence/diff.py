"""What changed between two data sets, told as facts: added, changed, ruled on, withdrawn."""

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from defcoop.evidence.check import read_corpus
from defcoop.evidence.tables import PACKAGE, DataNotFoundError, Package, find_data, read_package

# In which order a reviewer reads the tables, and which say where something was kept, not a fact.
BOOKKEEPING = ("curation",)
ROW = "row"


@dataclass(frozen=True)
class Change:
    """One fact that differs between two data sets.

    Attributes
    ----------
    table
        Its table.
    subject
        The key of the row, its parts joined by spaces.
    field
        The column, or ``row`` where a whole row came or went.
    old, new
        The two values; empty where there is none.
    kind
        ``added``, ``changed``, ``ruled`` (a new ruling) or ``withdrawn``.
    """

    table: str
    subject: str
    field: str
    old: str
    new: str
    kind: str

    def as_dict(self) -> dict[str, str]:
        """Return the change as plain values, for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        """Return the change as one line."""
        if self.field == ROW:
            return f"{self.kind:<9} {self.table}: {self.subject}: {self.new or self.old}"
        cell = f"{self.table}: {self.subject}: {self.field}"
        return f"{self.kind:<9} {cell}: {self.old!r} -> {self.new!r}"


def diff(old: Path, new: Path) -> list[Change]:
    """Return what changed from one data folder to another.

    Order of rows, quoting and line ends are no change.  A row is recognised by the key of its
    table; a table without a key is compared row by row.

    Parameters
    ----------
    old, new
        Two folders with a datapackage.json; they need not pass check.

    Returns
    -------
    list of Change
        In the order of the tables of the newer package, then of keys.
    """
    before, after = read_package(old), read_package(new)
    tables_before, tables_after = frames(before), frames(after)
    changes: list[Change] = []
    for name in dict.fromkeys([*tables_after, *tables_before]):
        package = after if name in tables_after else before
        key = package.table(name).primary_key
        empty = pd.DataFrame(columns=package.table(name).columns, dtype="str")
        pair = tables_before.get(name, empty), tables_after.get(name, empty)
        changes += table_changes(name, key, *pair)
    return changes


def frames(package: Package) -> dict[str, pd.DataFrame]:
    """Return the tables of a package as texts."""
    corpus = read_corpus(package)
    return {name: corpus.frame(name) for name in corpus.contents}


def table_changes(
    name: str, key: tuple[str, ...], before: pd.DataFrame, after: pd.DataFrame
) -> Iterator[Change]:
    """Yield the changes of one table."""
    columns = list(key or after.columns)
    old, new = keyed(before, columns), keyed(after, columns)
    for subject in sorted(old.keys() | new.keys()):
        if subject not in old:
            kind = "ruled" if name == "rulings" else "added"
            yield Change(name, subject, ROW, "", summary(new[subject], columns), kind)
        elif subject not in new:
            yield Change(name, subject, ROW, summary(old[subject], columns), "", "withdrawn")
        else:
            yield from cell_changes(name, subject, old[subject], new[subject])


def keyed(frame: pd.DataFrame, columns: list[str]) -> dict[str, dict[str, str]]:
    """Return the rows of a frame by their key."""
    names = list(frame.columns)
    rows = [dict(zip(names, row, strict=True)) for row in frame.itertuples(index=False)]
    return {" ".join(row[column] for column in columns if row[column]): row for row in rows}


def summary(row: dict[str, str], key: list[str]) -> str:
    """Return what a row says beside its key, for one line."""
    return ", ".join(f"{name} {value}" for name, value in row.items() if value and name not in key)


def cell_changes(
    name: str, subject: str, old: dict[str, str], new: dict[str, str]
) -> Iterator[Change]:
    """Yield the cells of one row that differ."""
    for column in dict.fromkeys([*new, *old]):
        before, after = old.get(column, ""), new.get(column, "")
        if before != after:
            kind = "added" if not before else "changed" if after else "withdrawn"
            yield Change(name, subject, column, before, after, kind)


def markdown(changes: list[Change]) -> str:
    """Return changes as a Markdown table fit for a review; every cell escaped."""
    if not changes:
        return "No fact changed.\n"
    head = (
        "| change | table | subject | field | old | new |\n| --- | --- | --- | --- | --- | --- |\n"
    )
    rows = [
        (change.kind, change.table, change.subject, change.field, change.old, change.new)
        for change in changes
    ]
    return head + "".join(f"| {' | '.join(map(escaped, row))} |\n" for row in rows)


def escaped(text: str) -> str:
    """Return a cell that can hold neither a column mark nor markup."""
    for mark in "\\|`*_<>[]":
        text = text.replace(mark, "\\" + mark)
    return text.replace("\n", " ")


@contextmanager
def data_at(place: str) -> Iterator[Path]:
    """Give the data folder that ``place`` names: a folder, or a git revision of this project.

    Raises
    ------
    DataNotFoundError
        If it is neither.
    """
    folder = Path(place)
    if (folder / PACKAGE).is_file() or folder.name == PACKAGE:
        yield find_data(folder)
        return
    if folder.is_dir():
        raise DataNotFoundError(f"no {PACKAGE} in '{folder}'; name a folder that has one")
    with tempfile.TemporaryDirectory() as scratch:
        yield revision(place, Path(scratch))


def revision(name: str, scratch: Path) -> Path:
    """Write the data folder of a git revision into ``scratch`` and return where it is."""
    here = find_data().resolve()
    where = ["git", "-C", str(here)]
    environment = {**os.environ, "GIT_LITERAL_PATHSPECS": "1"}
    verify = subprocess.run(  # noqa: S603 - the name is an argument of its own, after --end-of-options
        [*where, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if verify.returncode:
        raise DataNotFoundError(f"'{name}' is neither a data folder nor a git revision")
    archive = subprocess.run(  # noqa: S603
        [*where, "archive", verify.stdout.strip(), "."],
        capture_output=True,
        check=False,
        env=environment,
    )
    if archive.returncode:
        raise DataNotFoundError(f"revision '{name}' has no data folder '{here.name}'")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(scratch, filter="data")
    return find_data(scratch)
