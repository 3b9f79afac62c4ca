"""``defcoop check``: every fault of the tables, with file and line."""

import json
import sys
from pathlib import Path

import click

from defcoop.cli.shared import data_argument, find_or_exit


@click.command(
    epilog="""\b
Examples:
  defcoop check
  defcoop check data --format json

Exit codes: 0 no fault; 1 faults; 2 no data folder there."""
)
@data_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Lines for people and editors, or JSON for programs.",
)
def command(data: Path | None, form: str) -> None:
    """Check the tables and name every fault as file:line:column: value: rule; remedy.

    DATA is the folder with datapackage.json; without it DEFCOOP_DATA, else the nearest data folder.
    """
    from defcoop.evidence.check import check

    faults = check(find_or_exit(data))
    if form == "json":
        click.echo(json.dumps([fault.as_dict() for fault in faults], ensure_ascii=False, indent=1))
    else:
        for fault in faults:
            click.echo(str(fault))
        count = "1 fault" if len(faults) == 1 else f"{len(faults) or 'no'} faults"
        click.echo(count, err=True)
    sys.exit(1 if faults else 0)
