"""The task ``Execute``: run one notebook on the build's tables; same inputs, same bytes."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from nbpress.build import scratch
from nbpress.build.engine import Setting
from nbpress.build.failures import Failure, ReportFailedError
from nbpress.build.report_outputs import tables_read
from nbpress.build.run_notebook import run_notebook
from nbpress.build.tasks import Execute, Inputs
from nbpress.json_bytes import to_json_bytes
from nbpress.threads import ONE_THREAD


def execute(task: Execute, inputs: Inputs) -> tuple[bytes, tuple[str, ...]]:
    """Run the notebook of ``task``; return it, as JSON, with its outputs, and notices.

    Raises
    ------
    ReportFailedError
        If a cell fails, a limit is passed, the kernel dies or the notebook read other tables
        than it was given.
    """
    own = Path(tempfile.mkdtemp(dir=scratch.folder()))
    source, directory = own / f"{task.notebook}.ipynb", own / "directory"
    source.write_bytes(task.document)
    directory.mkdir()
    try:
        with (own / "kernel.log").open("w+b") as log:
            setting = Setting(own, directory, choose_environment(inputs), log, task.limit)
            run, notices = run_notebook(
                source, None, task.parameters, setting, task.cell_limit, kernel=inputs.kernel
            )
    finally:
        shutil.rmtree(own, ignore_errors=True)
    remove_traces(run)
    refuse_foreign_tables(task, run)
    return to_json_bytes(run, indent=1), notices


def choose_environment(inputs: Inputs) -> dict[str, str]:
    """Return the variables that a notebook's kernel gets beside the worker's own.

    The profile of the person who builds has no say in what a report looks like.
    """
    return {
        inputs.variable: str(scratch.unpack(inputs)),
        **inputs.vouch,
        "IPYTHONDIR": str(scratch.folder() / "ipython"),
        "PYTHONHASHSEED": "0",
        **ONE_THREAD,
    }


def remove_traces(notebook: Any) -> None:  # noqa: ANN401 - a NotebookNode
    """Remove from a run notebook all that differs from run to run: times, paths, random ids."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    for position, cell in enumerate(notebook.cells):
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        tags = cell.metadata.get("tags", [])
        if not tags:
            cell.metadata.pop("tags", None)
        if "injected-parameters" in tags or "id" not in cell:
            cell["id"] = f"cell-{position}"


def refuse_foreign_tables(task: Execute, notebook: Any) -> None:  # noqa: ANN401
    """Raise if the notebook's record shows tables other than those of the build."""
    foreign = sorted(
        name
        for name, found in tables_read(notebook).items()
        if task.tables.get(name, found) != found or name not in task.tables
    )
    if foreign:
        message = f"the notebook read other tables than the build gave it: {', '.join(foreign)}"
        raise ReportFailedError(Failure("data", message, task.notebook))
