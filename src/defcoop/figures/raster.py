"""The event raster: one row per series, one mark per event."""

import datetime
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from defcoop import wording
from defcoop.figures import style
from defcoop.figures.frames import axis_days, data_of, middles, names_of, tally
from defcoop.figures.picture import Picture, blank, marks_of, svg_of

ROW = 0.148
HEADING = 1.35
MARK = 22.0
EDGE = 0.012

CAPTION = (
    "A filled mark is a meeting in person or at sea, a hollow one a virtual meeting, a cross one "
    "that was cancelled or postponed. A whisker spans the days on which an event may have begun "
    "when its source gives only the month or the year. The colour is the domain of the series."
)
ENDED_CAPTION = " A bar ends the row of a series that another mechanism has superseded."


@dataclass(frozen=True)
class Rows:
    """Where each series stands: its height, and the headings between groups."""

    heights: dict[str, float]
    headings: dict[str, float]
    depth: float


def raster(
    events: pd.DataFrame,
    mechanisms: pd.DataFrame,
    *,
    first_day: datetime.date,
    last_day: datetime.date,
    given_up: pd.DataFrame | None = None,
    ended: pd.DataFrame | None = None,
    by: str = "level",
    label: str = "raster",
    title: str,
) -> Picture:
    """Draw every event of every series.

    Parameters
    ----------
    events
        Selected events, with domain and level of their mechanisms.
    mechanisms
        For the names.
    first_day, last_day
        Ends of the axis.
    given_up
        Events that were cancelled or postponed, with the same columns; None draws none.
    ended
        Rows of ``analysis.cadence.succession.ended``: a bar ends the row of a series
        that was superseded.
    by
        ``level`` groups the rows in lanes from leaders down; ``first`` orders them by their first
        event, without lanes.
    label, title
        Of the picture; the title is the finding.

    Returns
    -------
    Picture
        Empty without events.
    """
    if events.empty:
        return blank(label, "No event lies in this window.")
    names = names_of(mechanisms)
    rows = rows_by_level(events, names) if by == "level" else rows_by_first(events)
    with style.house():
        figure = style.canvas(max(1.0, 0.75 + ROW * rows.depth))
        ax = figure.subplots()
        draw_rows(ax, rows, names, events)
        draw_marks(ax, rows, events)
        draw_given_up(ax, rows, given_up)
        over = ended_rows(events, ended)
        draw_ends(ax, rows, over)
        finish(ax, rows, first_day, last_day)
        style.key(figure, events["domain"])
        svg = svg_of(figure)
        heights = events["mechanism_id"].map(rows.heights)
        marks = marks_of(ax, middles(events), heights, events["event_id"])
    return Picture(
        svg=svg,
        label=label,
        title=title,
        subtitle=subtitle_of(events, first_day, last_day) + ended_note(over),
        caption=CAPTION + (ENDED_CAPTION if len(over) else ""),
        alt=alt_of(events, names),
        data=data_of(events, "domain", "level"),
        marks=marks,
    )


def rows_by_level(events: pd.DataFrame, names: dict[str, str]) -> Rows:
    """Place series in lanes by level, in each the series that met first on top."""
    firsts = events.groupby(["level", "mechanism_id"])["start_earliest"].min()
    heights: dict[str, float] = {}
    headings: dict[str, float] = {}
    place = 0.0
    for level, heading in style.LEVELS.items():
        if level not in firsts.index.get_level_values(0):
            continue
        headings[heading] = place + 0.35
        place += HEADING
        members = firsts.loc[level]
        for series in sorted(members.index, key=lambda key: (members[key], names.get(key, key))):
            heights[series] = place
            place += 1
        place += 0.35
    return Rows(heights, headings, place)


def rows_by_first(events: pd.DataFrame) -> Rows:
    """Place series in the order of their first event, without lanes."""
    firsts = events.groupby("mechanism_id")["start_earliest"].min()
    order = sorted(firsts.index, key=lambda key: (firsts[key], key))
    return Rows({series: float(place) for place, series in enumerate(order)}, {}, float(len(order)))


def draw_rows(ax: Axes, rows: Rows, names: dict[str, str], events: pd.DataFrame) -> None:
    """Draw the line and the label of each row, and the headings of the lanes."""
    domains = events.groupby("mechanism_id")["domain"].first()
    transform = ax.get_yaxis_transform()
    for series, height in rows.heights.items():
        ax.text(
            -0.012,
            height,
            names.get(series, series),
            transform=transform,
            ha="right",
            va="center_baseline",
            size=style.SMALL + 0.3,
            color=style.darker(style.colour(domains[series])),
        )
    style.rules(ax, rows.heights.values())
    for heading, height in rows.headings.items():
        ax.text(
            -0.012,
            height,
            heading,
            transform=transform,
            ha="right",
            va="center_baseline",
            weight="semibold",
            color=style.INK,
        )
        if height > 1:  # above the first lane runs the axis
            ends, level = [-0.6, 1], [height - 0.75] * 2
            line = ax.plot(ends, level, transform=transform, color=style.FAINT, lw=0.6, zorder=0)
            line[0].set_clip_on(False)


def draw_marks(ax: Axes, rows: Rows, events: pd.DataFrame) -> None:
    """Draw the events and the whiskers of those whose day is not known."""
    heights = events["mechanism_id"].map(rows.heights).to_numpy(dtype=float)
    early, late = axis_days(events["start_earliest"]), axis_days(events["start_latest"])
    shades = [style.colour(domain) for domain in events["domain"]]
    faces = [
        style.PAPER if mode == "virtual" else shade
        for mode, shade in zip(events["mode"], shades, strict=True)
    ]
    ax.hlines(heights, early, late, colors=shades, lw=1.3, zorder=2)
    ax.scatter(
        middles(events), heights, s=MARK, c=faces, edgecolors=shades, linewidths=0.9, zorder=3
    )


def draw_given_up(ax: Axes, rows: Rows, given_up: pd.DataFrame | None) -> None:
    """Draw a cross for each event that was cancelled or postponed, in the rows that there are."""
    if given_up is None or given_up.empty:
        return
    shown = given_up[given_up["mechanism_id"].isin(list(rows.heights))]
    heights = shown["mechanism_id"].map(rows.heights).to_numpy(dtype=float)
    ax.scatter(middles(shown), heights, s=MARK, marker="x", c=style.ALARM, linewidths=1.2, zorder=4)


def ended_rows(events: pd.DataFrame, ended: pd.DataFrame | None) -> pd.DataFrame:
    """Return which of the series drawn have ended; none where nothing is said of ends."""
    known = pd.DataFrame({"mechanism_id": [], "day": []}) if ended is None else ended
    return known[known["mechanism_id"].isin(events["mechanism_id"])]


def ended_note(over: pd.DataFrame) -> str:
    """Return how many of the series were superseded; nothing where none was."""
    return f"; {wording.count(len(over), 'series', 'series')} superseded" if len(over) else ""


def draw_ends(ax: Axes, rows: Rows, over: pd.DataFrame) -> None:
    """Draw a bar on the day on which a series was superseded, where it is known."""
    dated = over[over["day"].notna()]
    heights = dated["mechanism_id"].map(rows.heights).to_numpy(dtype=float)
    if len(dated):
        ax.scatter(axis_days(dated["day"]), heights, s=MARK, marker="|", c=style.INK, lw=1.2)


def finish(ax: Axes, rows: Rows, first: datetime.date, last: datetime.date) -> None:
    """Set the axes: years above and below nothing, no frame."""
    style.date_axis(ax, first, last)
    style.margin(ax, EDGE)
    ax.set_ylim(rows.depth - 0.4, -0.7)
    ax.set_yticks([])
    ax.xaxis.tick_top()
    ax.grid(axis="x", lw=0.4)
    style.bare(ax)
    ax.tick_params(axis="x", length=0)


def subtitle_of(events: pd.DataFrame, first: datetime.date, last: datetime.date) -> str:
    """Return number, window and unit."""
    vague = int((events["start_precision"] != "day").sum())
    note = f"; the day of {wording.number(vague)} is not known" if vague else ""
    return f"n = {wording.number(len(events))} events held, {wording.window(first, last)}{note}"


def alt_of(events: pd.DataFrame, names: dict[str, str]) -> str:
    """Describe the raster: how many rows, the longest and what is virtual."""
    sizes = tally(events)
    busiest = [f"{names.get(key, key)} {sizes[key]}" for key in list(sizes)[:5]]
    virtual = wording.count(int((events["mode"] == "virtual").sum()), "virtual event")
    days = events["start_earliest"]
    return (
        f"Raster of {wording.count(len(events), 'event')} in {wording.count(len(sizes), 'row')}, "
        f"from {days.min():%B %Y} to {days.max():%B %Y}. Rows with most events: "
        f"{wording.listing(busiest)}. {wording.heading(virtual)}."
    )
