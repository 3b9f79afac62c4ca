"""Markdown to the neutral tree: markdown-it reads it, our HTML reader does the rest.

CommonMark with tables, strike-through, footnotes, definition lists, task lists, bare links,
dollar and environment mathematics, and two forms of our own: ``[@source-id]`` cites a source,
``[](#fig:label)`` refers to a numbered figure or table.
"""

import functools
import html
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from nbpress.render.markup import read_html
from nbpress.render.tree import Node, Notices, text_node, walk

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_CITATION = re.compile(r"\[(@[\w.:/-]+(?:\s*;\s*@[\w.:/-]+)*)\]")
_CROSS = re.compile(r"\[\]\(#((?:fig|tbl):[\w.:-]+)\)")
_BLOCKED = re.compile(r"\]\(\s*<?\s*(?:javascript|vbscript|data:text)", re.IGNORECASE)


@functools.cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.amsmath import amsmath_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(amsmath_plugin)
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    parser.inline.ruler.before("link", "citation", _citation_rule)
    parser.inline.ruler.before("citation", "crossref", _cross_rule)
    for name, render in _RENDERERS.items():
        parser.add_render_rule(name, render)
    return parser


def _citation_rule(state: "StateInline", silent: bool) -> bool:
    match = _CITATION.match(state.src, state.pos)
    if match is None or state.src[match.end() : match.end() + 1] in {"(", "["}:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = " ".join(part.strip().removeprefix("@") for part in match[1].split(";"))
    state.pos = match.end()
    return True


def _cross_rule(state: "StateInline", silent: bool) -> bool:
    match = _CROSS.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("crossref", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _rendering(opening: str, closing: str, *, content: bool = True) -> Callable[..., str]:
    def render(_: object, tokens: "Sequence[Token]", index: int, *_rest: object) -> str:
        token = tokens[index]
        middle = html.escape(token.content) if content else ""
        identity = html.escape(str(token.meta.get("id", ""))) if token.meta else ""
        return (
            opening.replace("{id}", identity).replace("{text}", html.escape(token.content))
            + middle
            + closing
        )

    return render


def _fence(_: object, tokens: "Sequence[Token]", index: int, *_rest: object) -> str:
    token = tokens[index]
    words = token.info.strip().split()
    language = html.escape(words[0].strip("{}.")) if words else ""
    return f'<pre data-language="{language}">\n{html.escape(token.content)}</pre>\n'


def _nothing(*_: object) -> str:
    return ""


_RENDERERS: dict[str, Callable[..., str]] = {
    "math_inline": _rendering("<x-math>", "</x-math>"),
    "math_inline_double": _rendering('<x-math data-display="1">', "</x-math>"),
    "math_block": _rendering('<x-math data-display="1">', "</x-math>"),
    "math_block_label": _rendering('<x-math data-display="1">', "</x-math>"),
    "amsmath": _rendering('<x-math data-display="1">', "</x-math>"),
    "citation": _rendering('<x-cite data-ids="{text}">', "</x-cite>", content=False),
    "crossref": _rendering('<x-cross data-label="{text}">', "</x-cross>", content=False),
    "footnote_ref": _rendering('<x-noteref data-id="{id}">', "</x-noteref>", content=False),
    "footnote_block_open": _nothing,
    "footnote_block_close": _nothing,
    "footnote_open": _rendering('<x-note data-id="{id}">', "", content=False),
    "footnote_close": _rendering("", "</x-note>", content=False),
    "footnote_anchor": _nothing,
    "fence": _fence,
}


def read_markdown(source: str, notices: Notices, *, where: str = "Markdown") -> list[Node]:
    """Return the blocks of Markdown `source`; an empty source gives an empty list.

    HTML within it is read as `nbpress.render.markup.read_html` reads it.
    """
    if _BLOCKED.search(source):
        notices.say(f"{where}: javascript link dropped")
    blocks = read_html(_parser().render(source), notices, where=where)
    return _task_items(_place_notes(blocks))


def _place_notes(blocks: list[Node]) -> list[Node]:
    """Move the body of each footnote to where it is called."""
    bodies = {node.attributes["id"]: node for node in blocks if node.kind == "notebody"}
    kept = [node for node in blocks if node.kind != "notebody"]
    for node in list(walk(kept)):
        if node.kind == "footnote" and not node.children:
            body = bodies.get(node.attributes.get("id", ""))
            node.children = body.children if body else []
    return kept


def _task_items(blocks: list[Node]) -> list[Node]:
    for node in walk(blocks):
        if node.kind == "item":
            _mark_task(node)
    return blocks


def _mark_task(item: Node) -> None:
    first = item.children[0] if item.children else None
    if first is None or first.kind != "paragraph" or not first.children:
        return
    text = first.children[0]
    match = re.match(r"\[([ xX])\] ", text.text) if text.kind == "text" else None
    if match:
        item.attributes["done"] = match[1] != " "
        text.text = text.text[4:]


def read_inline(text: str) -> list[Node]:
    """Return plain text in which only citations and cross-references are read.

    For captions: they are sentences, in which an asterisk is an asterisk.
    """
    nodes: list[Node] = []
    position = 0
    for match in re.finditer(f"{_CITATION.pattern}|{_CROSS.pattern}", text):
        nodes.append(text_node(text[position : match.start()]))
        nodes.append(_inline_reference(match))
        position = match.end()
    nodes.append(text_node(text[position:]))
    return [node for node in nodes if node.kind != "text" or node.text]


def _inline_reference(match: re.Match[str]) -> Node:
    if match[2]:
        return Node("crossref", attributes={"label": match[2]})
    ids = [part.strip().removeprefix("@") for part in match[1].split(";")]
    return Node("citation", attributes={"ids": ids})
