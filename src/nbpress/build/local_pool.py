"""Local workers: forked from one process that has imported everything once."""

import contextlib
import multiprocessing
import os
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess

from nbpress.build.failures import Failure
from nbpress.build.tasks import Inputs, Render, Result, Task
from nbpress.build.worker import serve_tasks
from nbpress.kernels import client
from nbpress.threads import ONE_THREAD

GRACE = 15.0  # seconds beyond its task's limit after which a worker that hangs is killed


@dataclass
class Worker:
    """A worker process with its connections and the task it is at."""

    process: BaseProcess
    tasks: Connection
    lifeline: Connection
    task: Task | None = None
    began: float = 0.0

    def overdue(self, now: float) -> bool:
        """Return whether the task has run past its limit and past the grace after it."""
        return self.task is not None and now - self.began > self.task.limit + GRACE


class LocalPool:
    """A fixed number of worker processes; one that dies is replaced.

    Parameters
    ----------
    inputs
        What all tasks share; given to each worker when it starts.
    size
        Number of workers.
    kernel
        Name of the kernels that the workers will start; a template for them is started here.

    Notes
    -----
    It returns at once: template and workers import while the caller goes on.  A worker has no more
    than one task, so that the death of a process costs one report one try.
    """

    def __init__(self, inputs: Inputs, size: int, kernel: str) -> None:
        self.inputs = inputs
        self.size = size
        self.waiting: deque[Task] = deque()
        self.workers: list[Worker] = []
        self.context = start_fork_server()
        self.template = client.start_template(kernel)

    def start(self) -> Worker:
        """Start a worker."""
        tasks, far_tasks = self.context.Pipe()
        far_lifeline, lifeline = self.context.Pipe(duplex=False)
        process = self.context.Process(
            target=serve_tasks,
            args=(far_tasks, far_lifeline, self.inputs, self.environment()),
            daemon=True,
        )
        process.start()
        far_tasks.close()
        far_lifeline.close()
        return Worker(process, tasks, lifeline)

    def environment(self) -> dict[str, str]:
        """Return the variables by which workers find the template."""
        return {client.VARIABLE: self.template.address} if self.template else {}

    def submit(self, task: Task) -> None:
        """Take a task; hand it out if a worker is free; have one to spare if there may be more.

        A rendering goes first: a report that is ready is not kept waiting by those that are not.
        """
        if isinstance(task, Render):
            self.waiting.appendleft(task)
        else:
            self.waiting.append(task)
        busy = sum(worker.task is not None for worker in self.workers)
        while len(self.workers) < min(self.size, busy + 2):
            self.workers.append(self.start())
            self.hand_out()
        self.hand_out()

    def hand_out(self) -> None:
        """Give waiting tasks to free workers."""
        while self.waiting:
            position = self.find_free_worker(self.waiting[0])
            if position is None:
                return
            worker = self.workers[position]
            try:
                worker.tasks.send(self.waiting[0])
            except OSError:  # it died while it had nothing to do
                self.replace(position)
                continue
            worker.task, worker.began = self.waiting.popleft(), time.monotonic()

    def find_free_worker(self, task: Task) -> int | None:
        """Return the position of a worker without a task; None when all are busy."""
        free = [position for position, worker in enumerate(self.workers) if worker.task is None]
        if not free:
            return None
        # Notebooks go to the first: the last to start has had time to render ahead (prewarm).
        return free[-1] if isinstance(task, Render) else free[0]

    def running(self) -> Iterable[str]:
        """Return the keys of the tasks that workers are at."""
        return [worker.task.key for worker in self.workers if worker.task is not None]

    def collect(self, timeout: float) -> list[Result]:
        """Return the results that are there; wait up to ``timeout`` seconds for the first."""
        busy = {worker.tasks: place for place, worker in enumerate(self.workers) if worker.task}
        ready = wait(list(busy), timeout) if busy else []
        results = [self.receive(busy[connection]) for connection in ready]  # type: ignore[index]
        now = time.monotonic()
        for position, worker in enumerate(self.workers):
            if worker.overdue(now):
                results.append(self.give_up(position, "time", "did not end at its limit"))
        self.hand_out()
        return results

    def receive(self, position: int) -> Result:
        """Return the result of a worker that sent one, or the failure of one that died."""
        worker = self.workers[position]
        try:
            result: Result = worker.tasks.recv()
        except (EOFError, OSError):
            worker.process.join(GRACE)
            cause = f"died (exit code {worker.process.exitcode}); was there memory enough?"
            return self.give_up(position, "worker", cause)
        worker.task = None
        return result

    def give_up(self, position: int, kind: str, cause: str) -> Result:
        """Replace a worker and return the failure of the task it was at."""
        task = self.workers[position].task
        if task is None:
            raise RuntimeError("only a worker with a task can fail one")
        self.replace(position)
        failure = Failure("time" if kind == "time" else "worker", f"the worker process {cause}")
        return Result(task.key, failure=failure)

    def replace(self, position: int) -> None:
        """End a worker and put a new one in its place."""
        stop_worker(self.workers[position])
        self.workers[position] = self.start()

    def close(self) -> None:
        """End all workers at once and wait until they are gone."""
        self.waiting.clear()
        for worker in self.workers:
            worker.lifeline.close()
        for worker in self.workers:
            stop_worker(worker)
        if self.template:
            self.template.close()


def start_fork_server() -> ForkServerContext | SpawnContext:
    """Return the way workers are started, and let the server they are forked from import already.

    On Windows, which cannot fork, workers are spawned.
    """
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


def stop_worker(worker: Worker) -> None:
    """End a worker: closing its lifeline is enough, unless it hangs below Python."""
    with contextlib.suppress(OSError):
        worker.lifeline.close()
        worker.tasks.close()
    worker.process.join(1)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()
