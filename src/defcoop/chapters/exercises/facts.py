"""The numbers and verdicts of the report on exercises, as its sentences need them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import pandas as pd

from defcoop.analysis.estimate import Estimate
from defcoop.analysis.growth.changepoint import ChangePoint
from defcoop.analysis.growth.periods import PeriodComparison
from defcoop.chapters.exercises import frames
from defcoop.chapters.headlines import headline
from defcoop.chapters.session import Chapter
from defcoop.figures import style
from defcoop.figures.frames import names_of, tally
from defcoop.figures.growth import Panel
from defcoop.figures.sizes import Measure

CERTAIN = 0.05
"""The p-value below which a change is reported as one."""

MOST_NAMED = 3
"""So many of the series with most editions are named; more are counted."""


class Step(Enum):
    """What the best split of the yearly counts says of the rate."""

    UP = "went up, certainly"
    DOWN = "went down, certainly"
    NOT_CERTAIN = "no better than chance"
    NOT_DATED = "too few years or exercises"


class Course(Enum):
    """How the halves of the time since a change compare."""

    ROSE = "the second half has the higher rate"
    FELL = "the second half has the lower rate"
    ALIKE = "the halves cannot be told apart"
    NOT_COMPARED = "too little time, or no exercise"


class Company(Enum):
    """Who most exercises are held with."""

    BILATERAL = "more than half are bilateral"
    OTHERS = "more than half are with other nations"
    EVEN = "as many bilateral as with others"
    ONE_SCOPE = "all are of one scope"


class Peak(Enum):
    """Which years brought most new series."""

    ONE_YEAR = "one year"
    SEVERAL_YEARS = "several years alike"
    NO_YEAR = "no year brought more than one"


@dataclass(frozen=True)
class Opening:
    """How many exercises there are, of which series and services.

    So many as `leading` series have most editions; `leaders` names them where they are few.
    """

    exercises: int
    series: int
    first: datetime.date
    services: tuple[tuple[str, int], ...]
    leaders: tuple[str, ...]
    leading: int
    editions: int


@dataclass(frozen=True)
class Change:
    """The one change of the rate; `first` and `last` are the years in which it may have come."""

    verdict: Step
    reason: str = ""
    first: int = 0
    last: int = 0
    before: float = 0.0
    after: float = 0.0
    p_value: float = 1.0


@dataclass(frozen=True)
class Since:
    """The rate since a change: its second half against its first."""

    verdict: Course
    ratio: Estimate | None = None
    p_value: float = 1.0


@dataclass(frozen=True)
class Group:
    """The exercises of one service or scope; `grows` where the whole interval lies above one."""

    name: str
    exercises: int
    ratio: Estimate
    grows: bool


@dataclass(frozen=True)
class Scopes:
    """How many exercises there are of each scope."""

    verdict: Company
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Editions:
    """How many series there are, and how many were held once."""

    series: int
    once: int


@dataclass(frozen=True)
class Firsts:
    """When series began; `late` of them after the middle of the time on record."""

    verdict: Peak
    years: tuple[int, ...]
    most: int
    series: int
    late: int
    middle: datetime.date


@dataclass(frozen=True)
class Sizes:
    """Of how many editions a size is stated, and for which share each quantity of the figure."""

    editions: int
    stated: int
    quantities: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Places:
    """How many exercises were held in each region, and in or off the two countries."""

    exercises: int
    home: int
    regions: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Facts:
    """What the report says; None where the window has no exercise."""

    opening: Opening | None
    change: Change
    since: Since
    services: tuple[Group, ...]
    scopes: tuple[Group, ...]
    company: Scopes | None
    editions: Editions | None
    firsts: Firsts | None
    exercises: Estimate | None = headline("exercises", "Exercises on record")


def read_facts(
    report: Chapter,
    events: pd.DataFrame,
    found: ChangePoint,
    services: Sequence[Panel],
    scopes: Sequence[Panel],
) -> Facts:
    """Compute the facts of the exercises of a window."""
    change, later = read_change(found), frames.since_change(report, events, found)
    groups = read_groups(services), read_groups(scopes)
    if events.empty:
        return Facts(None, change, read_since(later), *groups, None, None, None)
    return Facts(
        opening=read_opening(events, names_of(report.dataset.mechanisms)),
        change=change,
        since=read_since(later),
        services=groups[0],
        scopes=groups[1],
        company=read_company(groups[1]),
        editions=read_editions(events),
        firsts=read_firsts(events),
        exercises=Estimate(float(len(events)), n=len(events)),
    )


def read_opening(events: pd.DataFrame, names: dict[str, str]) -> Opening:
    """Count exercises, series and services; there must be an event."""
    sizes = tally(events)
    most = max(sizes.values())
    leaders = tuple(names[key] for key, size in sizes.items() if size == most)
    return Opening(
        exercises=len(events),
        series=len(sizes),
        first=events["start_earliest"].min().date(),
        services=tuple((style.name(key), size) for key, size in tally(events, "domain").items()),
        leaders=leaders if len(leaders) <= MOST_NAMED else (),
        leading=len(leaders),
        editions=most,
    )


def read_change(found: ChangePoint) -> Change:
    """Judge the best split of the yearly counts."""
    rates = found.rate_before, found.rate_after
    if found.window is None or found.p_value is None or None in rates:
        return Change(Step.NOT_DATED, found.reason)
    before, after = (rate or 0.0 for rate in rates)
    first, last = (year + 1 for year in found.window)
    verdict = judge_step(before, after, found.p_value)
    return Change(verdict, "", first, last, before, after, found.p_value)


def judge_step(before: float, after: float, p_value: float) -> Step:
    """Return which way a rate went, where that is certain."""
    if p_value >= CERTAIN:
        return Step.NOT_CERTAIN
    return Step.UP if after > before else Step.DOWN


def read_since(later: PeriodComparison | None) -> Since:
    """Judge the time since a change."""
    if later is None or later.ratio.value is None or later.p_value is None:
        return Since(Course.NOT_COMPARED)
    return Since(judge_course(later.ratio.value, later.p_value), later.ratio, later.p_value)


def judge_course(ratio: float, p_value: float) -> Course:
    """Return how the later of two rates compares with the earlier one."""
    if p_value >= CERTAIN:
        return Course.ALIKE
    return Course.ROSE if ratio > 1 else Course.FELL


def read_groups(panels: Sequence[Panel]) -> tuple[Group, ...]:
    """Return the groups that a figure shows."""
    return tuple(
        Group(panel.name, panel.events, panel.trend.rate_ratio, panel.trend.rate_ratio.side > 0)
        for panel in panels
    )


def read_company(groups: Sequence[Group]) -> Scopes:
    """Return how many exercises there are of each scope; there must be one."""
    parts = tuple((group.name, group.exercises) for group in groups)
    return Scopes(judge_company(dict(parts)), parts)


def judge_company(sizes: dict[str, int]) -> Company:
    """Return who most exercises are held with."""
    if len(sizes) == 1:
        return Company.ONE_SCOPE
    own, everything = sizes.get(style.SCOPES["bilateral"], 0), sum(sizes.values())
    if 2 * own == everything:
        return Company.EVEN
    return Company.BILATERAL if 2 * own > everything else Company.OTHERS


def read_editions(events: pd.DataFrame) -> Editions:
    """Count the series, and those held once."""
    totals = tally(events)
    return Editions(len(totals), sum(total == 1 for total in totals.values()))


def read_firsts(events: pd.DataFrame) -> Firsts:
    """Return when series began; there must be an event."""
    firsts = events.groupby("mechanism_id")["start_earliest"].min()
    years = firsts.dt.year.value_counts()
    busiest = tuple(sorted(int(year) for year in years.index[years == years.max()]))
    middle = firsts.min() + (events["start_latest"].max() - firsts.min()) / 2
    return Firsts(
        verdict=judge_peak(len(busiest), int(years.max())),
        years=busiest,
        most=int(years.max()),
        series=len(firsts),
        late=int((firsts > middle).sum()),
        middle=middle.date(),
    )


def judge_peak(years: int, most: int) -> Peak:
    """Return whether one year, or several, brought most new series."""
    if years == 1:
        return Peak.ONE_YEAR
    return Peak.NO_YEAR if most == 1 else Peak.SEVERAL_YEARS


def read_sizes(measures: Sequence[Measure], editions: int) -> Sizes | None:
    """Count the editions of which a size is stated, length apart; None without an edition."""
    if not editions:
        return None
    stated = [measure for measure in measures if measure.name in frames.SIZES]
    known = {str(name) for measure in stated for name in measure.stated["event_id"]}
    shown = [measure for measure in measures if len(measure.stated)]
    return Sizes(
        editions=editions,
        stated=len(known),
        quantities=tuple((measure.name, len(measure.stated)) for measure in shown[:2]),
    )


def read_places(placed: pd.DataFrame) -> Places | None:
    """Count the exercises of each region; None without one."""
    found = tally(placed, "region")
    if not found:
        return None
    return Places(
        exercises=len(placed),
        home=found.get("india", 0) + found.get("japan", 0),
        regions=tuple((frames.REGIONS[region], size) for region, size in found.items()),
    )
