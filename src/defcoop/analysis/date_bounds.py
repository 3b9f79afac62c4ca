"""Days as whole numbers: the bounds of dates, drawn days, and the way back to dates.

An imprecise date is an earliest and a latest day. It is never replaced by its midpoint: days are
drawn uniformly within the bounds and the spread of the result is reported.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from defcoop.analysis.arrays import BoolArray, FloatArray, IntArray

# A month widened by one unit to either side ("2018-06~") spans at most 92 days.
WIDEST_MONTH = 92
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class DayBounds:
    """Earliest and latest day of some dates, in days since 1970-01-01.

    Parameters
    ----------
    earliest, latest
        Whole days, both ends included; shape (n,).
    coarse
        Whether the date is known only to the year, which no gap statistic may use.
    """

    earliest: IntArray
    latest: IntArray
    coarse: BoolArray

    @property
    def width(self) -> IntArray:
        """Days between the bounds, 0 for an exact date."""
        return self.latest - self.earliest

    @property
    def exact(self) -> BoolArray:
        """Whether the date is known to the day."""
        return np.equal(self.earliest, self.latest)


def count_days(day: date) -> int:
    """Count the days from 1970-01-01 to a date.

    Parameters
    ----------
    day
        A date.

    Returns
    -------
    int
        Negative before 1970.
    """
    return (day - EPOCH).days


def to_date(number: float) -> date:
    """Turn a day number back into a date.

    Parameters
    ----------
    number
        Days since 1970-01-01; a fraction is cut off.

    Returns
    -------
    date
    """
    return EPOCH + timedelta(days=int(np.floor(number)))


def to_timestamps(numbers: IntArray | FloatArray) -> npt.NDArray[np.datetime64]:
    """Turn day numbers into timestamps for a frame.

    Parameters
    ----------
    numbers
        Days since 1970-01-01; NaN becomes NaT.

    Returns
    -------
    numpy.ndarray
        datetime64[s], same shape.
    """
    values = np.asarray(numbers, dtype=np.float64)
    known = np.isfinite(values)
    stamps = np.full(values.shape, np.datetime64("NaT"), dtype="datetime64[s]")
    stamps[known] = np.floor(values[known]).astype("datetime64[D]").astype("datetime64[s]")
    return stamps


def to_day_numbers(column: pd.Series) -> IntArray:
    """Turn a column of timestamps, none of them missing, into day numbers.

    Parameters
    ----------
    column
        datetime64 of any unit, without NaT.

    Returns
    -------
    numpy.ndarray
        Days since 1970-01-01, shape (n,).
    """
    return column.to_numpy().astype("datetime64[D]").astype(np.int64)


def read_bounds(events: pd.DataFrame, field: str = "start") -> DayBounds:
    """Read the bounds of a date field of a frame.

    Parameters
    ----------
    events
        Columns ``<field>_earliest``, ``<field>_latest``, ``<field>_precision``; no NaT.
    field
        Name of the date field.

    Returns
    -------
    DayBounds
        Empty arrays for an empty frame. A date wider than a widened month counts as coarse
        whatever its stated precision.
    """
    earliest = to_day_numbers(events[f"{field}_earliest"])
    latest = to_day_numbers(events[f"{field}_latest"])
    by_year = (events[f"{field}_precision"] == "year").to_numpy(dtype=bool)
    return DayBounds(earliest, latest, by_year | (latest - earliest > WIDEST_MONTH))


def draw_days(
    earliest: IntArray, latest: IntArray, generator: np.random.Generator, draws: int
) -> IntArray:
    """Draw days uniformly within their bounds, both ends included.

    Parameters
    ----------
    earliest, latest
        Day numbers, shape (n,).
    generator
        Source of randomness.
    draws
        Number of draws.

    Returns
    -------
    numpy.ndarray
        Day numbers, shape (draws, n); a date known to the day is the same in every draw.
        Shifting all bounds shifts the draws by as much.
    """
    share = generator.random((draws, earliest.size))
    return earliest + np.floor(share * (latest - earliest + 1)).astype(np.int64)
