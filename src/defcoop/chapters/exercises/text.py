"""Sentences of the report on exercises: they word its facts, and decide nothing."""

from collections.abc import Sequence

from defcoop import wording
from defcoop.analysis.estimate import Estimate
from defcoop.chapters.exercises import frames
from defcoop.chapters.exercises.facts import (
    Change,
    Company,
    Course,
    Editions,
    Firsts,
    Group,
    Opening,
    Peak,
    Places,
    Scopes,
    Since,
    Sizes,
    Step,
)
from defcoop.figures import style

TITLE = "Growth of the exercises"
SUBTITLE = (
    "How often the forces of India and Japan exercise together, with whom, where and how large"
)
DESCRIPTION = (
    "Every exercise on record in which forces of India and Japan both took part: how many each "
    "year, by service, bilateral and with others apart, and what the sources leave out."
)
COVID_WORDS = (
    "The change a year with and without the pandemic years",
    "Change of the rate from year to year, with its 95 % interval, and the model behind it.",
)
FIRSTS_WORDS = (
    "First editions on record",
    "Counted are editions in which forces of both countries took part, or one watched the other.",
)
PLACES = (
    "The lane is where the edition was held or, at sea, off which coast or in which ocean; an "
    "edition with phases in several places stands where its sources place the whole."
)
COMPANY = dict(zip(style.SCOPES.values(), frames.COMPANY, strict=True))
POOLED = {
    Company.BILATERAL: "Pooled, they would mostly be bilateral.",
    Company.OTHERS: "Pooled, they would mostly be exercises with other nations.",
    Company.EVEN: "Half of them are bilateral.",
    Company.ONE_SCOPE: "This window holds no others.",
}


def opening(found: Opening | None) -> str:
    """Say how many exercises there are, of which series, and by which services."""
    if found is None:
        return ""
    parts = [f"{name.lower()} {size}" for name, size in found.services]
    verb = "is" if found.leading == 1 else "are"
    return (
        f"The record holds **{wording.count(found.exercises, 'exercise')} of "
        f"{wording.count(found.series, 'series', 'series')}** with forces of both countries, the "
        f"first in {found.first:%B %Y}: {wording.listing(parts)}. The longest series {verb} "
        f"{name_leaders(found)} with {wording.count(found.editions, 'edition')}."
    )


def name_leaders(found: Opening) -> str:
    """Return the series with most editions, or how many they are."""
    if found.leaders:
        return wording.listing(found.leaders)
    return wording.count(found.leading, "series", "series")


def change_time(change: Change) -> str:
    """Return when a change may have come."""
    if change.first == change.last:
        return f"in {change.first}"
    return f"between {change.first} and {change.last}"


def rates(change: Change) -> str:
    """Return the two rates of a change."""
    return f"from {wording.number(change.before, 1)} to {wording.number(change.after, 1)}"


def step(change: Change, since: Since) -> str:
    """Say when the rate changed, how certain that is, and what happened since."""
    certain = (
        f"**{rates(change)} exercises a year, the change coming {change_time(change)}** "
        f"(permutation p = {wording.number(change.p_value, 3)}). {course(since)}"
    ).strip()
    told = {
        Step.UP: f"The rate was not constant ([](#fig:rate)): split once, it stepped up {certain}",
        Step.DOWN: "The rate was not constant ([](#fig:rate)): split once, it stepped down "
        f"{certain}",
        Step.NOT_CERTAIN: f"No change of the rate stands out ([](#fig:rate)): the best split, "
        f"{change_time(change)}, is no better than chance (p = "
        f"{wording.number(change.p_value, 2)}).",
        Step.NOT_DATED: f"No change of the rate can be dated ([](#fig:rate)): {change.reason}.",
    }
    return told[change.verdict]


def course(since: Since) -> str:
    """Say whether the rate has changed since the step; nothing where that cannot be asked."""
    if since.ratio is None:
        return ""
    numbers = (
        f"(rate ratio {wording.interval(since.ratio)}, p = {wording.number(since.p_value, 2)})"
    )
    told = {
        Course.ROSE: "It has risen since: the second half of the time since has a higher rate than "
        f"the first {numbers}.",
        Course.FELL: "It has fallen since: the second half of the time since has a lower rate than "
        f"the first {numbers}.",
        Course.ALIKE: "Whether it has changed since cannot be told: the two halves of the time "
        f"since differ by no more than chance {numbers}.",
        Course.NOT_COMPARED: "",
    }
    return told[since.verdict]


def rate_title(change: Change) -> str:
    """Return the finding of the figure of all exercises."""
    nothing = "The yearly number of exercises shows no certain step"
    told = {
        Step.UP: f"Exercises stepped up {rates(change)} a year",
        Step.DOWN: f"Exercises stepped down {rates(change)} a year",
        Step.NOT_CERTAIN: nothing,
        Step.NOT_DATED: nothing,
    }
    return told[change.verdict]


def trend_text(ratio: Estimate) -> str:
    """Return the change a year as a percentage with its interval."""
    parts = (ratio.value, ratio.low, ratio.high)
    value, low, high = (wording.percent_change(part or 0.0) for part in parts)
    return f"{value} a year ({low} to {high})"


def services(groups: Sequence[Group]) -> str:
    """Say how each service grew."""
    if not groups:
        return ""
    parts = [
        f"{group.name.lower()} {trend_text(group.ratio)}" for group in groups if group.ratio.defined
    ]
    few = [group.name.lower() for group in groups if not group.ratio.defined]
    tail = f" Too few for a trend: {wording.listing(few)}." if few else ""
    if not parts:
        return f"No service has a trend ([](#fig:services)).{tail}"
    return (
        f"Averaged over the whole window, the change a year is: {wording.listing(parts)} "
        f"([](#fig:services)).{tail} These averages describe the window; they are no forecast, and "
        "where exercises began late in it, the average says above all that they began."
    )


def services_title(groups: Sequence[Group]) -> str:
    """Return which services certainly exercise more often."""
    return growing_title([group.name.lower() for group in groups if group.grows], "services")


def scopes_title(groups: Sequence[Group]) -> str:
    """Return which exercises, by number of nations, certainly became more frequent."""
    return growing_title([COMPANY[group.name] for group in groups if group.grows], "groups")


def growing_title(names: Sequence[str], what: str) -> str:
    """Return the finding that exercises of these have become more frequent."""
    if not names:
        return f"No growth is certain in any of the {what}"
    return f"Exercises of {wording.listing(names)} have become more frequent"


def scopes(found: Scopes | None) -> str:
    """Say how many exercises are bilateral and how many with others."""
    if found is None:
        return ""
    parts = [f"{name.lower()} {wording.number(size)}" for name, size in found.parts]
    return (
        "Exercises of two nations and of many are counted apart ([](#fig:scopes)): "
        f"{wording.listing(parts)}. {POOLED[found.verdict]}"
    )


def covid(rows: int) -> str:
    """Introduce the comparison with and without the pandemic years; nothing without a row."""
    if not rows:
        return ""
    return (
        "Leaving 2020 and 2021 out, exercises and exposure alike, shows what rests on them "
        "([](#tbl:covid))."
    )


def series(found: Editions | None) -> str:
    """Introduce the editions that add up."""
    if found is None:
        return ""
    verb = "has" if found.once == 1 else "have"
    return (
        f"Of {wording.count(found.series, 'series', 'series')}, {wording.numeral(found.once)} "
        f"{verb} been held once only with forces of both countries ([](#fig:cumulative))."
    )


def series_title(found: Opening | None) -> str:
    """Return which series has been held most often."""
    if found is None:
        return ""
    # The name of a series may be a plural, so that no verb follows it.
    return f"Held most often: {name_leaders(found)}"


def firsts(found: Firsts | None) -> str:
    """Say when the series began."""
    if found is None:
        return ""
    years, most = wording.listing([str(year) for year in found.years]), wording.numeral(found.most)
    new = wording.count(found.most, "new series", "new series")
    told = {
        Peak.ONE_YEAR: f"The year with most first editions is {years}, with {new}",
        Peak.SEVERAL_YEARS: f"The years with most first editions are {years}, with {most} new "
        "series each",
        Peak.NO_YEAR: "No year brought more than one new series",
    }
    return (
        f"{told[found.verdict]} ([](#fig:firsts), [](#tbl:first-editions)). First on record is "
        "first with both countries; a multinational series may be older without Japan or without "
        "India."
    )


def firsts_title(found: Firsts | None) -> str:
    """Return how many of the series began in the second half of the time on record."""
    if found is None:
        return ""
    late = wording.of(found.late, found.series)
    return wording.heading(
        f"{late} series began after {found.middle:%B %Y}, the middle of the record"
    )


def sizes(found: Sizes | None) -> str:
    """Introduce the stated sizes."""
    if found is None:
        return ""
    return (
        "Ships, personnel or aircraft are stated for "
        f"{wording.share(found.stated, found.editions)} editions; [](#fig:sizes) says of each "
        "quantity how many editions state it, and draws no line through them."
    )


def sizes_title(found: Sizes | None) -> str:
    """Return for which share of the editions the first two quantities are stated."""
    if found is None:
        return ""
    parts = [
        f"{name.lower()} for {wording.number(100 * size / found.editions)} %"
        for name, size in found.quantities
    ]
    return f"Sources state the number of {wording.listing(parts)} of the editions"


def places(found: Places | None) -> str:
    """Say where exercises are held."""
    if found is None:
        return ""
    parts = [f"{region} ({size})" for region, size in found.regions]
    return f"Where exercises are held: {wording.listing(parts)} ([](#fig:places))."


def places_title(found: Places | None) -> str:
    """Return how many exercises were held in or off the two countries."""
    if found is None:
        return ""
    verb = "was" if found.home == 1 else "were"
    return wording.heading(
        f"{wording.numeral(found.home)} of {found.exercises} exercises {verb} held in or off India "
        "or Japan"
    )
