"""Frames from texts: dates expanded to bounds, numbers to numbers."""

import numpy as np
import pandas as pd

from defcoop.evidence.dates import Date, parse
from defcoop.evidence.tables import Table


def try_parse(text: str) -> Date | None:
    """Return the date of an EDTF text, or None where it is empty or not one."""
    try:
        return parse(text) if text else None
    except ValueError:
        return None


def expand(texts: pd.Series) -> pd.DataFrame:
    """Return earliest day, latest day and precision of EDTF texts.

    Parameters
    ----------
    texts
        EDTF notation; empty where nothing is stated.

    Returns
    -------
    DataFrame
        Columns ``earliest`` and ``latest`` (datetime64[s], NaT where nothing can be read) and
        ``precision`` (text, empty there), on the index of `texts`.
    """
    codes, uniques = pd.factorize(texts)
    dates = [try_parse(text) for text in uniques]
    earliest = np.array([date.earliest if date else None for date in dates], dtype="datetime64[s]")
    latest = np.array([date.latest if date else None for date in dates], dtype="datetime64[s]")
    precision = pd.array([date.precision if date else "" for date in dates], dtype="str")
    columns = {"earliest": earliest, "latest": latest, "precision": precision}
    return pd.DataFrame(columns).take(codes).set_index(texts.index)


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return a frame of texts with the types of its schema.

    Integers become ``Int64``, numbers ``float64``; a date keeps its text and gains the columns
    ``X_earliest``, ``X_latest`` and ``X_precision``.
    """
    columns: dict[str, pd.Series] = {}
    for field in table.fields:
        texts = frame[field.name]
        columns[field.name] = texts
        if field.type == "integer":
            columns[field.name] = pd.to_numeric(texts.where(texts != ""), errors="coerce").astype(
                "Int64"
            )
        elif field.type == "number":
            columns[field.name] = pd.to_numeric(texts.where(texts != ""), errors="coerce").astype(
                "float64"
            )
        elif field.is_date:
            for name, values in expand(texts).items():
                columns[f"{field.name}_{name}"] = values
    return pd.DataFrame(columns)
