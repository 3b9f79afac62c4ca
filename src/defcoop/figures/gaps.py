"""The gaps of each series as dots, the open gap as a triangle, the survivor curve beside them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.ticker import MaxNLocator

from defcoop import wording
from defcoop.analysis.cadence.series import Cadence
from defcoop.figures import style
from defcoop.figures.frames import FloatArray, names_of
from defcoop.figures.picture import Picture, blank, marks_of, svg_of

ROW = 0.33
OFFSET = 0.22
BASE, HEIGHT = 0.36, 0.74
"""Where in its row a survivor curve stands, and how high it is."""

CAPTION = (
    "Left: each dot is the time between two editions that follow each other, the bar their "
    "median; pale dots are gaps in which an edition may be missing, which no statistic uses; the "
    "triangle is the silence from the last event to the as-of date, filled where it is longer than "
    "every gap before it. Right: the share of gaps that last longer than a time (Kaplan-Meier, the "
    "silence counted as not yet ended), with the silence marked on it."
)
ENDED_CAPTION = " A series that another mechanism has superseded has no triangle."


def gap_dots(
    gaps: pd.DataFrame,
    cadences: Mapping[str, Cadence],
    mechanisms: pd.DataFrame,
    *,
    label: str = "gaps",
    title: str,
) -> Picture:
    """Draw the gaps of several series beside their survivor curves.

    Parameters
    ----------
    gaps
        Rows of ``analysis.cadence.gaps``.
    cadences
        Cadence of each series to draw, by its id, in the order of the rows from the top.
    mechanisms
        For names and domains.
    label, title
        Of the picture; the title is the finding.

    Returns
    -------
    Picture
        Empty without a series.
    """
    if not cadences:
        return blank(label, "No series in this window has gaps enough to draw.")
    names = names_of(mechanisms)
    domains = dict(zip(mechanisms["mechanism_id"], mechanisms["domain"], strict=True))
    rows = gaps[gaps["mechanism_id"].isin(list(cadences))]
    with style.house():
        figure = style.canvas(0.75 + ROW * len(cadences), wspace=0.03)
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(1.35, 1))
        shades = {series: style.colour(domains.get(series, "")) for series in cadences}
        draw_gaps(left, rows, shades)
        draw_medians(left, cadences.values())
        draw_silences(left, cadences.values(), range(len(cadences)))
        draw_curves(right, cadences.values(), list(shades.values()))
        finish(left, right, [names.get(series, series) for series in cadences], rows)
        svg = svg_of(figure)
        heights = rows["mechanism_id"].map({series: at for at, series in enumerate(cadences)})
        later = rows["to_event_id"].where(rows["to_event_id"] != "", rows["from_event_id"])
        marks = marks_of(left, rows["days"] / wording.DAYS_PER_YEAR, heights, later)
    return Picture(
        svg=svg,
        label=label,
        title=title,
        subtitle=subtitle_of(cadences),
        caption=CAPTION + (ENDED_CAPTION if any(map(has_ended, cadences.values())) else ""),
        alt=alt_of(cadences, names),
        data=rows,
        marks=marks,
    )


def years(days: float) -> float:
    """Return days as years of the axis."""
    return days / wording.DAYS_PER_YEAR


def draw_gaps(ax: Axes, gaps: pd.DataFrame, shades: Mapping[str, str]) -> None:
    """Draw the gaps of all series, each in its row; pale where an edition may be missing."""
    ended = gaps[~gaps["open"].astype(bool)]
    usable = ended["usable"].astype(bool).to_numpy()
    lengths = ended["days"].to_numpy(dtype=float) / wording.DAYS_PER_YEAR
    rows = ended["mechanism_id"].map({series: at for at, series in enumerate(shades)}).to_numpy()
    colours = ended["mechanism_id"].map(shades).to_numpy(dtype=object)
    ax.scatter(lengths[~usable], rows[~usable], s=20, color=style.RULE, lw=0)
    dots, heights = lengths[usable], rows[usable]
    ax.scatter(dots, heights, s=20, color=list(colours[usable]), alpha=0.75, lw=0, zorder=3)


def draw_medians(ax: Axes, cadences: Iterable[Cadence]) -> None:
    """Draw a bar at the median gap of each series."""
    found = [(at, item.median.value) for at, item in enumerate(cadences)]
    bars = [
        [(years(middle), at - OFFSET), (years(middle), at + OFFSET)]
        for at, middle in found
        if middle is not None
    ]
    add_lines(ax, bars, colors=style.INK, linewidths=1.4, zorder=4)


def draw_silences(ax: Axes, cadences: Iterable[Cadence], heights: Iterable[float]) -> None:
    """Draw the open gaps as triangles, filled where they are longer than every gap before."""
    silences = [
        (years(item.open_gap.days), height, item.open_gap.longer_than_all)
        for item, height in zip(cadences, heights, strict=True)
        if item.open_gap.days is not None
    ]
    faces = [style.ALARM if longer else style.PAPER for _, _, longer in silences]
    x, y = [at for at, _, _ in silences], [height for _, height, _ in silences]
    ax.scatter(
        x, y, marker="^", s=34, facecolors=faces, edgecolors=style.ALARM, linewidths=1, zorder=5
    )


def draw_curves(ax: Axes, cadences: Iterable[Cadence], shades: Sequence[str]) -> None:
    """Draw the survivor curves, a row high each, and where the silences stand on them."""
    curves = [
        (place + BASE, item, shade)
        for place, (item, shade) in enumerate(zip(cadences, shades, strict=True))
        if not item.survival.reason
    ]
    steps = [steps_of(item, base) for base, item, _ in curves]
    areas = [
        np.vstack([line, (line[-1, 0], base), (line[0, 0], base)])
        for (base, _, _), line in zip(curves, steps, strict=True)
    ]
    inks = [shade for _, _, shade in curves]
    faces = PolyCollection(areas, facecolors=inks, alpha=0.13, linewidths=0)
    ax.add_collection(faces, autolim=False)
    add_lines(ax, steps, colors=inks, linewidths=1.3, zorder=3, joinstyle="round")
    levels = [item.survival.at(item.open_gap.days or 0.0) for _, item, _ in curves]
    heights = [base - HEIGHT * level for (base, _, _), level in zip(curves, levels, strict=True)]
    draw_silences(ax, [item for _, item, _ in curves], heights)


def add_lines(ax: Axes, lines: Sequence[Any], **look: Any) -> None:  # noqa: ANN401
    """Add many lines as one artist; the axes are set elsewhere."""
    ax.add_collection(LineCollection(lines, **look), autolim=False)


def steps_of(item: Cadence, base: float) -> FloatArray:
    """Return the corners of the survivor curve of a series that stands on a base line."""
    times = np.array([years(time) for time in item.survival.times])
    levels = base - HEIGHT * item.survival.survival
    return np.column_stack([np.repeat(times, 2)[1:], np.repeat(levels, 2)[:-1]])


def finish(left: Axes, right: Axes, labels: list[str], gaps: pd.DataFrame) -> None:
    """Set both axes to the same years and write the names of the rows."""
    longest = years(float(np.nanmax(gaps["days"].to_numpy(dtype=float), initial=1.0)))
    for ax in (left, right):
        ax.set_xlim(-0.02 * longest, longest * 1.05)
        ax.set_xlabel("Years")
        ax.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True))
        ax.grid(axis="x")
        style.bare(ax, "left")
    left.set_ylim(len(labels) - 0.5, -0.5)
    left.set_yticks(range(len(labels)), labels)
    left.tick_params(axis="y", labelcolor=style.INK)
    style.rules(left, range(len(labels)))
    style.rules(right, [place + BASE for place in range(len(labels))])
    left.set_title("Gaps between editions")
    right.set_title("Share of gaps that last longer")


def has_ended(measured: Cadence) -> bool:
    """Return whether another mechanism has superseded the series."""
    return bool(measured.superseded_by)


def subtitle_of(cadences: Mapping[str, Cadence]) -> str:
    """Return number, window and unit."""
    usable = sum(item.gaps for item in cadences.values())
    refused = sum(item.refused for item in cadences.values())
    as_of = next(iter(cadences.values())).as_of
    return (
        f"n = {wording.number(usable)} gaps in {wording.count(len(cadences), 'series', 'series')}, "
        f"in years, as of {wording.day(as_of)}; {wording.number(refused)} more in which an edition "
        "may be missing"
    )


def alt_of(cadences: Mapping[str, Cadence], names: Mapping[str, str]) -> str:
    """Say for each series how long its gaps and its silence are."""
    return "Dots and curves of gaps. " + " ".join(
        row_of(names.get(series, series), measured) for series, measured in cadences.items()
    )


def row_of(name: str, measured: Cadence) -> str:
    """Describe one row."""
    median, silence = measured.median.value, measured.open_gap.days
    usual = f"usual gap {wording.span(median)}" if median is not None else "no usable gap"
    open_gap = f"silent for {wording.span(silence)}" if silence is not None else "silence unknown"
    if measured.superseded_by:
        open_gap = f"superseded by the {measured.superseded_by}"
    return f"{name}: {wording.count(measured.gaps, 'gap')}, {usual}, {open_gap}."
