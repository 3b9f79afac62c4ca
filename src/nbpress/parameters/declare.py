"""What a parameter is: name, type, bounds or choices, meaning, default."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

ParameterType = Literal["date", "integer", "number", "text", "boolean", "choice", "choices"]
Value = str | int | float | bool | list[str]


@dataclass(frozen=True)
class Parameter:
    """One parameter of a report, declared once.

    Attributes
    ----------
    name
        Name as in the notebook's parameters cell.
    type
        ``date`` (ISO 8601 text), ``integer``, ``number``, ``text``, ``boolean``, ``choice`` (one
        of `choices`) or ``choices`` (a list of some of them).
    default
        Value when none is given.  An empty text or list means "not set".
    meaning
        One sentence for the analyst.
    minimum, maximum
        Inclusive bounds of a number or a date.
    choices
        What may be chosen: a tuple, or a function without arguments that returns one, for
        choices that come from the data.  An empty tuple admits any text.
    """

    name: str
    type: ParameterType
    default: Value
    meaning: str
    minimum: str | float | None = None
    maximum: str | float | None = None
    choices: tuple[str, ...] | Callable[[], tuple[str, ...]] = ()

    def allowed(self) -> tuple[str, ...]:
        """Return the choices, asking for them when they come from the data."""
        return tuple(self.choices()) if callable(self.choices) else self.choices
