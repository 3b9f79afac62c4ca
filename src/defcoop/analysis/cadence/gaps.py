"""The gaps between the editions of each series, one row each, with their bounds."""

from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis.cadence.succession import explain_end
from defcoop.analysis.cadence.timeline import HIDDEN, Timeline, order_series
from defcoop.analysis.date_bounds import to_timestamps

COLUMNS = {
    "mechanism_id": "str",
    "position": "int64",
    "from_event_id": "str",
    "to_event_id": "str",
    "from_day": "datetime64[s]",
    "to_day": "datetime64[s]",
    "days": "float64",
    "days_low": "float64",
    "days_high": "float64",
    "exact": "bool",
    "open": "bool",
    "usable": "bool",
    "reason": "str",
}
TYPES = {"str": "object"}


def list_gaps(
    events: pd.DataFrame,
    *,
    as_of: date,
    absences: pd.DataFrame | None = None,
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
    ended
        Rows of `find_ended`; an ended series has no open gap to speak of.

    Returns
    -------
    pandas.DataFrame
        Columns mechanism_id, position (from 1), from_event_id, to_event_id ("" for the open gap),
        from_day, to_day (earliest day of each end), days, days_low, days_high, exact, open,
        usable, reason (why a gap is not usable). `days_low` and `days_high` are the shortest and
        longest possible gap; `days` is the gap where it is `exact`, else the centre of that
        range, for drawing only: no statistic uses it. One event gives only an open gap; no event
        gives no row. The open gap of an ended series has neither end nor length (NaT, NaN), and
        its reason names what took the place of the series.
    """
    orders = order_series(events, as_of=as_of, absences=absences, ended=ended)
    parts: dict[str, list[np.ndarray]] = {name: [] for name in COLUMNS}
    for order in orders:
        if order.earliest.size:
            for name, values in _gaps_of(order).items():
                parts[name].append(values)
    # An empty array of the right type first: without a series there is nothing to join.
    columns = {
        name: np.concatenate([np.array([], dtype=TYPES.get(kind, kind)), *parts[name]])
        for name, kind in COLUMNS.items()
    }
    return pd.DataFrame(columns).astype(COLUMNS)


def _gaps_of(order: Timeline) -> dict[str, np.ndarray]:
    """Give the columns of one series with an event at least; its open gap stands last."""
    size = order.earliest.size
    low, high = (ends.astype(np.float64) for ends in order.bounds)
    to_day = to_timestamps(np.append(order.earliest[1:], order.as_of))
    reasons = [*order.trouble, HIDDEN if order.hidden else ""]
    exact = low == high
    if order.successor:
        reasons[-1] = explain_end(order.successor)
        to_day[-1], low[-1], high[-1] = np.datetime64("NaT"), np.nan, np.nan
    return {
        "mechanism_id": np.full(size, order.mechanism_id, dtype=object),
        "position": np.arange(1, size + 1),
        "from_event_id": np.array(order.event_ids, dtype=object),
        "to_event_id": np.array([*order.event_ids[1:], ""], dtype=object),
        "from_day": to_timestamps(order.earliest),
        "to_day": to_day,
        "days": (low + high) / 2,
        "days_low": low,
        "days_high": high,
        "exact": exact,
        "open": np.arange(1, size + 1) == size,
        "usable": np.array([not reason for reason in reasons], dtype=bool),
        "reason": np.array(reasons, dtype=object),
    }
