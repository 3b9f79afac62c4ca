"""What sources claim of a cadence, held against the years on record."""

import re
from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import IntArray
from defcoop.analysis.cadence.gaps import list_gaps
from defcoop.analysis.cadence.succession import find_last_days
from defcoop.analysis.cadence.timeline import NOT_FOUND, UNNUMBERED
from defcoop.analysis.selection import keep_held

DURATION = re.compile(r"P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+)W)?(?:(\d+)D)?")
# What a year is called when several things are known of it: the first that applies.
STATES = ("held", "virtual", "cancelled", "not_held", "not_found", "not_yet", "missing")


def read_period(stated: str) -> float | None:
    """Turn an ISO 8601 duration into years.

    Parameters
    ----------
    stated
        Such as "P1Y" or "P6M"; "irregular" or anything else has no period.

    Returns
    -------
    float or None
        None without a period.
    """
    match = DURATION.fullmatch(stated)
    if match is None or not any(match.groups()):
        return None
    years, months, weeks, days = (float(part or 0) for part in match.groups())
    total = years + months / 12 + (7 * weeks + days) / 365.25
    return total or None


def classify_years(
    events: pd.DataFrame,
    mechanisms: pd.DataFrame,
    *,
    as_of: date,
    absences: pd.DataFrame | None = None,
    ended: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say what happened to each series in each year from its first event to the as-of date.

    Parameters
    ----------
    events, mechanisms, absences
        The three tables; mechanisms without an event by then are left out.
    as_of
        Nothing after this day; its year is "not_yet" while nothing is held in it, unless it is
        its year's last day.
    ended
        Rows of `find_ended`: an ended series has no year after that of its end (without a day,
        of its last event), unless it met again.

    Returns
    -------
    pandas.DataFrame
        Columns mechanism_id, year and state: "held", "virtual" (held, and only virtually),
        "cancelled", "not_held", "not_found" (searched: a hole in the record), "not_yet" or
        "missing" (nobody has said). An event whose bounds span two years marks neither, but its
        first year begins the series if it is the earliest.
    """
    held = keep_held(events, as_of)
    held = held[held["mechanism_id"].isin(mechanisms["mechanism_id"])]
    years = _calendar(held, as_of, ended)
    facts = pd.concat(_facts(held, events, absences, as_of), ignore_index=True)
    facts["rank"] = facts["state"].map({state: rank for rank, state in enumerate(STATES)})
    best = facts.groupby(["mechanism_id", "year"])["rank"].min()
    rank = years.join(best, on=["mechanism_id", "year"])["rank"]
    unfinished = (years["year"] == as_of.year) & ((as_of.month, as_of.day) != (12, 31))
    default = np.where(unfinished, STATES.index("not_yet"), STATES.index("missing"))
    rank = rank.where(rank.notna(), default).astype(np.int64)
    # What was not found in a year that is not over may still come.
    rank = rank.mask(unfinished & (rank == STATES.index("not_found")), STATES.index("not_yet"))
    years["state"] = np.array(STATES, dtype=object)[rank.to_numpy()]
    return years.astype({"state": "str"})


def judge_promises(
    events: pd.DataFrame,
    mechanisms: pd.DataFrame,
    *,
    as_of: date,
    absences: pd.DataFrame | None = None,
    ended: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Hold each mechanism's stated cadence against its record.

    Parameters
    ----------
    events, mechanisms, absences
        The three tables.
    as_of
        End of the record; a year that is not over is due only once it is kept.
    ended
        Rows of `find_ended`: nothing is due after the year of the end, and the time since the
        last event is no silence. The year of the end itself is due.

    Returns
    -------
    pandas.DataFrame
        One row per mechanism: mechanism_id, stated, period_years, first_year, last_year,
        years_due, years_kept, years_missed, missed (the years as text), share_kept,
        longest_silence_days with silence_from, silence_to and silence_open, and reason. Years are
        blocks of the stated period counted from the first event's year; a block with an event is
        kept. A period below one year is judged by calendar years. Without a period the blocks
        are not judged and the reason says so; the longest silence (the longest possible gap, holes
        and the open gap included, but none in which an event known only to the year may lie) is
        given all the same. "Missed" includes holes in the record:
        `classify_years` tells them apart.
    """
    states = classify_years(events, mechanisms, as_of=as_of, absences=absences, ended=ended)
    silence = _longest_silence(list_gaps(events, as_of=as_of, absences=absences, ended=ended))
    frame = mechanisms[["mechanism_id", "stated_cadence"]].rename(
        columns={"stated_cadence": "stated"}
    )
    frame = frame.sort_values("mechanism_id").reset_index(drop=True)
    frame["period_years"] = [read_period(text) or np.nan for text in frame["stated"]]
    series, none = dict(list(states.groupby("mechanism_id"))), states.iloc[:0]
    judged = [
        _judge(series.get(name, none), period)
        for name, period in zip(frame["mechanism_id"], frame["period_years"], strict=True)
    ]
    frame = pd.concat([frame, pd.DataFrame(judged, columns=list(_UNJUDGED))], axis=1)
    return frame.join(silence, on="mechanism_id")[[*COLUMNS]]


_UNJUDGED: dict[str, object] = {
    "first_year": np.nan,
    "last_year": np.nan,
    "years_due": 0,
    "years_kept": 0,
    "years_missed": 0,
    "missed": "",
    "share_kept": np.nan,
    "reason": "",
}
COLUMNS = (
    "mechanism_id",
    "stated",
    "period_years",
    "first_year",
    "last_year",
    "years_due",
    "years_kept",
    "years_missed",
    "missed",
    "share_kept",
    "longest_silence_days",
    "silence_from",
    "silence_to",
    "silence_open",
    "reason",
)


def _judge(states: pd.DataFrame, period: float) -> dict[str, object]:
    """Count the blocks of one mechanism that were due, kept and missed."""
    if states.empty:
        return {**_UNJUDGED, "reason": "no event by the as-of date"}
    span = {"first_year": float(states["year"].min()), "last_year": float(states["year"].max())}
    if np.isnan(period):
        return {**_UNJUDGED, **span, "reason": "no period is stated"}
    block = max(1, round(period))
    kept, missed = _blocks(states, block)
    due = kept + len(missed)
    return {
        **span,
        "years_due": due,
        "years_kept": kept,
        "years_missed": len(missed),
        "missed": ", ".join(missed),
        "share_kept": kept / due if due else np.nan,
        "reason": "",
    }


def _blocks(states: pd.DataFrame, block: int) -> tuple[int, list[str]]:
    """Divide the years into blocks from the first; an unfinished block can only be kept."""
    year = states["year"].to_numpy()
    number = (year - year.min()) // block
    held = states["state"].isin(["held", "virtual"]).to_numpy()
    waiting = (states["state"] == "not_yet").to_numpy()
    kept, missed = 0, []
    for at in range(int(number.max()) + 1):
        inside = number == at
        if held[inside].any():
            kept += 1
        elif inside.sum() == block and not waiting[inside].any():
            missed.append(_name(year[inside]))
    return kept, missed


def _name(years: IntArray) -> str:
    return str(years[0]) if years.size == 1 else f"{years[0]}-{years[-1]}"


def _calendar(held: pd.DataFrame, as_of: date, ended: pd.DataFrame | None) -> pd.DataFrame:
    """List every year of every series from its first event on, until it has ended."""
    first = held.groupby("mechanism_id")["start_earliest"].min().dt.year.astype(np.int64)
    last = pd.Series(as_of.year, index=first.index)
    if ended is not None:
        until = find_last_days(ended, held)
        last[until.index] = np.minimum(until.dt.year, as_of.year)
    lengths = last.to_numpy(dtype=np.int64) - first.to_numpy() + 1
    names = first.index.to_numpy(dtype=object).repeat(lengths)
    offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    years = first.to_numpy().repeat(lengths) + offsets
    return pd.DataFrame({"mechanism_id": names, "year": years}).astype({"mechanism_id": "str"})


def _facts(
    held: pd.DataFrame, events: pd.DataFrame, absences: pd.DataFrame | None, as_of: date
) -> list[pd.DataFrame]:
    """Gather what is known of single years, from events, cancellations and searches."""
    virtual = held["mode"] == "virtual"
    cancelled = events[(events["status"] == "cancelled") & events["start_earliest"].notna()]
    found = [
        _year_facts(held[~virtual], "start", "held"),
        _year_facts(held[virtual], "start", "virtual"),
        _year_facts(cancelled, "start", "cancelled"),
    ]
    if absences is not None:
        searched = absences[absences["period_earliest"].notna()]
        for finding in ("not_held", "not_found"):
            rows = searched[searched["finding"] == finding]
            found.append(_spread_facts(rows, finding, as_of))
    return found


def _year_facts(rows: pd.DataFrame, field: str, state: str) -> pd.DataFrame:
    first = rows[f"{field}_earliest"].dt.year
    rows = rows[first == rows[f"{field}_latest"].dt.year]
    years = rows[f"{field}_earliest"].dt.year.astype(np.int64)
    return pd.DataFrame({"mechanism_id": rows["mechanism_id"], "year": years, "state": state})


def _spread_facts(rows: pd.DataFrame, state: str, as_of: date) -> pd.DataFrame:
    """Mark every year that a searched period touches, up to the as-of date."""
    first = rows["period_earliest"].dt.year.to_numpy(dtype=np.int64)
    last = np.minimum(rows["period_latest"].dt.year.to_numpy(dtype=np.int64), as_of.year)
    lengths = np.maximum(last - first + 1, 0)
    offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    names = rows["mechanism_id"].to_numpy(dtype=object).repeat(lengths)
    return pd.DataFrame(
        {"mechanism_id": names, "year": first.repeat(lengths) + offsets, "state": state}
    ).astype({"mechanism_id": "str"})


def _longest_silence(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the longest gap of each series; an imprecise one counts at its longest."""
    holes = rows["reason"].isin([UNNUMBERED, NOT_FOUND])
    longest = rows[rows["usable"] | holes].sort_values(
        ["mechanism_id", "days_high", "position"], ascending=[True, False, True]
    )
    longest = longest.drop_duplicates("mechanism_id")
    names = {
        "days_high": "longest_silence_days",
        "from_day": "silence_from",
        "to_day": "silence_to",
        "open": "silence_open",
    }
    frame = longest.set_index("mechanism_id").rename(columns=names)[list(names.values())]
    return frame.astype({"silence_open": "boolean"})
