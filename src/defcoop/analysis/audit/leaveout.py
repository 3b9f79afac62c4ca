"""The tables as they would be without one source, one claim or one ruling."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from defcoop.evidence.dates import parse

Tables = Mapping[str, pd.DataFrame]

# Tables whose rows name the source that they rest on.
SOURCED = ("numberings", "participants", "measures", "relations")
SUBJECTS = {
    "events": "event_id",
    "instruments": "instrument_id",
    "mechanisms": "mechanism_id",
}


def drop_source(tables: Tables, source_id: str) -> dict[str, pd.DataFrame]:
    """Take one source out of the evidence.

    Parameters
    ----------
    tables
        Tables by name; those not there are not needed.
    source_id
        The source.

    Returns
    -------
    dict
        New tables: without its claims, without the rows that rest on it, and without the events
        and instruments that no other source supports. Mechanisms stay.
    """
    claims = tables["claims"]
    changed = drop_claims(tables, claims["source_id"] == source_id)
    for name in SOURCED:
        if name in changed and "source_id" in changed[name].columns:
            frame = changed[name]
            changed[name] = frame[frame["source_id"] != source_id]
    return changed


def drop_claims(tables: Tables, dropped: pd.Series) -> dict[str, pd.DataFrame]:
    """Take some claims out of the evidence, and what nothing else supports.

    Parameters
    ----------
    tables
        Tables by name, claims among them.
    dropped
        Which claims, booleans on their index.

    Returns
    -------
    dict
        New tables; events and instruments that had claims and have none left are gone.
    """
    claims = tables["claims"]
    kept = claims[~dropped]
    orphans = set(claims.loc[dropped, "subject_id"]) - set(kept["subject_id"])
    changed = {**tables, "claims": kept}
    return _without_subjects(changed, orphans) if orphans else changed


def _without_subjects(tables: Tables, orphans: set[str]) -> dict[str, pd.DataFrame]:
    changed = dict(tables)
    for name in ("events", "instruments"):
        if name in changed:
            frame = changed[name]
            changed[name] = frame[~frame[SUBJECTS[name]].isin(orphans)]
    if "participants" in changed:
        frame = changed["participants"]
        changed["participants"] = frame[~frame["event_id"].isin(orphans)]
    if "relations" in changed:
        frame = changed["relations"]
        gone = frame["subject_id"].isin(orphans) | frame["object_id"].isin(orphans)
        changed["relations"] = frame[~gone]
    return changed


def reverse_ruling(
    tables: Tables, subject_id: str, field: str, rejected: str
) -> dict[str, pd.DataFrame] | None:
    """Follow the claim that a ruling rejected.

    Parameters
    ----------
    tables
        Tables by name.
    subject_id, field, rejected
        The ruling: whose field, and the value that was not followed.

    Returns
    -------
    dict or None
        New tables with that value in the field, its date bounds recomputed. None when the subject
        is in none of the tables given, or the value is no value of that field.
    """
    for name, key in SUBJECTS.items():
        if name not in tables or field not in tables[name].columns:
            continue
        frame = tables[name]
        here = (frame[key] == subject_id).to_numpy(dtype=bool)
        if here.any():
            replaced = _replaced(frame, here, field, rejected)
            return None if replaced is None else {**tables, name: replaced}
    return None


def _replaced(frame: pd.DataFrame, here: np.ndarray, field: str, text: str) -> pd.DataFrame | None:
    """Put a text into a field of the rows of one subject, typed as the column is."""
    changed = frame.copy()
    try:
        if pd.api.types.is_numeric_dtype(frame[field]):
            changed.loc[here, field] = int(text)
            return changed
        changed.loc[here, field] = text
        if f"{field}_earliest" in frame.columns:
            found = parse(text)
            changed.loc[here, f"{field}_earliest"] = pd.Timestamp(found.earliest)
            changed.loc[here, f"{field}_latest"] = pd.Timestamp(found.latest)
            changed.loc[here, f"{field}_precision"] = found.precision
    except ValueError:
        return None
    return changed
