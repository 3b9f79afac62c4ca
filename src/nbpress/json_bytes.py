"""The one way in which a file of JSON is written: the same data, the same bytes."""

import json
from collections.abc import Callable


def to_json_bytes(
    data: object, *, indent: int = 2, default: Callable[[object], object] | None = None
) -> bytes:
    """Return data as UTF-8 JSON: indented, keys in order, one line end at the end.

    Parameters
    ----------
    data
        Mappings, sequences, text, numbers.
    indent
        Blanks for each level; notebooks are kept with one.
    default
        Called for what JSON does not know; without it such a value is an error.
    """
    text = json.dumps(data, indent=indent, sort_keys=True, ensure_ascii=False, default=default)
    return f"{text}\n".encode()
