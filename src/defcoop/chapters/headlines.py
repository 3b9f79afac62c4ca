"""Headline numbers are fields of a chapter's facts, marked with their name and label."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from defcoop.analysis.estimate import Estimate


def headline(name: str, label: str) -> Any:  # noqa: ANN401 - a field stands for its type
    """Mark a field of a dataclass of facts as a headline number.

    Parameters
    ----------
    name
        Key of the number in ``record.json``, kebab-case.
    label
        The number's name for a reader.

    Returns
    -------
    dataclasses.Field
        For an ``Estimate``, or None where the window has no such number; None by default.
    """
    return dataclasses.field(default=None, kw_only=True, metadata={"headline": (name, label)})


def headlines_of(facts: Any) -> Iterator[tuple[str, str, Estimate]]:  # noqa: ANN401
    """Yield name, label and number of each headline of some facts; none that is None."""
    for field in dataclasses.fields(facts):
        estimate = getattr(facts, field.name)
        if "headline" in field.metadata and estimate is not None:
            yield (*field.metadata["headline"], estimate)
