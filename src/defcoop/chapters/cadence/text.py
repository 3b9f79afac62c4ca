"""What the report on cadence says."""

from collections.abc import Mapping

import pandas as pd

from defcoop.analysis.cadence.series import Cadence
from defcoop.chapters import prose
from defcoop.chapters.cadence import facts
from defcoop.chapters.session import Report
from defcoop.figures.frames import names_of, tally

TITLE = "Cadence of the dialogues"
SUBTITLE = "How often India and Japan meet on defence and security, and how long they are silent"
DESCRIPTION = (
    "Every meeting on record between India and Japan on defence and security: when each series "
    "met, how long its gaps are, what was promised, and where the record has holes."
)


def opening(report: Report, events: pd.DataFrame) -> str:
    """Say how much met, from when to when, and which series carries the record."""
    if events.empty:
        return ""
    sizes, names = tally(events), names_of(report.dataset.mechanisms, 60)
    first, last = events["start_earliest"].min(), events["start_latest"].max()
    busiest = [f"{names[key]} ({sizes[key]})" for key in list(sizes)[:3]]
    once = sum(size == 1 for size in sizes.values())
    return (
        f"The record holds **{prose.count(len(events), 'meeting')} in "
        f"{prose.count(len(sizes), 'series', 'series')}**, from {first:%B %Y} to {last:%B %Y} "
        f"([](#fig:raster)). Most often met: {prose.listing(busiest)}. "
        f"{prose.sentence(f'{prose.of(once, len(sizes))} series met once only')} "
        "One meeting makes no cadence."
    )


def silences(report: Report, cadences: Mapping[str, Cadence]) -> str:
    """Say what is silent for longer than ever, and how little that can prove."""
    drawn = facts.with_gaps(cadences)
    if not drawn:
        return ""
    names = names_of(report.dataset.mechanisms, 60)
    longer = facts.silent(drawn)
    parts = [silence_clause(names[name], item) for name, item in longer.items()]
    found = f"Silent for longer than ever: {prose.listing(parts)}." if parts else NONE_LONGER
    return (
        f"{prose.sentence(prose.count(len(drawn), 'series', 'series'))[:-1]} have at least "
        f"{prose.numeral(facts.FEWEST_GAPS)} gaps that can be trusted ([](#fig:gaps)). {found} "
        f"{ended(report, cadences)}{regularity(drawn, names)}"
    )


def ended(report: Report, cadences: Mapping[str, Cadence]) -> str:
    """Name the series that are not silent but have ended; nothing without one."""
    over = facts.endings(report, cadences)
    return f"Ended, and so not silent: {prose.listing(over)}. " if over else ""


NONE_LONGER = "None of them is silent for longer than each of its earlier gaps."


def silence_clause(name: str, item: Cadence) -> str:
    """Return a silence with the bound that exchangeability gives."""
    days, bound = item.open_gap.days, item.open_gap.bound
    if days is None or bound is None:
        return name
    return (
        f"**{name}** ({prose.span(days)}, longer than each of its "
        f"{prose.count(item.open_gap.earlier, 'gap')}; by chance alone this has probability "
        f"{prose.number(bound, 2)})"
    )


def regularity(cadences: Mapping[str, Cadence], names: Mapping[str, str]) -> str:
    """Say which series are certainly more regular than chance, and which burstier."""
    judged = {name: item for name, item in cadences.items() if item.null_band is not None}
    if not judged:
        return "No series has gaps enough for an index of regularity."
    regular = [names[name] for name, item in judged.items() if outside(item) < 0]
    bursty = [names[name] for name, item in judged.items() if outside(item) > 0]
    return (
        f"Of {prose.count(len(judged), 'series', 'series')} with gaps enough for an index, "
        f"more regular than chance: {prose.listing(regular)}; burstier than chance: "
        f"{prose.listing(bursty)}."
    )


def outside(item: Cadence) -> int:
    """Return on which side of the null band the burstiness lies: -1, 0 or 1."""
    value = item.burstiness.value
    if value is None or item.null_band is None:
        return 0
    low, high = item.null_band
    return int(value > high) - int(value < low)


def table(cadences: Mapping[str, Cadence]) -> str:
    """Introduce the table of all series."""
    if not cadences:
        return ""
    without = sum(item.gaps < facts.FEWEST_USUAL for item in cadences.values())
    return (
        "[](#tbl:dialogues) shows every series, so that nobody has to trust a choice of ours. "
        f"For {prose.of(without, len(cadences))} no usual gap can be given, because it met once or "
        "twice or because an edition may be missing between the meetings that are known."
    )


def table_words(report: Report) -> tuple[str, str]:
    """Return title and caption of the table of all series."""
    title = f"Every series, from leaders down, as of {prose.day(report.last_day)}"
    return title, TABLE_CAPTION


TABLE_CAPTION = (
    "The usual gap is the median of the gaps that can be trusted. A triangle marks a silence "
    "longer than each earlier gap. The next meeting is expected in the window that holds half of "
    "the probability if gaps stay as they were."
)


def promises(stated: pd.DataFrame) -> str:
    """Say how many of the years due were kept."""
    due = stated[stated["years_due"].fillna(0) > 0]
    if due.empty:
        return ""
    years, kept = int(due["years_due"].sum()), int(due["years_kept"].sum())
    series = prose.count(
        len(due), "series that met in this window", "series that met in this window"
    )
    return (
        f"Sources promise a rhythm for {series}. Of {prose.number(years)} years in which an "
        f"edition was due, the record shows one in **{prose.share(kept, years)}** "
        "([](#fig:kept)). A year without a record is not a year without a meeting: grey says that "
        "it was looked for and not found."
    )


def seasons(events: pd.DataFrame) -> str:
    """Say which months are busiest, among the events whose month is known."""
    known = events[events["start_precision"] != "year"]
    if known.empty:
        return ""
    months = known["start_earliest"].dt.month_name().value_counts()
    most = [str(month) for month in months.index[months == months.max()]]
    return (
        f"The busiest month is {prose.listing(sorted(most))} with {int(months.max())} of "
        f"{prose.count(len(known), 'meeting')} whose month is known ([](#fig:calendar))."
    )


def irregular(events: pd.DataFrame, lost: pd.DataFrame) -> str:
    """Say how much was virtual, postponed or cancelled."""
    virtual = events[events["mode"] == "virtual"]
    if virtual.empty and lost.empty:
        return ""
    pandemic = int(virtual["start_earliest"].dt.year.isin([2020, 2021]).sum())
    status = lost["status"].value_counts()
    return (
        f"{prose.sentence(prose.count(len(virtual), 'meeting'))[:-1]} were virtual, "
        f"{prose.numeral(pandemic)} of them in 2020 and 2021; a virtual meeting keeps the cadence. "
        f"Cancelled: {prose.numeral(int(status.get('cancelled', 0)))}; postponed and not made up "
        f"for: {prose.numeral(int(status.get('postponed', 0)))} ([](#tbl:irregular))."
    )


def irregular_words() -> tuple[str, str]:
    """Return title and caption of the table of irregular meetings."""
    return (
        "Meetings that were virtual, postponed or cancelled, the newest first",
        "A postponed meeting that was held later stands in the record under its later date.",
    )


def ledger_words() -> tuple[str, str]:
    """Return title and caption of the ledger of absences."""
    return (
        "The ledger of absences",
        "Not found: searched for in the sources without result. Not held: a source says so.",
    )


def ledger(rows: pd.DataFrame) -> str:
    """Introduce the ledger of absences."""
    if rows.empty:
        return ""
    held = int((rows["Finding"] == "Not held").sum())
    return (
        f"[](#tbl:absences) lists {prose.count(len(rows), 'search', 'searches')} that found "
        f"nothing; in {prose.count(held, 'case')} a source says that nothing was held. From dates "
        "alone the two look the same; here only the second counts as a gap."
    )
