"""The HTML that a cell may bring: its tags, attributes and addresses; all else is dropped."""

import re

from nbpress.render.tree import Notices

INLINE = {
    "b": "strong",
    "strong": "strong",
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
    "dfn": "emphasis",
    "var": "emphasis",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "s": "strike",
    "del": "strike",
    "strike": "strike",
    "u": "underline",
    "ins": "underline",
    "mark": "mark",
    "sup": "superscript",
    "sub": "subscript",
}
TRANSPARENT = {
    "span",
    "font",
    "small",
    "big",
    "abbr",
    "q",
    "label",
    "time",
    "bdi",
    "wbr",
    "center",
}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
CONTAINERS = {
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "nav",
    "aside",
    "address",
    "details",
    "summary",
    "figure",
    "figcaption",
    "fieldset",
    "legend",
}
_STRUCTURE = {
    "p",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "hr",
    "br",
    "a",
    "img",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "caption",
    "colgroup",
    "col",
}
#: Written by our Markdown reader, not by people; see `nbpress.render.markdown`.
OWN_TAGS = {"x-math", "x-note", "x-noteref", "x-cite", "x-cross"}
_TAGS = set(INLINE) | TRANSPARENT | set(HEADINGS) | CONTAINERS | _STRUCTURE | OWN_TAGS
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align", "style", "class"},
    "th": {"colspan", "rowspan", "align", "style", "scope", "class"},
    "ol": {"start"},
    "pre": {"data-language"},
    "code": {"class"},
    "x-math": {"data-display"},
    "x-note": {"data-id"},
    "x-noteref": {"data-id"},
    "x-cite": {"data-ids"},
    "x-cross": {"data-label"},
    "li": {"data-done"},
}
_DROPPED_WITH_CONTENT = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "template",
    "noscript",
    "title",
    "head",
    "svg",
    "math",
    "select",
    "textarea",
    "audio",
    "video",
    "canvas",
}
_SCHEMES = {"http", "https", "mailto"}
_ACTIVE = {
    "script": re.compile(r"<script\b", re.IGNORECASE),
    "embedded frame or object": re.compile(r"<(?:iframe|object|embed)\b", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]+\son[a-z]+\s*=", re.IGNORECASE),
    "javascript link": re.compile(
        r"(?:href|src|action)\s*=\s*[\"']?\s*(?:javascript|vbscript):", re.IGNORECASE
    ),
    "form": re.compile(r"<(?:form|input|button)\b", re.IGNORECASE),
    "video or sound": re.compile(r"<(?:audio|video|canvas)\b", re.IGNORECASE),
}


def clean_html(html: str, notices: Notices, *, where: str) -> str:
    """Return balanced HTML of allowed tags alone; what could act is dropped, with a notice."""
    for what, pattern in _ACTIVE.items():
        if pattern.search(html):
            notices.say(f"{where}: {what} dropped")
    return _clean(html)


def _clean(html: str) -> str:
    import nh3

    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        url_schemes=_SCHEMES | {"data", "attachment"},
        link_rel=None,
        strip_comments=True,
    )


def is_safe_address(address: str) -> bool:
    """Say whether `address` may be a link: http, https, mailto, or a place in the document.

    >>> is_safe_address("javascript:alert(1)")
    False
    """
    return (
        re.match(r"(?:https?://[^\s]+|mailto:[^\s]+|#[^\s]*)\Z", address, re.IGNORECASE) is not None
    )
