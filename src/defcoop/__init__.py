"""India-Japan defence cooperation: curated evidence, honest statistics, reports.

>>> import defcoop
>>> dataset = defcoop.load()
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
