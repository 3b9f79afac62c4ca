"""What an output may declare under ``metadata["report"]``: report-output.schema.json.

A notebook and the renderer share no code, only this schema.  The renderer holds a notebook to it
before it reads (`find_faults`) and reads defensively all the same (`outputs`), since a stranger's
notebook may use the same key for something else: that is then a notice, and with ``strict`` an
error.  A misspelt key would otherwise drop a caption or a data file without a word.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

#: A longer value is cut in a message: it may be a whole table.
LONGEST_VALUE = 60


def read_schema() -> dict[str, Any]:
    """Return the schema of what an output declares."""
    path = resources.files("nbpress.render").joinpath("report-output.schema.json")
    schema: dict[str, Any] = json.loads(path.read_bytes())
    return schema


@cache
def make_validator() -> "Draft202012Validator":
    """Return a validator of the schema; made once, since that takes longer than its use."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(read_schema())


def find_faults(notebook: Mapping[str, Any]) -> list[str]:
    """Return where the outputs of a notebook break the contract, one sentence each.

    Parameters
    ----------
    notebook
        A notebook of format 4; one in which nothing is declared has no faults.
    """
    found = (
        f"cell {cell}, output {output}{name_part(declared)}: {explain_error(error)}"
        for cell, output, declared in find_declarations(notebook)
        for error in sorted(make_validator().iter_errors(declared), key=lambda one: one.json_path)
    )
    # Each missing key is an error of its own in jsonschema; one sentence names them all.
    return list(dict.fromkeys(found))


def find_declarations(notebook: Mapping[str, Any]) -> Iterator[tuple[int, int, object]]:
    """Yield the number of the cell, of its output, from 1, and what the output declares."""
    for number, cell in enumerate(notebook.get("cells", ()), start=1):
        for place, output in enumerate(cell.get("outputs", ()), start=1):
            metadata = output.get("metadata")
            if isinstance(metadata, Mapping) and "report" in metadata:
                yield number, place, metadata["report"]


def name_part(declared: object) -> str:
    """Return which part of the report is meant, as far as it says."""
    if not isinstance(declared, Mapping) or not isinstance(declared.get("kind"), str):
        return ""
    label = declared.get("label")
    return (
        f" ({declared['kind']} '{label}')" if isinstance(label, str) else f" ({declared['kind']})"
    )


def explain_error(error: "ValidationError") -> str:
    """Return one error: where it is, what stands there, which rule it breaks."""
    place = error.json_path.removeprefix("$").removeprefix(".") or "report"
    declared: Any = error.instance
    if error.validator == "required":
        required: Any = error.validator_value
        missing = [name for name in required if name not in declared]
        return f"{place} lacks {', '.join(repr(name) for name in missing)}"
    if error.validator == "additionalProperties":
        schema: Any = error.schema
        known = schema["properties"]
        unknown = [str(name) for name in declared if name not in known]
        listed = ", ".join(repr(name) for name in unknown)
        return f"{place} has {listed}, which is none of: {', '.join(known)}"
    value = json.dumps(declared, ensure_ascii=False, default=str)
    shown = (
        value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}\N{HORIZONTAL ELLIPSIS}"
    )
    return f"{place} is {shown}, which breaks {error.validator}: {rule_text(error)}"


def rule_text(error: "ValidationError") -> str:
    """Return the rule as the schema states it, with its description where there is one."""
    rule = error.validator_value
    stated = ", ".join(map(str, rule)) if isinstance(rule, list) else str(rule)
    schema: Any = error.schema
    described = schema.get("description", "")
    return f"{stated} ({described})" if described else stated
