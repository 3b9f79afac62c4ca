"""What the outputs of a run notebook say of the report, in their ``report`` metadata."""

from collections.abc import Mapping
from typing import Any


def tables_read(notebook: Mapping[str, Any]) -> dict[str, str]:
    """Return the digests of the tables that a run notebook says it read, by name."""
    return {
        name: found
        for record in find_outputs(notebook, "record")
        for name, found in record.get("tables", {}).items()
    }


def find_outputs(notebook: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    """Return the report metadata of all outputs of one kind, in the order of the notebook."""
    found = [
        output["metadata"]["report"]
        for cell in notebook["cells"]
        for output in cell.get("outputs", ())
        if isinstance(output.get("metadata"), Mapping)
        and isinstance(output["metadata"].get("report"), Mapping)
    ]
    return [report for report in found if report.get("kind") == kind]
