"""What a cell shows: rich outputs that a notebook front end displays and an exporter understands.

Each output carries its meaning in the output metadata under ``report``: a figure its title,
caption, alternative text, sources and data; a table likewise; the cover, the references and the
record their fields, all as nbpress's ``report-output.schema.json`` states them.  Front ends that
know nothing of it show the picture, the table or the text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from defcoop.figures.picture import Mark


@dataclass(frozen=True)
class Output:
    """One output of a cell.

    Attributes
    ----------
    data
        The representations by MIME type.
    report
        What an exporter needs to know of it; empty for plain prose.
    marks
        Where a figure draws which subject, for a person to point at; no exporter needs it.
    """

    data: Mapping[str, str]
    report: Mapping[str, Any]
    marks: tuple[Mark, ...] = ()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        """Return the representations and the metadata, as IPython asks for them."""
        return dict(self.data), ({"report": dict(self.report)} if self.report else {})


@dataclass(frozen=True)
class Sequel:
    """Several outputs of one cell, such as a paragraph and the figure that it speaks of.

    Attributes
    ----------
    outputs
        In the order in which they are shown.
    """

    outputs: tuple[Output, ...]

    def _ipython_display_(self) -> None:
        """Show each output as one of its own, as IPython asks for it."""
        from IPython.display import publish_display_data

        for output in self.outputs:
            data, metadata = output._repr_mimebundle_()
            publish_display_data(data, metadata)  # type: ignore[no-untyped-call]


def text(markdown: str) -> Output:
    """Return prose: Markdown in which ``[@source-id]`` cites a source."""
    return Output({"text/markdown": markdown, "text/plain": markdown}, {})


def figure(svg: str, report: Mapping[str, Any], marks: tuple[Mark, ...] = ()) -> Output:
    """Return a figure: its picture, what is to be said of it, and where what is drawn."""
    data = {"image/svg+xml": svg, "text/plain": report["alt"]}
    return Output(data, {"kind": "figure", **report}, marks)


def table(html: str, plain: str, report: Mapping[str, Any]) -> Output:
    """Return a table: its HTML, its plain text and what is to be said of it."""
    return Output({"text/html": html, "text/plain": plain}, {"kind": "table", **report})


def part(kind: str, markdown: str, report: Mapping[str, Any]) -> Output:
    """Return the cover, the references or the record, with a text for front ends."""
    return Output({"text/markdown": markdown, "text/plain": markdown}, {"kind": kind, **report})
