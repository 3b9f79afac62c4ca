"""Local workers: forked from one process that has imported everything once."""

import contextlib
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from nbpress.build import prestart
from nbpress.build.failures import Failure
from nbpress.build.prewarm import Sample, put_prewarmed_first
from nbpress.build.tasks import Execute, Inputs, Render, Result, Task
from nbpress.build.worker import serve_tasks
from nbpress.kernels import client

GRACE = 15.0  # seconds that a worker may take beyond its task's limit to say so itself


@dataclass
class Worker:
    """A worker process with its connections and the task it is at.

    Attributes
    ----------
    executed
        True once the worker has executed a notebook.  A worker that has not has probably rendered
        ahead while idle, so renderings go to it first.
    """

    process: BaseProcess
    tasks: Connection
    lifeline: Connection
    task: Task | None = None
    began: float = 0.0
    executed: bool = False

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
    sample
        What an idle worker renders ahead.

    Notes
    -----
    It returns at once: template and workers import while the caller goes on.  A worker has no more
    than one task, so that the death of a process costs one report one try.
    """

    def __init__(
        self, inputs: Inputs, size: int, kernel: str, sample: Sample | None = None
    ) -> None:
        self.inputs = inputs
        self.sample = sample
        self.size = size
        self.waiting: deque[Task] = deque()
        self.workers: list[Worker] = []
        self.context = prestart.start_fork_server()
        self.template = prestart.take_template(kernel)

    def start(self) -> Worker:
        """Start a worker."""
        tasks, far_tasks = self.context.Pipe()
        far_lifeline, lifeline = self.context.Pipe(duplex=False)
        process = self.context.Process(
            target=serve_tasks,
            args=(far_tasks, far_lifeline, self.inputs, self.environment(), self.sample),
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
            worker.executed |= isinstance(worker.task, Execute)

    def find_free_worker(self, task: Task) -> int | None:
        """Return the position of a worker without a task; None when all are busy."""
        free = [position for position, worker in enumerate(self.workers) if worker.task is None]
        if isinstance(task, Render):
            free = put_prewarmed_first(free, [worker.executed for worker in self.workers])
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


def stop_worker(worker: Worker) -> None:
    """End a worker: closing its lifeline is enough, unless it hangs below Python."""
    with contextlib.suppress(OSError):
        worker.lifeline.close()
        worker.tasks.close()
    worker.process.join(1)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()
