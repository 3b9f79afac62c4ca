"""A finished figure: its drawing, what it says, and the numbers behind it."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from defcoop.figures.style import house


@dataclass(frozen=True)
class Picture:
    """A figure as a report shows it.

    Attributes
    ----------
    svg
        The drawing, without a title; empty when there is nothing to draw.
    label
        Name by which text refers to it, and of its data file.
    title
        The finding, as a sentence; of an empty picture, why there is nothing to draw.
    subtitle
        Number, window and unit.
    caption
        How to read it.
    alt
        What it shows, in words computed from the data, for those who do not see it.
    data
        The numbers drawn.
    interactive
        Network for the reader of an HTML page to explore, or None.
    """

    svg: str
    label: str
    title: str
    subtitle: str = ""
    caption: str = ""
    alt: str = ""
    data: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)
    interactive: Mapping[str, Any] | None = None

    @property
    def empty(self) -> bool:
        """Whether there was nothing to draw."""
        return not self.svg

    def report(self) -> dict[str, Any]:
        """Return what an exporter needs to know, as JSON can hold it."""
        table = {"name": f"{self.label}.csv", "csv": csv_text(self.data)}
        said = {
            "label": self.label,
            "title": self.title,
            "subtitle": self.subtitle,
            "caption": self.caption,
            "alt": self.alt,
            "data": table,
        }
        return said if self.interactive is None else said | {"interactive": dict(self.interactive)}


def blank(label: str, sentence: str) -> Picture:
    """Return a picture of nothing, with the sentence that stands in its place."""
    return Picture("", label, sentence)


def svg_of(figure: Figure) -> str:
    """Return a figure as SVG, the same bytes from run to run, with text as text."""
    buffer = io.StringIO()
    with house():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    return text[text.index("<svg") :]


def csv_text(frame: pd.DataFrame) -> str:
    """Return a frame as CSV: days as ISO dates, numbers to six significant digits."""
    return frame.to_csv(
        index=False, lineterminator="\n", date_format="%Y-%m-%d", float_format="%.6g"
    )
