"""``defcoop add``: new rows, refused where check would refuse them."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from defcoop.cli.shared import find_or_exit

if TYPE_CHECKING:
    from defcoop.evidence.edit import Addition

MODES = ["in_person", "virtual", "at_sea", "hybrid", "unknown"]
STATUSES = ["held", "announced", "cancelled", "postponed"]
SCOPES = ["bilateral", "minilateral", "multilateral", "unilateral"]
KINDS = ["official", "news", "reference", "analysis"]


@click.group(
    epilog="""\b
Examples:
  defcoop add source --publisher mofa-japan --title "Joint press release" \\
      --published 2026-11-20 --kind official --reliability A --url https://example.org/page
  defcoop add event jimex --start 2026-11-16 --end 2026-11-19 --place yokosuka --mode at_sea \\
      --title "JIMEX 2026" --source mofa-japan-2026-11-20 --credibility 2
  defcoop add claim jimex-2026-11 end 2026-11-20 --source the-hindu-2026-11-21 --credibility 3

Exit codes: 0 written; 1 refused, nothing written; 2 wrong usage."""
)
def command() -> None:
    """Write a new event, claim or source into the tables, with ids proposed."""


def data_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option --data."""
    meaning = "Folder with datapackage.json; without it DEFCOOP_DATA, else the nearest."
    return click.option("--data", type=click.Path(path_type=Path), help=meaning)(function)


def claim_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every claim needs."""
    grade = click.IntRange(1, 6)
    function = click.option("--note", default="", help="A remark on the claim.")(function)
    function = click.option(
        "--told",
        type=click.Choice(["before", "after", "unknown"]),
        help="Before or after the fact; read off the dates when not given.",
    )(function)
    function = click.option("--locator", default="", help="Where in the source.")(function)
    function = click.option(
        "--credibility", type=grade, default=3, show_default=True, help="NATO grade, 1 to 6."
    )(function)
    return click.option("--source", required=True, help="Id of the source.")(function)


@command.command("source")
@click.option("--id", "identity", default="", help="Id; proposed when not given.")
@click.option("--title", required=True)
@click.option("--publisher", "publisher_id", required=True, help="Id or name in publishers.csv.")
@click.option("--origin", default="", help="Publisher whose text it reproduces, if not its own.")
@click.option("--published", default="", help="Date in EDTF.")
@click.option("--url", default="")
@click.option("--retrieved", default="", help="Day on which it was read.")
@click.option("--language", default="", help="ISO 639-1 code of the page.")
@click.option("--kind", type=click.Choice(KINDS), required=True)
@click.option("--reliability", type=click.Choice(list("ABCDEF")), required=True)
@data_option
def source(data: Path | None, identity: str, **cells: str) -> None:
    """Add a source."""
    from defcoop.evidence.edit import EditError, source_row

    folder = find_or_exit(data)
    cells = {**cells, **({"source_id": identity} if identity else {})}
    try:
        row = source_row(folder, cells)
    except EditError as error:
        raise click.UsageError(str(error)) from None
    write(folder, [row])


@command.command("event")
@click.argument("mechanism_id", metavar="MECHANISM")
@click.option("--id", "event_id", default="", help="Id; proposed when not given.")
@click.option("--title", required=True)
@click.option("--start", required=True, help="First day in EDTF.")
@click.option("--end", default="", help="Last day in EDTF; leave out when not stated.")
@click.option("--place", "place_id", default="", help="Id of the place.")
@click.option("--mode", type=click.Choice(MODES), default="unknown", show_default=True)
@click.option("--status", type=click.Choice(STATUSES), default="held", show_default=True)
@click.option("--scope", type=click.Choice(SCOPES), default="bilateral", show_default=True)
@click.option("--edition", default="", help="Number in the main count.")
@click.option("--parent", "parent_event_id", default="", help="Event of which it is a phase.")
@click.option("--description", default="")
@claim_options
@data_option
def event(
    data: Path | None,
    source: str,
    credibility: int,
    locator: str,
    told: str,
    note: str,
    **cells: str,
) -> None:
    """Add an event of MECHANISM, with a claim of its source for each thing that is stated."""
    from defcoop.evidence.edit import EditError, event_rows

    folder = find_or_exit(data)
    try:
        rows = event_rows(folder, cells, claim_cells(source, credibility, locator, told, note))
    except EditError as error:
        raise click.UsageError(str(error)) from None
    write(folder, rows)


@command.command("claim")
@click.argument("subject_id", metavar="SUBJECT")
@click.argument("field")
@click.argument("value")
@claim_options
@data_option
def claim(
    data: Path | None,
    source: str,
    credibility: int,
    locator: str,
    told: str,
    note: str,
    **cells: str,
) -> None:
    """Add what a source says of the FIELD of SUBJECT: its VALUE."""
    from defcoop.evidence.check import read_corpus
    from defcoop.evidence.edit import claim_row
    from defcoop.evidence.tables import read_package

    folder = find_or_exit(data)
    corpus = read_corpus(read_package(folder))
    write(
        folder,
        [claim_row(corpus, {**cells, **claim_cells(source, credibility, locator, told, note)})],
    )


def claim_cells(
    source: str, credibility: int, locator: str, told: str | None, note: str
) -> dict[str, str]:
    """Return the cells that the options of a claim stand for."""
    return {
        "source_id": source,
        "credibility": str(credibility),
        "locator": locator,
        "told": told or "",
        "note": note,
    }


def write(folder: Path, rows: "list[Addition]") -> None:
    """Write the rows and say which; refuse with the faults where check would."""
    from defcoop.evidence.edit import add
    from defcoop.evidence.faults import DataError

    try:
        add(folder, rows)
    except DataError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
        click.echo("nothing was written", err=True)
        sys.exit(1)
    for row in rows:
        click.echo(f"added to {row.table}.csv: {next(iter(row.row.values()))}")
