"""What the parts of a page share while it is written."""

from collections.abc import Callable, Iterable, Mapping

from nbpress.render.document import Document
from nbpress.render.tree import Node
from nbpress.render.web.tags import element


class Writer:
    """Writes nodes by a table of rules; remembers footnotes met and scroll boxes numbered.

    Parameters
    ----------
    document
        The document that the nodes belong to.
    rules
        For each kind of node the function that returns its HTML.
    """

    def __init__(self, document: Document, rules: Mapping[str, "Rule"]) -> None:
        self.document = document
        self.rules = rules
        self.notes: list[tuple[int, str]] = []
        self._boxes = 0

    def write(self, nodes: Iterable[Node]) -> str:
        """Return the HTML of `nodes`, one after the other."""
        return "".join(self.rules[node.kind](self, node) for node in nodes)

    def scroll_box(
        self,
        inner: str,
        label: str,
        *,
        name: str = "",
        labelled_by: str = "",
        role: str = "group",
    ) -> str:
        """Return a box that scrolls sideways by itself and can be reached by keyboard."""
        self._boxes += 1
        return element(
            "div",
            inner,
            class_=f"scroll {name}".strip(),
            role=role,
            tabindex="0",
            aria_label=None if labelled_by else f"{label} {self._boxes}",
            aria_labelledby=labelled_by,
        )


Rule = Callable[[Writer, Node], str]
