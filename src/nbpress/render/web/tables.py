"""Tables with scopes for those who listen, and sorting for those who look."""

from nbpress.render.tables import is_number
from nbpress.render.tree import Node
from nbpress.render.web.tags import element, escape
from nbpress.render.web.writer import Writer

#: A table with fewer rows needs no sorting.
FEWEST_TO_SORT = 3


def table(writer: Writer, node: Node, *, label: str = "Table", labelled_by: str = "") -> str:
    """Return the table in a box that scrolls."""
    box = writer.scroll_box(_grid(writer, node), label, labelled_by=labelled_by)
    return box + left_out(node.attributes.get("removed", 0), "more rows are left out.")


def plain_grid(header: list[str], body: list[list[str]]) -> str:
    """Return a sortable table of plain texts; short rows are filled up, long ones cut.

    Written without nodes: a report shows thousands of such cells.
    """
    starts = ["<td>"] * len(header)
    for column in range(len(header)):
        texts = [row[column] for row in body[:50] if column < len(row) and row[column]]
        if texts and all(map(is_number, texts)):
            starts[column] = '<td class="right">'
    heads = "".join(
        element("th", escape(text), scope="col", class_="right" if start != "<td>" else "")
        if text
        else "<td></td>"
        for text, start in zip(header, starts, strict=True)
    )
    blank = [""] * len(header)
    lines = (
        "".join(
            f"{start}{escape(text)}</td>"
            for start, text in zip(starts, (row + blank)[: len(header)], strict=True)
        )
        for row in body
    )
    rows = "</tr>\n<tr>".join(lines)
    return element(
        "table",
        element("thead", element("tr", heads)),
        element("tbody", f"<tr>{rows}</tr>\n") if body else "",
        class_="sortable" if len(body) >= FEWEST_TO_SORT else "",
    )


def left_out(count: int, words: str) -> str:
    """Return a note that `count` rows are elsewhere; empty for none."""
    return element("p", f"{count:,} {words}", class_="note") if count else ""


def _grid(writer: Writer, node: Node) -> str:
    classes = [
        name
        for name, wanted in (
            ("compact", node.attributes.get("compact")),
            ("sortable", _sorts(node)),
        )
        if wanted
    ]
    caption = escape(node.attributes.get("caption", ""))
    sections = "".join(_section(writer, node, section) for section in node.children)
    head = element("caption", caption) if caption else ""
    return element("table", head, sections, class_=" ".join(classes))


def _section(writer: Writer, node: Node, section: Node) -> str:
    rows = []
    for row in section.children:
        cells = (
            _cell(writer, cell, section.kind, node.attributes["align"]) for cell in row.children
        )
        rows.append(element("tr", *cells))
    return element(section.kind, *rows)


def _cell(writer: Writer, cell: Node, section: str, align: list[str]) -> str:
    attributes = cell.attributes
    inner = writer.write(cell.children)
    # A header cell without words would be announced as an empty header.
    heads = (section == "thead" or attributes.get("header")) and bool(inner.strip())
    return element(
        "th" if heads else "td",
        inner,
        scope=_scope(attributes, section) if heads else None,
        colspan=attributes["colspan"] if attributes["colspan"] > 1 else None,
        rowspan=attributes["rowspan"] if attributes["rowspan"] > 1 else None,
        class_=_side(attributes, align, section),
    )


def _scope(attributes: dict[str, int], section: str) -> str:
    axis, span = ("col", "colspan") if section == "thead" else ("row", "rowspan")
    return f"{axis}group" if attributes[span] > 1 else axis


def _side(attributes: dict[str, int], align: list[str], section: str) -> str:
    over_columns = "center" if section == "thead" else "left"
    own = align[attributes["column"]] if attributes["colspan"] == 1 else over_columns
    side = str(attributes.get("align") or own)
    return "" if side == "left" else side


def _sorts(node: Node) -> bool:
    """Say whether rows may change places: one plain header row, no cells over several rows."""
    sections = {section.kind: section.children for section in node.children}
    head, body = sections.get("thead", []), sections.get("tbody", [])
    return (
        len(head) == 1
        and len(body) >= FEWEST_TO_SORT
        and all(
            cell.attributes["colspan"] == cell.attributes["rowspan"] == 1
            for row in [*head, *body]
            for cell in row.children
        )
    )
