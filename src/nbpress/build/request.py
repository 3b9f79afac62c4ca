"""What is asked of a build."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Request:
    """What is asked of a build.

    Attributes
    ----------
    out
        Folder in which the reports are published.
    names
        ``report`` or ``report/variant``; with `all` every report of the catalogue, with `due`
        those whose schedule says so.
    parameters
        Values by name, stronger than the catalogue's.
    formats
        Instead of the catalogue's; None for those.
    workers
        Number of workers; None for as many as there are cores.
    executor, scheduler
        ``local``, or ``dask`` with the address of a scheduler or on processes of its own.
    force
        Run everything, whatever the records say.
    keep
        Name under which the run is kept in the archive for good; empty for none.
    """

    out: Path
    names: tuple[str, ...] = ()
    all: bool = False
    due: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)
    formats: tuple[str, ...] | None = None
    workers: int | None = None
    executor: str = "local"
    scheduler: str | None = None
    force: bool = False
    keep: str = ""
