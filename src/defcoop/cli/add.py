"""``defcoop add``: new rows, refused where check would refuse them."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from defcoop.cli.shared import find_or_exit
from nbpress.suggest import suggest_name

if TYPE_CHECKING:
    from defcoop.evidence.edit import Addition


class Enumeration(click.ParamType[str]):
    """One of the values that a column may have, as datapackage.json, their only list, has them."""

    name = "value"

    def __init__(self, table: str, column: str) -> None:
        self.table = table
        self.column = column

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:  # noqa: ARG002
        """Return the values for --help; nothing where no data folder is found."""
        from defcoop.evidence.tables import DataNotFoundError

        try:
            return f"[{'|'.join(self.allowed(None))}]"
        except DataNotFoundError:
            return None

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return a value that the column allows; refuse any other."""
        given = ctx.params.get("data") if ctx else None
        allowed = self.allowed(find_or_exit(given if isinstance(given, Path) else None))
        if value not in allowed:
            self.fail(f"no {self.column} '{value}'; {suggest_name(value, allowed)}", param, ctx)
        return value

    def allowed(self, folder: Path | None) -> tuple[str, ...]:
        """Return the values that the schema of a data folder, or of the nearest one, allows."""
        from defcoop.evidence.tables import find_data, read_package

        column = read_package(find_data(folder)).table(self.table).field(self.column)
        return tuple(column.constraints["enum"])


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
    return click.option("--data", type=click.Path(path_type=Path), is_eager=True, help=meaning)(
        function
    )


def claim_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every claim needs."""
    grade = click.IntRange(1, 6)
    function = click.option("--note", default="", help="A remark on the claim.")(function)
    function = click.option(
        "--told",
        type=Enumeration("claims", "told"),
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
@click.option("--kind", type=Enumeration("sources", "kind"), required=True)
@click.option("--reliability", type=Enumeration("sources", "reliability"), required=True)
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
    write_rows(folder, [row])


@command.command("event")
@click.argument("mechanism_id", metavar="MECHANISM")
@click.option("--id", "event_id", default="", help="Id; proposed when not given.")
@click.option("--title", required=True)
@click.option("--start", required=True, help="First day in EDTF.")
@click.option("--end", default="", help="Last day in EDTF; leave out when not stated.")
@click.option("--place", "place_id", default="", help="Id of the place.")
@click.option("--mode", type=Enumeration("events", "mode"), default="unknown", show_default=True)
@click.option("--status", type=Enumeration("events", "status"), default="held", show_default=True)
@click.option(
    "--scope", type=Enumeration("events", "scope"), default="bilateral", show_default=True
)
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
        told_cells = collect_claim_cells(source, credibility, locator, told, note)
        rows = event_rows(folder, cells, told_cells)
    except EditError as error:
        raise click.UsageError(str(error)) from None
    write_rows(folder, rows)


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
    told_cells = collect_claim_cells(source, credibility, locator, told, note)
    write_rows(folder, [claim_row(corpus, {**cells, **told_cells})])


def collect_claim_cells(
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


def write_rows(folder: Path, rows: "list[Addition]") -> None:
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
