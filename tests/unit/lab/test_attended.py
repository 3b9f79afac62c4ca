"""A notebook before a person, and one before nobody."""

import json
from pathlib import Path

import nbformat
import papermill
import pytest
from jupyter_client.manager import start_new_kernel

from defcoop.lab import attended
from nbpress.render.scrub import scrub
from tests.chapters.running import NOTEBOOKS

WIDGET = "application/vnd.jupyter.widget-view+json"
FIRST = "cadence"


def sources(cells: int) -> list[str]:
    """Return the code of the first cells of a report."""
    notebook = nbformat.read(NOTEBOOKS / f"{FIRST}.ipynb", 4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"][:cells]


def run_attended(cells: list[str]) -> list[list[dict]]:
    """Return the outputs of cells run as JupyterLab runs them: each named, input allowed."""
    manager, client = start_new_kernel(kernel_name="python3")
    found = []
    try:
        for number, source in enumerate(cells):
            content = {"code": source, "silent": False, "store_history": True, "allow_stdin": True}
            content |= {"user_expressions": {}, "stop_on_error": True}
            message = client.session.msg("execute_request", content)
            message["metadata"] = {"cellId": f"cell-{number}"}
            client.shell_channel.send(message)
            found.append(outputs(client, message["header"]["msg_id"]))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return found


def outputs(client, request: str) -> list[dict]:
    """Return what a kernel shows for a request, until it is idle again."""
    shown = []
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == "idle":
            return shown
        if kind in {"display_data", "execute_result", "error"}:
            shown.append({"output_type": kind, **content})


def kinds(shown: list[dict]) -> list[str]:
    """Return what outputs declare themselves to be."""
    return [one["metadata"].get("report", {}).get("kind", "") for one in shown]


@pytest.fixture(scope="module")
def shown() -> list[list[dict]]:
    """The outputs of the first three cells of a report before a person."""
    return run_attended(sources(3))


def test_a_person_gets_a_form_and_a_guide(shown: list[list[dict]]) -> None:
    cover, figure = shown[1], shown[2]
    assert any(WIDGET in one["data"] for one in cover)
    assert "cover" in kinds(cover)
    assert [kind for kind in kinds(figure) if kind in {"prose", "figure"}] == ["prose", "figure"]
    assert WIDGET in figure[-1]["data"]
    marks = next(one for one in figure if "image/svg+xml" in one["data"])
    assert marks["transient"]["display_id"] == "cell-2/2"


def test_what_a_person_got_leaves_no_trace_in_an_export(
    shown: list[list[dict]], tmp_path: Path
) -> None:
    by_hand = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": found}
        for source, found in zip(sources(3), shown, strict=True)
    ]
    run = papermill.execute_notebook(
        first_cells(tmp_path), None, kernel_name="python3", progress_bar=False
    )
    assert bundles({"cells": by_hand}) == bundles(run)


def bundles(notebook: dict) -> list[list]:
    """Return what an exporter sees of the outputs of each cell; a page stands beside no figure."""
    return [
        [
            (
                {mime: held for mime, held in one["data"].items() if mime != "text/html"},
                one["metadata"],
            )
            for one in cell["outputs"]
        ]
        for cell in scrub(notebook)["cells"]
    ]


def first_cells(folder: Path) -> Path:
    """Write a notebook of the first cells of a report."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in sources(3)]
    path = folder / "first.ipynb"
    path.write_text(json.dumps(notebook))
    return path


def test_outside_of_a_kernel_nobody_is_there() -> None:
    assert attended.attended_cell() == ""
    assert attended.stage() is None


def test_a_cell_gives_the_value_of_its_last_line() -> None:
    namespace: dict[str, object] = {}
    assert attended.evaluate("a = 2\na + 1", namespace) == 3
    assert attended.evaluate("a = 5", namespace) is None
    assert attended.evaluate("", namespace) is None
    assert namespace["a"] == 5


def test_tables_are_read_again_only_when_a_file_has_changed(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEFCOOP_DATA", str(toy))
    first = attended.dataset()
    assert first.events.shape == attended.dataset().events.shape
    assert attended.dataset().tables_read == ()
    path = toy / "sources.csv"
    path.write_bytes(path.read_bytes().replace(b"A", b"B", 1))
    state = attended.data_state()
    assert state[0][0].startswith(str(toy))
