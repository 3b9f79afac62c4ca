"""The numbers and verdicts of the report on the evidence, as its sentences need them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import pandas as pd

from defcoop.analysis.audit.coverage import tabulate_publishers
from defcoop.analysis.estimate import Estimate
from defcoop.chapters.evidence.frames import HEADLINES, EvidenceFrames
from defcoop.chapters.headlines import headline

RELIABLE = ("A", "B")
"""The best two grades of reliability on the NATO scale."""


class Content(Enum):
    """Whether there is any event whose evidence could be weighed."""

    EVENTS = "events"
    NOTHING = "no event"


class Dominance(Enum):
    """Whether one publisher carries half of all claims."""

    ONLY = "there is one publisher"
    HALF = "one has at least half of all claims"
    NONE = "none has half"


class Dating(Enum):
    """Whether each date is known to the day."""

    EXACT = "each to the day"
    VAGUE = "some to the month or the year only"


class Overturned(Enum):
    """Whether a single change of the evidence overturns a headline number."""

    NO_NUMBER = "there is no number to overturn"
    NONE = "none is overturned"
    SOME = "some are overturned"


class Share(Enum):
    """How many of some things are meant."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


@dataclass(frozen=True)
class Carried:
    """Who carries the record: sources, their publishers with the share of all claims."""

    events: int
    official: int
    sources: int
    reliable: int
    publishers: int
    largest: tuple[tuple[str, float], ...]
    verdict: Dominance


@dataclass(frozen=True)
class Agreement:
    """How far events are corroborated.

    `best` are the titles of the events with most sources; `alone_official` counts those of the
    `alone` events of one publisher of which an official source speaks.
    """

    share: Estimate
    median: int
    best: tuple[str, ...]
    most: int
    alone: int
    alone_official: int
    official: Share


@dataclass(frozen=True)
class Dates:
    """How many events are dated to the day, the month and the year."""

    day: int
    month: int
    year: int
    verdict: Dating


@dataclass(frozen=True)
class Contradictions:
    """How many claims were not followed, and what they are about, the commonest field first."""

    claims: int
    subjects: int
    fields: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Robustness:
    """How many headline numbers a single change overturns, and how many changes were tried."""

    verdict: Overturned
    fragile: int
    numbers: int
    sources: int
    sources_alone: int
    alone: Share
    doubtful_claims: int
    rulings: int


@dataclass(frozen=True)
class Mover:
    """The source that moves a headline number furthest, as a share of the number."""

    source: str
    headline: str
    change: float


@dataclass(frozen=True)
class Facts:
    """What the report says."""

    content: Content
    carried: Carried
    agreement: Agreement
    dates: Dates
    contradictions: Contradictions
    robustness: Robustness
    mover: Mover | None
    searched: int
    searched_series: int
    single_publisher: Estimate | None = headline(
        "single-publisher", "Share of events with one publisher"
    )
    events: Estimate | None = headline("events", HEADLINES["events"])
    exercise_ratio: Estimate | None = headline("exercise-ratio", HEADLINES["exercise-ratio"])
    yearly_gap: Estimate | None = headline("yearly-gap", HEADLINES["yearly-gap"])
    years_kept: Estimate | None = headline("years-kept", HEADLINES["years-kept"])


def read_facts(frames: EvidenceFrames) -> Facts:
    """Compute the facts of the selected events."""
    tables, events = frames.report.dataset, frames.report.events
    claims = tables.claims[tables.claims["subject_id"].isin(set(events["event_id"]))]
    absent = tables.missing_events[
        (tables.missing_events["finding"] == "not_found")
        & tables.missing_events["mechanism_id"].isin(set(events["mechanism_id"]))
    ]
    titles = dict(zip(events["event_id"], events["title"], strict=True))
    numbers = {name: values[0] for name, values in frames.numbers.items()}
    return Facts(
        content=Content.EVENTS if len(events) else Content.NOTHING,
        carried=read_carried(len(events), claims, tables.sources),
        agreement=read_agreement(frames.alone, frames.support, titles, claims, tables.sources),
        dates=read_dates(frames.precision),
        contradictions=read_contradictions(frames.rulings),
        robustness=read_robustness(frames.runs, claims["source_id"].nunique()),
        mover=read_mover(frames.runs),
        searched=len(absent),
        searched_series=absent["mechanism_id"].nunique(),
        single_publisher=frames.alone,
        events=numbers["events"],
        exercise_ratio=numbers["exercise-ratio"],
        yearly_gap=numbers["yearly-gap"],
        years_kept=numbers["years-kept"],
    )


def read_carried(events: int, claims: pd.DataFrame, sources: pd.DataFrame) -> Carried:
    """Count the sources of some claims, how good they are, and who published them."""
    used = sources[sources["source_id"].isin(claims["source_id"])]
    shares = tabulate_publishers(claims, sources)
    largest = tuple(zip(shares["publisher"].head(3), shares["share"].head(3), strict=True))
    return Carried(
        events=events,
        official=len(official_subjects(claims, sources)),
        sources=claims["source_id"].nunique(),
        reliable=int(used["reliability"].isin(RELIABLE).sum()),
        publishers=len(shares),
        largest=largest,
        verdict=judge_dominance(largest),
    )


def official_subjects(claims: pd.DataFrame, sources: pd.DataFrame) -> set[str]:
    """Return the subjects of which an official source speaks."""
    official = sources.loc[sources["kind"] == "official", "source_id"]
    return set(claims.loc[claims["source_id"].isin(official), "subject_id"])


def judge_dominance(largest: tuple[tuple[str, float], ...]) -> Dominance:
    """Return whether the first of some publishers has half of all claims."""
    if len(largest) == 1:
        return Dominance.ONLY
    return Dominance.HALF if largest and largest[0][1] >= 0.5 else Dominance.NONE


def read_agreement(
    share: Estimate,
    support: pd.DataFrame,
    titles: Mapping[str, str],
    claims: pd.DataFrame,
    sources: pd.DataFrame,
) -> Agreement:
    """Find the middle and the best documented event, and what stands behind those of one voice."""
    most = int(support["sources"].max()) if len(support) else 0
    best = support.loc[support["sources"] == most, "subject_id"]
    alone = set(support.loc[support["publishers"] == 1, "subject_id"])
    official = alone & official_subjects(claims, sources)
    return Agreement(
        share=share,
        median=int(support["sources"].median()) if len(support) else 0,
        best=tuple(titles[str(event)] for event in sorted(best)),
        most=most,
        alone=len(alone),
        alone_official=len(official),
        official=judge_share(len(official), len(alone)),
    )


def judge_share(part: int, whole: int) -> Share:
    """Return whether a part is none, some or all of a whole."""
    if not part:
        return Share.NONE
    return Share.ALL if part == whole else Share.SOME


def read_dates(precision: pd.DataFrame) -> Dates:
    """Count events by the precision of their date."""
    totals = precision.groupby("precision")["events"].sum()
    day, month, year = (int(totals.get(name, 0)) for name in ("day", "month", "year"))
    return Dates(day, month, year, Dating.VAGUE if month or year else Dating.EXACT)


def read_contradictions(rulings: pd.DataFrame) -> Contradictions:
    """Count the claims that were not followed by what they are about."""
    fields = rulings.groupby("field").size().sort_values(ascending=False, kind="stable")
    return Contradictions(
        claims=len(rulings),
        subjects=rulings["subject_id"].nunique(),
        fields=tuple((str(field), int(size)) for field, size in fields.items()),
    )


def read_robustness(runs: pd.DataFrame, sources: int) -> Robustness:
    """Count the headline numbers that a run overturns, and the runs of each kind."""
    numbers = runs.loc[runs["baseline"].notna(), "headline"].nunique()
    fragile = runs.loc[runs["flips"].astype(bool), "headline"].nunique()
    counted = runs.drop_duplicates(["dropped", "what"]).groupby("dropped").size()
    alone = int(counted.get("source", 0))
    verdict = Overturned.SOME if fragile else Overturned.NONE
    return Robustness(
        verdict=verdict if numbers else Overturned.NO_NUMBER,
        fragile=fragile,
        numbers=numbers,
        sources=sources,
        sources_alone=alone,
        alone=judge_share(alone, sources),
        doubtful_claims=int(counted.get("claim", 0)),
        rulings=int(counted.get("ruling", 0)),
    )


def read_mover(runs: pd.DataFrame) -> Mover | None:
    """Find the source whose loss moves a headline number furthest; None where none moves one."""
    own = runs[(runs["dropped"] == "source") & (runs["baseline"] != 0)]
    own = own.assign(size=(own["change"] / own["baseline"]).abs())
    for row in own[own["size"] > 0].sort_values(
        ["size", "what"], ascending=[False, True]
    ).head(1).to_dict("records"):  # fmt: skip
        return Mover(row["what"], HEADLINES[row["headline"]], float(row["size"]))
    return None
