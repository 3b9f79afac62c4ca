"""How large events were, where a source says so."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from defcoop import wording
from defcoop.figures import style
from defcoop.figures.frames import middles
from defcoop.figures.picture import Picture, blank, svg_of

HEIGHT = 1.7
TICKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
LABEL_SHARE = 0.2  # of the height of the axis, on its logarithmic scale
MOST_TICKS = 6

CAPTION = (
    "Each dot is an edition whose size a source states, on a logarithmic scale; a line joins the "
    "figures of sources that differ. Filled: bilateral. Hollow: with other nations, counting all "
    "of them where only the total is stated. What is not stated is not drawn, so the panels do "
    "not add up to a trend."
)


@dataclass(frozen=True)
class Measure:
    """One stated quantity.

    Attributes
    ----------
    name
        Its name in print, such as ``Ships``.
    stated
        Columns low, high, and those of the event that states it.
    events
        How many events might have stated it.
    """

    name: str
    stated: pd.DataFrame
    events: int


def sizes(
    measures: Sequence[Measure],
    names: dict[str, str],
    *,
    first_day: datetime.date,
    last_day: datetime.date,
    label: str = "sizes",
    title: str,
) -> Picture:
    """Draw stated sizes over time, one panel per quantity.

    Parameters
    ----------
    measures
        Quantities in the order of the panels; those that nobody states are left out.
    names
        Names of the series, to label the largest editions.
    first_day, last_day
        Ends of the axis.
    label, title
        Of the picture; the title is the finding.

    Returns
    -------
    Picture
        Empty where nothing is stated.
    """
    shown = [measure for measure in measures if len(measure.stated)]
    if not shown:
        return blank(label, "No source states a size of an event in this window.")
    lines = -(-len(shown) // 2)
    first = max(first_day, earliest(shown) - datetime.timedelta(200))
    with style.house():
        figure = style.canvas(0.2 + HEIGHT * lines, h_pad=0.06, w_pad=0.06)
        axes = list(figure.subplots(lines, min(2, len(shown)), squeeze=False).flat)
        for ax, measure in zip(axes, shown, strict=False):
            draw(ax, measure, names, first, last_day)
        for ax in axes[len(shown) :]:
            ax.set_visible(False)
        svg = svg_of(figure)
    return Picture(
        svg=svg,
        label=label,
        title=title,
        subtitle=subtitle_of(shown, first, last_day),
        caption=CAPTION,
        alt=alt_of(shown, names),
        data=data_of(shown),
    )


def earliest(measures: Sequence[Measure]) -> datetime.date:
    """Return the first day on which a size is stated."""
    days = min(measure.stated["start_earliest"].min() for measure in measures)
    return datetime.date(days.year, days.month, days.day)


def draw(
    ax: Axes, measure: Measure, names: dict[str, str], first: datetime.date, last: datetime.date
) -> None:
    """Draw one panel."""
    stated = measure.stated
    shades = [style.colour(domain) for domain in stated["domain"]]
    faces = [
        shade if scope == "bilateral" else style.PAPER
        for scope, shade in zip(stated["scope"], shades, strict=True)
    ]
    days = middles(stated)
    ax.vlines(days, stated["low"], stated["high"], colors=shades, lw=1.1)
    ax.scatter(days, stated["high"], s=17, c=faces, edgecolors=shades, lw=0.9, zorder=3)
    set_scale(ax, float(stated["low"].min()), float(stated["high"].max()))
    style.date_axis(ax, first, last, 6)
    style.margin(ax, 0.03)
    largest = stated.sort_values("high", kind="stable").iloc[-1]
    day = middles(stated[stated["event_id"] == largest["event_id"]])[0]
    text = edition(largest, names)
    side = "right" if day > sum(ax.get_xlim()) / 2 else "left"
    ax.annotate(
        text,
        (day, largest["high"]),
        (0, 5),
        ha=side,
        textcoords="offset points",
        va="baseline",
        color=style.SOFT,
        size=style.SMALL,
    )
    ax.set_title(f"{measure.name}: stated for {wording.number(len(stated))} of {measure.events}")


def set_scale(ax: Axes, low: float, high: float) -> None:
    """Give the vertical axis a logarithmic scale with few round labels."""
    ax.set_yscale("log")
    inside = [tick for tick in TICKS if low * 0.6 <= tick <= high * 1.6]
    step = -(-len(inside) // MOST_TICKS)
    ax.set_yticks(inside[::step], [wording.number(tick) for tick in inside[::step]])
    ax.set_yticks([], minor=True)
    bottom = min(inside[0], low) * 0.75
    # The label of the largest stands above its dot: a share of the axis, whatever the axis spans.
    ax.set_ylim(bottom, high * max(1.6, (high / bottom) ** LABEL_SHARE))
    ax.grid(axis="y")
    style.bare(ax, "left")


def subtitle_of(measures: Sequence[Measure], first: datetime.date, last: datetime.date) -> str:
    """Return number, window and unit."""
    values = sum(len(measure.stated) for measure in measures)
    return (
        f"n = {wording.number(values)} stated figures, {wording.window(first, last)}, logarithmic"
    )


def alt_of(measures: Sequence[Measure], names: dict[str, str]) -> str:
    """Say of each quantity how many state it, its range and the largest."""
    return " ".join(measure_text(measure, names) for measure in measures)


def measure_text(measure: Measure, names: dict[str, str]) -> str:
    """Describe one panel."""
    stated = measure.stated.sort_values("high", kind="stable")
    largest = stated.iloc[-1]
    return (
        f"{measure.name}: stated for {wording.of(len(stated), measure.events)} editions, "
        f"from {wording.number(float(stated['low'].min()))} "
        f"to {wording.number(float(largest['high']))} at "
        f"{edition(largest, names)}."
    )


def edition(event: pd.Series, names: dict[str, str]) -> str:
    """Return an edition by its series and year; a series that carries its year says it once."""
    name, year = names.get(event["mechanism_id"], "Edition"), str(event["start_earliest"].year)
    return name if name.endswith(year) else f"{name} {year}"


def data_of(measures: Sequence[Measure]) -> pd.DataFrame:
    """Return the stated figures of all quantities."""
    kept = ["event_id", "mechanism_id", "start", "scope", "low", "high", "unit", "sources"]
    parts = []
    for measure in measures:
        present = [column for column in kept if column in measure.stated.columns]
        parts.append(measure.stated[present].assign(measure=measure.name))
    return pd.concat(parts, ignore_index=True)
