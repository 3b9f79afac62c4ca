"""How often each series has met so far, as steps, with the open gap dashed."""

import datetime
from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from defcoop import wording
from defcoop.figures import style
from defcoop.figures.frames import axis_days, names_of, shades_of, tally
from defcoop.figures.picture import Picture, blank, svg_of

HEIGHT = 3.4
NAMED = 10

CAPTION = (
    "Each line rises by one step with every edition; dashed is the silence since the last one, up "
    "to the as-of date. Series with fewer editions than those named are drawn in grey."
)


def cumulative(
    counts: pd.DataFrame,
    mechanisms: pd.DataFrame,
    *,
    first_day: datetime.date,
    as_of: datetime.date,
    label: str = "cumulative",
    title: str,
) -> Picture:
    """Draw the editions of each series as they add up.

    Parameters
    ----------
    counts
        Rows of ``analysis.cadence.cumulative_counts``.
    mechanisms
        For names and domains.
    first_day, as_of
        Ends of the axis.
    label, title
        Of the picture; the title is the finding.

    Returns
    -------
    Picture
        Empty without events.
    """
    if counts.empty:
        return blank(label, "No event lies in this window.")
    names = names_of(mechanisms)
    shades = shades_of(mechanisms)
    totals = tally(counts)
    named = list(totals)[:NAMED]
    with style.house():
        figure = style.canvas(HEIGHT)
        ax = figure.subplots()
        style.count_axis(ax, max(totals.values()))
        start = max(first_day, counts["day_low"].min().date() - datetime.timedelta(183))
        style.date_axis(ax, start, as_of, 8)
        for series in reversed(totals):
            shade = shades.get(series, style.FAINT) if series in named else style.RULE
            draw_steps(ax, counts[counts["mechanism_id"] == series], shade, style.number_of(as_of))
        label_series(ax, {series: totals[series] for series in named}, names, shades)
        svg = svg_of(figure)
    return Picture(
        svg=svg,
        label=label,
        title=title,
        subtitle=subtitle_of(totals, start, as_of),
        caption=CAPTION,
        alt=alt_of(totals, counts, names, as_of),
        data=counts,
    )


def draw_steps(ax: Axes, counts: pd.DataFrame, shade: str, end: float) -> None:
    """Draw the steps of one series and its open gap."""
    ordered = counts.sort_values("count")
    days = axis_days(ordered["day_low"])
    heights = ordered["count"].to_numpy(dtype=float)
    front = 3 if shade != style.RULE else 1
    ax.step([days[0], *days], [0, *heights], where="post", color=shade, lw=1.4, zorder=front)
    ax.plot([days[-1], end], [heights[-1]] * 2, color=shade, lw=1.1, ls=(0, (3, 2)), zorder=front)


def label_series(
    ax: Axes, totals: Mapping[str, int], names: Mapping[str, str], shades: Mapping[str, str]
) -> None:
    """Write the names and totals at the ends of the lines."""
    texts = [f"{names.get(series, series)} {total}" for series, total in totals.items()]
    colours = [style.darker(shades.get(series, style.FAINT)) for series in totals]
    style.label_ends(ax, list(totals.values()), texts, colours)


def subtitle_of(totals: Mapping[str, int], first: datetime.date, last: datetime.date) -> str:
    """Return number, window and unit."""
    series = wording.count(len(totals), "series", "series")
    editions = wording.number(sum(totals.values()))
    return f"n = {editions} editions of {series}, {wording.window(first, last)}, number held so far"


def alt_of(
    totals: Mapping[str, int], counts: pd.DataFrame, names: Mapping[str, str], as_of: datetime.date
) -> str:
    """Say of each series named how often it met and when last."""
    lasts = counts.groupby("mechanism_id")["day_low"].max().to_dict()
    parts = [
        f"{names.get(series, series)} {total}, last in {lasts[series]:%B %Y}"
        for series, total in list(totals.items())[:NAMED]
    ]
    return f"Step lines up to {wording.day(as_of)}: {'; '.join(parts)}."
