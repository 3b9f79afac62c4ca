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
from nbpress.build.tasks import Execute, Inputs, Model, Render, Result, Task
from nbpress.build.worker import serve
from nbpress.kernels import client
from nbpress.threads import ONE_THREAD

GRACE = 15.0  # seconds that a worker may take beyond its task's limit to say so itself


@dataclass
class Worker:
    """A worker process with its connections and the task it is at.

    Attributes
    ----------
    ran
        Whether it has had a notebook to run.  One that has not had time to make ready to render.
    """

    process: BaseProcess
    tasks: Connection
    lifeline: Connection
    task: Task | None = None
    began: float = 0.0
    ran: bool = False

    def overdue(self, now: float) -> bool:
        """Return whether the task has run past its limit and past the grace after it."""
        return self.task is not None and now - self.began > self.task.limit + GRACE


_begun: dict[str, client.Template | None] = {}


def begin(kernel: str, template: client.Template | None) -> None:
    """Let workers import already; the next pool for these kernels takes over their template."""
    _begun[kernel] = template
    context()


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
    model
        What a worker with time to spare makes ready for.

    Notes
    -----
    It returns at once: template and workers import while the caller goes on.

    A worker has no more than one task, so that the death of a process costs one report one try.
    """

    def __init__(self, inputs: Inputs, size: int, kernel: str, model: Model | None = None) -> None:
        self.inputs = inputs
        self.model = model
        self.size = size
        self.waiting: deque[Task] = deque()
        self.workers: list[Worker] = []
        self.context = context()
        self.template = _begun.pop(kernel) if kernel in _begun else client.offer(kernel)

    def start(self) -> Worker:
        """Start a worker."""
        tasks, far_tasks = self.context.Pipe()
        far_lifeline, lifeline = self.context.Pipe(duplex=False)
        process = self.context.Process(
            target=serve,
            args=(far_tasks, far_lifeline, self.inputs, self.environment(), self.model),
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
            position = self.free_for(self.waiting[0])
            if position is None:
                return
            worker = self.workers[position]
            try:
                worker.tasks.send(self.waiting[0])
            except OSError:  # it died while it had nothing to do
                self.replace(position)
                continue
            worker.task, worker.began = self.waiting.popleft(), time.monotonic()
            worker.ran |= isinstance(worker.task, Execute)

    def free_for(self, task: Task) -> int | None:
        """Return a worker without a task: for a rendering one that is ready for it, if any is."""
        free = [position for position, worker in enumerate(self.workers) if worker.task is None]
        if isinstance(task, Render):
            free.sort(key=lambda position: self.workers[position].ran)
        return free[0] if free else None

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
        """Return the result of a worker that has said something, or has died."""
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
        end(self.workers[position])
        self.workers[position] = self.start()

    def close(self) -> None:
        """End all workers at once and wait until they are gone."""
        self.waiting.clear()
        for worker in self.workers:
            worker.lifeline.close()
        for worker in self.workers:
            end(worker)
        if self.template:
            self.template.close()


def context() -> ForkServerContext | SpawnContext:
    """Return the way processes start here: forked from a clean one where that exists."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["nbpress.build.worker_preload"])
    before = os.environ.copy()
    try:
        os.environ.update(ONE_THREAD)  # the fork server must stay without other threads
        forkserver.ensure_running()  # it imports while this process goes on
    finally:
        os.environ.clear()
        os.environ.update(before)
    return found


def end(worker: Worker) -> None:
    """End a worker: closing its lifeline is enough, unless it hangs below Python."""
    with contextlib.suppress(OSError):
        worker.lifeline.close()
        worker.tasks.close()
    worker.process.join(1)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()
