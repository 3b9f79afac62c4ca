"""``defcoop codebook``: write data/README.md from the schema and the tables."""

import sys
from pathlib import Path

import click

from defcoop.cli.shared import data_argument, find_or_exit


@click.command(
    epilog="""\b
Examples:
  defcoop codebook
  defcoop codebook --check

Exit codes: 0 done; 1 the data has faults, or --check found the file stale; 2 no data there."""
)
@data_argument
@click.option("--check", "only_check", is_flag=True, help="Change nothing; fail when it is stale.")
def command(data: Path | None, *, only_check: bool) -> None:
    """Write the codebook README.md into the data folder.

    DATA is the folder with datapackage.json; without it DEFCOOP_DATA, else the nearest data folder.
    """
    from defcoop.evidence.codebook import codebook
    from defcoop.evidence.faults import DataError
    from defcoop.evidence.load import load
    from defcoop.evidence.tables import read_package
    from defcoop.evidence.write import replace_file

    folder = find_or_exit(data)
    try:
        text = codebook(load(folder), read_package(folder))
    except DataError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    path = folder / "README.md"
    stale = not path.is_file() or path.read_text(encoding="utf-8") != text
    if only_check:
        state = "stale: run defcoop codebook" if stale else "up to date"
        click.echo(f"{path} is {state}", err=stale)
        sys.exit(1 if stale else 0)
    replace_file(path, text)
    click.echo(f"wrote {path}")
