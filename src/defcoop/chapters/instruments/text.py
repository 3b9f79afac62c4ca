"""Sentences and tables of the report on instruments; every number comes from the run."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from defcoop.analysis.estimate import Estimate
from defcoop.chapters import prose
from defcoop.chapters.instruments.facts import Lineages, dated, uses

TITLE = "What was signed, and what came of it"
SUBTITLE = "Instruments of India-Japan defence cooperation and their lineage"
DESCRIPTION = (
    "Which text rests on which, which series each led to, which agreements are in force and in "
    "use, and how far the equipment projects got."
)
NO_PROJECT = "No equipment or technology project falls within this window."
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


def findings(story: Lineages) -> str:
    """Return the findings in short, for the first page."""
    if story.instruments.empty:
        return none(story)
    points = [scope_point(story), offspring_point(story), use_point(story), project_point(story)]
    return "\n".join(f"- {point}" for point in points if point)


def none(story: Lineages) -> str:
    """Return that there is no instrument."""
    if story.report.events.empty:
        return "There are no events in this window, and no instrument was signed or adopted."
    return "No instrument was signed or adopted in this window."


def scope_point(story: Lineages) -> str:
    """Return how many instruments there are, of which strand."""
    sizes = story.instruments.groupby("strand").size()
    parts = [
        f"{prose.number(sizes[strand])} {said}"
        for strand, said in (
            ("statements", "declarations, statements and visions"),
            ("agreements", "agreements, memoranda and arrangements"),
            ("rules", "of Japan's own rules"),
        )
        if strand in sizes
    ]
    return (
        f"From {story.window} the record has "
        f"{prose.count(len(story.instruments), 'instrument')}: {prose.listing(parts)}."
    )


def offspring_point(story: Lineages) -> str:
    """Return how many instruments led to a series, and how many series began with one."""
    if story.children.empty:
        return "No source says that one of them established or enabled a series."
    leading = story.children["instrument"].nunique()
    share = Estimate(leading / len(story.instruments), n=len(story.instruments))
    label = "Share of the instruments that led to a series"
    story.report.headline("instruments-leading", label, share)
    founded = story.children.loc[story.children["established"], "series"].nunique()
    return (
        f"{prose.share(leading, len(story.instruments))} are said to have led to a series; "
        f"{prose.count(story.children['series'].nunique(), 'series', 'series')} go back to an "
        f"instrument, {prose.number(founded)} of them established by one and the others enabled."
    )


def use_point(story: Lineages) -> str:
    """Return how many agreements are in force and in use."""
    rows = story.courses
    if rows.empty:
        return ""
    rows = rows[rows["in_force_high"].notna()]
    force, used = len(rows), int(rows["first_used_high"].notna().sum())
    for name, label, count in (
        ("agreements-in-force", "Agreements known to be in force", force),
        ("agreements-used", "Agreements in force with a use on record", used),
    ):
        story.report.headline(name, label, Estimate(float(count), n=len(story.instruments)))
    return (
        f"Of {prose.count(force, 'agreement')} known to be in force, "
        f"{prose.count(used, 'has', 'have')} a use on record."
    )


def project_point(story: Lineages) -> str:
    """Return how many projects have a dated step."""
    if not story.projects:
        return ""
    stepped = story.steps["project"].nunique()
    return (
        f"{prose.share(stepped, len(story.projects))} of the equipment and industry projects have "
        "a dated step of their own; the others are remarks within meetings or press reports."
    )


def descent(story: Lineages) -> str:
    """Return what rests on what."""
    if story.instruments.empty:
        return none(story)
    if story.ties.empty:
        return (
            "No source says that one instrument of this window rests on another ([](#fig:lineage))."
        )
    rests = story.ties.groupby("older")["younger"].nunique().sort_index()
    most = str(rests.idxmax())
    alone = set(story.instruments["node"]) - set(story.ties["older"]) - set(story.ties["younger"])
    replaced = int((story.ties["tie"] == "supersedes").sum())
    return (
        f"Most rests on “{title(story, most)}” "
        f"({story.instruments.set_index('node')['year'][most]}): "
        f"{prose.count(int(rests.max()), 'younger instrument')} build on it or replace it "
        f"([](#fig:lineage), as {story.instruments.set_index('node')['text'][most]}). {upper(prose.count(replaced, 'tie'))} "
        f"{'is a replacement' if replaced == 1 else 'are replacements'}; the usual way is to add a "
        f"text and leave the older in place. {upper(prose.count(len(alone), 'instrument'))} "
        f"{'stands' if len(alone) == 1 else 'stand'} alone: no source ties them to an older or "
        "younger one."
    )


def title(story: Lineages, instrument: str) -> str:
    """Return the full title of an instrument."""
    rows = story.report.dataset.instruments.set_index("instrument_id")
    return str(rows.at[instrument, "title"])


def in_use(story: Lineages) -> str:
    """Return how signature, entry into force and use relate."""
    if story.instruments.empty:
        return none(story)
    if story.courses.empty:
        return (
            "No instrument of this window has a known entry into force or use. Declarations and "
            "statements need none; of agreements it means that no source was found. All with their "
            "dates are in [](#tbl:instruments)."
        )
    papers = int((story.instruments["strand"] == "agreements").sum())
    known = len(set(story.courses["node"]) & agreements(story))
    return (
        f"{use_point(story)} [](#fig:courses) shows what each took. For "
        f"{prose.number(papers - known)} of {prose.number(papers)} agreements, memoranda and "
        "arrangements neither an entry into force nor a use was found. A use counts when a source "
        "says that an event put the instrument into operation, or that a later instrument "
        "implements it; quiet use, such as an exchange of classified information, leaves no trace "
        "in open sources. All instruments with their dates are in [](#tbl:instruments)."
    )


def agreements(story: Lineages) -> set[str]:
    """Return the agreements, memoranda and arrangements."""
    rows = story.instruments
    return set(rows.loc[rows["strand"] == "agreements", "node"])


def instrument_table(story: Lineages) -> pd.DataFrame:
    """Return every instrument with its dates and the number of series it led to."""
    rows = story.signed.sort_values(["signed_earliest", "instrument_id"])
    used = uses(story.report).set_index("instrument_id")["first_used"]
    first = used.reindex(rows["instrument_id"]).dt.strftime("%B %Y").fillna("")
    led = story.children.groupby("instrument")["series"].nunique()
    frame = pd.DataFrame(
        {
            "Instrument": rows["title"].to_numpy(),
            "Kind": rows["kind"].map(KINDS).fillna("").to_numpy(),
            "Signed": dated(rows["signed"], rows["signed_earliest"], rows["signed_precision"]),
            "In force": dated(
                rows["in_force"], rows["in_force_earliest"], rows["in_force_precision"]
            ),
            "First used": first.to_numpy(),
            "Led to": [series_text(int(led.get(node, 0))) for node in rows["instrument_id"]],
        },
        columns=INSTRUMENT_HEADS,
    )
    return frame.reset_index(drop=True)


def instrument_words(story: Lineages) -> tuple[str, str]:
    """Return title and caption of the table of instruments."""
    if story.instruments.empty:
        return "There is no instrument to list", ""
    return (
        "Every instrument of the window, with what is known of its dates",
        "A dash: no source was found. The last column counts the series established or enabled.",
    )


def project_words(story: Lineages) -> tuple[str, str]:
    """Return title and caption of the table of projects."""
    if not story.projects:
        return "There is no project to list", ""
    return (
        "Where each equipment, technology and industry project stands",
        "Steps are meetings and signings of the project itself, within the window.",
    )


def series_text(count: int) -> str:
    """Return a number of series; nothing for none."""
    return prose.count(count, "series", "series") if count else ""


def project_text(story: Lineages) -> str:
    """Return what became of the projects."""
    if not story.projects:
        return NO_PROJECT
    if story.steps.empty:
        return (
            f"{upper(prose.count(len(story.projects), 'project'))} of equipment and industry "
            "cooperation are on record, none with a dated step in this window; "
            "[](#tbl:project-status) says where each stands."
        )
    last = story.steps.sort_values(["day_latest", "subject"]).to_dict("records")[-1]
    none = " No delivery of complete equipment is on record." if not delivered(story) else ""
    return (
        f"{project_point(story)} The latest step is of {last['day_latest']:%B %Y}: {last['what']}. "
        "[](#fig:projects) shows the steps and [](#tbl:project-status) where each project stands "
        f"in the words of the record.{none}"
    )


def delivered(story: Lineages) -> bool:
    """Return whether any step or measure tells of a delivery."""
    told = story.steps["what"].str.contains("deliver", case=False)
    measures = story.report.dataset.measures
    mine = measures[measures["subject_id"].isin(list(story.projects))]
    return bool(told.any() or mine["measure"].str.contains("deliver").any())


def project_table(story: Lineages) -> pd.DataFrame:
    """Return each project with its steps and where it stands."""
    described = story.report.dataset.mechanisms.set_index("mechanism_id")["description"]
    rows = [project_row(story, key, name, described[key]) for key, name in story.projects.items()]
    frame = pd.DataFrame(rows, columns=PROJECT_HEADS)
    return frame.sort_values(["Steps", "Project"], ascending=[False, True]).reset_index(drop=True)


def project_row(story: Lineages, key: str, name: str, described: str) -> Mapping[str, Any]:
    """Return one row of the table of projects."""
    own = story.steps[story.steps["project"] == key]
    last = f"{own['day_latest'].max():%B %Y}" if len(own) else ""
    return dict(zip(PROJECT_HEADS, (name, len(own), last, described), strict=True))


def upper(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]
