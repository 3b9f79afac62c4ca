"""The template process: imports once, runs one thread, opens no socket, forks kernels.

Started by `nbpress.kernels.client`; it ends, and its kernels with it, when the descriptor
``lifeline`` reports that the process that started it has ended, however that happened.
"""

import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbpress.kernels import postfork, preconditions, protocol
from nbpress.kernels.preload import Imports, without_module

SIGNAL_BYTES = 4096
# What every IPython kernel imports on its way up, most of it only when the first one is made.
KERNEL_MODULES = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "nbpress.kernels.postfork",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "psutil",
    "tornado.platform.asyncio",
    "tornado.queues",
)

# ipykernel imports it at start-up.  A forked kernel cannot be debugged, because debugpy must trace
# from the start of the process, so that the import would cost time for nothing.
DEBUGGER = "debugpy"


@dataclass
class Template:
    """The state of the template's one loop.

    Attributes
    ----------
    listener
        Where provisioners connect.
    lifeline
        Closed by the end of the process that started the template.
    modules
        What the kernels must find imported.
    imports
        What has been imported, and what is still to be, when there is nothing else to do.
    """

    listener: socket.socket
    lifeline: int
    modules: tuple[str, ...]
    imports: Imports
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    kernels: dict[int, socket.socket] = field(default_factory=dict)

    def serve(self) -> postfork.Launch | None:
        """Fork kernels on request until the owner ends.

        Returns
        -------
        Launch
            In a forked process: what it is to become.
        None
            In the template, when it is time to end.
        """
        wake, noise = self.watch()
        while True:
            for key, _ in self.wait_or_import():
                if key.fileobj == self.lifeline:
                    self.kill_kernels()
                    return None
                if key.fileobj == wake:
                    os.read(wake, SIGNAL_BYTES)
                    self.reap_kernels()
                elif key.fileobj is self.listener:
                    connection, _ = self.listener.accept()
                    self.selector.register(connection, selectors.EVENT_READ)
                elif isinstance(key.fileobj, socket.socket) and key.fileobj.fileno() >= 0:
                    launch = self.accept_request(key.fileobj)
                    if launch is not None:
                        self.close_all((wake, noise))
                        return launch

    def wait_or_import(self) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait for an event; until there is one, import what is still to be imported."""
        while self.imports.later:
            happened = self.selector.select(0)
            if happened:
                return happened
            self.imports.import_next()
        return self.selector.select()

    def watch(self) -> tuple[int, int]:
        """Watch the listener, the lifeline and, through a pipe, the ends of kernels."""
        wake, noise = os.pipe()
        os.set_blocking(noise, False)
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(noise, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for watched in (self.listener, self.lifeline, wake):
            self.selector.register(watched, selectors.EVENT_READ)
        return wake, noise

    def accept_request(self, connection: socket.socket) -> postfork.Launch | None:
        """Read what a provisioner sent; fork, or kill the kernel of one that has gone."""
        try:
            request, descriptors = protocol.receive(connection)
        except (protocol.ClosedError, OSError, ValueError):
            self.drop_provisioner(connection)
            return None
        launch = self.fork_or_refuse(connection, request, descriptors)
        if launch is None:
            for descriptor in descriptors:
                close_descriptor(descriptor)
        return launch

    def fork_or_refuse(
        self, connection: socket.socket, request: dict[str, Any], descriptors: Sequence[int]
    ) -> postfork.Launch | None:
        """Fork a kernel and tell its process id, or refuse and tell why."""
        reason, stale = self.find_refusal(request)
        if reason:
            self.reply(connection, {"refused": reason, "stale": stale})
            return None
        process = os.fork()
        if process == 0:
            return postfork.Launch(
                arguments=tuple(request["arguments"]),
                environment={**self.imports.added, **request["environment"]},
                directory=request["directory"],
                umask=request["umask"],
                streams=(descriptors[0], descriptors[1], descriptors[2]),
            )
        self.kernels[process] = connection
        self.reply(connection, {"process": process})
        return None

    def reply(self, connection: socket.socket, message: dict[str, Any]) -> None:
        """Send a message to a provisioner; one that has gone loses its kernel."""
        try:
            protocol.send(connection, message, [])
        except OSError:
            self.drop_provisioner(connection)

    def find_refusal(self, request: dict[str, Any]) -> tuple[str, bool]:
        """Return why a kernel is not forked, and whether a new template would fork it."""
        if self.imports.doubt:
            return self.imports.doubt, False
        missing = sorted(set(request["modules"]) - set(self.modules))
        if missing:
            return f"the template has not imported {', '.join(missing)}", False
        reason = preconditions.about_environment(self.imports.environment, request["environment"])
        if reason:
            return reason, False
        reason = preconditions.about_threads()
        if reason:
            return reason, False
        reason = preconditions.about_sources(self.imports.sources)
        return reason, bool(reason)

    def reap_kernels(self) -> None:
        """Tell the provisioners of kernels that have ended, and end what those have left."""
        for process in list(self.kernels):
            ended, status = os.waitpid(process, os.WNOHANG)
            if not ended:
                continue
            connection = self.kernels.pop(process)
            kill_group(process)
            self.reply(connection, {"exit": os.waitstatus_to_exitcode(status)})

    def drop_provisioner(self, connection: socket.socket) -> None:
        """Forget a provisioner that has gone, and kill its kernel."""
        if connection.fileno() >= 0:
            self.selector.unregister(connection)
            connection.close()
        for process, owner in self.kernels.items():
            if owner is connection:
                kill_group(process)

    def kill_kernels(self) -> None:
        """Kill all kernels."""
        for process in self.kernels:
            kill_group(process)

    def close_all(self, pipe: tuple[int, int]) -> None:
        """Close, in a forked process, all by which the template talks to others."""
        watched = [key.fileobj for key in self.selector.get_map().values()]
        self.selector.close()
        for connection in watched:
            if isinstance(connection, socket.socket):
                connection.close()
        signal.set_wakeup_fd(-1)
        for descriptor in (*pipe, self.lifeline):
            close_descriptor(descriptor)


def kill_group(process: int) -> None:
    """Kill a kernel and all that it started; one that is gone is no fault."""
    for ending in (os.killpg, os.kill):
        try:
            ending(process, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


def close_descriptor(descriptor: int) -> None:
    """Close a descriptor that may be closed already."""
    try:
        os.close(descriptor)
    except OSError:
        return


def main(arguments: Sequence[str]) -> None:
    """Serve, and become a kernel where a fork comes back from serving.

    Parameters
    ----------
    arguments
        One: JSON with the descriptors ``listener`` and ``lifeline`` and two lists of modules to
        import, ``modules`` before the first kernel and ``later``.
    """
    sys.path[:] = [entry for entry in sys.path if entry not in ("", str(Path.cwd()))]
    asked = json.loads(arguments[0])
    listener, lifeline = asked["listener"], asked["lifeline"]
    imports = Imports({0, 1, 2, listener, lifeline})
    with without_module(DEBUGGER):
        imports.import_all((*KERNEL_MODULES, *asked["modules"]))
    imports.later.extend(asked["later"])
    modules = tuple(asked["modules"])
    template = Template(socket.socket(fileno=listener), lifeline, modules, imports)
    parent = os.getpid()
    launch = template.serve()
    if launch is not None:
        postfork.become_fresh_process(launch, parent, imports.libraries)
        run_kernel(launch)


def run_kernel(launch: postfork.Launch) -> None:
    """Run an IPython kernel until it is shut down."""
    from ipykernel.kernelapp import IPKernelApp

    # The parent of a forked kernel is the template, whose end the kernel does not outlive.
    IPKernelApp.launch_instance(list(launch.arguments), parent_handle=os.getppid())


if __name__ == "__main__":
    main(sys.argv[1:])
