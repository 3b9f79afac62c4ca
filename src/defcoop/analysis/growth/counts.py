"""Events per calendar year and group, with exact limits and the bounds of their dates."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import FloatArray, IntArray
from defcoop.analysis.date_bounds import DayBounds, read_bounds
from defcoop.analysis.growth.exposure import Pieces, cut_by_year
from defcoop.analysis.growth.poisson import compute_garwood_limits
from defcoop.analysis.selection import Window, keep_held


def count_by_year(
    events: pd.DataFrame,
    *,
    first_day: date,
    last_day: date,
    by: Sequence[str] = (),
    without: Sequence[Window] = (),
    as_of: date | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Count the editions of each year.

    Parameters
    ----------
    events
        Events frame.
    first_day, last_day
        Where the search began, and the as-of date.
    by
        Columns to count by, such as "domain", "scope" or "mechanism_id".
    without
        Windows declared as not exposed; their events are left out.
    as_of
        Events that have not certainly begun by this day are left out; by default `last_day`.
    level
        Confidence level of the limits.

    Returns
    -------
    pandas.DataFrame
        The columns of `by`, then year, count, count_low, count_high, exposure, rate, low, high;
        one row for every group and year, also where nothing happened. `count` is the expected
        number under dates uniform within their bounds (a whole number unless a date spans a
        boundary), `count_low` what certainly and `count_high` what possibly lies in the year.
        `rate` is per full year, `low` and `high` its Garwood limits; all three are NaN in a year
        without exposure. Without events and with `by`, there is no group and no row; without `by`
        there are years of zeros.
    """
    held = keep_held(events, as_of or last_day)
    cut = cut_by_year(first_day, last_day, without=without)
    groups, names = _groups(held, by)
    expected, certain, possible = _tables(read_bounds(held), groups, len(names), cut)
    repeated = names.loc[names.index.repeat(cut.years.size)]
    count, exposure = expected.ravel(), np.tile(cut.exposure, len(names))
    rate = np.divide(count, exposure, out=np.full(count.size, np.nan), where=exposure > 0)
    low, high = compute_garwood_limits(count, exposure, level=level)
    return pd.DataFrame(
        {
            **{column: repeated[column].array for column in by},
            "year": np.tile(cut.years, len(names)),
            "count": count,
            "count_low": certain.ravel().astype(np.int64),
            "count_high": possible.ravel().astype(np.int64),
            "exposure": exposure,
            "rate": rate,
            "low": low,
            "high": high,
        }
    )


def _groups(held: pd.DataFrame, by: Sequence[str]) -> tuple[IntArray, pd.DataFrame]:
    """Give the group of each event and the frame of the groups, in the order of their names."""
    if not by:
        return np.zeros(len(held), dtype=np.int64), pd.DataFrame(index=pd.RangeIndex(1))
    names = held[list(by)].drop_duplicates().sort_values(list(by)).reset_index(drop=True)
    codes = held.groupby(list(by), sort=True, dropna=False).ngroup()
    return np.asarray(codes, dtype=np.int64), names


def _tables(
    dates: DayBounds, groups: IntArray, size: int, cut: Pieces
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give expected, certain and possible counts, shape (groups, years) each."""
    years = cut.years.size
    exact = dates.exact
    sure = _exact_counts(dates.earliest[exact], groups[exact], size, cut)
    share = _shares(dates.earliest[~exact], dates.latest[~exact], cut)
    vague = np.zeros((3, size, years))
    for table, values in zip(vague, (share, share > 1 - 1e-9, share > 0), strict=True):
        np.add.at(table, groups[~exact], values)
    expected, certain, possible = vague + sure
    # Shares of whole days add up with rounding errors; a whole number should look like one.
    near = np.round(expected)
    return np.where(np.abs(expected - near) < 1e-9, near, expected), certain, possible


def _exact_counts(days: IntArray, groups: IntArray, size: int, cut: Pieces) -> FloatArray:
    """Count events known to the day, shape (groups, years)."""
    years = cut.years.size
    if cut.start.size == 0:
        return np.zeros((size, years))
    at = np.maximum(np.searchsorted(cut.start, days, side="right") - 1, 0)
    inside = (days >= cut.start[at]) & (days <= cut.stop[at])
    cell = groups[inside] * years + cut.year[at[inside]] - cut.years[0]
    return np.bincount(cell, minlength=size * years).reshape(size, years).astype(np.float64)


def _shares(earliest: IntArray, latest: IntArray, cut: Pieces) -> FloatArray:
    """Give the share of each imprecise date that lies in the observed days of each year."""
    share = np.zeros((earliest.size, cut.years.size))
    width = latest - earliest + 1
    for start, stop, year in zip(cut.start, cut.stop, cut.year, strict=True):
        overlap = np.minimum(latest, stop) - np.maximum(earliest, start) + 1
        share[:, year - cut.years[0]] += np.maximum(overlap, 0) / width
    return share
