"""What kinds of sources speak of the events of each series: a matrix of shares."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from defcoop import wording
from defcoop.figures import style
from defcoop.figures.picture import Picture, blank, svg_of

ROW = 0.15
MOST = 40
KINDS = {
    "official": "Official",
    "news": "News",
    "analysis": "Analysis",
    "reference": "Reference",
    "founding": "Founding text",
}
SHADES = LinearSegmentedColormap.from_list("cover", [style.PAPER, "#7fa3cc", style.ACCENT])
DARK = 0.55
CAPTION = (
    "Each cell is the number of events of a series of which at least one source of that kind "
    "speaks; the darker, the larger the share of the series' events. An empty cell is a kind of "
    "source that we hold nothing from. The two columns at the right count events and sources; the "
    "dot before a name has the colour of its domain, by which the rows are ordered."
)


def draw_coverage(
    table: pd.DataFrame,
    names: dict[str, str],
    domains: dict[str, str],
    *,
    window: str,
    label: str = "coverage",
) -> Picture:
    """Draw which kinds of sources cover which series.

    Parameters
    ----------
    table
        Result of ``analysis.audit.coverage``: index of series, one column per kind of source,
        then events and sources; in the order of the rows.
    names
        Name of each series in print.
    domains
        Domain of each series, for its colour.
    window
        The window in words.
    label
        Of the picture.

    Returns
    -------
    Picture
        Empty without events.
    """
    if table.empty:
        return blank(label, "No event lies in this window, so there is nothing to cover.")
    fewest = fitting(table["events"])
    shown = table[table["events"] >= fewest]
    kinds = [kind for kind in KINDS if kind in table.columns]
    with style.house():
        figure = style.canvas(0.42 + ROW * len(shown))
        ax = figure.subplots()
        draw(ax, shown, kinds, names)
        mark(ax, [domains.get(str(series), "") for series in shown.index])
        svg = svg_of(figure)
    hidden = len(table) - len(shown)
    less = wording.count(hidden, "series", "series")
    left_out = (
        f" {less.capitalize()} with fewer than {wording.count(fewest, 'event')} " if hidden else ""
    )
    note = f"{left_out}{'is' if hidden == 1 else 'are'} in the data only." if hidden else ""
    return Picture(
        svg=svg,
        label=label,
        title=title_of(table),
        subtitle=(
            f"n = {wording.plural(int(table['events'].sum()), 'event')}, {len(shown)} of "
            f"{len(table)} "
            f"series shown; {window}; number of events"
        ),
        caption=(CAPTION + note),
        alt=alt_of(shown, kinds, names),
        data=table.rename_axis("mechanism_id").reset_index(),
    )


def fitting(events: pd.Series) -> int:
    """Return the fewest events with which a series is drawn, so that all rows fit a page."""
    fewest = 1
    while int((events >= fewest).sum()) > MOST:
        fewest += 1
    return fewest


def draw(ax: Axes, shown: pd.DataFrame, kinds: list[str], names: dict[str, str]) -> None:
    """Draw the cells with their numbers."""
    for at, (series, row) in enumerate(shown.iterrows()):
        for column, kind in enumerate(kinds):
            count, share = int(row[kind]), float(row[kind]) / float(row["events"])
            if count:
                cell = Rectangle((column - 0.48, at - 0.46), 0.96, 0.92, color=SHADES(share), lw=0)
                ax.add_patch(cell)
                ink = style.PAPER if share > DARK else style.INK
                write(ax, column, at, str(count), ink)
        write(ax, len(kinds), at, str(int(row["events"])), style.INK)
        write(ax, len(kinds) + 0.8, at, str(int(row["sources"])), style.SOFT)
        ax.text(
            -0.62,
            at,
            names.get(str(series), str(series)),
            ha="right",
            va="center_baseline",
            size=style.SMALL + 0.2,
        )
    heads = [*(KINDS[kind] for kind in kinds), "Events", "Sources"]
    places = [*range(len(kinds)), len(kinds), len(kinds) + 0.8]
    for x, head in zip(places, heads, strict=True):
        ax.text(x, -0.9, head, ha="center", va="bottom", size=style.SMALL, weight="semibold")
    ax.set_xlim(-0.58, len(kinds) + 1.2)
    ax.set_ylim(len(shown) - 0.4, -1.7)
    ax.set_axis_off()


def mark(ax: Axes, domains: list[str]) -> None:
    """Put a dot in the colour of its domain before each row."""
    shades = [style.colour(domain) for domain in domains]
    ax.scatter([-0.54] * len(shades), range(len(shades)), s=9, color=shades, clip_on=False)


def write(ax: Axes, x: float, y: float, text: str, shade: str) -> None:
    """Write a number in the middle of a cell."""
    ax.text(x, y, text, ha="center", va="center_baseline", size=style.SMALL, color=shade)


def title_of(table: pd.DataFrame) -> str:
    """Return the finding: how many series have no official source at all."""
    if "official" not in table.columns:
        return "No official source speaks of any event of this window"
    bare = int((table["official"] == 0).sum())
    covered = int(table["official"].sum())
    share = wording.share(covered, int(table["events"].sum()))
    none = f"; of {wording.count(bare, 'series', 'series')} we hold none" if bare else ""
    return f"Official sources speak of {share} of the events{none}"


def alt_of(shown: pd.DataFrame, kinds: list[str], names: dict[str, str]) -> str:
    """Describe the columns, and the series with most sources."""
    totals = [f"{KINDS[kind].lower()} {int(np.asarray(shown[kind]).sum())}" for kind in kinds]
    best = shown.sort_values("sources", ascending=False).head(3)
    parts = [
        f"{names.get(str(series), str(series))} ({int(row['sources'])} sources)"
        for series, row in best.iterrows()
    ]
    return (
        f"Matrix of {len(shown)} series by kind of source. Events covered: "
        f"{wording.listing(totals)}. Most sources: {wording.listing(parts)}."
    )
