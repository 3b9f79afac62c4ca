"""Sentences and tables of the report on instruments: they word its facts, and decide nothing."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from defcoop import wording
from defcoop.chapters.instruments.facts import (
    Base,
    Content,
    Delivery,
    Descent,
    Facts,
    Founding,
    InUse,
    Offspring,
    Projects,
    Scope,
    Steps,
    Succession,
    Use,
)
from defcoop.chapters.instruments.frames import InstrumentFrames, format_dates, read_uses

TITLE = "What was signed, and what came of it"
SUBTITLE = "Instruments of India-Japan defence cooperation and their lineage"
DESCRIPTION = (
    "Which text rests on which, which series each led to, which agreements are in force and in "
    "use, and how far the equipment projects got."
)
NO_INSTRUMENT = {
    Content.NOTHING: "There are no events in this window, and no instrument was signed or adopted.",
    Content.EVENTS_ONLY: "No instrument was signed or adopted in this window.",
}
STRANDS = {
    "statements": "declarations, statements and visions",
    "agreements": "agreements, memoranda and arrangements",
    "rules": "of Japan's own rules",
}
SUCCESSION = {
    Succession.ADDS: "the usual way is to add a text and leave the older in place",
    Succession.EVEN: "as often a text is added and the older left in place",
    Succession.REPLACES: "the usual way is to put a new text in the place of the older",
}
DELIVERY = {
    Delivery.ON_RECORD: "",
    Delivery.NOT_ON_RECORD: " No delivery of complete equipment is on record.",
}
KINDS = {
    "agreement": "agreement",
    "declaration": "declaration",
    "action_plan": "action plan",
    "joint_statement": "joint statement",
    "memorandum": "memorandum",
    "arrangement": "arrangement",
    "vision": "vision",
    "policy": "policy",
}
INSTRUMENT_HEADS = ["Instrument", "Kind", "Signed", "In force", "First used", "Led to"]
PROJECT_HEADS = ["Project", "Steps", "Last step", "Where it stands"]


def findings(facts: Facts) -> str:
    """Return the findings in short, for the first page."""
    if facts.content is not Content.INSTRUMENTS:
        return NO_INSTRUMENT[facts.content]
    points = [
        scope_point(facts.scope),
        offspring_point(facts.offspring),
        use_point(facts.use),
        project_point(facts.projects),
    ]
    return "\n".join(f"- {point}" for point in points if point)


def scope_point(scope: Scope) -> str:
    """Return how many instruments there are, of which strand."""
    parts = [
        f"{wording.number(scope.strands[strand])} {words}"
        for strand, words in STRANDS.items()
        if strand in scope.strands
    ]
    return (
        f"From {scope.window} the record has "
        f"{wording.count(scope.instruments, 'instrument')}: {wording.listing(parts)}."
    )


def offspring_point(found: Offspring) -> str:
    """Return how many instruments led to a series, and how many series began with one."""
    if found.verdict is Founding.NO_SERIES:
        return "No source says that one of them established or enabled a series."
    began = {
        Founding.ESTABLISHED: "established by it",
        Founding.ENABLED: "enabled by it",
        Founding.BOTH: f"{wording.number(found.established)} of them established by one and the "
        "others enabled",
    }
    return (
        f"{wording.share(found.leading, found.instruments)} "
        f"{'is' if found.leading == 1 else 'are'} said to have led to a series; "
        f"{wording.count(found.series, 'series', 'series')} "
        f"{'goes' if found.series == 1 else 'go'} back to an instrument, {began[found.verdict]}."
    )


def use_point(found: InUse) -> str:
    """Return how many agreements are in force and in use; nothing where none is in force."""
    used = {
        Use.NONE_IN_FORCE: "",
        Use.UNUSED: "none has",
        Use.USED: wording.count(found.used, "has", "have"),
    }[found.verdict]
    force = wording.count(found.force, "agreement")
    return f"Of {force} known to be in force, {used} a use on record." if used else ""


def project_point(found: Projects) -> str:
    """Return how many projects have a dated step."""
    if found.verdict is Steps.NO_PROJECT:
        return ""
    have = "has a dated step of its own" if found.stepped == 1 else "have a dated step of their own"
    others = "; the others are remarks within meetings or press reports"
    return (
        f"{wording.share(found.stepped, found.projects)} of the equipment and industry projects "
        f"{have}{others if found.verdict is Steps.SOME else ''}."
    )


def descent(content: Content, found: Descent) -> str:
    """Return what rests on what."""
    if content is not Content.INSTRUMENTS:
        return NO_INSTRUMENT[content]
    if found.base is None:
        return (
            "No source says that one instrument of this window rests on another ([](#fig:lineage))."
        )
    replaced = wording.heading(wording.count(found.replaced, "tie"))
    alone = wording.heading(wording.count(found.alone, "instrument"))
    return (
        f"{base_text(found.base)} {replaced} "
        f"{'is a replacement' if found.replaced == 1 else 'are replacements'}; "
        f"{SUCCESSION[found.verdict]}. {alone} {'stands' if found.alone == 1 else 'stand'} alone: "
        "no source ties them to an older or younger one."
    )


def base_text(base: Base) -> str:
    """Return on what most rests."""
    names = [f"“{title}” ({year})" for title, year, _ in base.names]
    short = wording.listing([name for *_, name in base.names])
    each = "" if len(base.names) == 1 else "each "
    verb = "builds on it or replaces it" if base.younger == 1 else "build on it or replace it"
    return (
        f"Most rests on {wording.listing(names)}: {each}"
        f"{wording.count(base.younger, 'younger instrument')} {verb} "
        f"([](#fig:lineage), as {short})."
    )


def in_use(content: Content, found: InUse) -> str:
    """Return how signature, entry into force and use relate."""
    if content is not Content.INSTRUMENTS:
        return NO_INSTRUMENT[content]
    if not found.courses:
        return (
            "No instrument of this window has a known entry into force or use. Declarations and "
            "statements need none; of agreements it means that no source was found. All with their "
            "dates are in [](#tbl:instruments)."
        )
    return (
        f"{use_point(found)} [](#fig:courses) shows what each took. For "
        f"{wording.number(found.unknown)} of {wording.number(found.agreements)} agreements, "
        "memoranda and arrangements neither an entry into force nor a use was found. A use counts "
        "when a source says that an event put the instrument into operation, or that a later "
        "instrument implements it; quiet use, such as an exchange of classified information, "
        "leaves no trace in open sources. All instruments with their dates are in "
        "[](#tbl:instruments)."
    ).strip()


def project_text(found: Projects) -> str:
    """Return what became of the projects."""
    if found.verdict is Steps.NO_PROJECT:
        return "No equipment or technology project falls within this window."
    if found.latest_day is None:
        projects = wording.heading(wording.count(found.projects, "project"))
        return (
            f"{projects} of equipment and industry cooperation "
            f"{'is' if found.projects == 1 else 'are'} on record, none with a dated step in this "
            "window; [](#tbl:project-status) says where each stands."
        )
    return (
        f"{project_point(found)} The latest step is of {found.latest_day:%B %Y}: {found.latest}. "
        "[](#fig:projects) shows the steps and [](#tbl:project-status) where each project stands "
        f"in the words of the record.{DELIVERY[found.delivery]}"
    )


def instrument_table(frames: InstrumentFrames) -> pd.DataFrame:
    """Return every instrument with its dates and the number of series it led to."""
    rows = frames.signed.sort_values(["signed_earliest", "instrument_id"])
    used = read_uses(frames.report).set_index("instrument_id")["first_used"]
    first = used.reindex(rows["instrument_id"]).dt.strftime("%B %Y").fillna("")
    led = frames.children.groupby("instrument")["series"].nunique()
    frame = pd.DataFrame(
        {
            "Instrument": rows["title"].to_numpy(),
            "Kind": rows["kind"].map(KINDS).fillna("").to_numpy(),
            "Signed": format_dates(rows, "signed"),
            "In force": format_dates(rows, "in_force"),
            "First used": first.to_numpy(),
            "Led to": [series_text(int(led.get(node, 0))) for node in rows["instrument_id"]],
        },
        columns=INSTRUMENT_HEADS,
    )
    return frame.reset_index(drop=True)


def instrument_words(content: Content) -> tuple[str, str]:
    """Return title and caption of the table of instruments."""
    if content is not Content.INSTRUMENTS:
        return "There is no instrument to list", ""
    return (
        "Every instrument of the window, with what is known of its dates",
        "A dash: no source was found. The last column counts the series established or enabled.",
    )


def project_words(found: Projects) -> tuple[str, str]:
    """Return title and caption of the table of projects."""
    if found.verdict is Steps.NO_PROJECT:
        return "There is no project to list", ""
    return (
        "Where each equipment, technology and industry project stands",
        "Steps are meetings and signings of the project itself, within the window.",
    )


def series_text(count: int) -> str:
    """Return a number of series; nothing for none."""
    return wording.count(count, "series", "series") if count else ""


def project_table(frames: InstrumentFrames) -> pd.DataFrame:
    """Return each project with its steps and where it stands."""
    described = frames.report.dataset.mechanisms.set_index("mechanism_id")["description"]
    rows = [
        project_row(frames.steps, key, name, described[key])
        for key, name in frames.projects.items()
    ]
    frame = pd.DataFrame(rows, columns=PROJECT_HEADS)
    return frame.sort_values(["Steps", "Project"], ascending=[False, True]).reset_index(drop=True)


def project_row(steps: pd.DataFrame, key: str, name: str, described: str) -> Mapping[str, Any]:
    """Return one row of the table of projects."""
    own = steps[steps["project"] == key]
    last = f"{own['day_latest'].max():%B %Y}" if len(own) else ""
    return dict(zip(PROJECT_HEADS, (name, len(own), last, described), strict=True))
