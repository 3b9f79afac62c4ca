"""The writer of HTML tables."""

import pandas as pd
import pytest

from defcoop.html_table import write_frame, write_table

HEAD = '<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody>'


def test_the_first_cell_heads_its_row_and_cells_may_be_links() -> None:
    link = '<a href="x">y</a>'
    row = f'<tr><th scope="row">1</th><td>{link}</td></tr>'
    assert write_table(["A", "B"], [["1", link]]) == f"{HEAD}{row}</tbody></table>"


def test_without_a_head_of_rows_every_cell_is_a_cell_and_all_carry_the_style() -> None:
    page = write_table(["A"], [["1"]], first_heads_row=False, style="text-align: left")
    css = ' style="text-align: left"'
    assert page == (
        f'<table><thead><tr><th scope="col"{css}>A</th></tr></thead>'
        f"<tbody><tr><td{css}>1</td></tr></tbody></table>"
    )


def test_without_rows_the_headings_stand_alone() -> None:
    assert write_table(["A", "B"], []) == f"{HEAD}</tbody></table>"
    assert write_frame(pd.DataFrame({"A": [], "B": []})) == f"{HEAD}</tbody></table>"


def test_names_and_cells_of_a_frame_are_escaped() -> None:
    page = write_frame(pd.DataFrame({"<a>": ["<b> & c"]}))
    assert '<th scope="col">&lt;a&gt;</th>' in page
    assert '<th scope="row">&lt;b&gt; &amp; c</th>' in page


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (None, "\N{EN DASH}"),
        (float("nan"), "\N{EN DASH}"),
        (pd.NA, "\N{EN DASH}"),
        (pd.NaT, "\N{EN DASH}"),
        ("", "\N{EN DASH}"),
        (-1234.5, "\N{MINUS SIGN}1,234.5"),
        (2.0, "2"),
        (3, "3"),
    ],
)
def test_a_value_is_printed(value: object, printed: str) -> None:
    frame = pd.DataFrame({"A": pd.Series([value], dtype=object)})
    assert f'<th scope="row">{printed}</th>' in write_frame(frame)
