"""Run one notebook through papermill; what comes back is the same bytes for the same inputs."""

import json
import logging
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from nbpress.build import scratch
from nbpress.build.executor import SINGLE_THREADED
from nbpress.build.failures import Failure, Kind, ReportFailedError
from nbpress.build.tasks import Execute, Inputs

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
TRACEBACK_LINES = 12
LOG_BYTES = 4000


def execute(task: Execute, inputs: Inputs) -> tuple[bytes, tuple[str, ...]]:
    """Run the notebook of ``task``; return it, as JSON, with its outputs, and notices.

    Raises
    ------
    ReportFailedError
        If a cell fails, a limit is passed, the kernel dies or the notebook read other tables
        than it was given.
    """
    own = Path(tempfile.mkdtemp(dir=scratch.folder()))
    try:
        with (own / "kernel.log").open("w+b") as log:
            run, notices = run_notebook(task, inputs, own, log)
    finally:
        shutil.rmtree(own, ignore_errors=True)
    tidy(run)
    hold_to_tables(task, run)
    return dump(run), notices


def run_notebook(
    task: Execute, inputs: Inputs, scratch: Path, log: IO[bytes]
) -> tuple[Any, tuple[str, ...]]:
    """Return the notebook as papermill leaves it, and what there is to say of the run.

    What goes wrong is translated into failures.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    from nbpress.build.engine import NAME, Setting

    source = scratch / f"{task.notebook}.ipynb"
    source.write_bytes(task.document)
    setting = Setting(
        folder=scratch,
        directory=scratch / "directory",
        environment=environment(inputs),
        log=log,
        limit=task.limit,
    )
    setting.directory.mkdir()
    began = time.monotonic()
    said: list[str] = []
    try:
        with heard("papermill", said):
            run = papermill.execute_notebook(
                source,
                None,
                parameters=dict(task.parameters),
                engine_name=NAME,
                kernel_name=inputs.kernel,
                progress_bar=False,
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
                execution_timeout=task.cell_limit,
                setting=setting,
            )
        how = [f"the kernel was {setting.how}"] if setting.how.startswith("spawned") else []
        return run, (*said, *how)  # noqa: TRY300 - an else would stand a page below
    except PapermillExecutionError as error:
        raise ReportFailedError(failing_cell(task, error)) from error
    except CellTimeoutError as error:
        message = f"a cell ran longer than its limit of {task.cell_limit:g} s"
        raise ReportFailedError(
            Failure("time", message, task.notebook, traceback=tail(str(error)))
        ) from error
    except (DeadKernelError, RuntimeError) as error:
        if setting.expired.is_set():
            message = f"the report took longer than its limit of {task.limit:.0f} s"
            raise ReportFailedError(Failure("time", message, task.notebook)) from error
        lived = time.monotonic() - began
        message = f"the kernel died after {lived:.1f} s ({error}); was there memory enough?"
        raise ReportFailedError(
            Failure("kernel", message, task.notebook, traceback=last(log))
        ) from error


class Listener(logging.Handler):
    """Keeps what a library logs."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.said.append(record.getMessage())


@contextmanager
def heard(library: str, said: list[str]) -> Iterator[None]:
    """Add the warnings of a library to ``said`` instead of letting them be printed."""
    logger = logging.getLogger(library)
    listener, propagated = Listener(said), logger.propagate
    logger.addHandler(listener)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagated


def environment(inputs: Inputs) -> dict[str, str]:
    """Return the variables that a notebook's kernel gets beside the worker's own.

    The profile of the person who builds has no say in what a report looks like.
    """
    return {
        inputs.variable: str(scratch.unpack(inputs)),
        **inputs.vouch,
        "IPYTHONDIR": str(scratch.folder() / "ipython"),
        "PYTHONHASHSEED": "0",
        **SINGLE_THREADED,
    }


def failing_cell(task: Execute, error: Any) -> Failure:  # noqa: ANN401 - papermill is untyped
    """Return the failure of a cell with its number, source and short traceback."""
    kind: Kind = "cell"
    return Failure(
        kind=kind,
        message=f"{error.ename}: {error.evalue}".rstrip(": "),
        notebook=task.notebook,
        cell=number_in_source(task, error),
        source=error.source,
        traceback=tail("\n".join(error.traceback)),
    )


def number_in_source(task: Execute, error: Any) -> int:  # noqa: ANN401
    """Return the number, from 1, of the failing cell in the notebook as its author sees it.

    papermill counts the cell of parameters that it puts in.
    """
    sources = [
        "".join(cell["source"]) if isinstance(cell["source"], list) else cell["source"]
        for cell in json.loads(task.document)["cells"]
    ]
    if error.source in sources:
        return sources.index(error.source) + 1
    return int(error.cell_index) + 1


def tail(text: str) -> str:
    """Return the last lines of a traceback without its colours."""
    return "\n".join(COLOURS.sub("", text).splitlines()[-TRACEBACK_LINES:])


def last(log: IO[bytes]) -> str:
    """Return the end of what the kernel wrote to its standard error."""
    log.flush()
    size = log.seek(0, 2)
    log.seek(max(0, size - LOG_BYTES))
    return tail(log.read().decode(errors="replace"))


def tidy(notebook: Any) -> None:  # noqa: ANN401 - a NotebookNode
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


def dump(notebook: Any) -> bytes:  # noqa: ANN401
    """Return a notebook as JSON bytes, in the form in which notebooks are kept."""
    return (json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def hold_to_tables(task: Execute, notebook: Any) -> None:  # noqa: ANN401
    """Raise if the notebook's record shows tables other than those of the build."""
    foreign = sorted(
        name
        for name, found in tables_read(notebook).items()
        if task.tables.get(name, found) != found or name not in task.tables
    )
    if foreign:
        message = f"the notebook read other tables than the build gave it: {', '.join(foreign)}"
        raise ReportFailedError(Failure("data", message, task.notebook))


def tables_read(notebook: Mapping[str, Any]) -> dict[str, str]:
    """Return the digests of the tables that a run notebook says it read, by name."""
    return {
        name: found
        for record in emitted(notebook, "record")
        for name, found in record.get("tables", {}).items()
    }


def emitted(notebook: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    """Return the report metadata of all outputs of one kind, in the order of the notebook."""
    found = [
        output["metadata"]["report"]
        for cell in notebook["cells"]
        for output in cell.get("outputs", ())
        if isinstance(output.get("metadata"), Mapping)
        and isinstance(output["metadata"].get("report"), Mapping)
    ]
    return [report for report in found if report.get("kind") == kind]
