"""The gaps between the editions of each series, one row each, with their bounds."""

from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import IntArray
from defcoop.analysis.cadence.succession import close
from defcoop.analysis.cadence.timeline import REASONS, timeline
from defcoop.analysis.date_bounds import timestamps

HIDDEN = "an event known only to the year may be the last"
COLUMNS = (
    "mechanism_id",
    "position",
    "from_event_id",
    "to_event_id",
    "from_day",
    "to_day",
    "days",
    "days_low",
    "days_high",
    "exact",
    "open",
    "usable",
    "reason",
)


def gaps(
    events: pd.DataFrame,
    *,
    as_of: date,
    absences: pd.DataFrame | None = None,
    across_holes: bool = False,
    ended: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the gaps of every series, the open gap last.

    Parameters
    ----------
    events
        Events frame.
    as_of
        End of the open gap.
    absences
        Absences frame, for gaps with a hole in them.
    across_holes
        Use gaps across missing editions all the same.
    ended
        Rows of `ended.ended`; an ended series has no open gap to speak of.

    Returns
    -------
    pandas.DataFrame
        Columns mechanism_id, position (from 1), from_event_id, to_event_id ("" for the open gap),
        from_day, to_day (earliest day of each end), days, days_low, days_high, exact, open,
        usable, reason (why a gap is not usable). `days_low` and `days_high` are the shortest and
        longest possible gap; `days` is the gap where it is `exact`, else the centre of that
        range, for drawing only: no statistic uses it. One event gives only an open gap; no event
        gives no row. The open gap of an ended series has neither end nor length (NaT, NaN).
    """
    order = timeline(events, as_of=as_of, absences=absences, across_holes=across_holes)
    start = np.arange(order.series.size)
    ends = order.follows
    low, high = order.bounds
    ids = order.held["event_id"].to_numpy(dtype=object)[order.rows]
    reasons = np.array(REASONS, dtype=object)[order.trouble]
    reasons[~ends & order.hidden[order.series]] = HIDDEN
    frame = pd.DataFrame(
        {
            "mechanism_id": order.names.to_numpy(dtype=object)[order.series],
            "position": _positions(order.series),
            "from_event_id": ids,
            "to_event_id": np.where(ends, np.roll(ids, -1), ""),
            "from_day": timestamps(order.earliest),
            "to_day": timestamps(np.where(ends, np.roll(order.earliest, -1), order.as_of)),
            "days": (low + high) / 2,
            "days_low": low.astype(np.float64),
            "days_high": high.astype(np.float64),
            "exact": low == high,
            "open": ~ends[start],
            "usable": reasons == "",
            "reason": reasons,
        }
    )
    texts = ["mechanism_id", "from_event_id", "to_event_id", "reason"]
    frame = frame.astype(dict.fromkeys(texts, "str"))[list(COLUMNS)]
    return frame if ended is None else close(frame, ended)


def _positions(series: IntArray) -> IntArray:
    """Count the events of each series from 1."""
    first = np.searchsorted(series, series, side="left")
    return np.arange(series.size) - first + 1
