"""What the record rests on: which sources cover what, and how many of them agree."""

import numpy as np
import pandas as pd

from defcoop.analysis.date_bounds import read_bounds
from defcoop.analysis.estimate import Estimate, missing
from defcoop.analysis.normal import compute_reach
from defcoop.analysis.selection import keep_held
from defcoop.evidence.publishers import count_voices, known, voices

GRADES = "ABCDEF"


def tabulate_coverage(
    claims: pd.DataFrame,
    sources: pd.DataFrame,
    events: pd.DataFrame,
    *,
    rows: str = "mechanism_id",
    columns: str = "kind",
) -> pd.DataFrame:
    """Count the events of each row that sources of each column speak of.

    Parameters
    ----------
    claims, sources, events
        The three tables; phases and events not held are left out.
    rows
        Column of `events` for the rows.
    columns
        Column of `sources` for the columns: "kind", "publisher", "reliability" or "source_id".

    Returns
    -------
    pandas.DataFrame
        Index `rows`, one column per value (an event counts once in each, empty text as
        "unknown"), then events and sources, the numbers of events and of sources that speak of
        any. Empty without events.
    """
    held = keep_held(events)
    wanted = sorted({"source_id", columns})
    pairs = claims[["subject_id", "source_id"]].merge(sources[wanted], on="source_id")
    told = held[["event_id", rows]].merge(pairs, left_on="event_id", right_on="subject_id")
    told[columns] = told[columns].where(told[columns] != "", "unknown")
    table = _crossed(told[[rows, columns, "event_id"]].drop_duplicates(), rows, columns)
    index = pd.Index(sorted(held[rows].unique()), name=rows, dtype="str")
    table = table.reindex(index).fillna(0).astype(np.int64)
    table["events"] = held.groupby(rows).size().reindex(index).astype(np.int64)
    cited = told.groupby(rows)["source_id"].nunique()
    table["sources"] = cited.reindex(index).fillna(0).astype(np.int64)
    return table


def _crossed(pairs: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    counts = pairs.groupby([rows, columns]).size()
    table = counts.unstack(fill_value=0)
    table.columns.name = None
    return table


def count_corroboration(
    claims: pd.DataFrame, sources: pd.DataFrame, subjects: pd.Series | None = None
) -> pd.DataFrame:
    """Say how many sources and publishers stand behind each subject.

    Parameters
    ----------
    claims, sources
        The two tables.
    subjects
        Subject ids to report, such as the events selected; None for all that have claims.

    Returns
    -------
    pandas.DataFrame
        Columns subject_id, claims, sources, publishers (who reproduces the text of another is not
        counted beside him; an unknown one corroborates none: it counts, as one, only where there
        is no known one), best_credibility (1 to 6),
        best_reliability (A to F, "" unknown), single_source. Sorted by subject_id; a
        subject without claims has zeros and NaN.
    """
    facts = _with_publishers(claims, sources)
    grouped = facts.groupby("subject_id")
    frame = pd.DataFrame(
        {
            "claims": grouped.size(),
            "sources": grouped["source_id"].nunique(),
            "publishers": count_voices(facts["subject_id"], facts["known"]),
            "best_credibility": grouped["credibility"].min().astype(np.float64),
            "best_reliability": grouped["grade"].min().astype(np.float64),
        }
    )
    if subjects is not None:
        frame = frame.reindex(pd.Index(sorted(set(subjects)), name="subject_id"))
    counts = ["claims", "sources", "publishers"]
    frame[counts] = frame[counts].fillna(0).astype(np.int64)
    names = frame["best_reliability"].map(dict(enumerate(GRADES)))
    frame["best_reliability"] = names.fillna("").astype("str")
    frame["single_source"] = frame["publishers"] == 1
    return frame.rename_axis("subject_id").reset_index().astype({"subject_id": "str"})


def estimate_single_source_share(
    claims: pd.DataFrame, sources: pd.DataFrame, subjects: pd.Series | None = None
) -> Estimate:
    """Give the share of subjects that rest on one publisher.

    Parameters
    ----------
    claims, sources, subjects
        As in `count_corroboration`; subjects without claims are left out.

    Returns
    -------
    Estimate
        Between 0 and 1 with its Wilson (1927) interval, n subjects; a reason without claims.
    """
    frame = count_corroboration(claims, sources, subjects)
    frame = frame[frame["claims"] > 0]
    method = "share with its score interval (Wilson 1927)"
    if frame.empty:
        return missing("nothing is claimed", method=method)
    alone, n = int(frame["single_source"].sum()), len(frame)
    low, high = _wilson(alone, n)
    return Estimate(alone / n, low, high, n=n, method=method)


def tabulate_publishers(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Say how much of the record each publisher carries.

    Parameters
    ----------
    claims, sources
        The two tables.

    Returns
    -------
    pandas.DataFrame
        Columns publisher, sources, claims, subjects, share (of all claims), alone (subjects that
        rest on it alone, as far as can be shown). Largest share first. Unknown publishers stand
        one by one as "unknown (source id)". Empty without claims.
    """
    facts = _with_publishers(claims, sources)
    named = facts.groupby("subject_id")["publisher"].transform("nunique")
    voices = facts.groupby("subject_id")["known"].transform("nunique")
    alone = (named == 1) | ((voices == 1) & facts["known"].notna())
    facts["alone"] = facts["subject_id"].where(alone)
    grouped = facts.groupby("publisher")
    frame = pd.DataFrame(
        {
            "sources": grouped["source_id"].nunique(),
            "claims": grouped.size(),
            "subjects": grouped["subject_id"].nunique(),
            "alone": grouped["alone"].nunique(),
        }
    )
    frame.insert(3, "share", frame["claims"] / max(len(facts), 1))
    frame = frame.rename_axis("publisher").reset_index().astype({"publisher": "str"})
    frame = frame.sort_values(["claims", "publisher"], ascending=[False, True])
    return frame.reset_index(drop=True)


def count_precision(events: pd.DataFrame, *, by: str | None = None) -> pd.DataFrame:
    """Count how precisely the held editions are dated.

    Parameters
    ----------
    events
        Events frame.
    by
        Column to count by, such as "mechanism_id"; None for one table.

    Returns
    -------
    pandas.DataFrame
        Columns [by], precision ("day", "month", "year"), events, share (of the group),
        mean_width_days (days between the bounds). Every precision in every group; NaN for a share
        of nothing. Without events one table of zeros, or no row with `by`.
    """
    held = keep_held(events)
    facts = pd.DataFrame({"precision": held["start_precision"]})
    facts["width"] = read_bounds(held).width.astype(np.float64)
    facts["group"] = held[by] if by else ""
    groups = sorted(facts["group"].unique()) if by else [""]
    index = pd.MultiIndex.from_product([groups, ["day", "month", "year"]])
    grouped = facts.groupby(["group", "precision"])["width"]
    frame = pd.DataFrame({"events": grouped.size(), "mean_width_days": grouped.mean()})
    frame = frame.reindex(index).rename_axis([by or "group", "precision"]).reset_index()
    frame["events"] = frame["events"].fillna(0).astype(np.int64)
    total = frame.groupby(by or "group")["events"].transform("sum")
    frame["share"] = frame["events"] / total.where(total > 0)
    columns = ["precision", "events", "share", "mean_width_days"]
    return frame[[by, *columns] if by else columns]


def _with_publishers(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Join publisher, known publisher and reliability (A is 0) to each claim.

    The publisher of a text that is reproduced is whose text it is.
    """
    facts = sources.set_index("source_id")[["reliability"]].assign(publisher=voices(sources))
    joined = claims[["subject_id", "source_id", "credibility"]].join(facts, on="source_id")
    named = known(joined["publisher"])
    joined["known"] = joined["publisher"].where(named)
    joined["publisher"] = joined["publisher"].where(
        named, "unknown (" + joined["source_id"].astype("str") + ")"
    )
    joined["grade"] = joined["reliability"].map({grade: at for at, grade in enumerate(GRADES)})
    return joined


def _wilson(count: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Give the score interval of a share."""
    share, z = count / n, compute_reach(level)
    middle = share + z * z / (2 * n)
    reach = z * np.sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2)
    scale = 1 + z * z / n
    return max(0.0, float(middle - reach) / scale), min(1.0, float(middle + reach) / scale)
