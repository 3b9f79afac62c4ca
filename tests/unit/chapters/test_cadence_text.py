"""What the report on cadence says of made-up facts, on both sides of each branch."""

import datetime

import numpy as np
import pandas as pd
import pytest

from defcoop.analysis.cadence.series import Cadence, describe_cadences
from defcoop.chapters.cadence import facts, frames, text
from defcoop.chapters.cadence.facts import (
    Ending,
    Gaps,
    Irregular,
    Ledger,
    Opening,
    Promises,
    Regularity,
    Rhythm,
    Season,
    Seasons,
    Silence,
    Silences,
    Table,
    Usual,
)

AS_OF = datetime.date(2020, 1, 1)
NAMES = {"quiet": "Quiet talks", "lively": "Lively talks"}
NOTHING = Regularity(0, (), ())
NO_INDEX = "No series has gaps enough for an index of regularity."
QUIET = Silence("Quiet talks", 1500.0, 4, 0.2)


def meetings(**days: list[str]) -> pd.DataFrame:
    """Return meetings of series on some days."""
    rows = [(name, day) for name, several in days.items() for day in several]
    stamps = pd.to_datetime(pd.Series([day for _, day in rows])).dt.as_unit("s")
    return pd.DataFrame(
        {
            "event_id": [f"e{at}" for at in range(len(rows))],
            "mechanism_id": [name for name, _ in rows],
            "parent_event_id": "",
            "status": "held",
            "mode": "in_person",
            "start": [day for _, day in rows],
            "start_precision": "day",
            "start_earliest": stamps,
            "start_latest": stamps,
            "edition": pd.array([pd.NA] * len(rows), dtype="Int64"),
        }
    )


def cadences(**days: list[str]) -> dict[str, Cadence]:
    generator = np.random.default_rng
    return describe_cadences(
        meetings(**days),
        as_of=AS_OF,
        generators=lambda _: generator(1),
        band_generator=generator(1),
        draws=5,
    )


TWO = {
    "quiet": ["2010-01-01", "2011-01-01", "2012-01-01", "2013-01-01"],
    "lively": ["2010-01-01", "2012-01-01", "2015-01-01", "2019-06-01"],
}


def test_only_a_silence_longer_than_each_gap_is_longer_than_ever() -> None:
    found = facts.read_gaps(cadences(**TWO), NAMES, {})
    assert found.verdict is Silences.SOME_LONGER
    assert (found.drawn, found.compared) == (2, 2)
    assert found.longer == (Silence("Quiet talks", 2556.0, 3, 0.25),)
    none = facts.read_gaps(cadences(lively=TWO["lively"]), NAMES, {})
    assert (none.verdict, none.longer) == (Silences.NONE_LONGER, ())


@pytest.mark.parametrize(
    ("series", "longer", "verdict"),
    [(0, 0, Silences.NO_SERIES), (3, 0, Silences.NONE_LONGER), (3, 1, Silences.SOME_LONGER)],
)
def test_whether_a_silence_is_longer(series: int, longer: int, verdict: Silences) -> None:
    assert facts.judge_silences(series, longer) is verdict


@pytest.mark.parametrize(
    ("gaps", "sentence", "title"),
    [
        (
            Gaps(Silences.SOME_LONGER, 19, 18, (QUIET,), (), NOTHING),
            (
                "19 series have at least three gaps that can be trusted ([](#fig:gaps)). Silent "
                "for longer than ever: **Quiet talks** (4.1 years, longer than each of its four "
                f"gaps; by chance alone this has probability 0.20). {NO_INDEX}"
            ),
            "One of 18 series is silent for longer than ever before",
        ),
        (
            Gaps(Silences.NONE_LONGER, 1, 1, (), (Ending("Old", "2018", "New"),), NOTHING),
            (
                "One series has at least three gaps that can be trusted ([](#fig:gaps)). None of "
                "them is silent for longer than each of its earlier gaps. Ended, and so not "
                f"silent: Old, last held 2018 and superseded by the New. {NO_INDEX}"
            ),
            "No series is silent for longer than ever before, of one series compared",
        ),
        (Gaps(Silences.NO_SERIES, 0, 0, (), (), NOTHING), "", ""),
    ],
)
def test_silences(gaps: Gaps, sentence: str, title: str) -> None:
    assert text.silences(gaps) == sentence
    assert text.gaps_title(gaps) == title


def test_several_silences_are_longer() -> None:
    gaps = Gaps(Silences.SOME_LONGER, 19, 18, (QUIET, QUIET), (), NOTHING)
    assert text.gaps_title(gaps) == "Two of 18 series are silent for longer than ever before"


@pytest.mark.parametrize(
    ("value", "band", "verdict"),
    [
        (-0.8, (-0.4, 0.4), Rhythm.REGULAR),
        (0.8, (-0.4, 0.4), Rhythm.BURSTY),
        (0.0, (-0.4, 0.4), Rhythm.WITHIN),
        (0.8, None, Rhythm.NOT_JUDGED),
        (None, (-0.4, 0.4), Rhythm.NOT_JUDGED),
    ],
)
def test_regular_gaps_have_a_negative_burstiness(
    value: float | None, band: tuple[float, float] | None, verdict: Rhythm
) -> None:
    assert facts.judge_rhythm(value, band) is verdict


def test_a_yearly_series_is_more_regular_than_chance() -> None:
    yearly = cadences(quiet=[f"{year}-01-01" for year in range(2005, 2018)])
    assert facts.read_regularity(yearly, NAMES) == Regularity(1, ("Quiet talks",), ())


def test_regularity() -> None:
    assert text.regularity(Regularity(3, ("A", "B"), ("C",))) == (
        "Of three series with gaps enough for an index, more regular than chance: A and B; "
        "burstier than chance: C."
    )
    assert text.regularity(NOTHING) == NO_INDEX


def test_the_opening_and_the_title_say_the_same() -> None:
    found = facts.read_opening(
        meetings(quiet=["2010-01-01"], lively=["2011-01-01", "2012-05-01"]), NAMES
    )
    last = datetime.date(2012, 5, 1)
    most = (("Lively talks", 2), ("Quiet talks", 1))
    assert found == Opening(3, 2, datetime.date(2010, 1, 1), last, most, 1)
    assert text.opening(found) == (
        "The record holds **three meetings in two series**, from January 2010 to May 2012 "
        "([](#fig:raster)). Most often met: Lively talks (2) and Quiet talks (1). One of two "
        "series met once only. One meeting makes no cadence."
    )
    assert text.raster_title(found) == "Three meetings in two series, 1 of them met once only"
    assert facts.read_opening(meetings(lively=["2011-01-01", "2012-05-01"]), NAMES).once == 0
    assert facts.read_opening(meetings(), NAMES) is None
    assert (text.opening(None), text.raster_title(None)) == ("", "")


TABLE = "[](#tbl:dialogues) shows every series, so that nobody has to trust a choice of ours. "


@pytest.mark.parametrize(
    ("without", "verdict", "sentence"),
    [
        (0, Usual.EACH, "Each has a usual gap."),
        (
            2,
            Usual.SOME,
            (
                "For two of five no usual gap can be given, because it met once or twice or "
                "because an edition may be missing between the meetings that are known."
            ),
        ),
        (
            5,
            Usual.NONE,
            (
                "For none of them a usual gap can be given: a series met once or twice, or an "
                "edition may be missing between the meetings that are known."
            ),
        ),
    ],
)
def test_the_table(without: int, verdict: Usual, sentence: str) -> None:
    assert facts.judge_usual(without, 5) is verdict
    assert text.table(Table(verdict, without, 5)) == TABLE + sentence


def test_one_gap_makes_no_usual_gap() -> None:
    two = cadences(quiet=["2010-01-01", "2011-01-01"], lively=TWO["lively"])
    assert facts.read_table(two) == Table(Usual.SOME, 1, 2)
    assert facts.read_table({}) is None
    assert text.table(None) == ""


def test_promises() -> None:
    stated = pd.DataFrame({"years_due": [10.0, np.nan, 4.0], "years_kept": [8.0, np.nan, 1.0]})
    found = facts.read_promises(stated)
    assert found == Promises(2, 14, 9)
    assert text.promises(found) == (
        "Sources promise a rhythm for two series that met in this window. Of 14 years in which an "
        "edition was due, the record shows one in **9 of 14 (64 %)** ([](#fig:kept)). A year "
        "without a record is not a year without a meeting: grey says that it was looked for and "
        "not found."
    )
    assert text.promises_title(found) == "Of 14 years promised, the record shows 9 (64 %)"
    assert facts.read_promises(stated.iloc[1:2]) is None
    assert (text.promises(None), text.promises_title(None)) == ("", "")


SPREAD = {
    "one": ["2010-01-01", "2011-01-01", "2011-02-01"],
    "two": ["2010-01-01", "2011-02-01"],
    "all": [f"2010-{month:02}-01" for month in range(1, 5)],
}


@pytest.mark.parametrize(
    ("days", "sentence", "title"),
    [
        ("one", "The busiest month is January with 2 of three", "January holds most meetings"),
        (
            "two",
            "The busiest months are January and February with 1 each of two",
            "January and February hold most meetings",
        ),
        (
            "all",
            "No month stands out: January, February, March and April have 1 each of four",
            "No month stands out",
        ),
    ],
)
def test_seasons(days: str, sentence: str, title: str) -> None:
    found = facts.read_seasons(meetings(quiet=SPREAD[days]))
    assert text.seasons(found) == f"{sentence} meetings whose month is known ([](#fig:calendar))."
    assert text.seasons_title(found) == title


def test_the_months_with_fewest_are_named_where_they_are_few() -> None:
    found = Seasons(Season.ONE_MONTH, ("May",), ("June", "July"), 9, 40)
    assert text.seasons_title(found) == "May holds most meetings, June and July fewest"
    year = [f"2010-{month:02}-01" for month in range(1, 12)]
    read = facts.read_seasons(meetings(quiet=[*year, "2010-05-01"]))
    assert read == Seasons(Season.ONE_MONTH, ("May",), ("December",), 2, 12)
    vague = meetings(quiet=["2010-01-01"]).assign(start_precision="year")
    assert facts.read_seasons(vague) is None
    assert (text.seasons(None), text.seasons_title(None)) == ("", "")


def test_irregular_meetings() -> None:
    held = meetings(quiet=["2020-05-01", "2021-05-01", "2022-05-01"]).assign(mode="virtual")
    lost = pd.DataFrame({"status": ["cancelled", "postponed", "postponed"]})
    found = facts.read_irregular(held, lost)
    assert found == Irregular(3, 2, 1, 2)
    assert text.irregular(found) == (
        "Three meetings were virtual, two of them in 2020 and 2021; a virtual meeting keeps the "
        "cadence. Cancelled: one; postponed and not made up for: two ([](#tbl:irregular))."
    )
    assert text.irregular(Irregular(1, 0, 0, 0)).startswith("One meeting was virtual, none of")
    assert facts.read_irregular(held.assign(mode="in_person"), lost.head(0)) is None
    assert text.irregular(None) == ""


def test_the_ledger() -> None:
    rows = pd.DataFrame({"Finding": ["Not found", "Not found", "Not held"]})
    assert facts.read_ledger(rows) == Ledger(2, 1)
    assert text.ledger(Ledger(2, 1)) == (
        "[](#tbl:absences) lists two searches that found nothing and one case in which a source "
        "says that nothing was held. From dates alone the two look the same; here only the second "
        "counts as a gap."
    )
    assert facts.read_ledger(rows.head(0)) is None
    assert text.ledger(None) == ""


def test_the_title_of_the_table_names_the_day() -> None:
    title, caption = text.table_words(AS_OF)
    assert title == "Every series, from leaders down, as of 1 January 2020"
    assert caption == text.TABLE_CAPTION


def test_the_relatively_longest_silence_comes_first() -> None:
    assert list(frames.select_with_gaps(cadences(**TWO))) == ["quiet", "lively"]
