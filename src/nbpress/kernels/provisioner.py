"""The provisioner: forks a kernel where that is as good as a new process, else spawns it."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.localinterfaces import localhost
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Bool, List, Unicode

from nbpress.kernels import client, preconditions
from nbpress.kernels.sockets import can_hold_sockets
from nbpress.scratch import make_private_folder

UNDERSTOOD = {"env", "cwd", "stdin", "stdout", "stderr", "kernel_id", "extra_arguments"}
KILL_TIMEOUT = 5.0  # seconds; a process in an uninterruptible call takes its time


class WarmProvisioner(LocalProvisioner):
    """Starts kernels by forking a template that has imported their modules.

    Chosen by a kernelspec with ``metadata.kernel_provisioner`` of the name ``warm-provisioner``;
    papermill, nbclient, nbconvert, Jupyter Scheduler and JupyterLab use it without knowing.

    Attributes
    ----------
    how
        ``forked``, or ``spawned:`` and the reason.
    """

    preload = List(
        Unicode(), help="Modules that the template imports; with .* at the end, all of a package."
    ).tag(config=True)
    preload_when_idle = List(
        Unicode(), help="Modules that it imports besides, when no kernel is asked for."
    ).tag(config=True)
    ipc = Bool(
        default_value=True,
        help="Talk through sockets in a private folder instead of TCP ports, where they exist.",
    ).tag(config=True)

    how = ""
    _sockets: Path | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - its base's
        """Choose the transport, then prepare as for any local kernel."""
        if self.ipc and self.parent is not None:
            self.prefer_ipc(self.parent)
        prepared: dict[str, Any] = await super().pre_launch(**kwargs)
        return prepared

    def prefer_ipc(self, manager: Any) -> None:  # noqa: ANN401 - a kernel manager
        """Let a kernel manager that has not chosen its ports use sockets in a private folder."""
        chosen = manager.transport != "tcp" or manager.ip != localhost() or any(manager.ports)
        if chosen:
            return
        folder = make_private_folder(client.PREFIX)
        if not can_hold_sockets(folder):
            folder.rmdir()
            return
        self._sockets = folder
        manager.transport = "ipc"
        manager.ip = str(folder / "s")

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401
        """Fork the kernel, or spawn it and say why."""
        reason = preconditions.about_command(cmd, sys.executable) or about_options(kwargs)
        if not reason:
            try:
                return self.adopt(await self.fork(cmd, kwargs), kwargs)
            except client.RefusedError as error:
                reason = str(error)
        self.how = f"spawned: {reason}"
        self.log.warning("kernel %s is spawned, not forked: %s", self.kernel_id, reason)
        return await super().launch_kernel(cmd, **kwargs)

    def adopt(self, kernel: client.ForkedKernel, options: dict[str, Any]) -> KernelConnectionInfo:
        """Take a forked kernel as the process that is looked after."""
        self.how = "forked"
        self.process = cast("Any", kernel)
        self.pid = self.pgid = kernel.pid
        self.cwd = options.get("cwd") or Path.cwd()
        return self.connection_info

    async def fork(self, cmd: list[str], options: dict[str, Any]) -> client.ForkedKernel:
        """Return a kernel forked from the template."""
        with open(os.devnull, "r+b") as nothing:  # noqa: PTH123 - not a file that waits
            wanted = client.Wanted(
                modules=tuple(self.preload),
                later=tuple(self.preload_when_idle),
                arguments=tuple(cmd[3:]),
                environment=dict(options["env"]),
                directory=str(options.get("cwd") or Path.cwd()),
                streams=(
                    nothing.fileno(),
                    descriptor(options.get("stdout"), 1, nothing.fileno()),
                    descriptor(options.get("stderr"), 2, nothing.fileno()),
                ),
            )
            return await asyncio.to_thread(client.obtain_kernel, wanted)

    async def wait(self) -> int | None:
        """Wait for the end of the kernel.

        A forked one closes its connection when it ends, so that nothing is polled.
        """
        kernel: object = self.process
        if not isinstance(kernel, client.ForkedKernel):
            return await super().wait()
        code = await wait_for_end(kernel)
        self.process = None
        return code

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and wait for the end of a forked one.

        The stock manager would find it alive still and sleep 0.1 s before it looks again.
        """
        await super().kill(restart=restart)
        kernel: object = self.process
        if isinstance(kernel, client.ForkedKernel):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(wait_for_end(kernel), KILL_TIMEOUT)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the folder of the sockets, unless the kernel is about to start again."""
        await super().cleanup(restart=restart)
        if self._sockets and not restart:
            shutil.rmtree(self._sockets, ignore_errors=True)

    async def get_provisioner_info(self) -> dict[str, Any]:
        """Return what a manager keeps of this kernel, with how it was started."""
        return {**await super().get_provisioner_info(), "how": self.how}


def about_options(options: dict[str, Any]) -> str:
    """Return which options of a launch only a new process can honour; or nothing."""
    strange = sorted(name for name in options if name not in UNDERSTOOD)
    if strange:
        return f"{', '.join(strange)} can only be given to a new process"
    for name in ("stdout", "stderr"):
        stream = options.get(name)
        if isinstance(stream, int) and stream < 0 and stream != subprocess.DEVNULL:
            return f"{name} is to be a pipe"
    return ""


def descriptor(stream: Any, default: int, nothing: int) -> int:  # noqa: ANN401 - as Popen takes it
    """Return the descriptor of a stream as `subprocess.Popen` takes it."""
    if stream is None:
        return default if preconditions.is_open(default) else nothing
    if stream == subprocess.DEVNULL:
        return nothing
    return stream if isinstance(stream, int) else int(stream.fileno())


async def wait_for_end(kernel: client.ForkedKernel) -> int | None:
    """Return the exit code of a kernel once it has ended."""
    if kernel.poll() is None:
        loop = asyncio.get_running_loop()
        ended = asyncio.Event()
        number = kernel.fileno()
        loop.add_reader(number, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(number)
    return kernel.poll()
