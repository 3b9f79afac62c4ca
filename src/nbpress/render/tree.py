"""The neutral tree: what every kind of cell content becomes before it is HTML or PDF.

Markdown, HTML tables, streams and figures all turn into `Node` objects of a closed set of
kinds. Text lives in `Node.text` as plain characters and never as markup, so that each writer
escapes it once, at its own boundary, and nothing of a cell's text can act as code.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

INLINE_KINDS = frozenset(
    {
        "text",
        "emphasis",
        "strong",
        "strike",
        "underline",
        "mark",
        "code",
        "superscript",
        "subscript",
        "link",
        "break",
        "math",
        "footnote",
        "citation",
        "crossref",
        "picture",
    }
)


@dataclass(slots=True)
class Node:
    """One element of a document.

    Parameters
    ----------
    kind
        What it is: an inline kind of `INLINE_KINDS`, or a block kind such as "paragraph",
        "heading", "list", "table" or "figure".
    children
        The nodes within it, in reading order.
    text
        Plain characters, for the kinds that carry them ("text", "code", "codeblock", "math").
    attributes
        What else the kind needs: a link's address, a heading's level, a cell's span.
    """

    kind: str
    children: list["Node"] = field(default_factory=list)
    text: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)


class Notices(list[str]):
    """What was dropped, replaced or missing while a document was read; each said once."""

    def say(self, message: str) -> None:
        """Add `message` unless it has been said."""
        if message not in self:
            self.append(message)


def text_node(text: str) -> Node:
    """Return a node of plain text."""
    return Node("text", text=text)


def is_inline(node: Node) -> bool:
    """Say whether `node` belongs within a line of text."""
    return node.kind in INLINE_KINDS


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield every node of the forest `nodes` in reading order, parents before children.

    Table cells and footnotes are children like any other. Works without recursion, so that a
    hostile nesting of ten thousand lists cannot exhaust the stack.
    """
    waiting = list(nodes)[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.children[::-1])


def plain_text(nodes: Iterable[Node]) -> str:
    """Return the characters of `nodes` without any structure; footnotes are left out."""
    return "".join(_plain(node) for node in nodes)


def _plain(node: Node) -> str:
    if node.kind == "footnote":
        return ""
    if node.kind == "break":
        return " "
    return node.text + plain_text(node.children)


def as_blocks(nodes: Iterable[Node]) -> list[Node]:
    """Wrap each run of inline nodes in a paragraph; blocks stay as they are.

    Runs of white space alone vanish. Returns an empty list for n = 0 nodes.
    """
    blocks: list[Node] = []
    run: list[Node] = []
    for node in nodes:
        if is_inline(node):
            run.append(node)
            continue
        _close(run, blocks)
        run = []
        blocks.append(node)
    _close(run, blocks)
    return blocks


def _close(run: list[Node], blocks: list[Node]) -> None:
    trimmed = trim(run)
    if trimmed:
        blocks.append(Node("paragraph", trimmed))


def trim(run: list[Node]) -> list[Node]:
    """Return the inline nodes of `run` without white space or line breaks at either end."""
    nodes = [node for node in run if node.kind != "text" or node.text]
    while nodes and _is_blank(nodes[0]):
        nodes = nodes[1:]
    while nodes and _is_blank(nodes[-1]):
        nodes = nodes[:-1]
    if nodes and nodes[0].kind == "text":
        nodes = [text_node(nodes[0].text.lstrip()), *nodes[1:]]
    if nodes and nodes[-1].kind == "text":
        nodes = [*nodes[:-1], text_node(nodes[-1].text.rstrip())]
    return nodes


def _is_blank(node: Node) -> bool:
    return node.kind == "break" or (node.kind == "text" and not node.text.strip())
