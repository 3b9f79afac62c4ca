"""The calendar: how many events each month of each year held."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from defcoop import wording
from defcoop.figures import style
from defcoop.figures.picture import Picture, blank, svg_of

MONTHS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())  # noqa: SIM905
CELL = 0.205
PALE = 0.16
DARK_FROM = 0.55

Counts = npt.NDArray[np.int64]

CAPTION = (
    "Each cell is a month with its number of events; a white one has none on record, a grey one "
    "was searched for a particular meeting in vain. Events known only to the year are not placed."
)


def calendar(
    events: pd.DataFrame,
    absences: pd.DataFrame,
    *,
    label: str = "calendar",
    title: str,
) -> Picture:
    """Draw a heat map of months by years.

    Parameters
    ----------
    events
        Selected events.
    absences
        What was searched for; those of one month mark it.
    label, title
        Of the picture; the title is the finding.

    Returns
    -------
    Picture
        Empty where no event is known to the month.
    """
    known = events[events["start_precision"] != "year"]
    if known.empty:
        return blank(label, "No event of this window is known to the month.")
    days = known["start_earliest"]
    first, last = int(days.dt.year.min()), int(days.dt.year.max())
    counts = counts_of(days, first, last)
    with style.house():
        figure = style.canvas(
            0.75 + CELL * 12, width=max(2.6, min(6.5, 1.1 + 0.22 * len(counts.T)))
        )
        ax = figure.subplots()
        draw_cells(ax, counts, searched(absences, first, last))
        finish(ax, counts, first, last)
        svg = svg_of(figure)
    return Picture(
        svg=svg,
        label=label,
        title=title,
        subtitle=subtitle_of(events, known),
        caption=CAPTION,
        alt=alt_of(counts, first),
        data=data_of(counts, first),
    )


def counts_of(days: pd.Series, first: int, last: int) -> Counts:
    """Return the number of events: months down, years across."""
    counts = np.zeros((12, last - first + 1), dtype=np.int64)
    np.add.at(counts, (days.dt.month.to_numpy() - 1, days.dt.year.to_numpy() - first), 1)
    return counts


def searched(absences: pd.DataFrame, first: int, last: int) -> set[tuple[int, int]]:
    """Return the months, as month and year of the grid, that were searched in vain."""
    months = absences[absences["period_precision"] == "month"]
    early, late = months["period_earliest"], months["period_latest"]
    single = months[(early.dt.year == late.dt.year) & (early.dt.month == late.dt.month)]
    pairs = zip(single["period_earliest"].dt.month, single["period_earliest"].dt.year, strict=True)
    return {(month - 1, year - first) for month, year in pairs if first <= year <= last}


def draw_cells(ax: Axes, counts: Counts, grey: set[tuple[int, int]]) -> None:
    """Draw the cells and write their numbers."""
    most = max(2, int(counts.max()))
    boxes, faces = [], []
    for (month, year), count in np.ndenumerate(counts):
        share = PALE + (1 - PALE) * (count - 1) / (most - 1)
        boxes.append(Rectangle((year - 0.46, month - 0.44), 0.92, 0.88))
        faces.append(
            blend(share) if count else style.RULE if (month, year) in grey else style.PAPER
        )
        if count:
            shade = style.PAPER if share > DARK_FROM else style.INK
            ax.text(
                year,
                month,
                str(count),
                ha="center",
                va="center_baseline",
                color=shade,
                size=style.SMALL,
                in_layout=False,  # it lies within its cell
            )
    cells = PatchCollection(boxes, facecolors=faces, edgecolors=style.WASH, linewidths=0.6)
    ax.add_collection(cells, autolim=False)


def blend(share: float) -> tuple[float, float, float]:
    """Return a colour between white and the accent."""
    red, green, blue = (1 - share * (1 - part) for part in to_rgb(style.ACCENT))
    return red, green, blue


def finish(ax: Axes, counts: Counts, first: int, last: int) -> None:
    """Set the axes and write the totals of years and months."""
    years = last - first + 1
    ax.set_xlim(-0.6, years - 0.4)
    ax.set_ylim(11.6, -0.6)
    step = style.step_of_years(years, 9)
    shown = [year for year in range(first, last + 1) if year % step == 0]
    ax.set_xticks([year - first for year in shown], [str(year) for year in shown])
    ax.xaxis.tick_top()
    ax.set_yticks(range(12), MONTHS)
    ax.tick_params(length=0)
    style.bare(ax)
    for month, total in enumerate(counts.sum(axis=1)):
        ax.text(
            years - 0.2,
            month,
            str(total),
            va="center_baseline",
            color=style.SOFT,
            weight="semibold",
        )


def month_name(place: int) -> str:
    """Return the name of a month counted from zero."""
    return f"{pd.Timestamp(2000, place + 1, 1):%B}"


def subtitle_of(events: pd.DataFrame, known: pd.DataFrame) -> str:
    """Return number, window and unit."""
    left = len(events) - len(known)
    note = f"; {wording.number(left)} more are known only to the year" if left else ""
    events_known = wording.number(len(known))
    return f"n = {events_known} events by month of their start; at the right the total{note}"


def alt_of(counts: Counts, first: int) -> str:
    """Say the totals of the months, and the busiest year."""
    totals = [f"{month_name(place)} {total}" for place, total in enumerate(counts.sum(axis=1))]
    years = counts.sum(axis=0)
    busiest = first + int(years.argmax())
    return (
        f"Calendar of {wording.count(counts.shape[1], 'year')}. Events by month: "
        f"{', '.join(totals)}. The busiest year is {busiest} with {int(years.max())}."
    )


def data_of(counts: Counts, first: int) -> pd.DataFrame:
    """Return the cells as rows."""
    months, years = np.indices(counts.shape)
    return pd.DataFrame(
        {"year": years.ravel() + first, "month": months.ravel() + 1, "events": counts.ravel()}
    ).sort_values(["year", "month"], ignore_index=True)
