"""The network in lanes: series down the middle, the bodies of the two countries at either side."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.path import Path

from defcoop import wording
from defcoop.analysis.network.graphtypes import MultiDiGraph
from defcoop.analysis.network.lanes import LANES
from defcoop.analysis.network.multilayer import export_for_page
from defcoop.figures import style
from defcoop.figures.lanes import (
    HEADER,
    FloatArray,
    Layout,
    Place,
)
from defcoop.figures.network_selection import COLUMNS, Network
from defcoop.figures.picture import Mark, Picture, blank, marks_of, svg_of
from defcoop.figures.text_width import line_height, width_of

TYPE = COLUMNS.size
LEFT, RIGHT = 1.36, style.WIDTH - 1.36
CENTRE = style.WIDTH / 2
PORTS = (CENTRE - 1.24, CENTRE + 1.24)
TOP = 0.22
KEY_LINE = 0.15
ASIDE = 0.6
THINNEST, THICKEST = 0.5, 3.4

SMALL_DOT, DOT = 6.0, 14.0

Dot = tuple[float, float, str]
"""Place and colour of a dot."""

CAPTION = (
    "Each line joins a body to a series in which it met; the thicker, the more events. Persons and "
    "units count as the ministry, service or office that they belong to, other countries as "
    "states. The number after a name counts its events. Colours are the domains of the series; an "
    "instrument is tied to the bodies at whose meeting it was signed. The order within a lane is "
    "chosen so that few lines cross and means nothing else."
)


def draw_network(
    drawn: Network, *, window: str, graph: MultiDiGraph | None = None, label: str = "network"
) -> Picture:
    """Draw a network in lanes.

    Parameters
    ----------
    drawn
        What to draw.
    window
        The window in words, for the subtitle.
    graph
        Multilayer graph of ``analysis.network`` for the reader of a page to explore, at the same
        places; None for none.
    label
        Of the picture.

    Returns
    -------
    Picture
        Empty without ties.
    """
    if drawn.ties.empty:
        return blank(label, "No body is named for any event in this window.")
    places = drawn.places
    with style.house():
        lines = key_lines(drawn.series["domain"])
        figure, ax = sheet(places.height, KEY_LINE * len(lines) + 0.04)
        draw_bands(ax, places)
        draw_ties(ax, drawn, places)
        draw_labels(ax, drawn, places)
        draw_key(ax, lines, places.height)
        svg = svg_of(figure)
        marks = marks_at(ax, places)
    return Picture(
        svg=svg,
        label=label,
        title=title_of(drawn),
        subtitle=subtitle_of(drawn, window),
        caption=caption_of(drawn),
        alt=alt_of(drawn),
        data=data_of(drawn.ties),
        interactive=(explorable(drawn, graph, places) if graph is not None else None),
        marks=marks,
    )


def sheet(height: float, foot: float) -> tuple[Figure, Axes]:
    """Return a figure with axes in inches from its upper left corner."""
    figure = Figure(figsize=(style.WIDTH, TOP + height + foot))
    ax = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    ax.set_xlim(0, style.WIDTH)
    ax.set_ylim(height + foot, -TOP)
    ax.set_axis_off()
    return figure, ax


def key_lines(domains: pd.Series) -> list[list[str]]:
    """Return the domains of the key, line by line; none for a single one."""
    present = style.in_order([domain for domain in domains.unique() if domain])
    lines: list[list[str]] = [[]]
    for domain in present if len(present) > 1 else []:
        if sum(key_width(other) for other in lines[-1]) + key_width(domain) > style.WIDTH:
            lines.append([])
        lines[-1].append(domain)
    return [line for line in lines if line]


def key_width(domain: str) -> float:
    """Return the width of one entry of the key in inches."""
    return width_of(style.name(domain), style.SMALL) + 0.27


def draw_key(ax: Axes, lines: list[list[str]], top: float) -> None:
    """Name the colours of the domains under the network."""
    dots: list[Dot] = []
    for row, line in enumerate(lines):
        x, y = 0.06, top + (row + 0.75) * KEY_LINE
        for domain in line:
            dots.append((x, y, style.colour(domain)))
            ax.text(
                x + 0.07,
                y,
                style.name(domain),
                va="center_baseline",
                size=style.SMALL,
                color=style.SOFT,
            )
            x += key_width(domain)
    draw_dots(ax, dots, DOT)


def draw_bands(ax: Axes, places: Layout) -> None:
    """Draw the lanes, their names and the heads of the columns."""
    for x, ha, text in ((LEFT, "right", "India"), (RIGHT, "left", "Japan and partners")):
        ax.text(x, -TOP / 2, text, ha=ha, va="center", size=style.TYPE, weight="semibold")
    ax.text(CENTRE, -TOP / 2, "Series and instruments", ha="center", va="center", weight="semibold")
    for rank, band in enumerate(places.bands):
        if rank % 2 == 0:
            extent = (0, band.top), style.WIDTH, band.bottom - band.top
            ax.add_patch(Rectangle(*extent, color=style.WASH, lw=0, zorder=0))
        ax.text(
            CENTRE,
            band.top + HEADER / 2 + 0.01,
            LANES[band.lane],
            ha="center",
            va="center",
            size=style.SMALL,
            weight="semibold",
            color=style.SOFT,
        )


def draw_ties(ax: Axes, drawn: Network, places: Layout) -> None:
    """Draw a curve from each body to each of its series."""
    shades = dict(zip(drawn.series["node"], drawn.series["domain"].map(style.colour), strict=True))
    widths = tie_widths(drawn.ties["events"])
    ties = drawn.ties.assign(width=widths).sort_values("width", ascending=False)
    paths = [curve_of(row.body, row.series, places) for row in ties.itertuples()]
    ax.add_collection(
        PathCollection(
            paths,
            facecolors="none",
            edgecolors=[shades[node] for node in ties["series"]],
            linewidths=ties["width"].to_list(),
            alpha=0.55,
            capstyle="round",
            zorder=1,
        )
    )


def tie_widths(events: pd.Series) -> FloatArray:
    """Return widths of lines in points that grow with the root of the number of events."""
    roots = np.sqrt(events.to_numpy(dtype=float))
    widths: FloatArray = np.minimum(THICKEST, THINNEST + 0.75 * (roots - 1))
    return widths


def curve_of(body: Any, series: Any, places: Layout) -> Path:  # noqa: ANN401
    """Return the curve of one tie, level at both ends."""
    on_left = body in places.left
    start = LEFT + 0.07 if on_left else RIGHT - 0.07
    end = PORTS[0] if on_left else PORTS[1]
    y_start = (places.left if on_left else places.right)[body].y
    y_end = places.middle[series].y
    bend = (start + end) / 2
    points = [(start, y_start), (bend, y_start), (bend, y_end), (end, y_end)]
    return Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])


def draw_labels(ax: Axes, drawn: Network, places: Layout) -> None:
    """Write the names, and a dot where the curves of a body meet."""
    shades = dict(zip(drawn.series["node"], drawn.series["domain"].map(style.colour), strict=True))
    ends: list[Dot] = []
    for place in places.middle.values():
        write(ax, CENTRE, place, "center", style.INK)
        ends += [(port, place.y, shades[place.node]) for port in PORTS]
    dots: list[Dot] = []
    for beside, x, ha in ((places.left, LEFT, "right"), (places.right, RIGHT, "left")):
        for place in beside.values():
            write(ax, x, place, ha, style.INK)
            dots.append((x + (0.07 if ha == "right" else -0.07), place.y, style.INK))
    draw_leads(ax, shades, places)
    draw_dots(ax, ends, SMALL_DOT)
    draw_dots(ax, dots, DOT)


def draw_leads(ax: Axes, shades: Mapping[str, str], places: Layout) -> None:
    """Draw a thin line from each series to where the curves arrive at either side of it."""
    leads = []
    for place in places.middle.values():
        reach = max(width_of(line, TYPE) for line in place.lines) / 2 + 0.05
        ends = [CENTRE + side * min(reach, PORTS[1] - CENTRE) for side in (-1, 1)]
        leads += [[(port, place.y), (end, place.y)] for port, end in zip(PORTS, ends, strict=True)]
    colours = [shades[node] for node in places.middle for _ in PORTS]
    ax.add_collection(LineCollection(leads, colors=colours, linewidths=0.5, alpha=0.6, zorder=2))


def draw_dots(ax: Axes, dots: Sequence[Dot], size: float) -> None:
    """Draw the dots of nodes, all at once, which takes a tenth of the time of one by one."""
    x, y, shades = zip(*dots, strict=True) if dots else ((), (), ())
    ax.scatter(x, y, s=size, c=list(shades), lw=0, zorder=3)


def write(ax: Axes, x: float, place: Place, ha: str, shade: str) -> None:
    """Write a label of one or more lines, centred on its height."""
    step = line_height(TYPE)
    first = place.y - step * (len(place.lines) - 1) / 2
    for at, line in enumerate(place.lines):
        ax.text(
            x,
            first + at * step,
            line,
            ha=ha,
            va="center_baseline",
            size=TYPE,
            color=shade,
            zorder=4,
        )


def title_of(drawn: Network) -> str:
    """Return the finding: which two bodies below the ministries share most series."""
    shared = pairs_across(drawn)
    if not shared:
        return "No body of one country shares a series with a body of the other"
    (one, other), common = shared[0]
    several = common > 1 and (len(shared) == 1 or shared[1][1] < common)
    if not several:
        return "No pair of services or agencies stands out from the others"
    names = dict(zip(drawn.bodies["node"], drawn.bodies["text"], strict=True))
    whole = int((drawn.series["lane"] != "instruments").sum())
    return (
        f"The widest channel below the ministries joins the {names[one]} and the {names[other]}: "
        f"{wording.number(common)} of the {wording.number(whole)} series drawn"
    )


def pairs_across(drawn: Network) -> list[tuple[tuple[str, str], int]]:
    """Return the pairs of services or agencies of the two countries by the series they share.

    An instrument is no series in which two bodies meet.
    """
    signed = drawn.series.loc[drawn.series["lane"] == "instruments", "node"]
    ties = drawn.ties[~drawn.ties["series"].isin(signed)]
    ranks = drawn.bodies[drawn.bodies["lane"].isin(["services", "agencies"])]
    members = ties.groupby("body")["series"].agg(set).to_dict()
    left, right = (
        sorted(set(ranks.loc[ranks["side"] == side, "node"]) & set(members))
        for side in ("left", "right")
    )
    pairs = [((a, b), len(members[a] & members[b])) for a in left for b in right]
    return sorted([pair for pair in pairs if pair[1]], key=lambda pair: (-pair[1], pair[0]))


def subtitle_of(drawn: Network, window: str) -> str:
    """Return how many series, bodies and ties are drawn, and the window."""
    instruments = int((drawn.series["lane"] == "instruments").sum())
    counted = [
        f"{len(drawn.series) - instruments} series",
        wording.plural(instruments, "instrument"),
        wording.plural(len(drawn.bodies), "body", "bodies"),
        wording.plural(len(drawn.ties), "tie"),
    ]
    present = [part for part in counted if not part.startswith("0 ")]
    return f"n = {wording.listing(present)}; {window}; line width by events"


def caption_of(drawn: Network) -> str:
    """Return how to read the figure and what is left out of it."""
    return f"{CAPTION} {drawn.left_out}".strip()


def alt_of(drawn: Network) -> str:
    """Describe the network lane by lane, with its strongest ties."""
    names = dict(
        zip(
            [*drawn.series["node"], *drawn.bodies["node"]],
            [*drawn.series["text"], *drawn.bodies["text"]],
            strict=True,
        )
    )
    strongest = drawn.ties.sort_values(["events", "series", "body"], ascending=[False, True, True])
    parts = [
        f"{names[row['body']]} with {names[row['series']]} "
        f"({wording.count(row['events'], 'event')})"
        for row in strongest.head(5).to_dict("records")
    ]
    counted = drawn.series.groupby("lane").size()
    lanes = [f"{name.lower()} {counted[lane]}" for lane, name in LANES.items() if lane in counted]
    return (
        f"Network drawing in {wording.count(len(lanes), 'lane')}, series in the middle column: "
        f"{wording.listing(lanes)}. Strongest ties: {wording.listing(parts)}."
    )


def data_of(ties: pd.DataFrame) -> pd.DataFrame:
    """Return the ties as a table for the data file."""
    return ties.assign(
        years=[" ".join(map(str, years)) for years in ties["years"]],
        sources=["; ".join(sources) for sources in ties["sources"]],
    )


def explorable(drawn: Network, graph: MultiDiGraph, places: Layout) -> Mapping[str, Any]:
    """Return the network with the places and names of the figure, for a page to draw anew.

    Instruments stand a little aside, so that the lines to what they led to can be told apart.
    """
    nodes = pd.concat([drawn.series, drawn.bodies])
    lane_of = dict(zip(nodes["node"], nodes["lane"], strict=True))
    text_of = dict(zip(nodes["node"], nodes["text"], strict=True))
    spots = {
        node: (CENTRE - (ASIDE if lane_of[node] == "instruments" else 0.0), -place.y)
        for node, place in places.middle.items()
    }
    spots |= {node: (LEFT, -place.y) for node, place in places.left.items()}
    spots |= {node: (RIGHT, -place.y) for node, place in places.right.items()}
    found = export_for_page(graph, spots)
    for node in found["nodes"]:
        node["label"] = text_of[str(node["id"])]
    return found


def marks_at(ax: Axes, places: Layout) -> tuple[Mark, ...]:
    """Return where each node can be pointed at: its dots, and along its label."""
    columns = (
        (places.left, (LEFT - 0.7, LEFT - 0.3, LEFT + 0.07)),
        (places.middle, (PORTS[0], CENTRE - 0.6, CENTRE, CENTRE + 0.6, PORTS[1])),
        (places.right, (RIGHT - 0.07, RIGHT + 0.3, RIGHT + 0.7)),
    )
    spots = [
        (x, place.y, node)
        for column, across in columns
        for node, place in column.items()
        for x in across
    ]
    x, y, nodes = zip(*spots, strict=True)
    return marks_of(ax, x, y, nodes)
