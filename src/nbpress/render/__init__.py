"""Notebook exporters to self-contained HTML and to accessible PDF through Typst."""

from nbpress.render.rendering import ExportError, Rendered, render, renderings, unprintable

__all__ = ["ExportError", "Rendered", "render", "renderings", "unprintable"]
