"""Numbers and dates as titles and sentences write them, so that no number is typed by hand."""

import datetime
import re
import textwrap
from collections.abc import Sequence

from defcoop.analysis.estimate import Estimate

ONES = tuple(
    "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
)
DAYS_PER_YEAR = 365.25
DAYS_PER_MONTH = 30.4375
THOUSAND = 1000


def number(value: float, digits: int = 0) -> str:
    """Return a number with separators of thousands and a true minus sign."""
    return f"{value:,.{digits}f}".replace("-", "\N{MINUS SIGN}")


def count(quantity: int, singular: str, plural: str = "") -> str:
    """Return a quantity with its noun: ``no events``, ``one event``, ``14 events``."""
    written = ONES[quantity] if 0 <= quantity < len(ONES) else number(quantity)
    return f"{written} {singular if quantity == 1 else plural or singular + 's'}"


def plural(quantity: int, singular: str, several: str = "") -> str:
    """Return a quantity in digits with its noun, for subtitles: ``1 event``, ``14 events``."""
    return f"{number(quantity)} {singular if quantity == 1 else several or singular + 's'}"


def ordinal(position: int) -> str:
    """Return ``1st``, ``2nd``, ``3rd``, ``11th`` and so on."""
    teens = 10 < position % 100 < 20
    suffix = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(position % 10, "th")
    return f"{position}{suffix}"


def day(date: datetime.date) -> str:
    """Return a day as ``5 April 2023``."""
    return f"{date.day} {date:%B %Y}"


def span(days: float) -> str:
    """Return a length of time in the unit that a reader would use.

    Under two months in days, under two years in months, otherwise in years.
    """
    if days < 2 * DAYS_PER_MONTH:
        return count(round(days), "day")
    if days < 2 * DAYS_PER_YEAR:
        return count(round(days / DAYS_PER_MONTH), "month")
    return f"{number(days / DAYS_PER_YEAR, 1)} years"


def share(part: int, whole: int) -> str:
    """Return ``9 of 12 (75 %)``; without a whole, that there is none."""
    if not whole:
        return "none of none"
    return f"{number(part)} of {number(whole)} ({number(100 * part / whole)} %)"


def share_only(part: int, whole: int) -> str:
    """Return ``9 (75 %)``: a part of a whole that has been named before."""
    return f"{number(part)} ({number(100 * part / whole)} %)" if whole else "none"


def listing(items: Sequence[str]) -> str:
    """Return items as a sentence lists them: ``a, b and c``; empty gives ``none``."""
    if len(items) < 2:
        return items[0] if items else "none"
    return f"{', '.join(items[:-1])} and {items[-1]}"


def short(name: str, width: int = 48) -> str:
    """Return a name that fits a label: if too long, without what is bracketed or after a comma."""
    if len(name) <= width:
        return name
    plain = re.sub(r"\s*\([^)]*\)", "", name).split(",")[0]
    return textwrap.shorten(plain, width, placeholder="\N{HORIZONTAL ELLIPSIS}")


def sentence(text: str) -> str:
    """Return a text with a capital first letter and a full stop, the rest untouched."""
    text = text.strip()
    closed = text if text.endswith((".", "!", "?")) else f"{text}."
    return closed[:1].upper() + closed[1:]


def heading(text: str) -> str:
    """Return a text as a title: a capital first letter, no full stop."""
    return text[:1].upper() + text[1:].removesuffix(".")


def window(first: datetime.date, last: datetime.date) -> str:
    """Return a window as ``2000 to July 2026``, or in days where it is under two years."""
    if (last - first).days < 2 * DAYS_PER_YEAR:
        return f"{day(first)} to {day(last)}"
    start = f"{first.year}" if (first.month, first.day) == (1, 1) else f"{first:%B %Y}"
    end = f"{last.year}" if (last.month, last.day) == (12, 31) else f"{last:%B %Y}"
    return f"{start} to {end}"


def percent_change(ratio: float) -> str:
    """Return a ratio as a change: 1.18 is ``+18 %``, .95 is ``-5 %`` with a true minus sign."""
    change = round(100 * (ratio - 1))
    sign = "+" if change > 0 else "\N{MINUS SIGN}" if change < 0 else "\N{PLUS-MINUS SIGN}"
    return f"{sign}{abs(change)} %"


def numeral(quantity: int) -> str:
    """Return a number up to twelve as a word, a larger one in figures; zero is ``none``."""
    if quantity == 0:
        return "none"
    return ONES[quantity] if quantity < len(ONES) else number(quantity)


def edtf(text: str) -> str:
    """Return a date as a table prints it: ``5 Apr 2023``, ``Sep 2022``, ``2013``, ``2013-2015``.

    An interval shows both ends; an approximate date is preceded by ``about``.
    """
    if "/" in text:
        start, end = text.split("/")
        if len(start) == len(end) == 10 and start[:7] == end[:7] and start != end:
            return f"{int(start[8:])}\N{EN DASH}{edtf(end)}"
        first, last = edtf(start), edtf(end)
        return f"{first}\N{EN DASH}{last}" if first != last else first
    if text.endswith("~"):
        return f"about {edtf(text[:-1])}"
    parts = text.split("-")
    if len(parts) == 3:
        date = datetime.date.fromisoformat(text)
        return f"{date.day} {date:%b %Y}"
    if len(parts) == 2:
        return f"{datetime.date.fromisoformat(text + '-01'):%b %Y}"
    return text


def runs(numbers: Sequence[int]) -> str:
    """Return whole numbers as runs: 2, 3, 4, 6 is ``2-4, 6`` with an en dash; none is empty."""
    spans: list[list[int]] = []
    for value in sorted(set(numbers)):
        if spans and value == spans[-1][1] + 1:
            spans[-1][1] = value
        else:
            spans.append([value, value])
    return ", ".join(f"{low}" if low == high else f"{low}\N{EN DASH}{high}" for low, high in spans)


def of(part: int, whole: int) -> str:
    """Return ``three of 38``; ``none of 38``; ``all twelve``."""
    if part == whole > 1:
        return f"all {numeral(whole)}"
    return f"{numeral(part)} of {numeral(whole)}"


def span_of_year(years: float) -> str:
    """Return a part of a year as an axis labels it: ``0``, ``6 months``, ``1 year``."""
    months = round(12 * years)
    if months % 12 == 0:
        return f"{months // 12} year{'' if months == 12 else 's'}" if months else "0"
    return f"{months} months"


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
