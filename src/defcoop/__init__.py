"""India-Japan defence cooperation: curated evidence, honest statistics, reports.

>>> import defcoop
>>> dataset = defcoop.load()

    evidence         the tables: read, checked, typed
    analysis         statistics of the tables
    figures          pictures of finished numbers; wording has the words of numbers and dates
    chapters         the reports: facts and sentences, and what notebook cells call
    lab              what a person in JupyterLab sees
    cli              the commands; the one place that joins all this with nbpress
    html_table       the one writer of HTML tables
    kernelspec       the kernel that the notebooks run in

docs/extend.md shows how to add a report, a statistic, a figure and a parameter.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from defcoop.evidence import DataError, Dataset, Fault
    from defcoop.evidence.check import check
    from defcoop.evidence.load import load

__all__ = ["DataError", "Dataset", "Fault", "check", "load"]

HOMES = {
    "DataError": "faults",
    "Dataset": "load",
    "Fault": "faults",
    "check": "check",
    "load": "load",
}


def __getattr__(name: str) -> object:
    """Return a public name, importing pandas only when one is asked for."""
    if name in HOMES:
        return getattr(importlib.import_module(f"defcoop.evidence.{HOMES[name]}"), name)
    raise AttributeError(f"module 'defcoop' has no attribute '{name}'")
