"""Series that another mechanism has superseded: they have ended and are not silent."""

from datetime import date

import pandas as pd

COLUMNS = ["mechanism_id", "superseded_by", "name", "day", "source_id"]


def find_ended(relations: pd.DataFrame, mechanisms: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
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


def find_last_days(ended_series: pd.DataFrame, held: pd.DataFrame) -> pd.Series:
    """Give the day to which each ended series is followed.

    Parameters
    ----------
    ended_series
        Rows of `find_ended`.
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


def name_successors(ended_series: pd.DataFrame | None) -> dict[str, str]:
    """Give the name of what took the place of each ended series, by mechanism_id.

    Parameters
    ----------
    ended_series
        Rows of `find_ended`; None where nothing is known of ends.
    """
    if ended_series is None:
        return {}
    return dict(zip(ended_series["mechanism_id"], ended_series["name"], strict=True))


def explain_end(successor: str) -> str:
    """Say why a series that has ended is not silent, as a phrase for print.

    Parameters
    ----------
    successor
        Name of the mechanism that took its place.
    """
    return f"superseded by the {successor}"
