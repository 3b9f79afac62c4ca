"""One policy for imprecise dates: draw them within their bounds and report the spread."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import IntArray
from defcoop.analysis.date_bounds import bounds, draw_days, timestamps
from defcoop.analysis.estimate import Estimate, missing
from defcoop.analysis.selection import held_editions

METHOD = "middle draw, with the central 95 % of draws of imprecise dates"


def with_days(held: pd.DataFrame, days: IntArray) -> pd.DataFrame:
    """Put drawn days in the place of the bounds of the start.

    Parameters
    ----------
    held
        Events frame.
    days
        A day number for each row.

    Returns
    -------
    pandas.DataFrame
        A new frame in which every start is exact.
    """
    stamps = timestamps(days)
    return held.assign(start_earliest=stamps, start_latest=stamps, start_precision="day")


def drawn_frames(
    events: pd.DataFrame, generator: np.random.Generator, draws: int
) -> Iterator[pd.DataFrame]:
    """Give the held editions with their starts drawn within their bounds.

    Parameters
    ----------
    events
        Events frame, cut to the as-of date.
    generator
        Source of randomness.
    draws
        Number of draws; one is enough, and made, where every date is exact.

    Yields
    ------
    pandas.DataFrame
        Events with exact starts.
    """
    held = held_editions(events)
    dates = bounds(held)
    for days in draw_days(
        dates.earliest, dates.latest, generator, 1 if dates.exact.all() else draws
    ):
        yield with_days(held, days)


def date_spread(
    events: pd.DataFrame,
    statistic: Callable[[pd.DataFrame], float | None],
    *,
    generator: np.random.Generator,
    draws: int = 200,
    unit: str = "",
) -> Estimate:
    """Give any number with the spread that comes from imprecise dates.

    For numbers made of gaps use `cadence`, which also refuses dates known only to the year.

    Parameters
    ----------
    events
        Events frame, cut to the as-of date.
    statistic
        Function of a frame with exact starts; None or NaN where it is undefined.
    generator, draws
        As in `drawn_frames`.
    unit
        Unit of the number.

    Returns
    -------
    Estimate
        Middle and central 95 % of the draws, n events; a reason when most draws give no number
        (so for no event, if the statistic needs one).
    """
    n = len(held_editions(events))
    found = [statistic(frame) for frame in drawn_frames(events, generator, draws)]
    values = np.array([np.nan if value is None else value for value in found], dtype=np.float64)
    known = values[np.isfinite(values)]
    if 2 * known.size <= values.size:
        return missing("the statistic is undefined on these events", unit=unit, n=n, method=METHOD)
    low, value, high = np.quantile(known, [0.025, 0.5, 0.975]).tolist()
    return Estimate(value, low, high, unit=unit, n=n, method=METHOD)
