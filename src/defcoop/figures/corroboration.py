"""How well each event is supported: by how many publishers, and how precisely dated."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from defcoop import wording
from defcoop.figures import style
from defcoop.figures.picture import Picture, blank, svg_of

TOP = 6
ROW = 0.22
PRECISIONS = {"day": "to the day", "month": "to the month", "year": "to the year"}
SHADES = {"day": style.ACCENT, "month": "#8fb3d9", "year": style.ALARM}
PUBLISHER_CAPTION = (
    "Left, events by the number of publishers that speak of them; who is known to reproduce the "
    "text of an agency or a ministry does not count beside it, and nor does an unknown publisher. "
    "Right, the share of events that rest on one publisher, by domain, with its 95 % score "
    "interval (Wilson 1927); the line marks the whole record."
)
PRECISION_CAPTION = (
    "Events by year of their start and by how precisely the adjudicated start is known. Events "
    "known to the month enter the statistics of gaps with a draw over the month, events known to "
    "the year do not enter them at all."
)


def draw_publishers(
    counts: pd.DataFrame,
    shares: pd.DataFrame,
    overall: float,
    *,
    window: str,
    label: str = "publishers",
) -> Picture:
    """Draw how many publishers stand behind events, and the share with one only by domain.

    Parameters
    ----------
    counts
        Columns publishers (from 1), events.
    shares
        Columns domain, share, low, high, events.
    overall
        Share of all events that rest on one publisher.
    window
        The window in words.
    label
        Of the picture.

    Returns
    -------
    Picture
        Empty without events.
    """
    if counts.empty:
        return blank(label, "No event lies in this window, so there is nothing to corroborate.")
    with style.house():
        figure = style.canvas(max(1.9, 0.6 + ROW * len(shares)), w_pad=0.08)
        left, right = figure.subplots(1, 2, width_ratios=[1, 1.25])
        draw_counts(left, counts)
        draw_shares(right, shares, overall)
        svg = svg_of(figure)
    total = int(counts["events"].sum())
    data = pd.concat([counts.assign(table="publishers"), shares.assign(table="domains")])
    return Picture(
        svg=svg,
        label=label,
        title=(f"{wording.number(100 * overall)} % of the events rest on a single publisher"),
        subtitle=(f"n = {wording.plural(total, 'event')}; {window}; events, and shares of events"),
        caption=PUBLISHER_CAPTION,
        alt=publisher_alt(counts, shares),
        data=data,
    )


def draw_counts(ax: Axes, counts: pd.DataFrame) -> None:
    """Draw events by number of publishers; the last bar holds the rest."""
    rest = counts["publishers"].clip(upper=TOP)
    bars = counts.groupby(rest)["events"].sum().reindex(range(1, TOP + 1), fill_value=0)
    shades = [style.ALARM, *[style.ACCENT] * (TOP - 1)]
    ax.bar(bars.index, bars, width=0.72, color=shades)
    for x, height in bars.items():
        ax.annotate(
            str(height),
            (float(str(x)), height),
            (0, 2),
            textcoords="offset points",
            ha="center",
            size=style.SMALL,
        )
    ax.set_xticks(range(1, TOP + 1), [*map(str, range(1, TOP)), f"{TOP}+"])
    ax.set_yticks([])
    ax.set_ylim(0, max(1, bars.max()) * 1.12)
    style.bare(ax, "left")
    ax.set_title("Events by number of publishers")


def draw_shares(ax: Axes, shares: pd.DataFrame, overall: float) -> None:
    """Draw the share of events with one publisher by domain."""
    rows = np.arange(len(shares))
    colours = [style.colour(domain) for domain in shares["domain"]]
    ax.axvline(overall, color=style.FAINT, lw=0.8, zorder=0)
    ax.hlines(rows, shares["low"], shares["high"], color=colours, lw=1.6)
    ax.scatter(shares["share"], rows, s=26, color=colours, zorder=3)
    labels = [
        f"{style.name(domain)} ({events})"
        for domain, events in zip(shares["domain"], shares["events"], strict=True)
    ]
    ax.set_yticks(rows, labels)
    ax.tick_params(axis="y", labelcolor=style.INK, labelsize=style.TYPE - 0.4)
    ax.set_ylim(len(shares) - 0.4, -0.6)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    ax.grid(axis="x")
    style.bare(ax, "left")
    ax.set_title("Share with one publisher (events)")


def publisher_alt(counts: pd.DataFrame, shares: pd.DataFrame) -> str:
    """Describe both halves."""
    one = int(counts.loc[counts["publishers"] == 1, "events"].sum())
    more = int(counts["events"].sum()) - one
    ordered = shares.sort_values(["share", "domain"], ascending=[False, True])
    parts = [
        f"{style.name(row['domain']).lower()} {wording.number(100 * row['share'])} %"
        for row in ordered.to_dict("records")
    ]
    return (
        f"Bars: {wording.count(one, 'event')} with one publisher, "
        f"{wording.number(more)} with more. "
        f"Dots, share with one publisher from the highest: {wording.listing(parts)}."
    )


def draw_precision(years: pd.DataFrame, *, window: str, label: str = "precision") -> Picture:
    """Draw the precision of dates by year.

    Parameters
    ----------
    years
        Columns year, precision ("day", "month", "year"), events.
    window
        The window in words.
    label
        Of the picture.

    Returns
    -------
    Picture
        Empty without events.
    """
    if years.empty or not years["events"].sum():
        return blank(
            label, "No event lies in this window, so there is no date to be precise about."
        )
    table = years.pivot_table(index="year", columns="precision", values="events", aggfunc="sum")
    first, last = int(table.index.min()), int(table.index.max())
    table = table.reindex(range(first, last + 1)).reindex(columns=list(PRECISIONS)).fillna(0)
    with style.house():
        figure = style.canvas(2.1)
        ax = figure.subplots()
        draw_years(ax, table)
        svg = svg_of(figure)
    totals = years.groupby("precision")["events"].sum()
    return Picture(
        svg=svg,
        label=label,
        title=precision_title(totals),
        subtitle=(f"n = {wording.plural(int(totals.sum()), 'event')}; {window}; events a year"),
        caption=PRECISION_CAPTION,
        alt=precision_alt(totals, table),
        data=years,
    )


def draw_years(ax: Axes, table: pd.DataFrame) -> None:
    """Draw stacked bars, and name the shades above them."""
    base = np.zeros(len(table))
    for name in PRECISIONS:
        ax.bar(table.index, table[name], width=0.78, bottom=base, color=SHADES[name])
        base += table[name].to_numpy()
    style.year_axis(ax, int(table.index[0]), int(table.index[-1]), most=14)
    style.count_axis(ax, float(base.max()))
    present = [name for name in PRECISIONS if table[name].sum()]
    for at, name in enumerate(present):
        x, place = 0.005 + 0.16 * at, ax.transAxes
        ax.scatter(
            [x], [1.065], s=26, marker="s", color=SHADES[name], transform=place, clip_on=False
        )
        ax.text(x + 0.017, 1.04, PRECISIONS[name], color=style.SOFT, transform=ax.transAxes)


def precision_title(totals: pd.Series) -> str:
    """Return the finding: the share of events whose day is known."""
    known, whole = int(totals.get("day", 0)), int(totals.sum())
    return f"The day is known for {wording.share(known, whole)} of the events"


def precision_alt(totals: pd.Series, table: pd.DataFrame) -> str:
    """Describe the totals and the years with the least precise dates."""
    parts = [f"{int(totals[name])} {words}" for name, words in PRECISIONS.items() if name in totals]
    vague = table.drop(columns="day").sum(axis=1)
    worst = [str(year) for year in vague.sort_values(ascending=False).index[:3] if vague[year]]
    most = f" Most imprecise dates in {wording.listing(worst)}." if worst else ""
    return f"Stacked bars by year. Events dated {wording.listing(parts)}.{most}"
