"""Who speaks for himself: publishers that can be shown to be another than the next."""

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


def voices(sources: pd.DataFrame) -> pd.Series:
    """Return who speaks in each source: whose text it reproduces, else its publisher.

    Parameters
    ----------
    sources
        With columns source_id, publisher and origin.

    Returns
    -------
    pandas.Series
        By source id.
    """
    copied = sources["origin"] != ""
    speaker = sources["origin"].where(copied, sources["publisher"])
    return speaker.set_axis(pd.Index(sources["source_id"]))


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
