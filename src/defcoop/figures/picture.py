"""A finished figure: its drawing, what it says, and the numbers behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from defcoop.figures.style import house
from defcoop.figures.svg import svg_text


@dataclass(frozen=True)
class Mark:
    """Where a subject is drawn.

    Attributes
    ----------
    subject
        Its id.
    x, y
        Share of the width from the left and of the height from the top.
    """

    subject: str
    x: float
    y: float


@dataclass(frozen=True)
class Picture:
    """A figure as a report shows it.

    The first eight fields are those of `nbpress.render.outputs.Exhibit`: they reach it as JSON,
    held on both sides to nbpress's ``report-output.schema.json``.

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
    marks
        Where what is drawn, for a person before a notebook to point at.
    """

    svg: str
    label: str
    title: str
    subtitle: str = ""
    caption: str = ""
    alt: str = ""
    data: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)
    interactive: Mapping[str, Any] | None = None
    marks: tuple[Mark, ...] = field(default=(), compare=False)

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
    with house():
        text = svg_text(figure)
    return text[text.index("<svg") :]


def marks_of(ax: Axes, x: ArrayLike, y: ArrayLike, subjects: Iterable[str]) -> tuple[Mark, ...]:
    """Return where points of axes lie in the finished figure; call it once the SVG is made.

    Parameters
    ----------
    ax
        The axes.
    x, y
        Of the points, in the units of the axes; a point with a missing number has no mark.
    subjects
        The id that each point stands for; a point of none has no mark.
    """
    size = ax.get_figure(root=True).bbox  # type: ignore[union-attr]
    points = ax.transData.transform(np.column_stack([x, y]))
    spots = zip(subjects, points[:, 0] / size.width, 1 - points[:, 1] / size.height, strict=True)
    return tuple(
        Mark(str(subject), round(float(across), 4), round(float(down), 4))
        for subject, across, down in spots
        if subject and np.isfinite([across, down]).all()
    )


def csv_text(frame: pd.DataFrame) -> str:
    """Return a frame as CSV: days as ISO dates, numbers to six significant digits."""
    return frame.to_csv(
        index=False, lineterminator="\n", date_format="%Y-%m-%d", float_format="%.6g"
    )
