"""What of a notebook is saved: widgets that only a running kernel can show are left out.

A saved widget is the name of something in a kernel that is gone; a front end that opens the file
again shows an error in its place.  `defcoop lab` gives this to the server, which calls it before it
writes a file.  The notebook that is open on the screen keeps its widgets.
"""

from collections.abc import Mapping
from typing import Any

HOOK = f"{__name__}.without_widgets"
WIDGET = "application/vnd.jupyter.widget-view+json"


def without_widgets(model: dict[str, Any], **_: object) -> None:
    """Take the widgets of a form or a guide out of a notebook that is to be saved, in place.

    What they say in words stays where they stood; where they say nothing, nothing stays.  Widgets
    of anybody else are not touched.

    Parameters
    ----------
    model
        A file as a Jupyter server describes it.
    """
    if model.get("type") != "notebook" or not isinstance(model.get("content"), Mapping):
        return
    for cell in model["content"].get("cells", ()):
        if cell.get("outputs"):
            kept = [_without_widget(output) for output in cell["outputs"]]
            cell["outputs"] = [output for output in kept if output is not None]


def _without_widget(output: dict[str, Any]) -> dict[str, Any] | None:
    data = output.get("data", {})
    if WIDGET not in data or not _is_for_a_person(output):
        return output
    words = {mime: held for mime, held in data.items() if mime != WIDGET}
    return {**output, "data": words} if any(words.values()) else None


def _is_for_a_person(output: Mapping[str, Any]) -> bool:
    declared = output.get("metadata", {}).get("report", {})
    return isinstance(declared, Mapping) and declared.get("kind") == "interactive"
