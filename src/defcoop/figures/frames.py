"""What figures take from frames: days as numbers on an axis, names, marks of the mode."""

import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from defcoop.figures import style

FloatArray = npt.NDArray[np.float64]


def axis_days(column: pd.Series) -> FloatArray:
    """Return a column of days as numbers on a date axis; NaN where a day is missing."""
    days = column.to_numpy(dtype="datetime64[s]").astype("datetime64[D]").astype(np.float64)
    return np.where(column.isna().to_numpy(), np.nan, days)


def middles(events: pd.DataFrame, field: str = "start") -> FloatArray:
    """Return where each event is drawn: its day, or the middle of the days it may have begun on.

    For drawing only; the whisker beside it shows the whole range.
    """
    early, late = axis_days(events[f"{field}_earliest"]), axis_days(events[f"{field}_latest"])
    return (early + late) / 2


def names_of(mechanisms: pd.DataFrame) -> dict[str, str]:
    """Return the short name of each mechanism: its one name in figures, tables and sentences."""
    return dict(zip(mechanisms["mechanism_id"], mechanisms["short_name"], strict=True))


def shades_of(mechanisms: pd.DataFrame) -> dict[str, str]:
    """Return the colour of each mechanism: that of its domain."""
    pairs = zip(mechanisms["mechanism_id"], mechanisms["domain"], strict=True)
    return {key: style.colour(domain) for key, domain in pairs}


def tally(events: pd.DataFrame, column: str = "mechanism_id") -> dict[str, int]:
    """Return how many rows each value of a column has, the most frequent first."""
    sizes = events.groupby(column).size().sort_values(ascending=False, kind="stable")
    return {str(value): int(size) for value, size in sizes.items()}


def last_held(events: pd.DataFrame) -> str:
    """Return the month of the last event, or its year where that is all that is known."""
    last = events.sort_values(["start_latest", "start_earliest"], kind="stable").iloc[-1]
    return (
        f"{last['start_latest']:%Y}"
        if last["start_precision"] == "year"
        else (f"{last['start_latest']:%B %Y}")
    )


def day_of(number: float) -> datetime.date:
    """Return the day that a number on a date axis stands for."""
    return datetime.date.fromordinal(int(number) + style.EPOCH)


def data_of(events: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return the columns of events that a reader needs to draw the figure again."""
    kept = ("event_id", "mechanism_id", "title", "start", "mode", "status", *columns, "sources")
    present = [name for name in dict.fromkeys(kept) if name in events.columns]
    return events[present].sort_values("start", kind="stable")
