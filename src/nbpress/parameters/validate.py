"""Strict validation: an unknown, misspelt, ill-typed or out-of-bounds parameter stops at once."""

import datetime
from collections.abc import Callable, Mapping, Sequence

from nbpress.errors import ParameterError
from nbpress.parameters.declare import Parameter, Value
from nbpress.suggest import find_nearest, suggest_name


def validate(declared: Sequence[Parameter], given: Mapping[str, object]) -> dict[str, Value]:
    """Return every declared parameter with its value, typed and within its bounds.

    Parameters
    ----------
    declared
        The parameters of a report.
    given
        Values by name.  Text is accepted for every type, since command lines and schedulers know
        nothing else; a list may be given as text with commas.

    Raises
    ------
    ParameterError
        With all faults at once, near misses of a name answered with "did you mean".

    Examples
    --------
    >>> seed = Parameter("seed", "integer", 1, "Seed of the random numbers.", minimum=0)
    >>> validate([seed], {"seed": "7"})
    {'seed': 7}
    >>> validate([seed], {"sed": 7})
    Traceback (most recent call last):
    ...
    nbpress.errors.ParameterError: no parameter 'sed'; did you mean 'seed'?
    """
    by_name = {parameter.name: parameter for parameter in declared}
    faults = [
        f"no parameter '{name}'; {suggest_name(name, by_name)}"
        for name in given
        if name not in by_name
    ]
    resolved: dict[str, Value] = {}
    for parameter in declared:
        try:
            resolved[parameter.name] = coerce(
                parameter, given.get(parameter.name, parameter.default)
            )
        except ValueError as error:
            faults.append(f"parameter '{parameter.name}': {error}")
    if faults:
        raise ParameterError(faults)
    return resolved


def coerce(parameter: Parameter, value: object) -> Value:
    """Return ``value`` in the type of ``parameter``.

    Raises
    ------
    ValueError
        If the value is not of the type, not within the bounds or not among the choices.
    """
    return COERCE[parameter.type](parameter, value)


def as_date(parameter: Parameter, value: object) -> str:
    """Return an ISO date as text; the empty text is kept where the default is empty."""
    text = value.isoformat() if isinstance(value, datetime.date) else value
    if text == "" and parameter.default == "":
        return ""
    try:
        found = datetime.date.fromisoformat(str(text))
    except ValueError:
        raise ValueError(f"{value!r} is not a date; write it like 2023-04-05") from None
    return str(within(parameter, found.isoformat()))


def as_integer(parameter: Parameter, value: object) -> int:
    """Return a whole number within the bounds."""
    try:
        if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
            raise ValueError  # noqa: TRY301 - the one message below serves both ways to fail
        found = int(value)  # type: ignore[call-overload]
    except (TypeError, ValueError):
        raise ValueError(f"{value!r} is not a whole number") from None
    return int(within(parameter, found))


def as_number(parameter: Parameter, value: object) -> float:
    """Return a finite number within the bounds."""
    try:
        if isinstance(value, bool):
            raise ValueError  # noqa: TRY301, TRY004 - the one message below serves both ways to fail
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ValueError(f"{value!r} is not a number") from None
    if found != found or found in (float("inf"), float("-inf")):
        raise ValueError(f"{value!r} is not a finite number")
    return float(within(parameter, found))


def as_text(parameter: Parameter, value: object) -> str:  # noqa: ARG001 - same shape as the others
    """Return a text as it is."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text; put it in quotation marks")  # noqa: TRY004
    return value


def as_boolean(parameter: Parameter, value: object) -> bool:  # noqa: ARG001
    """Return a truth value; text may say true or false."""
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if str(value).lower() not in words:
        raise ValueError(f"{value!r} is neither true nor false")
    return words[str(value).lower()]


def as_choice(parameter: Parameter, value: object) -> str:
    """Return one of the choices."""
    if value == "" and parameter.default == "":
        return ""
    allowed = parameter.allowed()
    if not isinstance(value, str) or (allowed and value not in allowed):
        raise ValueError(not_among(value, allowed))
    return value


def as_choices(parameter: Parameter, value: object) -> list[str]:
    """Return a list of some of the choices, each once, in the order given."""
    if isinstance(value, str):
        value = [part.strip() for part in value.strip("[]").split(",")]
        value = [part.strip("'\"") for part in value if part]
    if not isinstance(value, list | tuple):
        raise ValueError(f"{value!r} is not a list; write it like land,sea,air")  # noqa: TRY004
    allowed = parameter.allowed()
    wrong = [
        part for part in value if not isinstance(part, str) or (allowed and part not in allowed)
    ]
    if wrong:
        raise ValueError("; ".join(not_among(part, allowed) for part in wrong))
    return list(dict.fromkeys(value))


def not_among(value: object, allowed: Sequence[str]) -> str:
    """Return the sentence for a value that is not one of the choices."""
    near = find_nearest(str(value), allowed)
    advice = f"did you mean '{near}'? " if near else ""
    return f"{value!r} is not one of the choices; {advice}there are: {', '.join(allowed)}"


def within(parameter: Parameter, found: str | float) -> str | float:
    """Return ``found`` if it lies within the bounds of ``parameter``."""
    low, high = parameter.minimum, parameter.maximum
    if low is not None and found < low:  # type: ignore[operator]
        raise ValueError(f"{found} is below the minimum, {low}")
    if high is not None and found > high:  # type: ignore[operator]
        raise ValueError(f"{found} is above the maximum, {high}")
    return found


COERCE: dict[str, Callable[[Parameter, object], Value]] = {
    "date": as_date,
    "integer": as_integer,
    "number": as_number,
    "text": as_text,
    "boolean": as_boolean,
    "choice": as_choice,
    "choices": as_choices,
}
