"""HTML to the neutral tree.

`nh3` (a browser's own parser and a list of what is allowed) first drops everything that could
act and balances the rest; what remains is read tag by tag into nodes. A page of ours is then
written from the nodes alone, so no markup of a stranger ever reaches a reader as markup.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser

from nbpress.render.allowed_html import (
    CONTAINERS,
    HEADINGS,
    INLINE,
    TRANSPARENT,
    clean_html,
    is_safe_address,
)
from nbpress.render.tree import Node, Notices, as_blocks, is_inline, plain_text, text_node, trim

_SPACE = re.compile(r"[ \t\n\r\f]+")
_LANGUAGE = re.compile(r"(?:language|lang|highlight)-([\w+#.-]+)")
_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center)")
#: An element nested deeper than this is flattened; libraries below us recurse.
DEEPEST = 60


def read_html(html: str, notices: Notices, *, where: str = "HTML") -> list[Node]:
    """Return the blocks of an HTML fragment; n = 0 characters give an empty list.

    Scripts, styles, frames, forms, event handlers and links to anything but http, https, mailto
    or a place in the document are dropped, each with a notice that names `where`.
    """
    return as_blocks(_read(clean_html(html, notices, where=where)))


class _Element:
    """A balanced element while it is being read."""

    __slots__ = ("attributes", "content", "tag")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.content: list[Node] = []


class _Reader(HTMLParser):
    """Turns balanced HTML into nodes; each element becomes nodes as it closes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Element("", {})]
        self.preformatted = 0
        self.too_deep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in {"br", "hr", "img", "wbr", "col"}:
            self.open[-1].content += convert(_Element(tag, attributes))
            return
        if len(self.open) > DEEPEST:
            self.too_deep += 1
            return
        self.preformatted += tag == "pre"
        self.open.append(_Element(tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"br", "hr", "img", "wbr", "col"} or len(self.open) == 1:
            return
        if self.too_deep:
            self.too_deep -= 1
            return
        self.preformatted -= tag == "pre"
        element = self.open.pop()
        self.open[-1].content += convert(element)

    def handle_data(self, data: str) -> None:
        text = data if self.preformatted else _SPACE.sub(" ", data)
        content = self.open[-1].content
        if content and content[-1].kind == "text":
            content[-1].text += text
        else:
            content.append(text_node(text))


def _read(balanced: str) -> list[Node]:
    reader = _Reader()
    reader.feed(balanced)
    reader.close()
    return reader.open[0].content


def convert(element: _Element) -> list[Node]:
    """Return the nodes that one closed element stands for."""
    tag = element.tag
    if tag in INLINE:
        return _inline(element)
    if tag in TRANSPARENT:
        return element.content
    if tag in HEADINGS:
        return _heading(element)
    if tag in CONTAINERS:
        return as_blocks(element.content)
    return _SPECIAL[tag](element)


def _inline(element: _Element) -> list[Node]:
    if any(not is_inline(node) for node in element.content):
        # A block inside <b> and the like: the block matters more than the weight.
        return element.content
    kind = INLINE[element.tag]
    if kind != "code":
        return [Node(kind, element.content)] if element.content else []
    language = _LANGUAGE.search(element.attributes.get("class", ""))
    node = Node("code", text=plain_text(element.content))
    if language:
        node.attributes["language"] = language[1]
    return [node]


def _heading(element: _Element) -> list[Node]:
    content = trim([node for node in element.content if is_inline(node)])
    if not content:
        return []
    return [Node("heading", content, attributes={"level": HEADINGS[element.tag]})]


def _paragraph(element: _Element) -> list[Node]:
    return as_blocks(element.content)


def _list(element: _Element) -> list[Node]:
    items = [node for node in element.content if node.kind == "item"]
    if not items:
        return as_blocks(element.content)
    attributes: dict[str, object] = {"ordered": element.tag == "ol"}
    start = element.attributes.get("start", "")
    if re.fullmatch(r"\d{1,6}", start):
        attributes["start"] = int(start)
    return [Node("list", items, attributes=attributes)]


def _item(element: _Element) -> list[Node]:
    attributes: dict[str, object] = {}
    if "data-done" in element.attributes:
        attributes["done"] = element.attributes["data-done"] == "1"
    return [Node("item", as_blocks(element.content), attributes=attributes)]


def _definitions(element: _Element) -> list[Node]:
    parts = [node for node in element.content if node.kind in {"term", "definition"}]
    return [Node("definitions", parts)] if parts else []


def _term(element: _Element) -> list[Node]:
    return [Node("term", trim([node for node in element.content if is_inline(node)]))]


def _definition(element: _Element) -> list[Node]:
    return [Node("definition", as_blocks(element.content))]


def _quote(element: _Element) -> list[Node]:
    return [Node("quote", as_blocks(element.content))]


def _preformatted(element: _Element) -> list[Node]:
    code = next((node for node in element.content if node.kind == "code"), None)
    language = element.attributes.get("data-language", "")
    if code is not None:
        language = language or code.attributes.get("language", "")
    text = plain_text(element.content).removeprefix("\n")
    return [Node("codeblock", text=text.rstrip("\n"), attributes={"language": language})]


def _rule(_: _Element) -> list[Node]:
    return [Node("rule")]


def _break(_: _Element) -> list[Node]:
    return [Node("break")]


def _link(element: _Element) -> list[Node]:
    address = element.attributes.get("href", "").strip()
    blocks = any(not is_inline(node) for node in element.content)
    if blocks or not element.content or not is_safe_address(address):
        return element.content
    return [Node("link", element.content, attributes={"url": address})]


def _picture(element: _Element) -> list[Node]:
    attributes = {
        "source": element.attributes.get("src", ""),
        "alt": element.attributes.get("alt", "").strip(),
    }
    return [Node("picture", attributes=dict(attributes))]


def _table(element: _Element) -> list[Node]:
    from nbpress.render import tables

    return tables.from_parts(element.content)


def _part(element: _Element) -> list[Node]:
    return [Node(element.tag, [node for node in element.content if node.kind == "row"])]


def _row(element: _Element) -> list[Node]:
    cells = [node for node in element.content if node.kind == "cell"]
    return [Node("row", cells)]


def _cell(element: _Element) -> list[Node]:
    attributes: dict[str, object] = {"header": element.tag == "th"}
    for name in ("colspan", "rowspan"):
        number = element.attributes.get(name, "1")
        attributes[name] = int(number) if re.fullmatch(r"[1-9]\d{0,3}", number) else 1
    align = _ALIGN.search(element.attributes.get("style", ""))
    align_name = align[1] if align else element.attributes.get("align", "")
    if align_name in {"left", "right", "center"}:
        attributes["align"] = align_name
    content = element.content
    inline = all(is_inline(node) for node in content)
    return [Node("cell", trim(content) if inline else as_blocks(content), attributes=attributes)]


def _table_caption(element: _Element) -> list[Node]:
    return [Node("caption", trim([node for node in element.content if is_inline(node)]))]


def _nothing(_: _Element) -> list[Node]:
    return []


def _math(element: _Element) -> list[Node]:
    display = element.attributes.get("data-display") == "1"
    kind = "equation" if display else "math"
    return [Node(kind, text=plain_text(element.content))]


def _note(element: _Element) -> list[Node]:
    if "data-id" not in element.attributes:
        return []
    attributes = {"id": element.attributes["data-id"]}
    return [Node("notebody", as_blocks(element.content), attributes=dict(attributes))]


def _note_reference(element: _Element) -> list[Node]:
    return [Node("footnote", attributes={"id": element.attributes.get("data-id", "")})]


def _citation(element: _Element) -> list[Node]:
    ids = element.attributes.get("data-ids", "").split()
    return [Node("citation", attributes={"ids": ids})]


def _cross(element: _Element) -> list[Node]:
    return [Node("crossref", attributes={"label": element.attributes.get("data-label", "")})]


_SPECIAL: dict[str, Callable[[_Element], list[Node]]] = {
    "p": _paragraph,
    "ul": _list,
    "ol": _list,
    "li": _item,
    "dl": _definitions,
    "dt": _term,
    "dd": _definition,
    "blockquote": _quote,
    "pre": _preformatted,
    "hr": _rule,
    "br": _break,
    "wbr": _nothing,
    "col": _nothing,
    "colgroup": _nothing,
    "a": _link,
    "img": _picture,
    "table": _table,
    "thead": _part,
    "tbody": _part,
    "tfoot": _part,
    "tr": _row,
    "td": _cell,
    "th": _cell,
    "caption": _table_caption,
    "x-math": _math,
    "x-note": _note,
    "x-noteref": _note_reference,
    "x-cite": _citation,
    "x-cross": _cross,
}
