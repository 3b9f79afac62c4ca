"""Who speaks for himself: houses that can be shown to be another than the next."""

import pandas as pd

UNKNOWN = frozenset({"", "unknown"})


def known(publishers: pd.Series) -> pd.Series:
    """Say which publishers are known; one that is not may be any of the others.

    Examples
    --------
    >>> known(pd.Series(["MOFA", "unknown", ""])).tolist()
    [True, False, False]
    """
    return publishers.notna() & ~publishers.str.strip().str.lower().isin(UNKNOWN)


def with_publishers(sources: pd.DataFrame, publishers: pd.DataFrame) -> pd.DataFrame:
    """Return sources with the printed names of their publisher and of the house that speaks.

    Parameters
    ----------
    sources
        With columns publisher_id and origin.
    publishers
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        With ``publisher``, who prints it, and ``house``, whose words they are: the house of the
        origin, else of the publisher. Two sources of one house are one voice.
    """
    names = publishers.set_index("publisher_id")["name"]
    houses = publishers.set_index("publisher_id")["house"].map(names)
    speaker = sources["origin"].where(sources["origin"] != "", sources["publisher_id"])
    return sources.assign(
        publisher=sources["publisher_id"].map(names), house=speaker.map(houses).fillna("")
    )


def voices(sources: pd.DataFrame) -> pd.Series:
    """Return whose voice each source is: its ``house``, by source id."""
    return sources["house"].set_axis(pd.Index(sources["source_id"]))


def count_voices(subjects: pd.Series, publishers: pd.Series) -> pd.Series:
    """Count the independent publishers of each subject.

    Parameters
    ----------
    subjects, publishers
        For each claim its subject and who speaks, on one index.

    Returns
    -------
    pandas.Series
        By subject. An unknown publisher corroborates nobody, neither a known one nor another
        unknown one: a subject with nothing else has one. Empty without claims.
    """
    counts = publishers.where(known(publishers)).groupby(subjects).nunique()
    return counts.clip(lower=1)


def supporting(claims: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return the claims on events whose source gives the event the status that is on record.

    Parameters
    ----------
    claims, events
        The two tables.

    Returns
    -------
    pandas.DataFrame
        Without claims on other subjects, without those of a source that gives the event another
        status, and for a held event without what was told before it: a notice and a report are
        two statements, and do not corroborate each other. Empty without events.
    """
    status = pd.Series(events["status"].to_numpy(), pd.Index(events["event_id"]))
    own = claims[claims["subject_id"].isin(status.index)]
    ours = own["subject_id"].map(status)
    pairs = pd.MultiIndex.from_frame(own[["subject_id", "source_id"]])
    other = pairs[((own["field"] == "status") & (own["value"] != ours)).to_numpy()]
    notice = (ours == "held") & (own["told"] == "before")
    return own[~pairs.isin(other) & ~notice]
