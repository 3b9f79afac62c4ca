"""How large events are: days, ships, people and participants, where a source states them."""

from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis.date_bounds import bounds, day_numbers
from defcoop.analysis.selection import held_editions


def event_days(events: pd.DataFrame) -> pd.DataFrame:
    """Give the length of each event whose end is stated.

    Parameters
    ----------
    events
        Events frame; an empty end means "not stated", not "one day".

    Returns
    -------
    pandas.DataFrame
        Columns event_id, low, high: shortest and longest possible length in days, both ends
        counted, at least 1. Empty when no end is stated.
    """
    stated = events[events["end_earliest"].notna() & events["start_earliest"].notna()]
    start = bounds(stated)
    first, last = (day_numbers(stated[f"end_{end}"]) for end in ("earliest", "latest"))
    return pd.DataFrame(
        {
            "event_id": stated["event_id"].to_numpy(),
            "low": np.maximum(first - start.latest + 1, 1).astype(np.float64),
            "high": np.maximum(last - start.earliest + 1, 1).astype(np.float64),
        }
    ).astype({"event_id": "str"})


def event_measure(measures: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Give a stated figure of each event, with the range over its sources.

    Parameters
    ----------
    measures
        Measures frame.
    measure
        Which figure, such as "ships".

    Returns
    -------
    pandas.DataFrame
        Columns event_id, low, high, unit. A figure for the whole event (no actor) is used where
        there is one; else the figures of the actors are added up, and what an actor does not
        state is not in the sum. Empty when nothing states the figure.

    Raises
    ------
    ValueError
        When the figure is stated in several units, which cannot be added.
    """
    rows = measures[measures["measure"] == measure]
    units = sorted(rows["unit"].unique())
    if len(units) > 1:
        raise ValueError(
            f"the measure {measure} is stated in {len(units)} units ({', '.join(units)}); "
            "give each unit a measure of its own"
        )
    values = rows.groupby(["subject_id", "actor_id"])["value"]
    spread = pd.DataFrame({"low": values.min(), "high": values.max()}).reset_index()
    whole = spread["actor_id"] == ""
    totals = spread[whole].set_index("subject_id")[["low", "high"]]
    sums = spread[~whole].groupby("subject_id")[["low", "high"]].sum()
    chosen = pd.concat([totals, sums[~sums.index.isin(totals.index)]]).sort_index()
    chosen = chosen.rename_axis("event_id").reset_index()
    chosen["unit"] = units[0] if units else ""
    return pd.DataFrame(chosen).astype({"event_id": "str", "unit": "str"})


def event_actors(participants: pd.DataFrame) -> pd.DataFrame:
    """Count the actors of each event that names any.

    Parameters
    ----------
    participants
        Participants frame.

    Returns
    -------
    pandas.DataFrame
        Columns event_id, actors. Empty without participants.
    """
    counts = participants.groupby("event_id")["actor_id"].nunique()
    return counts.rename("actors").reset_index()


def exercise_days(events: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Add up the days of exercises by year of their start.

    Parameters
    ----------
    events
        Events to add up; give exercises only.
    as_of
        Nothing after this day.

    Returns
    -------
    pandas.DataFrame
        Columns year, events, stating (events that state their end), share, days, days_low,
        days_high. `days` is NaN where an imprecise date leaves a range. Years run without a break
        from the first to the last event; events whose start spans two years are left out. Empty
        without events.
    """
    held = held_editions(events, as_of)
    frame = _by_year(held, event_days(held))
    return frame.rename(columns={"total": "days", "low": "days_low", "high": "days_high"})


def stated_measures(
    events: pd.DataFrame, measures: pd.DataFrame, *, measure: str, as_of: date
) -> pd.DataFrame:
    """Add up a stated figure by year, with the share of events that state it.

    Parameters
    ----------
    events, measures
        The two tables.
    measure
        Which figure, such as "ships" or "personnel".
    as_of
        Nothing after this day.

    Returns
    -------
    pandas.DataFrame
        Columns year, events, stating, share, total, low, high, unit; `total` is NaN where sources
        differ, and every sum is a lower bound while `share` is below 1. Years as in
        `exercise_days`.

    Raises
    ------
    ValueError
        When the figure is stated in several units.
    """
    found = event_measure(measures, measure)
    frame = _by_year(held_editions(events, as_of), found[["event_id", "low", "high"]])
    unit = found["unit"].iloc[0] if len(found) else ""
    return frame.assign(unit=pd.Series(unit, index=frame.index, dtype="str"))


def participants_per_event(
    events: pd.DataFrame, participants: pd.DataFrame, *, as_of: date
) -> pd.DataFrame:
    """Describe by year how many actors the events name.

    Parameters
    ----------
    events, participants
        The two tables.
    as_of
        Nothing after this day.

    Returns
    -------
    pandas.DataFrame
        Columns year, events, stating (events that name any actor), share, mean, median, maximum
        over the stating events; NaN where none does. Years as in `exercise_days`.
    """
    dated = _dated(held_editions(events, as_of)).merge(
        event_actors(participants), on="event_id", how="left"
    )
    grouped = dated.groupby("year")["actors"]
    frame = pd.DataFrame(
        {
            "events": grouped.size(),
            "stating": grouped.count(),
            "mean": grouped.mean(),
            "median": grouped.median(),
            "maximum": grouped.max(),
        }
    )
    return _filled(frame)[["year", "events", "stating", "share", "mean", "median", "maximum"]]


def _dated(held: pd.DataFrame) -> pd.DataFrame:
    """Keep the events whose start lies in one calendar year, with that year."""
    year = held["start_earliest"].dt.year
    one = held[year == held["start_latest"].dt.year]
    return pd.DataFrame(
        {"event_id": one["event_id"], "year": one["start_earliest"].dt.year.astype(np.int64)}
    )


def _by_year(held: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Sum low and high by year and say how many events state the figure."""
    dated = _dated(held).merge(figures, on="event_id", how="left")
    grouped = dated.groupby("year")
    frame = grouped[["low", "high"]].sum(min_count=1)
    frame["events"], frame["stating"] = grouped.size(), grouped["low"].count()
    frame = _filled(frame)
    frame["total"] = frame["low"].where(frame["low"] == frame["high"])
    return frame[["year", "events", "stating", "share", "total", "low", "high"]]


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    """Put in the years without an event and the share that states the figure."""
    if len(frame):
        years = np.arange(frame.index.min(), frame.index.max() + 1)
        frame = frame.reindex(pd.Index(years, name="year"))
    counts = ["events", "stating"]
    frame[counts] = frame[counts].fillna(0).astype(np.int64)
    frame["share"] = frame["stating"] / frame["events"].where(frame["events"] > 0)
    return frame.reset_index()
