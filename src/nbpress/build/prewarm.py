"""Render while idle: a worker that waits for its first task renders the last version of a report.

Why: rendering loads fonts and templates, and Typst keeps what it has laid out and lays out anew
only what differs.  A build with a core to spare therefore starts one worker more than it has
reports; while the kernel runs the notebook, that worker renders the report as it was published
last (a built-in specimen where there is none), and the real rendering goes to it.

Gain: GAIN_PREWARM
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from nbpress.build.targets import Target

PAUSE = 0.05  # seconds without a task after which a new worker counts as idle


@dataclass(frozen=True)
class Sample:
    """The last published version of a report, of which the next one differs little.

    Attributes
    ----------
    chapters
        Its run notebooks as JSON bytes.
    """

    title: str
    chapters: tuple[bytes, ...]

    def notebooks(self) -> list[Any]:
        """Return the chapters as notebooks."""
        import nbformat

        return [nbformat.reads(content.decode(), as_version=4) for content in self.chapters]  # type: ignore[no-untyped-call]


def choose_sample(out: Path, target: Target) -> Sample | None:
    """Return a report as it was published last; None where it was not."""
    files = [out / target.name / part.file for part in target.parts]
    if not all(path.is_file() for path in files):
        return None
    return Sample(target.title, tuple(path.read_bytes() for path in files))


def render_while_idle(tasks: Connection, sample: Sample | None) -> None:
    """Render a sample in a worker to which no task has come by now."""
    if tasks.poll(PAUSE):
        return
    # A sample that cannot be rendered is no fault: the report itself will say what is wrong.
    with contextlib.suppress(Exception):
        render_sample(sample)


def render_sample(sample: Sample | None) -> None:
    """Render a sample, or the built-in specimen, to both formats; the files are thrown away."""
    from nbpress.formats import FORMATS
    from nbpress.render import renderings
    from nbpress.render.specimen import specimen

    title, chapters = (sample.title, sample.notebooks()) if sample else ("Specimen", [specimen()])
    for _ in renderings(chapters, FORMATS, title=title):
        pass


def put_prewarmed_first(free: Sequence[int], executed: Sequence[bool]) -> list[int]:
    """Return the positions of free workers for a rendering, those that have prerendered first.

    Parameters
    ----------
    free
        Positions of workers without a task.
    executed
        For each worker of the pool, whether it has run a notebook: one that has was never idle
        at its start, and has rendered nothing ahead.
    """
    return sorted(free, key=lambda position: executed[position])
