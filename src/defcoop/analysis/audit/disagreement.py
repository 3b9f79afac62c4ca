"""Where sources contradict each other, and how each contradiction was ruled."""

import pandas as pd

from defcoop.analysis.audit.leaveout import SUBJECTS

COLUMNS = [
    "subject_id",
    "field",
    "kept",
    "rejected",
    "kept_sources",
    "rejected_sources",
    "reason",
    "authority",
    "decided",
]


def list_disagreements(
    claims: pd.DataFrame,
    rulings: pd.DataFrame,
    *,
    events: pd.DataFrame | None = None,
    instruments: pd.DataFrame | None = None,
    mechanisms: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List every ruling with both values and who stands behind each.

    Parameters
    ----------
    claims, rulings
        The two tables.
    events, instruments, mechanisms
        Tables with the adjudicated values; without them `kept` is what the authority claims.

    Returns
    -------
    pandas.DataFrame
        One row per ruling: subject_id, field, kept, rejected, kept_sources and rejected_sources
        (ids as text), reason, authority, decided. `kept_sources` are those that state the kept
        value word for word; a source that is merely less precise is in neither. Sorted by subject
        and field. Empty without rulings.
    """
    given = {"events": events, "instruments": instruments, "mechanisms": mechanisms}
    tables = {name: table for name, table in given.items() if table is not None}
    frame = rulings.sort_values(["subject_id", "field", "rejected"]).reset_index(drop=True)
    frame["kept"] = _kept(frame, claims, tables)
    frame["kept_sources"] = _cited(frame, "kept", claims)
    frame["rejected_sources"] = _cited(frame, "rejected", claims)
    return frame[COLUMNS].astype("str")


def _kept(frame: pd.DataFrame, claims: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> list[str]:
    """Read the value that the tables hold, or else the one that the authority claims."""
    values = _adjudicated(frame, tables)
    columns = [claims[name] for name in ("subject_id", "field", "source_id")]
    claimed = dict(zip(zip(*columns, strict=True), claims["value"], strict=True))
    keys = zip(frame["subject_id"], frame["field"], frame["authority"], strict=True)
    return [values.get(at[:2]) or str(claimed.get(at, "")) for at in keys]


def _cited(frame: pd.DataFrame, column: str, claims: pd.DataFrame) -> list[str]:
    """List the sources that state a value word for word."""
    told: dict[tuple[str, str, str], set[str]] = {}
    columns = [claims[name] for name in ("subject_id", "field", "value", "source_id")]
    for *at, source in zip(*columns, strict=True):
        told.setdefault((at[0], at[1], at[2]), set()).add(source)
    keys = zip(frame["subject_id"], frame["field"], frame[column], strict=True)
    return ["; ".join(sorted(told.get(at, ()))) for at in keys]


def _adjudicated(
    rulings: pd.DataFrame, tables: dict[str, pd.DataFrame]
) -> dict[tuple[str, str], str]:
    """Read the value that the tables hold for each field that was ruled on."""
    values: dict[tuple[str, str], str] = {}
    asked = set(zip(rulings["subject_id"], rulings["field"], strict=True))
    for name, frame in tables.items():
        places = {subject: at for at, subject in reversed([*enumerate(frame[SUBJECTS[name]])])}
        for subject, field in asked:
            if subject in places and field in frame.columns:
                value = frame[field].iat[places[subject]]
                values[subject, field] = "" if value is pd.NA else str(value)
    return values
