"""The numbers and verdicts of the profile of one series, as its sentences need them."""

import datetime
from dataclasses import dataclass
from enum import Enum

import pandas as pd

from defcoop.analysis.cadence.opengap import OpenGap
from defcoop.analysis.cadence.series import Cadence
from defcoop.chapters.profile import frames
from defcoop.chapters.session import Chapter
from defcoop.figures.frames import last_held, tally

MOST_NAMES = 4
MOST_SOURCES = 8


class Habit(Enum):
    """Whether the gaps of a series make a habit."""

    NO_GAP = "no gap"
    ONE_GAP = "one gap makes no habit"
    USUAL = "a usual gap"


class Silence(Enum):
    """How the time since the last event compares with the gaps before it."""

    ENDED = "another mechanism took its place"
    UNDATED = "when it last met is not known to the month"
    NONE = "it met on the last day of the window"
    NOTHING_BEFORE = "no gap to compare with"
    LONGER_THAN_EACH = "longer than each gap before"
    NOT_LONGER_THAN_THE_ONE = "not longer than the one gap before"
    AMONG = "longer than some of the gaps before"


class Editions(Enum):
    """How many of the events the table of editions lists."""

    NONE = "there is no event"
    ALL = "all"
    NEWEST = "the newest only"


@dataclass(frozen=True)
class Window:
    """When the next event may be expected, with the probability that it falls within."""

    earliest: datetime.date
    latest: datetime.date
    coverage: float


@dataclass(frozen=True)
class Standing:
    """How often a series met, how long its gaps are, and how its silence compares.

    Lengths are in days; `bound` is the probability of a silence longer than each of the `earlier`
    gaps, `hidden` counts the gaps in which an event may be missing.
    """

    events: int
    first: datetime.date
    habit: Habit
    usual: float
    silence: Silence
    silent: float
    earlier: int
    shorter: int
    bound: float
    hidden: int
    last: str = ""
    successor: str = ""
    window: Window | None = None


@dataclass(frozen=True)
class Participation:
    """The bodies and the places, each with its number of events, the most frequent first."""

    bodies: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Evidence:
    """How many sources carry the record, and how many events rest on one of them."""

    claims: int
    sources: int
    events: int
    single: int
    rulings: int
    best: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What the profile says; without an event there is no standing and nobody took part."""

    standing: Standing | None
    participation: Participation | None
    ties: tuple[str, ...]
    evidence: Evidence | None
    editions: Editions
    events: int


def read_facts(report: Chapter, own: pd.DataFrame, measured: Cadence | None) -> Facts:
    """Compute the facts of one series from its selected events and its cadence."""
    return Facts(
        standing=read_standing(own, measured) if measured is not None and len(own) else None,
        participation=read_participation(report, own) if len(own) else None,
        ties=tuple(frames.describe_ties(report, own)),
        evidence=read_evidence(report, own),
        editions=judge_editions(len(own)),
        events=len(own),
    )


def read_standing(own: pd.DataFrame, measured: Cadence) -> Standing:
    """Compare the silence of a series with its gaps; there must be an event."""
    gap, window = measured.open_gap, measured.window
    return Standing(
        events=len(own),
        first=own["start_earliest"].min().date(),
        habit=judge_habit(measured.gaps),
        usual=measured.median.value or 0.0,
        silence=Silence.ENDED if measured.superseded_by else judge_silence(gap),
        silent=gap.days or 0.0,
        earlier=gap.earlier,
        shorter=gap.shorter,
        bound=gap.bound or 0.0,
        hidden=measured.refused,
        last=last_held(own),
        successor=measured.superseded_by,
        window=None
        if window.earliest is None or window.latest is None
        else Window(window.earliest, window.latest, window.coverage),
    )


def judge_habit(gaps: int) -> Habit:
    """Return whether so many gaps make a habit."""
    return {0: Habit.NO_GAP, 1: Habit.ONE_GAP}.get(gaps, Habit.USUAL)


def judge_silence(gap: OpenGap) -> Silence:
    """Return how the silence of a series that has not ended compares with the gaps before it."""
    if gap.days is None:
        return Silence.UNDATED
    if gap.days < 1:
        return Silence.NONE
    if not gap.earlier:
        return Silence.NOTHING_BEFORE
    if gap.longer_than_all:
        return Silence.LONGER_THAN_EACH
    return Silence.NOT_LONGER_THAN_THE_ONE if gap.earlier == 1 else Silence.AMONG


def judge_editions(events: int) -> Editions:
    """Return how many of so many events the table of editions has room for."""
    if not events:
        return Editions.NONE
    return Editions.ALL if events <= frames.MOST_EDITIONS else Editions.NEWEST


def read_participation(report: Chapter, own: pd.DataFrame) -> Participation:
    """Count the bodies that took part, and the places."""
    bodies = frames.count_bodies(report, own).head(MOST_NAMES)
    rows = report.dataset.places
    names = dict(zip(rows["place_id"], rows["name"], strict=True))
    places = list(tally(own[own["place_id"] != ""], "place_id").items())[:MOST_NAMES]
    return Participation(
        bodies=tuple(zip(bodies["name"], bodies["events"].tolist(), strict=True)),
        places=tuple((names[place], size) for place, size in places),
    )


def read_evidence(report: Chapter, own: pd.DataFrame) -> Evidence | None:
    """Count the claims on the series and its events; None without one."""
    claims = frames.select_claims(report, own)
    if claims.empty:
        return None
    per_event = claims[claims["subject_id"].isin(list(own["event_id"]))]
    return Evidence(
        claims=len(claims),
        sources=claims["source_id"].nunique(),
        events=len(own),
        single=count_single(per_event),
        rulings=int(report.dataset.rulings["subject_id"].isin(list(own["event_id"])).sum()),
        best=tuple(report.best_sources(set(claims["subject_id"]), MOST_SOURCES)),
    )


def count_single(claims: pd.DataFrame) -> int:
    """Count the subjects of some claims that rest on one source."""
    return int((claims.groupby("subject_id")["source_id"].nunique() == 1).sum())
