"""Sentences and tables of the report on the evidence: they word its facts, and decide nothing."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from defcoop import wording
from defcoop.analysis.audit.sensitivity import summarise_changes
from defcoop.analysis.estimate import Estimate
from defcoop.chapters.evidence.facts import (
    Agreement,
    Carried,
    Content,
    Contradictions,
    Dates,
    Dating,
    Dominance,
    Facts,
    Mover,
    Overturned,
    Robustness,
    Share,
)
from defcoop.chapters.evidence.frames import HEADLINES, EvidenceFrames

TITLE = "What we know, and how"
SUBTITLE = "The evidence behind the reports on India-Japan defence cooperation"
DESCRIPTION = (
    "Who speaks of what, how many agree, where they contradict each other, and what would overturn "
    "a number."
)
NO_EVENTS = "There are no events in this window, so there is no evidence to weigh."
LIST_POINT = (
    "An official list of the rounds of a series, with numbers. It would turn holes of the record "
    "into gaps or into meetings, and every rhythm with them."
)
COPY_POINT = (
    "Signs that more publishers than are known to do so reproduce the text of one agency. "
    "Corroboration would fall, the numbers would not."
)
FIELDS = {
    "start": "beginning",
    "end": "end",
    "place_id": "place",
    "established": "founding",
    "edition": "edition number",
    "scope": "scope",
    "status": "whether it was held",
    "signed": "signature",
    "in_force": "entry into force",
    "stated_cadence": "stated rhythm",
}
MOST_FIELDS = 5
RHYTHMS = {"P1Y": "yearly", "P2Y": "every two years", "P6M": "half-yearly"}
RULING_HEADS = ["Subject", "What", "Followed", "Not followed", "Why"]
HEADLINE_HEADS = ["Number", "On all evidence", "Lowest", "Highest", "Runs", "Overturned by"]


def findings(facts: Facts) -> str:
    """Return the findings in short, for the first page."""
    if facts.content is Content.NOTHING:
        return NO_EVENTS
    points = [
        official_point(facts.carried),
        alone_point(facts.agreement.share),
        day_point(facts.dates),
        ruling_point(facts.contradictions),
        overturn_point(facts.robustness),
    ]
    return "\n".join(f"- {point}" for point in points if point)


def official_point(found: Carried) -> str:
    """Return for how many events an official source speaks."""
    return (
        f"An official source speaks of {wording.share(found.official, found.events)} of the events."
    )


def alone_point(share: Estimate) -> str:
    """Return how many events rest on one publisher."""
    if share.value is None or share.low is None or share.high is None:
        return f"The share of events with one publisher cannot be given: {share.reason}."
    return (
        f"{wording.number(100 * share.value)} % of the events (95 % interval "
        f"{wording.number(100 * share.low)} to {wording.number(100 * share.high)} %) rest on a "
        "single publisher."
    )


def day_point(found: Dates) -> str:
    """Return for how many events the day is known."""
    whole = found.day + found.month + found.year
    return f"The day is known for {wording.share(found.day, whole)}."


def ruling_point(found: Contradictions) -> str:
    """Return how many contradictions there were."""
    if not found.claims:
        return "No source was contradicted by another about the events of this window."
    subjects = wording.count(
        found.subjects, "event, series or instrument", "events, series and instruments"
    )
    return (
        f"{wording.heading(wording.count(found.claims, 'claim'))} about {subjects} contradicted "
        "what the record follows; each was ruled on, with its reason."
    )


def overturn_point(found: Robustness) -> str:
    """Return how many headline numbers a single change would overturn."""
    sentences = {
        Overturned.NO_NUMBER: "",
        Overturned.NONE: f"None of {wording.count(found.numbers, 'headline number')} is overturned "
        "by leaving out any one source or doubtful claim, or by reversing any one ruling.",
        Overturned.SOME: f"{wording.share(found.fragile, found.numbers)} of the headline numbers "
        "would be overturned by a single source, doubtful claim or ruling.",
    }
    return sentences[found.verdict]


def covering(content: Content, found: Carried) -> str:
    """Return what the coverage is like and who carries the record."""
    if content is Content.NOTHING:
        return NO_EVENTS
    shares = [f"{name} ({wording.number(100 * share)} %)" for name, share in found.largest]
    listed = f"the largest shares of all claims are those of {wording.listing(shares)}"
    carried = {
        Dominance.ONLY: f"all claims are those of {found.largest[0][0]}",
        Dominance.HALF: f"{found.largest[0][0]} has at least half of all claims: {listed}",
        Dominance.NONE: f"none has half of all claims: {listed}",
    }
    return (
        f"The {wording.count(found.events, 'event')} {'rests' if found.events == 1 else 'rest'} on "
        f"{wording.count(found.sources, 'source')} of "
        f"{wording.count(found.publishers, 'independent publisher')}; {carried[found.verdict]}. "
        f"Of the sources {wording.share(found.reliable, found.sources)} "
        f"{'is' if found.reliable == 1 else 'are'} of reliability A or B on the NATO scale. "
        "[](#fig:coverage) shows where only the press speaks."
    )


def agreeing(content: Content, found: Agreement) -> str:
    """Return how far events are corroborated."""
    if content is Content.NOTHING:
        return NO_EVENTS
    best = (
        f"the best documented, {found.best[0]}, has {wording.number(found.most)}"
        if len(found.best) == 1
        else f"the {wording.numeral(len(found.best))} best documented have "
        f"{wording.number(found.most)} each"
    )
    return (
        f"{alone_point(found.share)} The middle event has {wording.count(found.median, 'source')}; "
        f"{best} ([](#fig:publishers)).{alone_text(found)}"
    )


def alone_text(found: Agreement) -> str:
    """Return what stands behind the events of one publisher; nothing where there is none."""
    if not found.alone:
        return ""
    if found.official is Share.NONE:
        return (
            " No official source speaks of an event of one publisher, and nothing in the record "
            "would show an error."
        )
    return (
        " An event of one publisher is not doubtful for that reason: of "
        f"{wording.share(found.alone_official, found.alone)} an official source speaks. But "
        "nothing in the record would show an error."
    )


def dating(content: Content, found: Dates) -> str:
    """Return how precise the dates are."""
    if content is Content.NOTHING:
        return NO_EVENTS
    vague = {
        Dating.EXACT: "No date of this window is less precise than a day.",
        Dating.VAGUE: f"For {wording.count(found.month, 'event')} only the month is known and for "
        f"{wording.number(found.year)} only the year. No day is invented for them: each keeps the "
        "first and the last day that are possible.",
    }
    return f"{day_point(found)} {vague[found.verdict]} [](#fig:precision) shows the years."


def ruling(found: Contradictions) -> str:
    """Return what the contradictions are about."""
    if not found.claims:
        return ruling_point(found)
    fields = [
        f"the {FIELDS.get(field, field)} ({size})" for field, size in found.fields[:MOST_FIELDS]
    ]
    rest = sum(size for _, size in found.fields[MOST_FIELDS:])
    other = [f"{wording.count(rest, 'other detail')}"] if rest else []
    return (
        f"{ruling_point(found)} They are about {wording.listing([*fields, *other])}. A claim that "
        "is merely less precise contradicts nothing and needs no ruling. [](#tbl:rulings) gives "
        "each value that was followed and each that was not; the data name the sources of both."
    )


def ruling_table(frames: EvidenceFrames) -> pd.DataFrame:
    """Return every ruling with both values and its reason."""
    names = subject_names(frames)
    rows = [
        (
            names.get(row["subject_id"], row["subject_id"]),
            FIELDS.get(row["field"], row["field"]),
            value_text(row["kept"], names),
            value_text(row["rejected"], names),
            row["reason"],
        )
        for row in frames.rulings.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=RULING_HEADS)


def subject_names(frames: EvidenceFrames) -> dict[str, str]:
    """Return the name of every event, instrument, series and place."""
    tables = frames.report.dataset
    named = (
        (tables.places, "place_id", "name"),
        (tables.instruments, "instrument_id", "title"),
        (tables.mechanisms, "mechanism_id", "name"),
        (tables.events, "event_id", "title"),
    )
    return {
        str(key): str(name)
        for table, ids, names in named
        for key, name in zip(table[ids], table[names], strict=True)
    }


def ruling_words(found: Contradictions) -> tuple[str, str]:
    """Return title and caption of the table of rulings."""
    if not found.claims:
        return "There is no ruling to list", ""
    return (
        "Every claim that was not followed, and why",
        "Dates are written year, month, day, as the claims are recorded.",
    )


def headline_words(runs: pd.DataFrame) -> tuple[str, str]:
    """Return title and caption of the table of headline numbers."""
    if runs.empty:
        return "There is no headline number to list", ""
    return (
        "Headline numbers over all single changes of the evidence",
        "Lowest and highest value in any run; days for the gap, shares from zero to one.",
    )


def value_text(value: str, names: Mapping[str, str]) -> str:
    """Return a value as a reader reads it: a place by its name."""
    plain = value.replace("_", " ").replace("/", " to ")
    return names.get(value) or RHYTHMS.get(value, plain)


def moving(content: Content, found: Robustness) -> str:
    """Return how far the headline numbers move."""
    if content is Content.NOTHING:
        return NO_EVENTS
    doubtful = wording.heading(wording.count(found.doubtful_claims, "doubtful claim"))
    sources = wording.count(found.sources, "source")
    alone = {
        Share.NONE: f"Any one of {sources} can be lost without losing an event.",
        Share.SOME: f"Of {sources}, {wording.number(found.sources_alone)} "
        f"{'carries' if found.sources_alone == 1 else 'carry'} some event alone, and each of these "
        "was left out in turn; the others can be lost one at a time without losing an event.",
        Share.ALL: f"Every source ({wording.number(found.sources)}) carries some event alone, and "
        "each was left out in turn.",
    }
    return (
        f"{overturn_point(found)} {alone[found.alone]} {doubtful} and "
        f"{wording.count(found.rulings, 'ruling')} were tried too ([](#fig:sensitivity), "
        "[](#tbl:headlines)). Losing several at once, or a whole kind of source, could move more."
    ).strip()


def headline_table(runs: pd.DataFrame) -> pd.DataFrame:
    """Return every headline number with its range and what overturns it."""
    if runs.empty:
        return pd.DataFrame(columns=HEADLINE_HEADS)
    rows = summarise_changes(runs).set_index("headline").to_dict("index")
    turned = runs[runs["flips"]].groupby("headline")["what"].agg(list).to_dict()
    table = [
        headline_row(label, rows[name], turned.get(name, []))
        for name, label in HEADLINES.items()
        if name in rows
    ]
    return pd.DataFrame(table, columns=HEADLINE_HEADS)


def headline_row(name: str, row: Mapping[Any, Any], turned: list[str]) -> tuple[object, ...]:
    """Return one row of the table of headline numbers."""
    values = [
        wording.number(row[key], 0 if abs(row[key]) >= 100 else 2) if pd.notna(row[key]) else ""
        for key in ("baseline", "lowest", "highest")
    ]
    return (name, *values, row["runs"], "; ".join(turned[:3]) or "none of them")


def mind(facts: Facts) -> str:
    """Return what would change our mind."""
    if facts.content is Content.NOTHING:
        return NO_EVENTS
    points = [
        found_point(facts.searched, facts.searched_series),
        LIST_POINT,
        source_point(facts.mover),
        COPY_POINT,
    ]
    return "\n".join(f"- {point}" for point in points if point)


def found_point(searched: int, series: int) -> str:
    """Return what a page on something not found would do."""
    if not searched:
        return ""
    return (
        f"A page on any of {wording.count(searched, 'meeting or detail', 'meetings and details')} "
        f"of {wording.count(series, 'series', 'series')} that were looked for and not found. A "
        "meeting among them would shorten a gap, and may end a silence."
    )


def source_point(mover: Mover | None) -> str:
    """Return which one source moves a headline number most."""
    if mover is None:
        return ""
    return (
        f"An error in [@{mover.source}]: no single source moves a headline number further than it "
        f"moves “{mover.headline}”, by {wording.number(100 * mover.change, 1)} %."
    )
