"""What a guide shows of an exhibit: its marks or rows, their subjects, the data behind it."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from defcoop.chapters.display import Output
from defcoop.lab.provenance import Index


def describe_exhibit(exhibit: Output, index: Index) -> dict[str, Any]:
    """Return what a guide needs to know of a figure or a table.

    Returns
    -------
    dict
        ``kind`` and ``label``; of a figure ``marks``, each with subject, place and text; of a
        table ``rows``, each with subject and text, in the order in which they are printed.
    """
    report = exhibit.report
    content: dict[str, Any] = {"kind": report["kind"], "label": report["label"]}
    if report["kind"] == "figure":
        content["marks"] = [
            {"subject": mark.subject, "x": mark.x, "y": mark.y, "text": index.line(mark.subject)}
            for mark in exhibit.marks
        ]
    else:
        content["rows"] = [
            {"subject": subject, "text": index.line(subject) if subject else ""}
            for subject in subjects_of(data_behind(report), index)
        ]
    return content


def data_behind(report: Mapping[str, Any]) -> pd.DataFrame:
    """Return the data behind a figure or a table as text."""
    content = report.get("data", {}).get("csv", "")
    if not content.strip():
        return pd.DataFrame()
    return pd.read_csv(io.StringIO(content), dtype="str", keep_default_na=False)


def subjects_of(frame: pd.DataFrame, index: Index) -> Sequence[str]:
    """Return the subject that each row names first; empty where it names none."""
    return [index.subject_in(row) for row in frame.itertuples(index=False)]
