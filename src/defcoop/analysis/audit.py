"""Audit: what the record rests on, where it contradicts itself, and what would overturn it."""

from defcoop.analysis.coverage import (
    corroboration,
    coverage,
    date_precision,
    effective_publishers,
    publisher_independence,
    single_source_share,
)
from defcoop.analysis.disagreement import disagreements
from defcoop.analysis.leaveout import with_ruling_reversed, without_claims, without_source
from defcoop.analysis.sensitivity import changes, compared, flips, sensitivity, summary

__all__ = [
    "changes",
    "compared",
    "corroboration",
    "coverage",
    "date_precision",
    "disagreements",
    "effective_publishers",
    "flips",
    "publisher_independence",
    "sensitivity",
    "single_source_share",
    "summary",
    "with_ruling_reversed",
    "without_claims",
    "without_source",
]
