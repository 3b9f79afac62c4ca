"""Characters that no font prints, and characters that must not act.

A control character, a bidirectional override or a character without a glyph would vanish,
reorder the line, or stop a PDF/UA compile. Each is shown as ``U+XXXX`` instead, and counted.
"""

import re
from collections import Counter
from collections.abc import Callable

from nbpress.render import fonts

#: Control characters, bidirectional controls, surrogates, private use, non-characters, tags.
#: Tab, newline and carriage return are white space and stay.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)

#: Invisible by nature: soft hyphen, word joiner, byte order mark, variation selectors. Dropping
#: them loses no word; Typst would ask for a glyph.
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)

#: Joiners shape Devanagari conjuncts and are kept between its letters, dropped elsewhere.
_STRAY_JOINER = re.compile("(?<![\u0900-\u097f])[\u200b-\u200d]|[\u200b-\u200d](?![\u0900-\u097f])")

_PLAIN = re.compile(r"[\t\n\r\x20-\x7e]*")


def code_point(character: str) -> str:
    r"""Return `character` as ``U+XXXX``.

    >>> code_point("\x07")
    'U+0007'
    """
    return f"U+{ord(character):04X}"


def screen_safe(text: str) -> str:
    """Return `text` with unsafe characters written out as ``U+XXXX``.

    For HTML, where the reader's own fonts print every script.
    """
    if _PLAIN.fullmatch(text):
        return text
    return _UNSAFE.sub(lambda match: code_point(match[0]), text)


def print_safe(counts: Counter[str]) -> Callable[[str], str]:
    """Return a function that makes a text printable with our fonts.

    What it replaces is added to `counts`, as ``U+XXXX`` with how often.
    """
    known = fonts.printable()

    def replace(text: str) -> str:
        if _PLAIN.fullmatch(text):
            return text
        text = _STRAY_JOINER.sub("", _IGNORABLE.sub("", text))
        if not any(_is_unprintable(character, known) for character in set(text)):
            return text
        return "".join(_shown(character, known, counts) for character in text)

    return replace


def _is_unprintable(character: str, known: frozenset[int]) -> bool:
    if character in "\t\n\r\u200c\u200d\u00ad\u2028\u2029":
        return False
    return ord(character) not in known or _UNSAFE.match(character) is not None


def _shown(character: str, known: frozenset[int], counts: Counter[str]) -> str:
    if not _is_unprintable(character, known):
        return character
    counts[code_point(character)] += 1
    return code_point(character)
