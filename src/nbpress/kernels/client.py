"""The provisioner's side of a template: start one, ask it for kernels, watch them."""

import contextlib
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbpress.errors import NbpressError
from nbpress.kernels import preconditions, protocol
from nbpress.kernels.protocol import ClosedError
from nbpress.scratch import make_private_folder, remove_left_folders
from nbpress.threads import ONE_THREAD

NAME = "warm-provisioner"  # of the entry point, in kernelspecs
VARIABLE = "WARM_KERNEL_TEMPLATE"  # where the template of a parent process listens
PREFIX = "warm-kernel-"
START_TIMEOUT = 60.0  # seconds for a template to import and to answer its first question
LOG_BYTES = 500
# What ipykernel would set before matplotlib is imported, had the kernel been spawned.
INLINE = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}


class RefusedError(NbpressError):
    """The template does not fork this kernel.

    Attributes
    ----------
    stale
        Whether a new template would.
    """

    def __init__(self, reason: str, *, stale: bool = False) -> None:
        self.stale = stale
        super().__init__(reason)


class ForkedKernel:
    """A kernel process that is the template's child, behind the interface of `subprocess.Popen`.

    Parameters
    ----------
    process
        Its process id.
    connection
        To the template: brings the exit code; its end, with this process, ends the kernel.
    """

    stdin = stdout = stderr = None

    def __init__(self, process: int, connection: socket.socket) -> None:
        self.pid = process
        self.returncode: int | None = None
        self._connection = connection

    def poll(self) -> int | None:
        """Return the exit code, or None as long as the kernel runs."""
        return self.wait_for(0)

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code once the kernel has ended.

        Raises
        ------
        subprocess.TimeoutExpired
            If it does not end in ``timeout`` seconds.
        """
        code = self.wait_for(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(f"kernel {self.pid}", timeout or 0)
        return code

    def wait_for(self, timeout: float | None) -> int | None:
        """Return the exit code if the kernel ends within ``timeout`` seconds (None: no limit)."""
        if self.returncode is None and readable(self._connection, timeout):
            try:
                message, _ = protocol.receive(self._connection)
                self.returncode = int(message["exit"])
            except (ClosedError, OSError):
                self.returncode = -signal.SIGKILL  # the template ended, and the kernel with it
            self._connection.close()
        return self.returncode

    def fileno(self) -> int:
        """Return a descriptor that becomes readable when the kernel ends."""
        return self._connection.fileno()

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)


def readable(connection: socket.socket, timeout: float | None) -> bool:
    """Return whether something can be read within ``timeout`` seconds."""
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_READ)
        return bool(selector.select(timeout))


@dataclass(frozen=True)
class Wanted:
    """A kernel that is wanted: what `subprocess.Popen` would be given.

    Attributes
    ----------
    modules
        The template must have imported these.
    later
        A new template imports these besides, when it has nothing else to do.
    streams
        Descriptors of standard input, output and error.
    """

    modules: tuple[str, ...]
    later: tuple[str, ...]
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    directory: str
    streams: tuple[int, int, int]

    def as_message(self) -> dict[str, object]:
        """Return the request for the template."""
        return {
            "modules": self.modules,
            "arguments": self.arguments,
            "environment": {**INLINE, **self.environment},
            "directory": self.directory,
            "umask": current_umask(),
        }


def current_umask() -> int:
    """Return the umask of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("Umask:"):
            return int(line.split()[1], 8)
    return 0o022


class Template:
    """A template process started by this one; it ends with this object or with this process.

    Parameters
    ----------
    modules
        What it imports before it forks a kernel.
    later
        What it imports when it has nothing else to do.
    environment
        Variables with which it starts; kernels that want others of those that matter at start
        are refused.

    Notes
    -----
    It returns at once: the template imports while this process goes on.
    """

    def __init__(
        self, modules: Sequence[str], later: Sequence[str], environment: Mapping[str, str]
    ) -> None:
        remove_left_folders(PREFIX)
        self.folder = make_private_folder(PREFIX)
        self.address = str(self.folder / "socket")
        lifeline, own = os.pipe()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(self.address)
            listener.listen(64)
            asked = {
                "listener": listener.fileno(),
                "lifeline": lifeline,
                "modules": list(modules),
                "later": list(later),
            }
            with (self.folder / "log").open("wb") as log:
                self.process = subprocess.Popen(  # noqa: S603 - our own module
                    [sys.executable, "-m", "nbpress.kernels.forkserver", json.dumps(asked)],
                    env={**INLINE, **environment, **ONE_THREAD},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=(listener.fileno(), lifeline),
                    start_new_session=True,
                )
        os.close(lifeline)
        self.close = weakref.finalize(self, stop_template, self.process, own, self.folder)

    def log(self) -> str:
        """Return the end of what the template wrote to its standard error."""
        with contextlib.suppress(OSError):
            return (self.folder / "log").read_text(errors="replace")[-LOG_BYTES:].strip()
        return ""


def stop_template(process: "subprocess.Popen[bytes]", lifeline: int, folder: Path) -> None:
    """Let a template end, and its kernels with it.

    The process that was started may still import, or be the template, or have left a copy of
    itself as the template, which ends when the lifeline is closed.
    """
    with contextlib.suppress(OSError):
        os.close(lifeline)
    process.kill()
    process.wait()
    shutil.rmtree(folder, ignore_errors=True)


def fork_kernel(address: str, wanted: Wanted) -> ForkedKernel:
    """Return a kernel forked from the template that listens at ``address``.

    Raises
    ------
    RefusedError
        If the template has a reason not to fork it, does not answer, or is not there.
    """
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(START_TIMEOUT)
        connection.connect(address)
        protocol.send(connection, wanted.as_message(), list(wanted.streams))
        answer, _ = protocol.receive(connection)
    except (OSError, ValueError) as error:
        connection.close()
        raise RefusedError(f"the template does not answer ({error!r})", stale=True) from error
    if "process" not in answer:
        connection.close()
        raise RefusedError(answer["refused"], stale=answer["stale"])
    connection.settimeout(None)
    return ForkedKernel(answer["process"], connection)


_starting = threading.Lock()
_own: dict[tuple[tuple[str, ...], ...], Template] = {}


def obtain_kernel(wanted: Wanted) -> ForkedKernel:
    """Return a forked kernel, from the template of a parent process or from one of our own.

    A template whose modules have changed on disk since it imported them is replaced by a new one.

    Raises
    ------
    RefusedError
        If a fork might differ from a new process; the message names the reason.
    """
    reason = preconditions.about_system()
    if reason:
        raise RefusedError(reason)
    inherited = os.environ.get(VARIABLE)
    if inherited:
        try:
            return fork_kernel(inherited, wanted)
        except RefusedError as error:
            if not error.stale:
                raise
    return from_own_template(wanted)


def from_own_template(wanted: Wanted) -> ForkedKernel:
    """Return a kernel forked from a template of this process, which is started at need."""
    for _ in range(2):
        template = own_template(wanted)
        try:
            return fork_kernel(template.address, wanted)
        except RefusedError as error:
            if not error.stale:
                raise
            log = template.log()
            retire_template(wanted)
            last = RefusedError(f"{error}{f'; it wrote: {log}' if log else ''}")
    raise last


def own_template(wanted: Wanted) -> Template:
    """Return this process's template for two lists of modules; start it if there is none."""
    with _starting:
        lists = wanted.modules, wanted.later
        if lists not in _own:
            _own[lists] = Template(*lists, wanted.environment)
        return _own[lists]


_retired: list[Template] = []


def retire_template(wanted: Wanted) -> None:
    """Take no more kernels from a template; those it has given live on under it."""
    with _starting:
        template = _own.pop((wanted.modules, wanted.later), None)
        if template:
            _retired.append(template)


def start_template(kernel: str) -> Template | None:
    """Start a template for the kernels of a name; processes that know its address share it.

    It begins to import at once, while this process goes on with other work.  None where kernels
    cannot be forked, and for kernels that do not ask for a template.

    Parameters
    ----------
    kernel
        Name of a kernelspec.
    """
    found = read_kernelspec(kernel)
    provisioner = found.get("metadata", {}).get("kernel_provisioner", {})
    if preconditions.about_system() or provisioner.get("provisioner_name") != NAME:
        return None
    config = provisioner.get("config", {})
    modules, later = config.get("preload", []), config.get("preload_when_idle", [])
    return Template(modules, later, {**os.environ, **found.get("env", {})})


def read_kernelspec(kernel: str) -> dict[str, Any]:
    """Return what a kernelspec says; nothing where there is none of the name."""
    from jupyter_core.paths import jupyter_path

    for folder in jupyter_path("kernels"):
        with contextlib.suppress(OSError, ValueError):
            found: dict[str, Any] = json.loads(Path(folder, kernel, "kernel.json").read_text())
            return found
    return {}
