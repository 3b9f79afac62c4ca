"""What the brief says."""

from collections.abc import Mapping

import pandas as pd

from defcoop.analysis.audit.coverage import estimate_single_source_share
from defcoop.analysis.cadence.series import Cadence
from defcoop.chapters import prose
from defcoop.chapters.brief import facts
from defcoop.chapters.brief.facts import Finding
from defcoop.chapters.cadence import facts as meetings
from defcoop.chapters.session import Report
from defcoop.figures.frames import tally

TITLE = "India and Japan in defence: the brief"
SUBTITLE = "What the record shows, what has fallen silent, what is new, what we do not know"
DESCRIPTION = "Two pages from the curated record; every number is computed from it."
SILENT_CAPTION = (
    "Series with at least two gaps that can be trusted. By chance: the probability that the "
    "present silence is the longest, if gaps were interchangeable."
)
SILENT_TITLE = "Silent for longer than ever"


def silent_words(report: Report, cadences: Mapping[str, Cadence]) -> tuple[str, str]:
    """Return title and caption of the table of silences, which names what has ended instead."""
    over = meetings.endings(report, cadences)
    ended = f" Ended, and so not silent: {prose.listing(over)}." if over else ""
    return SILENT_TITLE, f"{SILENT_CAPTION}{ended}"


def findings(report: Report, found: list[Finding]) -> str:
    """Return the findings as a numbered list with their confidence and their sources."""
    if not found or report.events.empty:
        return "There are no events in this window, so there is nothing to find."
    lines = [f"{place}. {finding(item)}" for place, item in enumerate(found, start=1)]
    return "\n".join([*lines, "", EVERYTHING])


EVERYTHING = "[](#fig:timeline) holds everything on record in this window, one dot for each event."


def finding(item: Finding) -> str:
    """Return one finding: headline, numbers, confidence, sources."""
    cited = "; ".join(f"@{name}" for name in item.sources)
    marks = f" [{cited}]" if cited else ""
    return f"**{item.headline}.** {item.text} *Confidence {item.confidence}.*{marks}"


def timeline_words(report: Report, rows: pd.DataFrame) -> dict[str, str]:
    """Return title and subtitle of the timeline."""
    signed = int((rows["level"] == "instrument").sum())
    window = prose.window(report.first_day, report.last_day)
    subtitle = (
        f"n = {prose.number(len(rows) - signed)} events held and "
        f"{prose.number(signed)} bilateral texts signed, {window}"
    )
    return {"title": timeline_title(rows), "subtitle": subtitle}


def timeline_title(rows: pd.DataFrame) -> str:
    """Return which years were the busiest."""
    if rows.empty:
        return ""
    held = rows[rows["level"] != "instrument"]
    years = held["start_earliest"].dt.year.value_counts().sort_index()
    busiest = years[years == years.max()]
    named = prose.listing([str(year) for year in busiest.index])
    verb = "was" if len(busiest) == 1 else "were"
    return f"{named} {verb} busiest, with {prose.count(int(years.max()), 'event')}"


def new(report: Report, rows: pd.DataFrame) -> str:
    """Say how much is new."""
    start = prose.day(facts.since(report))
    if rows.empty:
        return f"Nothing is on record after {start}."
    series = tally(rows[rows["mechanism_id"] != ""])
    signed = int((rows["level"] == "instrument").sum())
    pens = f" and {prose.count(signed, 'instrument')}" if signed else ""
    return (
        f"After {start} the record has **{prose.count(len(rows) - signed, 'event')}{pens}**, in "
        f"{prose.count(len(series), 'series', 'series')} ([](#tbl:new))."
    )


def new_words(report: Report, rows: pd.DataFrame) -> tuple[str, str]:
    """Return title and caption of the table of what is new."""
    more = len(rows) - facts.MOST_NEW
    rest = f"The newest first; {prose.numeral(more)} more in the data." if more > 0 else ""
    return f"New since {prose.day(facts.since(report))}", rest or "The newest first."


def unknown(report: Report) -> str:
    """List what the record cannot say."""
    events = report.events
    if events.empty:
        return "With no event in the window, everything else is unknown."
    claims, sources = report.dataset.supporting_claims, report.dataset.sources
    single = estimate_single_source_share(claims, sources, events["event_id"])
    vague = int((events["start_precision"] != "day").sum())
    empty = report.dataset.missing_events
    lost = int((empty["finding"] == "not_found").sum())
    alone = prose.number(100 * (single.value or 0.0))
    return (
        f"- **Whether silence is absence.** {prose.number(lost)} searches found nothing; "
        "some meetings may be unreported.\n"
        f"- **Whether sources agree.** {alone} % of the events rest on a single publisher.\n"
        f"- **On which day.** The day of {prose.number(vague)} of {prose.number(len(events))} "
        "events is not known.\n"
        "- **What was said.** The record counts meetings; it does not weigh them."
    )
