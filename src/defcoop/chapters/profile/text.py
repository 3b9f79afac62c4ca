"""What the profile of one mechanism says."""

import pandas as pd

from defcoop.analysis.cadence.series import Cadence
from defcoop.chapters import prose
from defcoop.chapters.profile import facts
from defcoop.chapters.session import Report
from defcoop.figures import style
from defcoop.figures.frames import last_held, tally

CADENCES = {"P1Y": "yearly", "P2Y": "every second year", "P6M": "twice a year"}
MOST_TIES = 8
MOST_NAMES = 4
EDITIONS_CAPTION = "The newest first; the attached data hold every edition."


def subtitle(row: pd.Series) -> str:
    """Return kind, domain and level of the mechanism."""
    kind = str(row["kind"]).replace("_", " ").capitalize()
    parts = [kind, style.name(str(row["domain"])).lower(), str(row["scope"])]
    if row["level"]:
        parts.insert(1, style.LEVELS[str(row["level"])].lower())
    return ", ".join(part for part in parts if part)


def what(row: pd.Series) -> str:
    """Say what the mechanism is, since when, and what rhythm its sources claim."""
    parts = [prose.sentence(str(row["description"]))] if row["description"] else []
    if row["established"]:
        parts.append(f"Established: {prose.edtf(str(row['established']))}.")
    stated = str(row["stated_cadence"])
    if stated:
        parts.append(f"Sources call it {CADENCES.get(stated, stated)}.")
    return " ".join(parts)


def standing(own: pd.DataFrame, measured: Cadence | None) -> str:
    """Say how often it met, how long its gaps are, and how the silence compares."""
    if own.empty or measured is None:
        return ""
    first = f"{own['start_earliest'].min():%B %Y}"
    begun = f"**{prose.sentence(prose.count(len(own), 'event'))[:-1]}** on record since {first}"
    gap = f", {apart(measured)}" if measured.gaps else ""
    return f"{begun}{gap} ([](#fig:history)). {now(own, measured)} {refused(measured)}".strip()


def apart(measured: Cadence) -> str:
    """Return how far apart its events are; one gap makes no habit."""
    length = prose.span(measured.median.value or 0.0)
    return f"usually {length} apart" if measured.gaps > 1 else f"with one gap of {length}"


def now(own: pd.DataFrame, measured: Cadence) -> str:
    """Say how long it has been silent, or, of a series that has ended, what took its place."""
    if not measured.superseded_by:
        return silence(measured)
    return f"Held until {last_held(own)}; superseded by the {measured.superseded_by}."


def silence(measured: Cadence) -> str:
    """Say how long it has been silent, against what went before."""
    gap = measured.open_gap
    if gap.days is None:
        return "When it last met is not known to the month."
    if gap.days < 1:
        return f"It met on the last day of the window. {window(measured)}"
    said = f"Silent for {prose.span(gap.days)}"
    if not gap.earlier:
        return f"{said}, with no complete gap to compare it with."
    if gap.longer_than_all and gap.bound is not None:
        before = prose.count(gap.earlier, "gap")
        rank = "the one gap" if gap.earlier == 1 else f"each of the {before}"
        return (
            f"{said}, **longer than {rank} before**; by chance alone this has probability "
            f"{prose.number(gap.bound, 2)}."
        )
    return f"{said}, {compared(gap.shorter, gap.earlier)}. {window(measured)}"


def compared(shorter: int, earlier: int) -> str:
    """Return how a silence ranks among the gaps before it."""
    if earlier == 1:
        return "not longer than the one gap before it"
    return f"longer than {prose.numeral(shorter)} of the {prose.numeral(earlier)} gaps before it"


def window(measured: Cadence) -> str:
    """Say when the next event may be expected; nothing without a window."""
    found = measured.window
    if found.earliest is None or found.latest is None:
        return ""
    return (
        f"If gaps stay as they were, the next comes with probability "
        f"{prose.number(100 * found.coverage)} % between {found.earliest:%B %Y} and "
        f"{found.latest:%B %Y}."
    )


def refused(measured: Cadence) -> str:
    """Say how many gaps were left out because an event may be missing in them."""
    if not measured.refused:
        return ""
    gaps = prose.count(measured.refused, "further gap")
    return f"{prose.heading(gaps)} may hide an event that was not found."


def people(report: Report, own: pd.DataFrame) -> str:
    """Say which bodies take part, and where it is held."""
    if own.empty:
        return ""
    found = facts.bodies(report, own).head(MOST_NAMES)
    parts = [f"{row['name']} ({row['events']})" for row in found.to_dict("index").values()]
    taking = f"**Who.** {prose.listing(parts)}. " if parts else ""
    return f"{taking}{where(report, own)} [](#tbl:editions) lists them."


def where(report: Report, own: pd.DataFrame) -> str:
    """Say where it was held most often."""
    places = dict(
        zip(report.dataset.places["place_id"], report.dataset.places["name"], strict=True)
    )
    known = own[own["place_id"] != ""]
    if known.empty:
        return ""
    counts = list(tally(known, "place_id").items())[:MOST_NAMES]
    return f"**Where.** {prose.listing([f'{places[key]} ({size})' for key, size in counts])}."


def ties(report: Report, own: pd.DataFrame) -> str:
    """List what it stands in relation to; a sentence where nothing is recorded."""
    lines = facts.ties(report, own)
    if not lines:
        return "No instrument or other mechanism is recorded as tied to it."
    more = len(lines) - MOST_TIES
    tail = f"\n- and {prose.count(more, 'more', 'more')} in the data" if more > 0 else ""
    return "\n".join(f"- {line}" for line in lines[:MOST_TIES]) + tail


def evidence(report: Report, own: pd.DataFrame) -> str:
    """Say how many sources carry the record, and how many events hang on one of them."""
    claims = facts.claims_of(report, own)
    if claims.empty:
        return "No claim supports an event in this window."
    per_event = claims[claims["subject_id"].isin(list(own["event_id"]))]
    single = int((per_event.groupby("subject_id")["source_id"].nunique() == 1).sum())
    cited = "; ".join(f"@{name}" for name in report.best_sources(set(claims["subject_id"]), 8))
    rulings = int(report.dataset.rulings["subject_id"].isin(list(own["event_id"])).sum())
    ruled = f" Rulings on contradictions: {prose.numeral(rulings)}." if rulings else ""
    return (
        f"{prose.heading(prose.count(len(claims), 'claim'))} from "
        f"{prose.count(claims['source_id'].nunique(), 'source')}; "
        f"of {prose.count(len(own), 'event')}, {prose.numeral(single)} "
        f"{'rests' if single == 1 else 'rest'} on a single source.{ruled} "
        f"The best of them: [{cited}]."
    )


def editions_title(own: pd.DataFrame) -> str:
    """Return the title of the table of editions."""
    if own.empty:
        return "No edition lies in this window"
    shown = min(len(own), facts.MOST_EDITIONS)
    if shown == len(own):
        return prose.heading(f"{prose.count(len(own), 'event')} on record")
    return f"The newest {shown} of {len(own)} events"
