"""Marks of the years promised: what is drawn for each state."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from defcoop.figures import promises, style


@pytest.mark.parametrize(
    ("state", "face"),
    [
        ("held", "#112233"),
        ("virtual", style.PAPER),
        ("cancelled", style.ALARM),
        ("not_held", style.ALARM),
        ("not_found", style.RULE),
        ("missing", style.PAPER),
    ],
)
def test_each_state_has_its_mark(state: str, face: str) -> None:
    ax = Figure().subplots()
    promises.draw_state(ax, state, [2010.0], [0.0], ["#112233"])
    (mark,) = ax.collections
    colours = mark.get_facecolor() if len(mark.get_facecolor()) else mark.get_edgecolor()
    assert to_hex(colours[0]) == to_hex(face)


def test_a_year_not_yet_due_has_no_mark() -> None:
    ax = Figure().subplots()
    promises.draw_state(ax, "not_yet", [2010.0], [0.0], ["#112233"])
    assert not ax.collections


def test_held_and_not_held_look_different() -> None:
    looks = {}
    for state in promises.STATES:
        ax = Figure().subplots()
        promises.draw_state(ax, state, [2010.0], [0.0], ["#112233"])
        (mark,) = ax.collections
        path = mark.get_paths()[0].vertices.tobytes()
        looks[state] = (path, mark.get_facecolor().tobytes(), mark.get_edgecolor().tobytes())
    assert len(set(looks.values())) == len(promises.STATES)


def test_the_row_says_how_many_years_were_kept() -> None:
    ax = Figure().subplots()
    due = pd.DataFrame({"years_kept": [3.0], "years_due": [5.0]})
    promises.write_shares(ax, due)
    assert [text.get_text() for text in ax.texts] == ["3 of 5"]
