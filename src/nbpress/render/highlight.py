"""Code in colour: Pygments' tokens in the few classes that both formats know."""

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

#: Pygments token types, most special first, and the class that each shows as.
_CLASSES = (
    ("Comment", "comment"),
    ("Keyword", "keyword"),
    ("Name.Function", "name"),
    ("Name.Class", "name"),
    ("Name.Decorator", "name"),
    ("Name.Builtin", "builtin"),
    ("Literal.String", "string"),
    ("Literal.Number", "number"),
    ("Operator.Word", "keyword"),
)
#: Longer code is shown without colour: a lexer may take quadratic time on hostile input.
LONGEST = 50_000


@functools.lru_cache(maxsize=32)
def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@functools.cache
def _class(token: "_TokenType") -> str:
    name = str(token).removeprefix("Token.")
    return next((shown for prefix, shown in _CLASSES if name.startswith(prefix)), "")


def spans(code: str, language: str) -> list[tuple[str, str]]:
    """Return `code` as pairs of class and text; class "" for plain text.

    An unknown language gives one plain span.
    """
    lexer = _lexer(language) if language and len(code) <= LONGEST else None
    if lexer is None:
        return [("", code)]
    joined: list[tuple[str, str]] = []
    for token, text in lexer.get_tokens(code):
        name = _class(token)
        if joined and (joined[-1][0] == name or not text.strip()):
            joined[-1] = (joined[-1][0], joined[-1][1] + text)
        else:
            joined.append((name, text))
    return joined
