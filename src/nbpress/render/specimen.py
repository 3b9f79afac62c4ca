"""A short page with one of everything that a report is set from.

Rendering it pays once, before the first report, for fonts, hyphenation, pictures and templates.
"""

from typing import Any

import nbformat

TEXT = """\
# Specimen

A paragraph with *emphasis*, **weight**, `code`, a [link](https://example.org) and a note[^1] that
is long enough to be hyphenated, so that characteristically long words meet the margin.

- one
- two

[^1]: The note.
"""
TABLE = (
    "<table><thead><tr><th>Series</th><th>Held</th></tr></thead>"
    "<tbody><tr><td>One</td><td>1</td></tr><tr><td>Two</td><td>2</td></tr></tbody></table>"
)
FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60" width="200" height="60">'
    '<text x="10" y="30" style="font: 10px Fira Sans">Label</text>'
    '<text x="80" y="30" style="font: 600 10px Fira Sans">Label</text>'
    '<path d="M10 40 C60 10 90 50 150 40" stroke="#336" fill="none"/></svg>'
)


def specimen() -> Any:  # noqa: ANN401 - a NotebookNode
    """Return a run notebook with text, code, a table and a figure."""
    new: Any = nbformat.v4
    outputs = [
        output("table", {"text/html": TABLE}),
        output("figure", {"image/svg+xml": FIGURE}),
        new.new_output("stream", text="a line\n"),
    ]
    return new.new_notebook(
        cells=[new.new_markdown_cell(TEXT), new.new_code_cell("x = 1", outputs=outputs)]
    )


def output(kind: str, data: dict[str, str]) -> Any:  # noqa: ANN401 - a NotebookNode
    """Return an exhibit of a kind."""
    new: Any = nbformat.v4
    texts = dict.fromkeys(("title", "subtitle", "caption", "alt"), "Specimen")
    report = {"kind": kind, "label": kind, "sources": [], **texts}
    return new.new_output("display_data", data, metadata={"report": report})
