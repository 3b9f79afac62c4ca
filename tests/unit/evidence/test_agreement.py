"""Two readers of one page: when they agree, and how well beyond chance."""

from pathlib import Path

import pandas as pd
import pytest

import defcoop
from defcoop.evidence.agreement import (
    SecondReading,
    compare_readings,
    nominal_alpha,
    summarise_readings,
    wilson_interval,
)
from defcoop.evidence.check import check
from defcoop.evidence.codebook import second_reading
from tests.toy import edit

# Krippendorff 2011, Computing Krippendorff's alpha-reliability, section C: four coders, twelve
# units, some values missing; nominal alpha is 113/152 = .743421.
CODERS = {
    "A": "1 2 3 3 2 1 4 1 2 * * *",
    "B": "1 2 3 3 2 2 4 1 2 5 * 3",
    "C": "* 3 3 3 2 3 4 2 2 5 1 *",
    "D": "1 2 3 3 2 4 4 1 2 5 1 *",
}
PUBLISHED = pd.DataFrame({name: line.split() for name, line in CODERS.items()})
PUBLISHED = PUBLISHED.where(PUBLISHED != "*")


def test_alpha_of_the_published_example() -> None:
    assert nominal_alpha(PUBLISHED) == pytest.approx(113 / 152, abs=1e-12)


def test_alpha_without_variation_is_not_defined_and_not_one() -> None:
    assert nominal_alpha(pd.DataFrame({"A": ["x"] * 5, "B": ["x"] * 5})) is None


@pytest.mark.parametrize("n", [0, 1])
def test_alpha_where_nothing_can_be_paired_is_not_defined(n: int) -> None:
    alone = pd.DataFrame({"A": ["x"] * n, "B": [None] * n}, dtype=object)
    assert nominal_alpha(alone) is None


def test_alpha_of_two_readers_who_always_and_who_never_agree() -> None:
    assert nominal_alpha(pd.DataFrame({"A": ["x", "y"], "B": ["x", "y"]})) == 1
    # By hand: observed 2 * 2 = 4 pairs apart, expected (16 - 8) / 3.
    assert nominal_alpha(pd.DataFrame({"A": ["x", "y"], "B": ["y", "x"]})) == pytest.approx(-0.5)


def test_the_score_interval() -> None:
    # For no success in ten it ends at z^2 / (n + z^2); the rest follows from symmetry.
    assert wilson_interval(0, 10) == pytest.approx((0, 0.277533), abs=1e-6)
    assert wilson_interval(10, 10) == pytest.approx((0.722467, 1), abs=1e-6)
    assert wilson_interval(0, 0) == (0.0, 1.0)


def agreed(toy: Path) -> dict[str, bool]:
    compared = compare_readings(defcoop.load(toy).corpus)
    return dict(zip(compared["claim_id"], compared["agrees"], strict=True))


def test_a_month_and_a_country_contradict_neither_day_nor_town(toy: Path) -> None:
    assert agreed(toy) == {"c5": True, "c7": True, "d1": True, "e1": False, "f1": True}


def test_a_page_that_says_nothing_of_it_does_not_agree(toy: Path) -> None:
    edit(toy, "recodings", "capital,country,2026-11-27", "capital,,2026-11-27")
    assert not agreed(toy)["f1"]


def test_an_announcement_is_no_report_though_it_contradicts_none(toy: Path) -> None:
    edit(toy, "recodings", "announced,announced,2026-11-27,", "held,announced,2026-11-27,Read on.")
    assert not agreed(toy)["d1"]


def test_mending_the_claim_does_not_mend_the_reading(toy: Path) -> None:
    edit(toy, "claims", "e1,drill-2020,start,2020-03-02", "e1,drill-2020,start,2020-03-03")
    edit(toy, "events", "2020-03-02", "2020-03-03")
    assert check(toy) == []
    assert not agreed(toy)["e1"]


def test_what_came_of_the_second_reading(toy: Path) -> None:
    found = summarise_readings(defcoop.load(toy).corpus)
    assert (found.drawn, found.found, found.agreeing, found.identical) == (6, 5, 4, 2)
    # By hand, ten values: 2020-03-04 and 2020-06-10, announced and capital twice each, the two
    # days of e1 once each: one unit apart, so 1 - 2 * 9 / (100 - 18).
    assert found.alpha == pytest.approx(1 - 18 / 82)
    # To the letter three units are apart: six values once, two twice.
    assert found.alpha_of_texts == pytest.approx(1 - 6 * 9 / (100 - 14))


def test_nothing_read_again_is_said_so(toy: Path) -> None:
    (toy / "recodings.csv").write_text("claim_id,claimed,value,read,note\n")
    corpus = defcoop.load(toy).corpus
    assert summarise_readings(corpus) == SecondReading(0, 0, 0, 0, None, None)
    assert "alpha (nominal, all fields together, agreeing values made equal): not defined" in (
        second_reading(corpus)
    )


def test_the_codebook_lists_each_disagreement(toy: Path) -> None:
    text = second_reading(defcoop.load(toy).corpus)
    assert "4 of 5 (80 %; 95 % interval 37.6 to 96.4 %, Wilson)" in text
    row = "| e1 | start | 2020-03-02 | 2020-03-03 | The page is right on the day of arrival; "
    assert row + "nothing changed. |" in text
