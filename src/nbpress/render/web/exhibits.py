"""Figures and numbered tables: caption, picture, note, data, and the explorable network."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from nbpress.render import pictures
from nbpress.render.media import data_type
from nbpress.render.outputs import DataFile, Exhibit
from nbpress.render.tree import Node
from nbpress.render.web.tables import left_out, plain_grid, table
from nbpress.render.web.tags import element, escape
from nbpress.render.web.writer import Writer

#: Rows of an exhibit's data that the page shows; the download always has all of them.
MOST_DATA_ROWS = 200
#: On a screen a drawing may grow by a third, so that its labels read as well as the text.
_PIXELS_PER_POINT = 1.8
#: On a narrow screen it shrinks no further than this: labels of 7 points stay above 10 pixels.
_FEWEST_PIXELS_PER_POINT = 1.5


def exhibit(writer: Writer, node: Node) -> str:
    """Return a numbered figure or table."""
    declared: Exhibit = node.attributes["exhibit"]
    parts = (
        _caption(declared, node),
        _body(writer, declared, node),
        _network(declared.interactive),
        _note(writer, node),
        _data(writer, declared, node),
    )
    return element("figure", *parts, class_=f"exhibit {declared.kind}", id=node.attributes["id"])


def _caption(declared: Exhibit, node: Node) -> str:
    number = element("span", node.attributes["number"], class_="number")
    title = element("span", escape(declared.title), class_="title")
    subtitle = element("span", escape(declared.subtitle), class_="subtitle")
    words = [number, title, subtitle if declared.subtitle else ""]
    return element("figcaption", " ".join(words).strip(), id=f"{node.attributes['id']}-caption")


def _body(writer: Writer, declared: Exhibit, node: Node) -> str:
    labelled_by = f"{node.attributes['id']}-caption"
    if declared.kind == "table":
        return "".join(table(writer, child, labelled_by=labelled_by) for child in node.children)
    return "".join(
        _frame(writer, _drawn(child, declared.title), labelled_by)
        if child.kind == "image"
        else writer.write([child])
        for child in node.children
    )


def _note(writer: Writer, node: Node) -> str:
    caption = writer.write(node.attributes["caption"])
    cited = writer.write(node.attributes["sources"])
    sources = element("span", f"Sources: {cited}", class_="sources") if cited else ""
    inner = " ".join(part for part in (caption, sources) if part)
    return element("p", inner, class_="note") if inner else ""


def _data(writer: Writer, declared: Exhibit, node: Node) -> str:
    if declared.data is None:
        return ""
    rows = declared.data.rows()
    count = max(len(rows) - 1, 0)
    shown = _data_table(writer, rows) if declared.kind == "figure" and count else ""
    unit = "row" if count == 1 else "rows"
    words = f"Data behind {node.attributes['number']} ({count:,} {unit})"
    download = _download(declared.data, node.attributes["data"])
    return element("details", element("summary", words), download, shown, class_="data")


def _data_table(writer: Writer, rows: list[list[str]]) -> str:
    header, body = rows[0], rows[1 : MOST_DATA_ROWS + 1]
    box = writer.scroll_box(plain_grid(header, body), "Data table")
    return box + left_out(len(rows) - 1 - len(body), "more rows are in the download.")


def _download(data: DataFile, name: str) -> str:
    encoded = base64.b64encode(data.content).decode("ascii")
    address = f"data:{data_type(name)};base64,{encoded}"
    return element("p", element("a", f"Download {escape(name)}", download=name, href=address))


def _network(network: Mapping[str, Any] | None) -> str:
    """Return the network's nodes and edges for the script, which draws them over the picture."""
    if network is None:
        return ""
    text = json.dumps(network, ensure_ascii=True, sort_keys=True, default=str)
    # Within a script element only these could end it or open a comment.
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    place = element("div", class_="network", hidden=True)
    return place + element("script", safe, type="application/json", class_="network-data")


# Pictures


def image(writer: Writer, node: Node) -> str:
    """Return a picture without a number."""
    return _frame(writer, _drawn(node))


def picture(_: Writer, node: Node) -> str:
    """Return a picture within a line of text."""
    return element("span", _drawn(node), class_="inline-picture")


def _frame(writer: Writer, drawn: str, labelled_by: str = "") -> str:
    """Return the picture in a frame that scrolls where the screen is narrow."""
    return writer.scroll_box(drawn, "Picture", name="card", labelled_by=labelled_by, role="region")


def _drawn(node: Node, title: str = "") -> str:
    shown, alt = node.attributes["picture"], node.attributes["alt"]
    if isinstance(shown, pictures.Raster):
        return _raster(shown, alt, node.attributes.get("width"))
    return _drawing(shown, title, alt)


def _raster(shown: pictures.Raster, alt: str, width: float | None) -> str:
    encoded = base64.b64encode(shown.content).decode("ascii")
    pixels = round(width / 0.75) if width else shown.width
    address = f"data:image/{shown.format};base64,{encoded}"
    return element("img", src=address, alt=alt, style=f"width:{pixels}px")


def _drawing(shown: pictures.Drawing, title: str, alt: str) -> str:
    """Return the drawing as inline SVG, with its title and description for those who listen."""
    name = hashlib.sha256((title + alt + shown.svg).encode()).hexdigest()[:12]
    words = element("title", escape(title or alt), id=f"t-{name}")
    description = element("desc", escape(alt), id=f"d-{name}") if title else ""
    labels = f' role="img" aria-labelledby="t-{name}"'
    if title:
        labels += f' aria-describedby="d-{name}"'
    if shown.width:
        least, most = (
            f"{shown.width * pixels:.0f}px"
            for pixels in (_FEWEST_PIXELS_PER_POINT, _PIXELS_PER_POINT)
        )
        labels += f' style="--least:{least};max-width:min(100%,{most})"'
    head, _, rest = shown.svg.partition(">")
    closing = "</svg>" if head.endswith("/") else rest
    head = re.sub(r'\sstyle="[^"]*"', "", head.rstrip("/"))
    return f"{head}{labels}>{words}{description}{closing}"
