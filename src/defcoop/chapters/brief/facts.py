"""What the two pages of the brief are made of: findings, silences, what is new."""

import datetime
from dataclasses import dataclass

import pandas as pd

from defcoop.analysis.cadence.series import Cadence
from defcoop.analysis.cadence.stated import judge_promises
from defcoop.analysis.lineage import find_first_use
from defcoop.chapters import prose
from defcoop.chapters.cadence import facts as meetings
from defcoop.chapters.exercises import facts as drills
from defcoop.chapters.session import Report
from defcoop.figures import style
from defcoop.figures.frames import names_of

MOST_NEW = 7
FEWEST_GAPS = 2
FEWEST_EVENTS = FEWEST_GAPS + 1
LANES = {"instrument": "Agreements and declarations", **style.LEVELS}
YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Finding:
    """One finding of the brief.

    Attributes
    ----------
    headline
        The finding in a few words.
    text
        The numbers behind it.
    confidence
        How sure, and why.
    sources
        What it rests on, the best first.
    """

    headline: str
    text: str
    confidence: str
    sources: tuple[str, ...]


def findings(report: Report, cadences: dict[str, Cadence]) -> list[Finding]:
    """Return the findings that this window allows, in the order of the brief."""
    found = (
        steps(report),
        promises(report),
        silences(report, cadences),
        company(report),
        uses(report),
    )
    return [finding for finding in found if finding is not None]


def steps(report: Report) -> Finding | None:
    """Return whether the rate of exercises changed, and when."""
    events = report.events_of("exercise")
    found = drills.change(report, events)
    if found.window is None or found.p_value is None:
        return None
    before, after = found.rate_before or 0.0, found.rate_after or 0.0
    first, last = (year + 1 for year in found.window)
    when = f"in {first}" if first == last else f"between {first} and {last}"
    sure = found.p_value < drills.CERTAIN
    way = "up" if after > before else "down"
    headline = f"Exercises stepped {way} {when}" if sure else "The rate of exercises shows no step"
    return Finding(
        headline,
        f"From {prose.number(before, 1)} to {prose.number(after, 1)} a year.",
        f"{'high' if sure else 'low'}: {prose.count(len(events), 'exercise')}, "
        f"p = {prose.number(found.p_value, 3)}",
        tuple(report.best_sources(events["event_id"], 1)),
    )


def promises(report: Report) -> Finding | None:
    """Return which share of the years promised was kept."""
    stated = judge_promises(
        report.events,
        report.dataset.mechanisms,
        as_of=report.last_day,
        absences=report.dataset.missing_events,
        ended=report.ended,
    )
    due = stated[stated["years_due"].fillna(0) > 0]
    if due.empty:
        return None
    years, kept = int(due["years_due"].sum()), int(due["years_kept"].sum())
    series = prose.count(len(due), "series", "series")
    return Finding(
        f"A promised rhythm is kept in {prose.number(100 * kept / years)} % of the years",
        f"{prose.heading(series)}, {prose.number(years)} years due, "
        f"{prose.number(kept)} on record.",
        "medium: an unreported meeting counts as missed",
        tuple(report.best_sources(due["mechanism_id"], 1)),
    )


def silences(report: Report, cadences: dict[str, Cadence]) -> Finding | None:
    """Return how many series are silent for longer than ever."""
    compared = meetings.running(meetings.with_gaps(cadences, FEWEST_GAPS))
    if not compared:
        return None
    longer = meetings.silent(compared)
    chance = sum(item.open_gap.bound or 0.0 for item in compared.values())
    names = names_of(report.dataset.mechanisms, 60)
    listed = prose.listing([names[name] for name in list(longer)[:2]])
    one = "is" if len(longer) == 1 else "are"
    return Finding(
        f"{prose.heading(prose.of(len(longer), len(compared)))} series {one} silent for longer "
        "than ever",
        f"First of all {listed} ([](#tbl:silent))."
        if longer
        else "Each has been silent for longer before.",
        f"low: by chance alone about {prose.number(chance)} of them would be",
        tuple(report.best_sources(longer or compared, 1)),
    )


def company(report: Report) -> Finding | None:
    """Return how many exercises are bilateral."""
    events = report.events_of("exercise")
    if events.empty:
        return None
    own = int((events["scope"] == "bilateral").sum())
    return Finding(
        f"{prose.number(100 * own / len(events))} % of the exercises are bilateral",
        f"{prose.number(own)} of {prose.number(len(events))}; in the others third nations decide "
        "too.",
        "high: every edition names its nations",
        tuple(report.best_sources(events.loc[events["scope"] == "bilateral", "event_id"], 1)),
    )


def uses(report: Report) -> Finding | None:
    """Return how many agreements in force have been used, and how soon."""
    tables = report.dataset
    kinds = dict(zip(tables.instruments["instrument_id"], tables.instruments["kind"], strict=True))
    rows = find_first_use(
        tables.instruments, tables.relations, tables.events, as_of=report.last_day
    )
    rows = rows[(rows["instrument_id"].map(kinds) == "agreement") & rows["in_force"].notna()]
    rows = rows[rows["signed"] >= pd.Timestamp(report.first_day)]
    if rows.empty:
        return None
    used = rows[rows["days_force_to_use_low"] > 0]
    soonest = used["days_signed_to_use_low"].median()
    typical = "a median of " if len(used) > 1 else ""
    length = f"It came {typical}{prose.span(float(soonest))} after signature." if len(used) else ""
    return Finding(
        f"Of {prose.count(len(rows), 'agreement')} in force, {prose.numeral(len(used))} "
        f"{'has' if len(used) == 1 else 'have'} a first use on record",
        length,
        "low: use is seldom announced",
        tuple(report.best_sources(rows["instrument_id"], 1)),
    )


def everything(report: Report) -> pd.DataFrame:
    """Return all selected events and the bilateral instruments, for one timeline."""
    signed = report.dataset.instruments
    within = signed["signed_earliest"] >= pd.Timestamp(report.first_day)
    within &= signed["signed_latest"] <= pd.Timestamp(report.last_day)
    rows = signed[within & (signed["scope"] == "bilateral")]
    dates = {f"signed{end}": f"start{end}" for end in ("", "_earliest", "_latest", "_precision")}
    rows = rows.drop(columns="event_id").rename(columns={"instrument_id": "event_id", **dates})
    rows = rows.assign(level="instrument", domain="", mode="", mechanism_id="")
    rows["sources"] = rows["event_id"].map(report.sources_by_subject).fillna("")
    return pd.concat([report.events, rows], ignore_index=True) if len(report.events) else rows[:0]


def silent_table(report: Report, cadences: dict[str, Cadence]) -> pd.DataFrame:
    """Return the series that are silent for longer than ever."""
    longer = meetings.silent(meetings.with_gaps(cadences, FEWEST_GAPS))
    names = names_of(report.dataset.mechanisms, 60)
    lasts = meetings.last_held(report.events)
    rows = [
        (
            names[name],
            lasts[name],
            prose.span(item.open_gap.days or 0.0),
            prose.span(item.longest.value or 0.0),
            item.open_gap.earlier,
            prose.number(item.open_gap.bound or 0.0, 2),
        )
        for name, item in longer.items()
    ]
    columns = ["Series", "Last held", "Silent for", "Longest before", "Gaps", "By chance"]
    return pd.DataFrame(rows, columns=columns)


def sources_of_silent(report: Report, cadences: dict[str, Cadence]) -> list[str]:
    """Return the few best sources of the series that are silent for longer than ever."""
    longer = meetings.silent(meetings.with_gaps(cadences, FEWEST_GAPS))
    events = report.events[report.events["mechanism_id"].isin(list(longer))]
    return report.best_sources(events["event_id"], 1)


def plain(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of new rows that a reader can use."""
    return rows[["event_id", "mechanism_id", "title", "start", "place_id", "mode", "sources"]]


def since(report: Report) -> datetime.date:
    """Return from when on something is new: the parameter, else a year before the as-of date."""
    return report.date("since") or report.last_day - YEAR


def new_rows(report: Report) -> pd.DataFrame:
    """Return what happened after that day, instruments included, the newest first."""
    rows = everything(report)
    new = rows[rows["start_earliest"] > pd.Timestamp(since(report))]
    return new.sort_values(["start_earliest", "event_id"], ascending=False, kind="stable")


def new_table(report: Report, new: pd.DataFrame) -> pd.DataFrame:
    """Return the newest of what is new as a table: leaders and ministers before the rest."""
    places = report.dataset.places
    names = dict(zip(places["place_id"], places["name"], strict=True))
    shown = new.head(MOST_NEW)
    return pd.DataFrame(
        {
            "Date": [prose.edtf(text) for text in shown["start"]],
            "What": shown["title"].to_numpy(),
            "Where": shown["place_id"].map(names).fillna("").to_numpy(),
        }
    )
