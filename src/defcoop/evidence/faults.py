"""A fault in the data, and the one exception that carries all of them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from defcoop.errors import DefcoopError
from nbpress.suggest import find_nearest

SHOWN = 80
# Control characters, and the marks that reverse the direction of text and so can hide a value.
HIDDEN = "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"


@dataclass(frozen=True, order=True)
class Fault:
    """One fault, addressed so that an editor can jump to it.

    Attributes
    ----------
    file, line, column
        Where: path of the file, line (the header is line 1), name of the column.
    value
        What stands there.
    rule
        What was broken, as a sentence.
    remedy
        What to do about it.
    code
        Short name of the rule.
    """

    file: str
    line: int
    column: str
    value: str
    rule: str
    remedy: str
    code: str

    def __str__(self) -> str:
        """Return ``file:line:column: value: rule; remedy``."""
        address = f"{self.file}:{self.line}:{self.column or '-'}"
        return f"{address}: {quoted(self.value)}: {self.rule}; {self.remedy}"

    def as_dict(self) -> dict[str, str | int]:
        """Return the fault as plain values, for JSON."""
        return asdict(self)


class DataError(DefcoopError, ValueError):
    """The tables break one or more rules.

    Attributes
    ----------
    faults
        All of them, in the order of the files and lines.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = f"{len(faults)} fault{'s' if len(faults) != 1 else ''} in the data"
        super().__init__("\n".join([count, *map(str, faults)]))


def quoted(value: str) -> str:
    """Return a value as it can be printed on one line: quoted, shortened, controls made visible."""
    text = value if len(value) <= SHOWN else value[:SHOWN] + "…"
    return "'" + re.sub(HIDDEN, visible, text) + "'"


def visible(match: re.Match[str]) -> str:
    """Return a control character as U+XXXX."""
    return f"<U+{ord(match[0]):04X}>"


def nearest(asked: str, known: Collection[str]) -> str:
    """Return "did you mean 'x'? " for a near miss, else an empty text."""
    near = find_nearest(asked, known, cutoff=0.75)
    return f"did you mean '{near}'? " if near else ""
