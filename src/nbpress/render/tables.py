"""Tables: from the parts of an HTML table to a full grid that both writers can set.

A node of kind "table" has the children "thead", "tbody" and, when there is one, "tfoot", each a
list of rows of cells, and the attributes `columns` (how many), `align` (one per column) and
`widths` (how many characters each column would like).
"""

import re
from bisect import bisect_left

from nbpress.render.tree import Node, plain_text

_NUMBER = re.compile(
    r"\s*[-+−±~≈<>≤≥]?\s*[$€£¥₹]?\s*\d[\d,. \u00a0\u202f]*\s*(?:%|[a-zA-Z]{0,3})\s*\Z"
)
#: A stranger's table with more cells is cut, with a notice, so that a page can still be made.
MOST_CELLS = 20_000


def from_parts(parts: list[Node]) -> list[Node]:
    """Return the table made of `parts` (sections, loose rows, a caption); no rows give no table."""
    head = _rows(parts, "thead")
    body = _rows(parts, "tbody") + [node for node in parts if node.kind == "row"]
    foot = _rows(parts, "tfoot")
    if not head:
        head, body = _leading_headers(body)
    rows = head + body + foot
    if not any(row.children for row in rows):
        return []
    sections = [Node("thead", head), Node("tbody", body), Node("tfoot", foot)]
    table = Node("table", [section for section in sections if section.children])
    _fit(table)
    return _with_caption(table, parts)


def _rows(parts: list[Node], kind: str) -> list[Node]:
    return [row for part in parts if part.kind == kind for row in part.children]


def _leading_headers(rows: list[Node]) -> tuple[list[Node], list[Node]]:
    # Tables without <thead> often still mark their first rows with <th> alone.
    count = 0
    for row in rows:
        if not row.children or not all(cell.attributes.get("header") for cell in row.children):
            break
        count += 1
    return (rows[:count], rows[count:]) if count < len(rows) else ([], rows)


def _with_caption(table: Node, parts: list[Node]) -> list[Node]:
    caption = next((node for node in parts if node.kind == "caption"), None)
    if caption is not None and caption.children:
        table.attributes["caption"] = plain_text(caption.children)
    return [table]


def _fit(table: Node) -> None:
    """Give the table its number of columns, and clip spans that reach out of their section."""
    for section in table.children:
        _lay_out(section.children)
    columns = _merge_columns(table)
    for section in table.children:
        _lay_out(section.children, columns)
    table.attributes["columns"] = columns
    table.attributes["align"] = _alignments(table, columns)
    table.attributes["widths"] = _widths(table, columns)


def _lay_out(rows: list[Node], columns: int | None = None) -> int:
    """Place the cells of `rows` on a grid as a browser does; return how many columns they take.

    With `columns` given, short rows are filled up with empty cells.
    """
    taken: dict[int, int] = {}
    widest = 0
    for index, row in enumerate(rows):
        taken = {column: left - 1 for column, left in taken.items() if left > 1}
        position = 0
        for cell in row.children:
            while position in taken:
                position += 1
            cell.attributes["column"] = position
            span = _clip(cell, rows_left=len(rows) - index)
            for column in range(position, position + span):
                taken[column] = cell.attributes["rowspan"] + 0
            position += span
        if columns is not None:
            _fill(row, taken, columns)
        widest = max(widest, max(taken, default=-1) + 1)
    return widest


def _merge_columns(table: Node) -> int:
    """Narrow the spans over columns in which no cell begins; return how many columns remain."""
    own = [cell for section in table.children for row in section.children for cell in row.children]
    starts = sorted({cell.attributes["column"] for cell in own})
    for cell in own:
        first = cell.attributes["column"]
        last = first + cell.attributes["colspan"]
        cell.attributes["colspan"] = bisect_left(starts, last) - bisect_left(starts, first)
    return max(1, len(starts))


def _clip(cell: Node, rows_left: int) -> int:
    cell.attributes["rowspan"] = min(cell.attributes.get("rowspan", 1), rows_left)
    cell.attributes["colspan"] = min(cell.attributes.get("colspan", 1), 200)
    return int(cell.attributes["colspan"])


def _fill(row: Node, taken: dict[int, int], columns: int) -> None:
    for column in range(columns):
        if column not in taken:
            taken[column] = 1
            attributes = {"header": False, "colspan": 1, "rowspan": 1, "column": column}
            row.children.append(Node("cell", attributes=attributes))


def _alignments(table: Node, columns: int) -> list[str]:
    """Return each column's alignment: as stated by most of its cells, else numbers right."""
    votes: list[list[str]] = [[] for _ in range(columns)]
    for section in table.children:
        if section.kind != "tbody":
            continue
        for cell in _single_cells(section):
            votes[cell.attributes["column"]].append(_alignment(cell))
    return [_majority(column) for column in votes]


def _single_cells(section: Node) -> list[Node]:
    return [
        cell for row in section.children for cell in row.children if cell.attributes["colspan"] == 1
    ]


def _alignment(cell: Node) -> str:
    stated = cell.attributes.get("align")
    if stated:
        return str(stated)
    text = plain_text(cell.children)
    if not text.strip() or text.strip() in {"–", "—", "-", "NaN", "nan", "None", "<NA>", "NaT"}:
        return ""
    return "right" if is_number(text) else "left"


def _majority(votes: list[str]) -> str:
    counted = [vote for vote in votes if vote]
    return max(("left", "right", "center"), key=counted.count) if counted else "left"


def _widths(table: Node, columns: int) -> list[int]:
    """Return the longest line of each column in characters, cells over several columns aside."""
    widths = [1] * columns
    for section in table.children:
        for cell in _single_cells(section):
            column = cell.attributes["column"]
            longest = max((len(line) for line in plain_text(cell.children).splitlines()), default=0)
            widths[column] = max(widths[column], longest)
    return widths


def cut(table: Node, most: int = MOST_CELLS) -> int:
    """Cut the body of `table` so that it has at most `most` cells; return how many rows went."""
    keep = max(1, most // max(1, table.attributes["columns"]))
    removed = 0
    for section in table.children:
        if section.kind == "tbody" and len(section.children) > keep:
            removed = len(section.children) - keep
            del section.children[keep:]
            _lay_out(section.children)
    return removed


def is_number(text: str) -> bool:
    """Say whether `text` is a number as people write it, with sign, currency, percent or unit.

    >>> [is_number(text) for text in ("1,200", "−3.5 %", "12 km", "2+2", "")]
    [True, True, True, False, False]
    """
    return _NUMBER.fullmatch(text) is not None
