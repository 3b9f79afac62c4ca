"""From a mark or a row to the events and claims behind it, where a person runs the notebook.

Under each cell with a figure or a table stands a guide: pointing at a mark or a row says what it
is, choosing one shows every claim about it with its sources, and the data behind can be searched
and sorted.  The figure and the table themselves stay plain outputs: without widgets they remain.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

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


def told(exhibit: Output, index: Index) -> dict[str, Any]:
    """Return what a guide needs to know of a figure or a table.

    Returns
    -------
    dict
        ``kind`` and ``label``; of a figure ``marks``, each with subject, place and text; of a
        table ``rows``, each with subject and text, in the order in which they are printed.
    """
    report = exhibit.report
    said: dict[str, Any] = {"kind": report["kind"], "label": report["label"]}
    if report["kind"] == "figure":
        said["marks"] = [
            {"subject": mark.subject, "x": mark.x, "y": mark.y, "text": index.line(mark.subject)}
            for mark in exhibit.marks
        ]
    else:
        said["rows"] = [
            {"subject": subject, "text": index.line(subject) if subject else ""}
            for subject in subjects_of(data_behind(report), index)
        ]
    return said


def data_behind(report: Mapping[str, Any]) -> pd.DataFrame:
    """Return the data behind a figure or a table as text."""
    content = report.get("data", {}).get("csv", "")
    if not content.strip():
        return pd.DataFrame()
    return pd.read_csv(io.StringIO(content), dtype="str", keep_default_na=False)


def subjects_of(frame: pd.DataFrame, index: Index) -> Sequence[str]:
    """Return the subject that each row names first; empty where it names none."""
    return [index.subject_in(row) for row in frame.itertuples(index=False)]
