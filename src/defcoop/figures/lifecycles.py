"""How things took their course: agreements from signature to use, projects from step to step."""

import datetime
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from defcoop import wording
from defcoop.figures import style
from defcoop.figures.frames import axis_days
from defcoop.figures.picture import Picture, blank, svg_of
from defcoop.figures.text_width import width_of

ROW = 0.24
PLOT = 4.2
MONTH = 30.4375
RECENT = 5
STAGES = {
    "signed": ("signed", "o", style.PAPER),
    "in_force": ("in force", "o", style.ACCENT),
    "first_used": ("first used", "D", style.ALARM),
}
LIFECYCLE_CAPTION = (
    "A ring is the signature, a dot the entry into force, a diamond the first use on record. A "
    "whisker spans the days that are possible where a source gives only the month. Without a "
    "diamond no use is on record, which is not to say that there was none."
)
STEP_CAPTION = (
    "A dot is a meeting or a signing held for the project, a square an instrument that belongs to "
    "it; the dashed line runs from the last step to the as-of date. Remarks about a project within "
    "other meetings are not steps. Steps of which only the year is known stand in mid-year."
)


def draw_lifecycles(rows: pd.DataFrame, *, window: str, label: str = "courses") -> Picture:
    """Draw agreements from signature over entry into force to first use.

    Parameters
    ----------
    rows
        Columns node, text, signed (timestamp), and for each stage (signed, in_force,
        first_used) the days since the signature: ``_low`` and ``_high``, NaN when not known.
    window
        The window in words.
    label
        Of the picture.

    Returns
    -------
    Picture
        Empty without rows.
    """
    if rows.empty:
        return blank(label, "No agreement signed in this window is known to be in force or in use.")
    ordered = rows.sort_values(["signed", "node"])
    with style.house():
        figure = style.canvas(0.62 + ROW * len(ordered))
        ax = figure.subplots()
        draw_rows(ax, ordered)
        lay_rows(ax, [f"{row['text']}, {row['signed']:%Y}" for row in ordered.to_dict("records")])
        longest = float(np.nanmax(ordered[[f"{stage}_high" for stage in STAGES]].to_numpy()))
        ax.set_xlim(-0.03 * longest - 5, reach_of(ordered))
        step = next(months for months in (6, 12, 24, 60) if longest / MONTH / months < 8)
        months = np.arange(0, longest + MONTH, step * MONTH)
        ax.set_xticks(months, [wording.number(day / MONTH) for day in months])
        ax.set_xlabel("Months since signature", loc="left")
        svg = svg_of(figure)
    return Picture(
        svg=svg,
        label=label,
        title=lifecycle_title(ordered),
        subtitle=(
            f"n = {wording.plural(len(ordered), 'instrument')} with a known entry into force or "
            f"first "
            f"use; {window}; months"
        ),
        caption=LIFECYCLE_CAPTION,
        alt=lifecycle_alt(ordered),
        data=ordered,
    )


def draw_rows(ax: Axes, rows: pd.DataFrame) -> None:
    """Draw one line per agreement with its marks and what it took."""
    for at, row in enumerate(rows.to_dict("records")):
        known = [stage for stage in STAGES if pd.notna(row[f"{stage}_high"])]
        end = max(row[f"{stage}_high"] for stage in known)
        ax.plot([0, end], [at, at], color=style.FAINT, lw=1.2, zorder=1)
        for stage in known:
            _, marker, ground = STAGES[stage]
            ends = [row[f"{stage}_low"], row[f"{stage}_high"]]
            ax.plot(ends, [at, at], color=style.INK, lw=2.8, alpha=0.5, zorder=2)
            edge = style.INK if ground == style.PAPER else ground
            centre = [sum(ends) / 2]
            ax.scatter(centre, [at], s=26, marker=marker, color=ground, edgecolors=edge, zorder=3)
        ax.annotate(
            lifecycle_text(row),
            (end, at),
            (8, 0),
            textcoords="offset points",
            va="center_baseline",
            size=style.SMALL,
            color=style.SOFT,
        )


def reach_of(rows: pd.DataFrame) -> float:
    """Return where the axis must end so that what is written after each line is whole."""
    ends = rows[[f"{stage}_high" for stage in STAGES]].max(axis=1)
    texts = [lifecycle_text(row) for row in rows.to_dict("records")]
    room = [1 - (width_of(text, style.SMALL) + 0.35) / PLOT for text in texts]
    wanted = [float(end) / max(0.1, left) for end, left in zip(ends, room, strict=True)]
    return max(60.0, *wanted)


def number_of(day: pd.Timestamp) -> float:
    """Return a day as the number of the axis."""
    return style.number_of(day.date())


def lifecycle_text(row: Mapping[Any, Any]) -> str:
    """Return how long entry into force and first use took."""
    parts = []
    for stage, text in (("in_force", "in force"), ("first_used", "first used")):
        low, high = row[f"{stage}_low"], row[f"{stage}_high"]
        if pd.notna(high):
            parts.append(f"{text} {after(low, high)}")
    return ", ".join(parts)


def after(low: float, high: float) -> str:
    """Return how long something took, no more precise than its dates."""
    if high - low < 7:
        return f"after {wording.span((low + high) / 2)}"
    return (
        f"within {wording.span(high)}"
        if low <= 0
        else f"after about {wording.span((low + high) / 2)}"
    )


def lifecycle_title(rows: pd.DataFrame) -> str:
    """Return the finding: how many are in force, how many in use, and how long use took."""
    rows = rows[rows["in_force_high"].notna()]
    used, force = rows[rows["first_used_high"].notna()], len(rows)
    if rows.empty:
        return "No agreement of this window is known to be in force"
    if used.empty:
        return (
            f"{wording.count(force, 'agreement').capitalize()} in force, none with a use on record"
        )
    quickest = used.sort_values(["first_used_high", "node"]).to_dict("records")[0]
    took = after(quickest["first_used_low"], quickest["first_used_high"])
    return (
        f"Of {wording.count(force, 'agreement')} in force "
        f"{wording.count(len(used), 'has', 'have')} a use on record: {quickest['text']}, {took}"
    )


def lifecycle_alt(rows: pd.DataFrame) -> str:
    """Describe each course."""
    parts = [
        f"{row['text']}, signed {row['signed']:%B %Y}, {lifecycle_text(row)}"
        for row in rows.to_dict("records")
    ]
    return f"Lines from signature to use: {'; '.join(parts)}."


def lay_rows(ax: Axes, labels: list[str]) -> None:
    """Label the rows from the top down and leave the axis free of lines."""
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.set_yticks(range(len(labels)), labels)
    ax.tick_params(axis="y", labelcolor=style.INK, labelsize=style.TYPE - 0.4)
    ax.grid(axis="x")
    style.bare(ax, "left")


def draw_projects(
    steps: pd.DataFrame,
    names: dict[str, str],
    *,
    first_day: datetime.date,
    last_day: datetime.date,
    window: str,
    label: str = "projects",
) -> Picture:
    """Draw the steps of equipment and technology projects.

    Parameters
    ----------
    steps
        Columns project, kind ("event" or "instrument"), what, day_earliest, day_latest.
    names
        Name of each project, in the order of the rows; also those without a step.
    first_day, last_day
        Ends of the axis.
    window
        The window in words.
    label
        Of the picture.

    Returns
    -------
    Picture
        Empty without steps.
    """
    present = {key: name for key, name in names.items() if key in set(steps["project"])}
    if not present:
        return blank(label, "No project has a dated step in this window.")
    last = steps.groupby("project")["day_latest"].max()
    order = sorted(present, key=lambda key: (last[key], key), reverse=True)
    rows = {key: at for at, key in enumerate(order)}
    with style.house():
        figure = style.canvas(0.55 + ROW * len(rows))
        ax = figure.subplots()
        draw_steps(ax, steps, rows, last_day)
        start = max(first_day, steps["day_earliest"].min().date() - datetime.timedelta(200))
        style.date_axis(ax, start, last_day, most=10)
        lay_rows(ax, [present[key] for key in order])
        svg = svg_of(figure)
    return Picture(
        svg=svg,
        label=label,
        title=project_title(steps, names, last_day),
        subtitle=(
            f"n = {wording.plural(len(steps), 'step')} of "
            f"{wording.plural(len(present), 'project')}; "
            f"{window}; dates"
        ),
        caption=STEP_CAPTION,
        alt=project_alt(steps, present, order),
        data=steps,
    )


def draw_steps(
    ax: Axes, steps: pd.DataFrame, rows: dict[str, int], last_day: datetime.date
) -> None:
    """Draw the marks of each project and the silence since the last."""
    end = style.number_of(last_day)
    for project, own in steps.groupby("project"):
        at = rows[str(project)]
        latest = number_of(own["day_latest"].max())
        ax.plot([latest, end], [at, at], color=style.FAINT, lw=1.0, linestyle=(0, (3, 2)), zorder=1)
        ax.annotate(
            f"last step {own['day_latest'].max():%Y}",
            (end, at),
            (5, 0),
            textcoords="offset points",
            va="center_baseline",
            size=style.SMALL,
            color=style.SOFT,
            annotation_clip=False,
        )
        for kind, marker in (("event", "o"), ("instrument", "s")):
            shown = own[own["kind"] == kind]
            xs = (axis_days(shown["day_earliest"]) + axis_days(shown["day_latest"])) / 2
            ax.scatter(xs, [at] * len(shown), s=26, marker=marker, color=style.ACCENT, zorder=3)


def project_title(steps: pd.DataFrame, names: dict[str, str], last_day: datetime.date) -> str:
    """Return the finding: how many projects have dated steps, and how many have recent ones."""
    last = steps.groupby("project")["day_latest"].max()
    recent = int((last > pd.Timestamp(last_day) - pd.Timedelta(days=RECENT * 365.25)).sum())
    own = "has a dated step of its own" if len(last) == 1 else "have a dated step of their own"
    parts = f"{wording.numeral(len(last))} {own} on record"
    since = (
        f"{wording.numeral(recent)} {'has' if recent < 2 else 'have'} one in the last "
        f"{wording.count(RECENT, 'year')}"
    )
    return f"Of {wording.count(len(names), 'project')} {parts}; {since}"


def project_alt(steps: pd.DataFrame, names: dict[str, str], order: list[str]) -> str:
    """Describe the number of steps and the last step of each project."""
    parts = []
    for key in order:
        own = steps[steps["project"] == key]
        parts.append(
            f"{names[key]} {wording.count(len(own), 'step')}, the last in "
            f"{own['day_latest'].max():%B %Y}"
        )
    return f"Timeline with one row per project: {'; '.join(parts)}."
