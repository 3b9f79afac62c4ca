"""``defcoop list``: the reports, their parameters and when they are next due."""

import datetime
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from nbpress.build.listing import Listed


@click.command(
    epilog="""\b
Examples:
  defcoop list                     all reports
  defcoop list profile             one, with its variants
  defcoop list --format json       for programs

Exit codes: 0 done; 2 wrong usage."""
)
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the tables.")
@click.option("--out", type=click.Path(path_type=Path), help="Where it is published.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Lines for people, or JSON for programs.",
)
def command(reports: tuple[str, ...], data: Path | None, out: Path | None, form: str) -> None:
    """List the reports, their parameters and when they are next due."""
    from defcoop.cli.build import complain
    from defcoop.cli.project import find_project
    from defcoop.evidence.faults import DataError
    from nbpress.build.listing import list_reports
    from nbpress.errors import CatalogueError, UsageError

    project = find_project(data)
    try:
        found = list_reports(
            project, out or project.root / "reports" / "build", datetime.datetime.now(datetime.UTC)
        )
        chosen = choose(found, reports)
    except (CatalogueError, UsageError) as error:
        complain(error.faults)
        sys.exit(2)
    except DataError as error:
        complain(error.faults)
        sys.exit(1)
    if form == "json":
        click.echo(json.dumps([one.as_data() for one in chosen], ensure_ascii=False, indent=1))
        return
    for one in chosen:
        show(one, variants=bool(reports))


def choose(found: "list[Listed]", names: tuple[str, ...]) -> "list[Listed]":
    """Return the reports named; all when none is.

    Raises
    ------
    UsageError
        If there is no report of a name.
    """
    from nbpress.build.targets import select

    by_name = {one.report.name: one for one in found}
    catalogue = {name: one.report for name, one in by_name.items()}
    return [by_name[report.name] for report, _ in select(catalogue, names)] if names else found


def show(one: "Listed", *, variants: bool) -> None:
    """Print a report: title, schedule, state, parameters and, if asked, its variants."""
    from nbpress.parameters import bounds
    from nbpress.parameters.describe import show as shown

    click.echo(f"{one.report.name}: {one.report.title}")
    if one.report.description:
        click.echo(f"  {one.report.description}")
    click.echo(f"  {describe_due(one)}; {describe_state(one)}")
    for parameter in one.parameters:
        limits = bounds(parameter) if len(parameter.allowed()) <= 12 else parameter.type
        click.echo(f"  -p {parameter.name}={shown(parameter.default)}  {limits}")
        click.echo(f"     {parameter.meaning}")
    if variants:
        for target in one.targets:
            click.echo(f"  {target.name}: {target.title}")
    click.echo()


def describe_due(one: "Listed") -> str:
    """Return when a report is next due, in words."""
    return f"next due {one.due:%Y-%m-%d %H:%M %Z}" if one.due else "no schedule"


def describe_state(one: "Listed") -> str:
    """Return how many variants there are and how many of them are published."""
    failed = sum(lost for _, lost in one.made.values())
    lost = f", the last try of {failed} failed" if failed else ""
    total = len(one.targets)
    if total == 1 and len(one.made) == 1 and not failed:
        return f"made {next(iter(one.made.values()))[0][:10]}"
    return f"{len(one.made)} of {total} published{lost}"
