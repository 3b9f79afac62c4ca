"""What the profile of a series says of made-up facts, on both sides of each branch."""

import dataclasses
import datetime

import numpy as np
import pandas as pd
import pytest

from defcoop.analysis.cadence.opengap import OpenGap
from defcoop.analysis.cadence.series import describe_cadences
from defcoop.chapters.profile import facts, frames, text
from defcoop.chapters.profile.facts import (
    Evidence,
    Facts,
    Habit,
    Participation,
    Silence,
    Standing,
    Window,
)
from tests.unit.analysis.frames import claims, series

MET = Standing(
    events=3,
    first=datetime.date(2010, 5, 1),
    habit=Habit.USUAL,
    usual=365.25 * 2.5,
    silence=Silence.AMONG,
    silent=365.25 * 3,
    earlier=2,
    shorter=1,
    bound=1 / 3,
    hidden=0,
)
NEXT = Window(datetime.date(2020, 2, 1), datetime.date(2021, 3, 1), 0.9)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {},
            (
                "**Three events** on record since May 2010, usually 2.5 years apart "
                "([](#fig:history)). Silent for 3.0 years, longer than one of the two gaps before "
                "it."
            ),
        ),
        (
            {"events": 1, "habit": Habit.NO_GAP, "silence": Silence.NOTHING_BEFORE},
            (
                "**One event** on record since May 2010 ([](#fig:history)). Silent for 3.0 years, "
                "with no complete gap to compare it with."
            ),
        ),
        (
            {"events": 2, "habit": Habit.ONE_GAP, "silence": Silence.UNDATED, "hidden": 1},
            (
                "**Two events** on record since May 2010, with one gap of 2.5 years "
                "([](#fig:history)). When it last met is not known to the month. One further gap "
                "may hide an event that was not found."
            ),
        ),
    ],
)
def test_the_standing_tells_events_gaps_and_silence(
    changes: dict[str, object], sentence: str
) -> None:
    assert text.standing(dataclasses.replace(MET, **changes)) == sentence


def test_without_an_event_there_is_no_standing() -> None:
    assert text.standing(None) == ""


EXPECTED = (
    "If gaps stay as they were, the next comes with probability 90 % between February 2020 and "
    "March 2021."
)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"silence": Silence.ENDED, "last": "May 2018", "successor": "2+2"},
            "Held until May 2018; superseded by the 2+2.",
        ),
        ({"silence": Silence.NONE}, f"It met on the last day of the window. {EXPECTED}"),
        (
            {"silence": Silence.LONGER_THAN_EACH},
            (
                "Silent for 3.0 years, **longer than each of the two gaps before**; by chance "
                "alone this has probability 0.33."
            ),
        ),
        (
            {"silence": Silence.LONGER_THAN_EACH, "earlier": 1, "bound": 0.5},
            (
                "Silent for 3.0 years, **longer than the one gap before**; by chance alone this "
                "has probability 0.50."
            ),
        ),
        (
            {"silence": Silence.NOT_LONGER_THAN_THE_ONE},
            f"Silent for 3.0 years, not longer than the one gap before it. {EXPECTED}",
        ),
        (
            {"silence": Silence.AMONG, "shorter": 0},
            f"Silent for 3.0 years, longer than none of the two gaps before it. {EXPECTED}",
        ),
    ],
)
def test_the_silence_is_worded_as_it_was_judged(changes: dict[str, object], sentence: str) -> None:
    assert text.silence(dataclasses.replace(MET, window=NEXT, **changes)) == sentence


def silent(days: float | None, earlier: int, longer_than_all: bool | None) -> OpenGap:
    return OpenGap(days, earlier, 0, longer_than_all, None)


@pytest.mark.parametrize(
    ("gap", "verdict"),
    [
        (silent(None, 3, None), Silence.UNDATED),
        (silent(0.0, 3, False), Silence.NONE),
        (silent(400.0, 0, None), Silence.NOTHING_BEFORE),
        (silent(400.0, 1, True), Silence.LONGER_THAN_EACH),
        (silent(400.0, 1, False), Silence.NOT_LONGER_THAN_THE_ONE),
        (silent(400.0, 2, True), Silence.LONGER_THAN_EACH),
        (silent(400.0, 2, False), Silence.AMONG),
    ],
)
def test_a_silence_is_judged_by_the_gaps_before_it(gap: OpenGap, verdict: Silence) -> None:
    assert facts.judge_silence(gap) is verdict


def test_one_gap_makes_no_habit() -> None:
    assert [facts.judge_habit(gaps) for gaps in (0, 1, 2, 9)] == [
        Habit.NO_GAP,
        Habit.ONE_GAP,
        Habit.USUAL,
        Habit.USUAL,
    ]


def test_the_standing_is_read_from_the_cadence() -> None:
    own = series("2010-05-01", "2012-05-01", "2015-05-01")
    measured = describe_cadences(
        own,
        as_of=datetime.date(2017, 10, 30),
        generators=lambda _: np.random.default_rng(1),
        band_generator=np.random.default_rng(1),
        draws=2,
    )["talks"]
    found = facts.read_standing(own, measured)
    # Two gaps of two and three years of 365 or 366 days, then two and a half years of silence.
    assert (found.events, found.first, found.habit) == (3, datetime.date(2010, 5, 1), Habit.USUAL)
    assert (found.usual, found.silent) == ((731 + 1095) / 2, 913)
    assert (found.silence, found.shorter, found.earlier) == (Silence.AMONG, 1, 2)
    assert (found.last, found.hidden) == ("May 2015", 0)
    ended = dataclasses.replace(measured, superseded_by="2+2")
    assert facts.read_standing(own, ended).silence is Silence.ENDED


def test_who_and_where_are_listed_with_their_events() -> None:
    whole = Participation((("Indian Navy", 3), ("JMSDF", 2)), (("Kochi", 2), ("Sasebo", 1)))
    assert text.people(whole) == (
        "**Who.** Indian Navy (3) and JMSDF (2). **Where.** Kochi (2) and Sasebo (1). "
        "[](#tbl:editions) lists them."
    )
    assert text.people(Participation((), ())) == "[](#tbl:editions) lists them."
    assert text.people(None) == ""


def test_only_so_many_ties_are_printed() -> None:
    lines = [f"builds on *{name}*" for name in "abcdefghij"]
    assert text.ties([]) == "No instrument or other mechanism is recorded as tied to it."
    assert text.ties(lines[:8]).count("\n") == 7
    assert text.ties(lines[:8]).endswith("- builds on *h*")
    assert text.ties(lines).endswith("- builds on *h*\n- and two more in the data")


def test_the_evidence_counts_what_rests_on_one_source() -> None:
    found = Evidence(5, 3, 2, 1, 0, ("pib", "mod"))
    assert text.evidence(found) == (
        "Five claims from three sources; of two events, one rests on a single source. The best of "
        "them: [@pib; @mod]."
    )
    ruled = dataclasses.replace(found, single=2, rulings=1)
    assert text.evidence(ruled) == (
        "Five claims from three sources; of two events, two rest on a single source. Rulings on "
        "contradictions: one. The best of them: [@pib; @mod]."
    )
    bare = dataclasses.replace(found, events=0, single=0)
    assert text.evidence(bare) == (
        "Five claims from three sources; they are about the series itself. The best of them: "
        "[@pib; @mod]."
    )
    assert text.evidence(None) == "No claim supports an event in this window."


def test_a_subject_of_two_sources_does_not_rest_on_one() -> None:
    said = [("a", "pib"), ("a", "pib"), ("b", "pib"), ("b", "mod"), ("c", "mod")]
    rows = claims(*({"subject_id": event, "source_id": source} for event, source in said))
    assert facts.count_single(rows) == 2


@pytest.mark.parametrize(
    ("events", "title"),
    [
        (0, "No edition lies in this window"),
        (1, "One event on record"),
        (frames.MOST_EDITIONS, "24 events on record"),
        (frames.MOST_EDITIONS + 1, "The newest 24 of 25 events"),
    ],
)
def test_the_table_says_whether_it_lists_all(events: int, title: str) -> None:
    whole = Facts(None, None, (), None, facts.judge_editions(events), events)
    assert text.editions_title(whole) == title


def test_the_series_is_told_by_what_is_known_of_it() -> None:
    row = pd.Series(
        {
            "kind": "staff_talks",
            "level": "",
            "domain": "sea",
            "scope": "bilateral",
            "description": "",
            "established": "",
            "stated_cadence": "",
        }
    )
    assert (text.subtitle(row), text.what(row)) == ("Staff talks, navies, bilateral", "")
    known = {"level": "minister", "description": "talks", "established": "2010-05"}
    full = pd.Series({**row, **known, "stated_cadence": "P1Y"})
    assert text.subtitle(full).startswith("Staff talks, minister")
    assert text.what(full) == "Talks. Established: May 2010. Sources call it yearly."
