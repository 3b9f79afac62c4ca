"""The one look of every figure: type, colours, order and names of domains and levels, date axes.

Colours are told apart by readers with any of the common colour deficiencies and, in grey print,
by their lightness; no figure says anything by colour alone.
"""

import contextlib
import datetime
import functools
import importlib.util
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

WIDTH = 6.5
"""Widest figure in inches: what the page of a report holds without shrinking."""

INK = "#1b2330"
SOFT = "#4d5766"
FAINT = "#98a1ad"
RULE = "#cfd5dd"
WASH = "#eef1f5"
ACCENT = "#17457c"
ALARM = "#c2410c"
PAPER = "#ffffff"

TYPE = 8.0
SMALL = 7.0

DOMAINS: dict[str, tuple[str, str]] = {
    "joint": ("Joint and defence policy", INK),
    "sea": ("Navies", "#17457c"),
    "land": ("Armies", "#c2892b"),
    "air": ("Air forces", "#79b8e6"),
    "coast_guard": ("Coast guards", "#b0355c"),
    "political": ("Foreign policy", "#6b4c9a"),
    "technology": ("Equipment and technology", "#1f8a7d"),
    "industry": ("Industry", "#8a7a3c"),
    "cyber": ("Cyber", "#4f9f63"),
    "space": ("Space", "#9a86d0"),
    "nuclear": ("Nuclear and disarmament", "#7d8d22"),
    "economic": ("Economic", "#7f7f7f"),
    "civil": ("Civil", "#a8a8a8"),
}
"""Every domain in its constant order, with its name in print and its colour."""

SERVICES = ("joint", "sea", "land", "air", "coast_guard")
"""The domains that stand for the forces."""

LEVELS: dict[str, str] = {
    "head_of_government": "Leaders",
    "minister": "Ministers",
    "secretary": "Secretaries and vice-ministers",
    "service_chief": "Chiefs of service",
    "senior_official": "Senior officials and staffs",
    "working": "Working level",
    "unit": "Units in the field",
    "industry": "Industry",
    "": "No level stated",
}
"""Every level from the top down, with its name in print."""

SCOPES: dict[str, str] = {
    "bilateral": "Bilateral",
    "minilateral": "Three or four nations",
    "multilateral": "Five nations or more",
    "unilateral": "One nation",
}

RULES: Any = {
    "axes.axisbelow": True,
    "axes.edgecolor": FAINT,
    "axes.facecolor": "none",
    "axes.grid": False,
    "axes.labelcolor": SOFT,
    "axes.labelsize": TYPE,
    "axes.linewidth": 0.6,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": TYPE + 0.5,
    "axes.titleweight": "semibold",
    "axes.titlecolor": INK,
    "axes.titlepad": 5.0,
    "axes.unicode_minus": True,
    "figure.facecolor": PAPER,
    "font.family": ["Fira Sans"],
    "font.size": TYPE,
    "grid.color": RULE,
    "grid.linewidth": 0.5,
    "legend.frameon": False,
    "lines.solid_capstyle": "butt",
    "path.simplify": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "defcoop",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": FAINT,
    "xtick.labelcolor": SOFT,
    "xtick.labelsize": TYPE,
    "xtick.major.size": 3.0,
    "xtick.major.width": 0.6,
    "ytick.color": FAINT,
    "ytick.labelcolor": SOFT,
    "ytick.labelsize": TYPE,
    "ytick.major.size": 0.0,
}

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
LEGIBLE = 0.178
"""Relative luminance below which type on white has a contrast of more than 4.5 (WCAG 2.2)."""

EPOCH = datetime.date(1970, 1, 1).toordinal()
STEPS_OF_YEARS = (1, 2, 5, 10, 20, 50)


def colour(domain: str) -> str:
    """Return the colour of a domain; a soft grey for an unknown one."""
    return DOMAINS.get(domain, ("", SOFT))[1]


def name(domain: str) -> str:
    """Return the name of a domain in print; an unknown one is printed as it is."""
    return DOMAINS.get(domain, (domain, ""))[0]


def darker(shade: str) -> str:
    """Return a colour dark enough for small type on white: a contrast of 4.5 as WCAG 2.2 asks."""
    channels = np.array(to_rgb(shade))
    light = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    light *= min(1.0, LEGIBLE / max(float(light @ LUMINANCE), 1e-9))
    red, green, blue = np.where(
        light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055
    )
    return to_hex((float(red), float(green), float(blue)))


def in_order(domains: Sequence[str]) -> list[str]:
    """Return domains, each once, in their constant order; unknown ones last, by name."""
    known = [domain for domain in DOMAINS if domain in set(domains)]
    return known + sorted(set(domains) - set(DOMAINS))


@functools.cache
def register_fonts() -> None:
    """Make Fira Sans known to matplotlib, from its installed package.

    Raises
    ------
    ModuleNotFoundError
        When the package of the font is not installed.
    """
    found = importlib.util.find_spec("fontpkg_fira_sans")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("Fira Sans is missing; run: pip install fontpkg-fira-sans")
    folder = Path(next(iter(found.submodule_search_locations))) / "files"
    for cut in ("Regular", "Italic", "Medium", "SemiBold"):
        font_manager.fontManager.addfont(folder / f"FiraSans-{cut}.ttf")


@contextlib.contextmanager
def house() -> Iterator[None]:
    """Draw in the house style within this context; what was set before returns afterwards."""
    register_fonts()
    with mpl.rc_context(RULES):
        yield


def canvas(height: float, width: float = WIDTH, **layout: Any) -> Figure:  # noqa: ANN401
    """Return an empty figure; its layout keeps every label inside.

    Parameters
    ----------
    height, width
        In inches; never wider than the page.
    layout
        Paddings for the constrained layout, such as ``w_pad`` in inches.
    """
    figure = Figure(figsize=(min(width, WIDTH), height), layout="constrained")
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.set(**({"w_pad": 0.03, "h_pad": 0.03} | layout))
    return figure


def number_of(day: datetime.date) -> float:
    """Return a day as the number that a date axis uses: days since the first of January 1970."""
    return float(day.toordinal() - EPOCH)


def step_of_years(years: int, most: int) -> int:
    """Return the smallest sensible step that gives at most so many labels."""
    return next((step for step in STEPS_OF_YEARS if years / step <= most), STEPS_OF_YEARS[-1])


def date_axis(ax: Axes, first: datetime.date, last: datetime.date, most: int = 12) -> None:
    """Give an axis of days from ``first`` to ``last`` with years at their first of January.

    A window of under two years is labelled by quarters instead.

    Parameters
    ----------
    ax
        Its horizontal axis holds the numbers of ``number_of``.
    first, last
        Ends of the axis; when equal, half a year is added to either side.
    most
        Largest number of labels.
    """
    if first == last:
        first, last = first - datetime.timedelta(183), last + datetime.timedelta(183)
    ax.set_xlim(number_of(first), number_of(last))
    if (last - first).days < 2 * 365:
        ticks = [day for day in quarters(first, last) if first <= day <= last]
        labels = [f"{day:%b} {day.year}" for day in ticks]
    else:
        step = step_of_years(last.year - first.year + 1, most)
        years = [year for year in range(first.year, last.year + 1) if year % step == 0]
        ticks = [datetime.date(year, 1, 1) for year in years]
        ticks = [day for day in ticks if first <= day <= last]
        labels = [str(day.year) for day in ticks]
    ax.set_xticks([number_of(day) for day in ticks], labels)


def quarters(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Return the first day of each quarter of the years from ``first`` to ``last``."""
    years = range(first.year, last.year + 1)
    return [datetime.date(year, month, 1) for year in years for month in (1, 4, 7, 10)]


def year_axis(ax: Axes, first: int, last: int, most: int = 12) -> None:
    """Give an axis of whole years, centred on each year, for bars and counts."""
    step = step_of_years(last - first + 1, most)
    ax.set_xlim(first - 0.6, last + 0.6)
    years = [year for year in range(first, last + 1) if year % step == 0]
    ax.set_xticks(years, [str(year) for year in years])


def margin(ax: Axes, share: float) -> None:
    """Widen the horizontal axis by a share of its length on either side, so that no mark is cut."""
    low, high = ax.get_xlim()
    ax.set_xlim(low - share * (high - low), high + share * (high - low))


def key(figure: Figure, domains: Iterable[str]) -> None:
    """Name the colours of the domains under the figure; nothing for a single one."""
    present = [domain for domain in in_order(list(domains)) if domain in DOMAINS]
    if len(present) < 2:
        return
    marks = [
        Line2D([], [], marker="o", ls="", ms=4.5, color=colour(domain), label=name(domain))
        for domain in present
    ]
    legend_below(figure, marks)


def legend_below(figure: Figure, marks: Sequence[Line2D]) -> None:
    """Explain marks in a few lines under the figure."""
    figure.legend(
        handles=list(marks),
        loc="outside lower left",
        ncols=len(marks) if len(marks) <= 5 else 4,
        handletextpad=0.1,
        labelspacing=0.25,
        columnspacing=1.2,
        borderpad=0.2,
        fontsize=SMALL + 0.3,
        labelcolor=SOFT,
    )


def rules(ax: Axes, heights: Iterable[float]) -> None:
    """Draw a light line across the axes at each height, all of them as one artist."""
    lines = [[(0, height), (1, height)] for height in heights]
    across = ax.get_yaxis_transform()
    drawn = LineCollection(lines, colors=RULE, linewidths=0.5, zorder=0, transform=across)
    ax.add_collection(drawn, autolim=False)


def bare(ax: Axes, *sides: str) -> None:
    """Take away the lines at the sides named; all when none is named."""
    for side in sides or ("left", "right", "top", "bottom"):
        ax.spines[side].set_visible(False)


def count_axis(ax: Axes, highest: float) -> None:
    """Give a vertical axis of whole numbers from zero, with light lines and few labels."""
    top = max(1.0, float(np.ceil(highest)))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if top / step <= 5)
    ax.set_ylim(0, top * 1.04)
    ax.set_yticks(np.arange(0, top + 1e-9, step))
    ax.grid(axis="y")
    bare(ax, "left")


def spread(wanted: Sequence[float], distance: float) -> list[float]:
    """Move positions apart until neighbours are at least ``distance`` apart.

    Parameters
    ----------
    wanted
        Positions in any order.
    distance
        Least distance between two of them.

    Returns
    -------
    list of float
        New positions in the order given, as near to the wanted ones as least squares allow
        (pool adjacent violators); empty for none.
    """
    order = np.argsort(np.asarray(wanted, dtype=float), kind="stable")
    blocks: list[list[float]] = []
    for rank, index in enumerate(order):
        blocks.append([wanted[index] - rank * distance, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, weight = blocks.pop()
            last = blocks[-1]
            last[0] = (last[0] * last[1] + mean * weight) / (last[1] + weight)
            last[1] += weight
    level = [mean for mean, weight in blocks for _ in range(int(weight))]
    moved = [0.0] * len(wanted)
    for rank, index in enumerate(order):
        moved[index] = level[rank] + rank * distance
    return moved


def label_ends(
    ax: Axes,
    ys: Sequence[float],
    texts: Sequence[str],
    colours: Sequence[str],
    size: float = TYPE,
) -> None:
    """Write a label right of the axes at the end of each line, moved apart where they crowd.

    The vertical limits of the axes must have been set; labels that had to move get a thin line
    back to their own height.
    """
    low, high = ax.get_ylim()
    figure_height = ax.figure.get_size_inches()[1] * 72  # type: ignore[union-attr]
    share = ax.get_position().height
    distance = (high - low) * size * 1.25 / (figure_height * share)
    transform = ax.get_yaxis_transform()
    for y, moved, text, shade in zip(ys, spread(ys, distance), texts, colours, strict=True):
        ax.plot([1.005, 1.025], [y, moved], transform=transform, color=shade, lw=0.6, clip_on=False)
        ax.text(
            1.032, moved, text, transform=transform, color=shade, size=size, va="center_baseline"
        )
