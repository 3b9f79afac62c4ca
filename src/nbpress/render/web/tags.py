"""The only place that makes tags and escapes text."""

from nbpress.render.characters import screen_safe
from nbpress.render.dates import long_date

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_VOID = frozenset({"br", "hr", "img", "meta"})
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "figure",
        "figcaption",
        "details",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
    }
    | {
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "nav",
        "header",
        "footer",
        "main",
        "meta",
        "hr",
    }
    | {f"h{level}" for level in range(1, 7)}
)


def escape(text: str) -> str:
    """Return `text` as it may stand between tags and in quoted attributes.

    Control characters and bidirectional overrides become ``U+XXXX``.
    """
    return screen_safe(text).translate(_ESCAPES)


def element(tag: str, *content: str, **attributes: object) -> str:
    r"""Return an element around `content`, which must already be HTML.

    Attribute values are escaped; None and False leave the attribute out, True gives it no value.
    A trailing underscore of a name goes, others become hyphens, so `class_` and `aria_label`.

    >>> element("p", "a &amp; b", class_="note")
    '<p class="note">a &amp; b</p>\n'
    """
    words = "".join(_attribute(name, value) for name, value in attributes.items())
    end = "\n" if tag in _BLOCKS else ""
    if tag in _VOID:
        return f"<{tag}{words}>{end}"
    return f"<{tag}{words}>{''.join(content)}</{tag}>{end}"


def _attribute(name: str, value: object) -> str:
    if value is None or value is False or value == "":
        return ""
    shown = name.rstrip("_").replace("_", "-")
    return f" {shown}" if value is True else f' {shown}="{escape(str(value))}"'


def date(iso: str) -> str:
    """Return an ISO date as an element that reads well and keeps its value."""
    return element("time", escape(long_date(iso)), datetime=iso)
