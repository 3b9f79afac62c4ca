"""What went wrong with a report, as data: kind, message, cell, a short traceback."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from nbpress.errors import NbpressError

Kind = Literal[
    "cell",  # a cell raised an exception
    "time",  # a cell or a report took longer than its limit
    "kernel",  # the kernel died or did not start
    "worker",  # the process that does the work died
    "render",  # the notebook ran but could not be rendered
    "publish",  # the files could not be written
    "code",  # a worker far away has other code than the build
    "data",  # the notebook read other tables than the build was given
]

# Faults of the machinery, which may pass; a failing cell fails again.
WORTH_ANOTHER_TRY: frozenset[Kind] = frozenset({"kernel", "worker"})


@dataclass(frozen=True)
class Failure:
    """Why a report was not made.

    Attributes
    ----------
    kind
        What failed.
    message
        One sentence.
    notebook
        Name of the notebook, when one was running.
    cell
        Number of the failing cell among all cells, from 1; None when no cell is to blame.
    source
        Source of the failing cell.
    traceback
        The last lines of the traceback, without colours.
    """

    kind: Kind
    message: str
    notebook: str = ""
    cell: int | None = None
    source: str = ""
    traceback: str = ""

    def __str__(self) -> str:
        where = f"{self.notebook}, cell {self.cell}: " if self.cell else ""
        return f"{where}{self.message}"

    def as_data(self) -> dict[str, Any]:
        """Return the failure as plain data, for run.json."""
        return asdict(self)


class ReportFailedError(NbpressError):
    """Raised where a report fails; carries the failure.

    Attributes
    ----------
    failure
        What went wrong.
    """

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(str(failure))

    def __reduce__(self) -> tuple[type["ReportFailedError"], tuple[Failure]]:
        # An exception is pickled by its arguments, which here are not those of __init__.
        return type(self), (self.failure,)
