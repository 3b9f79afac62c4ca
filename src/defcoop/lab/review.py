"""The loop of editing data: what check says of the tables now, and what differs from the commit."""

import html
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from defcoop.chapters.display import Output
from defcoop.evidence.check import check
from defcoop.evidence.diff import BOOKKEEPING, Change, data_at, diff
from defcoop.evidence.faults import DataError, Fault
from defcoop.evidence.tables import DataNotFoundError, find_data
from defcoop.html_table import write_table

LEFT = "text-align: left; vertical-align: top"  # where a front end sets cells flush right
MOST = 200  # rows shown; the rest is counted


def review(since: str = "HEAD") -> Output:
    """Return the faults of the tables, each with a link to its line, and the facts that changed.

    Parameters
    ----------
    since
        The git revision, or the data folder, with which the tables are compared.

    Returns
    -------
    Output
        Two tables: shown by a notebook, or printed as text.

    Raises
    ------
    DataNotFoundError
        If there is no data folder.
    """
    folder = find_data()
    found = check(folder)
    changes, sentence = changed(folder, since)
    page = f"<h3>{counted(len(found), 'fault')}</h3>{fault_table(found)}"
    page += f"<h3>{html.escape(sentence)}</h3>{change_table(changes)}"
    lines = [*map(str, found), counted(len(found), "fault"), *map(str, changes), sentence]
    return Output({"text/html": page, "text/plain": "\n".join(lines)}, {})


def changed(folder: Path, since: str) -> tuple[list[Change], str]:
    """Return the facts that differ from an earlier state, and that in a sentence."""
    try:
        with data_at(since) as before:
            found = [one for one in diff(before, folder) if one.table not in BOOKKEEPING]
    except DataNotFoundError as error:
        return [], f"Nothing to compare with: {error}"
    except DataError:
        return [], "Facts can be compared once the files can be read as tables again"
    except FileNotFoundError:
        return [], "Nothing to compare with: git is not installed"
    return found, f"{counted(len(found), 'fact')} changed since {since}"


def counted(number: int, thing: str) -> str:
    """Return a number of things, with their plural."""
    return f"{number or 'No'} {thing}{'' if number == 1 else 's'}"


def fault_table(found: Sequence[Fault]) -> str:
    """Return faults as a table; where each stands leads to its line."""
    rows = [
        [
            link(fault.file, fault.line),
            *(html.escape(text) for text in (fault.column, fault.value, fault.rule, fault.remedy)),
        ]
        for fault in found
    ]
    return limit_table(("Where", "Column", "Value", "Rule", "Remedy"), rows)


def change_table(changes: Sequence[Change]) -> str:
    """Return changed facts as a table."""
    rows = [
        [
            html.escape(text)
            for text in (one.kind, one.table, one.subject, one.field, one.old, one.new)
        ]
        for one in changes
    ]
    return limit_table(("Change", "Table", "Subject", "Field", "Was", "Is"), rows)


def link(file: str, line: int) -> str:
    """Return a link to a line of a file that JupyterLab opens in its editor; that counts from 0."""
    path = Path(os.path.relpath(file)).as_posix()
    return f'<a href="{quote(path)}#line={line - 1}">{html.escape(Path(file).name)}:{line}</a>'


def limit_table(names: Sequence[str], rows: Sequence[Iterable[str]]) -> str:
    """Return rows of escaped cells as a table; none without rows."""
    if not rows:
        return ""
    rest = f"<p>and {len(rows) - MOST} more</p>" if len(rows) > MOST else ""
    return write_table(names, rows[:MOST], first_heads_row=False, style=LEFT) + rest
