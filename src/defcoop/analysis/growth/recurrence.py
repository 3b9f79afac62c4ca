"""The mean cumulative function: how many events a series has had by a given age."""

from datetime import date

import numpy as np
import pandas as pd

from defcoop.analysis import normal
from defcoop.analysis.arrays import FloatArray, IntArray
from defcoop.analysis.date_bounds import bounds, day_number, day_numbers
from defcoop.analysis.selection import held_editions

DAYS_PER_YEAR = 365.25
COLUMNS = ["group", "time", "mean", "low", "high", "at_risk", "events"]


def mean_cumulative_function(
    events: pd.DataFrame,
    *,
    as_of: date,
    group: str | None = None,
    starts: pd.Series | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Estimate the mean number of events by age over series that began at different times.

    ``M(t) = sum over t_i <= t of d_i / r_i`` (Nelson 1988), with r_i the series still observed at
    age t_i, and the robust variance of Lawless & Nadeau (1995), which does not assume a Poisson
    process. Series are independent units; editions within one may depend on each other.

    Parameters
    ----------
    events
        Events frame.
    as_of
        End of the observation of every series.
    group
        Column of `events` (such as "domain") for one curve per group; None for one curve.
    starts
        First day of each series (timestamps by mechanism_id). By default a series begins with its
        first event, which then is its start and is not counted.
    level
        Confidence level of the pointwise band.

    Returns
    -------
    pandas.DataFrame
        Columns group, time (years since the series began), mean, low, high, at_risk, events; each
        group begins with the point (0, 0) and ends at the greatest age observed. Low and high are
        NaN with fewer than two series. Imprecise dates enter by their earliest day. Empty without
        events.
    """
    held = held_editions(events, as_of)
    if held.empty:
        return pd.DataFrame(columns=COLUMNS, dtype=np.float64).astype({"group": "str"})
    groups = held[group].to_numpy(dtype=object) if group else np.full(len(held), "all", object)
    names = sorted(set(groups))
    end = day_number(as_of)
    curves = [_curve(held[groups == name], end, starts, level).assign(group=name) for name in names]
    return pd.concat(curves, ignore_index=True).astype({"group": "str"})[COLUMNS]


def _curve(held: pd.DataFrame, end: int, starts: pd.Series | None, level: float) -> pd.DataFrame:
    codes, names = pd.factorize(held["mechanism_id"], sort=True)
    days = bounds(held).earliest
    start = _starts(codes, names, days, starts)
    ages, owners = _ages(codes, days, start, counted_from_first=starts is None)
    return _nelson(ages, owners, (end - start) / DAYS_PER_YEAR, level)


def _starts(codes: IntArray, names: pd.Index, days: IntArray, starts: pd.Series | None) -> IntArray:
    """Give the first day of each series; a stated start never lies after the first event."""
    first = np.full(names.size, np.iinfo(np.int64).max)
    np.minimum.at(first, codes, days)
    if starts is None:
        return first
    stated = starts.reindex(names)
    known = stated.notna().to_numpy(dtype=bool)
    first[known] = np.minimum(first[known], day_numbers(stated[known]))
    return first


def _ages(
    codes: IntArray, days: IntArray, start: IntArray, *, counted_from_first: bool
) -> tuple[FloatArray, IntArray]:
    """Give the age of each counted event in years with its series."""
    if counted_from_first:
        order = np.lexsort((days, codes))
        codes, days = codes[order], days[order]
        later = np.zeros(codes.size, dtype=bool)
        later[1:] = codes[1:] == codes[:-1]
        codes, days = codes[later], days[later]
    return (days - start[codes]) / DAYS_PER_YEAR, codes


def _nelson(ages: FloatArray, owners: IntArray, observed: FloatArray, level: float) -> pd.DataFrame:
    times, position = np.unique(ages, return_inverse=True)
    deaths = np.bincount(position, minlength=times.size).astype(np.float64)
    risk = observed.size - np.searchsorted(np.sort(observed), times, side="left")
    mean = np.cumsum(deaths / risk)
    error = np.sqrt(_robust_variance(times, position, owners, observed, deaths, risk))
    reach = normal.reach(level) * error if observed.size > 1 else np.full(times.size, np.nan)
    curve = pd.DataFrame(
        {"time": times, "mean": mean, "low": np.maximum(mean - reach, 0), "high": mean + reach}
    ).assign(at_risk=risk, events=deaths)
    return _with_ends(curve, observed)


def _robust_variance(
    times: FloatArray,
    position: IntArray,
    owners: IntArray,
    observed: FloatArray,
    deaths: FloatArray,
    risk: IntArray,
) -> FloatArray:
    """Sum over series the squared cumulative difference from the mean increments."""
    total = np.zeros(times.size)
    expected = np.cumsum(deaths / risk**2)
    order = np.argsort(owners, kind="stable")
    pieces = np.split(position[order], np.cumsum(np.bincount(owners, minlength=observed.size))[:-1])
    for own, length in zip(pieces, observed, strict=True):
        until = int(np.searchsorted(times, length, side="right"))
        drift = expected[np.minimum(np.arange(times.size), until - 1)] if until else 0.0
        total += (np.cumsum(np.bincount(own, minlength=times.size) / risk) - drift) ** 2
    return total


def _with_ends(curve: pd.DataFrame, observed: FloatArray) -> pd.DataFrame:
    """Begin the curve at age 0 and carry its last value to the greatest age observed."""
    first = {"time": 0.0, "mean": 0.0, "low": 0.0, "high": 0.0, "events": 0.0}
    rows = [pd.DataFrame([{**first, "at_risk": observed.size}])]
    if len(curve):
        rows.append(curve)
    whole = pd.concat(rows, ignore_index=True)
    if observed.max() > whole["time"].iloc[-1]:
        last = whole.iloc[[-1]].assign(time=observed.max(), events=0.0, at_risk=1)
        whole = pd.concat([whole, last], ignore_index=True)
    return whole
