"""India-Japan defence cooperation: curated evidence, honest statistics, reports.

>>> import defcoop
>>> dataset = defcoop.load()
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from defcoop.evidence import DataError, Dataset, Fault, check, load

__all__ = ["DataError", "Dataset", "Fault", "check", "load"]


def __getattr__(name: str) -> object:
    """Return a public name, importing pandas only when one is asked for."""
    if name in __all__:
        return getattr(importlib.import_module("defcoop.evidence"), name)
    raise AttributeError(f"module 'defcoop' has no attribute '{name}'")
