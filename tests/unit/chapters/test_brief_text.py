"""What the brief says of made-up facts, on both sides of each branch."""

import datetime

import pandas as pd
import pytest

from defcoop.chapters.brief import facts, text
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
from defcoop.chapters.cadence.facts import Ending, Silences
from defcoop.chapters.exercises.facts import Change, Step

DAY = datetime.date(2025, 7, 2)
WINDOW = datetime.date(2000, 1, 1), datetime.date(2026, 7, 2)
SHARE = BilateralShare(50, 90)
SHARE_LINE = (
    "**56 % of the exercises are bilateral.** 50 of 90; in the others third nations take part. "
    "*Confidence medium: a share of what is on record.*"
)
STEPPED = (
    "From 1.0 to 7.7 a year. *Confidence high: 90 exercises, p = 0.001.*",
    "From 1.0 to 7.7 a year. *Confidence low: 90 exercises, p = 0.200.*",
)


def change(verdict: Step, first: int, last: int, p_value: float) -> Change:
    return Change(verdict, "", first, last, 1.0, 7.7, p_value)


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (
            ExerciseRate(change(Step.UP, 2016, 2017, 0.001), 90, ("mod",)),
            f"**Exercises stepped up between 2016 and 2017.** {STEPPED[0]} [@mod]",
        ),
        (
            ExerciseRate(change(Step.DOWN, 2016, 2016, 0.001), 90, ("mod", "pib")),
            f"**Exercises stepped down in 2016.** {STEPPED[0]} [@mod; @pib]",
        ),
        (
            ExerciseRate(change(Step.NOT_CERTAIN, 2016, 2017, 0.2), 90),
            f"**The rate of exercises shows no step.** {STEPPED[1]}",
        ),
        (
            PromisedRhythm(13, 174, 107),
            (
                "**A promised rhythm is kept in 61 % of the years.** 13 series, 174 years due, 107 "
                "on record. *Confidence medium: an unreported meeting counts as missed.*"
            ),
        ),
        (
            SilentSeries(Silences.SOME_LONGER, 3, 34, ("Air chiefs", "US-2"), 7.0),
            (
                "**Three of 34 series are silent for longer than ever.** First of all Air chiefs "
                "and US-2 ([](#tbl:silent)). *Confidence low: by chance alone about 7 of them "
                "would be.*"
            ),
        ),
        (
            SilentSeries(Silences.SOME_LONGER, 1, 34, ("US-2",), 7.0),
            (
                "**One of 34 series is silent for longer than ever.** First of all US-2 "
                "([](#tbl:silent)). *Confidence low: by chance alone about 7 of them would be.*"
            ),
        ),
        (
            SilentSeries(Silences.NONE_LONGER, 0, 34, (), 7.0),
            (
                "**None of 34 series is silent for longer than ever.** No silence is longer than "
                "each of the gaps before it. *Confidence low: by chance alone about 7 of them "
                "would be.*"
            ),
        ),
        (SHARE, SHARE_LINE),
        (
            AgreementUse(Uses.SEVERAL, 4, 2, 1900.0),
            (
                "**Of four agreements in force, two have a first use on record.** It came a median "
                "of 5.2 years after signature. *Confidence low: use is seldom announced.*"
            ),
        ),
        (
            AgreementUse(Uses.ONE, 1, 1, 1900.0),
            (
                "**Of one agreement in force, one has a first use on record.** It came 5.2 years "
                "after signature. *Confidence low: use is seldom announced.*"
            ),
        ),
        (
            AgreementUse(Uses.NONE, 4, 0, 0.0),
            (
                "**Of four agreements in force, none have a first use on record.** *Confidence "
                "low: use is seldom announced.*"
            ),
        ),
    ],
)
def test_a_finding(found: Finding, line: str) -> None:
    assert text.finding(found) == line


@pytest.mark.parametrize(("used", "verdict"), [(0, Uses.NONE), (1, Uses.ONE), (2, Uses.SEVERAL)])
def test_how_many_agreements_were_used(used: int, verdict: Uses) -> None:
    assert facts.judge_uses(used) is verdict


def test_findings_are_numbered() -> None:
    news = News(DAY, 0, 0, 0, 0)
    assert text.findings(Facts((SHARE, SHARE), None, (), news, None)) == (
        f"1. {SHARE_LINE}\n2. {SHARE_LINE}\n\n[](#fig:timeline) holds everything on record in this "
        "window, one dot for each event."
    )
    assert text.findings(Facts((), None, (), news, None)) == (
        "There are no events in this window, so there is nothing to find."
    )


def test_the_table_of_silences_names_what_has_ended() -> None:
    assert text.silent_words(())[1] == text.SILENT_CAPTION
    title, caption = text.silent_words((Ending("2+2", "Jun 2018", "ministers' 2+2"),))
    assert title == "Silent for longer than ever"
    assert caption == (
        f"{text.SILENT_CAPTION} Ended, and so not silent: 2+2, last held Jun 2018 and superseded "
        "by the ministers' 2+2."
    )


def rows(*days: str) -> pd.DataFrame:
    """Return events on some days, the last a signing."""
    levels = ["minister"] * (len(days) - 1) + ["instrument"]
    names = [f"series-{at}" for at in range(len(days) - 1)] + [""]
    start = pd.to_datetime(pd.Series(days))
    return pd.DataFrame({"level": levels, "mechanism_id": names, "start_earliest": start})


def test_the_timeline() -> None:
    found = facts.read_timeline(
        rows("2010-01-01", "2012-01-01", "2012-02-01", "2012-03-01"), WINDOW
    )
    assert found == Timeline(WINDOW, 3, 1, (2012,), 2)
    assert text.timeline_words(found) == {
        "title": "2012 was busiest, with two events",
        "subtitle": "n = 3 events held and 1 bilateral texts signed, 2000 to July 2026",
    }
    alike = facts.read_timeline(rows("2010-01-01", "2012-01-01", "2012-03-01"), WINDOW)
    assert text.timeline_words(alike)["title"] == "2010 and 2012 were busiest, with one event each"
    assert facts.read_timeline(rows("2012-03-01"), WINDOW) is None
    assert text.timeline_words(None) == {"title": "", "subtitle": ""}


def test_what_is_new() -> None:
    found = facts.read_news(rows("2025-08-01", "2025-09-01", "2025-10-01"), DAY)
    assert found == News(DAY, 2, 1, 2, 0)
    assert text.news(found) == (
        "After 2 July 2025 the record has **two events and one instrument**, in two series "
        "([](#tbl:new))."
    )
    assert text.news(News(DAY, 1, 0, 1, 0)) == (
        "After 2 July 2025 the record has **one event**, in one series ([](#tbl:new))."
    )
    assert text.news(News(DAY, 0, 0, 0, 0)) == "Nothing is on record after 2 July 2025."


@pytest.mark.parametrize(
    ("more", "caption"),
    [(0, "The newest first."), (2, "The newest first; two more in the data.")],
)
def test_what_is_new_beyond_the_table(more: int, caption: str) -> None:
    assert text.news_words(News(DAY, 9, 0, 3, more)) == ("New since 2 July 2025", caption)


def test_more_rows_than_the_table_shows() -> None:
    assert facts.read_news(rows(*["2025-08-01"] * 9), DAY).more == 2


def test_what_is_unknown() -> None:
    assert text.unknown(Unknown(164, 0.41, 43, 301)) == (
        "- **Whether silence is absence.** 164 searches found nothing; some meetings may be "
        "unreported.\n"
        "- **Whether sources agree.** 41 % of the events rest on a single publisher.\n"
        "- **On which day.** The day of 43 of 301 events is not known.\n"
        "- **What was said.** The record counts meetings; it does not weigh them."
    )
    assert text.unknown(None) == "With no event in the window, everything else is unknown."
