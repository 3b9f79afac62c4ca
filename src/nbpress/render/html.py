"""The nbconvert exporter to self-contained HTML (``jupyter nbconvert --to report_html``)."""

from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode
from traitlets import Bool, Unicode, default


class ReportHTMLExporter(Exporter):
    """A notebook as one HTML file that fetches nothing.

    Code is shown unless the notebook declares itself a report by its cover; `show_code`
    overrides.
    """

    export_from_notebook = "Report (self-contained HTML)"
    output_mimetype = "text/html"
    format = "html"

    show_code = Bool(
        None, allow_none=True, help="Show code; None shows it unless there is a cover."
    ).tag(config=True)
    strict = Bool(
        False, help="Refuse a notebook that lacks descriptions or breaks a standard."
    ).tag(config=True)
    title = Unicode("", help="Title of the document; empty takes it from the notebook.").tag(
        config=True
    )

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return f".{self.format}"

    # nbconvert types the result as a notebook, although every exporter returns text or bytes.
    def from_notebook_node(  # type: ignore[override]
        self,
        nb: NotebookNode,
        resources: dict[str, Any] | None = None,
        **kw: Any,  # noqa: ANN401 - nbconvert's own signature
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Return the file's content and nbconvert's resources, with the notices among them."""
        from nbpress.render.outputs import read_report
        from nbpress.render.rendering import render

        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        if read_report(notebook).cover is None:
            # A stranger's notebook without a heading is called what its file is called.
            notebook.metadata.setdefault("title", resources.get("metadata", {}).get("name", ""))
        place = resources.get("metadata", {}).get("path")
        rendered = render(
            [notebook],
            self.format,
            title=self.title or None,
            strict=self.strict,
            show_code=self.show_code,
            folder=Path(place) if place else None,
        )
        for notice in (*rendered.breaches, *rendered.notices):
            self.log.warning("%s", notice)
        resources["report_notices"] = list(rendered.notices)
        resources["report_breaches"] = list(rendered.breaches)
        return self._output(rendered.content), resources

    def _output(self, content: bytes) -> str | bytes:
        return content.decode("utf-8")
