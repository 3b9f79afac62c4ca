"""The lineage of instruments: layered by time, in strands, each beside the series it led to.

Every instrument has a row of its own, so no label can touch another; what an instrument rests on
is joined to it by a bow left of its strand, and the rows run from the oldest down.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.path import Path

from defcoop import wording
from defcoop.figures import style
from defcoop.figures.picture import Picture, blank, svg_of
from defcoop.figures.text_width import line_height, wrap

STRANDS = {"statements": "Statements", "agreements": "Agreements", "rules": "Japan's rules"}
"""Strands of instruments, with their heads; statements are declarations and visions too."""

TYPE = 7.2
SMALL = 6.8
YEARS = 0.36
STRAND = 0.62
REACH = 0.5
NEAR = 0.04
BEND = 0.06
LABELS = YEARS + 3 * STRAND + 0.14
LABEL_WIDTH = 1.82
CHILDREN = LABELS + LABEL_WIDTH + 0.08
CHILD_WIDTH = style.WIDTH - CHILDREN - 0.12
HEAD = 0.24
FOOT = 0.24
GAP = 0.021

TIES = {
    "builds_on": ("builds on", style.ACCENT, "-"),
    "enables": ("was enabled by", "#1f8a7d", (0, (4, 1.6))),
    "supersedes": ("replaces", style.ALARM, (0, (1.2, 1.2))),
}
"""How a younger instrument rests on an older one: words, colour and dashes."""

CAPTION = (
    "One row for each instrument, by date of signature or decision, in three strands: "
    "declarations, visions and other statements; agreements, memoranda and arrangements; Japan's "
    "own rules. A bow joins an instrument to an older one that it rests on, also where the record "
    "names the partnership or project between them. Right, the series that an instrument "
    "established (filled mark) or enabled (hollow mark), in the colour of their domain. Ties are "
    "those that a source states; a missing bow means that none of our sources says so."
)


@dataclass(frozen=True)
class Row:
    """Where one instrument stands: its middle from the top in inches, and its label."""

    y: float
    height: float
    strand: str
    lines: tuple[str, ...]


def draw_lineage(
    instruments: pd.DataFrame,
    ties: pd.DataFrame,
    children: pd.DataFrame,
    *,
    window: str,
    label: str = "lineage",
) -> Picture:
    """Draw which instrument rests on which, and what each led to.

    Parameters
    ----------
    instruments
        Columns node, text, strand (a key of ``STRANDS``), day (timestamp), year.
    ties
        Columns older, younger, tie (a key of ``TIES``), sources.
    children
        Columns instrument, series, text, domain, established (bool), sources.
    window
        The window in words.
    label
        Of the picture.

    Returns
    -------
    Picture
        Empty without instruments.
    """
    if instruments.empty:
        return blank(label, "No instrument was signed or adopted in this window.")
    ordered = instruments.sort_values(["day", "strand", "node"])
    rows = placed(ordered, children)
    depth = max(row.y + row.height / 2 for row in rows.values())
    with style.house():
        figure = Figure(figsize=(style.WIDTH, HEAD + depth + FOOT))
        ax = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        ax.set_xlim(0, style.WIDTH)
        ax.set_ylim(depth + FOOT, -HEAD)
        ax.set_axis_off()
        draw_frame(ax, ordered, rows, depth)
        draw_ties(ax, rows, ties)
        draw_labels(ax, rows)
        draw_children(ax, rows, children)
        draw_key(ax, depth)
        svg = svg_of(figure)
    return Picture(
        svg=svg,
        label=label,
        title=title_of(ordered, children),
        subtitle=(
            f"n = {wording.plural(len(ordered), 'instrument')}, "
            f"{wording.plural(len(ties), 'tie')} and "
            f"{children['series'].nunique()} series; {window}; by date of signature"
        ),
        caption=CAPTION,
        alt=alt_of(ordered, ties, children),
        data=data_of(ordered, ties, children),
    )


def post_of(strand: str) -> float:
    """Return where the dots of a strand stand."""
    return YEARS + (list(STRANDS).index(strand) + 1) * STRAND - 0.06


def placed(ordered: pd.DataFrame, children: pd.DataFrame) -> dict[str, Row]:
    """Give each instrument a row, high enough for its label and its series."""
    sizes = children.groupby("instrument").size()
    rows: dict[str, Row] = {}
    top = 0.0
    for node, text, strand in zip(ordered["node"], ordered["text"], ordered["strand"], strict=True):
        lines = tuple(wrap(text, LABEL_WIDTH, TYPE))
        beside = int(sizes.get(node, 0))
        height = max(len(lines) * line_height(TYPE), beside * line_height(SMALL)) + GAP
        rows[node] = Row(top + height / 2, height, strand, lines)
        top += height
    return rows


def draw_frame(ax: Axes, ordered: pd.DataFrame, rows: dict[str, Row], depth: float) -> None:
    """Draw the heads of the strands, and the years with a light band for every other one."""
    heads = [(post_of(strand), name, "center") for strand, name in STRANDS.items()]
    heads.append((CHILDREN + 0.1, "Series established or enabled", "left"))
    for x, text, ha in heads:
        ax.text(x, -HEAD / 2, text, size=SMALL, weight="semibold", ha=ha, va="center")
    for rank, (year, group) in enumerate(ordered.groupby("year", sort=True)):
        members = [rows[node] for node in group["node"]]
        top = min(row.y - row.height / 2 for row in members)
        bottom = max(row.y + row.height / 2 for row in members)
        if rank % 2 == 0:
            extent = (0, top), style.WIDTH, min(bottom, depth) - top
            ax.add_patch(Rectangle(*extent, color=style.WASH, lw=0, zorder=0))
        ax.text(0.04, members[0].y, str(year), size=TYPE, color=style.SOFT, va="center_baseline")


def draw_ties(ax: Axes, rows: dict[str, Row], ties: pd.DataFrame) -> None:
    """Draw a bow for each tie between two instruments; bows of one origin share a track."""
    tracks = tracks_of(rows, ties)
    for tie, (_, shade, dashes) in TIES.items():
        own = ties[ties["tie"] == tie]
        paths = [
            bow_of(rows[older], rows[younger], tracks[older, rows[younger].strand, tie])
            for older, younger in zip(own["older"], own["younger"], strict=True)
        ]
        ax.add_collection(
            PathCollection(
                paths,
                facecolors="none",
                edgecolors=shade,
                linewidths=0.9,
                linestyles=[dashes],
                alpha=0.85,
                zorder=1,
            )
        )


def tracks_of(rows: dict[str, Row], ties: pd.DataFrame) -> dict[tuple[str, str, str], float]:
    """Give each origin a track of its own in each strand that it reaches, the longest outermost."""
    reach: dict[tuple[str, str, str], float] = {}
    for older, younger, tie in zip(ties["older"], ties["younger"], ties["tie"], strict=True):
        key = (older, rows[younger].strand, tie)
        reach[key] = max(reach.get(key, 0.0), rows[younger].y - rows[older].y)
    tracks: dict[tuple[str, str, str], float] = {}
    for strand in STRANDS:
        own = sorted((length, key) for key, length in reach.items() if key[1] == strand)
        for rank, (_, key) in enumerate(own):
            tracks[key] = post_of(strand) - NEAR - (REACH - NEAR) * (rank + 1) / max(len(own), 5)
    return tracks


def bow_of(older: Row, younger: Row, track: float) -> Path:
    """Return the bow from an older row along a track to a younger one."""
    start, end = post_of(older.strand), post_of(younger.strand)
    turn = min(0.12, (younger.y - older.y) / 2)
    points = [
        (start, older.y),
        (track + (BEND if start > track else -BEND), older.y),
        *[(track, older.y), (track, older.y + turn)],
        (track, younger.y - turn),
        *[(track, younger.y), (track + BEND, younger.y)],
        (end, younger.y),
    ]
    turning = [Path.CURVE3, Path.CURVE3]
    return Path(points, [Path.MOVETO, Path.LINETO, *turning, Path.LINETO, *turning, Path.LINETO])


def draw_labels(ax: Axes, rows: dict[str, Row]) -> None:
    """Write the labels, each tied to its dot by a light line."""
    for row in rows.values():
        post = post_of(row.strand)
        ax.plot([post, LABELS - 0.04], [row.y] * 2, color=style.RULE, lw=0.5, zorder=0.5)
        ax.scatter([post], [row.y], s=9.0, color=style.INK, lw=0, zorder=4)
        first = row.y - line_height(TYPE) * (len(row.lines) - 1) / 2
        for at, line in enumerate(row.lines):
            y = first + at * line_height(TYPE)
            ax.text(LABELS, y, line, size=TYPE, va="center_baseline", zorder=5)


def draw_children(ax: Axes, rows: dict[str, Row], children: pd.DataFrame) -> None:
    """Write the series that each instrument led to, with their marks."""
    step = line_height(SMALL)
    for node, group in children.groupby("instrument", sort=False):
        row = rows[str(node)]
        ordered = group.sort_values(["established", "text"], ascending=[False, True])
        first = row.y - step * (len(ordered) - 1) / 2
        for at, child in enumerate(ordered.to_dict("records")):
            shade, y = style.colour(child["domain"]), first + at * step
            ground = shade if child["established"] else style.PAPER
            ax.scatter([CHILDREN + 0.03], [y], s=11.0, color=ground, edgecolors=shade, lw=0.9)
            ax.text(CHILDREN + 0.1, y, child["text"], size=SMALL, va="center_baseline")


def draw_key(ax: Axes, depth: float) -> None:
    """Name the three kinds of bows."""
    x, y = 0.06, depth + FOOT * 0.6
    for words, shade, dashes in TIES.values():
        ax.plot([x, x + 0.3], [y, y], color=shade, lw=1.1, linestyle=dashes)
        ax.text(x + 0.36, y, f"{words} the older", size=style.SMALL, color=style.SOFT, va="center")
        x += 1.75


def title_of(ordered: pd.DataFrame, children: pd.DataFrame) -> str:
    """Return the finding: which instrument led to most series."""
    if children.empty:
        return "No instrument of this window is said to have led to a series"
    sizes = children.groupby("instrument")["series"].nunique()
    best = sorted(str(node) for node in sizes.index[sizes == sizes.max()])
    years = dict(zip(ordered["node"], ordered["year"], strict=True))
    names = dict(zip(ordered["node"], ordered["text"], strict=True))
    named = wording.listing([f"the {names[node]} of {years[node]}" for node in best])
    parts = named if len(best) <= 3 else wording.count(len(best), "instrument")
    each = "" if len(best) == 1 else " each"
    led = f"led to {wording.count(int(sizes.max()), 'series', 'series')}{each}"
    return f"{wording.heading(parts)} {led}, more than any other instrument"


def alt_of(ordered: pd.DataFrame, ties: pd.DataFrame, children: pd.DataFrame) -> str:
    """Describe the strands, the oldest and the youngest, and what most rests on."""
    counted = ordered.groupby("strand").size()
    strands = [f"{STRANDS[key]} {counted[key]}" for key in STRANDS if key in counted]
    names = dict(zip(ordered["node"], ordered["text"], strict=True))
    rests = ties.groupby("older")["younger"].nunique().sort_index()
    base = ""
    if len(rests):
        most = str(rests.idxmax())
        base = (
            f" Most rests on {names.get(most, most)}, with {int(rests.max())} younger instruments."
        )
    first, last = ordered.iloc[0], ordered.iloc[-1]
    return (
        f"Rows by date in {wording.count(len(strands), 'strand')}: {wording.listing(strands)}; "
        f"from {first['text']} ({first['year']}) to {last['text']} ({last['year']}). "
        f"{wording.count(len(children), 'link').capitalize()} to series.{base}"
    )


def data_of(ordered: pd.DataFrame, ties: pd.DataFrame, children: pd.DataFrame) -> pd.DataFrame:
    """Return every tie drawn as one table, and the instruments that stand alone without a tie."""
    made = pd.DataFrame(
        {
            "older": children["instrument"],
            "younger": children["series"],
            "tie": np.where(children["established"], "establishes", "enables"),
            "sources": children["sources"],
        }
    )
    columns = ["older", "younger", "tie", "sources"]
    tied = {*ties["older"], *ties["younger"], *children["instrument"]}
    alone = [["", node, "", ""] for node in ordered["node"] if node not in tied]
    rows = [*ties[columns].to_numpy().tolist(), *made.to_numpy().tolist(), *alone]
    return pd.DataFrame(rows, columns=columns)
