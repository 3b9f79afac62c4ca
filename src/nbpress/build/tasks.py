"""The two kinds of work that travel to workers: to run a notebook, and to render a report.

All that a task needs is in it, and all that it makes is in its result, so that a worker needs no
disk in common with the build.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbpress.build.failures import Failure


@dataclass(frozen=True)
class Inputs:
    """What every task of a build shares.

    Attributes
    ----------
    files
        The tables and their schema: name to bytes, as they were when the build began.
    digest
        Digest of ``files``; workers unpack them once under it.
    variable
        Environment variable that holds, for a notebook, the folder of the files.
    vouch
        Environment variables that tell it that the files have passed their check.
    kernel
        Name of the kernel.
    code
        Digest of the package that builds; a worker far away that has another refuses.
    """

    files: Mapping[str, bytes]
    digest: str
    variable: str
    vouch: Mapping[str, str]
    kernel: str
    code: str


@dataclass(frozen=True)
class Execute:
    """Run one notebook with its parameters.

    Attributes
    ----------
    key
        Name of the task within the build.
    document
        The notebook file's bytes.
    tables
        Digest of each table, to hold what the notebook read against.
    cell_limit, limit
        Seconds for each cell and for all.
    """

    key: str
    notebook: str
    document: bytes
    parameters: Mapping[str, Any]
    tables: Mapping[str, str]
    cell_limit: float
    limit: float


@dataclass(frozen=True)
class Changes:
    """What "changes since" is made from, besides the record: an earlier record and the diff.

    Attributes
    ----------
    since
        As-of date of the earlier record.
    facts
        Differences of the tables, as Markdown.
    headlines
        Headline numbers of the earlier record.
    """

    since: str
    facts: str
    headlines: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Render:
    """Render the run notebooks of one report.

    Attributes
    ----------
    chapters
        The run notebooks as JSON bytes, with the names of their files.
    record
        The deterministic record as far as it is known before rendering.
    tables
        Digest of every table: what a notebook that does not say what it read may have read.
    changes
        What "changes since" is made from; None for a report without that section.
    """

    key: str
    title: str
    chapters: tuple[tuple[str, bytes], ...]
    formats: tuple[str, ...]
    record: Mapping[str, Any]
    tables: Mapping[str, str]
    changes: Changes | None
    limit: float


Task = Execute | Render


@dataclass(frozen=True)
class Result:
    """What came of a task.

    Attributes
    ----------
    files
        What was made: name to bytes.
    seconds
        How long it took.
    host
        Where it was done.
    notices
        What the exporter or the kernel had to say.
    failure
        Why nothing was made; None when all went well.
    """

    key: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    seconds: float = 0.0
    host: str = ""
    notices: tuple[str, ...] = ()
    failure: Failure | None = None
