"""Start the fork server of the workers and the kernel template before planning.

Why: both are processes that import libraries for about a second, on cores that are idle while
this process reads the data and plans.  Started only when at least one report certainly needs to
run, since a build with nothing to do must end without starting anything.

Gain: GAIN_PRESTART

This module imports little itself: between the call and the first kernel each import is waited for.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from nbpress.build.cache import open_memo
from nbpress.build.fingerprint import observe
from nbpress.build.project import Project
from nbpress.threads import ONE_THREAD

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

    from nbpress.kernels.client import Template

_started: dict[str, "Template | None"] = {}


def start_if_needed(project: Project, out: Path, *, force: bool) -> None:
    """Start what a local pool starts from, unless the build may have nothing to do.

    A fault of the system is left to the plan, which meets it again and reports it.
    """
    try:
        checked = open_memo(out).knows("check", observe(project).computed_from)
        if force or not checked:
            start(project.kernel)
    except OSError:
        return


def start(kernel: str) -> None:
    """Start a template for the kernels of a name, and the fork server of the workers."""
    from nbpress.kernels import client

    # The template first: the fork server needs multiprocessing, which takes time to import here.
    _started[kernel] = client.start_template(kernel)
    start_fork_server()


def take_template(kernel: str) -> "Template | None":
    """Return the template that was started for the kernels of a name, else a new one."""
    from nbpress.kernels import client

    return _started.pop(kernel) if kernel in _started else client.start_template(kernel)


def start_fork_server() -> "ForkServerContext | SpawnContext":
    """Return the way workers are started, and let the server they are forked from import already.

    On Windows, which cannot fork, workers are spawned.
    """
    import multiprocessing
    from multiprocessing import forkserver

    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["nbpress.build.worker_preload"])
    before = os.environ.copy()
    try:
        # A library that starts a pool of threads when imported would make forking unsafe.
        os.environ.update(ONE_THREAD)
        forkserver.ensure_running()
    finally:
        os.environ.clear()
        os.environ.update(before)
    return context
