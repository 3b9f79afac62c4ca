"""What edition numbers and a promised rhythm prove to be missing, and what is known of it."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from defcoop.evidence.frames import try_parse


@dataclass(frozen=True, order=True)
class Round:
    """One event of a series: its first day at the earliest and latest, and its number, else 0."""

    earliest: datetime.date
    latest: datetime.date
    number: int = 0
    held: bool = True


@dataclass(frozen=True)
class Series:
    """What is on record of one mechanism, as far as holes are concerned.

    Attributes
    ----------
    rounds
        Its events in order of time, phases left out.
    missed
        Edition numbers with a row of absences.
    empty
        Years that a row of absences speaks of.
    opened
        The number before the first that is asked for: 0, or, in a series that India or Japan
        joined later, the last one held without both.
    """

    rounds: tuple[Round, ...] = ()
    missed: frozenset[int] = frozenset()
    empty: frozenset[int] = frozenset()
    opened: int = 0


def read_series(
    events: Iterable[tuple[str, str, str]], missing: Iterable[tuple[str, str]], joined: str = ""
) -> Series:
    """Return what is on record of one mechanism.

    Parameters
    ----------
    events
        Start, edition and status of its events as texts, phases left out; those without a date
        that can be read are left out.
    missing
        Edition and period of its rows of absences as texts, those of a detail left out.
    joined
        When India and Japan were first both part of it, as an EDTF text; empty for from the start.
        What was held before is no round of theirs, and no hole.
    """
    since = try_parse(joined)
    rounds = sorted(one for one in read_rounds(events) if not since or one.latest >= since.earliest)
    first = min((one.number for one in rounds if one.number), default=1)
    rows = list(missing)
    return Series(
        tuple(rounds),
        frozenset(int(number) for number, _ in rows if number.isdigit()),
        frozenset(year for _, text in rows for year in years_of(text)),
        first - 1 if since else 0,
    )


def read_rounds(events: Iterable[tuple[str, str, str]]) -> Iterator[Round]:
    """Yield the events that have a date."""
    for start, edition, status in events:
        if date := try_parse(start):
            number = int(edition) if edition.isdigit() else 0
            yield Round(date.earliest, date.latest, number, held=status == "held")


def years_of(text: str) -> range:
    """Return the years that an EDTF text touches; none where it is empty or no date."""
    date = try_parse(text)
    return range(date.earliest.year, date.latest.year + 1) if date else range(0)


def missing_numbers(series: Series) -> list[int]:
    """Return the edition numbers that are neither on record nor among the absences.

    A held event without a number between two numbered ones stands for one of the numbers between
    them, the lowest that is free.

    Examples
    --------
    >>> day = datetime.date(2010, 1, 1)
    >>> missing_numbers(Series((Round(day, day, 2), Round(day, day, 5)), frozenset({3})))
    [1, 4]
    """
    numbered = sorted(one for one in series.rounds if one.number)
    marks = [Round(datetime.date.min, datetime.date.min, series.opened), *numbered]
    missing: list[int] = []
    for before, after in pairwise(marks):
        numbers = range(before.number + 1, after.number)
        open_ = [number for number in numbers if number not in series.missed]
        missing += open_[fillers(series, before, after) :]
    known = {one.number for one in numbered}
    return sorted(set(missing) - known)


def fillers(series: Series, before: Round, after: Round) -> int:
    """Return how many held events without a number lie between two rounds."""
    return sum(
        before.earliest <= one.earliest and one.latest <= after.latest
        for one in series.rounds
        if one.held and not one.number
    )


def silent_years(series: Series, every: int, promised: int | None, until: int) -> list[int]:
    """Return the years in which a promised round is neither on record nor looked for.

    Consecutive numbers prove that nothing was held between them, so the years between are no
    hole; a row of absences for each number in between explains them too.

    Parameters
    ----------
    series
        What is on record.
    every
        The promised years from round to round.
    promised
        The year of the promise; None when not known: then the first round is taken for it.
    until
        The year in which the search ended; it is not over, and so never silent.
    """
    if promised is None and not series.rounds:
        return []
    first = series.rounds[0].earliest.year if promised is None else promised
    # The promise stands where a round would: the first is due one step after it.
    opening, closing = one_day(first - every if promised is None else first), one_day(until)
    gaps = pairwise([opening, *(one for one in series.rounds if one.latest.year >= first), closing])
    return [
        year
        for before, after in gaps
        if after.earliest.year - before.latest.year > every and not proven(series, before, after)
        for year in range(before.latest.year + every, after.earliest.year)
        if year not in series.empty
    ]


def one_day(year: int) -> Round:
    """Return the first day of a year as a mark in time."""
    return Round(datetime.date(year, 1, 1), datetime.date(year, 1, 1))


def proven(series: Series, one: Round, other: Round) -> bool:
    """Return whether numbers account for all that was held between two rounds."""
    if not one.number or other.number <= one.number:
        return False
    return all(number in series.missed for number in range(one.number + 1, other.number))


def iterate_series(
    mechanisms: pd.DataFrame, events: pd.DataFrame, absences: pd.DataFrame
) -> Iterator[tuple[int, Series]]:
    """Yield, for each mechanism by its row, what is on record of it; all tables as texts.

    The tables are walked once as plain rows: a frame for each of many series costs far more.
    """
    editions: dict[str, list[tuple[str, str, str]]] = {}
    columns = ["mechanism_id", "parent_event_id", "start", "edition", "status"]
    cells = zip(*(events[column] for column in columns), strict=True)
    for name, parent, start, edition, status in cells:
        if not parent:
            editions.setdefault(name, []).append((start, edition, status))
    missing: dict[str, list[tuple[str, str]]] = {}
    columns = ["mechanism_id", "what", "edition", "period"]
    for name, what, edition, period in zip(*(absences[column] for column in columns), strict=True):
        if what == "event":
            missing.setdefault(name, []).append((edition, period))
    for row, name, joined in mechanisms[["mechanism_id", "joined"]].itertuples():
        yield row, read_series(editions.get(name, ()), missing.get(name, ()), joined)
