"""Formulas in words, for those who listen to a page."""

import re
import unicodedata
from typing import Any

_WORDS = {
    "+": "plus",
    "-": "minus",
    "−": "minus",
    "±": "plus or minus",
    "×": "times",
    "⋅": "times",
    "\u2217": "times",
    "/": "over",
    "=": "equals",
    "≠": "is not equal to",
    "<": "is less than",
    ">": "is greater than",
    "≤": "is at most",
    "≥": "is at least",
    "≈": "is about",
    "\u223c": "is distributed as",
    "→": "to",
    "∑": "sum",
    "∏": "product",
    "∫": "integral",
    "∞": "infinity",
    "∈": "in",
    "∂": "partial",
    "(": "open bracket",
    ")": "close bracket",
    "[": "open bracket",
    "]": "close bracket",
    "{": "open brace",
    "}": "close brace",
    "|": "bar",
    ",": ",",
    "!": "factorial",
    "%": "percent",
}
_MARKS = {
    "^": "hat",
    "¯": "bar",
    "―": "bar",
    "→": "vector",
    "~": "tilde",
    "˙": "dot",
    "¨": "double dot",
}
_POWERS = {"2": "squared", "3": "cubed"}
_INVISIBLE = str.maketrans(dict.fromkeys("\u2061\u2062\u2063\u2064\u200b"))


def spoken(tree: dict[str, Any]) -> str:
    """Return the MathML `tree` (see `nbpress.render.equations`) as words.

    >>> spoken({"m": "mfrac", "t": "", "c": [{"m": "mn", "t": "1", "c": []},
    ...                                      {"m": "mi", "t": "n", "c": []}]})
    'the fraction 1 over n'
    """
    return " ".join(_speak(tree).replace(" ,", ",").split())


def _speak(tree: dict[str, Any]) -> str:
    tag, parts = tree["m"], [_speak(child) for child in tree["c"]]
    own = tree["t"].translate(_INVISIBLE).strip()
    shapes = {
        "mfrac": "the fraction {0} over {1}",
        "mroot": "the root of order {1} of {0}",
        "msub": "{0} sub {1}",
        "msubsup": "{0} from {1} to {2}" if _is_large(tree) else "{0} sub {1} to the {2}",
        "munderover": "{0} from {1} to {2}",
        "munder": "{0} over {1}",
    }
    if tag in shapes and len(parts) == shapes[tag].count("{"):
        return f" {shapes[tag].format(*parts)} "
    if tag == "msup" and len(parts) == 2:
        return f" {parts[0]} {_POWERS.get(parts[1].strip(), f'to the power {parts[1]}')} "
    if tag == "mover" and len(parts) == 2:
        return f" {parts[0]} {_MARKS.get(tree['c'][1]['t'], 'with ' + parts[1])} "
    if tag == "msqrt":
        return f" the square root of {' '.join(parts)} "
    if tag == "mtr":
        return " row " + ", ".join(parts)
    return f" {_WORDS.get(own) or _letter(own)} {' '.join(parts)} "


def _letter(own: str) -> str:
    """Return the name of a Greek letter, other text as it is."""
    name = unicodedata.name(own, "") if len(own) == 1 else ""
    match = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER (\w+)", name)
    if match is None:
        return own
    return match[2].lower() if match[1] == "SMALL" else match[2].capitalize()


def _is_large(tree: dict[str, Any]) -> bool:
    return bool(tree["c"]) and tree["c"][0]["t"] in {"∑", "∏", "∫"}
