"""Workers of a Dask cluster, near or far: they need no disk in common with the build."""

import contextlib
import queue
import socket
from collections.abc import Iterable
from typing import Any

from nbpress.build.failures import Failure
from nbpress.build.tasks import Inputs, Render, Result, Task
from nbpress.build.worker import hash_own_code, perform_task

DEATHS = 3  # workers that may die at one task before it is taken to be the task's fault


class DaskCluster:
    """A pool of Dask workers.

    Parameters
    ----------
    inputs
        What all tasks share; sent to each worker once.
    address
        Address of a running scheduler; None starts one here, with ``size`` worker processes.
    size
        Number of worker processes where none are running.

    Raises
    ------
    OSError
        If no scheduler answers at the address.
    """

    def __init__(self, inputs: Inputs, address: str | None, size: int) -> None:
        import dask
        import distributed

        library: Any = distributed  # it has no types

        dask.config.set({"distributed.scheduler.allowed-failures": DEATHS})
        self.cluster = (
            None if address else library.LocalCluster(n_workers=size, threads_per_worker=1)
        )
        self.client = library.Client(address or self.cluster, set_as_default=False, timeout="10s")
        self.inputs = self.client.scatter(inputs, broadcast=True, hash=False)
        self.ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.futures: dict[str, Any] = {}

    def submit(self, task: Task) -> None:
        """Send a task to the cluster; a rendering goes before notebooks that have yet to run."""
        priority = int(isinstance(task, Render))
        future = self.client.submit(
            perform_on_cluster, task, self.inputs, pure=False, priority=priority
        )
        self.futures[task.key] = future
        future.add_done_callback(lambda done: self.ended.put((task.key, done)))

    def running(self) -> Iterable[str]:
        """Return the keys of the tasks that the scheduler has and that have not ended."""
        return list(self.futures)

    def collect(self, timeout: float) -> list[Result]:
        """Return the results that are there; wait up to ``timeout`` seconds for the first."""
        results = []
        with contextlib.suppress(queue.Empty):
            results.append(self.receive(*self.ended.get(timeout=timeout or 0.001)))
            while True:
                results.append(self.receive(*self.ended.get_nowait()))
        return results

    def receive(self, key: str, future: Any) -> Result:  # noqa: ANN401 - distributed is untyped
        """Return the result of a future; what the cluster could not do is a failure."""
        self.futures.pop(key, None)
        error = future.exception()
        if error is None:
            result: Result = future.result()
            return result
        message = f"the cluster could not do it: {type(error).__name__}: {error}"
        return Result(key, failure=Failure("worker", message))

    def close(self) -> None:
        """Forget what is under way and leave the cluster; stop it if it was started here."""
        for future in list(self.futures.values()):
            future.cancel()
        self.client.close()
        if self.cluster is not None:
            self.cluster.close()


def perform_on_cluster(task: Task, inputs: Inputs) -> Result:
    """Do a task on a worker, if the worker has the code that the build has."""
    if hash_own_code() == inputs.code:
        return perform_task(task, inputs)
    message = (
        f"the worker on {socket.gethostname()} has other code than the build; install the same"
    )
    return Result(task.key, failure=Failure("code", message))
