"""The count of editions as it rises, for the step figure."""

from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis.date_bounds import read_bounds, to_timestamps
from defcoop.analysis.selection import keep_held


def count_cumulatively(events: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Count the editions of each series as they come.

    Parameters
    ----------
    events
        Events frame.
    as_of
        Nothing after this day.

    Returns
    -------
    pandas.DataFrame
        Columns mechanism_id, event_id, count (from 1), day_low, day_high (bounds of the start),
        mode, exact; in the order of earliest day, latest day and event id. Events known only to
        the year are counted too, at the place of their earliest day. Empty without events.
    """
    held = keep_held(events, as_of)
    order = ["mechanism_id", "start_earliest", "start_latest", "event_id"]
    held = held.sort_values(order, kind="stable")
    dates = read_bounds(held)
    return pd.DataFrame(
        {
            "mechanism_id": held["mechanism_id"].to_numpy(dtype=object),
            "event_id": held["event_id"].to_numpy(dtype=object),
            "count": held.groupby("mechanism_id").cumcount().to_numpy(dtype=np.int64) + 1,
            "day_low": to_timestamps(dates.earliest),
            "day_high": to_timestamps(dates.latest),
            "mode": held["mode"].to_numpy(dtype=object),
            "exact": dates.exact,
        }
    ).astype({"mechanism_id": "str", "event_id": "str", "mode": "str"})
