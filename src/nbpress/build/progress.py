"""How a build shows how far it is: a live table in a terminal, lines elsewhere."""

import contextlib
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Group

    from nbpress.build.runner import Display

ENDED = ("published", "failed")
BUSY = ("running", "rendering")
MINUTE = 60
SHOWN = 12  # rows of the live table; a matrix can have hundreds


def format_duration(seconds: float) -> str:
    """Return a length of time in words.

    Examples
    --------
    >>> format_duration(59.6), format_duration(3599)
    ('1 min', '60 min')
    """
    return f"{seconds:.0f} s" if seconds < MINUTE - 0.5 else f"{seconds / MINUTE:.0f} min"


class Lines:
    """One line when a report is published or has failed.

    A stream that nobody reads any more stops the lines, never the build.
    """

    def __init__(self, total: int, stream: IO[str]) -> None:
        self.total = total
        self.stream = stream
        self.states: dict[str, str] = {}
        self.since: dict[str, float] = {}
        self.began = time.monotonic()

    def state(self, target: str, state: str) -> None:
        """Take note of a new state."""
        if self.states.get(target) == state:
            return
        self.states[target] = state
        self.since[target] = time.monotonic()
        if state in ENDED:
            self.say(f"[{self.ended}/{self.total}] {target}: {state}")

    @property
    def ended(self) -> int:
        """Return how many reports are published or have failed."""
        return sum(state in ENDED for state in self.states.values())

    def say(self, line: str) -> None:
        """Write a line, if there is still somebody to read it."""
        with contextlib.suppress(OSError, ValueError):
            self.stream.write(f"{line}\n")
            self.stream.flush()

    def left(self) -> str:
        """Return how long the rest will take if it goes on as it did."""
        if not self.ended or self.ended == self.total:
            return ""
        spent = time.monotonic() - self.began
        return f"about {format_duration(spent / self.ended * (self.total - self.ended))} left"


class Live(Lines):
    """A bar, the time left, and the state of each report that is being made."""

    def say(self, line: str) -> None:
        """Write nothing: the table shows it."""

    def __rich__(self) -> "Group":
        """Return the table as it is now."""
        from rich.console import Group
        from rich.progress_bar import ProgressBar
        from rich.table import Table

        head = Table.grid(padding=(0, 2))
        head.add_row(ProgressBar(self.total, self.ended, width=30), self.counts(), self.left())
        rows = Table.grid(padding=(0, 2))
        busy = [name for name, state in self.states.items() if state in BUSY]
        for name in busy[:SHOWN]:
            spent = time.monotonic() - self.since[name]
            rows.add_row(f"  {name}", self.states[name], f"{spent:.0f} s")
        if len(busy) > SHOWN:
            rows.add_row(f"  and {len(busy) - SHOWN} more")
        return Group(head, rows)

    def counts(self) -> str:
        """Return how many reports are in which state; before there is any, what is done first."""
        if not self.states:
            return "checking the data"
        counts = Counter(self.states.values())
        failed = f", {counts['failed']} failed" if counts["failed"] else ""
        return f"{counts['published']} of {self.total} published{failed}"


@contextmanager
def display(targets: Sequence[str], stream: IO[str]) -> "Iterator[Display]":
    """Show the progress of a build on ``stream`` as long as the context lasts."""
    if not stream.isatty():
        yield Lines(len(targets), stream)
        return
    from rich.console import Console
    from rich.live import Live as Refreshed

    shown = Live(len(targets), stream)
    with Refreshed(shown, console=Console(file=stream), refresh_per_second=8, transient=True):
        yield shown
