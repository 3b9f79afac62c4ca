"""Holes: numbers between numbers, and years in which a promised round is not on record."""

import datetime

import pytest

from defcoop.evidence.holes import Round, Series, missing_numbers, silent_years


def at(year: int, number: int = 0, *, held: bool = True) -> Round:
    return Round(datetime.date(year, 6, 1), datetime.date(year, 6, 1), number, held)


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        (Series(), []),
        (Series((at(2010),)), []),
        (Series((at(2010, 2),)), [1]),
        (Series((at(2010, 1), at(2014, 4))), [2, 3]),
        (Series((at(2010, 1), at(2014, 4)), frozenset({2})), [3]),
        # An event without a number stands for one of the two, one that was not held for none.
        (Series((at(2010, 1), at(2012), at(2014, 4))), [3]),
        (Series((at(2010, 1), at(2012, held=False), at(2014, 4))), [2, 3]),
        # What was held before both were part of the series is no round of theirs.
        (Series((at(2015, 19), at(2017, 21)), opened=18), [20]),
    ],
)
def test_numbers_that_nobody_accounts_for(series: Series, expected: list[int]) -> None:
    assert missing_numbers(series) == expected


@pytest.mark.parametrize(
    ("series", "promised", "expected"),
    [
        (Series(), None, []),
        (Series(), 2015, [2016, 2017]),
        (Series((at(2016), at(2017))), None, []),
        (Series((at(2013), at(2017))), None, [2014, 2015, 2016]),
        (Series((at(2013), at(2017)), empty=frozenset({2015})), None, [2014, 2016]),
        # Consecutive numbers leave no room for a round between them.
        (Series((at(2013, 1), at(2017, 2))), None, []),
        (Series((at(2013, 1), at(2017, 3))), None, [2014, 2015, 2016]),
        (Series((at(2013, 1), at(2017, 3)), frozenset({2})), None, []),
        # Nothing was promised before the promise.
        (Series((at(2005), at(2012), at(2017))), 2011, [2013, 2014, 2015, 2016]),
    ],
)
def test_promised_years_that_nobody_accounts_for(
    series: Series, promised: int | None, expected: list[int]
) -> None:
    assert silent_years(series, 1, promised, 2018) == expected
