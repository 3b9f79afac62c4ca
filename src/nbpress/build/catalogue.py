"""The catalogue: which reports there are, from what, and when."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any

from nbpress.build.cache import Memo
from nbpress.build.hashing import hash_bytes
from nbpress.build.yaml_positions import Document, Fault, Keys, parse
from nbpress.errors import CatalogueError
from nbpress.formats import FORMATS
from nbpress.kernels.preload import GRAMMAR, without_module
from nbpress.suggest import suggest_name

LAST_SCHEDULED = "last-scheduled"


@dataclass(frozen=True)
class Limits:
    """How long things may take (seconds) and how often the machinery is given another try."""

    cell: float = 300
    report: float = 1800
    retries: int = 2


@dataclass(frozen=True)
class Schedule:
    """A cron expression and the time zone in which it is meant."""

    cron: str
    timezone: str = "UTC"


@dataclass(frozen=True)
class Chapter:
    """A notebook and the parameters that the catalogue gives it."""

    notebook: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """One entry of the catalogue.

    Attributes
    ----------
    matrix
        For each parameter that varies: a list of values, or the name of a source of values.
    binder
        Whether the entry lists chapters: one document of several notebooks.
    strict
        Whether the report fails when it breaks a standard of accessible files.
    line
        Line of the catalogue at which the entry begins.
    """

    name: str
    title: str
    chapters: tuple[Chapter, ...]
    binder: bool = False
    description: str = ""
    matrix: Mapping[str, str | tuple[Any, ...]] = field(default_factory=dict)
    tables: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS
    strict: bool = False
    limits: Limits = Limits()
    schedule: Schedule | None = None
    baseline: str | None = None
    line: int = 1


def load(path: Path, notebooks: Path, memo: Memo) -> dict[str, Report]:
    """Return the reports of the catalogue by name, in its order.

    Parameters
    ----------
    path
        The catalogue.
    notebooks
        Folder of the notebooks, to hold the catalogue's names to what is there.
    memo
        Keeps the verdict of the schema: importing jsonschema takes longer than a build with nothing
        to do.

    Raises
    ------
    CatalogueError
        With every fault found: of syntax, against the schema, unknown notebooks, cron
        expressions and time zones that mean nothing.
    """
    try:
        document = parse(path)
    except OSError as error:
        raise CatalogueError([Fault(path, 1, 1, f"cannot be read: {error.strerror}")]) from None
    raise_faults(document.faults)
    raise_faults(check_schema(document, memo))
    defaults = document.data.get("defaults", {})
    reports = {
        name: read_report(
            name, {**defaults, **entry, "limits": merge_limits(defaults, entry)}, document
        )
        for name, entry in document.data["reports"].items()
    }
    known = sorted(found.stem for found in notebooks.glob("*.ipynb"))
    raise_faults(
        fault
        for report in reports.values()
        for fault in (
            *find_unknown_notebooks(report, known, document),
            *find_bad_schedule(report, document),
        )
    )
    return reports


def raise_faults(faults: Iterable[Fault]) -> None:
    """Raise a CatalogueError if there are faults."""
    found = list(faults)
    if found:
        raise CatalogueError(found)


def merge_limits(defaults: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the limits of an entry: its own before the defaults."""
    return {**defaults.get("limits", {}), **entry.get("limits", {})}


def read_report(name: str, entry: Mapping[str, Any], document: Document) -> Report:
    """Return the report of an entry that the schema has accepted."""
    common = entry.get("parameters", {})
    chapters = entry.get("chapters", [entry.get("notebook")])
    return Report(
        name=name,
        title=entry["title"],
        chapters=tuple(read_chapter(chapter, common) for chapter in chapters),
        binder="chapters" in entry,
        description=entry.get("description", ""),
        matrix={key: freeze_values(values) for key, values in entry.get("matrix", {}).items()},
        tables=tuple(entry.get("tables", ())),
        formats=tuple(entry.get("formats", FORMATS)),
        strict=entry.get("strict", False),
        limits=replace(Limits(), **entry["limits"]),
        schedule=read_schedule(entry.get("schedule")),
        baseline=entry.get("baseline"),
        line=document.places[("reports", name)][0],
    )


def freeze_values(values: str | list[Any]) -> str | tuple[Any, ...]:
    """Return the values of a matrix as they are, a list made unchangeable."""
    return values if isinstance(values, str) else tuple(values)


def read_chapter(chapter: str | Mapping[str, Any], common: Mapping[str, Any]) -> Chapter:
    """Return a chapter: a notebook's name, or one with parameters of its own."""
    if isinstance(chapter, str):
        return Chapter(chapter, dict(common))
    return Chapter(chapter["notebook"], {**common, **chapter.get("parameters", {})})


def read_schedule(schedule: str | Mapping[str, str] | None) -> Schedule | None:
    """Return the schedule of an entry, if it has one."""
    if schedule is None:
        return None
    return Schedule(schedule) if isinstance(schedule, str) else Schedule(**schedule)


def check_schema(document: Document, memo: Memo) -> list[Fault]:
    """Return the faults of the document against the schema of a catalogue."""
    schema = resources.files("nbpress.build").joinpath("catalogue.schema.json").read_bytes()
    found: list[tuple[Keys, str]] = memo.get(
        "catalogue",
        [hash_bytes(schema), hash_bytes(document.path.read_bytes())],
        lambda: list(iterate_violations(json.loads(schema), document.data)),
    )
    return [document.fault(tuple(keys), message) for keys, message in found]


def iterate_violations(schema: Mapping[str, Any], data: object) -> Iterator[tuple[Keys, str]]:
    """Yield the keys to each value that breaks the schema, and what is wrong with it."""
    with without_module(GRAMMAR):
        from jsonschema import Draft202012Validator
        from jsonschema.exceptions import best_match

    for error in Draft202012Validator(schema).iter_errors(data):
        deepest = best_match([error]) or error
        yield from explain_violation(deepest)


def explain_violation(error: Any) -> Iterator[tuple[Keys, str]]:  # noqa: ANN401 - its fields are untyped
    """Yield place and message of one violation; an unknown key names its near miss."""
    keys: Keys = tuple(error.absolute_path)
    if error.validator == "additionalProperties" and error.schema.get("properties"):
        known = error.schema["properties"]
        for key in sorted(set(error.instance) - set(known)):
            yield (*keys, str(key)), f"no key '{key}'; {suggest_name(str(key), known)}"
    elif error.validator == "oneOf":
        yield keys, describe_alternatives(error.instance, error.validator_value)
    else:
        yield keys, error.message


def describe_alternatives(found: object, forms: Iterable[Mapping[str, Any]]) -> str:
    """Return the message for a value that is not of exactly one of several forms."""
    keys = [f"'{form['required'][0]}'" for form in forms if set(form) == {"required"}]
    if keys:
        return f"needs exactly one of {' or '.join(keys)}"
    return f"{found!r} has none of the forms allowed here; see docs/operate.md"


def find_unknown_notebooks(
    report: Report, known: Iterable[str], document: Document
) -> Iterator[Fault]:
    """Yield a fault for each notebook that is not there."""
    names = list(known)
    for position, chapter in enumerate(report.chapters):
        if chapter.notebook not in names:
            place: Keys = ("chapters", position) if report.binder else ("notebook",)
            yield document.fault(
                ("reports", report.name, *place),
                f"no notebook '{chapter.notebook}'; {suggest_name(chapter.notebook, names)}",
            )


def find_bad_schedule(report: Report, document: Document) -> Iterator[Fault]:
    """Yield a fault if the cron expression or the time zone of a report means nothing."""
    from zoneinfo import ZoneInfo

    if report.schedule is None:
        return
    keys = ("reports", report.name, "schedule")
    try:
        ZoneInfo(report.schedule.timezone)
    except (KeyError, ValueError, OSError):
        yield document.fault(keys, f"no time zone '{report.schedule.timezone}'")
    problem = cron_problem(report.schedule.cron)
    if problem:
        yield document.fault(keys, f"'{report.schedule.cron}' is no cron expression: {problem}")


def cron_problem(expression: str) -> str:
    """Return what is wrong with a cron expression; the empty text when nothing is."""
    import datetime

    from cronsim import CronSim, CronSimError

    try:
        CronSim(expression, datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC))
    except CronSimError as error:
        return str(error)
    return ""
