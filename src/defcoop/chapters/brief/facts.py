"""The findings of the brief as numbers and verdicts, and what is new and unknown."""

import datetime
from dataclasses import dataclass
from enum import Enum

import pandas as pd

from defcoop.analysis.audit.coverage import estimate_single_source_share
from defcoop.analysis.cadence.series import Cadence
from defcoop.analysis.cadence.stated import judge_promises
from defcoop.analysis.estimate import Estimate
from defcoop.analysis.lineage import find_first_use
from defcoop.chapters.brief import frames
from defcoop.chapters.cadence import facts as cadence_facts
from defcoop.chapters.cadence import frames as cadence_frames
from defcoop.chapters.cadence.facts import Ending, Silences
from defcoop.chapters.exercises import facts as exercise_facts
from defcoop.chapters.exercises import frames as exercise_frames
from defcoop.chapters.exercises.facts import Change, Step
from defcoop.chapters.headlines import headline
from defcoop.chapters.session import Chapter
from defcoop.figures.frames import names_of, tally

MOST_NAMED = 2
"""So many of the silent series are named; the table names all."""


class Uses(Enum):
    """How many agreements in force have a use on record."""

    NONE = "none"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True)
class ExerciseRate:
    """Whether the rate of exercises changed."""

    change: Change
    exercises: int
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class PromisedRhythm:
    """Years in which an edition was due, and in which one is on record."""

    series: int
    due: int
    held: int
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class SilentSeries:
    """Series silent for longer than ever, and how many would be by chance."""

    verdict: Silences
    longer: int
    compared: int
    names: tuple[str, ...]
    chance: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class BilateralShare:
    """How many exercises are bilateral."""

    bilateral: int
    exercises: int
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class AgreementUse:
    """How many agreements in force have been used, and how many days after signature."""

    verdict: Uses
    agreements: int
    used: int
    median_days: float
    sources: tuple[str, ...] = ()


Finding = ExerciseRate | PromisedRhythm | SilentSeries | BilateralShare | AgreementUse


@dataclass(frozen=True)
class Timeline:
    """What the line of time holds; `busiest` are the years with most events."""

    window: tuple[datetime.date, datetime.date]
    events: int
    signed: int
    busiest: tuple[int, ...]
    most: int


@dataclass(frozen=True)
class News:
    """What happened after a day."""

    since: datetime.date
    events: int
    signed: int
    series: int
    more: int


@dataclass(frozen=True)
class Unknown:
    """What the record cannot say."""

    searches: int
    single: float
    vague: int
    events: int


@dataclass(frozen=True)
class Facts:
    """What the brief says; None where the window has nothing of the kind."""

    findings: tuple[Finding, ...]
    timeline: Timeline | None
    endings: tuple[Ending, ...]
    news: News
    unknown: Unknown | None
    events: Estimate | None = headline("events", "Events on record")


def read_facts(report: Chapter, cadences: dict[str, Cadence]) -> Facts:
    """Compute the facts of the selected events."""
    events = report.events
    names, lasts = names_of(report.dataset.mechanisms), cadence_frames.last_days(events)
    found = (
        read_rate(report),
        read_promise(report),
        read_silent(report, cadences),
        read_bilateral(report),
        read_uses(report),
    )
    window = report.first_day, report.last_day
    return Facts(
        findings=tuple(each for each in found if each is not None) if len(events) else (),
        timeline=read_timeline(frames.join_signings(report), window),
        endings=cadence_facts.read_endings(cadences, names, lasts),
        news=read_news(frames.new_rows(report), frames.newest_since(report)),
        unknown=read_unknown(report),
        events=Estimate(float(len(events)), n=len(events)),
    )


def read_rate(report: Chapter) -> ExerciseRate | None:
    """Return whether the rate of exercises changed; None where that cannot be asked."""
    events = report.events_of("exercise")
    change = exercise_facts.read_change(exercise_frames.change(report, events))
    if change.verdict is Step.NOT_DATED:
        return None
    return ExerciseRate(change, len(events), tuple(report.best_sources(events["event_id"], 1)))


def read_promise(report: Chapter) -> PromisedRhythm | None:
    """Return which years promised were kept; None where nothing was due."""
    stated = judge_promises(
        report.events,
        report.dataset.mechanisms,
        as_of=report.last_day,
        absences=report.dataset.missing_events,
        ended=report.ended,
    )
    found = cadence_facts.read_promises(stated)
    if found is None:
        return None
    due = stated.loc[stated["years_due"].fillna(0) > 0, "mechanism_id"]
    sources = tuple(report.best_sources(due, 1))
    return PromisedRhythm(found.series, found.due, found.held, sources)


def read_silent(report: Chapter, cadences: dict[str, Cadence]) -> SilentSeries | None:
    """Return how many series are silent for longer than ever; None without one to compare."""
    enough = cadence_frames.select_with_gaps(cadences, frames.FEWEST_GAPS)
    compared = cadence_frames.running_series(enough)
    if not compared:
        return None
    longer = cadence_frames.longest_silences(compared)
    names = names_of(report.dataset.mechanisms)
    return SilentSeries(
        verdict=cadence_facts.judge_silences(len(compared), len(longer)),
        longer=len(longer),
        compared=len(compared),
        names=tuple(names[key] for key in list(longer)[:MOST_NAMED]),
        chance=sum(item.open_gap.bound or 0.0 for item in compared.values()),
        sources=tuple(report.best_sources(longer or compared, 1)),
    )


def read_bilateral(report: Chapter) -> BilateralShare | None:
    """Return how many exercises are bilateral; None without an exercise."""
    events = report.events_of("exercise")
    if events.empty:
        return None
    own = events.loc[events["scope"] == "bilateral", "event_id"]
    return BilateralShare(len(own), len(events), tuple(report.best_sources(own, 1)))


def read_uses(report: Chapter) -> AgreementUse | None:
    """Return how many agreements in force have been used; None without one in force."""
    tables = report.dataset
    kinds = dict(zip(tables.instruments["instrument_id"], tables.instruments["kind"], strict=True))
    rows = find_first_use(
        tables.instruments, tables.relations, tables.events, as_of=report.last_day
    )
    rows = rows[(rows["instrument_id"].map(kinds) == "agreement") & rows["in_force"].notna()]
    rows = rows[rows["signed"] >= pd.Timestamp(report.first_day)]
    if rows.empty:
        return None
    used = rows[rows["days_force_to_use_low"] > 0]
    return AgreementUse(
        verdict=judge_uses(len(used)),
        agreements=len(rows),
        used=len(used),
        median_days=float(used["days_signed_to_use_low"].median()) if len(used) else 0.0,
        sources=tuple(report.best_sources(rows["instrument_id"], 1)),
    )


def judge_uses(used: int) -> Uses:
    """Return whether no, one or several agreements were used."""
    if used > 1:
        return Uses.SEVERAL
    return Uses.ONE if used else Uses.NONE


def read_timeline(
    rows: pd.DataFrame, window: tuple[datetime.date, datetime.date]
) -> Timeline | None:
    """Count events and signings, and find the busiest years; None without an event."""
    held = rows[rows["level"] != "instrument"]
    if held.empty:
        return None
    years = held["start_earliest"].dt.year.value_counts()
    busiest = tuple(sorted(int(year) for year in years.index[years == years.max()]))
    return Timeline(window, len(held), len(rows) - len(held), busiest, int(years.max()))


def read_news(new: pd.DataFrame, since: datetime.date) -> News:
    """Count what is new."""
    signed = int((new["level"] == "instrument").sum())
    return News(
        since=since,
        events=len(new) - signed,
        signed=signed,
        series=len(tally(new[new["mechanism_id"] != ""])),
        more=max(0, len(new) - frames.MOST_NEW),
    )


def read_unknown(report: Chapter) -> Unknown | None:
    """Count what the record cannot say; None without an event."""
    events, tables = report.events, report.dataset
    if events.empty:
        return None
    single = estimate_single_source_share(
        tables.supporting_claims, tables.sources, events["event_id"]
    )
    return Unknown(
        searches=int((tables.missing_events["finding"] == "not_found").sum()),
        single=single.value or 0.0,
        vague=int((events["start_precision"] != "day").sum()),
        events=len(events),
    )
