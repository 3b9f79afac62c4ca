"""Write a document as one HTML file that needs nothing from anyone.

Every character of a cell passes `_escape` on its way out; tags come from this module alone.
"""

import base64
import functools
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import Any

from defcoop.exporters import fonts, highlight, pictures, tables
from defcoop.exporters.characters import screen_safe
from defcoop.exporters.document import Document, outline
from defcoop.exporters.outputs import Cover, DataFile, Exhibit, Source
from defcoop.exporters.tree import Node

#: Rows of an exhibit's data that the page shows; the download always has all of them.
MOST_DATA_ROWS = 200

_WRAPPED = {
    "emphasis": "em",
    "strong": "strong",
    "strike": "s",
    "underline": "u",
    "mark": "mark",
    "superscript": "sup",
    "subscript": "sub",
    "quote": "blockquote",
    "term": "dt",
    "definition": "dd",
}


def write_page(document: Document) -> str:
    """Return `document` as the text of an HTML file."""
    return _Page(document).write()


@functools.cache
def _template(name: str) -> str:
    return files("defcoop.exporters").joinpath("templates", name).read_text(encoding="utf-8")


@functools.cache
def _style() -> str:
    return f"{fonts.font_faces()}\n{_template('report.css')}"


@functools.cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_template("report.js").encode()).digest()).decode()
    return (
        "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def _escape(text: str) -> str:
    safe = screen_safe(text)
    return (
        safe.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#39;")
    )


def _date(iso: str) -> str:
    return f'<time datetime="{_escape(iso)}">{_escape(long_date(iso))}</time>'


def long_date(iso: str) -> str:
    """Return an ISO date in words; other text as it is.

    >>> long_date("2026-11-22")
    '22 November 2026'
    """
    import datetime

    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {day:%B} {day.year}"


class _Page:
    """Writes one page; holds what the parts share: the footnotes met on the way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.notes: list[tuple[int, str]] = []
        self.scrollers = 0
        self.extra = ""

    def write(self) -> str:
        body = self._chapters()
        banner = self._banner()
        self.extra = fonts.extra_faces(banner + body + self.document.title)
        return "".join(
            [
                "<!DOCTYPE html>\n",
                f'<html lang="{_escape(self.document.language)}">\n<head>\n',
                self._head(),
                "</head>\n<body>\n",
                '<a class="skip" href="#content">Skip to the text</a>\n',
                banner,
                '<div class="layout">\n',
                self._contents(),
                f'<main id="content">\n{body}{self._endnotes()}</main>\n</div>\n',
                self._footer(),
                f"<script>{_template('report.js')}</script>\n</body>\n</html>\n",
            ]
        )

    def _head(self) -> str:
        document = self.document
        named = {
            "viewport": "width=device-width, initial-scale=1",
            "color-scheme": "light dark",
            "description": document.description or document.subtitle,
            "author": ", ".join(document.authors),
            "keywords": ", ".join(document.keywords),
            "date": document.as_of,
        }
        tags = [
            f'<meta name="{name}" content="{_escape(text)}">\n'
            for name, text in named.items()
            if text
        ]
        return (
            '<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">\n'
            f"<title>{_escape(document.title)}</title>\n{''.join(tags)}"
            f"<style>{_style()}\n{self.extra}</style>\n"
        )

    # The opening

    def _banner(self) -> str:
        document = self.document
        parts = [f'<header class="cover">\n<h1>{_escape(document.title)}</h1>\n']
        if document.subtitle:
            parts.append(f'<p class="subtitle">{_escape(document.subtitle)}</p>\n')
        parts.append(self._facts())
        if document.description:
            parts.append(f'<p class="description">{_escape(document.description)}</p>\n')
        cover = document.chapters[0].content.cover
        if cover is not None and not document.is_binder:
            parts.append(_parameters(cover))
        return "".join(parts) + "</header>\n"

    def _facts(self) -> str:
        document = self.document
        facts = []
        if document.authors:
            facts.append(_escape(", ".join(document.authors)))
        if document.as_of:
            facts.append(f"As of {_date(document.as_of)}")
        if document.digest:
            facts.append(
                f'Data <code title="{_escape(document.digest)}">{_escape(document.digest[:12])}</code>'
            )
        items = "".join(f"<li>{fact}</li>" for fact in facts)
        return f'<ul class="facts">{items}</ul>\n' if items else ""

    def _contents(self) -> str:
        entries = outline(self.document)
        if not self.document.contents or not entries:
            return ""
        items = "".join(
            f'<li class="level-{level}"><a href="#{_escape(address)}">{_escape(words)}</a></li>\n'
            for level, address, words in entries
        )
        return (
            '<nav class="contents" aria-label="Contents">\n<details open><summary>Contents</summary>\n'
            f"<ol>\n{items}</ol></details>\n</nav>\n"
        )

    def _footer(self) -> str:
        parts = [_escape(self.document.title)]
        if self.document.as_of:
            parts.append(f"as of {_date(self.document.as_of)}")
        if self.document.digest:
            parts.append(
                f'digest of the tables read <code class="digest">{_escape(self.document.digest)}</code>'
            )
        return f'<footer class="colophon"><p>{"; ".join(parts)}</p></footer>\n'

    # The text

    def _chapters(self) -> str:
        if not self.document.is_binder:
            return self._blocks(self.document.chapters[0].blocks)
        return "".join(
            self._chapter(number) for number in range(1, len(self.document.chapters) + 1)
        )

    def _chapter(self, number: int) -> str:
        chapter = self.document.chapters[number - 1]
        address = f"chapter-{number}"
        cover = chapter.content.cover
        title = chapter.title or f"Chapter {number}"
        parts = [
            f'<section class="chapter" aria-labelledby="{address}">\n<h2 id="{address}">{_escape(title)}</h2>\n'
        ]
        if cover is not None:
            parts.append(
                f'<p class="subtitle">{_escape(cover.subtitle)}</p>\n' if cover.subtitle else ""
            )
            parts.append(f"<p>{_escape(cover.description)}</p>\n" if cover.description else "")
            parts.append(_parameters(cover))
        return "".join(parts) + self._blocks(chapter.blocks) + "</section>\n"

    def _blocks(self, nodes: Iterable[Node]) -> str:
        return "".join(self._node(node) for node in nodes)

    def _node(self, node: Node) -> str:
        tag = _WRAPPED.get(node.kind)
        if tag:
            return f"<{tag}>{self._blocks(node.children)}</{tag}>"
        return _WRITERS[node.kind](self, node)

    def write_text(self, node: Node) -> str:
        return _escape(node.text)

    def write_paragraph(self, node: Node) -> str:
        return f"<p>{self._blocks(node.children)}</p>\n"

    def write_heading(self, node: Node) -> str:
        level = min(node.attributes["level"] + 1, 6)
        return f'<h{level} id="{_escape(node.attributes["id"])}">{self._blocks(node.children)}</h{level}>\n'

    def write_list(self, node: Node) -> str:
        tag = "ol" if node.attributes.get("ordered") else "ul"
        start = node.attributes.get("start", 1)
        extra = f' start="{start}"' if start != 1 else ""
        return f"<{tag}{extra}>\n{self._blocks(node.children)}</{tag}>\n"

    def write_item(self, node: Node) -> str:
        done = node.attributes.get("done")
        mark = (
            "" if done is None else f'<span class="task">{"done: " if done else "to do: "}</span>'
        )
        first, rest = node.children[:1], node.children[1:]
        if first and first[0].kind == "paragraph" and all(child.kind == "list" for child in rest):
            return f"<li>{mark}{self._blocks(first[0].children)}{self._blocks(rest)}</li>\n"
        return f"<li>{mark}{self._blocks(node.children)}</li>\n"

    def write_definitions(self, node: Node) -> str:
        return f"<dl>\n{self._blocks(node.children)}</dl>\n"

    def write_rule(self, _: Node) -> str:
        return "<hr>\n"

    def write_break(self, _: Node) -> str:
        return "<br>"

    def write_code(self, node: Node) -> str:
        return f"<code>{_escape(node.text)}</code>"

    def write_codeblock(self, node: Node) -> str:
        spans = highlight.spans(node.text, node.attributes.get("language", ""))
        inner = "".join(
            f'<span class="k-{name}">{_escape(text)}</span>' if name else _escape(text)
            for name, text in spans
        )
        return self._scroller(f"<pre><code>{inner}</code></pre>", "Code", "code")

    def write_stream(self, node: Node) -> str:
        label = "Error" if node.kind == "error" else "Output"
        return self._scroller(f"<pre>{_escape(node.text)}</pre>", label, node.kind)

    def _scroller(self, inner: str, label: str, name: str) -> str:
        self.scrollers += 1
        return (
            f'<div class="scroll {name}" role="group" tabindex="0" '
            f'aria-label="{_escape(label)} {self.scrollers}">{inner}</div>\n'
        )

    def write_link(self, node: Node) -> str:
        return f'<a href="{_escape(node.attributes["url"])}">{self._blocks(node.children)}</a>'

    def write_inner(self, node: Node) -> str:
        target = node.attributes["target"]
        inner = self._blocks(node.children)
        return f'<a href="#{_escape(target)}">{inner}</a>' if target else inner

    def write_citation(self, node: Node) -> str:
        links = [
            f'<a href="#{item["target"]}">{_escape(item["text"])}</a>'
            if item["target"]
            else _escape(item["text"])
            for item in node.attributes["numbers"]
        ]
        return f'<span class="cite">[{", ".join(links)}]</span>' if links else ""

    def write_crossref(self, node: Node) -> str:
        target = node.attributes["target"]
        return (
            f'<a href="#{_escape(target)}">{_escape(node.text)}</a>'
            if target
            else _escape(node.text)
        )

    def write_footnote(self, node: Node) -> str:
        number = node.attributes["number"]
        self.notes.append((number, self._blocks(node.children)))
        return f'<sup class="noteref"><a id="call-{number}" href="#note-{number}" aria-label="Note {number}">{number}</a></sup>'

    def _endnotes(self) -> str:
        if not self.notes:
            return ""
        # A note met while a note is written comes after it; the numbers put both in order.
        items = "".join(
            f'<li id="note-{number}" value="{number}">{inner}<a class="back" href="#call-{number}" '
            f'aria-label="Back to the text at note {number}">↩</a></li>\n'
            for number, inner in sorted(self.notes)
        )
        return f'<section class="notes" aria-label="Notes"><hr><ol>\n{items}</ol></section>\n'

    def write_math(self, node: Node) -> str:
        display = node.kind == "equation"
        tree = node.attributes.get("tree")
        if tree is None:
            code = f"<code>{_escape(node.text)}</code>"
            return f'<p class="formula">{code}</p>\n' if display else code
        inner = _mathml(tree)
        annotation = f'<annotation encoding="application/x-tex">{_escape(node.text)}</annotation>'
        shown = "block" if display else "inline"
        math = f'<math display="{shown}"><semantics>{inner}{annotation}</semantics></math>'
        return (
            f'<div class="formula" role="group" tabindex="0" aria-label="Formula">{math}</div>\n'
            if display
            else math
        )

    def _quoted(self, node: Node) -> str:
        return f"<blockquote>{self._blocks(node.children)}</blockquote>\n"

    def write_record(self, node: Node) -> str:
        return f'<div class="record">{self._blocks(node.children)}</div>\n'

    def write_placeholder(self, node: Node) -> str:
        return f'<p class="placeholder">{self._blocks(node.children)}</p>\n'

    # Pictures

    def write_picture(self, node: Node) -> str:
        return f'<span class="inline-picture">{self._drawn(node)}</span>'

    def write_image(self, node: Node) -> str:
        return f'<div class="card">{self._drawn(node)}</div>\n'

    def _drawn(self, node: Node, title: str = "") -> str:
        picture, alt = node.attributes["picture"], node.attributes["alt"]
        if isinstance(picture, pictures.Raster):
            return _raster(picture, alt, node.attributes.get("width"))
        return _drawing(picture, title, alt)

    # Exhibits

    def write_exhibit(self, node: Node) -> str:
        exhibit: Exhibit = node.attributes["exhibit"]
        address = _escape(node.attributes["id"])
        caption = self._exhibit_caption(node)
        if exhibit.kind == "table":
            body = self._scroll_table(node.children[0], address)
        else:
            body = "".join(
                f'<div class="card">{self._drawn(child, exhibit.title)}</div>\n'
                for child in node.children
                if child.kind == "image"
            )
            body += self._blocks(child for child in node.children if child.kind != "image")
        return (
            f'<figure class="exhibit {exhibit.kind}" id="{address}">\n{caption}{body}'
            f"{_network(exhibit)}{self._exhibit_note(node)}{self._exhibit_data(node)}</figure>\n"
        )

    def _exhibit_caption(self, node: Node) -> str:
        exhibit: Exhibit = node.attributes["exhibit"]
        subtitle = (
            f'<span class="subtitle">{_escape(exhibit.subtitle)}</span>' if exhibit.subtitle else ""
        )
        return (
            f'<figcaption id="{_escape(node.attributes["id"])}-caption"><span class="number">{node.attributes["number"]}</span> '
            f'<span class="title">{_escape(exhibit.title)}</span> {subtitle}</figcaption>\n'
        )

    def _exhibit_note(self, node: Node) -> str:
        caption = self._blocks(node.attributes["caption"])
        cited = self._blocks(node.attributes["sources"])
        sources = f'<span class="sources">Sources: {cited}</span>' if cited else ""
        inner = " ".join(part for part in (caption, sources) if part)
        return f'<p class="note">{inner}</p>\n' if inner else ""

    def _exhibit_data(self, node: Node) -> str:
        exhibit: Exhibit = node.attributes["exhibit"]
        if exhibit.data is None:
            return ""
        name = node.attributes["data"]
        rows = exhibit.data.rows()
        count = max(len(rows) - 1, 0)
        shown = ""
        if exhibit.kind == "figure" and count:
            shown = self._data_table(rows, node)
        unit = "row" if count == 1 else "rows"
        return (
            f'<details class="data"><summary>Data behind {node.attributes["number"]} '
            f"({count:,} {unit})</summary>\n{_download(exhibit.data, name)}{shown}</details>\n"
        )

    def _data_table(self, rows: list[list[str]], node: Node) -> str:
        width = len(rows[0])
        body = [(row + [""] * width)[:width] for row in rows[1 : MOST_DATA_ROWS + 1]]
        table = tables.simple(rows[0], body)
        left = len(rows) - 1 - len(body)
        rest = f'<p class="note">{left:,} more rows are in the download.</p>' if left else ""
        return self._scroll_table(table, f"{_escape(node.attributes['id'])}-data") + rest

    def write_table(self, node: Node) -> str:
        return self._scroll_table(node, "")

    def _scroll_table(self, node: Node, address: str) -> str:
        label = (
            f'aria-labelledby="{address}-caption"'
            if address and not address.endswith("-data")
            else ""
        )
        if not label:
            self.scrollers += 1
            label = f'aria-label="Table {"of data " if address else ""}{self.scrollers}"'
        return f'<div class="scroll" role="group" tabindex="0" {label}>{self._grid(node)}</div>\n{_removed(node)}'

    def _grid(self, node: Node) -> str:
        compact = " compact" if node.attributes.get("compact") else ""
        sortable = " sortable" if _is_sortable(node) else ""
        parts = [f'<table class="{(compact + sortable).strip()}">\n']
        if node.attributes.get("caption"):
            parts.append(f"<caption>{_escape(node.attributes['caption'])}</caption>\n")
        for section in node.children:
            rows = "".join(
                self._row(row, section.kind, node.attributes["align"]) for row in section.children
            )
            parts.append(f"<{section.kind}>\n{rows}</{section.kind}>\n")
        return "".join(parts) + "</table>"

    def _row(self, row: Node, section: str, align: list[str]) -> str:
        cells = "".join(self._cell(cell, section, align) for cell in row.children)
        return f"<tr>{cells}</tr>\n"

    def _cell(self, cell: Node, section: str, align: list[str]) -> str:
        attributes = cell.attributes
        in_head = section == "thead"
        inner = self._blocks(cell.children)
        # A header cell without words would be announced as an empty header.
        tag = "th" if (in_head or attributes.get("header")) and inner.strip() else "td"
        scope = ""
        if tag == "th":
            wide = "group" if attributes["colspan" if in_head else "rowspan"] > 1 else ""
            scope = f' scope="{"col" if in_head else "row"}{wide}"'
        spans = "".join(
            f' {name}="{attributes[name]}"'
            for name in ("colspan", "rowspan")
            if attributes[name] > 1
        )
        side = attributes.get("align") or (
            align[attributes["column"]] if attributes["colspan"] == 1 else "center"
        )
        css = f' class="{side}"' if side != "left" else ""
        return f"<{tag}{scope}{spans}{css}>{inner}</{tag}>"

    # The sources

    def write_references(self, _: Node) -> str:
        items = "".join(
            f'<li id="source-{number}">{_source(source)}</li>\n'
            for number, source in enumerate(self.document.sources, start=1)
        )
        return f'<ol class="sources">\n{items}</ol>\n' if items else ""


def _source(source: Source) -> str:
    title = _escape(source.title or source.id)
    from defcoop.exporters.markup import is_safe_address

    linked = (
        f'<a href="{_escape(source.url)}">{title}</a>' if is_safe_address(source.url) else title
    )
    rest = [_escape(source.publisher), _date(source.published) if source.published else ""]
    grade = f" Reliability {_escape(source.reliability)}." if source.reliability else ""
    details = ", ".join(part for part in rest if part)
    return f"{linked}. {details}{'.' if details else ''}{grade}".rstrip()


def _parameters(cover: Cover) -> str:
    if not cover.parameters:
        return ""
    changed = sum(item.changed for item in cover.parameters)
    rows = "".join(
        f'<div{" class=changed" if item.changed else ""}><dt title="{_escape(item.meaning)}">{_escape(item.name.replace("_", " "))}</dt>'
        f"<dd>{_escape(item.value)}"
        f"{f' <span class=default>(default {_escape(item.default)})</span>' if item.changed else ''}</dd></div>\n"
        for item in cover.parameters
    )
    note = f"{changed} of {len(cover.parameters)} changed" if changed else "all at their defaults"
    return f'<details class="parameters"{" open" if changed else ""}><summary>Parameters ({note})</summary>\n<dl>\n{rows}</dl></details>\n'


def _removed(table: Node) -> str:
    removed = table.attributes.get("removed", 0)
    return f'<p class="note">{removed:,} more rows are left out.</p>\n' if removed else ""


def _is_sortable(table: Node) -> bool:
    body = next((section for section in table.children if section.kind == "tbody"), None)
    heads = [section for section in table.children if section.kind == "thead"]
    if body is None or len(body.children) < 3 or len(heads) != 1 or len(heads[0].children) != 1:
        return False
    cells = [
        cell for section in (body, heads[0]) for row in section.children for cell in row.children
    ]
    return all(cell.attributes["colspan"] == cell.attributes["rowspan"] == 1 for cell in cells)


def _download(data: DataFile, name: str) -> str:
    encoded = base64.b64encode(data.content).decode("ascii")
    return (
        f'<p><a class="download" download="{_escape(name)}" '
        f'href="data:text/csv;charset=utf-8;base64,{encoded}">Download {_escape(name)}</a></p>\n'
    )


def _raster(picture: pictures.Raster, alt: str, width: float | None) -> str:
    encoded = base64.b64encode(picture.content).decode("ascii")
    pixels = round(width / 0.75) if width else picture.width
    return (
        f'<img src="data:image/{picture.format};base64,{encoded}" alt="{_escape(alt)}" '
        f'style="width:{pixels}px">'
    )


def _drawing(drawing: pictures.Drawing, title: str, alt: str) -> str:
    """Return the drawing as inline SVG, with its title and description for those who listen."""
    head, _, rest = drawing.svg.partition(">")
    closed = head.endswith("/")
    name = hashlib.sha256((title + alt + drawing.svg).encode()).hexdigest()[:12]
    words = title or alt
    description = f'<desc id="d-{name}">{_escape(alt)}</desc>' if title else ""
    labels = f'aria-labelledby="t-{name}"' + (f' aria-describedby="d-{name}"' if title else "")
    inner = f'<title id="t-{name}">{_escape(words)}</title>{description}'
    # On a screen a drawing may grow by a third, so that its labels read as well as the text.
    limit = f' style="max-width:min(100%,{drawing.width * 1.8:.0f}px)"' if drawing.width else ""
    head = re.sub(r'\sstyle="[^"]*"', "", head.rstrip("/"))
    return f'{head} role="img" {labels}{limit}>{inner}{"</svg>" if closed else rest}'


def _network(exhibit: Exhibit) -> str:
    """Return the network's nodes and edges for the script, which draws them over the picture."""
    if exhibit.interactive is None:
        return ""
    text = json.dumps(exhibit.interactive, ensure_ascii=True, sort_keys=True, default=str)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'<div class="network" hidden></div><script type="application/json" class="network-data">{safe}</script>\n'


def _mathml(tree: dict[str, Any]) -> str:
    attributes = "".join(
        f' {name}="{_escape(value)}"' for name, value in tree["a"].items() if name != "display"
    )
    tag = "mrow" if tree["m"] == "math" else tree["m"]
    inner = "".join(_mathml(child) for child in tree["c"])
    return f"<{tag}{attributes}>{_escape(tree['t'])}{inner}</{tag}>"


_WRITERS: dict[str, Callable[[_Page, Node], str]] = {
    "text": _Page.write_text,
    "paragraph": _Page.write_paragraph,
    "heading": _Page.write_heading,
    "list": _Page.write_list,
    "item": _Page.write_item,
    "definitions": _Page.write_definitions,
    "rule": _Page.write_rule,
    "break": _Page.write_break,
    "code": _Page.write_code,
    "codeblock": _Page.write_codeblock,
    "stream": _Page.write_stream,
    "error": _Page.write_stream,
    "link": _Page.write_link,
    "inner": _Page.write_inner,
    "citation": _Page.write_citation,
    "crossref": _Page.write_crossref,
    "footnote": _Page.write_footnote,
    "math": _Page.write_math,
    "equation": _Page.write_math,
    "record": _Page.write_record,
    "placeholder": _Page.write_placeholder,
    "picture": _Page.write_picture,
    "image": _Page.write_image,
    "exhibit": _Page.write_exhibit,
    "table": _Page.write_table,
    "references": _Page.write_references,
}
