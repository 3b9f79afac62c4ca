"""Frames as HTML tables: escaped, with header cells that a screen reader announces."""

import html

import pandas as pd

MISSING = "\N{EN DASH}"


def html_table(frame: pd.DataFrame) -> str:
    """Return a frame as an HTML table: column names as headings, the first column heads the rows.

    Every cell is escaped; a missing value is a dash.  An empty frame gives a table with headings.
    """
    head = "".join(f'<th scope="col">{html.escape(str(name))}</th>' for name in frame.columns)
    body = "".join(html_row(row) for row in frame.itertuples(index=False))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def html_row(row: tuple[object, ...]) -> str:
    """Return one row; its first cell is its heading."""
    first, *rest = (html.escape(cell_text(value)) for value in row)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'


def cell_text(value: object) -> str:
    """Return a value as it is printed."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return MISSING
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".").replace("-", "\N{MINUS SIGN}")
    return str(value) or MISSING
