"""The record of one series: when it met, how long each gap was, how long the silence is."""

import datetime
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from defcoop import wording
from defcoop.analysis.cadence.series import Cadence
from defcoop.figures import style
from defcoop.figures.frames import FloatArray, axis_days, data_of, day_of, last_held, middles
from defcoop.figures.picture import Picture, blank, svg_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HEIGHT = 2.15
NOBODY = 0.5
CLEAR = 2.0
DOT = 3.5
FEWEST_USUAL = 2
"""One gap makes no habit."""

CAPTION = (
    "Each dot is an event, as high as the time since the one before; the first stands on the line. "
    "Pale stems are gaps in which an event may be missing, which no statistic uses. Dashed: the "
    "usual gap (median). Hollow dots: virtual. Crosses: cancelled or postponed."
)
SILENCE_CAPTION = (
    " The triangle is the silence up to the as-of date, filled where it is longer than each gap "
    "before it."
)


def history(
    events: pd.DataFrame,
    gaps: pd.DataFrame,
    measured: Cadence | None,
    *,
    first_day: datetime.date,
    last_day: datetime.date,
    given_up: pd.DataFrame | None = None,
    label: str = "history",
    title: str = "",
) -> Picture:
    """Draw the gaps of one series over time.

    Parameters
    ----------
    events
        Selected events of one mechanism.
    gaps
        Its rows of ``analysis.cadence.gaps``.
    measured
        Its cadence; None without events.
    first_day, last_day
        Ends of the window; the axis begins shortly before the first event.
    given_up
        What of it was cancelled or postponed.
    label, title
        Of the picture; a title of its own when empty.

    Returns
    -------
    Picture
        Empty without events; with one event a dot and the silence.
    """
    if events.empty or measured is None:
        return blank(label, "No event of this series lies in this window.")
    start = begin(events, first_day, last_day)
    with style.house():
        figure = style.canvas(HEIGHT)
        ax = figure.subplots()
        draw_gaps(ax, events, gaps)
        draw_silence(ax, measured, last_day)
        draw_given_up(ax, given_up)
        finish(ax, gaps, start, last_day)
        draw_median(ax, measured, dots_of(events, gaps, measured, last_day))
        svg = svg_of(figure)
    return Picture(
        svg=svg,
        label=label,
        title=title or title_of(events, measured),
        subtitle=(
            f"n = {wording.count(len(events), 'event')}, {wording.window(start, last_day)}, "
            "years between one and the next"
        ),
        caption=CAPTION + ("" if measured.superseded_by else SILENCE_CAPTION),
        alt=alt_of(events, measured),
        data=data_with_gaps(events, gaps),
    )


def begin(events: pd.DataFrame, first: datetime.date, last: datetime.date) -> datetime.date:
    """Return where the axis begins: shortly before the first event, never before the window."""
    earliest = day_of(float(axis_days(events["start_earliest"]).min()))
    room = max(60, (last - earliest).days // 12)
    return max(first, earliest - datetime.timedelta(room))


def gap_before(events: pd.DataFrame, gaps: pd.DataFrame) -> tuple[list[float], list[bool]]:
    """Return for each event the years since the one before, and whether the gap is sure."""
    ended = gaps[~gaps["open"].astype(bool)]
    days = dict(zip(ended["to_event_id"], ended["days"], strict=True))
    usable = dict(zip(ended["to_event_id"], ended["usable"], strict=True))
    names = [str(name) for name in events["event_id"]]
    years = [float(days.get(name, 0.0)) / wording.DAYS_PER_YEAR for name in names]
    return [0.0 if np.isnan(year) else year for year in years], [
        bool(usable.get(name, True)) for name in names
    ]


def draw_gaps(ax: Axes, events: pd.DataFrame, gaps: pd.DataFrame) -> None:
    """Draw the stems and the dots."""
    years, sure = gap_before(events, gaps)
    shade = style.colour(str(events["domain"].iloc[0]))
    stems = [shade if known else style.RULE for known in sure]
    faces = [style.PAPER if mode == "virtual" else shade for mode in events["mode"]]
    days = middles(events)
    ax.vlines(days, 0, years, colors=stems, lw=1.4, zorder=2)
    early, late = axis_days(events["start_earliest"]), axis_days(events["start_latest"])
    ax.hlines(years, early, late, colors=shade, lw=1.3, zorder=2)
    ax.scatter(days, years, s=26, c=faces, edgecolors=shade, lw=1.0, zorder=4, clip_on=False)


def dots_of(
    events: pd.DataFrame, gaps: pd.DataFrame, measured: Cadence, last: datetime.date
) -> FloatArray:
    """Return day and height of each dot, the triangle of the silence included."""
    years, _ = gap_before(events, gaps)
    dots = np.column_stack([middles(events), years])
    if measured.open_gap.days is None:
        return dots
    silence = measured.open_gap.days / wording.DAYS_PER_YEAR
    return np.vstack([dots, [style.number_of(last), silence]])


def draw_median(ax: Axes, measured: Cadence, dots: FloatArray) -> None:
    """Draw the usual gap as a dashed line and name it; nothing without one.

    The axes must have their limits, so that the name can keep clear of the dots.
    """
    if measured.median.value is None or measured.gaps < FEWEST_USUAL:
        return
    usual = measured.median.value / wording.DAYS_PER_YEAR
    ax.axhline(usual, color=style.SOFT, lw=0.8, ls=(0, (4, 3)), zorder=1)
    name = ax.annotate(
        f"usual gap {wording.span(measured.median.value)}",
        (0, usual),
        (CLEAR, CLEAR),
        xycoords=ax.get_yaxis_transform(),
        textcoords="offset points",
        color=style.SOFT,
        va="bottom",
        bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.8, "alpha": 0.85},
        zorder=6,
    )
    name.xyann = clear_spot(ax, name, dots)


def clear_spot(ax: Axes, name: Annotation, dots: FloatArray) -> tuple[float, float]:
    """Return how far to move a name from the left end of its line to cover least.

    Tried from left to right, above the line and then below. A dot under the name weighs more than
    any number of stems.
    """
    figure = cast("Figure", ax.get_figure(root=True))
    figure.draw_without_rendering()
    point = figure.dpi / 72
    frame, box = ax.get_window_extent(), name.get_window_extent()
    points = ax.transData.transform(dots)
    steps = np.arange(0, frame.width - box.width - 2 * CLEAR * point, CLEAR * point)
    below = box.translated(0, -box.height - 2 * CLEAR * point)
    sides = [side for side in (box, below) if side.y0 > frame.y0]
    tried = [side.translated(step, 0).padded(DOT * point) for side in sides for step in steps]
    best = min(tried, key=lambda spot: covered(spot, points), default=box.padded(DOT * point))
    moved = (best.x0 - box.x0, best.y0 - box.y0)
    across, up = (CLEAR + DOT + shift / point for shift in moved)
    return across, up


def covered(spot: Bbox, points: FloatArray) -> int:
    """Return how much lies under a box: dots, and far behind them stems."""
    across = (points[:, 0] > spot.x0) & (points[:, 0] < spot.x1)
    reaching = across & (points[:, 1] > spot.y0)
    inside = reaching & (points[:, 1] < spot.y1)
    return len(points) * int(inside.sum()) + int(reaching.sum())


def draw_silence(ax: Axes, measured: Cadence, last: datetime.date) -> None:
    """Draw the open gap as a triangle at the end of the window."""
    silence = measured.open_gap
    if silence.days is None:
        return
    height = silence.days / wording.DAYS_PER_YEAR
    end = style.number_of(last)
    face = style.ALARM if silence.longer_than_all else style.PAPER
    ax.vlines(end, 0, height, colors=style.ALARM, lw=1.0, ls=(0, (2, 2)), clip_on=False)
    ax.scatter(
        end,
        height,
        marker="^",
        s=42,
        c=face,
        edgecolors=style.ALARM,
        lw=1.1,
        zorder=5,
        clip_on=False,
    )
    ax.annotate(
        f"silent for {wording.span(silence.days)}" if silence.days >= 1 else "met on this day",
        (end, height),
        (7, 0),
        textcoords="offset points",
        color=style.ALARM,
        va="center",
        annotation_clip=False,
    )


def draw_given_up(ax: Axes, given_up: pd.DataFrame | None) -> None:
    """Draw a cross on the line for what was cancelled or postponed."""
    if given_up is not None and len(given_up):
        days = middles(given_up)
        ax.scatter(
            days,
            np.zeros(len(days)),
            s=26,
            c=style.ALARM,
            marker="x",
            lw=1.2,
            zorder=5,
            clip_on=False,
        )


def finish(ax: Axes, gaps: pd.DataFrame, start: datetime.date, last: datetime.date) -> None:
    """Set the axes."""
    longest = float(np.nanmax(gaps["days"].to_numpy(dtype=float), initial=0.0))
    years = max(NOBODY, longest / wording.DAYS_PER_YEAR)
    if years > 2:
        style.count_axis(ax, years * 1.12)
    else:
        ax.set_ylim(0, years * 1.3)
        step = 0.25 if years < 1.2 else 0.5
        ticks = np.arange(0, years * 1.3, step)
        ax.set_yticks(ticks, [wording.span_of_year(tick) for tick in ticks])
        ax.grid(axis="y")
        style.bare(ax, "left")
    style.date_axis(ax, start, last, 10)
    if years > 2:
        ax.set_ylabel("Years")


def title_of(events: pd.DataFrame, measured: Cadence) -> str:
    """Return how the silence compares with the gaps before it, or what took the series' place."""
    silence, usual = measured.open_gap, measured.median.value
    if measured.superseded_by:
        return f"Held until {last_held(events)}; superseded by the {measured.superseded_by}"
    if silence.days is None:
        return "When the last event was is not known to the month"
    if silence.longer_than_all:
        gaps = wording.count(silence.earlier, "gap")
        rank = "the one gap" if silence.earlier == 1 else f"each of the {gaps}"
        return f"Silent for {wording.span(silence.days)}, longer than {rank} before"
    if usual is None or measured.gaps < FEWEST_USUAL:
        return wording.heading(f"{wording.count(measured.events, 'event')} on record, no usual gap")
    if silence.days < 1:
        return f"Usually {wording.span(usual)} apart; it met on the last day of the window"
    return f"Usually {wording.span(usual)} apart, now silent for {wording.span(silence.days)}"


def alt_of(events: pd.DataFrame, measured: Cadence) -> str:
    """Say how many events, the shortest, usual and longest gap, and the silence."""
    days = events["start_earliest"]
    spans = [
        f"{name} {wording.span(estimate.value)}"
        for name, estimate in (
            ("shortest gap", measured.shortest),
            ("median", measured.median),
            ("longest", measured.longest),
        )
        if estimate.value is not None
    ]
    silence = measured.open_gap.days
    tail = f"; silent for {wording.span(silence)}" if silence is not None else ""
    if measured.superseded_by:
        tail = f"; superseded by the {measured.superseded_by}"
    return (
        f"Stems for {wording.count(len(events), 'event')} from {days.min():%B %Y} to "
        f"{days.max():%B %Y}: {wording.listing(spans)}{tail}."
    )


def data_with_gaps(events: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Return the events with the gap before each."""
    kept = gaps.loc[~gaps["open"].astype(bool), ["to_event_id", "days", "usable", "reason"]]
    named = kept.rename(columns={"to_event_id": "event_id", "days": "days_since_previous"})
    return data_of(events).merge(named, on="event_id", how="left")
