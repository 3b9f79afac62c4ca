"""From run notebooks to the files of a report: changes added, rendered, recorded."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nbpress.build import hashing
from nbpress.build.changes import write_section
from nbpress.build.failures import Failure, ReportFailedError
from nbpress.build.report_outputs import find_outputs, tables_read
from nbpress.build.tasks import Render
from nbpress.json_bytes import to_json_bytes

if TYPE_CHECKING:
    from nbpress.render import Rendered


def assemble(task: Render) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the deterministic files of a report by name, and the exporter's notices.

    Raises
    ------
    ReportFailedError
        If a format cannot be rendered.
    """
    notebooks = [json.loads(content) for _, content in task.chapters]
    data = collect_data_files(task, notebooks)
    record = {**task.record, **complete_record(task, notebooks, data)}
    files = dict(task.chapters) | {f"data/{name}": content for name, content in data.items()}
    files["record.json"] = to_json_bytes(record)
    notices: list[str] = []
    shown = insert_changes(task, notebooks, record["headlines"])
    for format_, rendered in render_formats(task, shown, files["record.json"]):
        files[f"report.{format_}"] = rendered.content
        notices.extend((*rendered.notices, *rendered.breaches))
    return files, tuple(dict.fromkeys(notices))


def complete_record(
    task: Render, notebooks: Sequence[Mapping[str, Any]], data: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return what only the run notebooks can say for the record."""
    chapters = [
        {
            **chapter,
            "tables": {**task.record["tables"], **(tables_read(notebook) or task.tables)},
            "executed": hashing.hash_bytes(content),
        }
        for chapter, notebook, (_, content) in zip(
            task.record["chapters"], notebooks, task.chapters, strict=True
        )
    ]
    tables = {name: found for chapter in chapters for name, found in chapter["tables"].items()}
    return {
        "chapters": chapters,
        "tables": {**task.record["tables"], **tables},
        "formats": list(task.formats),
        "headlines": collect_headlines(task, notebooks),
        "data": {name: hashing.hash_bytes(content) for name, content in data.items()},
    }


def collect_headlines(task: Render, notebooks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the headline numbers; in a binder each name with its chapter's in front."""
    several = len(notebooks) > 1
    return [
        {
            **headline,
            "name": f"{remove_ending(file)}.{headline['name']}" if several else headline["name"],
        }
        for (file, _), notebook in zip(task.chapters, notebooks, strict=True)
        for record in find_outputs(notebook, "record")
        for headline in record.get("headlines", ())
    ]


def remove_ending(file: str) -> str:
    """Return the name of a notebook's file without its ending."""
    return file.removesuffix(".ipynb")


def collect_data_files(task: Render, notebooks: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
    """Return the data behind figures and tables by name.

    A name that two chapters of a binder use gets the chapter's in front of the second.
    """
    from nbpress.render.outputs import read_report

    found: dict[str, bytes] = {}
    for (file, _), notebook in zip(task.chapters, notebooks, strict=True):
        for name, content in read_report(notebook).data_files.items():
            free = name if found.get(name, content) == content else f"{remove_ending(file)}-{name}"
            found[free] = content
    return found


def insert_changes(
    task: Render, notebooks: Sequence[dict[str, Any]], numbers: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the notebooks as they are shown: "changes since" before the list of sources.

    The notebooks that are published stay as they ran.
    """
    text = write_section(task.changes, numbers) if task.changes else ""
    if not text:
        return list(notebooks)
    *before, last = notebooks
    cells = list(last["cells"])
    position = next(
        (
            place
            for place, cell in enumerate(cells)
            if find_outputs({"cells": [cell]}, "references")
        ),
        len(cells),
    )
    cell = {"cell_type": "markdown", "id": "changes-since", "metadata": {}, "source": text}
    cells.insert(position, cell)
    return [*before, {**last, "cells": cells}]


def render_formats(
    task: Render, notebooks: Sequence[Mapping[str, Any]], record: bytes
) -> Iterator[tuple[str, "Rendered"]]:
    """Yield each format with what the exporter made of it."""
    import nbformat

    from nbpress.render import renderings

    found = renderings(
        [nbformat.from_dict(notebook) for notebook in notebooks],  # type: ignore[no-untyped-call]
        task.formats,
        title=task.title,
        attachments={"record.json": record},
        strict=bool(task.record["strict"]),
    )
    for format_ in task.formats:
        try:
            yield format_, next(found)
        except Exception as error:
            # A notebook may make an exporter raise anything; the other reports must go on.
            message = f"{format_}: {type(error).__name__}: {error}"
            raise ReportFailedError(Failure("render", message)) from error
