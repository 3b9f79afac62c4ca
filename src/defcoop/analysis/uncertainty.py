"""One policy for imprecise dates: draw them within their bounds and report the spread."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from defcoop.analysis.arrays import IntArray
from defcoop.analysis.date_bounds import draw_days, read_bounds, to_timestamps
from defcoop.analysis.selection import keep_held


def set_days(held: pd.DataFrame, days: IntArray) -> pd.DataFrame:
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
    stamps = to_timestamps(days)
    return held.assign(start_earliest=stamps, start_latest=stamps, start_precision="day")


def draw_frames(
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
    held = keep_held(events)
    dates = read_bounds(held)
    for days in draw_days(
        dates.earliest, dates.latest, generator, 1 if dates.exact.all() else draws
    ):
        yield set_days(held, days)
