"""The widget of a guide; imported only where a person sits before a notebook."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import pandas as pd
import traitlets

from defcoop.chapters.display import Output
from defcoop.lab import page
from defcoop.lab.guide_content import data_behind, describe_exhibit, subjects_of
from defcoop.lab.provenance import Index

ASSETS = Path(__file__).parent / "assets"
ROWS = 8  # of the searchable table shown at a time


class Pointer(anywidget.AnyWidget):
    """Makes the marks and rows of the outputs above it answer, and shows what lies behind one."""

    _esm = ASSETS / "guide.js"
    _css = ASSETS / "guide.css"
    exhibits: "traitlets.List[dict[str, Any]]" = traitlets.List().tag(sync=True)
    chosen = traitlets.Unicode().tag(sync=True)
    detail = traitlets.Unicode().tag(sync=True)


class Guide:
    """The guide of one cell.

    Parameters
    ----------
    index
        Returns the index of the data as they are when it is asked.
    exhibits
        The figures and tables that the cell shows.

    Attributes
    ----------
    box
        The widget.
    """

    def __init__(self, index: Callable[[], Index], exhibits: Sequence[Output]) -> None:
        self.index = index
        self.pointer = Pointer()
        self.switch = widgets.ToggleButton()
        self.switch.add_class("guide-switch")
        self.table: Any = None
        self.box = widgets.VBox([self.pointer, self.switch])
        self.box.add_class("guide")
        self.pointer.observe(self.choose, "chosen")
        self.switch.observe(self.open, "value")
        self.refresh(exhibits)

    def refresh(self, exhibits: Sequence[Output]) -> None:
        """Take over the figures and tables as they are shown now."""
        self.pointer.exhibits = [describe_exhibit(exhibit, self.index()) for exhibit in exhibits]
        self.pointer.chosen = ""
        self.frame = longest([data_behind(exhibit.report) for exhibit in exhibits])
        self.switch.description = f"Search and sort the data ({len(self.frame)} rows)"
        self.switch.layout.display = None if len(self.frame) else "none"
        if self.switch.value:
            self.open()

    def choose(self, change: Any) -> None:  # noqa: ANN401 - ipywidgets is untyped
        """Show what lies behind what was chosen."""
        found = self.index().behind(change["new"])
        self.pointer.detail = page.detail(found) if found else ""

    def open(self, *_: Any) -> None:  # noqa: ANN401
        """Show or hide the data, in a table that can be searched and sorted."""
        if self.switch.value:
            from itables.widget import ITable

            names = sorted(self.frame.columns, key=lambda name: name.endswith("_id"))
            self.table = ITable(self.frame[names], select="single", lengthMenu=[ROWS, 25, 100])
            self.table.observe(self.choose_row, "selected_rows")
        self.box.children = [
            self.pointer,
            self.switch,
            *([self.table] if self.switch.value else []),
        ]

    def choose_row(self, change: Any) -> None:  # noqa: ANN401
        """Show what lies behind a row of the data."""
        if change["new"]:
            row = self.frame.iloc[[change["new"][0]]]
            self.pointer.chosen = subjects_of(row, self.index())[0]


def longest(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the frame with most rows; an empty one where there is none."""
    return max(frames, key=len, default=pd.DataFrame())
