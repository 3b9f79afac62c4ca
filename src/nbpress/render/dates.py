"""Dates in words, the same on every machine whatever its locale."""

import datetime

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_date(iso: str) -> str:
    """Return an ISO date in words; any other text, such as "2013" or "2018~", as it is.

    >>> long_date("2026-11-22")
    '22 November 2026'
    """
    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
