"""From a mark or a row to the events and claims behind it, where a person runs the notebook.

Under each cell with a figure or a table stands a guide: pointing at a mark or a row says what it
is, choosing one shows every claim about it with its sources, and the data behind can be searched
and sorted.  The figure and the table themselves stay plain outputs: without widgets they remain.
"""

from typing import Any

from defcoop.chapters.display import Output
from defcoop.lab import attended, page
from defcoop.lab.provenance import Index


def accompany(stage: attended.Stage) -> None:
    """Let each cell with a figure or a table be followed by a guide to what lies behind it."""
    stage.companions[:] = [Guides().follow]


class Guides:
    """The guides of one notebook, by cell."""

    def __init__(self) -> None:
        self.by_cell: dict[str, Any] = {}
        self.state: attended.State = ()
        self.found = Index(attended.dataset())

    def index(self) -> Index:
        """Return the index of the data as they are now."""
        state = attended.data_state()
        if state != self.state:
            self.state, self.found = state, Index(attended.dataset())
        return self.found

    def follow(self, cell: str, outputs: list[Output], update: bool) -> None:
        """Show the guide of a cell, or bring it up to date after a redraw."""
        exhibits = [output for output in outputs if output.report.get("kind") in page.EXHIBITS]
        if update and cell in self.by_cell:
            self.by_cell[cell].refresh(exhibits)
        elif exhibits and not update:
            from defcoop.lab.guide import Guide

            self.by_cell[cell] = Guide(self.index, exhibits)
            attended.present(self.by_cell[cell].box)
