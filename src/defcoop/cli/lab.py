"""``defcoop lab``: JupyterLab on the notebooks."""

import importlib.util
import os
import sys
from pathlib import Path

import click

from defcoop.cli.shared import find_or_exit


@click.command(
    context_settings={"ignore_unknown_options": True},
    epilog="""\b
Examples:
  defcoop lab
  defcoop lab --no-browser --port 8900

Exit codes: those of JupyterLab; 2 when JupyterLab or the notebooks are not there.""",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Open JupyterLab on the notebooks; ARGUMENTS are passed on to it."""
    if importlib.util.find_spec("jupyterlab") is None:
        click.echo(
            "Error: JupyterLab is not installed; run make lab, or install defcoop[lab]", err=True
        )
        sys.exit(2)
    notebooks = notebook_folder(find_or_exit(None))
    words = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={notebooks.parent}"]
    words += [f"--LabApp.default_url=/lab/tree/{notebooks.name}", *arguments]
    os.execv(sys.executable, words)  # noqa: S606 - our own interpreter, no shell


def notebook_folder(data: Path) -> Path:
    """Return the folder of notebooks beside the data, or stop with exit code 2."""
    folder = data.resolve().parent / "notebooks"
    if not folder.is_dir():
        click.echo(f"Error: no folder '{folder}'; run this inside the project", err=True)
        sys.exit(2)
    return folder
