"""Pairs against chance: the title counts every pair that stands out, and only those."""

import pandas as pd

from defcoop.figures.co_participation import MOST, draw_co_participation, standing_out


def pairs(*rows: tuple[str, int, float, float], shown: bool = True) -> pd.DataFrame:
    """Return pairs of a body with "chair", from name, observed, expected and joint p-value."""
    frame = pd.DataFrame(rows, columns=["a", "observed", "expected", "p_family"])
    frame = frame.assign(b="chair", a_phrase="the " + frame["a"], b_phrase="the chair", shown=shown)
    return frame.astype({"a": "str", "b": "str"})


def test_a_pair_is_judged_by_its_joint_p_value() -> None:
    picture = draw_co_participation(
        pairs(("navy", 9, 2.0, 0.01), ("army", 9, 1.0, 0.05)), window="w", draws=99
    )
    assert picture.title == "The navy and the chair meet more often than chance would have it"
    assert picture.subtitle.startswith("n = 2 pairs, the 2 furthest from chance shown; 99 shuffles")


def test_the_title_counts_what_there_was_no_room_to_draw() -> None:
    apart = [(f"body-{at:02d}", 0, 5.0 + at, 0.01) for at in range(MOST + 2)]
    picture = draw_co_participation(pairs(("navy", 9, 2.0, 0.01), *apart), window="w", draws=999)
    assert picture.title.endswith(f"; {MOST + 2} pairs keep apart")
    more, fewer = standing_out(picture.data.assign(shown=True))
    assert more["a"].tolist() == ["navy"]
    assert fewer["a"].iloc[0] == f"body-{MOST + 1:02d}"


def test_pairs_that_only_keep_apart_meet_less_often() -> None:
    picture = draw_co_participation(pairs(("navy", 1, 4.0, 0.01)), window="w", draws=99)
    assert picture.title == "The navy and the chair meet less often than chance would have it"


def test_the_pairs_least_like_chance_are_drawn_whatever_their_size() -> None:
    likely = [(f"body-{at:02d}", 30, 20.0, 0.4) for at in range(MOST)]
    picture = draw_co_participation(pairs(("navy", 3, 1.0, 0.01), *likely), window="w", draws=999)
    assert "navy with chair" in picture.svg


def test_counterparts_are_neither_counted_nor_drawn() -> None:
    picture = draw_co_participation(
        pairs(("navy", 9, 2.0, 0.01), shown=False), window="w", draws=999
    )
    assert picture.empty
    assert standing_out(pairs(("navy", 9, 2.0, 0.01), shown=False))[0].empty


def test_nothing_beyond_chance_is_said_to_be_so() -> None:
    picture = draw_co_participation(pairs(("navy", 3, 2.0, 0.8)), window="w", draws=999)
    assert picture.title == "No pair meets more or less often than chance would have it"
