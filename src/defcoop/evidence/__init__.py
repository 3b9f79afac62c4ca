"""What is known of India-Japan defence cooperation, and who says so."""

from defcoop.evidence.check import check
from defcoop.evidence.dates import Date, parse
from defcoop.evidence.faults import DataError, Fault
from defcoop.evidence.load import Dataset, load
from defcoop.evidence.tables import DataNotFoundError, find_data

__all__ = [
    "DataError",
    "DataNotFoundError",
    "Dataset",
    "Date",
    "Fault",
    "check",
    "find_data",
    "load",
    "parse",
]
