"""Parts of a block made whole: bytes of pictures, trees of formulas, limits of tables."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from nbpress.render import equations, pictures, tables
from nbpress.render.outputs import Exhibit, joined
from nbpress.render.tree import Node, Notices, plain_text, text_node, walk

Picture = pictures.Drawing | pictures.Raster

_NO_ALT = "Picture without a description"
#: A table cell with more text is cut, with a notice.
LONGEST_CELL = 4_000


class Parts:
    """Settles the parts of one notebook's blocks, and says in which cell something was left out.

    `where` names the cell that is read; `prefix` keeps the identifiers of drawings apart between
    the chapters of a binder, and the count of drawings within one.
    """

    def __init__(self, notices: Notices, breaches: Notices, prefix: str) -> None:
        self.notices = notices
        self.breaches = breaches
        self.prefix = prefix
        self.drawings = 0
        self.where = ""

    def settle_blocks(self, blocks: list[Node], attachments: Mapping[str, Any]) -> list[Node]:
        """Give pictures their bytes, formulas their trees, and cut what is too long."""
        for node in list(walk(blocks)):
            if node.kind == "picture":
                self._settle_picture(node, attachments)
            elif node.kind in {"math", "equation"}:
                self.settle_formula(node)
            elif node.kind == "table":
                self._settle_table(node)
        return blocks

    def hold_place(self, message: str) -> list[Node]:
        """Return a note in the place of what cannot be shown, and give notice of it."""
        self.notices.say(f"{self.where}: {message[0].lower()}{message[1:]}")
        return [Node("placeholder", [text_node(message)])]

    def caption_image(self, nodes: list[Node], options: Mapping[str, str]) -> list[Node]:
        """Give the picture its caption; note a missing description."""
        for node in nodes:
            if node.kind == "image" and not node.attributes["alt"]:
                node.attributes["alt"] = _NO_ALT
                self.breaches.say(f"{self.where}: a picture has no alt text")
        caption = options.get("fig-cap", "")
        if not caption or not nodes or nodes[0].kind != "image":
            return nodes
        label = options.get("label", "").removeprefix("fig-") or "figure"
        exhibit = Exhibit("figure", label, title=caption, alt=nodes[0].attributes["alt"])
        return [Node("exhibit", nodes, attributes={"exhibit": exhibit})]

    def draw_svg(self, svg: str, alt: str) -> list[Node]:
        """Return an SVG drawing as an image without anything active, or a note in its place."""
        self.drawings += 1
        try:
            drawing = pictures.clean_svg(svg, f"{self.prefix}d{self.drawings}-")
        except pictures.PictureError as error:
            return self.hold_place(f"Picture left out: {error}")
        if drawing.dropped:
            self.notices.say(f"{self.where}: {', '.join(drawing.dropped)} dropped from a drawing")
        words = alt.strip() or drawing.description or drawing.title
        return [Node("image", attributes={"picture": drawing, "alt": words})]

    def settle_formula(self, node: Node) -> None:
        """Give a formula its tree; one that cannot be read keeps its source alone."""
        try:
            display = node.kind == "equation"
            node.attributes["tree"] = equations.mathml_tree(node.text, display=display)
        except equations.FormulaError as error:
            self.notices.say(f"{self.where}: a formula {error}; its source is shown")

    def _settle_table(self, table: Node) -> None:
        removed = tables.cut(table)
        if removed:
            self.notices.say(f"{self.where}: {removed:,} rows of a table left out")
            table.attributes["removed"] = removed
        for cell in (node for node in walk(table.children) if node.kind == "cell"):
            self._settle_cell(cell)

    def _settle_cell(self, cell: Node) -> None:
        length = sum(len(node.text) for node in walk(cell.children))
        if length > LONGEST_CELL:
            text = plain_text(cell.children)[:LONGEST_CELL]
            cell.children = [text_node(f"{text} [… {length - LONGEST_CELL:,} characters left out]")]
            self.notices.say(f"{self.where}: a table cell of {length:,} characters was cut")

    def _settle_picture(self, node: Node, attachments: Mapping[str, Any]) -> None:
        source, alt = node.attributes.pop("source"), node.attributes["alt"]
        try:
            node.attributes["picture"] = self._find_picture(source, attachments)
        except pictures.PictureError as error:
            shown = source if len(source) < 100 else source[:60] + "…"
            self.notices.say(f"{self.where}: picture {shown} not shown: {error}")
            node.kind, node.text = "text", f"[picture: {alt or shown}]"
            return
        if not alt:
            node.attributes["alt"] = _NO_ALT
            self.breaches.say(f"{self.where}: a picture in the text has no alt text")

    def _find_picture(self, source: str, attachments: Mapping[str, Any]) -> Picture:
        if source.startswith("attachment:"):
            bundle = attachments.get(source.removeprefix("attachment:"))
            if not isinstance(bundle, Mapping) or not bundle:
                raise pictures.PictureError("the cell has no such attachment")
            mime, value = next(iter(bundle.items()))
            return self._picture_of(str(mime), joined(value))
        if source.startswith("data:"):
            head, _, body = source.partition(",")
            return self._picture_of(head.removeprefix("data:").partition(";")[0], body)
        if re.match(r"[a-zA-Z][\w+.-]*:|//", source):
            raise pictures.PictureError("a page fetches nothing from the network")
        raise pictures.PictureError("there is no such picture beside the notebook")

    def _picture_of(self, mime: str, value: str) -> Picture:
        if mime == "image/svg+xml":
            text = (
                value
                if value.lstrip().startswith("<")
                else decode_base64(value).decode("utf-8", "replace")
            )
            self.drawings += 1
            return pictures.clean_svg(text, f"{self.prefix}d{self.drawings}-")
        return pictures.check_raster(decode_base64(value))


def decode_base64(value: str) -> bytes:
    """Return the bytes of a picture.

    Raises
    ------
    pictures.PictureError
        When the text is not base64.
    """
    try:
        return base64.b64decode(re.sub(r"\s+", "", value), validate=True)
    except (binascii.Error, ValueError) as error:
        raise pictures.PictureError("its bytes are not base64") from error
