"""``defcoop schedule``: what makes an existing scheduler run ``defcoop build --due``."""

import sys
from pathlib import Path

import click

from nbpress.build.schedule_templates import KINDS, fill_template


@click.command(
    epilog="""\b
Examples:
  defcoop schedule cron                  a line for crontab -e
  defcoop schedule systemd               a service and its timer
  defcoop schedule github                a workflow
  defcoop schedule airflow               a DAG

The times of the reports are in reports/catalogue.yml; every unit only looks what is due.
Exit codes: 0 done; 2 wrong usage."""
)
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--out", type=click.Path(path_type=Path), help="Where to publish; reports/build.")
def command(kind: str, out: Path | None) -> None:
    """Print a cron line, systemd unit, workflow or DAG that builds what is due.

    Only what the schedules of the catalogue ask for is built, and after downtime once.
    """
    from defcoop.cli.project import find_project

    project = find_project()
    click.echo(fill_template(kind, project.name, project.root, build_command(kind, out)), nl=False)


def build_command(kind: str, out: Path | None) -> list[str]:
    """Return the command to run: by its full path where no environment is activated."""
    program = "defcoop" if kind == "github" else str(Path(sys.executable).with_name("defcoop"))
    elsewhere = ["--out", str(out if kind == "github" else out.absolute())] if out else []
    return [program, "build", "--due", *elsewhere]
