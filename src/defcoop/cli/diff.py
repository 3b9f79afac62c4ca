"""``defcoop diff``: which facts changed between two data sets."""

import json
import sys

import click


@click.command(
    epilog="""\b
Examples:
  defcoop diff HEAD~1 HEAD
  defcoop diff v0.1.0 data --format markdown
  defcoop diff old/data new/data --format json

Exit codes: 0 done; 1 a table cannot be read; 2 no such folder or revision."""
)
@click.argument("old")
@click.argument("new", default="data")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Lines, JSON, or a table for a review.",
)
@click.option("--bookkeeping", is_flag=True, help="Show changes of curation.csv too.")
def command(old: str, new: str, form: str, *, bookkeeping: bool) -> None:
    """Say which facts were added, changed, ruled on or withdrawn from OLD to NEW.

    OLD and NEW are data folders or git revisions of this project.
    """
    from defcoop.evidence.diff import BOOKKEEPING, data_at, diff, markdown
    from defcoop.evidence.faults import DataError
    from defcoop.evidence.tables import DataNotFoundError

    try:
        with data_at(old) as before, data_at(new) as after:
            changes = diff(before, after)
    except DataNotFoundError as error:
        raise click.UsageError(str(error)) from None
    except DataError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    if not bookkeeping:
        changes = [change for change in changes if change.table not in BOOKKEEPING]
    if form == "json":
        click.echo(
            json.dumps([change.as_dict() for change in changes], ensure_ascii=False, indent=1)
        )
    elif form == "markdown":
        click.echo(markdown(changes), nl=False)
    else:
        for change in changes:
            click.echo(str(change))
        click.echo(
            f"{len(changes) or 'no'} fact{'s' if len(changes) != 1 else ''} changed", err=True
        )
