"""What a notebook cell calls."""

from defcoop.notebook.session import Report, begin

__all__ = ["Report", "begin"]
