"""Sentences of the profile of one mechanism: they word its facts, and decide nothing."""

from collections.abc import Sequence

import pandas as pd

from defcoop import wording
from defcoop.chapters.profile.facts import (
    Editions,
    Evidence,
    Facts,
    Habit,
    Participation,
    Silence,
    Standing,
    Window,
)
from defcoop.chapters.profile.frames import MOST_EDITIONS
from defcoop.figures import style

CADENCES = {"P1Y": "yearly", "P2Y": "every second year", "P6M": "twice a year"}
MOST_TIES = 8
EDITIONS_CAPTION = "The newest first; the attached data hold every edition."


def subtitle(row: pd.Series) -> str:
    """Return kind, domain and level of the mechanism."""
    kind = str(row["kind"]).replace("_", " ").capitalize()
    level = style.LEVELS[str(row["level"])].lower() if row["level"] else ""
    parts = [kind, level, style.name(str(row["domain"])).lower(), str(row["scope"])]
    return ", ".join(part for part in parts if part)


def what(row: pd.Series) -> str:
    """Say what the mechanism is, since when, and what rhythm its sources claim."""
    stated = str(row["stated_cadence"])
    parts = [
        wording.sentence(str(row["description"])) if row["description"] else "",
        f"Established: {wording.edtf(str(row['established']))}." if row["established"] else "",
        f"Sources call it {CADENCES.get(stated, stated)}." if stated else "",
    ]
    return " ".join(part for part in parts if part)


def standing(found: Standing | None) -> str:
    """Say how often it met, how long its gaps are, and how the silence compares."""
    if found is None:
        return ""
    length = wording.span(found.usual)
    gap = {
        Habit.NO_GAP: "",
        Habit.ONE_GAP: f", with one gap of {length}",
        Habit.USUAL: f", usually {length} apart",
    }
    return (
        f"**{wording.heading(wording.count(found.events, 'event'))}** on record since "
        f"{found.first:%B %Y}{gap[found.habit]} ([](#fig:history)). {silence(found)} "
        f"{hidden_text(found.hidden)}"
    ).strip()


def silence(found: Standing) -> str:
    """Say how long it has been silent, or, of a series that has ended, what took its place."""
    length, window = f"Silent for {wording.span(found.silent)}", window_text(found.window)
    before = wording.count(found.earlier, "gap")
    each = "the one gap" if found.earlier == 1 else f"each of the {before}"
    shorter, earlier = wording.numeral(found.shorter), wording.numeral(found.earlier)
    sentences = {
        Silence.ENDED: f"Held until {found.last}; superseded by the {found.successor}.",
        Silence.UNDATED: "When it last met is not known to the month.",
        Silence.NONE: f"It met on the last day of the window. {window}",
        Silence.NOTHING_BEFORE: f"{length}, with no complete gap to compare it with.",
        Silence.LONGER_THAN_EACH: f"{length}, **longer than {each} before**; by chance alone this "
        f"has probability {wording.number(found.bound, 2)}.",
        Silence.NOT_LONGER_THAN_THE_ONE: f"{length}, not longer than the one gap before it. "
        f"{window}",
        Silence.AMONG: f"{length}, longer than {shorter} of the {earlier} gaps before it. {window}",
    }
    return sentences[found.silence]


def window_text(window: Window | None) -> str:
    """Say when the next event may be expected; nothing without a window."""
    if window is None:
        return ""
    return (
        "If gaps stay as they were, the next comes with probability "
        f"{wording.number(100 * window.coverage)} % between {window.earliest:%B %Y} and "
        f"{window.latest:%B %Y}."
    )


def hidden_text(hidden: int) -> str:
    """Say how many gaps were left out because an event may be missing in them."""
    gaps = wording.heading(wording.count(hidden, "further gap"))
    return f"{gaps} may hide an event that was not found." if hidden else ""


def people(found: Participation | None) -> str:
    """Say which bodies take part, and where it is held."""
    if found is None:
        return ""
    parts = [
        f"**{head}.** {wording.listing([f'{name} ({events})' for name, events in counted])}."
        for head, counted in (("Who", found.bodies), ("Where", found.places))
        if counted
    ]
    return " ".join([*parts, "[](#tbl:editions) lists them."])


def ties(lines: Sequence[str]) -> str:
    """List what it stands in relation to; a sentence where nothing is recorded."""
    if not lines:
        return "No instrument or other mechanism is recorded as tied to it."
    rest = len(lines[MOST_TIES:])
    tail = [f"and {wording.count(rest, 'more', 'more')} in the data"] if rest else []
    return "\n".join(f"- {line}" for line in [*lines[:MOST_TIES], *tail])


def evidence(found: Evidence | None) -> str:
    """Say how many sources carry the record, and how many events hang on one of them."""
    if found is None:
        return "No claim supports an event in this window."
    ruled = wording.numeral(found.rulings)
    cited = "; ".join(f"@{name}" for name in found.best)
    events = (
        f"of {wording.count(found.events, 'event')}, {wording.numeral(found.single)} "
        f"{'rests' if found.single == 1 else 'rest'} on a single source"
        if found.events
        else "they are about the series itself"
    )
    return (
        f"{wording.heading(wording.count(found.claims, 'claim'))} from "
        f"{wording.count(found.sources, 'source')}; {events}."
        f"{f' Rulings on contradictions: {ruled}.' if found.rulings else ''} The best of them: "
        f"[{cited}]."
    )


def editions_title(facts: Facts) -> str:
    """Return the title of the table of editions."""
    sentences = {
        Editions.NONE: "No edition lies in this window",
        Editions.ALL: wording.heading(f"{wording.count(facts.events, 'event')} on record"),
        Editions.NEWEST: f"The newest {MOST_EDITIONS} of {facts.events} events",
    }
    return sentences[facts.editions]
