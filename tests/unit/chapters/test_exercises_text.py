"""What the report on exercises says of made-up facts, on both sides of each branch."""

import datetime

import pandas as pd
import pytest

from defcoop.analysis.estimate import Estimate, missing
from defcoop.analysis.growth.changepoint import ChangePoint
from defcoop.analysis.growth.periods import compare_rates
from defcoop.analysis.growth.ratetrend import fit_rate_trend
from defcoop.chapters.exercises import facts, text
from defcoop.chapters.exercises.facts import (
    Change,
    Company,
    Course,
    Editions,
    Firsts,
    Group,
    Opening,
    Peak,
    Places,
    Scopes,
    Since,
    Sizes,
    Step,
)
from defcoop.figures.growth import Panel
from defcoop.figures.sizes import Measure

UP = Change(Step.UP, "", 2016, 2017, 1.0, 7.7, 0.001)
DOWN = Change(Step.DOWN, "", 2012, 2012, 5.0, 2.5, 0.01)
CHANCE = Change(Step.NOT_CERTAIN, "", 2012, 2014, 1.0, 2.0, 0.4)
UNDATED = Change(Step.NOT_DATED, "a change-point needs 5 events, here 2")
RATIO = Estimate(1.35, 0.83, 2.23)
NOT_COMPARED = Since(Course.NOT_COMPARED)
GREW, FLAT = Estimate(1.16, 1.11, 1.22, null=1), Estimate(0.95, 0.9, 1.01, null=1)
FEW = missing("too few")


def exercises(*rows: tuple[str, str]) -> pd.DataFrame:
    """Return exercises from series and day."""
    days = pd.to_datetime([day for _, day in rows])
    return pd.DataFrame(
        {
            "event_id": [f"e{at}" for at in range(len(rows))],
            "mechanism_id": [series for series, _ in rows],
            "domain": "sea",
            "start_earliest": days,
            "start_latest": days,
        }
    )


@pytest.mark.parametrize(
    ("change", "since", "sentence", "title"),
    [
        (
            UP,
            NOT_COMPARED,
            (
                "The rate was not constant ([](#fig:rate)): split once, it stepped "
                "up **from 1.0 to "
                "7.7 exercises a year, the change coming between 2016 and 2017** (permutation p = "
                "0.001)."
            ),
            "Exercises stepped up from 1.0 to 7.7 a year",
        ),
        (
            DOWN,
            Since(Course.ALIKE, RATIO, 0.2),
            (
                "The rate was not constant ([](#fig:rate)): split once, it stepped "
                "down **from 5.0 to "
                "2.5 exercises a year, the change coming in 2012** (permutation p = "
                "0.010). Whether it "
                "has changed since cannot be told: the two halves of the time since "
                "differ by no more "
                "than chance (rate ratio 1.35, 95 % interval 0.83 to 2.23, p = 0.20)."
            ),
            "Exercises stepped down from 5.0 to 2.5 a year",
        ),
        (
            CHANCE,
            NOT_COMPARED,
            (
                "No change of the rate stands out ([](#fig:rate)): the best split, "
                "between 2012 and "
                "2014, is no better than chance (p = 0.40)."
            ),
            "The yearly number of exercises shows no certain step",
        ),
        (
            UNDATED,
            NOT_COMPARED,
            (
                "No change of the rate can be dated ([](#fig:rate)): a change-point "
                "needs 5 events, "
                "here 2."
            ),
            "The yearly number of exercises shows no certain step",
        ),
    ],
)
def test_the_step(change: Change, since: Since, sentence: str, title: str) -> None:
    assert text.step(change, since) == sentence
    assert text.rate_title(change) == title


@pytest.mark.parametrize(
    ("since", "sentence"),
    [
        (
            Since(Course.ROSE, Estimate(2.78, 1.26, 6.77), 0.01),
            (
                "It has risen since: the second half of the time since has a higher rate than the "
                "first (rate ratio 2.78, 95 % interval 1.26 to 6.77, p = 0.01)."
            ),
        ),
        (
            Since(Course.FELL, Estimate(0.4, 0.2, 0.8), 0.02),
            (
                "It has fallen since: the second half of the time since has a lower rate than the "
                "first (rate ratio 0.40, 95 % interval 0.20 to 0.80, p = 0.02)."
            ),
        ),
        (NOT_COMPARED, ""),
    ],
)
def test_the_time_since_a_step(since: Since, sentence: str) -> None:
    assert text.course(since) == sentence


@pytest.mark.parametrize(
    ("before", "after", "p_value", "verdict"),
    [
        (1, 2, 0.049, Step.UP),
        (2, 1, 0.049, Step.DOWN),
        (1, 2, 0.05, Step.NOT_CERTAIN),
    ],
)
def test_a_step_is_certain_below_the_level(
    before: float, after: float, p_value: float, verdict: Step
) -> None:
    assert facts.judge_step(before, after, p_value) is verdict


@pytest.mark.parametrize(
    ("ratio", "p_value", "verdict"),
    [(2, 0.01, Course.ROSE), (0.5, 0.01, Course.FELL), (2, 0.05, Course.ALIKE)],
)
def test_the_course_since_a_step(ratio: float, p_value: float, verdict: Course) -> None:
    assert facts.judge_course(ratio, p_value) is verdict


def test_the_change_names_the_years_after_the_split() -> None:
    found = ChangePoint(2016, (2015, 2016), 1.0, 7.7, -1.0, 0.001, pd.DataFrame(), 27, "")
    assert facts.read_change(found) == UP
    undated = ChangePoint(None, None, None, None, None, None, pd.DataFrame(), 2, "", "too few")
    assert facts.read_change(undated) == Change(Step.NOT_DATED, "too few")


def test_the_time_since_is_compared_where_there_is_some() -> None:
    assert facts.read_since(None) == NOT_COMPARED
    assert facts.read_since(compare_rates(0, 1.0, 0, 1.0)) == NOT_COMPARED
    assert facts.read_since(compare_rates(2, 1.0, 30, 1.0)).verdict is Course.ROSE
    assert facts.read_since(compare_rates(30, 1.0, 2, 1.0)).verdict is Course.FELL


def test_the_opening_names_the_longest_series() -> None:
    events = exercises(
        ("malabar", "2010-05-01"), ("jimex", "2012-05-01"), ("malabar", "2013-05-01")
    )
    names = {"malabar": "Malabar", "jimex": "JIMEX"}
    assert text.opening(facts.read_opening(events, names)) == (
        "The record holds **three exercises of two series** with forces of both countries, the "
        "first in May 2010: navies 3. The longest series is Malabar with two editions."
    )
    alike = facts.read_opening(events.head(2), names)
    assert text.opening(alike).endswith(
        "The longest series are JIMEX and Malabar with one edition."
    )
    assert text.series_title(alike) == "Held most often: JIMEX and Malabar"
    one = Opening(2, 1, datetime.date(2010, 5, 1), (("Navies", 2),), ("Malabar",), 1, 2)
    assert text.series_title(one) == "Held most often: Malabar"
    many = Opening(4, 4, datetime.date(2010, 5, 1), (("Navies", 4),), (), 4, 1)
    assert text.series_title(many) == "Held most often: four series"
    assert text.opening(many).endswith("The longest series are four series with one edition.")
    four = exercises(*((name, "2010-05-01") for name in "abcd"))
    assert facts.read_opening(four, dict.fromkeys("abcd", "")) == many
    assert (text.opening(None), text.series_title(None)) == ("", "")


def test_the_services() -> None:
    navies, armies = Group("Navies", 58, GREW, grows=True), Group("Armies", 7, FLAT, grows=False)
    few = Group("Foreign policy", 1, FEW, grows=False)
    assert text.services((navies, armies, few)) == (
        "Averaged over the whole window, the change a year is: navies +16 % a year (+11 % to "
        "+22 %) and armies \N{MINUS SIGN}5 % a year (\N{MINUS SIGN}10 % to +1 %) "
        "([](#fig:services)). Too few for a trend: foreign policy. These averages describe the "
        "window; they are no forecast, and where exercises began late in it, the average says "
        "above all that they began."
    )
    assert text.services((few,)) == (
        "No service has a trend ([](#fig:services)). Too few for a trend: foreign policy."
    )
    assert "Too few" not in text.services((navies,))
    assert text.services(()) == ""
    assert text.services_title((navies, armies)) == "Exercises of navies have become more frequent"
    assert text.services_title((armies,)) == "No growth is certain in any of the services"


def test_only_an_interval_above_one_is_growth() -> None:
    assert (GREW.side, FLAT.side) == (1, 0)
    years = list(range(2001, 2011))
    steady = {"year": years, "exposure": [1.0] * len(years)}
    rising = pd.DataFrame({**steady, "count": [1, 1, 2, 3, 4, 6, 8, 11, 15, 20]})
    falling = pd.DataFrame({**steady, "count": [20, 15, 11, 8, 6, 4, 3, 2, 1, 1]})
    panels = [
        Panel("Bilateral", "", rows, fit_rate_trend(rows["year"], rows["count"], rows["exposure"]))
        for rows in (rising, falling)
    ]
    assert [group.grows for group in facts.read_groups(panels)] == [True, False]
    own, others = Group("Bilateral", 5, GREW, grows=True), Group("Bilateral", 5, FLAT, grows=False)
    assert text.scopes_title((own,)) == "Exercises of two nations have become more frequent"
    assert text.scopes_title((others,)) == "No growth is certain in any of the groups"


@pytest.mark.parametrize(
    ("sizes", "verdict", "sentence"),
    [
        ((3, 2), Company.BILATERAL, "Pooled, they would mostly be bilateral."),
        ((2, 3), Company.OTHERS, "Pooled, they would mostly be exercises with other nations."),
        ((2, 2), Company.EVEN, "Half of them are bilateral."),
    ],
)
def test_who_most_exercises_are_held_with(
    sizes: tuple[int, int], verdict: Company, sentence: str
) -> None:
    parts = (("Bilateral", sizes[0]), ("Three or four nations", sizes[1]))
    assert facts.judge_company(dict(parts)) is verdict
    assert text.scopes(Scopes(verdict, parts)) == (
        "Exercises of two nations and of many are counted apart ([](#fig:scopes)): bilateral "
        f"{sizes[0]} and three or four nations {sizes[1]}. {sentence}"
    )


def test_exercises_of_one_scope() -> None:
    assert facts.judge_company({"Bilateral": 3}) is Company.ONE_SCOPE
    assert text.scopes(Scopes(Company.ONE_SCOPE, (("Bilateral", 3),))) == (
        "Exercises of two nations and of many are counted apart ([](#fig:scopes)): bilateral 3. "
        "This window holds no others."
    )
    assert text.scopes(None) == ""


def test_the_pandemic_is_introduced_where_there_is_a_row() -> None:
    assert text.covid(1) == (
        "Leaving 2020 and 2021 out, exercises and exposure alike, shows what rests on them "
        "([](#tbl:covid))."
    )
    assert text.covid(0) == ""


def test_series_held_once() -> None:
    events = exercises(("a", "2010-05-01"), ("b", "2012-05-01"), ("b", "2013-05-01"))
    assert facts.read_editions(events) == Editions(2, 1)
    assert facts.read_editions(events.tail(2)) == Editions(1, 0)
    assert text.series(Editions(2, 1)) == (
        "Of two series, one has been held once only with forces of both countries "
        "([](#fig:cumulative))."
    )
    assert "none have been held once" in text.series(Editions(2, 0))
    assert text.series(None) == ""


NOTE = (
    " ([](#fig:firsts), [](#tbl:first-editions)). First on record is first with both countries; a "
    "multinational series may be older without Japan or without India."
)


@pytest.mark.parametrize(
    ("rows", "verdict", "sentence", "title"),
    [
        (
            (("a", "2010-05-01"), ("b", "2018-05-01"), ("c", "2018-06-01")),
            Peak.ONE_YEAR,
            "The year with most first editions is 2018, with two new series",
            "Two of three series began after May 2014, the middle of the record",
        ),
        (
            (("a", "2010-05-01"), ("b", "2010-06-01"), ("c", "2018-05-01"), ("d", "2018-06-01")),
            Peak.SEVERAL_YEARS,
            "The years with most first editions are 2010 and 2018, with two new series each",
            "Two of four series began after May 2014, the middle of the record",
        ),
        (
            (("a", "2010-05-01"), ("b", "2018-06-01")),
            Peak.NO_YEAR,
            "No year brought more than one new series",
            "One of two series began after May 2014, the middle of the record",
        ),
    ],
)
def test_when_series_began(
    rows: tuple[tuple[str, str], ...], verdict: Peak, sentence: str, title: str
) -> None:
    found = facts.read_firsts(exercises(*rows))
    assert found.verdict is verdict
    assert text.firsts(found) == sentence + NOTE
    assert text.firsts_title(found) == title


def test_without_exercises_nothing_began() -> None:
    nothing: Firsts | None = None
    assert (text.firsts(nothing), text.firsts_title(nothing)) == ("", "")


def test_stated_sizes() -> None:
    ships = Measure("Ships", pd.DataFrame({"event_id": ["a", "b"]}), 4)
    people = Measure("Personnel", pd.DataFrame({"event_id": ["b"]}), 4)
    days = Measure("Days", pd.DataFrame({"event_id": ["a", "b", "c"]}), 4)
    found = facts.read_sizes([ships, people, days], 4)
    assert found == Sizes(4, 2, (("Ships", 2), ("Personnel", 1)))
    assert text.sizes(found) == (
        "Ships, personnel or aircraft are stated for 2 of 4 (50 %) editions; [](#fig:sizes) says "
        "of each quantity how many editions state it, and draws no line through them."
    )
    assert text.sizes_title(found) == (
        "Sources state the number of ships for 50 % and personnel for 25 % of the editions"
    )
    assert facts.read_sizes([], 0) is None
    assert (text.sizes(None), text.sizes_title(None)) == ("", "")


def test_places() -> None:
    found = facts.read_places(pd.DataFrame({"region": ["india", "japan", "pacific"]}))
    assert found == Places(
        3,
        2,
        (
            ("India and its waters", 1),
            ("Japan and its waters", 1),
            ("Pacific and its other coasts", 1),
        ),
    )
    assert text.places(found) == (
        "Where exercises are held: India and its waters (1), Japan and its waters (1) "
        "and Pacific and its other coasts (1) "
        "([](#fig:places))."
    )
    assert text.places_title(found) == "Two of 3 exercises were held in or off India or Japan"
    one = Places(3, 1, ())
    assert text.places_title(one) == "One of 3 exercises was held in or off India or Japan"
    assert facts.read_places(pd.DataFrame({"region": []})) is None
    assert (text.places(None), text.places_title(None)) == ("", "")
