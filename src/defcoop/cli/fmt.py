"""``defcoop fmt``: canonical order and quoting of the tables."""

import sys
from pathlib import Path

import click

from defcoop.cli.shared import data_argument, find_or_exit


@click.command(
    epilog="""\b
Examples:
  defcoop fmt
  defcoop fmt --check data

Exit codes: 0 done; 1 a file cannot be read, or --check found something to do; 2 no data there."""
)
@data_argument
@click.option("--check", "only_check", is_flag=True, help="Change nothing; say what would change.")
def command(data: Path | None, *, only_check: bool) -> None:
    """Put the tables in canonical form: columns and rows in order, minimal quoting, LF, no BOM.

    DATA is the folder with datapackage.json; without it DEFCOOP_DATA, else the nearest data folder.
    """
    from defcoop.evidence.tables import read_package
    from defcoop.evidence.write import rewrite

    package = read_package(find_or_exit(data))
    changed, left = rewrite(package, write=not only_check)
    for path in changed:
        click.echo(f"{'would rewrite' if only_check else 'rewrote'} {path}")
    for path in left:
        click.echo(f"left alone {path}: it cannot be read; run defcoop check", err=True)
    if not changed and not left:
        click.echo("every table is in canonical form")
    sys.exit(1 if left or (only_check and changed) else 0)
