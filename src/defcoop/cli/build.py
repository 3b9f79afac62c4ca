"""``defcoop build``: run, render and publish what has changed."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nbpress.formats import FORMATS
from nbpress.suggest import suggest_name

if TYPE_CHECKING:
    from nbpress.build.build import Done, Prepared
    from nbpress.build.project import Project
    from nbpress.build.request import Request

INTERRUPTED = 130  # as shells say for Ctrl-C


def read_parameters(
    _context: click.Context, _option: click.Parameter, pairs: tuple[str, ...]
) -> dict[str, str]:
    """Return NAME=VALUE pairs as a mapping."""
    wrong = [pair for pair in pairs if "=" not in pair or pair.startswith("=")]
    if wrong:
        raise click.BadParameter(f"{wrong[0]!r} is not of the form NAME=VALUE")
    return dict(pair.split("=", 1) for pair in pairs)


def read_formats(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> tuple[str, ...] | None:
    """Return a list with commas as formats, each once."""
    if text is None:
        return None
    formats = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",")))
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise click.BadParameter(f"no format '{unknown[0]}'; {suggest_name(unknown[0], FORMATS)}")
    return formats


@click.command(
    epilog="""\b
Examples:
  defcoop build cadence                         one report
  defcoop build cadence -p first_day=2014-01-01 with a parameter
  defcoop build profile/jimex --to pdf          one variant, the PDF alone
  defcoop build --all --dry-run                 what would be built, and why
  defcoop build --due                           what the schedules ask for

Exit codes: 0 done; 1 done with faults; 2 wrong usage."""
)
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@click.option("--all", "everything", is_flag=True, help="Every report of the catalogue.")
@click.option("--due", is_flag=True, help="Reports whose schedule came round since they succeeded.")
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    callback=read_parameters,
    help="Value of a parameter; repeat for several.",
)
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the tables.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to publish; reports/build.")
@click.option("--to", "formats", metavar="FORMATS", callback=read_formats, help="html,pdf or one.")
@click.option("--workers", type=click.IntRange(1, 512), help="Workers; as many as cores.")
@click.option(
    "--executor",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Worker processes of this machine, or a Dask cluster.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler; without it, one of its own.")
@click.option("--force", is_flag=True, help="Run everything, changed or not.")
@click.option("--dry-run", is_flag=True, help="Say what would be built and why; build nothing.")
@click.option("--keep", metavar="NAME", default="", help="Archive this run for good under a name.")
def command(
    reports: tuple[str, ...],
    everything: bool,
    due: bool,
    parameters: dict[str, str],
    data: Path | None,
    out: Path | None,
    formats: tuple[str, ...] | None,
    workers: int | None,
    executor: str,
    scheduler: str | None,
    force: bool,
    dry_run: bool,
    keep: str,
) -> None:
    """Build reports: run, render and publish what has changed, and nothing else.

    REPORT is a name in reports/catalogue.yml, or NAME/VARIANT for one of a matrix.
    """
    from defcoop.cli.project import find_project

    refuse_contradictions(reports, scheduler, keep, executor=executor, everything=everything)
    project = find_project(data)
    target = (out or project.root / "reports" / "build").absolute()
    from nbpress.build.request import Request

    request = Request(
        out=target,
        names=reports,
        all=everything,
        due=due,
        parameters=parameters,
        formats=formats,
        workers=workers,
        executor=executor,
        scheduler=scheduler,
        force=force,
        keep=keep,
    )
    sys.exit(plan_and_build(project, request, dry_run=dry_run))


def refuse_contradictions(
    reports: tuple[str, ...], scheduler: str | None, keep: str, *, executor: str, everything: bool
) -> None:
    """Raise a usage error for options that do not fit together."""
    if reports and everything:
        raise click.UsageError("name reports or say --all, not both")
    if scheduler and executor != "dask":
        raise click.UsageError("--scheduler goes with --executor dask")
    if keep and not all(sign.isalnum() or sign in "-_" for sign in keep):
        raise click.UsageError("--keep takes a name of letters, digits, '-' and '_'")


def plan_and_build(project: "Project", request: "Request", *, dry_run: bool) -> int:
    """Plan and build; say what went wrong in one line for each fault; return the exit code."""
    from defcoop.evidence.faults import DataError
    from nbpress.build.build import prepare
    from nbpress.errors import CatalogueError, CheckError, LockedError, UsageError

    try:
        prepared = prepare(project, request)
        return show_plan(prepared) if dry_run else build_and_report(prepared)
    except (UsageError, CatalogueError) as error:
        complain(error.faults)
        return 2
    except (DataError, CheckError) as error:
        complain([*error.faults, "the data does not pass its check; nothing was published"])
    except LockedError as error:
        complain([str(error)])
    except OSError as error:
        complain([f"cannot write to {error.filename or request.out}: {error.strerror or error}"])
    except KeyboardInterrupt:
        complain(["stopped; what was published until now is whole, the rest is as it was"])
        return INTERRUPTED
    return 1


def complain(faults: Iterable[object]) -> None:
    """Write one line for each fault to the standard error."""
    for fault in faults:
        click.echo(f"Error: {fault}", err=True)


def show_plan(prepared: "Prepared") -> int:
    """Print what would be done for each report, and why."""
    width = max((len(step.target.name) for step in prepared.steps), default=0)
    for step in prepared.steps:
        why = ", ".join(dict.fromkeys(step.reasons)) or "unchanged"
        print_line(f"{step.target.name:{width}}  {step.action:7}  {why}")
    click.echo(f"{len(prepared.work)} of {len(prepared.steps)} to build", err=True)
    return 0


def build_and_report(prepared: "Prepared") -> int:
    """Build, with progress on the standard error; return 1 if something failed."""
    from nbpress.build.build import carry_out
    from nbpress.build.progress import display

    with display([step.target.name for step in prepared.work], sys.stderr) as shown:
        done = carry_out(prepared, shown)
    complain(f"{outcome.step.target.name}: {outcome.failure}" for outcome in done.failed)
    complain(done.faults)
    print_line(summarise(done, prepared.request.out / "index.html"))
    return 1 if done.failed or done.faults else 0


def print_line(line: str) -> None:
    """Print a line, unless nobody reads the standard output any more."""
    try:
        click.echo(line)
    except BrokenPipeError:
        # What Python writes to it when it ends would fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def summarise(done: "Done", index: Path) -> str:
    """Return how many reports were built, failed and left as they are, and where they are."""
    counts = {
        "built": len(done.outcomes) - len(done.failed),
        "failed": len(done.failed),
        "unchanged": done.unchanged,
    }
    words = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return f"{words or 'nothing is due'}; {index}"
