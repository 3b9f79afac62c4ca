"""How far each headline number moves when one piece of the evidence is taken away."""

import pandas as pd
from matplotlib.axes import Axes

from defcoop import wording
from defcoop.figures import style
from defcoop.figures.picture import Picture, blank, svg_of

ROW = 0.15
KINDS = {
    "source": ("without one source", style.ACCENT),
    "claim": ("without one doubtful claim", "#8a7a3c"),
    "ruling": ("with one ruling reversed", "#b0355c"),
}
CAPTION = (
    "Each line runs from the lowest to the highest value of a headline number, as a share of its "
    "value on all the evidence, over every run that leaves out one source, leaves out one claim of "
    "doubtful credibility, or follows one claim that was ruled against. The mark is a run that "
    "tells another story: the number vanishes, leaves its own interval or crosses its null value; "
    "a number without an interval, when it moves by more than a tenth."
)


def draw_tornado(
    runs: pd.DataFrame, names: dict[str, str], *, window: str, label: str = "sensitivity"
) -> Picture:
    """Draw the spread of headline numbers over changes of the evidence.

    Parameters
    ----------
    runs
        Result of ``analysis.audit.compared``.
    names
        Name of each headline in print, in the order of the rows.
    window
        The window in words.
    label
        Of the picture.

    Returns
    -------
    Picture
        Empty without runs or without any number that can be divided by.
    """
    usable = runs[runs["baseline"].notna() & (runs["baseline"] != 0)]
    present = [name for name in names if name in set(usable["headline"])]
    if not present:
        return blank(label, "No headline number can be computed in this window.")
    usable = usable.assign(relative=100 * (usable["value"] / usable["baseline"] - 1))
    with style.house():
        figure = style.canvas(0.75 + ROW * (len(KINDS) + 0.6) * len(present))
        ax = figure.subplots()
        draw(ax, usable, present, names)
        svg = svg_of(figure)
    return Picture(
        svg=svg,
        label=label,
        title=title_of(usable, names),
        subtitle=(
            f"n = {wording.plural(len(usable), 'run')} of "
            f"{wording.plural(len(present), 'headline number')}; {window}; "
            "change in per cent of the value on all the evidence"
        ),
        caption=CAPTION,
        alt=alt_of(usable, present, names),
        data=runs,
    )


def draw(ax: Axes, usable: pd.DataFrame, present: list[str], names: dict[str, str]) -> None:
    """Draw one group of three lines per headline."""
    ax.axvline(0, color=style.INK, lw=0.7, zorder=0)
    ticks = []
    for rank, headline in enumerate(present):
        top = rank * (len(KINDS) + 0.6)
        ticks.append(top + 1)
        for at, (dropped, (_, shade)) in enumerate(KINDS.items()):
            own = usable[(usable["headline"] == headline) & (usable["dropped"] == dropped)]
            if len(own):
                draw_line(ax, own, top + at, shade)
    ax.set_yticks(ticks, [names[name] for name in present])
    ax.tick_params(axis="y", labelcolor=style.INK, labelsize=style.TYPE - 0.2)
    ax.set_ylim(len(present) * (len(KINDS) + 0.6) - 0.9, -0.8)
    reach = max(5.0, float(usable["relative"].abs().max())) * 1.1
    ax.set_xlim(-reach, reach)
    ax.xaxis.set_major_formatter(lambda value, _: f"{wording.number(value)} %")
    ax.locator_params(axis="x", nbins=6, integer=True)
    ax.grid(axis="x")
    style.bare(ax, "left")
    for at, (words, shade) in enumerate(KINDS.values()):
        ax.text(
            0.34 * at,
            1.02,
            words,
            transform=ax.transAxes,
            color=style.darker(shade),
            size=style.SMALL,
            weight="semibold",
        )


def draw_line(ax: Axes, own: pd.DataFrame, at: float, shade: str) -> None:
    """Draw the range of one kind of run, and its flips."""
    ax.hlines(at, own["relative"].min(), own["relative"].max(), color=shade, lw=2.4)
    ax.scatter([0], [at], s=7, color=shade, zorder=3)
    turned = own[own["flips"] & own["relative"].notna()]
    ax.scatter(turned["relative"], [at] * len(turned), s=24, marker="x", color=shade, lw=1.2)


def title_of(usable: pd.DataFrame, names: dict[str, str]) -> str:
    """Return the finding: which numbers a single piece of evidence can overturn."""
    turned = usable[usable["flips"]]
    if turned.empty:
        return "No single source, claim or ruling overturns a headline number"
    fragile = turned["headline"].value_counts()
    first = str(fragile.index[0])
    numbers = usable["headline"].nunique()
    if len(fragile) > 1:
        return (
            f"Single changes of the evidence would overturn {wording.of(len(fragile), numbers)} "
            "headline numbers"
        )
    others = numbers - len(fragile)
    hold = f"; {wording.count(others, 'other holds', 'others hold')}" if others else ""
    return (
        f"{wording.count(int(fragile.iloc[0]), 'single change').capitalize()} of the evidence "
        f"would overturn “{names[first]}”{hold}"
    )


def alt_of(usable: pd.DataFrame, present: list[str], names: dict[str, str]) -> str:
    """Describe the range of each headline."""
    parts = []
    for headline in present:
        own = usable[usable["headline"] == headline]
        low, high = float(own["relative"].min()), float(own["relative"].max())
        flips = wording.count(int(own["flips"].sum()), "flip")
        parts.append(
            f"{names[headline]} from {wording.number(low, 1)} "
            f"to {wording.number(high, 1)} %, {flips}"
        )
    return f"Ranges of headline numbers around their value: {'; '.join(parts)}."
