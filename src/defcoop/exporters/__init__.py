"""Notebook exporters to self-contained HTML and to accessible PDF through Typst."""
