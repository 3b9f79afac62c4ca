"""Figures that wait for the next page, worked out from where the text comes to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbpress.render import render
from nbpress.render.floats import MOST_QUESTIONS, PAGE, Reached, guess, plan
from nbpress.render.plan import Plan, plans_to_try
from tests.render import looking
from tests.render.notebooks import SVG, figure, md, report

TALL = SVG.replace('width="200pt" height="80pt"', 'width="460pt" height="480pt"')


def test_a_figure_that_fits_stays():
    assert guess([Reached("a", 1, 1, room=300, needed=300)]) == []
    assert guess([]) == []


def test_order_is_kept_while_one_waits():
    # The second would fit beside the text, but must not come before the first.
    first = Reached("a", 1, 1, room=200, needed=400)
    second = Reached("b", 1, 2, room=PAGE - 410, needed=100)
    assert guess([first, second]) == ["a", "b"]


def test_chapters_do_not_move_each_other():
    first = Reached("a", 1, 1, room=200, needed=400)
    second = Reached("b", 2, 3, room=300, needed=290)
    assert guess([first, second]) == ["a"]


_PLACES = st.lists(
    st.tuples(st.floats(1, PAGE), st.floats(1, 2 * PAGE), st.integers(1, 3)), max_size=12
)


@given(_PLACES)
def test_planning_ends_whatever_is_answered(places):
    places = sorted(places, key=lambda place: place[2])
    asked = []

    def ask(waiting):
        asked.append(waiting)
        return [
            {"id": str(n), "chapter": chapter, "page": n, "room": room, "needed": needed}
            for n, (room, needed, chapter) in enumerate(places)
        ]

    waiting = plan(ask)
    assert len(asked) <= MOST_QUESTIONS + 1
    assert len(waiting) == len(set(waiting))


@pytest.fixture(scope="module")
def pages():
    text = "Words that fill the page to some extent. " * 60
    made = report(
        md(f"## One\n\n{text}"),
        figure("tall", svg=TALL),
        md("## Two\n\nTHE TEXT GOES ON. " + text),
        contents=False,
    )
    content = render([made], "pdf", strict=True).content
    return [" ".join(page.extract_text().split()) for page in looking.reader(content).pages]


def test_text_goes_on_below_a_figure_that_waits(pages):
    assert "THE TEXT GOES ON" in pages[0]
    assert "Figure 1" not in pages[0]
    assert pages[1].index("Figure 1") < pages[1].index("Words that fill")


def test_a_figure_taller_than_a_page_is_made_to_fit_with_its_words():
    huge = SVG.replace('width="200pt" height="80pt"', 'width="400pt" height="2000pt"')
    content = render([report(figure("huge", svg=huge))], "pdf", strict=True).content
    for page in looking.reader(content).pages:
        text = " ".join(page.extract_text().split())
        if "It rained more in huge" in text:
            assert "Each dot a month." in text
            break
    else:
        pytest.fail("the figure is on no page")


def test_a_layout_that_typst_fails_at_is_tried_with_fewer_figures_that_wait():
    tables = {"t": {"wait": 3.0}}
    tried = plans_to_try(Plan(["a", "b"], tables))
    assert [plan.floating for plan in tried] == [["a", "b"], ["a"], []]
    assert all(plan.tables == tables for plan in tried)
