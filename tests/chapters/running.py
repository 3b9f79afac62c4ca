"""Run a notebook in this process, cell by cell, as papermill would run it in a kernel.

A kernel costs seconds; the cells themselves cost tenths.  The parameters go in through papermill's
own parametrisation, so that what runs is the notebook that papermill would run.
"""

import ast
import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from defcoop.chapters.display import Output, Sequel

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def run(name: str, parameters: Mapping[str, Any] | None = None) -> nbformat.NotebookNode:
    """Return a notebook with the outputs of its cells."""
    notebook = parameterize_notebook(
        load_notebook_node(str(NOTEBOOKS / f"{name}.ipynb")), dict(parameters or {})
    )
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [as_output(shown) for shown in outputs_of(cell.source, namespace)]
    return notebook


def once(name: str, parameters: Mapping[str, Any] | None = None) -> nbformat.NotebookNode:
    """Return a notebook run with some parameters, run only the first time; not to be changed."""
    return _once(name, json.dumps(dict(parameters or {}), sort_keys=True))


@functools.cache
def _once(name: str, parameters: str) -> nbformat.NotebookNode:
    return run(name, json.loads(parameters))


def outputs_of(source: str, namespace: dict[str, Any]) -> tuple[Output, ...]:
    """Run the statements of a cell and return what its last expression shows."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), namespace)  # noqa: S102 - our own notebook
    if last is None:
        return ()
    expression = ast.Expression(last.value)
    value = eval(compile(expression, "cell", "eval"), namespace)  # noqa: S307 - our own notebook
    return value.outputs if isinstance(value, Sequel) else (value,)


def as_output(shown: Output) -> nbformat.NotebookNode:
    """Return what a cell shows as a notebook keeps it."""
    data, metadata = shown._repr_mimebundle_()
    return nbformat.v4.new_output("display_data", data=data, metadata=metadata)


def reports(notebook: nbformat.NotebookNode, kind: str) -> list[dict[str, Any]]:
    """Return what the outputs of one kind say of themselves."""
    return [
        output.metadata["report"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output.metadata.get("report", {}).get("kind") == kind
    ]


def pictures(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """Return the SVG of each figure by its label."""
    return {
        output.metadata["report"]["label"]: output.data["image/svg+xml"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if "image/svg+xml" in output.get("data", {})
    }


def prose(notebook: nbformat.NotebookNode) -> str:
    """Return all text that a reader reads: Markdown cells and Markdown outputs."""
    parts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    parts += [
        output.data["text/markdown"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if "text/markdown" in output.get("data", {})
    ]
    return "\n\n".join(parts)
