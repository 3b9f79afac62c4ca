"""The command line: one module per command, imported only when it is called."""

import importlib

import click

from nbpress.suggest import suggest_name

COMMANDS = {
    "add": "Write a new event, claim or source into the tables.",
    "build": "Build reports: run, render and publish what has changed.",
    "check": "Check the tables; name file, line, column, rule and remedy of every fault.",
    "codebook": "Write data/README.md from the schema and the tables.",
    "diff": "Say which facts were added, changed, ruled on or withdrawn.",
    "fmt": "Put the tables in canonical order and quoting.",
    "lab": "Open JupyterLab on the notebooks.",
    "list": "List the reports, their parameters and when they are next due.",
    "schedule": "Print a cron line, systemd unit, workflow or DAG that builds what is due.",
    "verify": "Say whether a PDF or a build is consistent with itself.",
}


class Commands(click.Group):
    """A group that imports the module of a command when the command is called."""

    def list_commands(self, context: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands, in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return the command ``name``; None when there is none of that name."""
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"defcoop.cli.{name}").command
        return command

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command asked for; suggest the nearest name when there is none."""
        asked = arguments[0]
        if asked not in COMMANDS and not asked.startswith("-"):
            advice = suggest_name(asked, COMMANDS)
            raise click.UsageError(f"no command '{asked}'; {advice}", context)
        return super().resolve_command(context, arguments)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done; 1 done with faults; 2 wrong usage.",
)
@click.version_option(package_name="defcoop")
def main() -> None:
    r"""Analytical reports on India-Japan defence cooperation, every number with its source.

    \b
    Examples:
      defcoop check                     check the tables
      defcoop build brief --to pdf      build one report
      defcoop build --all               build every report
      defcoop diff HEAD~1 HEAD          facts changed by the last commit
    """
