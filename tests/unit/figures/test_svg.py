"""One pass from figure to SVG gives what two passes of matplotlib give."""

import io

from matplotlib.figure import Figure

from defcoop.figures import style
from defcoop.figures.picture import svg_of


def drawn() -> Figure:
    figure = style.canvas(2.0)
    left, right = figure.subplots(1, 2, width_ratios=(2, 1))
    left.plot([0, 1, 2], [3, 1, 2], label="line")
    left.text(-0.4, 2, "A label outside of the axes", ha="right")
    left.set_title("A title")
    right.scatter([1, 2], [1, 2], c=["#17457c", "#c2410c"])
    right.set_xticks([1, 2], ["one \u2212 $5", "two\nlines"])
    style.key(figure, ["sea", "land", "air"])
    return figure


def test_the_bytes_are_those_of_savefig() -> None:
    buffer = io.StringIO()
    with style.house():
        once = svg_of(drawn())
        drawn().savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    assert once == buffer.getvalue()[buffer.getvalue().index("<svg") :]


def test_a_figure_without_axes_is_drawn_too() -> None:
    with style.house():
        figure = style.canvas(1.0)
        figure.text(0.5, 0.5, "Nothing")
        assert "Nothing" in svg_of(figure)
