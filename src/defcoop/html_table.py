"""The one writer of HTML tables: header cells that a screen reader announces, frames escaped."""

import html
from collections.abc import Iterable, Sequence

import pandas as pd

MISSING = "\N{EN DASH}"


def write_table(
    names: Sequence[str],
    rows: Iterable[Iterable[str]],
    *,
    first_heads_row: bool = True,
    style: str = "",
) -> str:
    """Return rows of cells as an HTML table; without rows it has its headings alone.

    Parameters
    ----------
    names
        The headings of the columns, as text.
    rows
        The cells as HTML, already escaped, so that a cell may hold a link.
    first_heads_row
        Whether the first cell of a row is its heading.
    style
        CSS of every cell, where a front end would set cells otherwise.
    """
    css = f' style="{html.escape(style)}"' if style else ""
    head = "".join(f'<th scope="col"{css}>{html.escape(name)}</th>' for name in names)
    body = "".join(write_row(row, css, first_heads_row=first_heads_row) for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def write_row(cells: Iterable[str], css: str, *, first_heads_row: bool) -> str:
    """Return one row of cells that are HTML."""
    tags = [
        f'<th scope="row"{css}>{cell}</th>'
        if first_heads_row and place == 0
        else f"<td{css}>{cell}</td>"
        for place, cell in enumerate(cells)
    ]
    return f"<tr>{''.join(tags)}</tr>"


def write_frame(frame: pd.DataFrame) -> str:
    """Return a frame as an HTML table: column names as headings, the first column heads the rows.

    Every cell is escaped; a missing value is a dash.  An empty frame gives a table with headings.
    """
    rows = (
        [html.escape(cell_text(value)) for value in row] for row in frame.itertuples(index=False)
    )
    return write_table([str(name) for name in frame.columns], rows)


def cell_text(value: object) -> str:
    """Return a value as it is printed."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return MISSING
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".").replace("-", "\N{MINUS SIGN}")
    return str(value) or MISSING
