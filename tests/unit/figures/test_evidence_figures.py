"""Coverage, support, precision and sensitivity: what their titles say follows from the numbers."""

import pandas as pd
import pytest

from defcoop.figures.corroboration import draw_precision, draw_publishers
from defcoop.figures.coverage import draw_coverage, fitting
from defcoop.figures.tornado import draw_tornado

TABLE = pd.DataFrame(
    {"news": [3, 1], "official": [2, 0], "events": [4, 1], "sources": [6, 1]},
    index=pd.Index(["talks", "drill"], name="mechanism_id"),
)
NAMES = {"talks": "Talks", "drill": "Drill"}


def test_coverage_counts_the_events_with_an_official_source() -> None:
    picture = draw_coverage(TABLE, NAMES, {"talks": "joint", "drill": "sea"}, window="w")
    assert picture.title == (
        "Official sources speak of 2 of 5 (40 %) of the events; of one series we hold none"
    )


def test_only_the_series_with_most_events_are_drawn_when_there_are_too_many() -> None:
    assert fitting(pd.Series([1] * 30 + [2] * 10)) == 1
    assert fitting(pd.Series([1] * 31 + [2] * 10)) == 2


def test_the_share_with_one_publisher_is_in_the_title() -> None:
    counts = pd.DataFrame({"publishers": [1, 2, 9], "events": [3, 1, 1]})
    shares = pd.DataFrame(
        [["sea", 0.5, 0.15, 0.85, 4]], columns=["domain", "share", "low", "high", "events"]
    )
    picture = draw_publishers(counts, shares, 0.5, window="w")
    assert picture.title == "50 % of the events rest on a single publisher"
    assert "three events with one publisher, 2 with more" in picture.alt


def test_precision_says_how_many_days_are_known() -> None:
    years = pd.DataFrame(
        {"year": [2020, 2020, 2022], "precision": ["day", "month", "day"], "events": [3, 1, 4]}
    )
    picture = draw_precision(years, window="w")
    assert picture.title == "The day is known for 7 of 8 (88 %) of the events"


def runs(flips: bool) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "headline": ["number", "number"],
            "dropped": ["source", "ruling"],
            "what": ["paper", "event start: 2020"],
            "value": [8.0, 10.0],
            "low": [float("nan")] * 2,
            "high": [float("nan")] * 2,
            "baseline": [10.0, 10.0],
            "change": [-2.0, 0.0],
            "flips": [flips, False],
            "reason": ["", ""],
        }
    )


@pytest.mark.parametrize(
    ("flips", "title"),
    [
        (False, "No single source, claim or ruling overturns a headline number"),
        (True, "One single change of the evidence would overturn “The number”"),
    ],
)
def test_sensitivity_says_whether_anything_is_overturned(flips: bool, title: str) -> None:
    picture = draw_tornado(runs(flips), {"number": "The number"}, window="w")
    assert picture.title == title
    assert "from −20.0 to 0.0 %" in picture.alt


def test_several_numbers_overturned_are_counted() -> None:
    both = pd.concat([runs(flips=True), runs(flips=True).assign(headline="other")])
    names = {"number": "The number", "other": "The other"}
    assert draw_tornado(both, names, window="w").title == (
        "Single changes of the evidence would overturn all two headline numbers"
    )
    one = pd.concat([runs(flips=True), runs(flips=False).assign(headline="other")])
    assert draw_tornado(one, names, window="w").title == (
        "One single change of the evidence would overturn “The number”; one other holds"
    )


def test_without_an_official_source_the_title_says_so() -> None:
    domains = {"talks": "joint", "drill": "sea"}
    assert draw_coverage(TABLE.drop(columns="official"), NAMES, domains, window="w").title == (
        "No official source speaks of any event of this window"
    )
    assert draw_coverage(TABLE.assign(official=1), NAMES, domains, window="w").title == (
        "Official sources speak of 2 of 5 (40 %) of the events"
    )


def test_a_number_that_cannot_be_divided_by_is_not_drawn() -> None:
    frame = runs(flips=False).assign(baseline=0.0)
    assert draw_tornado(frame, {"number": "The number"}, window="w").empty
