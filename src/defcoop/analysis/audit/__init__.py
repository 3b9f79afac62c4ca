"""Audit: what the record rests on, where it contradicts itself, and what would overturn it."""

from defcoop.analysis.audit.coverage import (
    corroboration,
    coverage,
    date_precision,
    effective_publishers,
    publisher_independence,
    single_source_share,
)
from defcoop.analysis.audit.disagreement import disagreements
from defcoop.analysis.audit.leaveout import with_ruling_reversed, without_claims, without_source
from defcoop.analysis.audit.sensitivity import changes, compared, flips, sensitivity, summary

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
