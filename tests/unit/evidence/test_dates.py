"""EDTF dates: parsing, containment, overlap and draws, by example and by property."""

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from defcoop.evidence import Date, parse
from defcoop.evidence.frames import expand

# Expected bounds worked out by hand from ISO 8601-2:2019 and, for "~", from the rule of the data
# model: one unit of the precision to either side (edtf 5.0.2 gives the same for years).
EXAMPLES = [
    ("2023-04-05", "2023-04-05", "2023-04-05", "day"),
    ("2022-09", "2022-09-01", "2022-09-30", "month"),
    ("2024-02", "2024-02-01", "2024-02-29", "month"),
    ("2013", "2013-01-01", "2013-12-31", "year"),
    ("2018~", "2017-01-01", "2019-12-31", "year"),
    ("2018-01~", "2017-12-01", "2018-02-28", "month"),
    ("2018-12~", "2018-11-01", "2019-01-31", "month"),
    ("2018-03-01~", "2018-02-28", "2018-03-02", "day"),
    ("2012-06-09/2012-06-10", "2012-06-09", "2012-06-10", "month"),
    ("2012-06-09/2012-06-09", "2012-06-09", "2012-06-09", "day"),
    ("2010/2012-03", "2010-01-01", "2012-03-31", "year"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "precision"), EXAMPLES)
def test_parse(text: str, earliest: str, latest: str, precision: str) -> None:
    date = parse(text)
    assert (str(date.earliest), str(date.latest), date.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    "text",
    ["", "5 April 2023", "2023-4-5", "2023-02-29", "2023-13", "0000", "23", "2023-04-05T00:00",
     "2012-06-10/2012-06-09", "2012/", "/2012", "a/b", "9999~",
     "\uff12\uff10\uff12\uff13", "2023 ", "~2018"],
)  # fmt: skip
def test_what_is_not_a_date_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w+"):
        parse(text)


days = st.dates(datetime.date(1000, 1, 1), datetime.date(9000, 12, 31))
units = st.builds(
    lambda day, length, mark: day.isoformat()[:length] + mark,
    days,
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["", "~"]),
)


@given(units)
def test_a_date_contains_itself_and_contradicts_nothing_it_contains(text: str) -> None:
    date = parse(text)
    assert date.earliest <= date.latest
    assert date.contains(date)
    assert not date.contradicts(parse(date.earliest.isoformat()))
    assert not date.contradicts(parse(date.latest.isoformat()))


@given(units, units)
def test_containment_implies_overlap_and_contradiction_is_symmetric(
    first: str, second: str
) -> None:
    a, b = parse(first), parse(second)
    assert a.overlaps(b) == b.overlaps(a)
    assert a.contradicts(b) == b.contradicts(a)
    if a.contains(b):
        assert a.overlaps(b)
    if not a.overlaps(b):
        assert a.contradicts(b)


@given(days)
def test_coarser_dates_contain_finer_ones(day: datetime.date) -> None:
    texts = [day.isoformat()[:length] for length in (4, 7, 10)]
    year, month, exact = map(parse, texts)
    assert year.contains(month)
    assert month.contains(exact)


@given(days, st.integers(0, 4000))
def test_an_interval_spans_its_two_ends(day: datetime.date, length: int) -> None:
    end = day + datetime.timedelta(days=length)
    date = parse(f"{day}/{end}")
    assert (date.earliest, date.latest) == (day, end)
    assert (date.precision == "day") == (length == 0)


@given(units, st.integers(0, 2**32 - 1))
def test_draws_stay_within_the_bounds(text: str, seed: int) -> None:
    date = parse(text)
    drawn = date.draw(np.random.default_rng(seed), 50)
    assert drawn.min() >= np.datetime64(date.earliest)
    assert drawn.max() <= np.datetime64(date.latest)


def test_draws_reach_both_bounds_and_are_uniform() -> None:
    drawn = parse("2022-09").draw(np.random.default_rng(1), 30_000)
    counts = pd.Series(drawn).value_counts()
    assert len(counts) == 30
    # 1000 expected of each day; five standard deviations of a binomial count are about 155.
    assert counts.between(845, 1155).all()


@given(st.lists(st.one_of(units, st.just(""), st.just("no date")), max_size=20))
def test_expand_agrees_with_parse(texts: list[str]) -> None:
    frame = expand(pd.Series(texts, dtype="str"))
    for text, earliest, latest, precision in zip(
        texts, frame["earliest"], frame["latest"], frame["precision"], strict=True
    ):
        if text in {"", "no date"}:
            assert pd.isna(earliest)
            assert pd.isna(latest)
            assert precision == ""
        else:
            date: Date = parse(text)
            assert (earliest.date(), latest.date(), precision) == (
                date.earliest,
                date.latest,
                date.precision,
            )
