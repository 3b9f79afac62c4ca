"""Who is central: one dot per body with its spread, and its rank with the range of ranks."""

import pandas as pd
from matplotlib.axes import Axes

from defcoop import wording
from defcoop.figures import style
from defcoop.figures.picture import Picture, blank, svg_of

ROW = 0.185
HEADS = {"degree": "Share of the series", "betweenness": "Betweenness"}
CAPTION = (
    "The dot is the value, the line its range when any one series is left out, the figure at the "
    "right the rank with the range of ranks; tied bodies share a range. Betweenness counts how "
    "often a body lies on a shortest path between others (Borgatti and Everett 1997). The "
    "ministries and the prime ministers' offices of the two countries are left out: the record was "
    "collected around them, so their place in the middle is built in."
)


def draw_centrality(
    ranks: pd.DataFrame, *, left_out: int, window: str, label: str = "centrality"
) -> Picture:
    """Draw degree and betweenness of bodies with the ranges of their ranks.

    Parameters
    ----------
    ranks
        Columns node, text (name), phrase (name with its article), measure ("degree" or
        "betweenness"), value, value_low, value_high, rank, rank_low, rank_high; the same nodes
        for either measure.
    left_out
        How many runs the ranges come from.
    window
        The window in words.
    label
        Of the picture.

    Returns
    -------
    Picture
        Empty without bodies.
    """
    if ranks.empty:
        return blank(label, "No service, agency or partner is named for any event in this window.")
    order = ranks[ranks["measure"] == "degree"].sort_values(
        ["value", "node"], ascending=[False, True]
    )
    rows = {node: at for at, node in enumerate(order["node"])}
    with style.house():
        figure = style.canvas(0.55 + ROW * len(rows), w_pad=0.05)
        axes = figure.subplots(1, 2, sharey=True)
        for ax, (measure, head) in zip(axes, HEADS.items(), strict=True):
            draw(ax, ranks[ranks["measure"] == measure], rows, head)
        axes[0].set_yticks(list(rows.values()), order["text"])
        axes[0].tick_params(axis="y", labelcolor=style.INK, labelsize=style.TYPE - 0.4)
        svg = svg_of(figure)
    return Picture(
        svg=svg,
        label=label,
        title=title_of(ranks),
        subtitle=(
            f"n = {wording.plural(len(rows), 'body', 'bodies')} in {left_out} series; {window}; "
            f"ranges "
            "from leaving out each series in turn"
        ),
        caption=CAPTION,
        alt=alt_of(ranks),
        data=ranks,
    )


def draw(ax: Axes, ranks: pd.DataFrame, rows: dict[str, int], head: str) -> None:
    """Draw one measure."""
    heights = [rows[node] for node in ranks["node"]]
    ax.hlines(heights, ranks["value_low"], ranks["value_high"], color=style.FAINT, lw=2.4)
    ax.scatter(ranks["value"], heights, s=26, color=style.ACCENT, zorder=3)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, max(0.01, float(ranks["value_high"].max())) * 1.04)
    ax.set_title(head)
    ax.grid(axis="x")
    style.bare(ax, "left")
    ax.locator_params(axis="x", nbins=5)
    for row in ranks.itertuples():
        ax.text(
            1.02,
            rows[str(row.node)],
            f"{row.rank} ({span_of(row.rank_low, row.rank_high)})".replace("-", "\N{EN DASH}"),
            transform=ax.get_yaxis_transform(),
            va="center_baseline",
            size=style.SMALL,
            color=style.SOFT,
        )


def span_of(low: object, high: object) -> str:
    """Return a range of ranks."""
    return str(low) if low == high else f"{low}-{high}"


def first_ranked(ranks: pd.DataFrame, measure: str) -> list[str]:
    """Return the bodies of the first rank by a measure."""
    own = ranks[(ranks["measure"] == measure) & (ranks["value"] > 0)]
    return list(own.loc[own["value"] == own["value"].max(), "phrase"]) if len(own) else []


def title_of(ranks: pd.DataFrame) -> str:
    """Return the finding: who is in most series, and who is the bridge."""
    widest, bridge = first_ranked(ranks, "degree"), first_ranked(ranks, "betweenness")
    verb = "sits" if len(widest) == 1 else "sit"
    if not widest:
        return "No body below the ministries stands out"
    named = (
        wording.listing(widest) if len(widest) <= 3 else wording.count(len(widest), "", "bodies")
    )
    if len(bridge) != 1:
        title = f"{named} {verb} in most series; no single body is the bridge"
    elif widest == bridge:
        title = f"{bridge[0]} sits in most series and is the bridge between the others"
    else:
        title = f"{named} {verb} in most series; the bridge is {bridge[0]}"
    return title[:1].upper() + title[1:]


def alt_of(ranks: pd.DataFrame) -> str:
    """Describe the first five of either measure."""
    parts = []
    for measure, head in HEADS.items():
        own = ranks[ranks["measure"] == measure].sort_values(
            ["value", "node"], ascending=[False, True]
        )
        named = [
            f"{row.text} {wording.number(float(str(row.value)), 2)}"
            for row in own.head(5).itertuples()
        ]
        parts.append(f"{head.lower()}: {wording.listing(named)}")
    return f"Two dot plots side by side, highest first. {'; '.join(parts)}.".replace("  ", " ")
