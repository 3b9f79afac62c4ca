"""Notebooks stay thin, typed numbers stay out of their prose, and their parameters are declared."""

import ast
import re

import nbformat
import pytest
from papermill.inspection import inspect_notebook

from defcoop.chapters.declarations import DECLARATIONS
from tests.chapters.running import NOTEBOOKS

MOST_CELLS = 15
MOST_LINES = 12

notebooks = pytest.mark.parametrize("name", sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")))
# The landing page is a notebook too, but no report.
every_report = pytest.mark.parametrize(
    "name", sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb") if path.stem != "index")
)


def code(name: str) -> list[nbformat.NotebookNode]:
    """Return the code cells of a notebook."""
    return [cell for cell in read(name).cells if cell.cell_type == "code"]


def read(name: str) -> nbformat.NotebookNode:
    """Return a notebook."""
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", 4)


@notebooks
def test_a_notebook_is_thin(name: str) -> None:
    cells = code(name)
    assert len(cells) <= MOST_CELLS
    assert [cell.source for cell in cells if len(cell.source.splitlines()) > MOST_LINES] == []


@notebooks
def test_a_notebook_calls_and_defines_nothing(name: str) -> None:
    trees = [ast.parse(cell.source) for cell in code(name)]
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While)
    assert [node for tree in trees for node in ast.walk(tree) if isinstance(node, kinds)] == []


@notebooks
def test_no_number_is_typed_into_prose(name: str) -> None:
    typed = [
        cell.source
        for cell in read(name).cells
        if cell.cell_type == "markdown"
        # The name of a format of talks is no number of ours.
        and re.search(r"\d", cell.source.replace("2+2", ""))
    ]
    assert typed == []


@notebooks
def test_no_path_is_written_into_a_notebook(name: str) -> None:
    texts = [
        node.value
        for cell in code(name)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in texts if re.search(r"[/\\]|\.csv$", text)] == []


@notebooks
def test_a_notebook_is_committed_without_outputs(name: str) -> None:
    assert [cell.outputs for cell in code(name) if cell.outputs] == []
    assert [cell.execution_count for cell in code(name) if cell.execution_count] == []


@notebooks
def test_a_notebook_names_a_kernel_that_everybody_has(name: str) -> None:
    assert read(name).metadata.kernelspec.name == "python3"


@every_report
def test_the_parameters_cell_holds_what_is_declared(name: str) -> None:
    first = code(name)[0]
    assert first.metadata.tags == ["parameters"]
    statements = ast.parse(first.source).body
    held = {node.targets[0].id: ast.literal_eval(node.value) for node in statements}
    assert list(held.items()) == [
        (each.name, list(each.default) if isinstance(each.default, tuple) else each.default)
        for each in DECLARATIONS[name]
    ]


@every_report
def test_papermill_finds_the_parameters(name: str) -> None:
    found = inspect_notebook(NOTEBOOKS / f"{name}.ipynb")
    assert set(found) == {parameter.name for parameter in DECLARATIONS[name]}


def test_the_landing_page_leads_to_every_report() -> None:
    text = "".join(cell.source for cell in read("index").cells)
    linked = re.findall(r"\]\(([a-z]+)\.ipynb\)", text)
    assert sorted(linked) == sorted(DECLARATIONS)
