"""Sentences of the report on cadence: they word its facts, and decide nothing."""

import datetime
from collections.abc import Sequence

from defcoop import wording
from defcoop.chapters.cadence import frames
from defcoop.chapters.cadence.facts import (
    Ending,
    Gaps,
    Irregular,
    Ledger,
    Opening,
    Promises,
    Regularity,
    Rhythm,
    Season,
    Seasons,
    Silence,
    Silences,
    Table,
    Usual,
)

TITLE = "Cadence of the dialogues"
SUBTITLE = "How often India and Japan meet on defence and security, and how long they are silent"
DESCRIPTION = (
    "Every meeting on record between India and Japan on defence and security: when each series "
    "met, how long its gaps are, what was promised, and where the record has holes."
)
TABLE_CAPTION = (
    "The usual gap is the median of the gaps that can be trusted. A triangle marks a silence "
    "longer than each earlier gap. The next meeting is expected in the window that holds half of "
    "the probability if gaps stay as they were."
)
IRREGULAR_WORDS = (
    "Meetings that were virtual, postponed or cancelled, the newest first",
    "A postponed meeting that was held later stands in the record under its later date.",
)
LEDGER_WORDS = (
    "The ledger of absences",
    "Not found: searched for in the sources without result. Not held: a source says so.",
)

RHYTHM = {Rhythm.REGULAR: "more regular than chance", Rhythm.BURSTY: "burstier than chance"}


def opening(found: Opening | None) -> str:
    """Say how much met, from when to when, and which series carries the record."""
    if found is None:
        return ""
    most = [f"{name} ({size})" for name, size in found.most]
    return (
        f"The record holds **{wording.count(found.meetings, 'meeting')} in "
        f"{wording.count(found.series, 'series', 'series')}**, from {found.first:%B %Y} to "
        f"{found.last:%B %Y} ([](#fig:raster)). Most often met: {wording.listing(most)}. "
        f"{wording.sentence(f'{wording.of(found.once, found.series)} series met once only')} "
        "One meeting makes no cadence."
    )


def raster_title(found: Opening | None) -> str:
    """Return how much met, as the sentence above the raster says it."""
    if found is None:
        return ""
    series = wording.count(found.series, "series", "series")
    return wording.heading(
        f"{wording.count(found.meetings, 'meeting')} in {series}, {found.once} of them met once "
        "only"
    )


def silences(gaps: Gaps) -> str:
    """Say what is silent for longer than ever, and how little that can prove."""
    parts = [silence_clause(item) for item in gaps.longer]
    told = {
        Silences.SOME_LONGER: f"Silent for longer than ever: {wording.listing(parts)}.",
        Silences.NONE_LONGER: "None of them is silent for longer than each of its earlier gaps.",
        Silences.NO_SERIES: "",
    }
    if gaps.verdict is Silences.NO_SERIES:
        return ""
    verb = "has" if gaps.drawn == 1 else "have"
    return (
        f"{wording.heading(wording.count(gaps.drawn, 'series', 'series'))} {verb} at least "
        f"{wording.numeral(frames.FEWEST_GAPS)} gaps that can be trusted ([](#fig:gaps)). "
        f"{told[gaps.verdict]} {endings(gaps.endings)}{regularity(gaps.regularity)}"
    )


def silence_clause(item: Silence) -> str:
    """Return a silence with the bound that exchangeability gives."""
    return (
        f"**{item.name}** ({wording.span(item.days)}, longer than each of its "
        f"{wording.count(item.earlier, 'gap')}; by chance alone this has probability "
        f"{wording.number(item.chance, 2)})"
    )


def endings(found: Sequence[Ending]) -> str:
    """Name the series that are not silent but have ended; nothing without one."""
    over = [
        f"{item.name}, last held {item.last} and superseded by the {item.successor}"
        for item in found
    ]
    return f"Ended, and so not silent: {wording.listing(over)}. " if over else ""


def regularity(found: Regularity) -> str:
    """Say which series are certainly more regular than chance, and which burstier."""
    if not found.judged:
        return "No series has gaps enough for an index of regularity."
    return (
        f"Of {wording.count(found.judged, 'series', 'series')} with gaps enough for an index, "
        f"{RHYTHM[Rhythm.REGULAR]}: {wording.listing(found.regular)}; {RHYTHM[Rhythm.BURSTY]}: "
        f"{wording.listing(found.bursty)}."
    )


def gaps_title(gaps: Gaps) -> str:
    """Return how many silences are longer than anything before."""
    series, longer = wording.count(gaps.compared, "series", "series"), len(gaps.longer)
    verb = "is" if longer == 1 else "are"
    told = {
        Silences.SOME_LONGER: f"{wording.numeral(longer)} of {series} {verb} silent for longer "
        "than ever before",
        Silences.NONE_LONGER: f"No series is silent for longer than ever before, of {series} "
        "compared",
        Silences.NO_SERIES: "",
    }
    return wording.heading(told[gaps.verdict])


def table(found: Table | None) -> str:
    """Introduce the table of all series."""
    if found is None:
        return ""
    because = (
        "because it met once or twice or because an edition may be missing between the meetings "
        "that are known."
    )
    told = {
        Usual.EACH: "Each has a usual gap.",
        Usual.SOME: f"For {wording.of(found.without, found.series)} no usual gap can be given, "
        f"{because}",
        Usual.NONE: "For none of them a usual gap can be given: a series met once or twice, or an "
        "edition may be missing between the meetings that are known.",
    }
    return (
        "[](#tbl:dialogues) shows every series, so that nobody has to trust a choice of ours. "
        f"{told[found.verdict]}"
    )


def table_words(last_day: datetime.date) -> tuple[str, str]:
    """Return title and caption of the table of all series."""
    return f"Every series, from leaders down, as of {wording.day(last_day)}", TABLE_CAPTION


def promises(found: Promises | None) -> str:
    """Say how many of the years due were kept."""
    if found is None:
        return ""
    return (
        f"Sources promise a rhythm for {wording.count(found.series, 'series', 'series')} that met "
        f"in this window. Of {wording.number(found.due)} years in which an edition was due, the "
        f"record shows one in **{wording.share(found.held, found.due)}** ([](#fig:kept)). A year "
        "without a record is not a year without a meeting: grey says that it was looked for and "
        "not found."
    )


def promises_title(found: Promises | None) -> str:
    """Return which share of the years promised were kept."""
    if found is None:
        return ""
    held = wording.share_only(found.held, found.due)
    return f"Of {wording.number(found.due)} years promised, the record shows {held}"


def seasons(found: Seasons | None) -> str:
    """Say which months are busiest, among the events whose month is known."""
    if found is None:
        return ""
    most = wording.listing(found.most)
    told = {
        Season.ONE_MONTH: f"The busiest month is {most} with {found.meetings}",
        Season.SEVERAL_MONTHS: f"The busiest months are {most} with {found.meetings} each",
        Season.NO_MONTH: f"No month stands out: {most} have {found.meetings} each",
    }
    return (
        f"{told[found.verdict]} of {wording.count(found.known, 'meeting')} whose month is known "
        "([](#fig:calendar))."
    )


def seasons_title(found: Seasons | None) -> str:
    """Return which months hold most meetings, and which fewest where they are few."""
    if found is None:
        return ""
    most = wording.listing(found.most)
    fewest = f", {wording.listing(found.fewest)} fewest" if found.fewest else ""
    told = {
        Season.ONE_MONTH: f"{most} holds most meetings{fewest}",
        Season.SEVERAL_MONTHS: f"{most} hold most meetings{fewest}",
        Season.NO_MONTH: "No month stands out",
    }
    return told[found.verdict]


def irregular(found: Irregular | None) -> str:
    """Say how much was virtual, postponed or cancelled."""
    if found is None:
        return ""
    verb = "was" if found.virtual == 1 else "were"
    return (
        f"{wording.heading(wording.count(found.virtual, 'meeting'))} {verb} virtual, "
        f"{wording.numeral(found.pandemic)} of them in 2020 and 2021; a virtual meeting keeps the "
        f"cadence. Cancelled: {wording.numeral(found.cancelled)}; postponed and not made up for: "
        f"{wording.numeral(found.postponed)} ([](#tbl:irregular))."
    )


def ledger(found: Ledger | None) -> str:
    """Introduce the ledger of absences."""
    if found is None:
        return ""
    return (
        f"[](#tbl:absences) lists {wording.count(found.not_found, 'search', 'searches')} that "
        f"found nothing and {wording.count(found.not_held, 'case')} in which a source says that "
        "nothing was held. From dates alone the two look the same; here only the second counts as "
        "a gap."
    )
