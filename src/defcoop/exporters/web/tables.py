"""Tables with scopes for those who listen, and sorting for those who look."""

from defcoop.exporters.tree import Node
from defcoop.exporters.web.tags import element, escape
from defcoop.exporters.web.writer import Writer


def table(writer: Writer, node: Node, *, label: str = "Table", labelled_by: str = "") -> str:
    """Return the table in a box that scrolls."""
    box = writer.scroll_box(_grid(writer, node), label, labelled_by=labelled_by)
    return box + left_out(node.attributes.get("removed", 0), "more rows are left out.")


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
        and len(body) >= 3
        and all(
            cell.attributes["colspan"] == cell.attributes["rowspan"] == 1
            for row in [*head, *body]
            for cell in row.children
        )
    )
