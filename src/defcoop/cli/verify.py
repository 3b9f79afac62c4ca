"""``defcoop verify``: whether a PDF, or every PDF of a build, is consistent."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from nbpress.render.verify import Verification


@click.command(
    name="verify",
    epilog="""\b
Examples:
  defcoop verify reports/build
  defcoop verify report.pdf
  defcoop verify report.pdf --against reports/build/cadence

Exit codes: 0 consistent; 1 not consistent; 2 wrong usage.""",
)
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE.pdf|BUILD")
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    help="Folder of a build, or its record.json, that FILE.pdf should have come from.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print faults and the verdict only.")
def command(path: Path, against: Path | None, quiet: bool) -> None:
    """Re-hash what a report carries; say whether it is consistent.

    A PDF is held against itself: its attachments against their digests, its data against the
    attached notebook, and its pages against what that notebook makes. A build folder is gone
    through, each report held against itself and against what lies beside it. A forger who
    rewrites everything alike is not found out; signing is not done.
    """
    pairs = _pairs(path, against)
    results = [_verified(file, place) for file, place in pairs]
    for result in results:
        _print_result(result, quiet=quiet)
    sys.exit(0 if all(result.consistent for result in results) else 1)


def _pairs(path: Path, against: Path | None) -> list[tuple[Path, Path | None]]:
    """Return which files are to be held against what."""
    from nbpress.render.verify import find_reports

    if not path.exists():
        raise click.UsageError(f"there is no '{path}'")
    if path.is_file():
        if against is not None:
            _require_record(against)
        return [(path, against)]
    if against is not None:
        raise click.UsageError("--against goes with one PDF, not with a folder")
    found = find_reports(path)
    if not found:
        raise click.UsageError(
            f"no report.pdf in '{path}' or below; give a PDF or a build's folder"
        )
    return [(folder / "report.pdf", _record_folder(folder)) for folder in found]


def _require_record(against: Path) -> None:
    record = against / "record.json" if against.is_dir() else against
    if not record.is_file():
        raise click.UsageError(f"there is no '{record}' to hold the PDF against")


def _record_folder(folder: Path) -> Path | None:
    return folder if (folder / "record.json").is_file() else None


def _verified(file: Path, against: Path | None) -> "Verification":
    from nbpress.render.verify import verify_pdf

    try:
        return verify_pdf(file, against)
    except OSError as error:
        raise click.UsageError(f"cannot read '{file}': {error.strerror or error}") from error


def _print_result(result: "Verification", *, quiet: bool) -> None:
    click.echo(f"{result.file}: {'consistent' if result.consistent else 'NOT CONSISTENT'}")
    for fault in result.faults:
        click.echo(f"  fault: {fault}")
    if quiet:
        return
    for held in result.held:
        click.echo(f"  holds: {held}")
    for unchecked in result.unchecked:
        click.echo(f"  not checked: {unchecked}")
