"""Tiny frames as the tests need them: only what a test is about has to be said."""

import numpy as np
import pandas as pd

from defcoop.analysis.cadence.series import Cadence, describe_cadences
from defcoop.evidence.dates import parse


def with_dates(frame: pd.DataFrame, *fields: str) -> pd.DataFrame:
    """Add the bounds and the precision of the date fields."""
    for field in fields:
        dates = [parse(text) if text else None for text in frame[field]]
        for end in ("earliest", "latest"):
            days = [getattr(date, end) if date else None for date in dates]
            frame[f"{field}_{end}"] = np.array(days, dtype="datetime64[s]")
        precision = [date.precision if date else "" for date in dates]
        frame[f"{field}_precision"] = pd.array(precision, dtype="str")
    return frame


def table(rows: list[dict[str, object]], columns: dict[str, object]) -> pd.DataFrame:
    """Make a frame of all columns, each row filled up with defaults."""
    filled = [{**columns, **row} for row in rows]
    frame = pd.DataFrame(filled, columns=list(columns))
    texts = [name for name, default in columns.items() if isinstance(default, str)]
    return frame.astype(dict.fromkeys(texts, "str"))


def events(*rows: dict[str, object]) -> pd.DataFrame:
    """Events; a row needs no more than `start`, and is numbered where it has no id."""
    columns = {
        "event_id": "",
        "mechanism_id": "talks",
        "parent_event_id": "",
        "occasion": "",
        "title": "",
        "edition": pd.NA,
        "start": "",
        "end": "",
        "place_id": "",
        "mode": "in_person",
        "status": "held",
        "scope": "bilateral",
        "description": "",
    }
    named = [{"event_id": f"event-{at:03d}", **row} for at, row in enumerate(rows)]
    frame = table(named, columns).astype({"edition": "Int64"})
    return with_dates(frame, "start", "end")


def series(*starts: str, mechanism_id: str = "talks") -> pd.DataFrame:
    """Events of one mechanism by their starts alone."""
    rows = [
        {"event_id": f"{mechanism_id}-{at:03d}", "mechanism_id": mechanism_id, "start": start}
        for at, start in enumerate(starts)
    ]
    return events(*rows)


def from_days(
    days: list[int], mechanism_id: str = "talks", first: str = "2001-01-01"
) -> pd.DataFrame:
    """Events of one mechanism by days since a first day."""
    origin = np.datetime64(first)
    return series(*[str(origin + int(day)) for day in days], mechanism_id=mechanism_id)


def describe_one(frame: pd.DataFrame, **options: object) -> Cadence:
    """Describe the cadence of the one series of a frame."""
    (found,) = describe_cadences(
        frame,
        generators=lambda _: np.random.default_rng(1),
        band_generator=np.random.default_rng(1),
        **options,  # type: ignore[arg-type]
    ).values()
    return found


def mechanisms(*rows: dict[str, object]) -> pd.DataFrame:
    columns = {
        "mechanism_id": "talks",
        "name": "",
        "kind": "dialogue",
        "domain": "political",
        "level": "minister",
        "scope": "bilateral",
        "stated_cadence": "",
        "established": "",
        "parent_mechanism_id": "",
        "description": "",
    }
    return with_dates(table(list(rows), columns), "established")


def absences(*rows: dict[str, object]) -> pd.DataFrame:
    columns = {
        "mechanism_id": "talks",
        "edition": pd.NA,
        "period": "",
        "finding": "not_found",
        "searched": "2025-01-01",
        "note": "",
    }
    return with_dates(table(list(rows), columns).astype({"edition": "Int64"}), "period", "searched")


def claims(*rows: dict[str, object]) -> pd.DataFrame:
    columns = {
        "claim_id": "",
        "subject_id": "",
        "field": "start",
        "value": "",
        "told": "after",
        "source_id": "",
        "locator": "",
        "credibility": 2,
        "note": "",
    }
    named = [{"claim_id": f"claim-{at:03d}", **row} for at, row in enumerate(rows)]
    return table(named, columns).astype({"credibility": "Int64"})


def sources(*rows: dict[str, object]) -> pd.DataFrame:
    columns = {
        "source_id": "",
        "title": "",
        "publisher": "",
        "origin": "",
        "house": "",
        "published": "",
        "url": "",
        "kind": "news",
        "reliability": "B",
    }
    frame = with_dates(table(list(rows), columns), "published")
    frame["house"] = frame["house"].where(frame["house"] != "", frame["publisher"])
    return frame


def participants(*rows: tuple[str, str] | dict[str, object]) -> pd.DataFrame:
    columns = {"event_id": "", "actor_id": "", "role": "participant", "office": "", "source_id": ""}
    named = [
        row if isinstance(row, dict) else {"event_id": row[0], "actor_id": row[1]} for row in rows
    ]
    return table(named, columns)


def actors(*rows: dict[str, object]) -> pd.DataFrame:
    columns = {"actor_id": "", "name": "", "kind": "service", "country": "", "parent_actor_id": ""}
    return table(list(rows), columns)


def measures(*rows: dict[str, object]) -> pd.DataFrame:
    columns = {
        "subject_id": "",
        "actor_id": "",
        "measure": "ships",
        "value": np.nan,
        "unit": "ships",
        "period": "",
        "source_id": "page",
    }
    return with_dates(table(list(rows), columns), "period")


def instruments(*rows: dict[str, object]) -> pd.DataFrame:
    columns = {
        "instrument_id": "",
        "title": "",
        "kind": "agreement",
        "scope": "bilateral",
        "signed": "",
        "in_force": "",
        "place_id": "",
        "event_id": "",
        "description": "",
    }
    return with_dates(table(list(rows), columns), "signed", "in_force")


def relations(*rows: tuple[str, str, str] | dict[str, object]) -> pd.DataFrame:
    columns = {"subject_id": "", "predicate": "", "object_id": "", "date": "", "source_id": "page"}
    named = [
        row
        if isinstance(row, dict)
        else {"subject_id": row[0], "predicate": row[1], "object_id": row[2]}
        for row in rows
    ]
    return with_dates(table(named, columns), "date")


def rulings(*rows: dict[str, object]) -> pd.DataFrame:
    columns = {
        "subject_id": "",
        "field": "",
        "rejected": "",
        "reason": "",
        "authority": "",
        "decided": "2025-01-01",
    }
    return with_dates(table(list(rows), columns), "decided")
