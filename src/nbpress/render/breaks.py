"""Which tables must break elsewhere, so that no row of a body stands alone on a page.

Typst keeps the head of a table with the row that follows, and no more.  It is asked where four
rows of each table come to.  Where the first would stand alone under its head, the table waits for
the next page; where the last would, the pages end a little sooner, so that the row before goes
with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

#: A table waits for the next page only if less than this is left, in points: a row that stands
#: alone above more than that is as tall as a page, and stands alone anywhere.
MOST_WHITE = 400
#: The sign of a row may stand as far below its upper edge: its space above and its first line.
BELOW_EDGE = 14

#: What is changed in a table: {"wait": points} or {"sooner": points}.
Change = dict[str, float]


@dataclass(frozen=True)
class Row:
    """Where a row of a table has come to.

    Parameters
    ----------
    table
        The table.
    row
        Which: 0 for the head, then from 1; rows of the head that are repeated come again.
    rows
        How many the body has.
    page
        Number of the page on which it begins.
    room
        In points: what is left of that page below the sign that stands in the row.
    """

    table: str
    row: int
    rows: int
    page: int
    room: float


def signed(rows: int) -> list[int]:
    """Return the rows whose place must be known: the head (0), the first two and the last two.

    Examples
    --------
    >>> signed(82), signed(2), signed(1)
    ([0, 1, 2, 81, 82], [0, 1, 2], [])
    """
    return sorted({0, 1, 2, rows - 1, rows}) if rows > 1 else []


def changes(found: Iterable[Mapping[str, Any]]) -> dict[str, Change]:
    """Return what to change in the tables that leave a row alone, by table.

    Parameters
    ----------
    found
        Places of rows in the order of the document, as mappings with the fields of `Row`.

    Examples
    --------
    The last of nine rows stands alone; from the page before, all below the eighth is taken.

    >>> places = [(0, 1, 300), (1, 1, 280), (2, 1, 260), (8, 1, 25), (9, 2, 600)]
    >>> changes({"table": "t", "row": n, "rows": 9, "page": p, "room": r} for n, p, r in places)
    {'t': {'sooner': 25}}
    """
    rows = sorted((Row(**place) for place in found), key=lambda row: row.table)
    needed = {table: _change(list(group)) for table, group in groupby(rows, lambda row: row.table)}
    return {table: change for table, change in needed.items() if change}


def _change(rows: list[Row]) -> Change:
    met = {row.row: row for row in reversed(rows)}
    count = rows[0].rows
    body = [met[number] for number in signed(count)[1:] if number in met]
    if len(body) < len(signed(count)) - 1:
        return {}  # a row without a cell of its own, which cells from above reach into
    first_alone, last_alone = body[0].page < body[1].page, body[-2].page < body[-1].page
    if first_alone or (last_alone and count < 4):
        return _wait(met.get(0, body[0]))
    return {"sooner": body[-2].room} if last_alone else {}


def _wait(top: Row) -> Change:
    return {"wait": top.room + BELOW_EDGE} if top.room < MOST_WHITE else {}
