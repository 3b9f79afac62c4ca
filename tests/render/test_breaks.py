"""Tables that break across pages leave no row of their body alone on one."""

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbpress.render import render, typeset, typst_document
from nbpress.render.breaks import MOST_WHITE, changes
from nbpress.render.plan import Plan
from nbpress.render.rendering import read_document
from tests.render import looking
from tests.render.notebooks import md, report, rows, table

SOME_LINES, MOST_LINES = 18, 40  # above the table, on a page that takes some thirty
MANY_ROWS = 120
LONG = "words that take a second line of the table, " * 3


def lines_then_table(lines: int, words: str, count: int):
    body = [[f"Row {number:03}", words, str(number)] for number in range(1, count + 1)]
    text = "\n\n".join(f"Line {number}." for number in range(lines))
    return report(
        md(f"## One\n\n{text}\n\n## The heading of the table"),
        table(source=rows(["Name", "Words", "Number"], *body)),
        md("## Three\n\nAfter it."),
        contents=False,
    )


def body_rows(content: bytes) -> list[list[str]]:
    pages = [
        re.findall(r"Row \d{3}", page.extract_text()) for page in looking.reader(content).pages
    ]
    return [page for page in pages if page]


def as_it_comes(notebook) -> bytes:
    setting = typst_document.prepare_setting(read_document([notebook]))
    return typeset.compile_planned(setting, typeset.STANDARDS, Plan())


def with_first_alone(words: str, count: int):
    """A report whose table, if nobody saw to it, left its first row alone."""
    for lines in range(SOME_LINES, MOST_LINES):
        notebook = lines_then_table(lines, words, count)
        if len(body_rows(as_it_comes(notebook))[0]) == 1:
            return notebook
    return pytest.fail("no such table: the test must fill the page otherwise")


def with_last_alone(words: str, full_pages: int):
    """A report whose table, if nobody saw to it, left its last row alone."""
    pages = body_rows(as_it_comes(lines_then_table(0, words, MANY_ROWS)))
    return lines_then_table(0, words, sum(map(len, pages[:full_pages])) + 1)


@pytest.fixture(params=["", LONG], ids=["low", "tall"])
def words(request) -> str:
    return request.param


@pytest.mark.parametrize(
    ("place", "made"),
    [
        (0, lambda words: with_first_alone(words, 9)),
        (0, lambda words: with_first_alone(words, 40)),
        (-1, lambda words: with_last_alone(words, 1)),
        (-1, lambda words: with_last_alone(words, 2)),
    ],
    ids=["first of few", "first of many", "last of two pages", "last of three pages"],
)
def test_no_row_stands_alone(place: int, made: Callable[[str], Any], words: str):
    notebook = made(words)
    content = render([notebook], "pdf", strict=True).content
    before, after = body_rows(as_it_comes(notebook)), body_rows(content)
    assert len(before[place]) == 1
    assert min(map(len, after)) > 1
    assert list(itertools.chain(*after)) == list(itertools.chain(*before))
    assert looking.tags(content).count("/TD") == 3 * sum(map(len, after))
    assert render([notebook], "pdf", strict=True).content == content


def test_a_heading_and_a_caption_go_with_a_table_that_waits(words: str):
    content = render([with_first_alone(words, 9)], "pdf", strict=True).content
    first, second = [page.extract_text() for page in looking.reader(content).pages]
    assert "Row 001" not in first
    positions = [
        second.index(text) for text in ("The heading of", "Table 1", "Two towns", "Row 001")
    ]
    assert positions == sorted(positions)


def places(table: str, pages: list[int], room: float = 100, numbers=(0, 1, 2, 8, 9)):
    return [
        {"table": table, "row": row, "rows": numbers[-1], "page": page, "room": room}
        for row, page in zip(numbers, pages, strict=True)
    ]


def test_only_tables_that_leave_a_row_alone_change():
    whole, broken = places("whole", [1, 1, 1, 1, 1]), places("broken", [1, 1, 1, 2, 2])
    first, last = places("first", [3, 3, 4, 4, 4]), places("last", [1, 1, 1, 1, 2])
    assert list(changes([*whole, *broken, *first, *last])) == ["first", "last"]
    assert list(changes(first)["first"]) == ["wait"]
    assert list(changes(last)["last"]) == ["sooner"]


def test_of_three_rows_none_can_be_spared_for_the_next_page():
    three = places("t", [1, 1, 1, 2], numbers=[0, 1, 2, 3])
    assert list(changes(three)["t"]) == ["wait"]


def test_a_row_as_tall_as_a_page_stays_alone():
    assert changes(places("t", [1, 1, 2, 8, 8], room=MOST_WHITE)) == {}


def test_a_row_without_a_cell_of_its_own_is_left_as_it_comes():
    assert changes(places("t", [1, 1, 2, 2], numbers=[0, 1, 8, 9])) == {}


@given(st.lists(st.integers(1, 4), min_size=5, max_size=5), st.floats(0, MOST_WHITE - 1))
def test_a_head_that_is_repeated_stands_where_it_stood_first(pages: list[int], room: float):
    found = places("t", sorted(pages), room)
    again = {**found[0], "page": 5}  # the head, repeated
    assert changes([*found, again]) == changes(found)
