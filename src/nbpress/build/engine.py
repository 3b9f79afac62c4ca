"""A papermill engine that hands the kernel its environment, log and transport."""

import os
import signal
import sys
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from traitlets.config import Config

from nbpress.kernels.sockets import can_hold_sockets

NAME = "notebook-build"


@dataclass
class Setting:
    """How one kernel is to be run, and what became of it.

    Attributes
    ----------
    folder
        Where the kernel's connection file and sockets are put.
    directory
        Working directory of the kernel.
    environment
        Variables of the kernel beside those of this process.
    log
        Takes what the kernel writes to its standard error outside of any cell.
    limit
        Seconds after which the kernel is killed.
    expired
        Whether that happened.
    how
        How the kernel was started, where its provisioner says so.
    """

    folder: Path
    directory: Path
    environment: Mapping[str, str]
    log: IO[bytes]
    limit: float
    expired: threading.Event = field(default_factory=threading.Event)
    how: str = ""

    def note(self, provisioner: object) -> None:
        """Note how the kernel was started."""
        self.how = str(getattr(provisioner, "how", ""))


class BuildEngine(NBClientEngine):  # type: ignore[misc]
    """Runs a notebook as papermill's own engine does, in a kernel started to a `Setting`."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,  # noqa: ANN401 - papermill's own
        kernel_name: str,
        *,
        setting: Setting,
        execution_timeout: float | None = None,
        start_timeout: float = 60,
        **_: object,
    ) -> None:
        """Run all cells until one fails.

        Parameters
        ----------
        nb_man
            papermill's keeper of the notebook.
        kernel_name
            Name of the kernelspec.
        setting
            How to run the kernel.
        execution_timeout
            Seconds for each cell.
        start_timeout
            Seconds for the kernel to become ready.
        """
        client = PapermillNotebookClient(
            nb_man,
            kernel_name=kernel_name,
            config=configuration(setting.folder),
            timeout=execution_timeout,
            startup_timeout=start_timeout,
            shutdown_kernel="immediate",
            extra_arguments=["--HistoryManager.enabled=False"],
            record_timing=False,
        )
        client.on_notebook_start = lambda **_: note_start(client, setting)
        watchdog = threading.Timer(setting.limit, expire, [client, setting])
        watchdog.daemon = True
        watchdog.start()
        try:
            client.execute(
                env={**os.environ, **setting.environment},
                cwd=str(setting.directory),
                stdout=setting.log,
                stderr=setting.log,
            )
        finally:
            watchdog.cancel()


def configuration(folder: Path) -> Config:
    """Return a kernel manager's configuration: a connection file of its own, no TCP port."""
    file = folder / f"{uuid.uuid4().hex[:12]}.json"
    settings = {
        "connection_file": str(file),
        "client_class": "nbpress.kernels.fast_client.PromptKernelClient",
    }
    if can_hold_sockets(file):
        settings["transport"] = "ipc"
    return Config({"KernelManager": settings})


def note_start(client: PapermillNotebookClient, setting: Setting) -> None:
    """Note how the kernel was started; kill it if the time was up before it was ready."""
    setting.note(client.km.provisioner)
    if setting.expired.is_set():
        kill_kernel(client)


def expire(client: PapermillNotebookClient, setting: Setting) -> None:
    """Kill the kernel of ``client``: its report has used up its time."""
    setting.expired.set()
    kill_kernel(client)


def kill_kernel(client: PapermillNotebookClient) -> None:
    """Kill a kernel and all that it started; one that has not started yet is left alone."""
    provisioner = client.km and client.km.provisioner
    if provisioner is None or not provisioner.pid:
        return
    try:
        if sys.platform == "win32":
            os.kill(provisioner.pid, signal.SIGTERM)
        else:
            os.killpg(provisioner.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


papermill_engines.register(NAME, BuildEngine)
