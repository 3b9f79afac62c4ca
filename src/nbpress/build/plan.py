"""What would be built, and why: inputs as they are against the records of what is published."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from nbpress.build import hashing
from nbpress.build.fingerprint import FORMAT, State
from nbpress.build.targets import Part, Target

Action = Literal["run", "render", "nothing"]


@dataclass(frozen=True)
class Step:
    """What is to be done for one target.

    Attributes
    ----------
    action
        ``run`` the notebooks and render, ``render`` what ran before, or ``nothing``.
    reasons
        Why; empty when there is nothing to do.
    record
        The deterministic record of what is published; None when nothing is.
    formats
        What is rendered.
    baseline
        Digest and date of the earlier run that "changes since" compares with; None without one.
    """

    target: Target
    action: Action
    reasons: tuple[str, ...]
    record: Mapping[str, Any] | None
    formats: tuple[str, ...]
    baseline: Mapping[str, str] | None = None


def plan(
    targets: Sequence[Target],
    state: State,
    out: Path,
    *,
    formats: Sequence[str] | None = None,
    baselines: Mapping[str, Mapping[str, str]] | None = None,
    force: bool = False,
) -> list[Step]:
    """Return one step for each target.

    Parameters
    ----------
    targets
        What was asked for.
    state
        Digests of the inputs as they are.
    out
        Folder of what is published.
    formats
        Formats asked for instead of the catalogue's.
    baselines
        By target: the earlier run that "changes since" compares with.
    force
        Whether to run everything whatever the records say.
    """
    return [
        step(
            target,
            state,
            out,
            formats or target.report.formats,
            (baselines or {}).get(target.name),
            force=force,
        )
        for target in targets
    ]


def step(
    target: Target,
    state: State,
    out: Path,
    formats: Sequence[str],
    baseline: Mapping[str, str] | None,
    *,
    force: bool,
) -> Step:
    """Return what is to be done for one target."""
    record = read_record(out / target.name)
    running = ["forced"] if force else list(why_run(target, state, record, out / target.name))
    if running:
        return Step(target, "run", tuple(running), record, tuple(formats), baseline)
    rendering = list(why_render(target, state, record or {}, formats, baseline, out))
    both = [*formats, *(found for found in (record or {})["formats"] if found not in formats)]
    action: Action = "render" if rendering else "nothing"
    return Step(target, action, tuple(rendering), record, tuple(both), baseline)


def read_record(folder: Path, name: str = "record.json") -> dict[str, Any] | None:
    """Return what ``record.json`` (or ``run.json``) holds; None where there is none, or damaged."""
    try:
        record = json.loads((folder / name).read_text())
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) else None


def why_run(
    target: Target, state: State, record: Mapping[str, Any] | None, folder: Path
) -> Iterator[str]:
    """Yield each reason why the notebooks of a target must run."""
    if record is None:
        yield "never built"
        return
    if record.get("format") != FORMAT:
        yield "made by an earlier version of the build"
        return
    chapters = record["chapters"]
    if [chapter["file"] for chapter in chapters] != [part.file for part in target.parts]:
        yield "chapters changed"
        return
    for part, chapter in zip(target.parts, chapters, strict=True):
        yield from why_chapter(part, chapter)
    yield from changed_tables(target.report.tables, record["tables"], state)
    yield from why_common(state, record)
    if (read_record(folder, "run.json") or {}).get("outcome") == "failed":
        yield "failed last time"
    if not all((folder / part.file).is_file() for part in target.parts):
        yield "the run notebook is missing"


def why_chapter(part: Part, chapter: Mapping[str, Any]) -> Iterator[str]:
    """Yield each reason why one chapter must run: its notebook or its parameters changed."""
    if chapter["notebook"] != part.notebook or chapter["code"] != part.code:
        yield f"notebook {part.notebook} changed"
    names = {**part.parameters, **chapter["parameters"]}
    for name in names:
        if part.parameters.get(name) != chapter["parameters"].get(name):
            yield f"parameter {name} changed"


def changed_tables(declared: Iterable[str], read: Mapping[str, str], state: State) -> Iterator[str]:
    """Yield a reason for each table declared or seen to be read that is not as it was."""
    for name in sorted({*declared, *read}):
        if read.get(name) != state.tables.get(name):
            yield f"table {name} changed"


def why_common(state: State, record: Mapping[str, Any]) -> Iterator[str]:
    """Yield a reason for each input common to all reports that is not as it was."""
    if record["schema"] != state.schema:
        yield "schema changed"
    if record["code"]["execution"] != state.execution:
        yield "code changed"
    if record["lock"] != state.lock:
        yield "lock changed"


def why_render(
    target: Target,
    state: State,
    record: Mapping[str, Any],
    formats: Sequence[str],
    baseline: Mapping[str, str] | None,
    out: Path,
) -> Iterator[str]:
    """Yield each reason why a target whose notebooks need not run must be rendered again."""
    if record["code"]["rendering"] != state.rendering:
        yield "template changed"
    if record["title"] != target.title:
        yield "title changed"
    if record.get("strict", False) != target.report.strict:
        yield "strictness changed"
    if not set(formats) <= set(record["formats"]):
        yield "formats changed"
    if record.get("baseline") != (dict(baseline) if baseline else None):
        yield "baseline changed"
    missing = [name for name in expected(record) if not (out / target.name / name).is_file()]
    if missing:
        yield f"missing: {', '.join(missing)}"


def expected(record: Mapping[str, Any]) -> list[str]:
    """Return the names of the files that a published folder has."""
    return [
        *(f"report.{format_}" for format_ in record["formats"]),
        *(chapter["file"] for chapter in record["chapters"]),
        *(f"data/{name}" for name in record["data"]),
        "run.json",
    ]


def execution_key(part: Part, state: State) -> str:
    """Return the name of one run of a notebook: what it computes depends on nothing else.

    The tables are those of the build, so that two chapters with one key are run once.
    """
    return hashing.hash_data(
        [FORMAT, part.code, dict(part.parameters), state.execution, state.lock, state.data]
    )
