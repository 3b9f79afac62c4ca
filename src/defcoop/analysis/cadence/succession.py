"""Series that another mechanism has superseded: they have ended and are not silent."""

from datetime import date

import numpy as np
import pandas as pd

COLUMNS = ["mechanism_id", "superseded_by", "name", "day", "source_id"]


def ended(relations: pd.DataFrame, mechanisms: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """List the mechanisms that another mechanism has superseded.

    Parameters
    ----------
    relations, mechanisms
        The two tables. Only "a supersedes b" between two mechanisms ends b; between instruments
        it ends no series.
    as_of
        What was superseded later, or may have been, has not ended yet.

    Returns
    -------
    pandas.DataFrame
        One row per mechanism that has ended, sorted by mechanism_id: mechanism_id, superseded_by
        and its name, day (the latest that the date of the relation allows; NaT when it has none)
        and source_id. Superseded several times, a mechanism ended the first time, and a dated
        relation goes before one without a date. Empty without such a relation.
    """
    names = dict(zip(mechanisms["mechanism_id"], mechanisms["name"], strict=True))
    rows = relations[relations["predicate"] == "supersedes"]
    rows = rows[rows["subject_id"].isin(list(names)) & rows["object_id"].isin(list(names))]
    rows = rows[~(rows["date_latest"] > pd.Timestamp(as_of))]
    rows = rows.sort_values(["object_id", "date_latest", "subject_id", "source_id"])
    rows = rows.drop_duplicates("object_id")
    found = {"object_id": "mechanism_id", "subject_id": "superseded_by", "date_latest": "day"}
    frame = rows.rename(columns=found).assign(name=rows["subject_id"].map(names).astype("str"))
    return frame[COLUMNS].reset_index(drop=True)


def last_days(ended_series: pd.DataFrame, held: pd.DataFrame) -> pd.Series:
    """Give the day to which each ended series is followed.

    Parameters
    ----------
    ended_series
        Rows of `ended`.
    held
        Held editions.

    Returns
    -------
    pandas.Series
        By mechanism_id: the day of the end, or the latest day of the last edition where that is
        later or where the end has no day. Only ended series with an edition; may be empty.
    """
    own = held[held["mechanism_id"].isin(ended_series["mechanism_id"])]
    last = own.groupby("mechanism_id")["start_latest"].max()
    day = ended_series.set_index("mechanism_id")["day"].reindex(last.index)
    return last.mask(day > last, day)


def superseded(successor: str) -> str:
    """Say why a series that has ended is not silent.

    Parameters
    ----------
    successor
        Name of the mechanism that took its place.

    Returns
    -------
    str
        A phrase for print.
    """
    return f"superseded by the {successor}"


def close(gaps: pd.DataFrame, ended_series: pd.DataFrame) -> pd.DataFrame:
    """Take the open gap of ended series out of the gaps: nothing is waited for.

    Parameters
    ----------
    gaps
        Rows of `gaps.gaps`.
    ended_series
        Rows of `ended`.

    Returns
    -------
    pandas.DataFrame
        The same rows; the open gap of an ended series has no end and no length, is not usable,
        and its reason names what took the place of the series.
    """
    reasons = {
        str(name): superseded(successor)
        for name, successor in zip(ended_series["mechanism_id"], ended_series["name"], strict=True)
    }
    over = gaps["open"] & gaps["mechanism_id"].isin(list(reasons))
    closed = gaps.assign(
        to_day=gaps["to_day"].mask(over),
        usable=gaps["usable"] & ~over,
        reason=gaps["reason"].mask(over, gaps["mechanism_id"].map(reasons)).astype("str"),
    )
    lengths = ["days", "days_low", "days_high"]
    closed[lengths] = closed[lengths].mask(over, np.nan)
    return closed
