"""Run a notebook through papermill and turn what goes wrong into a `Failure`."""

import json
import logging
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from nbpress.build.engine import NAME, Setting
from nbpress.build.failures import Failure, ReportFailedError

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
TRACEBACK_LINES = 12
LOG_BYTES = 4000


def run_notebook(
    source: Path,
    target: Path | None,
    parameters: Mapping[str, Any],
    setting: Setting,
    cell_limit: float,
    *,
    kernel: str | None = None,
) -> tuple[Any, tuple[str, ...]]:
    """Return a notebook with its outputs, and notices: warnings, and a kernel that was spawned.

    Parameters
    ----------
    source
        The notebook.
    target
        File that is written after each cell, so that it shows how far a failed run came; None
        writes none.
    parameters
        Put into a cell of their own after the cell tagged ``parameters``.
    setting
        How the kernel is started, and its seconds for the whole notebook.
    cell_limit
        Seconds for each cell.
    kernel
        Name of the kernelspec; None for the one that the notebook names.

    Raises
    ------
    ReportFailedError
        If a cell fails, a limit is passed or the kernel dies.
    """
    import papermill

    warnings: list[str] = []
    with collect_warnings("papermill", warnings), translate_faults(source, setting, cell_limit):
        run = papermill.execute_notebook(
            source,
            target,
            parameters=dict(parameters),
            engine_name=NAME,
            kernel_name=kernel,
            progress_bar=False,
            request_save_on_cell_execute=target is not None,
            autosave_cell_every=0,
            execution_timeout=cell_limit,
            setting=setting,
        )
    spawned = [f"the kernel was {setting.how}"] if setting.how.startswith("spawned") else []
    return run, (*warnings, *spawned)


@contextmanager
def translate_faults(source: Path, setting: Setting, cell_limit: float) -> Iterator[None]:
    """Turn what papermill and nbclient raise into a `ReportFailedError`."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    began = time.monotonic()
    try:
        yield
    except PapermillExecutionError as error:
        raise ReportFailedError(describe_failing_cell(source, error)) from error
    except CellTimeoutError as error:
        message = f"a cell ran longer than its limit of {cell_limit:g} s"
        failure = Failure("time", message, source.stem, traceback=last_lines(str(error)))
        raise ReportFailedError(failure) from error
    except (DeadKernelError, RuntimeError) as error:
        lived = time.monotonic() - began
        raise ReportFailedError(describe_lost_kernel(source, setting, lived, error)) from error


def describe_lost_kernel(source: Path, setting: Setting, lived: float, error: Exception) -> Failure:
    """Return why a kernel is gone: its time was up, or it died."""
    if setting.expired.is_set():
        message = f"the report took longer than its limit of {setting.limit:.0f} s"
        return Failure("time", message, source.stem)
    message = f"the kernel died after {lived:.1f} s ({error}); was there memory enough?"
    return Failure("kernel", message, source.stem, traceback=end_of_log(setting.log))


def describe_failing_cell(source: Path, error: Any) -> Failure:  # noqa: ANN401 - papermill is untyped
    """Return the failure of a cell with its number, source and short traceback."""
    return Failure(
        kind="cell",
        message=f"{error.ename}: {error.evalue}".rstrip(": "),
        notebook=source.stem,
        cell=number_in_source(source, error),
        source=error.source,
        traceback=last_lines("\n".join(error.traceback)),
    )


def number_in_source(source: Path, error: Any) -> int:  # noqa: ANN401
    """Return the number, from 1, of the failing cell in the notebook as its author sees it.

    papermill counts the cell of parameters that it puts in.
    """
    sources = ["".join(cell["source"]) for cell in json.loads(source.read_bytes())["cells"]]
    if error.source in sources:
        return sources.index(error.source) + 1
    return int(error.cell_index) + 1


def last_lines(text: str) -> str:
    """Return the last lines of a traceback without its colours."""
    return "\n".join(COLOURS.sub("", text).splitlines()[-TRACEBACK_LINES:])


def end_of_log(log: IO[bytes]) -> str:
    """Return the end of what the kernel wrote to its standard error."""
    log.flush()
    size = log.seek(0, 2)
    log.seek(max(0, size - LOG_BYTES))
    return last_lines(log.read().decode(errors="replace"))


class WarningCollector(logging.Handler):
    """Keeps the warnings that a library logs."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


@contextmanager
def collect_warnings(library: str, messages: list[str]) -> Iterator[None]:
    """Add the warnings of a library to ``messages`` instead of letting them be printed."""
    logger = logging.getLogger(library)
    collector, propagated = WarningCollector(messages), logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagated
