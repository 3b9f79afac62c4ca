"""The whole network period by period: the same places in every panel, drawn where bodies met."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from defcoop import wording
from defcoop.analysis.network.lanes import LANES
from defcoop.figures import style
from defcoop.figures.lanes import Columns, Layout, layout
from defcoop.figures.network_selection import Network
from defcoop.figures.picture import Picture, blank, svg_of

TIGHT = Columns(middle=90.0, side=90.0, size=4.0)
NAMES = 1.42
HEIGHT = 3.9
HEAD = 0.36
GUTTER = 0.14
SIDE = 0.08

CAPTION = (
    "Every panel holds all series (middle) and bodies (left India, right Japan and partners) of "
    "the window at the same places; a dot is dark and a line is drawn where they met in the "
    "period. The number at the right of a lane counts its series that met."
)

Period = tuple[int, int]


def periods(
    whole: Network, spans: Sequence[Period], *, window: str, label: str = "network-periods"
) -> Picture:
    """Draw the network once for each period.

    Parameters
    ----------
    whole
        The network without instruments.
    spans
        First and last year of each period, at most five of them.
    window
        The window in words, for the subtitle.
    label
        Of the picture.

    Returns
    -------
    Picture
        Empty without ties.
    """
    if whole.ties.empty:
        return blank(label, "No body is named for any event in this window.")
    places = layout(whole.series, whole.bodies, whole.ties, list(LANES), TIGHT)
    counts = counted(whole, spans)
    with style.house():
        figure = Figure(figsize=(style.WIDTH, HEAD + HEIGHT))
        ax = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        ax.set_xlim(0, style.WIDTH)
        ax.set_ylim(HEIGHT, -HEAD)
        ax.set_axis_off()
        draw_lanes(ax, places)
        step = (style.WIDTH - NAMES) / len(spans)
        for at, span in enumerate(spans):
            draw_panel(ax, whole, places, span, (NAMES + at * step, step - GUTTER))
            draw_counts(ax, places, counts[counts["period"] == text_of(span)], NAMES + at * step)
        svg = svg_of(figure)
    return Picture(
        svg=svg,
        label=label,
        title=title_of(counts, spans),
        subtitle=f"n = {len(whole.series)} series and "
        f"{wording.plural(len(whole.bodies), 'body', 'bodies')}; "
        f"{window}; a line for each tie",
        caption=CAPTION,
        alt=alt_of(counts, spans),
        data=counts,
    )


def text_of(span: Period) -> str:
    """Return a period in print."""
    first, last = span
    return str(first) if first == last else f"{first}\N{EN DASH}{last}"


def met(ties: pd.DataFrame, span: Period) -> pd.DataFrame:
    """Return the ties of a period."""
    first, last = span
    inside = [any(first <= year <= last for year in years) for years in ties["years"]]
    return ties[inside]


def counted(whole: Network, spans: Sequence[Period]) -> pd.DataFrame:
    """Return how many series, bodies and ties of each lane there are in each period."""
    lanes = dict(zip(whole.series["node"], whole.series["lane"], strict=True))
    rows = []
    for span in spans:
        ties = met(whole.ties, span)
        by_lane = ties.groupby(ties["series"].map(lanes))
        for lane in LANES:
            if lane in set(whole.series["lane"]):
                own = by_lane.get_group(lane) if lane in by_lane.groups else ties.head(0)
                rows.append(
                    {
                        "period": text_of(span),
                        "lane": LANES[lane],
                        "series": own["series"].nunique(),
                        "bodies": own["body"].nunique(),
                        "ties": len(own),
                    }
                )
    return pd.DataFrame(rows, columns=["period", "lane", "series", "bodies", "ties"])


def scaled(y: float, places: Layout) -> float:
    """Return a height of the layout on the scale of the panels."""
    return y / places.height * HEIGHT


def draw_lanes(ax: Axes, places: Layout) -> None:
    """Draw the lanes and their names at the left."""
    for rank, band in enumerate(places.bands):
        top, bottom = scaled(band.top, places), scaled(band.bottom, places)
        if rank % 2 == 0:
            ax.add_patch(Rectangle((0, top), style.WIDTH, bottom - top, color=style.WASH, lw=0))
        text = LANES[band.lane].replace(" of the", "\nof the").replace(" with", "\nwith")
        ax.text(0.06, (top + bottom) / 2, text, va="center", size=style.SMALL + 0.4)


def draw_panel(
    ax: Axes, whole: Network, places: Layout, span: Period, extent: tuple[float, float]
) -> None:
    """Draw the ties and the nodes of one period."""
    left, width = extent
    ties = met(whole.ties, span)
    spots = {node: (left + SIDE, place.y) for node, place in places.left.items()}
    spots |= {node: (left + width / 2, place.y) for node, place in places.middle.items()}
    spots |= {node: (left + width - SIDE, place.y) for node, place in places.right.items()}
    spots = {node: (x, scaled(y, places)) for node, (x, y) in spots.items()}
    shades = dict(zip(whole.series["node"], whole.series["domain"].map(style.colour), strict=True))
    lines = [
        (spots[body], spots[series])
        for body, series in zip(ties["body"], ties["series"], strict=True)
    ]
    colours = [shades[series] for series in ties["series"]]
    ax.add_collection(LineCollection(lines, colors=colours, linewidths=0.7, alpha=0.7, zorder=2))
    active = {*ties["body"], *ties["series"]}
    for present, shade, size in ((False, style.RULE, 3.0), (True, style.INK, 5.0)):
        chosen = [spot for node, spot in spots.items() if (node in active) == present]
        xs, ys = [x for x, _ in chosen], [y for _, y in chosen]
        ax.scatter(xs, ys, s=size, color=shade, lw=0, zorder=3)
    ax.text(
        left + SIDE, -HEAD * 0.62, text_of(span), weight="semibold", va="center", size=style.TYPE
    )
    said = f"{ties['series'].nunique()} series, {ties['body'].nunique()} bodies"
    ax.text(left + SIDE, -HEAD * 0.2, said, va="center", size=style.SMALL, color=style.SOFT)


def draw_counts(ax: Axes, places: Layout, counts: pd.DataFrame, left: float) -> None:
    """Write at the left of a panel how many series of each lane met."""
    numbers = dict(zip(counts["lane"], counts["series"], strict=True))
    for band in places.bands:
        y = scaled((band.top + band.bottom) / 2, places)
        number = numbers.get(LANES[band.lane], 0)
        ax.text(
            left,
            y,
            str(number),
            ha="right",
            va="center_baseline",
            size=style.SMALL,
            color=style.INK if number else style.FAINT,
            weight="semibold",
        )


def title_of(counts: pd.DataFrame, spans: Sequence[Period]) -> str:
    """Return the finding: how many series met in the first period and in the last."""
    totals = counts.groupby("period")["series"].sum()
    first, last = text_of(spans[0]), text_of(spans[-1])
    before = wording.heading(wording.count(int(totals[first]), "series", "series"))
    # No verdict on growth: the periods differ in length.
    after = "" if first == last else f", {wording.number(int(totals[last]))} in {last}"
    return f"{before} met in {first}{after}"


def alt_of(counts: pd.DataFrame, spans: Sequence[Period]) -> str:
    """Describe each panel: its series, and the lane with most of them."""
    parts = []
    for span in spans:
        own = counts[counts["period"] == text_of(span)].sort_values(
            ["series", "lane"], ascending=[False, True]
        )
        most = own.iloc[0]
        parts.append(
            f"{text_of(span)}: {wording.count(int(own['series'].sum()), 'series', 'series')}, most "
            f"of them among {most['lane'].lower()} ({most['series']})"
        )
    return f"Small drawings of one network side by side. {'; '.join(parts)}."
