"""A document as the plain values, pictures and attachments that Typst is given."""

import datetime
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nbpress.render import breaks, pictures, speech
from nbpress.render.allowed_html import is_safe_address
from nbpress.render.characters import print_safe
from nbpress.render.columns import Layout, plan_columns
from nbpress.render.dates import long_date
from nbpress.render.document import Document
from nbpress.render.media import media_type
from nbpress.render.outputs import Cover, Exhibit, Source
from nbpress.render.tree import Node

#: A table of a report with no more rows, its head included, is never broken.
WHOLE_ROWS = 8

_LONG_WORD = re.compile(r"[^\s\u200b]{26,}")
_BREAK_AFTER = re.compile(r"([/._\-?&=,;:+])(?=[^/._\-?&=,;:+\s])")


@dataclass
class Setting:
    """What Typst is given: the data, the files beside it, and what was replaced on the way.

    `asks` says whether anything in it is placed by a plan.
    """

    data: dict[str, Any]
    files: dict[str, bytes]
    unprintable: Counter[str] = field(default_factory=Counter)
    asks: bool = True


@dataclass(frozen=True)
class Attachment:
    """A file that travels in the PDF."""

    name: str
    content: bytes
    relationship: str = "data"
    description: str = ""


def prepare_setting(document: Document, attachments: list[Attachment] | None = None) -> Setting:
    """Return `document` as Typst wants it."""
    return _Preparer(document).prepare(attachments or [])


class _Preparer:
    """Turns nodes into plain JSON values and collects the pictures."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.files: dict[str, bytes] = {}
        self.counts: Counter[str] = Counter()
        self.panels = 0
        self.asks = False
        self.safe = print_safe(self.counts)

    def prepare(self, attachments: list[Attachment]) -> Setting:
        data = {
            "meta": self._meta(),
            "chapters": [self._chapter(number) for number in range(len(self.document.chapters))],
            "sources": [self._source(source) for source in self.document.sources],
            "attachments": [
                self._attachment(number, file) for number, file in enumerate(attachments)
            ],
        }
        return Setting(data, self.files, self.counts, self.asks)

    def text(self, text: str) -> str:
        """Return `text` printable, with places to break in words too long for a line."""
        return _LONG_WORD.sub(_breakable, self.safe(text))

    def _meta(self) -> dict[str, Any]:
        document = self.document
        language, _, region = document.language.partition("-")
        title = self.safe(document.title).strip() or "Untitled"
        return {
            "title": title,
            "short-title": short_title(title),
            "subtitle": self.text(document.subtitle),
            "description": self.text(document.description),
            "authors": [self.safe(name) for name in document.authors],
            "keywords": [self.safe(word) for word in document.keywords],
            "as-of": self.safe(long_date(document.as_of)),
            "date": _date_parts(document.as_of),
            "digest": document.digest[:12],
            "lang": language.lower() if re.fullmatch(r"[A-Za-z]{2,3}", language) else "en",
            "region": region.upper() if re.fullmatch(r"[A-Za-z]{2}", region) else None,
            "binder": document.is_binder,
            "contents": document.contents,
        }

    def _chapter(self, index: int) -> dict[str, Any]:
        chapter = self.document.chapters[index]
        cover, record = chapter.content.cover, chapter.content.record
        return {
            "title": self.safe(chapter.title) or f"Chapter {index + 1}",
            "short-title": short_title(self.safe(chapter.title)),
            "subtitle": self.text(cover.subtitle) if cover else "",
            "description": self.text(cover.description) if cover else "",
            "as-of": self.safe(long_date(cover.as_of)) if cover else "",
            "digest": record.digest[:12] if record else "",
            "parameters": self._parameters(cover) if cover else [],
            "blocks": self._nodes(chapter.blocks),
        }

    def _parameters(self, cover: Cover) -> list[dict[str, Any]]:
        return [
            {
                "name": self.text(item.name.replace("_", " ")),
                "value": self.text(item.value),
                "default": self.text(item.default),
                "changed": item.changed,
            }
            for item in cover.parameters
        ]

    def _source(self, source: Source) -> dict[str, str]:
        return {
            "id": self.text(source.id),
            "title": self.text(source.title),
            "publisher": self.text(source.publisher),
            "published": self.text(long_date(source.published)),
            "url": source.url
            if is_safe_address(source.url) and not source.url.startswith("#")
            else "",
            "reliability": self.text(source.reliability),
        }

    def _attachment(self, number: int, file: Attachment) -> dict[str, str]:
        path = f"attachment-{number}"
        self.files[path] = file.content
        return {
            "path": path,
            "name": file.name,
            "relationship": file.relationship,
            "mime": media_type(file.name),
            "description": self.safe(file.description) or file.name,
        }

    # Nodes

    def _nodes(self, nodes: list[Node]) -> list[dict[str, Any]]:
        return [self._node(node) for node in nodes]

    def _node(self, node: Node) -> dict[str, Any]:
        value: dict[str, Any] = {"k": node.kind, "t": "", "c": []}
        if node.text:
            value["t"] = self.text(node.text)
        if node.kind == "table":
            return value | self._table(node)
        if node.kind != "item":
            value["c"] = self._nodes(node.children)
        special = _SPECIAL.get(node.kind)
        return value | special(self, node) if special else value

    def for_heading(self, node: Node) -> dict[str, Any]:
        return {"level": node.attributes["level"], "id": node.attributes["id"]}

    def for_codeblock(self, node: Node) -> dict[str, Any]:
        language = node.attributes.get("language") or None
        return {
            "lang": language,
            "input": node.attributes.get("input", False),
            "t": self.safe(node.text),
        }

    def for_list(self, node: Node) -> dict[str, Any]:
        tight = all(
            sum(child.kind == "paragraph" for child in item.children) <= 1 for item in node.children
        )
        return {
            "ordered": node.attributes.get("ordered", False),
            "start": node.attributes.get("start", 1),
            "tight": tight,
            "nested": node.attributes.get("nested", False),
        }

    def for_item(self, node: Node) -> dict[str, Any]:
        done = node.attributes.get("done")
        for child in node.children:
            if child.kind == "list":
                child.attributes["nested"] = True
        first, rest = node.children[:1], node.children[1:]
        if first and first[0].kind == "paragraph":
            # An opening paragraph is set as running text, or Typst would space the list out.
            return {"done": done, "c": self._nodes([*first[0].children, *rest])}
        return {"done": done, "c": self._nodes(node.children)}

    def for_footnote(self, node: Node) -> dict[str, Any]:
        if len(node.children) == 1 and node.children[0].kind == "paragraph":
            return {"c": self._nodes(node.children[0].children)}
        return {}

    def for_link(self, node: Node) -> dict[str, Any]:
        return {"url": node.attributes["url"]}

    def for_target(self, node: Node) -> dict[str, Any]:
        return {"target": node.attributes["target"]}

    def for_citation(self, node: Node) -> dict[str, Any]:
        numbers = node.attributes["numbers"]
        return {
            "numbers": [
                {"text": self.text(item["text"]), "target": item["target"]} for item in numbers
            ]
        }

    def for_math(self, node: Node) -> dict[str, Any]:
        tree = node.attributes.get("tree")
        alt = speech.spoken(tree) if tree else node.text
        return {"tree": self._formula(tree) if tree else None, "alt": self.safe(alt) or "formula"}

    def _formula(self, tree: dict[str, Any]) -> dict[str, Any]:
        inner = [self._formula(child) for child in tree["c"]]
        return {"m": tree["m"], "a": tree["a"], "t": self.safe(tree["t"]), "c": inner}

    def for_picture(self, node: Node) -> dict[str, Any]:
        picture = node.attributes["picture"]
        name = f"picture-{len(self.files)}"
        if isinstance(picture, pictures.Drawing):
            name += ".svg"
            self.files[name] = self.safe(picture.svg).encode()
            width: float | None = picture.width or None
            height = picture.height
        else:
            name += {"jpeg": ".jpg"}.get(picture.format, f".{picture.format}")
            self.files[name] = picture.content
            width = node.attributes.get("width") or picture.width * 0.75
            height = width * picture.height / picture.width
        return {
            "file": name,
            "w": width,
            "h": height or 1,
            "alt": self.safe(node.attributes["alt"]),
        }

    def for_exhibit(self, node: Node) -> dict[str, Any]:
        exhibit: Exhibit = node.attributes["exhibit"]
        value = {
            "kind": exhibit.kind,
            "id": node.attributes["id"],
            "number": node.attributes["number"],
            "title": self.text(exhibit.title),
            "subtitle": self.text(exhibit.subtitle),
            "caption": self._nodes(node.attributes["caption"]),
            "sources": self._nodes(
                [item for item in node.attributes["sources"] if item.attributes["ids"]]
            ),
            "data": self.safe(node.attributes.get("data", "")),
        }
        if exhibit.kind == "table":
            value["table"] = self._table(node.children[0], whole_rows=WHOLE_ROWS)
        else:
            self.asks = True
        return value

    # Tables

    def _table(self, node: Node, whole_rows: int = 1) -> dict[str, Any]:
        sections = {section.kind: section.children for section in node.children}
        layout = plan_columns(node)
        common = {
            "caption": self.text(node.attributes.get("caption", "")),
            "removed": node.attributes.get("removed", 0),
            "landscape": layout.landscape,
            "whole": sum(len(rows) for rows in sections.values()) <= whole_rows,
        }
        signed = set() if common["whole"] else breaks.signed(len(sections.get("tbody", [])))
        self.asks = self.asks or bool(signed)
        panels = [
            self._panel(node, sections, layout, columns)
            | {"signed": sorted({0, *signed} if signed else ())}
            for columns in layout.panels
        ]
        return common | {"panels": panels}

    def _panel(
        self, node: Node, sections: dict[str, list[Node]], layout: Layout, columns: list[int]
    ) -> dict[str, Any]:
        chosen = {column: place for place, column in enumerate(columns)}
        rows = {
            kind: [self._row(row, chosen) for row in sections.get(kind, [])]
            for kind in ("thead", "tbody", "tfoot")
        }
        self.panels += 1
        return {
            "key": f"panel-{self.panels}",
            "landscape": layout.landscape,
            "columns": len(columns),
            "align": [node.attributes["align"][column] for column in columns],
            "tracks": [layout.tracks[column] for column in columns],
            "size": layout.size,
            "gap": 4.5 if layout.size > 7 else 3,
            "pad": 2.1 if node.attributes.get("compact") else 3.3,
            "head": rows["thead"],
            "body": rows["tbody"],
            "foot": rows["tfoot"],
        }

    def _row(self, row: Node, chosen: dict[int, int]) -> list[dict[str, Any]]:
        return [
            self._cell(cell, chosen) for cell in row.children if cell.attributes["column"] in chosen
        ]

    def _cell(self, cell: Node, chosen: dict[int, int]) -> dict[str, Any]:
        attributes = cell.attributes
        return {
            "c": self._nodes(cell.children),
            "header": attributes.get("header", False),
            "colspan": attributes["colspan"],
            "rowspan": attributes["rowspan"],
            "align": attributes.get("align"),
            "column": chosen[attributes["column"]],
        }


_SPECIAL: dict[str, Callable[[_Preparer, Node], dict[str, Any]]] = {
    "heading": _Preparer.for_heading,
    "codeblock": _Preparer.for_codeblock,
    "list": _Preparer.for_list,
    "item": _Preparer.for_item,
    "footnote": _Preparer.for_footnote,
    "link": _Preparer.for_link,
    "inner": _Preparer.for_target,
    "crossref": _Preparer.for_target,
    "citation": _Preparer.for_citation,
    "math": _Preparer.for_math,
    "equation": _Preparer.for_math,
    "picture": _Preparer.for_picture,
    "image": _Preparer.for_picture,
    "exhibit": _Preparer.for_exhibit,
}


def _breakable(match: re.Match[str]) -> str:
    word = _BREAK_AFTER.sub("\\1\u200b", match[0])
    return re.sub(r"([^\u200b]{24})(?=[^\u200b])", "\\1\u200b", word)


def _date_parts(iso: str) -> list[int] | None:
    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return None
    return [day.year, day.month, day.day]


def short_title(title: str) -> str:
    """Return `title` as a running head: seven words at most.

    >>> short_title("What has fallen silent and what the record cannot tell")
    'What has fallen silent and what the …'
    """
    words = title.split()
    return " ".join(words) if len(words) <= 7 else " ".join([*words[:7], "…"])
