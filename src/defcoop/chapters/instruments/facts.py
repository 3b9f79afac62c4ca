"""The numbers and verdicts of the report on instruments, as its sentences need them."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

import pandas as pd

from defcoop.analysis.estimate import Estimate
from defcoop.chapters.headlines import headline
from defcoop.chapters.instruments.frames import InstrumentFrames


class Content(Enum):
    """Whether the window holds an instrument, or anything at all."""

    INSTRUMENTS = "instruments"
    EVENTS_ONLY = "events, but no instrument"
    NOTHING = "neither"


class Founding(Enum):
    """How the series that go back to an instrument began."""

    NO_SERIES = "no instrument led to a series"
    ESTABLISHED = "all established"
    ENABLED = "all enabled"
    BOTH = "some established, others enabled"


class Use(Enum):
    """Whether agreements are in force, and in use."""

    NONE_IN_FORCE = "none known to be in force"
    UNUSED = "in force, none in use"
    USED = "some in use"


class Steps(Enum):
    """How many of the projects have a dated step of their own."""

    NO_PROJECT = "no project"
    NONE = "none"
    SOME = "some"
    ALL = "all"


class Delivery(Enum):
    """Whether the record tells of a delivery."""

    ON_RECORD = "on record"
    NOT_ON_RECORD = "not on record"


class Succession(Enum):
    """Whether a younger text is usually added or replaces the older."""

    NO_TIES = "nothing rests on anything"
    ADDS = "fewer than half of the ties replace"
    EVEN = "half of the ties replace"
    REPLACES = "more than half of the ties replace"


@dataclass(frozen=True)
class Scope:
    """How many instruments there are, of which strand."""

    window: str
    instruments: int
    strands: Mapping[str, int]


@dataclass(frozen=True)
class Offspring:
    """How many instruments led to a series, and how many series go back to one."""

    verdict: Founding
    leading: int
    instruments: int
    series: int
    established: int


@dataclass(frozen=True)
class InUse:
    """How many instruments are in force, how many of them in use, and of how many nothing is known.

    `unknown` counts agreements, memoranda and arrangements, of which there are `agreements`.
    """

    verdict: Use
    courses: int
    force: int
    used: int
    unknown: int
    agreements: int


@dataclass(frozen=True)
class Base:
    """The instruments on which most others rest, each with title, year and name in print."""

    names: tuple[tuple[str, int, str], ...]
    younger: int


@dataclass(frozen=True)
class Descent:
    """What rests on what."""

    verdict: Succession
    base: Base | None
    replaced: int
    alone: int


@dataclass(frozen=True)
class Projects:
    """How far the projects got: the latest step with its day, and whether anything came."""

    verdict: Steps
    stepped: int
    projects: int
    delivery: Delivery
    latest: str = ""
    latest_day: datetime.date | None = None


@dataclass(frozen=True)
class Facts:
    """What the report says."""

    content: Content
    scope: Scope
    offspring: Offspring
    use: InUse
    descent: Descent
    projects: Projects
    leading: Estimate | None = headline(
        "instruments-leading", "Share of the instruments that led to a series"
    )
    force: Estimate | None = headline("agreements-in-force", "Agreements known to be in force")
    used: Estimate | None = headline("agreements-used", "Agreements in force with a use on record")


def read_facts(frames: InstrumentFrames) -> Facts:
    """Compute the facts of the window."""
    instruments, children = frames.instruments, frames.children
    whole = len(instruments)
    offspring = read_offspring(children, whole)
    use = read_use(frames.lifecycles, instruments)
    return Facts(
        content=judge_content(whole, len(frames.report.events)),
        scope=Scope(frames.window, whole, count_strands(instruments)),
        offspring=offspring,
        use=use,
        descent=read_descent(instruments, frames.ties, frames.titles),
        projects=read_projects(frames.steps, frames.projects, frames.measured),
        leading=Estimate(offspring.leading / whole, n=whole) if offspring.leading else None,
        force=Estimate(float(use.force), n=whole) if use.courses else None,
        used=Estimate(float(use.used), n=whole) if use.courses else None,
    )


def count_strands(instruments: pd.DataFrame) -> dict[str, int]:
    """Count the instruments of each strand that has one."""
    sizes = instruments.groupby("strand").size()
    return {str(strand): int(size) for strand, size in sizes.items()}


def judge_content(instruments: int, events: int) -> Content:
    """Return whether there is anything to tell."""
    if instruments:
        return Content.INSTRUMENTS
    return Content.EVENTS_ONLY if events else Content.NOTHING


def read_offspring(children: pd.DataFrame, instruments: int) -> Offspring:
    """Count the series that go back to an instrument, and the instruments that they go back to."""
    series = children["series"].nunique()
    established = children.loc[children["established"].astype(bool), "series"].nunique()
    verdict = Founding.BOTH
    if not series:
        verdict = Founding.NO_SERIES
    elif established == series:
        verdict = Founding.ESTABLISHED
    elif not established:
        verdict = Founding.ENABLED
    return Offspring(verdict, children["instrument"].nunique(), instruments, series, established)


def read_use(lifecycles: pd.DataFrame, instruments: pd.DataFrame) -> InUse:
    """Count what is in force and in use: a stage is known where its latest possible day is."""
    in_force = lifecycles[lifecycles["in_force_high"].notna()]
    used = int(in_force["first_used_high"].notna().sum())
    agreements = set(instruments.loc[instruments["strand"] == "agreements", "node"])
    verdict = Use.USED if used else Use.UNUSED
    return InUse(
        verdict=verdict if len(in_force) else Use.NONE_IN_FORCE,
        courses=len(lifecycles),
        force=len(in_force),
        used=used,
        unknown=len(agreements - set(lifecycles["node"])),
        agreements=len(agreements),
    )


def read_descent(
    instruments: pd.DataFrame, ties: pd.DataFrame, titles: Mapping[str, str]
) -> Descent:
    """Find what most rests on, how much was replaced, and what stands alone."""
    replaced = int((ties["tie"] == "supersedes").sum())
    alone = set(instruments["node"]) - set(ties["older"]) - set(ties["younger"])
    base = read_base(instruments, ties, titles) if len(ties) else None
    return Descent(judge_succession(replaced, len(ties)), base, replaced, len(alone))


def read_base(instruments: pd.DataFrame, ties: pd.DataFrame, titles: Mapping[str, str]) -> Base:
    """Find the instruments with most younger ones; there must be a tie."""
    rests = ties.groupby("older")["younger"].nunique().sort_index()
    rows = instruments.set_index("node")
    names = tuple(
        (titles[str(node)], int(rows["year"][node]), str(rows["text"][node]))
        for node in rests.index[rests == rests.max()]
    )
    return Base(names, int(rests.max()))


def judge_succession(replaced: int, ties: int) -> Succession:
    """Return whether a tie is usually an addition or a replacement."""
    if not ties:
        return Succession.NO_TIES
    if 2 * replaced == ties:
        return Succession.EVEN
    return Succession.REPLACES if 2 * replaced > ties else Succession.ADDS


def read_projects(
    steps: pd.DataFrame, projects: Collection[str], measured: Collection[str]
) -> Projects:
    """Count the projects with a dated step, and look for a delivery among steps and measures."""
    stepped = steps["project"].nunique()
    texts = [*steps["what"], *measured]
    delivered = any("deliver" in text.lower() for text in texts)
    verdict = Steps.ALL if stepped == len(projects) else Steps.SOME
    if not stepped:
        verdict = Steps.NONE
    latest = steps.sort_values(["day_latest", "subject"]).tail(1).to_dict("records")
    return Projects(
        verdict=verdict if projects else Steps.NO_PROJECT,
        stepped=stepped,
        projects=len(projects),
        delivery=Delivery.ON_RECORD if delivered else Delivery.NOT_ON_RECORD,
        latest=latest[0]["what"] if latest else "",
        latest_day=latest[0]["day_latest"].date() if latest else None,
    )
