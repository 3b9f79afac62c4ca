"""Sentences of the brief: they word its facts, and decide nothing."""

from collections.abc import Callable, Sequence
from typing import Any

from defcoop import wording
from defcoop.chapters.brief.facts import (
    AgreementUse,
    BilateralShare,
    ExerciseRate,
    Facts,
    Finding,
    News,
    PromisedRhythm,
    SilentSeries,
    Timeline,
    Unknown,
    Uses,
)
from defcoop.chapters.brief.frames import FEWEST_GAPS
from defcoop.chapters.cadence.facts import Ending, Silences
from defcoop.chapters.cadence.text import endings
from defcoop.chapters.exercises.facts import Step
from defcoop.chapters.exercises.text import change_time

TITLE = "India and Japan in defence: the brief"
SUBTITLE = "What the record shows, what has fallen silent, what is new, what we do not know"
DESCRIPTION = "Two pages from the curated record; every number is computed from it."
SILENT_TITLE = "Silent for longer than ever"
SILENT_CAPTION = (
    f"Series with at least {wording.number(FEWEST_GAPS)} gaps that can be trusted. By chance: the "
    "probability that the present silence is the longest, if gaps were interchangeable."
)
EVERYTHING = "[](#fig:timeline) holds everything on record in this window, one dot for each event."
NO_EVENTS = "There are no events in this window, so there is nothing to find."


def findings(facts: Facts) -> str:
    """Return the findings as a numbered list with their confidence and their sources."""
    if not facts.findings:
        return NO_EVENTS
    lines = [f"{place}. {finding(item)}" for place, item in enumerate(facts.findings, start=1)]
    return "\n".join([*lines, "", EVERYTHING])


def finding(item: Finding) -> str:
    """Return one finding: headline, numbers, confidence, sources."""
    head, numbers, confidence = WORDS[type(item)](item)
    cited = "; ".join(f"@{name}" for name in item.sources)
    parts = [f"**{head}.**", numbers, f"*Confidence {confidence}.*", f"[{cited}]" if cited else ""]
    return " ".join(part for part in parts if part)


def exercise_rate(item: ExerciseRate) -> tuple[str, str, str]:
    """Return whether the rate of exercises changed, and when."""
    change = item.change
    nothing = "The rate of exercises shows no step"
    heads = {
        Step.UP: f"Exercises stepped up {change_time(change)}",
        Step.DOWN: f"Exercises stepped down {change_time(change)}",
        Step.NOT_CERTAIN: nothing,
        Step.NOT_DATED: nothing,
    }
    grades = {Step.UP: "high", Step.DOWN: "high", Step.NOT_CERTAIN: "low", Step.NOT_DATED: "low"}
    before, after = wording.number(change.before, 1), wording.number(change.after, 1)
    counted = wording.count(item.exercises, "exercise")
    return (
        heads[change.verdict],
        f"From {before} to {after} a year.",
        f"{grades[change.verdict]}: {counted}, p = {wording.number(change.p_value, 3)}",
    )


def promised_rhythm(item: PromisedRhythm) -> tuple[str, str, str]:
    """Return which share of the years promised was kept."""
    kept, series = 100 * item.held / item.due, wording.count(item.series, "series", "series")
    years = f"{wording.count(item.due, 'year')} due, {wording.number(item.held)} on record"
    return (
        f"A promised rhythm is kept in {wording.number(kept)} % of the years",
        f"{wording.heading(series)}, {years}.",
        "medium: an unreported meeting counts as missed",
    )


def silent_series(item: SilentSeries) -> tuple[str, str, str]:
    """Return how many series are silent for longer than ever."""
    verb = "is" if item.longer < 2 else "are"
    nothing = "No silence is longer than each of the gaps before it."
    told = {
        Silences.SOME_LONGER: f"First of all {wording.listing(item.names)} ([](#tbl:silent)).",
        Silences.NONE_LONGER: nothing,
        Silences.NO_SERIES: nothing,
    }
    longer = wording.heading(wording.of(item.longer, item.compared))
    return (
        f"{longer} series {verb} silent for longer than ever",
        told[item.verdict],
        f"low: by chance alone about {wording.number(item.chance)} of them would be",
    )


def bilateral_share(item: BilateralShare) -> tuple[str, str, str]:
    """Return how many exercises are bilateral."""
    share = wording.number(100 * item.bilateral / item.exercises)
    parts = f"{wording.number(item.bilateral)} of {wording.number(item.exercises)}"
    return (
        f"{share} % of the exercises are bilateral",
        f"{parts}; in the others third nations take part.",
        "medium: a share of what is on record",
    )


def agreement_use(item: AgreementUse) -> tuple[str, str, str]:
    """Return how many agreements in force have been used, and how soon."""
    length = wording.span(item.median_days)
    told = {
        Uses.NONE: "",
        Uses.ONE: f"It came {length} after signature.",
        Uses.SEVERAL: f"It came a median of {length} after signature.",
    }
    verb = "has" if item.used == 1 else "have"
    agreements, used = wording.count(item.agreements, "agreement"), wording.numeral(item.used)
    return (
        f"Of {agreements} in force, {used} {verb} a first use on record",
        told[item.verdict],
        "low: use is seldom announced",
    )


WORDS: dict[type[Finding], Callable[[Any], tuple[str, str, str]]] = {
    ExerciseRate: exercise_rate,
    PromisedRhythm: promised_rhythm,
    SilentSeries: silent_series,
    BilateralShare: bilateral_share,
    AgreementUse: agreement_use,
}


def silent_words(over: Sequence[Ending]) -> tuple[str, str]:
    """Return title and caption of the table of silences, which names what has ended instead."""
    return SILENT_TITLE, f"{SILENT_CAPTION} {endings(over)}".strip()


def timeline_words(found: Timeline | None) -> dict[str, str]:
    """Return title and subtitle of the timeline."""
    if found is None:
        return {"title": "", "subtitle": ""}
    subtitle = (
        f"n = {wording.number(found.events)} events held and {wording.number(found.signed)} "
        f"bilateral texts signed, {wording.window(*found.window)}"
    )
    return {"title": timeline_title(found), "subtitle": subtitle}


def timeline_title(found: Timeline) -> str:
    """Return which years were the busiest."""
    years = wording.listing([str(year) for year in found.busiest])
    verb = "was" if len(found.busiest) == 1 else "were"
    each = "" if len(found.busiest) == 1 else " each"
    return f"{years} {verb} busiest, with {wording.count(found.most, 'event')}{each}"


def news(found: News) -> str:
    """Say how much is new."""
    start = wording.day(found.since)
    if not found.events + found.signed:
        return f"Nothing is on record after {start}."
    pens = f" and {wording.count(found.signed, 'instrument')}" if found.signed else ""
    return (
        f"After {start} the record has **{wording.count(found.events, 'event')}{pens}**, in "
        f"{wording.count(found.series, 'series', 'series')} ([](#tbl:new))."
    )


def news_words(found: News) -> tuple[str, str]:
    """Return title and caption of the table of what is new."""
    rest = f"; {wording.numeral(found.more)} more in the data" if found.more else ""
    return f"New since {wording.day(found.since)}", f"The newest first{rest}."


def unknown(found: Unknown | None) -> str:
    """List what the record cannot say."""
    if found is None:
        return "With no event in the window, everything else is unknown."
    return (
        f"- **Whether silence is absence.** {wording.number(found.searches)} searches found "
        "nothing; some meetings may be unreported.\n"
        f"- **Whether sources agree.** {wording.number(100 * found.single)} % of the events rest "
        "on a single publisher.\n"
        f"- **On which day.** The day of {wording.number(found.vague)} of "
        f"{wording.number(found.events)} events is not known.\n"
        "- **What was said.** The record counts meetings; it does not weigh them."
    )
