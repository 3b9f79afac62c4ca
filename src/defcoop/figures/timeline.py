"""Everything on one line of time: lanes of dots, stacked where days lie close together."""

import datetime
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from defcoop import wording
from defcoop.figures import style
from defcoop.figures.frames import FloatArray, axis_days, data_of, middles
from defcoop.figures.picture import Picture, blank, svg_of

DOT = 3.1
LABELS = 1.55
GAP = 0.9
LOWEST = 9.2 / DOT  # a lane is as high as the line of its name

CAPTION = (
    "Each dot is an event on its day, stacked where days lie close together; hollow: virtual. A "
    "bar spans the days on which it may have begun where its source is vague."
)


def timeline(
    events: pd.DataFrame,
    lanes: Mapping[str, str],
    *,
    column: str,
    first_day: datetime.date,
    last_day: datetime.date,
    label: str = "timeline",
    title: str,
    subtitle: str = "",
    caption: str = "",
) -> Picture:
    """Draw events as dots in lanes.

    Parameters
    ----------
    events
        Selected events.
    lanes
        Name in print of each value of ``column``, in the order of the lanes from the top; lanes
        without an event are left out, and so are events without a lane.
    column
        What decides the lane of an event.
    first_day, last_day
        Ends of the axis.
    label, title, subtitle, caption
        Of the picture; the title is the finding; a subtitle of its own when empty; a sentence
        before the caption.

    Returns
    -------
    Picture
        Empty without events.
    """
    shown = events[events[column].isin(list(lanes))]
    if shown.empty:
        return blank(label, "No event lies in this window.")
    present = [lane for lane in lanes if lane in set(shown[column])]
    levels = {
        lane: stack(middles(shown[shown[column] == lane]), width(first_day, last_day))
        for lane in present
    }
    bases, depth = places(levels)
    with style.house():
        figure = style.canvas(0.52 + depth * DOT / 72)
        ax = figure.subplots()
        for lane in present:
            draw_lane(ax, shown[shown[column] == lane], bases[lane], levels[lane])
        finish(ax, [(lanes[lane], bases[lane]) for lane in present], depth)
        style.date_axis(ax, first_day, last_day)
        style.margin(ax, 0.01)
        style.key(figure, shown["domain"])
        svg = svg_of(figure)
    return Picture(
        svg=svg,
        label=label,
        title=title,
        subtitle=subtitle or subtitle_of(shown, first_day, last_day),
        caption=f"{caption} {CAPTION}".strip(),
        alt=alt_of(shown, column, lanes),
        data=data_of(shown, "domain", column),
    )


def width(first: datetime.date, last: datetime.date) -> float:
    """Return how many days a dot covers."""
    points = (style.WIDTH - LABELS) * 72
    return max(1.0, (last - first).days) * DOT / points


def stack(days: FloatArray, distance: float) -> list[int]:
    """Return the level of each dot, so that none covers another of its level.

    Parameters
    ----------
    days
        Where the dots stand, in any order.
    distance
        Least distance on one level.

    Returns
    -------
    list of int
        The lowest free level of each, the earlier dot served first; empty without dots.
    """
    ends: list[float] = []
    levels = [0] * len(days)
    for index in np.argsort(days, kind="stable"):
        free = next((place for place, end in enumerate(ends) if days[index] >= end), len(ends))
        ends[free : free + 1] = [days[index] + distance]
        levels[index] = free
    return levels


def places(levels: Mapping[str, Sequence[int]]) -> tuple[dict[str, float], float]:
    """Return the base of each lane, measured in dots from the top, and the depth of all."""
    bases: dict[str, float] = {}
    depth = 0.0
    for lane, stacked in levels.items():
        depth += max(LOWEST, max(stacked) + 1 + GAP)
        bases[lane] = depth
    return bases, depth


def draw_lane(ax: Axes, events: pd.DataFrame, base: float, levels: Sequence[int]) -> None:
    """Draw one lane: its line, its dots, the bars of vague days."""
    heights = base - 0.5 - np.asarray(levels, dtype=float)
    shades = [style.colour(domain) for domain in events["domain"]]
    faces = [
        style.PAPER if mode == "virtual" else shade
        for mode, shade in zip(events["mode"], shades, strict=True)
    ]
    early, late = axis_days(events["start_earliest"]), axis_days(events["start_latest"])
    ax.axhline(base, color=style.RULE, lw=0.6, zorder=0)
    ax.hlines(heights, early, late, colors=shades, lw=1.2, zorder=2)
    ax.scatter(
        middles(events), heights, s=(DOT - 0.9) ** 2, c=faces, edgecolors=shades, lw=0.8, zorder=3
    )


def finish(ax: Axes, lanes: Sequence[tuple[str, float]], depth: float) -> None:
    """Name the lanes and set the axes."""
    transform = ax.get_yaxis_transform()
    for name, base in lanes:
        ax.text(
            -0.012,
            base - 0.2,
            name,
            transform=transform,
            ha="right",
            va="baseline",
            color=style.INK,
            weight="medium",
        )
    ax.set_ylim(depth + 0.6, 0)
    ax.set_yticks([])
    ax.grid(axis="x", lw=0.4)
    style.bare(ax)
    ax.tick_params(axis="x", length=0)


def subtitle_of(events: pd.DataFrame, first: datetime.date, last: datetime.date) -> str:
    """Return number, window and unit."""
    return f"n = {wording.number(len(events))} events held, {wording.window(first, last)}"


def alt_of(events: pd.DataFrame, column: str, lanes: Mapping[str, str]) -> str:
    """Say of each lane how many events it holds, from when to when."""
    parts = []
    for lane, part in events.groupby(column, sort=False):
        days = part["start_earliest"]
        span = f"{days.min().year} to {days.max().year}"
        parts.append(f"{lanes[str(lane)]} {len(part)}, {span}")
    return f"Lanes of dots. Events by lane: {'; '.join(sorted(parts))}."
