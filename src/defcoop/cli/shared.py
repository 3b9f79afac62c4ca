"""What several commands share."""

import sys
from pathlib import Path

import click

data_argument = click.argument(
    "data", required=False, type=click.Path(path_type=Path, exists=False)
)


def find_or_exit(data: Path | None) -> Path:
    """Return the data folder, or stop with exit code 2 and a sentence that says what to do."""
    from defcoop.evidence.tables import DataNotFoundError, find_data

    try:
        return find_data(data)
    except DataNotFoundError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
