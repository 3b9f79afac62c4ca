"""The lineage figure: every tie runs from a row to a later one, tracks of one strand are apart."""

import pandas as pd

from defcoop.figures.lineage import REACH, draw_lineage, placed, post_of, title_of, tracks_of

INSTRUMENTS = pd.DataFrame(
    {
        "node": ["a", "b", "c", "d"],
        "text": ["First text", "Second text", "Third text", "Own rule"],
        "strand": ["statements", "statements", "agreements", "rules"],
        "day": pd.to_datetime(["2008-10-22", "2009-12-29", "2015-12-12", "2014-04-01"]),
        "year": [2008, 2009, 2015, 2014],
    }
)
TIES = pd.DataFrame(
    {
        "older": ["a", "a", "b", "d"],
        "younger": ["b", "c", "c", "c"],
        "tie": ["builds_on", "builds_on", "supersedes", "enables"],
        "sources": ["s", "s", "t", "u"],
    }
)
CHILDREN = pd.DataFrame(
    {
        "instrument": ["b", "b"],
        "series": ["talks", "drill"],
        "text": ["Talks", "Drill"],
        "domain": ["joint", "sea"],
        "established": [True, False],
        "sources": ["s", "t"],
    }
)


def test_the_title_names_what_led_to_most() -> None:
    picture = draw_lineage(INSTRUMENTS, TIES, CHILDREN, window="2008 to 2015")
    assert picture.title == (
        "The Second text of 2009 led to two series, more than any other instrument"
    )
    assert picture.subtitle.startswith("n = 4 instruments, 4 ties and 2 series")
    assert "Most rests on First text, with 2 younger instruments." in picture.alt


def test_instruments_that_led_to_as_many_are_named_or_counted_together() -> None:
    tied = pd.DataFrame({"instrument": ["a", "b"], "series": ["talks", "drill"]})
    assert title_of(INSTRUMENTS, tied) == (
        "The First text of 2008 and the Second text of 2009 led to one series each, more than any "
        "other instrument"
    )
    four = pd.DataFrame({"instrument": ["a", "b", "c", "d"], "series": ["s", "t", "u", "v"]})
    assert title_of(INSTRUMENTS, four) == (
        "Four instruments led to one series each, more than any other instrument"
    )
    assert title_of(INSTRUMENTS, tied.head(0)) == (
        "No instrument of this window is said to have led to a series"
    )


def test_rows_run_with_time_and_make_room_for_what_stands_beside_them() -> None:
    ordered = INSTRUMENTS.sort_values("day")
    rows = placed(ordered, CHILDREN)
    heights = [rows[node].y for node in ordered["node"]]
    assert heights == sorted(heights)
    assert rows["b"].height > rows["a"].height


def test_tracks_of_one_strand_are_apart_and_left_of_its_dots() -> None:
    rows = placed(INSTRUMENTS.sort_values("day"), CHILDREN)
    tracks = tracks_of(rows, TIES)
    into = [track for (_, strand, _), track in tracks.items() if strand == "agreements"]
    assert len(set(into)) == len(into) == 3
    assert all(post_of("agreements") - REACH <= track < post_of("agreements") for track in into)


def test_an_instrument_alone_is_drawn_and_in_the_data() -> None:
    picture = draw_lineage(INSTRUMENTS.head(1), TIES.head(0), CHILDREN.head(0), window="2008")
    assert "First text" in picture.svg
    assert picture.data.to_dict("records") == [
        {"older": "", "younger": "a", "tie": "", "sources": ""}
    ]


def test_without_instruments_there_is_a_sentence_in_place_of_the_figure() -> None:
    picture = draw_lineage(INSTRUMENTS.head(0), TIES.head(0), CHILDREN.head(0), window="1950")
    assert picture.empty
    assert picture.title == "No instrument was signed or adopted in this window."
