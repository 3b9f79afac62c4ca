"""Numbers and dates as they are written in sentences: the words that figures use too."""

from defcoop.figures.words import (
    count,
    day,
    edtf,
    heading,
    listing,
    number,
    numeral,
    of,
    ordinal,
    percent_change,
    sentence,
    share,
    span,
    window,
)

__all__ = [
    "count",
    "day",
    "edtf",
    "heading",
    "listing",
    "number",
    "numeral",
    "of",
    "ordinal",
    "percent_change",
    "sentence",
    "share",
    "span",
    "window",
]
