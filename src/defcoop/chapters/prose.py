"""Numbers and dates as they are written in sentences: the words that figures use too."""

from defcoop.analysis.estimate import Estimate
from defcoop.wording import (
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
    "interval",
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


def interval(estimate: Estimate, digits: int = 2) -> str:
    """Return an estimate with its interval, or why there is none."""
    if estimate.value is None:
        return estimate.reason
    text = number(estimate.value, digits)
    if estimate.low is None or estimate.high is None:
        return text
    share = number(100 * estimate.level)
    return (
        f"{text}, {share} % interval {number(estimate.low, digits)} to "
        f"{number(estimate.high, digits)}"
    )
