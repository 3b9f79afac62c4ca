"""How large events are: days, ships, people and participants, where a source states them."""

import numpy as np
import pandas as pd

from defcoop.analysis.date_bounds import read_bounds, to_day_numbers


def measure_days(events: pd.DataFrame) -> pd.DataFrame:
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
    start = read_bounds(stated)
    first, last = (to_day_numbers(stated[f"end_{end}"]) for end in ("earliest", "latest"))
    return pd.DataFrame(
        {
            "event_id": stated["event_id"].to_numpy(),
            "low": np.maximum(first - start.latest + 1, 1).astype(np.float64),
            "high": np.maximum(last - start.earliest + 1, 1).astype(np.float64),
        }
    ).astype({"event_id": "str"})


def sum_measure(measures: pd.DataFrame, measure: str) -> pd.DataFrame:
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
