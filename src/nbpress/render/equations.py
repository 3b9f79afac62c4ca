"""LaTeX mathematics as a small MathML tree, which HTML prints as it is and Typst interprets.

`latex2mathml` does the reading. What it cannot read is not guessed at: the caller shows the
LaTeX source as code and says so.
"""

import functools
import re
from typing import Any
from xml.etree import ElementTree

#: Presentation MathML that we let through; anything else makes the formula unreadable to us.
_TAGS = frozenset(
    [
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "ms",
        "mspace",
        "mfrac",
        "msqrt",
        "mroot",
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
        "mmultiscripts",
        "mtable",
        "mtr",
        "mtd",
        "mstyle",
        "mpadded",
        "mphantom",
        "menclose",
        "merror",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "display",
        "displaystyle",
        "stretchy",
        "fence",
        "form",
        "accent",
        "accentunder",
        "linethickness",
        "columnalign",
        "mathvariant",
        "width",
        "separator",
        "lspace",
        "rspace",
    ]
)
#: A formula longer than this is a mistake or an attack; it is shown as source.
LONGEST = 20_000
_DELIMITED = re.compile(
    r"\A\s*(?:\$\$(?P<a>.+)\$\$|\\\[(?P<b>.+)\\\]|\$(?P<c>[^$]+)\$|\\\((?P<d>.+)\\\))\s*\Z",
    re.DOTALL,
)
_ENVIRONMENT = re.compile(
    r"\A\s*\\begin\{(equation|align|gather|multline|eqnarray|alignat|flalign|displaymath|math)\*?\}"
)

Tree = dict[str, Any]


class FormulaError(ValueError):
    """A formula that the converter cannot read."""


def strip_delimiters(latex: str) -> tuple[str, bool] | None:
    r"""Return a `text/latex` output's formula and whether it stands alone; None when not maths.

    >>> strip_delimiters("$x$")
    ('x', False)
    >>> strip_delimiters(r"\section{A}") is None
    True
    """
    match = _DELIMITED.match(latex)
    if match:
        inline = match["c"] or match["d"]
        formula = inline or match["a"] or match["b"]
        display = not inline or formula.lstrip().startswith(r"\displaystyle")
        return formula.strip(), display
    if _ENVIRONMENT.match(latex):
        return latex.strip(), True
    return None


@functools.lru_cache(maxsize=512)
def _convert(latex: str, display: bool) -> ElementTree.Element:
    from latex2mathml import converter

    try:
        markup = converter.convert(latex, display="block" if display else "inline")
        return ElementTree.fromstring(markup)  # noqa: S314 - written by the line above
    except RecursionError as error:
        raise FormulaError("is nested too deeply") from error
    except Exception as error:
        # The converter raises many kinds, IndexError among them, on what it cannot read.
        raise FormulaError(str(error) or type(error).__name__) from error


def mathml_tree(latex: str, *, display: bool) -> Tree:
    """Return `latex` as nested MathML: ``{"m": tag, "a": attributes, "t": text, "c": children}``.

    Raises
    ------
    FormulaError
        When the source is empty, too long, or has a command that the converter does not know.
    """
    if not latex.strip() or len(latex) > LONGEST:
        raise FormulaError("is empty or too long")
    return _tree(_convert(latex, display))


def _tree(element: ElementTree.Element) -> Tree:
    tag = element.tag.rpartition("}")[2]
    text = (element.text or "").strip("\n ")
    if tag not in _TAGS:
        raise FormulaError(f"has <{tag}>, which we do not set")
    if "\\" in text:
        raise FormulaError(f"has the unknown command {text}")
    kept = {name: value for name, value in element.attrib.items() if name in _ATTRIBUTES}
    if tag == "mspace":
        kept = {"width": _em(kept.get("width", ""))}
    inner = [_tree(child) for child in element if not _is_number(child)]
    return {"m": tag, "a": kept, "t": text, "c": inner}


def _is_number(element: ElementTree.Element) -> bool:
    """Say whether `element` is the "(1)" that the converter puts beside an aligned line.

    It counts within one formula, so that every formula of a document would be number one.
    """
    words = "".join(element.itertext())
    return element.tag.endswith("mtd") and re.fullmatch(r"\(\d+\)", words) is not None


def _em(width: str) -> str:
    """Return a space's width in em, the only unit that the Typst template reads."""
    match = re.fullmatch(r"(-?\d*\.?\d+)em", width)
    return f"{float(match[1]):g}em" if match else "0.25em"
