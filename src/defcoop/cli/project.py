"""Where the two packages meet: what nbpress is handed to build the reports of defcoop."""

import datetime
import os
from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from defcoop.evidence import checked
from defcoop.evidence.tables import DataNotFoundError, find_data
from nbpress.build.project import Project
from nbpress.markdown_text import escape_markdown

if TYPE_CHECKING:
    from defcoop.evidence import Dataset, Fault
    from nbpress.parameters import Parameter

SOURCES_OF_CODE = Path(__file__).resolve().parents[2]
DATA_VARIABLE = "DEFCOOP_DATA"
KERNEL = "defcoop"
# Code that a notebook runs, and code that turns a run notebook into files.
COMPUTES = (
    "defcoop/evidence",
    "defcoop/analysis",
    "defcoop/figures",
    "defcoop/chapters",
    "defcoop/lab",
    "defcoop/wording.py",
    "nbpress/parameters",
)
RENDERS = (
    "nbpress/render",
    "nbpress/build/assemble.py",
    "nbpress/build/changes.py",
    "nbpress/build/report_outputs.py",
)
LONGEST_LIST = 40  # changes shown in a report; the rest is counted


def find_root() -> Path:
    """Return the nearest folder, from the working directory upwards, with a catalogue.

    Raises
    ------
    click.UsageError
        If there is none.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "reports" / "catalogue.yml").is_file():
            return folder
    raise click.UsageError(
        f"no reports/catalogue.yml in '{here}' or above it; go to the folder of the project"
    )


def find_project(data: Path | None = None) -> Project:
    """Return the project around the working directory."""
    root = find_root()
    try:
        folder = find_data(data).resolve()
    except DataNotFoundError as error:
        raise click.UsageError(str(error)) from None
    os.environ[DATA_VARIABLE] = str(folder)  # declarations ask the data for their choices
    lock = root / "requirements.lock"
    return Project(
        name="India-Japan defence cooperation",
        root=root,
        notebooks=root / "notebooks",
        catalogue=root / "reports" / "catalogue.yml",
        data=folder,
        data_variable=DATA_VARIABLE,
        schema=("datapackage.json",),
        parameters=find_declarations,
        newest_date=partial(find_newest_date, folder),
        choices=partial(list_choices, folder),
        check=partial(check_tables, folder),
        changes=describe_changes,
        digest=checked.combine,
        vouch=vouch,
        source_name=partial(name_choice, folder),
        execution_code=tuple(SOURCES_OF_CODE / name for name in COMPUTES),
        rendering_code=tuple(SOURCES_OF_CODE / name for name in RENDERS),
        lock=lock if lock.is_file() else None,
        kernel=KERNEL,
    )


def load_dataset(folder: Path) -> "Dataset":
    """Return the tables of a folder, loaded again only when a file has changed.

    Raises
    ------
    DataError
        If they do not pass their check.
    """
    paths = (*sorted(folder.glob("*.csv")), folder / "datapackage.json")
    return load_once(folder, tuple((path.name, path.stat().st_mtime_ns) for path in paths))


@cache
def load_once(folder: Path, _files: tuple[tuple[str, int], ...]) -> "Dataset":
    """Return the tables of a folder, loaded once for each state of its files."""
    from defcoop.evidence.load import load

    return load(folder)


def find_declarations(notebook: str) -> "Sequence[Parameter]":
    """Return the declared parameters of a notebook; none for one that declares none."""
    from defcoop.chapters.declarations import DECLARATIONS

    return DECLARATIONS.get(notebook, ())


def find_newest_date(folder: Path) -> datetime.date:
    """Return the as-of date of a report that names none."""
    return load_dataset(folder).default_date()


def check_tables(folder: Path) -> "list[Fault]":
    """Return the faults of the tables, as the terminal shows them in the end."""
    from defcoop.evidence.check import check

    return check(folder)


def vouch(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return what tells a kernel that these files have passed their check."""
    return {checked.VARIABLE: checked.digest(files)}


def list_choices(folder: Path, source: str) -> list[str]:
    """Return the values of a matrix.

    Raises
    ------
    click.UsageError
        If there is no source of that name.
    """
    if source not in SOURCES:
        raise click.UsageError(
            f"the catalogue asks for the values of '{source}'; there are: {', '.join(SOURCES)}"
        )
    return SOURCES[source](load_dataset(folder))


def mechanisms_with_two_events(data: "Dataset") -> list[str]:
    """Return the mechanisms of which two or more events were held, phases not counted."""
    events = data.events
    held = events[(events["status"] == "held") & (events["parent_event_id"] == "")]
    counts = held.groupby("mechanism_id").size()
    return sorted(str(name) for name in counts[counts >= 2].index if name)


def years(data: "Dataset") -> list[str]:
    """Return the years in which an event was held."""
    events = data.events
    held = events.loc[events["status"] == "held", "start_earliest"].dropna()
    return [str(year) for year in sorted(held.dt.year.unique())]


def services(data: "Dataset") -> list[str]:
    """Return the services that took part in an event."""
    actors = data.actors
    known = set(actors.loc[actors["kind"] == "service", "actor_id"])
    return sorted(known & set(data.participants["actor_id"]))


SOURCES = {
    "mechanisms-with-two-events": mechanisms_with_two_events,
    "years": years,
    "services": services,
}


def name_choice(folder: Path, source: str, value: str) -> str:
    """Return the name of a mechanism or a service; a year is its own name."""
    table, key = {
        "mechanisms-with-two-events": ("mechanisms", "mechanism_id"),
        "services": ("actors", "actor_id"),
    }.get(source, ("", ""))
    if not table:
        return value
    frame = load_dataset(folder).table(table)
    names = frame.loc[frame[key] == value, "name"]
    return str(names.iloc[0]) if len(names) else value


def describe_changes(old: Path, new: Path, tables: Sequence[str]) -> str:
    """Return, as Markdown, the facts that differ in some tables; empty when none do."""
    from defcoop.evidence.diff import diff

    found = [change for change in diff(old, new) if change.table in tables]
    lines = [f"- {escape_markdown(str(change))}" for change in found[:LONGEST_LIST]]
    if len(found) > LONGEST_LIST:
        lines.append(f"- and {len(found) - LONGEST_LIST} more")
    return "\n".join(lines)
