"""Dates as sources give them: a day, a month, a year, about, or between two of them.

The notation is EDTF (ISO 8601-2:2019): ``2023-04-05``, ``2022-09``, ``2013``, ``2018~`` and the
interval ``2012-06-09/2012-06-10``.  In memory each is its earliest day, its latest day and a
precision; no function here ever picks a midpoint.
"""

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

Precision = Literal["day", "month", "year"]

PART = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~?)", re.ASCII)
LONGEST_MONTH = 31
LAST_MONTH = 12


@dataclass(frozen=True)
class Date:
    """A date with its uncertainty.

    Attributes
    ----------
    text
        The EDTF notation.
    earliest, latest
        First and last day on which it can fall, both included.
    precision
        The unit in which it is written; for an interval the smallest unit that spans it.
    """

    text: str
    earliest: datetime.date
    latest: datetime.date
    precision: Precision

    def contains(self, other: "Date") -> bool:
        """Return whether every day on which ``other`` can fall is a day of this date."""
        return self.earliest <= other.earliest and other.latest <= self.latest

    def overlaps(self, other: "Date") -> bool:
        """Return whether the two dates can be the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def contradicts(self, other: "Date") -> bool:
        """Return whether neither date contains the other."""
        return not (self.contains(other) or other.contains(self))

    def draw(self, generator: np.random.Generator, size: int) -> np.ndarray:
        """Return ``size`` days drawn uniformly from earliest to latest, as ``datetime64[D]``."""
        days = (self.latest - self.earliest).days
        offsets = generator.integers(0, days, size=size, endpoint=True)
        return np.datetime64(self.earliest, "D") + offsets.astype("timedelta64[D]")


@lru_cache(maxsize=65536)
def parse(text: str) -> Date:
    """Return the date that an EDTF text stands for.

    Raises
    ------
    ValueError
        If the text is not in the notation, names a day that does not exist, or is an interval
        whose end lies before its start.

    Examples
    --------
    >>> parse("2018~").earliest, parse("2018~").latest
    (datetime.date(2017, 1, 1), datetime.date(2019, 12, 31))
    >>> parse("2012-06-09/2012-06-10").precision
    'month'
    """
    first, slash, second = text.partition("/")
    start = parse_part(first)
    if not slash:
        return start
    end = parse_part(second)
    if end.earliest < start.earliest or end.latest < start.latest:
        raise ValueError("the interval ends before it starts")
    return Date(text, start.earliest, end.latest, spanning(start.earliest, end.latest))


def parse_part(text: str) -> Date:
    """Return the date of one side of an interval, or of a text without a slash."""
    match = PART.fullmatch(text)
    if not match:
        raise ValueError("not a date in EDTF, such as 2023-04-05, 2022-09, 2013, 2018~ or a/b")
    year, month, day = (int(part) if part else None for part in match.groups()[:3])
    if year == 0:
        raise ValueError("the year 0000 is not in the calendar used here")
    try:
        earliest, latest, precision = unit(year or 0, month, day)
        if match[4]:
            earliest, latest = (
                step(earliest, precision, -1),
                end_of(step(latest, precision, 1), precision),
            )
    except (ValueError, OverflowError):
        raise ValueError("there is no such day or month in the calendar") from None
    return Date(text, earliest, latest, precision)


def unit(
    year: int, month: int | None, day: int | None
) -> tuple[datetime.date, datetime.date, Precision]:
    """Return first day, last day and precision of a year, a month or a day."""
    if month is None:
        return datetime.date(year, 1, 1), datetime.date(year, LAST_MONTH, 31), "year"
    first = datetime.date(year, month, day or 1)
    if day is None:
        return first, end_of(first, "month"), "month"
    return first, first, "day"


def step(date: datetime.date, precision: Precision, count: int) -> datetime.date:
    """Return ``date`` moved by ``count`` units; in months and years the day becomes the first."""
    if precision == "day":
        return date + datetime.timedelta(days=count)
    if precision == "year":
        return datetime.date(date.year + count, 1, 1)
    years, month = divmod(date.month - 1 + count, LAST_MONTH)
    return datetime.date(date.year + years, month + 1, 1)


def end_of(date: datetime.date, precision: Precision) -> datetime.date:
    """Return the last day of the day, month or year in which ``date`` lies."""
    if precision == "day":
        return date
    month = LAST_MONTH if precision == "year" else date.month
    return datetime.date(date.year, month, calendar.monthrange(date.year, month)[1])


def spanning(earliest: datetime.date, latest: datetime.date) -> Precision:
    """Return the smallest unit that is at least as long as the span."""
    days = (latest - earliest).days + 1
    if days == 1:
        return "day"
    return "month" if days <= LONGEST_MONTH else "year"
