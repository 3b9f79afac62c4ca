"""Audit: what the record rests on, where it contradicts itself, and what would overturn it."""

from defcoop.analysis.audit.coverage import (
    corroboration,
    coverage,
    date_precision,
    publisher_independence,
    single_source_share,
)
from defcoop.analysis.audit.disagreement import disagreements
from defcoop.analysis.audit.leaveout import with_ruling_reversed, without_claims, without_source
from defcoop.analysis.audit.sensitivity import changes, compared, flips, summary

__all__ = [
    "changes",
    "compared",
    "corroboration",
    "coverage",
    "date_precision",
    "disagreements",
    "flips",
    "publisher_independence",
    "single_source_share",
    "summary",
    "with_ruling_reversed",
    "without_claims",
    "without_source",
]
