"""Edition numbers that are missing between two that are on record."""

import numpy as np
import pandas as pd

from defcoop.analysis.selection import held_editions

COLUMNS = ["mechanism_id", "after_edition", "before_edition", "missing", "finding"]


def edition_gaps(events: pd.DataFrame, *, absences: pd.DataFrame | None = None) -> pd.DataFrame:
    """List the editions that must have a number but have no event.

    Parameters
    ----------
    events
        Events frame, cancelled editions included.
    absences
        Absences frame.

    Returns
    -------
    pandas.DataFrame
        One row per missing number: mechanism_id, after_edition and before_edition (its recorded
        neighbours; 0 when the series begins after number 1), missing, and finding: "cancelled",
        "not_held", "not_found" (searched for), or "unrecorded" (nobody has said). Only the first
        two are true gaps; the others are holes in the record. Empty without edition numbers.
    """
    held = held_editions(events)
    numbers = held.loc[held["edition"].notna(), ["mechanism_id", "edition"]].drop_duplicates()
    numbers = numbers.sort_values(["mechanism_id", "edition"])
    upper = numbers["edition"].to_numpy(dtype=np.int64)
    first = ~numbers["mechanism_id"].duplicated().to_numpy()
    lower = np.where(first, 0, np.roll(upper, 1))
    width = upper - lower - 1
    rows = numbers["mechanism_id"].to_numpy(dtype=object).repeat(width)
    step = np.arange(width.sum()) - np.repeat(np.cumsum(width) - width, width)
    missing = np.repeat(lower, width) + 1 + step
    ends = {"after_edition": lower.repeat(width), "before_edition": upper.repeat(width)}
    frame = pd.DataFrame({"mechanism_id": rows, **ends, "missing": missing})
    frame["finding"] = _findings(frame, events, absences)
    return frame.astype({"mechanism_id": "str", "finding": "str"})[COLUMNS]


def _findings(
    frame: pd.DataFrame, events: pd.DataFrame, absences: pd.DataFrame | None
) -> list[str]:
    """Look up what is known of each missing edition; what explains it goes before the rest."""
    known: dict[tuple[str, int], str] = {}
    sources = [events.loc[events["status"] == "cancelled"].assign(finding="cancelled")]
    if absences is not None:
        sources.append(absences.sort_values("finding", ascending=False))
    for source in sources:
        numbered = source[source["edition"].notna()]
        keys = zip(numbered["mechanism_id"], numbered["edition"].astype(int), strict=True)
        for at, finding in zip(keys, numbered["finding"], strict=True):
            known.setdefault(at, finding)
    keys = zip(frame["mechanism_id"], frame["missing"], strict=True)
    return [known.get(at, "unrecorded") for at in keys]
