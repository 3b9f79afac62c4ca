"""A document as one HTML file that needs nothing from anyone."""

import base64
import functools
import hashlib
from importlib.resources import files

from nbpress.render import fonts
from nbpress.render.document import Document
from nbpress.render.web import cover, exhibits, tables, text
from nbpress.render.web.tags import element, escape
from nbpress.render.web.writer import Writer

RULES = {
    **text.RULES,
    "table": tables.table,
    "exhibit": exhibits.exhibit,
    "image": exhibits.image,
    "picture": exhibits.picture,
    "references": cover.references,
}


def write_page(document: Document) -> str:
    """Return `document` as the text of an HTML file; the same document gives the same text."""
    writer = Writer(document, RULES)
    main = _chapters(writer) + text.endnotes(writer)
    banner = cover.banner(document)
    body = (
        element("a", "Skip to the text", class_="skip", href="#content"),
        "\n",
        banner,
        element(
            "div", cover.contents(document), element("main", main, id="content"), class_="layout"
        ),
        cover.colophon(document),
        element("script", _template("report.js")),
    )
    head = _head(document, fonts.extra_faces(banner + main))
    page = element("html", element("head", head), element("body", *body), lang=document.language)
    return f"<!DOCTYPE html>\n{page}\n"


def _chapters(writer: Writer) -> str:
    document = writer.document
    if not document.is_binder:
        return writer.write(document.chapters[0].blocks)
    return "".join(
        element(
            "section",
            cover.chapter_opening(document, number),
            writer.write(chapter.blocks),
            class_="chapter",
        )
        for number, chapter in enumerate(document.chapters, start=1)
    )


def _head(document: Document, faces: str) -> str:
    named = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "description": document.description or document.subtitle,
        "author": ", ".join(document.authors),
        "keywords": ", ".join(document.keywords),
        "date": document.as_of,
    }
    tags = [
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy()),
        element("title", escape(document.title)),
        *(
            element("meta", name=name, content=content)
            for name, content in named.items()
            if content
        ),
        element("style", _style(), "\n", faces),
    ]
    return "".join(tags)


@functools.cache
def _template(name: str) -> str:
    place = files("nbpress.render").joinpath("templates", name)
    return place.read_text(encoding="utf-8")


@functools.cache
def _style() -> str:
    return f"{fonts.font_faces()}\n{_template('report.css')}"


@functools.cache
def _policy() -> str:
    """Return the policy: nothing from outside, our one script by its hash."""
    digest = hashlib.sha256(_template("report.js").encode()).digest()
    return (
        "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{base64.b64encode(digest).decode()}'; "
        "base-uri 'none'; form-action 'none'"
    )
