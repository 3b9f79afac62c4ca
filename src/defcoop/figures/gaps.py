"""The gaps of each series as dots, the open gap as a triangle, the survivor curve beside them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from defcoop.analysis.cadence import Cadence
from defcoop.figures import style, words
from defcoop.figures.frames import names_of
from defcoop.figures.picture import Picture, blank, marks_of, svg_of

ROW = 0.33
OFFSET = 0.22

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
    title: str = "",
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
        Of the picture; a title of its own when empty.

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
        for place, (series, measured) in enumerate(cadences.items()):
            shade = style.colour(domains.get(series, ""))
            draw_gaps(left, place, rows[rows["mechanism_id"] == series], measured, shade)
            draw_curve(right, place, measured, shade)
        finish(left, right, [names.get(series, series) for series in cadences], rows)
        svg = svg_of(figure)
        heights = rows["mechanism_id"].map({series: at for at, series in enumerate(cadences)})
        later = rows["to_event_id"].where(rows["to_event_id"] != "", rows["from_event_id"])
        marks = marks_of(left, rows["days"] / words.DAYS_PER_YEAR, heights, later)
    return Picture(
        svg,
        label,
        title or title_of(cadences),
        subtitle_of(cadences),
        CAPTION + (ENDED_CAPTION if any(map(has_ended, cadences.values())) else ""),
        alt_of(cadences, names),
        rows,
        marks=marks,
    )


def years(days: float) -> float:
    """Return days as years of the axis."""
    return days / words.DAYS_PER_YEAR


def draw_gaps(ax: Axes, place: int, gaps: pd.DataFrame, measured: Cadence, shade: str) -> None:
    """Draw the row of one series: its gaps, their median, its silence."""
    ended = gaps[~gaps["open"].astype(bool)]
    usable = ended["usable"].astype(bool).to_numpy()
    lengths = ended["days"].to_numpy(dtype=float) / words.DAYS_PER_YEAR
    ax.scatter(lengths[~usable], np.full((~usable).sum(), place), s=20, c=style.RULE, lw=0)
    ax.scatter(
        lengths[usable], np.full(usable.sum(), place), s=20, c=shade, alpha=0.75, lw=0, zorder=3
    )
    if measured.median.value is not None:
        middle = years(measured.median.value)
        ax.plot([middle] * 2, [place - OFFSET, place + OFFSET], color=style.INK, lw=1.4, zorder=4)
    draw_silence(ax, place, measured)


def draw_silence(ax: Axes, place: float, measured: Cadence) -> None:
    """Draw the open gap as a triangle, filled where it is longer than every gap before it."""
    silence = measured.open_gap
    if silence.days is None:
        return
    face = style.ALARM if silence.longer_than_all else style.PAPER
    ax.scatter(
        years(silence.days), place, marker="^", s=34, c=face, edgecolors=style.ALARM, lw=1, zorder=5
    )


def draw_curve(ax: Axes, place: int, measured: Cadence, shade: str) -> None:
    """Draw the survivor curve of one series, a row high, and where its silence stands on it."""
    curve = measured.survival
    base, height = place + 0.36, 0.74
    if not curve.reason:
        times = [years(time) for time in curve.times]
        ax.step(times, base - height * curve.survival, where="post", color=shade, lw=1.3, zorder=3)
        ax.fill_between(
            times, base, base - height * curve.survival, step="post", color=shade, alpha=0.13, lw=0
        )
    silence = measured.open_gap.days
    if silence is not None and not curve.reason:
        draw_silence(ax, base - height * curve.at(silence), measured)


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
    for place in range(len(labels)):
        left.axhline(place, color=style.RULE, lw=0.5, zorder=0)
        right.axhline(place + 0.36, color=style.RULE, lw=0.5, zorder=0)
    left.set_title("Gaps between editions")
    right.set_title("Share of gaps that last longer")


def has_ended(measured: Cadence) -> bool:
    """Return whether another mechanism has superseded the series."""
    return bool(measured.superseded_by)


def title_of(cadences: Mapping[str, Cadence]) -> str:
    """Return how many silences are longer than anything before."""
    compared = [item.open_gap for item in cadences.values() if item.open_gap.earlier]
    longer = sum(bool(silence.longer_than_all) for silence in compared)
    series = words.count(len(compared), "series", "series")
    if not longer:
        return f"No series is silent for longer than ever before, of {series} compared"
    verb = "is" if longer == 1 else "are"
    found = f"{words.numeral(longer)} of {series} {verb} silent for longer than ever before"
    return words.heading(found)


def subtitle_of(cadences: Mapping[str, Cadence]) -> str:
    """Return number, window and unit."""
    usable = sum(item.gaps for item in cadences.values())
    refused = sum(item.refused for item in cadences.values())
    as_of = next(iter(cadences.values())).as_of
    return (
        f"n = {words.number(usable)} gaps in {words.count(len(cadences), 'series', 'series')}, in "
        f"years, as of {words.day(as_of)}; {words.number(refused)} more in which an edition may be "
        "missing"
    )


def alt_of(cadences: Mapping[str, Cadence], names: Mapping[str, str]) -> str:
    """Say for each series how long its gaps and its silence are."""
    return "Dots and curves of gaps. " + " ".join(
        row_of(names.get(series, series), measured) for series, measured in cadences.items()
    )


def row_of(name: str, measured: Cadence) -> str:
    """Describe one row."""
    median, silence = measured.median.value, measured.open_gap.days
    usual = f"usual gap {words.span(median)}" if median is not None else "no usable gap"
    open_gap = f"silent for {words.span(silence)}" if silence is not None else "silence unknown"
    if measured.superseded_by:
        open_gap = f"superseded by the {measured.superseded_by}"
    return f"{name}: {words.count(measured.gaps, 'gap')}, {usual}, {open_gap}."
