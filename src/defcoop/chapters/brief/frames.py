"""The tables of the brief: everything on one line of time, silences, what is new."""

import datetime

import pandas as pd

from defcoop import wording
from defcoop.analysis.cadence.series import Cadence
from defcoop.chapters.cadence import frames as meetings
from defcoop.chapters.session import Chapter
from defcoop.figures import style
from defcoop.figures.frames import names_of

MOST_NEW = 7
FEWEST_GAPS = 3
FEWEST_EVENTS = FEWEST_GAPS + 1
LANES = {"instrument": "Agreements and declarations", **style.LEVELS}
YEAR = datetime.timedelta(days=365)


def join_signings(report: Chapter) -> pd.DataFrame:
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


def silent_table(report: Chapter, cadences: dict[str, Cadence]) -> pd.DataFrame:
    """Return the series that are silent for longer than ever."""
    longer = meetings.longest_silences(meetings.select_with_gaps(cadences, FEWEST_GAPS))
    names = names_of(report.dataset.mechanisms)
    lasts = meetings.last_days(report.events)
    rows = [
        (
            names[name],
            lasts[name],
            wording.span(item.open_gap.days or 0.0),
            wording.span(item.longest.value or 0.0),
            item.open_gap.earlier,
            wording.number(item.open_gap.bound or 0.0, 2),
        )
        for name, item in longer.items()
    ]
    columns = ["Series", "Last held", "Silent for", "Longest before", "Gaps", "By chance"]
    return pd.DataFrame(rows, columns=columns)


def sources_of_silent(report: Chapter, cadences: dict[str, Cadence]) -> list[str]:
    """Return the few best sources of the series that are silent for longer than ever."""
    longer = meetings.longest_silences(meetings.select_with_gaps(cadences, FEWEST_GAPS))
    events = report.events[report.events["mechanism_id"].isin(list(longer))]
    return report.best_sources(events["event_id"], 1)


def keep_readable(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of new rows that a reader can use."""
    return rows[["event_id", "mechanism_id", "title", "start", "place_id", "mode", "sources"]]


def newest_since(report: Chapter) -> datetime.date:
    """Return from when on something is new: the parameter, else a year before the as-of date."""
    return report.date("since") or report.last_day - YEAR


def new_rows(report: Chapter) -> pd.DataFrame:
    """Return what happened after that day, instruments included, the newest first."""
    rows = join_signings(report)
    new = rows[rows["start_earliest"] > pd.Timestamp(newest_since(report))]
    return new.sort_values(["start_earliest", "event_id"], ascending=False, kind="stable")


def new_table(report: Chapter, new: pd.DataFrame) -> pd.DataFrame:
    """Return the newest of what is new as a table: leaders and ministers before the rest."""
    places = report.dataset.places
    names = dict(zip(places["place_id"], places["name"], strict=True))
    shown = new.head(MOST_NEW)
    return pd.DataFrame(
        {
            "Date": [wording.edtf(text) for text in shown["start"]],
            "What": shown["title"].to_numpy(),
            "Where": shown["place_id"].map(names).fillna("").to_numpy(),
        }
    )
