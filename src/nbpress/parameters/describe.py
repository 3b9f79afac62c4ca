"""Describe parameters for --help, for the box on page 1 and for a form."""

from collections.abc import Mapping, Sequence

from nbpress.parameters.declare import Parameter, Value


def show(value: Value) -> str:
    """Return a value as a reader would write it; what is not set is called so."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value) or "all"
    return str(value) if value != "" else "not set"


def rows(declared: Sequence[Parameter], values: Mapping[str, Value]) -> list[dict[str, str]]:
    """Return one row per parameter: name, value, default, meaning, all as text."""
    return [
        {
            "name": parameter.name,
            "value": show(values[parameter.name]),
            "default": show(parameter.default),
            "meaning": parameter.meaning,
        }
        for parameter in declared
    ]


def changed(declared: Sequence[Parameter], values: Mapping[str, Value]) -> list[str]:
    """Return the names of the parameters whose value is not the default."""
    return [parameter.name for parameter in declared if values[parameter.name] != parameter.default]


def bounds(parameter: Parameter) -> str:
    """Return what a value must be, for example ``integer, from 0`` or ``one of a, b``."""
    allowed = parameter.allowed()
    if allowed:
        return f"{'one' if parameter.type == 'choice' else 'any'} of {', '.join(allowed)}"
    parts: list[str] = [parameter.type]
    if parameter.minimum is not None:
        parts.append(f"from {parameter.minimum}")
    if parameter.maximum is not None:
        parts.append(f"to {parameter.maximum}")
    return " ".join(parts)
