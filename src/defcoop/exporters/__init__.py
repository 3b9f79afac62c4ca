"""Notebook exporters to self-contained HTML and to accessible PDF through Typst."""

from defcoop.exporters.rendering import ExportError, Rendered, render, unprintable

__all__ = ["ExportError", "Rendered", "render", "unprintable"]
