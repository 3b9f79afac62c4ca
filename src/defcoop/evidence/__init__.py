"""What is known of India-Japan defence cooperation, and who says so.

A class is imported when it is first asked for: the command line and a build with nothing to do
use modules of this package and must not wait for pandas.  The functions that have a module of
their own are imported from it: `defcoop.evidence.check.check`, `defcoop.evidence.load.load`.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from defcoop.evidence.dates import Date, parse
    from defcoop.evidence.faults import DataError, Fault
    from defcoop.evidence.load import Dataset
    from defcoop.evidence.tables import DataNotFoundError, find_data

HOMES = {
    "DataError": "faults",
    "DataNotFoundError": "tables",
    "Dataset": "load",
    "Date": "dates",
    "Fault": "faults",
    "find_data": "tables",
    "parse": "dates",
}

__all__ = ["DataError", "DataNotFoundError", "Dataset", "Date", "Fault", "find_data", "parse"]


def __getattr__(name: str) -> object:
    """Return a public name from the module that holds it."""
    if name not in HOMES:
        raise AttributeError(f"module 'defcoop.evidence' has no attribute '{name}'")
    return getattr(importlib.import_module(f"defcoop.evidence.{HOMES[name]}"), name)
