"""What a worker does, local or of a Dask cluster: take a task, return a result."""

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Mapping
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

from nbpress.build import hashing, scratch
from nbpress.build.failures import Failure, ReportFailedError
from nbpress.build.prewarm import render_while_idle
from nbpress.build.tasks import Execute, Inputs, Result, Task


def perform_task(task: Task, inputs: Inputs) -> Result:
    """Do one task; every fault comes back in the result.

    Examples of faults: a failing cell, a dead kernel, a notebook that cannot be rendered, a full
    disk under the worker's scratch folder.
    """
    began = time.monotonic()
    files: dict[str, bytes] = {}
    notices: tuple[str, ...] = ()
    failure = None
    try:
        files, notices = run_or_render(task, inputs)
    except ReportFailedError as error:
        failure = error.failure
    except OSError as error:
        failure = Failure("publish", f"{error.strerror or error} ({error.filename or 'no file'})")
    except Exception as error:  # noqa: BLE001 - one report's fault must not stop the others
        failure = Failure("render", f"{type(error).__name__}: {error}")
    return Result(
        key=task.key,
        files=files,
        seconds=time.monotonic() - began,
        host=socket.gethostname(),
        notices=notices,
        failure=failure,
    )


def run_or_render(task: Task, inputs: Inputs) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Run or render, according to the task; return files and notices."""
    if isinstance(task, Execute):
        from nbpress.build.execute import execute

        notebook, notices = execute(task, inputs)
        return {"notebook": notebook}, notices
    from nbpress.build.assemble import assemble

    return assemble(task)


def serve_tasks(
    tasks: Connection,
    lifeline: Connection,
    inputs: Inputs,
    environment: Mapping[str, str],
) -> None:
    """Do the tasks that come in until the connection closes: the main loop of a local worker.

    Parameters
    ----------
    tasks
        Where tasks come from and results go to.
    lifeline
        Closed by the death of the build, however it dies; the worker then ends at once.
    inputs
        What all tasks share.
    environment
        Variables that the kernels of this worker find beside its own.
    """
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the build's to handle
    threading.Thread(target=exit_with_build, args=(lifeline,), daemon=True).start()
    try:
        render_while_idle(tasks)
        while True:
            task = tasks.recv()
            tasks.send(perform_task(task, inputs))
    except (EOFError, OSError):
        scratch.discard()  # the build has no more tasks, or is gone


@cache
def hash_own_code() -> str:
    """Return the digest of the package that this code belongs to, as it is installed here."""
    return hashing.hash_code([Path(__file__).parents[1]])


def exit_with_build(lifeline: Connection) -> None:
    """End this process when the other end of ``lifeline`` closes."""
    with contextlib.suppress(EOFError, OSError):
        lifeline.recv()
    scratch.discard()
    os._exit(1)
