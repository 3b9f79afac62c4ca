"""How a build shows how far it is: a live table in a terminal, lines elsewhere."""

import contextlib
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from defcoop.reports.drive import Display

ENDED = ("published", "failed")
SHOWN = 12  # rows of the live table; a matrix can have hundreds


class Lines:
    """One line when a report is published or has failed.

    A stream that nobody reads any more stops the lines, never the build.
    """

    def __init__(self, total: int, stream: IO[str]) -> None:
        self.total = total
        self.stream = stream
        self.states: dict[str, str] = {}
        self.began = time.monotonic()

    def state(self, target: str, state: str) -> None:
        """Take note of a new state."""
        if self.states.get(target) == state:
            return
        self.states[target] = state
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
        return f"about {spent / self.ended * (self.total - self.ended):.0f} s left"


class Live(Lines):
    """A bar, the time left, and the state of each report that is being made."""

    def say(self, line: str) -> None:
        """Write nothing: the table shows it."""

    def __rich__(self) -> "Table":
        """Return the table as it is now."""
        from rich.progress_bar import ProgressBar
        from rich.table import Table

        table = Table.grid(padding=(0, 2))
        counts = Counter(self.states.values())
        words = ", ".join(f"{counts[state]} {state}" for state in (*ENDED, "waiting"))
        table.add_row(ProgressBar(self.total, self.ended, width=30), words, self.left())
        busy = [name for name, state in self.states.items() if state in ("running", "rendering")]
        for name in busy[:SHOWN]:
            table.add_row("", name, self.states[name])
        return table


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
