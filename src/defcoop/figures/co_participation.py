"""What the null model says: how often two bodies met, against how often chance would have it."""

import pandas as pd
from matplotlib.axes import Axes

from defcoop import wording
from defcoop.figures import style
from defcoop.figures.picture import Picture, blank, svg_of

ROW = 0.185
MOST = 14
LEVEL = 0.05
CAPTION = (
    "The ring is the mean number of shared events when the events are shuffled so that every body "
    "keeps its number of events and every event its number of bodies (curveball, Strona and others "
    "2014); the dot is what was observed. Dark dots stand out: in fewer than one shuffle of twenty "
    "is any pair at all as far from what is expected of it, in standard deviations (Westfall and "
    "Young 1993). Grey ones could be chance. Counterparts of the two countries meet by design and "
    "are left out of the pairs shown."
)


def draw_co_participation(
    pairs: pd.DataFrame, *, window: str, draws: int, label: str = "null-model"
) -> Picture:
    """Draw observed against expected shared events for the pairs furthest from chance.

    Parameters
    ----------
    pairs
        Columns a, b (names), a_phrase, b_phrase (with their articles), observed, expected,
        p_family, shown (whether the pair may be shown).
    window
        The window in words.
    draws
        Number of shuffles.
    label
        Of the picture.

    Returns
    -------
    Picture
        Empty without pairs.
    """
    shown = pairs[pairs["shown"]]
    shown = shown.assign(distance=(shown["observed"] - shown["expected"]).abs())
    order = ["p_family", "distance", "a", "b"]
    shown = shown.sort_values(order, ascending=[True, False, True, True]).head(MOST)
    if shown.empty:
        return blank(label, "Too few bodies met in this window to compare with chance.")
    shown = shown.assign(surplus=shown["observed"] - shown["expected"]).sort_values(
        ["surplus", "a", "b"], ascending=[False, True, True]
    )
    with style.house():
        figure = style.canvas(0.6 + ROW * len(shown))
        draw(figure.subplots(), shown)
        svg = svg_of(figure)
    return Picture(
        svg=svg,
        label=label,
        title=title_of(pairs),
        subtitle=(
            f"n = {wording.plural(len(pairs), 'pair')}, the {len(shown)} furthest from chance "
            f"shown; "
            f"{wording.number(draws)} shuffles; {window}; shared events"
        ),
        caption=CAPTION,
        alt=alt_of(shown),
        data=pairs.drop(columns=["a_phrase", "b_phrase"]),
    )


def draw(ax: Axes, shown: pd.DataFrame) -> None:
    """Draw the pairs as dumbbells."""
    rows = list(range(len(shown)))
    sure = shown["p_family"] < LEVEL
    shades = [style.ACCENT if certain else style.FAINT for certain in sure]
    ax.hlines(rows, shown["expected"], shown["observed"], color=shades, lw=1.2, zorder=1)
    ax.scatter(
        shown["expected"], rows, s=24, facecolor=style.PAPER, edgecolor=shades, lw=1.1, zorder=2
    )
    ax.scatter(shown["observed"], rows, s=26, color=shades, zorder=3, clip_on=False)
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlim(-0.4, max(1.0, float(shown[["observed", "expected"]].max().max())) * 1.06)
    ax.set_yticks(rows, [f"{a} with {b}" for a, b in zip(shown["a"], shown["b"], strict=True)])
    ax.tick_params(axis="y", labelcolor=style.INK, labelsize=style.TYPE - 0.4)
    ax.grid(axis="x")
    style.bare(ax, "left")
    ax.set_xlabel("Events in which both took part")
    first = shown.iloc[0]
    sides = ("right", "left") if first["expected"] < first["observed"] else ("left", "right")
    ends = (("expected", "normal"), ("observed", "semibold"))
    for side, (column, weight) in zip(sides, ends, strict=True):
        ax.annotate(
            column,
            (first[column], -0.55),
            ha=side,
            va="bottom",
            size=style.SMALL,
            weight=weight,
            color=shades[0],
            annotation_clip=False,
        )


def standing_out(pairs: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the pairs that meet more, and those that meet less often than chance has it.

    Of those that may be shown, each kind with the pair furthest from what is expected first.
    """
    sure = pairs[pairs["shown"] & (pairs["p_family"] < LEVEL)]
    sure = sure.assign(surplus=sure["observed"] - sure["expected"])
    more = sure[sure["surplus"] > 0].sort_values(
        ["surplus", "a", "b"], ascending=[False, True, True]
    )
    return more, sure[sure["surplus"] < 0].sort_values(["surplus", "a", "b"])


def title_of(pairs: pd.DataFrame) -> str:
    """Return the finding: how many pairs meet more, and how many less, than chance has it."""
    more, fewer = standing_out(pairs)
    if more.empty and fewer.empty:
        return "No pair meets more or less often than chance would have it"
    first = (fewer if more.empty else more).iloc[0]
    verb = "less often" if more.empty else "more often"
    pair = f"{first['a_phrase']} and {first['b_phrase']}"
    lead = f"{pair[:1].upper()}{pair[1:]} meet {verb} than chance would have it"
    if len(more) and len(fewer):
        return f"{lead}; {wording.count(len(fewer), 'pair keeps', 'pairs keep')} apart"
    return lead


def alt_of(shown: pd.DataFrame) -> str:
    """Describe the pairs with the largest surplus and the largest deficit."""
    parts = [
        f"{row.a} with {row.b} {wording.number(float(str(row.observed)))} against "
        f"{wording.number(float(str(row.expected)), 1)} expected"
        for row in pd.concat([shown.head(3), shown.tail(2)]).drop_duplicates().itertuples()
    ]
    return f"Dumbbell plot of observed and expected shared events: {wording.listing(parts)}."
