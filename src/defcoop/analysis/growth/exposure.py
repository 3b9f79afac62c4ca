"""What part of each year was observed: a part year is part exposure, not a drop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import FloatArray, IntArray
from defcoop.analysis.date_bounds import count_days, to_timestamps
from defcoop.analysis.selection import Window


@dataclass(frozen=True)
class Pieces:
    """The observed days as stretches that lie within one calendar year each, in order.

    Parameters
    ----------
    start, stop
        First and last day of each stretch, in days since 1970-01-01, shape (p,).
    year
        Calendar year of each stretch.
    years
        All calendar years from the first to the last day, those not observed included, shape (y,).
    """

    start: IntArray
    stop: IntArray
    year: IntArray
    years: IntArray

    def per_year(self, values: FloatArray | IntArray) -> FloatArray:
        """Sum a value of each stretch by calendar year.

        Parameters
        ----------
        values
            Shape (p,).

        Returns
        -------
        numpy.ndarray
            Shape (y,); 0 for a year not observed.
        """
        if self.years.size == 0:
            return np.zeros(0)
        at = self.year - self.years[0]
        totals = np.bincount(at, weights=values, minlength=self.years.size)
        return np.asarray(totals, dtype=np.float64)

    @property
    def exposure(self) -> FloatArray:
        """Share of each calendar year that was observed, shape (y,)."""
        return self.per_year(self.stop - self.start + 1) / _year_lengths(self.years)


def cut_by_year(first_day: date, last_day: date, *, without: Sequence[Window] = ()) -> Pieces:
    """Cut the observed days into stretches of one calendar year.

    Parameters
    ----------
    first_day
        Where the search began, which is seldom the first event.
    last_day
        The as-of date, or an earlier end.
    without
        Windows declared as not exposed, such as `selection.COVID`; they may overlap.

    Returns
    -------
    Pieces
        Empty when the last day lies before the first.
    """
    first, last = count_days(first_day), count_days(last_day)
    if last < first:
        none = np.zeros(0, dtype=np.int64)
        return Pieces(none, none, none, none)
    years = np.arange(first_day.year, last_day.year + 1, dtype=np.int64)
    cuts = {first, last + 1, *_new_years(years).tolist()}
    for begin, end in without:
        cuts |= {count_days(begin), count_days(end) + 1}
    edges = np.array(sorted(cut for cut in cuts if first <= cut <= last + 1), dtype=np.int64)
    start, stop = edges[:-1], edges[1:] - 1
    kept = np.ones(start.size, dtype=bool)
    for begin, end in without:
        kept &= (start < count_days(begin)) | (stop > count_days(end))
    year = years[0] - 1 + np.searchsorted(_new_years(years), start, side="right")
    return Pieces(start[kept], stop[kept], year[kept], years)


def measure_exposure(
    first_day: date, last_day: date, *, without: Sequence[Window] = ()
) -> pd.DataFrame:
    """Give the observed days and share of each calendar year.

    Parameters
    ----------
    first_day, last_day, without
        As in `cut_by_year`.

    Returns
    -------
    pandas.DataFrame
        Columns year, days, exposure (0 to 1), start, stop (first and last observed day, NaT for a
        year without any). Empty when the last day lies before the first.
    """
    cut = cut_by_year(first_day, last_day, without=without)
    size = cut.years.size
    start, stop = np.full(size, np.nan), np.full(size, np.nan)
    at = cut.year - first_day.year
    np.fmin.at(start, at, cut.start.astype(np.float64))
    np.fmax.at(stop, at, cut.stop.astype(np.float64))
    return pd.DataFrame(
        {
            "year": cut.years,
            "days": cut.per_year(cut.stop - cut.start + 1).astype(np.int64),
            "exposure": cut.exposure,
            "start": to_timestamps(start),
            "stop": to_timestamps(stop),
        }
    )


def _new_years(years: IntArray) -> IntArray:
    """Give the day number of the first of January of each year."""
    days = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    return days.astype(np.int64)


def _year_lengths(years: IntArray) -> IntArray:
    return _new_years(years + 1) - _new_years(years)
