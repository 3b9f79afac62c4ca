"""What was promised beside what was kept: one row per series, one cell per year."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from defcoop import wording
from defcoop.figures import style
from defcoop.figures.frames import names_of, shades_of
from defcoop.figures.picture import Picture, blank, svg_of

ROW = 0.215
MARK = 30.0

STATES = {
    "held": "Held",
    "virtual": "Held virtually",
    "cancelled": "Cancelled or postponed",
    "not_held": "Known not to have been held",
    "not_found": "Looked for, not found",
    "missing": "No record",
}
"""The states of a year in the order of the key; years not yet due are left empty."""

CAPTION = (
    "Only series for which a source states a cadence, from the year from which it was due. A year "
    "between two due years of a longer cadence is left empty, and so is the year still running. "
    "Nothing is due of a series after the year in which another took its place."
)


def promises(
    years: pd.DataFrame,
    stated: pd.DataFrame,
    mechanisms: pd.DataFrame,
    *,
    label: str = "kept",
    title: str,
) -> Picture:
    """Draw for each series with a stated cadence what became of each year.

    Parameters
    ----------
    years
        Rows of ``analysis.cadence.years_kept``.
    stated
        Rows of ``analysis.cadence.stated_cadence``.
    mechanisms
        For names and domains.
    label, title
        Of the picture; the title is the finding.

    Returns
    -------
    Picture
        Empty where no series with a stated cadence met.
    """
    due = stated[stated["years_due"].fillna(0) > 0]
    due = due.sort_values(["share_kept", "mechanism_id"], ascending=[False, True])
    order = [str(name) for name in due["mechanism_id"]]
    cells = years[years["mechanism_id"].isin(order)]
    if cells.empty:
        return blank(label, "No series with a stated cadence met in this window.")
    names, shades = names_of(mechanisms), shades_of(mechanisms)
    with style.house():
        figure = style.canvas(0.85 + ROW * len(order))
        ax = figure.subplots()
        draw_cells(ax, cells, order, shades)
        finish(ax, cells, [names[name] for name in order])
        write_shares(ax, due)
        draw_key(figure, set(cells["state"]))
        svg = svg_of(figure)
    return Picture(
        svg=svg,
        label=label,
        title=title,
        subtitle=subtitle_of(due, cells),
        caption=CAPTION,
        alt=alt_of(due, names),
        data=cells,
    )


def draw_cells(
    ax: Axes, cells: pd.DataFrame, order: Sequence[str], shades: Mapping[str, str]
) -> None:
    """Draw one mark per year and series."""
    places = {name: place for place, name in enumerate(order)}
    for state, part in cells.groupby("state"):
        series = [str(name) for name in part["mechanism_id"]]
        heights = [float(places[name]) for name in series]
        colours = [shades.get(name, style.INK) for name in series]
        draw_state(ax, str(state), [float(year) for year in part["year"]], heights, colours)


def draw_state(
    ax: Axes, state: str, years: list[float], heights: list[float], colours: list[str]
) -> None:
    """Draw the marks of one state; nothing for a year that is not due."""
    if state == "held":
        ax.scatter(years, heights, s=MARK, c=colours, edgecolors=colours, lw=0.9, zorder=3)
    elif state == "virtual":
        ax.scatter(years, heights, s=MARK, c=style.PAPER, edgecolors=colours, lw=0.9, zorder=3)
    elif state == "cancelled":
        ax.scatter(years, heights, s=MARK, c=style.ALARM, marker="x", lw=1.2, zorder=3)
    elif state == "not_held":
        ax.scatter(years, heights, s=MARK, c=style.ALARM, marker="_", lw=1.6, zorder=3)
    elif state == "not_found":
        ax.scatter(years, heights, s=MARK, c=style.RULE, marker="s", lw=0, zorder=2)
    elif state == "missing":
        ax.scatter(
            years, heights, s=MARK * 0.9, c=style.PAPER, edgecolors=style.RULE, marker="s", lw=0.8
        )


def finish(ax: Axes, cells: pd.DataFrame, labels: Sequence[str]) -> None:
    """Set the axes: years on top, names at the left."""
    style.year_axis(ax, int(cells["year"].min()), int(cells["year"].max()), 14)
    ax.xaxis.tick_top()
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.set_yticks(range(len(labels)), labels)
    ax.tick_params(axis="both", length=0)
    ax.tick_params(axis="y", labelcolor=style.INK)
    style.bare(ax)


def write_shares(ax: Axes, due: pd.DataFrame) -> None:
    """Write at the right of each row how many of the years due were kept."""
    pairs = zip(due["years_kept"], due["years_due"], strict=True)
    for place, (held, years) in enumerate(pairs):
        ax.text(
            1.01,
            place,
            f"{int(held)} of {int(years)}",
            transform=ax.get_yaxis_transform(),
            va="center_baseline",
            color=style.SOFT,
        )


def draw_key(figure: Figure, states: set[str]) -> None:
    """Explain the marks that occur, under the figure."""
    looks: dict[str, dict[str, Any]] = {
        "held": {"marker": "o", "color": style.INK},
        "virtual": {"marker": "o", "color": style.INK, "markerfacecolor": style.PAPER},
        "cancelled": {"marker": "x", "color": style.ALARM},
        "not_held": {"marker": "_", "color": style.ALARM, "mew": 1.6},
        "not_found": {"marker": "s", "color": style.RULE},
        "missing": {"marker": "s", "color": style.RULE, "markerfacecolor": style.PAPER},
    }
    marks = [
        Line2D([], [], ls="", ms=5, label=name, **looks[state])
        for state, name in STATES.items()
        if state in states
    ]
    style.legend_below(figure, marks)


def subtitle_of(due: pd.DataFrame, cells: pd.DataFrame) -> str:
    """Return number, window and unit."""
    series = wording.count(len(due), "series", "series")
    return (
        f"n = {series} with a stated cadence, {cells['year'].min()} to {cells['year'].max()}; at "
        "the right the years kept of those due"
    )


def alt_of(due: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Say of each series how many years were kept and which were missed."""
    parts = []
    for row in due.to_dict("records"):
        missed = f"; missed {row['missed']}" if row["missed"] else ""
        held = f"{int(row['years_kept'])} of {int(row['years_due'])}"
        parts.append(f"{names[str(row['mechanism_id'])]}: {held} years kept{missed}.")
    return "Grid of years. " + " ".join(parts)
