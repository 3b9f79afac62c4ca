"""The opening of a page or chapter, the table of contents, the sources, the closing line."""

from nbpress.render.allowed_html import is_safe_address
from nbpress.render.document import Document, outline
from nbpress.render.outputs import Cover, ParameterValue, Source
from nbpress.render.tree import Node
from nbpress.render.web.tags import date, element, escape
from nbpress.render.web.writer import Writer


def banner(document: Document) -> str:
    """Return the opening block: title, what it is, as of when, from which data, how it was run."""
    parts = [element("h1", escape(document.title))]
    if document.subtitle:
        parts.append(element("p", escape(document.subtitle), class_="subtitle"))
    parts.append(_facts(document))
    if document.description:
        parts.append(element("p", escape(document.description), class_="description"))
    cover = document.chapters[0].content.cover
    if cover is not None and not document.is_binder:
        parts.append(_parameters(cover))
    return element("header", *parts, class_="cover")


def _facts(document: Document) -> str:
    facts = []
    if document.authors:
        facts.append(escape(", ".join(document.authors)))
    if document.as_of:
        facts.append(f"As of {date(document.as_of)}")
    if document.digest:
        short = element("code", escape(document.digest[:12]), title=document.digest)
        facts.append(f"Data {short}")
    items = "".join(element("li", fact) for fact in facts)
    return element("ul", items, class_="facts") if items else ""


def _parameters(cover: Cover) -> str:
    if not cover.parameters:
        return ""
    changed = sum(item.changed for item in cover.parameters)
    note = f"{changed} of {len(cover.parameters)} changed" if changed else "all at their defaults"
    summary = element("summary", f"Parameters ({note})")
    rows = element("dl", *map(_parameter, cover.parameters))
    return element("details", summary, rows, class_="parameters", open=changed > 0)


def _parameter(item: ParameterValue) -> str:
    name = element("dt", escape(item.name.replace("_", " ")), title=item.meaning)
    default = element("span", f"(default {escape(item.default)})", class_="default")
    value = f"{escape(item.value)} {default}" if item.changed else escape(item.value)
    return element("div", name, element("dd", value), class_="changed" if item.changed else None)


def contents(document: Document) -> str:
    """Return the table of contents; empty for a short document."""
    entries = outline(document)
    if not document.contents or not entries:
        return ""
    items = "".join(
        element("li", element("a", escape(words), href=f"#{address}"), class_=f"level-{level}")
        for level, address, words in entries
    )
    inner = element("details", element("summary", "Contents"), element("ol", items), open=True)
    return element("nav", inner, class_="contents", aria_label="Contents")


def chapter_opening(document: Document, number: int) -> str:
    """Return the heading of a binder's chapter `number`, with its own subtitle and parameters."""
    chapter = document.chapters[number - 1]
    title = escape(chapter.title or f"Chapter {number}")
    parts = [element("h2", title, id=f"chapter-{number}")]
    cover = chapter.content.cover
    if cover is None:
        return "".join(parts)
    if cover.subtitle:
        parts.append(element("p", escape(cover.subtitle), class_="subtitle"))
    if cover.description:
        parts.append(element("p", escape(cover.description)))
    return "".join(parts) + _parameters(cover)


def colophon(document: Document) -> str:
    """Return the closing line: title, as-of date, digest in full."""
    parts = [escape(document.title)]
    if document.as_of:
        parts.append(f"as of {date(document.as_of)}")
    if document.digest:
        digest = element("code", escape(document.digest), class_="digest")
        parts.append(f"digest of the tables read {digest}")
    return element("footer", element("p", "; ".join(parts)), class_="colophon")


def references(writer: Writer, _: Node) -> str:
    """Return the numbered list of the sources cited."""
    items = "".join(
        element("li", _source(source), id=f"source-{number}")
        for number, source in enumerate(writer.document.sources, start=1)
    )
    return element("ol", items, class_="sources") if items else ""


def _source(source: Source) -> str:
    title = escape(source.title or source.id)
    if is_safe_address(source.url):
        title = element("a", title, href=source.url)
    details = [escape(source.publisher), date(source.published) if source.published else ""]
    words = [title, ", ".join(part for part in details if part)]
    if source.reliability:
        words.append(f"Reliability {escape(source.reliability)}")
    return " ".join(f"{part}." for part in words if part)
