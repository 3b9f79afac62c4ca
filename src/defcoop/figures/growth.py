"""Events a year with exact Poisson intervals and the fitted rate, one panel for each group."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from defcoop import wording
from defcoop.analysis.growth.changepoint import ChangePoint
from defcoop.analysis.growth.ratetrend import FEWEST_EVENTS, RateTrend
from defcoop.figures import style
from defcoop.figures.frames import FloatArray
from defcoop.figures.picture import Picture, blank, svg_of

HEIGHT = 1.75
WIDE = 2.4
COVID_YEARS = (2020, 2021)
PART = 0.999
BAND = 0.2
BEHIND = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.8, "alpha": 0.85}

CAPTION = (
    "Each dot is a year's rate of events, its line the exact 95 % Poisson interval (Garwood) of "
    "that rate; a hollow dot is a year observed in part. The curve is the fitted rate with its "
    "95 % band, over the years observed. Pale grey: 2020 and 2021."
)


@dataclass(frozen=True)
class Panel:
    """One group of events to draw.

    Attributes
    ----------
    name
        Its name in print.
    shade
        Its colour.
    counts
        Rows of ``analysis.growth.annual_counts``.
    trend
        Result of ``analysis.growth.growth_trend``.
    change
        Result of ``analysis.growth.change_point``: its two rates are drawn in place of the curve.
    """

    name: str
    shade: str
    counts: pd.DataFrame
    trend: RateTrend
    change: ChangePoint | None = None

    @property
    def events(self) -> int:
        """Number of events."""
        return round(float(self.counts["count"].sum()))


CHANGE_CAPTION = (
    "Each dot is a year's rate of events, its line the exact 95 % Poisson interval (Garwood) of "
    "that rate; a hollow dot is a year observed in part. The two levels are the rates before and "
    "after the change that fits best; dark grey: when the change may have come. Pale grey: 2020 "
    "and 2021."
)


def growth(panels: Sequence[Panel], *, label: str, title: str) -> Picture:
    """Draw yearly rates and their trend, one panel for each group, all on one scale.

    Parameters
    ----------
    panels
        Groups in the order of the panels; those with fewer events than a trend needs are left out,
        unless that is all of them.
    label, title
        Of the picture; the title is the finding.

    Returns
    -------
    Picture
        Empty without events.
    """
    shown = worth_drawing(panels)
    if not shown:
        return blank(label, "No event lies in this window.")
    columns = min(len(shown), 2 if len(shown) in (2, 4) else 3)
    lines = -(-len(shown) // columns)
    with style.house():
        height = WIDE if len(shown) == 1 else HEIGHT * lines
        figure = style.canvas(0.25 + height, w_pad=0.06, h_pad=0.06)
        grid = figure.subplots(lines, columns, sharey=True, squeeze=False)
        axes = list(grid.flat)
        top = highest(shown)
        for ax, panel in zip(axes, shown, strict=False):
            draw(ax, panel, top)
        for ax in axes[len(shown) :]:
            ax.set_visible(False)
        svg = svg_of(figure)
    return Picture(
        svg=svg,
        label=label,
        title=title,
        subtitle=subtitle_of(shown),
        caption=CAPTION if shown[0].change is None else CHANGE_CAPTION,
        alt=alt_of(shown),
        data=data(shown),
    )


def worth_drawing(panels: Sequence[Panel]) -> list[Panel]:
    """Return the panels with events enough for a trend; else all that have any."""
    some = [panel for panel in panels if panel.events]
    enough = [panel for panel in some if panel.events >= FEWEST_EVENTS]
    return enough or some


def highest(panels: Sequence[Panel]) -> float:
    """Return the top of the common scale: every dot, and most of every interval, lies below it."""
    rates = max(float(panel.counts["rate"].max()) for panel in panels)
    return max(4.0, rates * 1.5)


def draw(ax: Axes, panel: Panel, top: float) -> None:
    """Draw one panel."""
    counts = panel.counts[panel.counts["exposure"] > 0]
    years = counts["year"].to_numpy(dtype=float)
    style.count_axis(ax, top)
    style.year_axis(ax, int(years.min()), int(years.max()), 6)
    if years.min() <= COVID_YEARS[1] and years.max() >= COVID_YEARS[0]:
        ax.axvspan(COVID_YEARS[0] - 0.5, COVID_YEARS[1] + 0.5, color=style.WASH, lw=0, zorder=0)
    strength = np.where(counts["count"] > 0, 0.45, 0.18)
    ax.vlines(years, counts["low"], counts["high"], color=panel.shade, lw=0.9, alpha=strength)
    part = (counts["exposure"] < PART).to_numpy()
    faces = np.where(part, style.PAPER, panel.shade)
    ax.scatter(years, counts["rate"], s=16, c=faces, edgecolors=panel.shade, lw=0.9, zorder=4)
    if panel.change is not None and panel.change.year is not None:
        draw_change(ax, panel.change, years, panel.shade)
        return
    draw_trend(ax, panel)
    ax.set_title(f"{panel.name}: {wording.number(panel.events)}")
    ax.text(
        0.02,
        1.0,
        rate_text(panel.trend),
        transform=ax.transAxes,
        va="top",
        color=style.SOFT,
        bbox=BEHIND,
        zorder=5,
    )


def draw_trend(ax: Axes, panel: Panel) -> None:
    """Draw the fitted rate and its band; nothing without a trend."""
    fitted = panel.trend.fitted
    if panel.trend.reason or fitted.empty:
        return
    years = fitted["year"].to_numpy(dtype=float)
    ax.fill_between(years, fitted["low"], fitted["high"], color=panel.shade, alpha=0.13, lw=0)
    ax.plot(years, fitted["rate"], color=panel.shade, lw=1.5, zorder=3)


def draw_change(ax: Axes, change: ChangePoint, years: FloatArray, shade: str) -> None:
    """Draw the two rates of a change, and how many years the change may lie in."""
    if change.year is None or change.window is None:
        return
    split = change.year + 0.5
    ends = (years.min() - 0.5, split, years.max() + 0.5)
    first_split, last_split = (year + 0.5 for year in change.window)
    ax.axvspan(first_split - BAND, last_split + BAND, color=style.RULE, lw=0, zorder=0)
    rates = (change.rate_before, change.rate_after)
    for rate, first, last in zip(rates, ends[:-1], ends[1:], strict=True):
        if rate is not None:
            ax.plot([first, last], [rate] * 2, color=shade, lw=2.2, zorder=3)
            ax.text(
                first + 0.2,
                rate + 0.25,
                f"{wording.number(rate, 1)} a year",
                weight="semibold",
                color=shade,
                va="bottom",
                bbox=BEHIND,
                zorder=5,
            )


def rate_text(trend: RateTrend) -> str:
    """Return the change a year as a percentage with its interval, or that none can be given."""
    ratio = trend.rate_ratio
    if ratio.value is None or ratio.low is None or ratio.high is None:
        return "too few for a trend"
    change, low, high = (
        wording.percent_change(part) for part in (ratio.value, ratio.low, ratio.high)
    )
    return f"{change} a year ({low} to {high})"


def subtitle_of(panels: Sequence[Panel]) -> str:
    """Return number, window and unit."""
    total = sum(panel.events for panel in panels)
    years = panels[0].counts.loc[panels[0].counts["exposure"] > 0, "year"]
    window = f"{years.min()} to {years.max()}"
    return f"n = {wording.number(total)} events, {window}, events per year of exposure"


def alt_of(panels: Sequence[Panel]) -> str:
    """Say of each panel how many events, the busiest year and the trend."""
    return " ".join(panel_text(panel) for panel in panels)


def panel_text(panel: Panel) -> str:
    """Describe one panel."""
    counts = panel.counts
    busiest = counts.sort_values("count", kind="stable").iloc[-1]
    found = panel.change
    rates = "" if found is None or found.year is None else f"; {found.sentence}"
    return (
        f"{panel.name}: {wording.count(panel.events, 'event')}, most in {int(busiest['year'])} "
        f"({wording.number(busiest['count'])}); trend: {rate_text(panel.trend)}{rates}."
    )


def data(panels: Sequence[Panel]) -> pd.DataFrame:
    """Return the yearly counts of all panels with the fitted rates beside them."""
    parts = []
    for panel in panels:
        fitted = panel.trend.fitted.add_prefix("fitted_").rename(columns={"fitted_year": "year"})
        rows = panel.counts.drop(columns=["domain", "scope"], errors="ignore")
        joined = rows.merge(fitted, on="year", how="left") if len(fitted) else rows
        parts.append(joined.assign(group=panel.name))
    return pd.concat(parts, ignore_index=True)
