"""Cells to blocks: a notebook's Markdown, code and outputs as nodes in reading order."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nbpress.render import equations, pictures, terminal
from nbpress.render.markdown import read_markdown
from nbpress.render.markup import read_html
from nbpress.render.outputs import (
    Exhibit,
    ReportContent,
    declaration,
    joined,
    read_exhibit,
    read_report,
)
from nbpress.render.parts import Parts, decode_base64
from nbpress.render.tree import Node, Notices, plain_text, walk

#: A notebook of format 4 as nbformat reads it, or plain dictionaries of the same form.
Notebook = Mapping[str, Any]

_REMOVED_CELL = {"remove-cell", "remove_cell", "hide-cell", "hide_cell"}
_REMOVED_INPUT = {"remove-input", "remove_input", "hide-input", "hide_input"}
_REMOVED_OUTPUT = {"remove-output", "remove_output", "hide-output", "hide_output"}
_OPTION = re.compile(r"^(?:#|//|--|%)\|\s*([\w-]+)\s*:\s*(.*?)\s*$")
_RASTERS = ("image/png", "image/jpeg", "image/gif", "image/webp")


@dataclass
class Chapter:
    """A notebook as blocks.

    Parameters
    ----------
    content
        The parts that it declares (`nbpress.render.outputs.read_report`).
    blocks
        Its text, exhibits and outputs in reading order, without the cover.
    title
        From the cover, else its first heading, else its metadata; may be empty.
    breaches
        What keeps it from PDF/UA-1, such as a picture without a description.
    """

    content: ReportContent
    blocks: list[Node]
    title: str = ""
    language: str = "en-GB"
    notices: Notices = field(default_factory=Notices)
    breaches: Notices = field(default_factory=Notices)


def read_chapter(
    notebook: Notebook,
    *,
    show_code: bool | None = None,
    prefix: str = "",
) -> Chapter:
    """Return an executed notebook as a chapter.

    Parameters
    ----------
    notebook
        A notebook of format 4; one without cells gives a chapter without blocks.
    show_code
        Whether code is printed; None hides it when the notebook has a cover.
    prefix
        Put before identifiers within drawings, to keep the chapters of a binder apart.
    """
    reader = _Reader(notebook, show_code=show_code, prefix=prefix)
    for number, cell in enumerate(notebook.get("cells", ()), start=1):
        reader.read_cell(cell, number)
    return reader.chapter


class _Reader:
    """Reads the cells of one notebook, in order."""

    def __init__(self, notebook: Notebook, *, show_code: bool | None, prefix: str) -> None:
        content = read_report(notebook)
        metadata = notebook.get("metadata", {})
        self.chapter = Chapter(content, [])
        self.chapter.title = (
            content.cover.title if content.cover else str(metadata.get("title", ""))
        )
        if content.cover:
            self.chapter.language = content.cover.language
        self.show_code = content.cover is None if show_code is None else show_code
        self.parts = Parts(self.chapter.notices, self.chapter.breaches, prefix)
        self.language = _code_language(metadata)

    @property
    def notices(self) -> Notices:
        return self.chapter.notices

    @property
    def where(self) -> str:
        return self.parts.where

    def read_cell(self, cell: Mapping[str, Any], number: int) -> None:
        """Add the blocks of one cell."""
        self.parts.where = f"cell {number}"
        tags = set(cell.get("metadata", {}).get("tags", ()))
        if tags & _REMOVED_CELL:
            return
        kind = cell.get("cell_type")
        source = joined(cell.get("source", ""))
        if kind == "markdown":
            self.chapter.blocks += self._markdown(source, cell.get("attachments") or {})
        elif kind == "raw":
            self._raw(source)
        elif kind == "code":
            self._code(cell, source, tags)

    def _markdown(self, source: str, attachments: Mapping[str, Any]) -> list[Node]:
        blocks = read_markdown(source, self.notices, where=self.where)
        return self.parts.settle_blocks(blocks, attachments)

    def _raw(self, source: str) -> None:
        # Raw cells are meant for one converter; none of them is ours, so they print as they are.
        if source.strip():
            self.chapter.blocks.append(Node("codeblock", text=source, attributes={"language": ""}))

    def _code(self, cell: Mapping[str, Any], source: str, tags: set[str]) -> None:
        options, code = _options(source)
        if self.show_code and code.strip() and not tags & _REMOVED_INPUT:
            attributes = {"language": self.language, "input": True}
            self.chapter.blocks.append(
                Node("codeblock", text=code.rstrip(), attributes=dict(attributes))
            )
        if tags & _REMOVED_OUTPUT:
            return
        for output in cell.get("outputs", ()):
            self.chapter.blocks += self._output(output, options)

    def _output(self, output: Mapping[str, Any], options: Mapping[str, str]) -> list[Node]:
        kind = output.get("output_type")
        if kind == "stream":
            return self._terminal("stream", joined(output.get("text", "")))
        if kind == "error":
            return self._error(output)
        declared = declaration(output)
        if declared:
            return self._declared(output, declared)
        return self._shown(output, options)

    def _terminal(self, kind: str, text: str) -> list[Node]:
        shown, left_out = terminal.shortened(terminal.plain(text))
        if left_out:
            self.notices.say(f"{self.where}: {left_out:,} characters of output left out")
        return [Node(kind, text=shown)] if shown.strip() else []

    def _error(self, output: Mapping[str, Any]) -> list[Node]:
        self.notices.say(f"{self.where}: ended in {output.get('ename', 'an error')}")
        summary = f"{output.get('ename', 'Error')}: {output.get('evalue', '')}"
        trace = "\n".join(str(line) for line in output.get("traceback", ()))
        return self._terminal("error", trace if trace.strip() else summary)

    # What a notebook declares

    def _declared(self, output: Mapping[str, Any], declared: Mapping[str, Any]) -> list[Node]:
        kind = declared["kind"]
        if kind == "cover":
            return []
        if kind == "references":
            return [Node("references")]
        if kind == "record":
            line = joined(output.get("data", {}).get("text/markdown", ""))
            return [Node("record", self._markdown(line, {}))] if line.strip() else []
        return self._exhibit(read_exhibit(output, declared))

    def _exhibit(self, exhibit: Exhibit) -> list[Node]:
        make = self._figure if exhibit.kind == "figure" else self._table
        body = make(exhibit)
        if not body:
            return self.parts.hold_place(f"{exhibit.kind} {exhibit.label} has nothing to show")
        if not exhibit.title:
            self.chapter.breaches.say(f"{self.where}: {exhibit.kind} {exhibit.label} has no title")
        return [Node("exhibit", body, attributes={"exhibit": exhibit})]

    def _figure(self, exhibit: Exhibit) -> list[Node]:
        if not exhibit.alt.strip():
            self.chapter.breaches.say(f"{self.where}: figure {exhibit.label} has no alt text")
        return self.parts.draw_svg(exhibit.content, exhibit.alt)

    def _table(self, exhibit: Exhibit) -> list[Node]:
        blocks = self.parts.settle_blocks(
            read_html(exhibit.content, self.notices, where=self.where), {}
        )
        table = next((node for node in blocks if node.kind == "table"), None)
        if table is None:
            return []
        if len(exhibit.align) == table.attributes["columns"]:
            table.attributes["align"] = list(exhibit.align)
        table.attributes["compact"] = exhibit.compact
        return [table]

    # What a stranger's notebook shows

    def _shown(self, output: Mapping[str, Any], options: Mapping[str, str]) -> list[Node]:
        """Return the richest form of an output that a page can hold."""
        data = output.get("data")
        if not isinstance(data, Mapping):
            return []
        for mime, read in _FORMS.items():
            if mime in data:
                blocks = read(self, data[mime], output, options)
                if blocks:
                    self._say_unknown(data)
                    return blocks
        return self._unknown(data)

    def _say_unknown(self, data: Mapping[str, Any]) -> None:
        rich = [mime for mime in data if mime.startswith("application/vnd.")]
        for mime in rich:
            self.notices.say(f"{self.where}: {mime} shown in its static form")

    def _unknown(self, data: Mapping[str, Any]) -> list[Node]:
        if not data:
            return []
        kinds = ", ".join(sorted(str(mime) for mime in data))
        return self.parts.hold_place(f"Output of type {kinds} cannot be shown on a page")

    def html(self, value: object, *_: object) -> list[Node]:
        source, drawings = _take_out_svg(joined(value))
        blocks = self.parts.settle_blocks(read_html(source, self.notices, where=self.where), {})
        shown = list(blocks)
        for drawing in drawings:
            shown += self.parts.caption_image(self.parts.draw_svg(drawing, ""), {})
        return (
            shown
            if any(plain_text([block]).strip() or _is_visible(block) for block in shown)
            else []
        )

    def markdown_output(self, value: object, *_: object) -> list[Node]:
        return self._markdown(joined(value), {})

    def svg(
        self, value: object, output: Mapping[str, Any], options: Mapping[str, str]
    ) -> list[Node]:
        alt = _alt(output, "image/svg+xml", options)
        return self.parts.caption_image(self.parts.draw_svg(joined(value), alt), options)

    def raster(
        self, value: object, output: Mapping[str, Any], options: Mapping[str, str]
    ) -> list[Node]:
        mime = next(
            (name for name in _RASTERS if (output.get("data") or {}).get(name) is value),
            "image/png",
        )
        alt = _alt(output, mime, options)
        try:
            picture = pictures.check_raster(decode_base64(joined(value)))
        except pictures.PictureError as error:
            return self.parts.hold_place(f"Picture left out: {error}")
        node = Node("image", attributes={"picture": picture, "alt": alt})
        width = _metadata(output, mime).get("width")
        if isinstance(width, (int, float)) and 0 < width < 10_000:
            node.attributes["width"] = float(width) * 0.75
        return self.parts.caption_image([node], options)

    def latex(self, value: object, *_: object) -> list[Node]:
        source = joined(value)
        formula = equations.strip_delimiters(source)
        if formula is None:
            self.notices.say(f"{self.where}: LaTeX that is not a formula is shown as its source")
            return [Node("codeblock", text=source.strip("\n"), attributes={"language": "latex"})]
        node = Node("equation", text=formula[0])
        self.parts.settle_formula(node)
        return [node]

    def json(self, value: object, *_: object) -> list[Node]:
        text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, default=str)
        nodes = self._terminal("stream", text)
        return [
            Node("codeblock", text=node.text, attributes={"language": "json"}) for node in nodes
        ]

    def plain(self, value: object, output: Mapping[str, Any], _: object) -> list[Node]:
        others = [mime for mime in output.get("data", {}) if mime != "text/plain"]
        blocks = self._terminal("stream", joined(value))
        if others and blocks:
            kinds = ", ".join(sorted(others))
            message = f"Output of type {kinds} cannot be shown; its text form follows"
            return self.parts.hold_place(message) + blocks
        return blocks


#: The forms that a page can hold, richest first; a form that turns out empty gives way.
_FORMS: dict[str, Callable[..., list[Node]]] = {
    "text/html": _Reader.html,
    "text/markdown": _Reader.markdown_output,
    "image/svg+xml": _Reader.svg,
    "text/latex": _Reader.latex,
    "image/png": _Reader.raster,
    "image/jpeg": _Reader.raster,
    "image/gif": _Reader.raster,
    "image/webp": _Reader.raster,
    "application/json": _Reader.json,
    "text/plain": _Reader.plain,
}


def _code_language(metadata: Mapping[str, Any]) -> str:
    stated = metadata.get("language_info", {}).get("name") or metadata.get("kernelspec", {}).get(
        "language"
    )
    return str(stated or "python").lower()


def _options(source: str) -> tuple[dict[str, str], str]:
    """Return the ``#| name: value`` options at the head of a cell, and the code below them."""
    options: dict[str, str] = {}
    lines = source.split("\n")
    for position, line in enumerate(lines):
        match = _OPTION.match(line)
        if match is None:
            return options, "\n".join(lines[position:])
        options[match[1]] = match[2].strip("\"'")
    return options, ""


def _metadata(output: Mapping[str, Any], mime: str) -> Mapping[str, Any]:
    own = (output.get("metadata") or {}).get(mime)
    return own if isinstance(own, Mapping) else {}


def _alt(output: Mapping[str, Any], mime: str, options: Mapping[str, str]) -> str:
    metadata = output.get("metadata") or {}
    stated = (
        _metadata(output, mime).get("alt") or metadata.get("alt") or options.get("fig-alt") or ""
    )
    return str(stated).strip()


_SVG_OPEN = re.compile(r"<svg\b", re.IGNORECASE)
_SVG_CLOSE = re.compile(r"</svg\s*>", re.IGNORECASE)


def _take_out_svg(html: str) -> tuple[str, list[str]]:
    """Return `html` without its drawings, and the drawings."""
    drawings: list[str] = []
    kept: list[str] = []
    position = 0
    while match := _SVG_OPEN.search(html, position):
        end = _SVG_CLOSE.search(html, match.end())
        if end is None:
            break
        kept.append(html[position : match.start()])
        drawings.append(_with_namespace(html[match.start() : end.end()]))
        position = end.end()
    return "".join(kept) + html[position:], drawings


def _with_namespace(svg: str) -> str:
    if "xmlns=" in svg.partition(">")[0]:
        return svg
    return svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)


def _is_visible(block: Node) -> bool:
    return any(
        node.kind in {"image", "picture", "table", "rule", "exhibit"} for node in walk([block])
    )
