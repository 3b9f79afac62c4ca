"""What the report on exercises says."""

import pandas as pd

from defcoop.analysis.growth.changepoint import ChangePoint
from defcoop.analysis.growth.periods import PeriodComparison
from defcoop.chapters import prose
from defcoop.chapters.exercises import facts
from defcoop.chapters.session import Report
from defcoop.figures import style
from defcoop.figures.frames import names_of, tally
from defcoop.figures.growth import Panel, rate_text

TITLE = "Growth of the exercises"
SUBTITLE = (
    "How often the forces of India and Japan exercise together, with whom, where and how large"
)
DESCRIPTION = (
    "Every exercise on record in which forces of India and Japan both took part: how many each "
    "year, by service, bilateral and with others apart, and what the sources leave out."
)


def opening(report: Report, events: pd.DataFrame) -> str:
    """Say how many exercises there are, of which series, and by which services."""
    if events.empty:
        return ""
    sizes, services = tally(events), tally(events, "domain")
    names = names_of(report.dataset.mechanisms, 60)
    parts = [f"{style.name(domain).lower()} {size}" for domain, size in services.items()]
    most = next(iter(sizes))
    return (
        f"The record holds **{prose.count(len(events), 'exercise')} of "
        f"{prose.count(len(sizes), 'series', 'series')}** with forces of both countries, the "
        f"first in {events['start_earliest'].min():%B %Y}: {prose.listing(parts)}. The longest "
        f"series is {names[most]} with {prose.count(sizes[most], 'edition')}."
    )


def step(events: pd.DataFrame, found: ChangePoint, later: PeriodComparison | None) -> str:
    """Say when the rate changed, how certain that is, and what happened since."""
    if events.empty:
        return ""
    if found.year is None or found.window is None or found.p_value is None:
        return f"No change of the rate can be dated ([](#fig:rate)): {found.reason}."
    first, last = (year + 1 for year in found.window)
    when = f"in {first}" if first == last else f"between {first} and {last}"
    if found.p_value > facts.CERTAIN:
        return (
            f"No change of the rate stands out ([](#fig:rate)): the best split, {when}, is no "
            f"better than chance (p = {prose.number(found.p_value, 2)})."
        )
    return (
        f"The rate did not grow evenly; it stepped ([](#fig:rate)): **{rates(found)} exercises a "
        f"year, the change coming {when}** (permutation p = {prose.number(found.p_value, 3)}). "
        f"{since(later)}"
    ).strip()


def rates(found: ChangePoint) -> str:
    """Return the two rates of a change."""
    before, after = found.rate_before or 0.0, found.rate_after or 0.0
    return f"from {prose.number(before, 1)} to {prose.number(after, 1)}"


def direction(found: ChangePoint) -> str:
    """Return which way the rate went."""
    return "up" if (found.rate_after or 0.0) > (found.rate_before or 0.0) else "down"


def since(later: PeriodComparison | None) -> str:
    """Say whether the rate has changed since the step."""
    if later is None or later.ratio.value is None or later.p_value is None:
        return ""
    verdict = (
        "the two halves of the time since cannot be told apart"
        if later.p_value > facts.CERTAIN
        else "the second half of the time since differs from the first"
    )
    ratio = prose.interval(later.ratio)
    return (
        f"It has not simply gone on rising: {verdict} (rate ratio {ratio}, "
        f"p = {prose.number(later.p_value, 2)})."
    )


def rate_title(found: ChangePoint) -> str:
    """Return the finding of the figure of all exercises."""
    if found.year is None or found.p_value is None or found.p_value > facts.CERTAIN:
        return "The yearly number of exercises shows no certain step"
    return f"Exercises stepped {direction(found)} {rates(found)} a year"


def services(panels: list[Panel]) -> str:
    """Say how each service grew."""
    if not panels:
        return ""
    parts = [
        f"{panel.name.lower()} {rate_text(panel.trend)}"
        for panel in panels
        if panel.trend.rate_ratio.defined
    ]
    few = [panel.name.lower() for panel in panels if not panel.trend.rate_ratio.defined]
    tail = f" Too few for a trend: {prose.listing(few)}." if few else ""
    return (
        f"Averaged over the whole window, the change a year is: {prose.listing(parts)} "
        f"([](#fig:services)).{tail} These averages describe the window; they are no forecast, and "
        "for the youngest series they mostly say that it began."
    )


def services_title(panels: list[Panel]) -> str:
    """Return which services certainly exercise more often."""
    return growing([panel.name.lower() for panel in certain(panels)], "services")


def scopes_title(panels: list[Panel]) -> str:
    """Return which exercises, by number of nations, certainly became more frequent."""
    return growing([COMPANY[panel.name] for panel in certain(panels)], "groups")


COMPANY = dict(zip(style.SCOPES.values(), facts.COMPANY, strict=True))


def certain(panels: list[Panel]) -> list[Panel]:
    """Return the panels whose rate certainly rises."""
    return [panel for panel in panels if panel.trend.rate_ratio.side > 0]


def growing(names: list[str], what: str) -> str:
    """Return the finding that exercises of these have become more frequent."""
    if not names:
        return f"No trend is certain in any of the {what}"
    return f"Exercises of {prose.listing(names)} have become more frequent"


def scopes(panels: list[Panel]) -> str:
    """Say how bilateral exercises and those with others differ."""
    if not panels:
        return ""
    parts = [f"{panel.name.lower()} {prose.number(panel.events)}" for panel in panels]
    return (
        f"Exercises of two nations and of many are not one series ([](#fig:scopes)): "
        f"{prose.listing(parts)}. Pooled, growth would mostly be that of other nations' exercises."
    )


def covid(table: pd.DataFrame) -> str:
    """Introduce the comparison with and without the pandemic years."""
    if table.empty:
        return ""
    return (
        "Leaving 2020 and 2021 out, exercises and exposure alike, shows what rests on them "
        "([](#tbl:covid))."
    )


COVID_WORDS = (
    "The change a year with and without the pandemic years",
    "Change of the rate from year to year, with its 95 % interval, and the model behind it.",
)


def series(counts: pd.DataFrame) -> str:
    """Introduce the editions that add up."""
    if counts.empty:
        return ""
    totals = tally(counts)
    once = sum(total == 1 for total in totals.values())
    return (
        f"Of {prose.count(len(totals), 'series', 'series')}, {prose.numeral(once)} have been held "
        "once only with forces of both countries ([](#fig:cumulative))."
    )


def firsts(events: pd.DataFrame) -> str:
    """Say when the series began."""
    if events.empty:
        return ""
    years = events.groupby("mechanism_id")["start_earliest"].min().dt.year.value_counts()
    most = int(years.max())
    busiest = prose.listing([str(year) for year in sorted(years.index[years == most])])
    return (
        f"Most first-evers fell in {busiest}: {prose.numeral(most)} new series a year "
        "([](#fig:firsts), [](#tbl:first-editions)). First on record is first with both countries; "
        "a multinational series may be older without Japan or without India."
    )


def firsts_title(events: pd.DataFrame) -> str:
    """Return how many of the series began in the second half of the time on record."""
    if events.empty:
        return ""
    firsts = events.groupby("mechanism_id")["start_earliest"].min()
    middle = firsts.min() + (events["start_latest"].max() - firsts.min()) / 2
    late = int((firsts > middle).sum())
    return prose.heading(
        f"{prose.of(late, len(firsts))} series began after {middle:%B %Y}, the middle of the record"
    )


FIRSTS_WORDS = (
    "First editions on record",
    "Counted are editions in which forces of both countries took part, or one watched the other.",
)


def sizes(events: pd.DataFrame) -> str:
    """Introduce the stated sizes."""
    if events.empty:
        return ""
    return (
        "Sources state sizes unevenly, most of all for large exercises; [](#fig:sizes) therefore "
        "says of each quantity how many editions state it, and draws no line through them."
    )


def places(placed: pd.DataFrame) -> str:
    """Say where exercises are held."""
    if placed.empty:
        return ""
    found = tally(placed, "region")
    parts = [f"{facts.REGIONS[region]} ({size})" for region, size in found.items()]
    return f"Where exercises are held: {prose.listing(parts)} ([](#fig:places))."


def place_title(placed: pd.DataFrame) -> str:
    """Return the finding of the strip of places."""
    found = tally(placed, "region")
    home = found.get("india", 0) + found.get("japan", 0)
    if not found:
        return ""
    return prose.heading(
        f"{prose.numeral(home)} of {len(placed)} exercises were held in or off India or Japan"
    )


PLACES = (
    "The lane is where the edition was held or, at sea, off which coast or in which ocean; an "
    "edition with phases in several places stands where its sources place the whole."
)
