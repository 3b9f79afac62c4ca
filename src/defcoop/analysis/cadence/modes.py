"""In what mode a series met each year: in person, at sea, virtually."""

from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis.selection import held_editions

# When a year's events are split evenly, the mode that took more travel is named.
ORDER = ("in_person", "at_sea", "hybrid", "virtual", "unknown")


def mode_shifts(events: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Give the main mode of each series and year, and whether it changed.

    Parameters
    ----------
    events
        Events frame.
    as_of
        Nothing after this day.

    Returns
    -------
    pandas.DataFrame
        Columns mechanism_id, year, mode (of most events of the year), events, previous_mode ("" at
        first) and shifted. Unknown modes are shown but never called a shift, on either side. An
        event whose bounds span two years is left out. Empty without events.
    """
    counted = _by_year(events, as_of).groupby(["mechanism_id", "year", "mode"], as_index=False)
    counts = counted.size().rename(columns={"size": "events"})
    counts["rank"] = counts["mode"].map({mode: rank for rank, mode in enumerate(ORDER)})
    counts = counts.sort_values(
        ["mechanism_id", "year", "events", "rank"], ascending=[True, True, False, True]
    )
    totals = counts.groupby(["mechanism_id", "year"])["events"].sum()
    main = counts.drop_duplicates(["mechanism_id", "year"]).drop(columns=["rank", "events"])
    main = main.join(totals, on=["mechanism_id", "year"]).reset_index(drop=True)
    main["previous_mode"] = main.groupby("mechanism_id")["mode"].shift().fillna("").astype("str")
    stated = ~main["mode"].isin(["unknown"]) & ~main["previous_mode"].isin(["", "unknown"])
    main["shifted"] = stated & (main["mode"] != main["previous_mode"])
    return main


def virtual_years(events: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Count the events and the virtual events of each series and year.

    Parameters
    ----------
    events
        Events frame.
    as_of
        Nothing after this day.

    Returns
    -------
    pandas.DataFrame
        Columns mechanism_id, year, events, virtual; only years with an event. A virtual meeting
        keeps the cadence: it is counted in both. Empty without events.
    """
    dated = _by_year(events, as_of)
    dated["virtual"] = (dated["mode"] == "virtual").astype(np.int64)
    grouped = dated.groupby(["mechanism_id", "year"])["virtual"]
    counts: pd.DataFrame = grouped.agg(events="size", virtual="sum").reset_index()
    return counts


def _by_year(events: pd.DataFrame, as_of: date) -> pd.DataFrame:
    held = held_editions(events, as_of)
    first, last = held["start_earliest"].dt.year, held["start_latest"].dt.year
    dated = held.assign(year=first.astype(np.int64))[first == last]
    columns: pd.DataFrame = dated[["mechanism_id", "year", "mode"]].copy()
    return columns
