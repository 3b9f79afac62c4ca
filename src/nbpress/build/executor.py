"""Where tasks are done: what the build asks of a pool of workers, near or far."""

from collections.abc import Iterable
from typing import Protocol

from nbpress.build.tasks import Result, Task


class Executor(Protocol):
    """A pool of workers."""

    def submit(self, task: Task) -> None:
        """Take a task; it begins when a worker is free."""

    def running(self) -> Iterable[str]:
        """Return the keys of the tasks that have begun and not ended."""

    def collect(self, timeout: float) -> list[Result]:
        """Return the results that are there; wait up to ``timeout`` seconds for the first."""

    def close(self) -> None:
        """Stop all workers at once, whatever they are doing, and wait until they are gone."""
