"""The numbers and verdicts of the report on cadence, as its sentences need them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import pandas as pd

from defcoop.analysis.cadence.series import Cadence
from defcoop.analysis.estimate import Estimate
from defcoop.chapters.cadence import frames
from defcoop.chapters.headlines import headline
from defcoop.chapters.session import Chapter
from defcoop.figures.frames import names_of, tally

MOST_NAMED = 3
"""So many of the series that met most often are named."""


class Silences(Enum):
    """Whether a silence is longer than every gap before it."""

    NO_SERIES = "no series has gaps enough"
    NONE_LONGER = "none is longer"
    SOME_LONGER = "some are longer"


class Rhythm(Enum):
    """On which side of chance the regularity of a series lies."""

    REGULAR = "more regular than memoryless gaps"
    BURSTY = "burstier than memoryless gaps"
    WITHIN = "within the band of chance"
    NOT_JUDGED = "too few gaps for an index"


class Usual(Enum):
    """Of how many series a usual gap can be given."""

    EACH = "each"
    SOME = "some"
    NONE = "none"


class Season(Enum):
    """Which months hold most meetings."""

    ONE_MONTH = "one month"
    SEVERAL_MONTHS = "several months alike"
    NO_MONTH = "more months than can stand out"


MOST_MONTHS = 3
"""With more months than this at the top, none stands out."""

FEW_MONTHS = 2
"""So many of the months with fewest meetings are named."""


@dataclass(frozen=True)
class Opening:
    """How much met, and which series most often."""

    meetings: int
    series: int
    first: datetime.date
    last: datetime.date
    most: tuple[tuple[str, int], ...]
    once: int


@dataclass(frozen=True)
class Silence:
    """A silence longer than each of the gaps before it; `chance` if gaps are exchangeable."""

    name: str
    days: float
    earlier: int
    chance: float


@dataclass(frozen=True)
class Ending:
    """A series that another has taken the place of."""

    name: str
    last: str
    successor: str


@dataclass(frozen=True)
class Regularity:
    """The series with gaps enough for an index, and those outside its band of chance."""

    judged: int
    regular: tuple[str, ...]
    bursty: tuple[str, ...]


@dataclass(frozen=True)
class Gaps:
    """How the silences compare with the gaps before them."""

    verdict: Silences
    drawn: int
    compared: int
    longer: tuple[Silence, ...]
    endings: tuple[Ending, ...]
    regularity: Regularity


@dataclass(frozen=True)
class Table:
    """How many series have no usual gap."""

    verdict: Usual
    without: int
    series: int


@dataclass(frozen=True)
class Promises:
    """Years in which an edition was due, and in which one is on record."""

    series: int
    due: int
    held: int


@dataclass(frozen=True)
class Seasons:
    """The months with most meetings, of those whose month is known.

    `fewest` names the months with fewest, where they are few.
    """

    verdict: Season
    most: tuple[str, ...]
    fewest: tuple[str, ...]
    meetings: int
    known: int


@dataclass(frozen=True)
class Irregular:
    """Meetings that were virtual, cancelled or postponed."""

    virtual: int
    pandemic: int
    cancelled: int
    postponed: int


@dataclass(frozen=True)
class Ledger:
    """Searches that found nothing, and meetings known not to have been held."""

    not_found: int
    not_held: int


@dataclass(frozen=True)
class Facts:
    """What the report says; None where the window has nothing of the kind."""

    last_day: datetime.date
    opening: Opening | None
    gaps: Gaps
    table: Table | None
    promises: Promises | None
    seasons: Seasons | None
    irregular: Irregular | None
    meetings: Estimate | None = headline("meetings", "Meetings on record")
    silent: Estimate | None = headline("silent-series", "Series silent for longer than ever")


def read_facts(
    report: Chapter,
    events: pd.DataFrame,
    lost: pd.DataFrame,
    cadences: Mapping[str, Cadence],
    stated: pd.DataFrame,
) -> Facts:
    """Compute the facts of the meetings of a window."""
    names = names_of(report.dataset.mechanisms)
    gaps = read_gaps(cadences, names, frames.last_days(report.events))
    return Facts(
        last_day=report.last_day,
        opening=read_opening(events, names),
        gaps=gaps,
        table=read_table(cadences),
        promises=read_promises(stated),
        seasons=read_seasons(events),
        irregular=read_irregular(events, lost),
        meetings=Estimate(float(len(events)), n=len(events)),
        silent=Estimate(float(len(gaps.longer)), n=gaps.compared),
    )


def read_opening(events: pd.DataFrame, names: Mapping[str, str]) -> Opening | None:
    """Count meetings and series; None without a meeting."""
    if events.empty:
        return None
    sizes = tally(events)
    return Opening(
        meetings=len(events),
        series=len(sizes),
        first=events["start_earliest"].min().date(),
        last=events["start_latest"].max().date(),
        most=tuple((names[key], sizes[key]) for key in list(sizes)[:MOST_NAMED]),
        once=sum(size == 1 for size in sizes.values()),
    )


def read_gaps(
    cadences: Mapping[str, Cadence],
    names: Mapping[str, str],
    lasts: Mapping[str, str],
    fewest: int = frames.FEWEST_GAPS,
) -> Gaps:
    """Compare the silences of the series with so many gaps."""
    drawn = frames.select_with_gaps(cadences, fewest)
    longer = read_silences(drawn, names)
    return Gaps(
        verdict=judge_silences(len(drawn), len(longer)),
        drawn=len(drawn),
        compared=len(frames.running_series(drawn)),
        longer=longer,
        endings=read_endings(cadences, names, lasts),
        regularity=read_regularity(drawn, names),
    )


def judge_silences(series: int, longer: int) -> Silences:
    """Return whether a silence is longer than every gap before it."""
    if not series:
        return Silences.NO_SERIES
    return Silences.SOME_LONGER if longer else Silences.NONE_LONGER


def read_silences(cadences: Mapping[str, Cadence], names: Mapping[str, str]) -> tuple[Silence, ...]:
    """Return the silences longer than each gap before them, those with most gaps first."""
    return tuple(
        Silence(
            names[key],
            item.open_gap.days or 0.0,
            item.open_gap.earlier,
            item.open_gap.bound or 0.0,
        )
        for key, item in frames.longest_silences(cadences).items()
    )


def read_endings(
    cadences: Mapping[str, Cadence], names: Mapping[str, str], lasts: Mapping[str, str]
) -> tuple[Ending, ...]:
    """Return of each series that has ended until when it was held and what took its place."""
    return tuple(
        Ending(names[key], lasts[key], item.superseded_by)
        for key, item in cadences.items()
        if item.superseded_by
    )


def read_regularity(cadences: Mapping[str, Cadence], names: Mapping[str, str]) -> Regularity:
    """Return which series are certainly more regular than chance, and which burstier."""
    verdicts = {
        names[key]: judge_rhythm(item.burstiness.value, item.null_band)
        for key, item in cadences.items()
    }
    judged = [verdict for verdict in verdicts.values() if verdict is not Rhythm.NOT_JUDGED]
    return Regularity(
        judged=len(judged),
        regular=tuple(name for name, verdict in verdicts.items() if verdict is Rhythm.REGULAR),
        bursty=tuple(name for name, verdict in verdicts.items() if verdict is Rhythm.BURSTY),
    )


def judge_rhythm(burstiness: float | None, band: tuple[float, float] | None) -> Rhythm:
    """Return on which side of the band of memoryless gaps a burstiness lies.

    Regular gaps have a negative burstiness, bursty ones a positive one (Kim & Jo 2016).
    """
    if band is None or burstiness is None:
        return Rhythm.NOT_JUDGED
    if band[0] <= burstiness <= band[1]:
        return Rhythm.WITHIN
    return Rhythm.REGULAR if burstiness < band[0] else Rhythm.BURSTY


def read_table(cadences: Mapping[str, Cadence]) -> Table | None:
    """Count the series without a usual gap; None without a series."""
    if not cadences:
        return None
    without = sum(item.gaps < frames.FEWEST_USUAL for item in cadences.values())
    return Table(judge_usual(without, len(cadences)), without, len(cadences))


def judge_usual(without: int, series: int) -> Usual:
    """Return of how many series a usual gap can be given."""
    if not without:
        return Usual.EACH
    return Usual.NONE if without == series else Usual.SOME


def read_promises(stated: pd.DataFrame) -> Promises | None:
    """Add up the years due and held of the series with a stated cadence; None without one due."""
    due = stated[stated["years_due"].fillna(0) > 0]
    if due.empty:
        return None
    return Promises(len(due), int(due["years_due"].sum()), int(due["years_kept"].sum()))


def read_seasons(events: pd.DataFrame) -> Seasons | None:
    """Count meetings by month; None where no month is known."""
    known = events[events["start_precision"] != "year"]
    if known.empty:
        return None
    months = known["start_earliest"].dt.month
    sizes = {month: int((months == month).sum()) for month in range(1, 13)}
    most, fewest = (months_with(sizes, end(sizes.values())) for end in (max, min))
    named = fewest if len(fewest) <= FEW_MONTHS else ()
    return Seasons(judge_season(len(most)), most, named, max(sizes.values()), len(known))


def months_with(sizes: Mapping[int, int], size: int) -> tuple[str, ...]:
    """Return the names of the months with so many meetings."""
    return tuple(f"{datetime.date(2000, month, 1):%B}" for month in sizes if sizes[month] == size)


def judge_season(months: int) -> Season:
    """Return whether one month, or several, hold most meetings."""
    if months == 1:
        return Season.ONE_MONTH
    return Season.SEVERAL_MONTHS if months <= MOST_MONTHS else Season.NO_MONTH


def read_irregular(events: pd.DataFrame, lost: pd.DataFrame) -> Irregular | None:
    """Count what was virtual, cancelled or postponed; None where nothing was."""
    virtual = events[events["mode"] == "virtual"]
    if virtual.empty and lost.empty:
        return None
    return Irregular(
        virtual=len(virtual),
        pandemic=int(virtual["start_earliest"].dt.year.isin([2020, 2021]).sum()),
        cancelled=int((lost["status"] == "cancelled").sum()),
        postponed=int((lost["status"] == "postponed").sum()),
    )


def read_ledger(rows: pd.DataFrame) -> Ledger | None:
    """Count the rows of the ledger of absences by what they say; None without a row."""
    if rows.empty:
        return None
    held = int((rows["Finding"] == frames.FINDINGS["not_held"]).sum())
    return Ledger(len(rows) - held, held)
