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
    voices = publishers.where(known(publishers)).groupby(subjects).nunique()
    return voices.clip(lower=1)
