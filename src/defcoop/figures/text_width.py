"""How wide a text is in print, so that labels can be wrapped and placed before drawing."""

import functools
import re

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from defcoop.figures.style import register_fonts

POINTS = 72.0


@functools.cache
def width_of(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of one line of text in Fira Sans, in inches; 0 for an empty text."""
    register_fonts()
    font = FontProperties(family="Fira Sans", size=size, weight=weight)
    return (
        TextToPath().get_text_width_height_descent(text, font, False)[0] / POINTS if text else 0.0
    )


def wrap(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Break a text into lines of at most a width, at spaces and after hyphens.

    No-break spaces hold.

    Parameters
    ----------
    text
        One line of text.
    width
        In inches. A single word that is wider stays whole.
    size, weight
        Size in points and weight of the type.

    Returns
    -------
    list of str
        At least one line.
    """
    lines = [""]
    for piece in re.findall(r"[^ ]+?(?:- *| +|$)", text):
        longer = lines[-1] + piece
        if lines[-1] and width_of(longer.rstrip(), size, weight) > width:
            lines.append(piece)
        else:
            lines[-1] = longer
    return [line.rstrip() for line in lines]


def line_height(size: float) -> float:
    """Return the distance between two lines of type, in inches."""
    return size * 1.18 / POINTS
