"""Units, workflows and DAGs that run ``build --due`` on what people already have."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from string import Template

from nbpress.slug import make_slug

KINDS = ("cron", "systemd", "github", "airflow")

CRON = Template("""\
# $project: build the reports that are due.  Add to the table with: crontab -e
# The schedules themselves are in the catalogue; this only looks, every hour, what they ask for.
7 * * * * cd $folder && $command
""")

SYSTEMD = Template("""\
# $project: build the reports that are due.
# Save the two parts as files below ~/.config/systemd/user/ and run:
#   systemctl --user daemon-reload && systemctl --user enable --now $unit.timer

# --- $unit.service
[Unit]
Description=Build the reports of $project that are due

[Service]
Type=oneshot
WorkingDirectory=$folder
ExecStart=$command

# --- $unit.timer
[Unit]
Description=Look every hour which reports of $project are due

[Timer]
OnCalendar=hourly
RandomizedDelaySec=5min
# A machine that was off looks as soon as it is on again; what was missed is built once.
Persistent=true

[Install]
WantedBy=timers.target
""")

GITHUB = Template("""\
# $project: build the reports that are due.  Save as .github/workflows/reports.yml
name: reports
on:
  schedule:
    - cron: "7 * * * *"
  workflow_dispatch:
# Two builds never write to one folder; the later one waits.
concurrency:
  group: reports
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: "3.12"
          cache: pip
          cache-dependency-path: requirements.lock
      - run: python -m pip install --require-hashes -r requirements.lock
      - run: python -m pip install --no-deps --no-build-isolation -e .
      # What was published before tells what is due, and what need not be made again.
      - uses: actions/cache@v5
        with:
          path: reports/build
          key: reports-$${{ github.run_id }}
          restore-keys: reports-
      - run: $command
      - uses: actions/upload-artifact@v5
        if: always()
        with:
          name: reports
          path: reports/build
""")

AIRFLOW = Template('''\
"""$project: build the reports that are due.  Save in the folder of DAGs."""

import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG(
    dag_id="$unit",
    description="Build the reports of $project that are due",
    schedule="7 * * * *",
    start_date=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc),
    # What was missed is built once by the next run, so that Airflow need not catch up.
    catchup=False,
    max_active_runs=1,
    tags=["reports"],
) as dag:
    BashOperator(
        task_id="build_due",
        bash_command=$command_literal,
        cwd=$folder_literal,
        # Exit code 1 says that some report failed and is told in the index: no new try helps.
        retries=0,
    )
''')


def fill_template(kind: str, project: str, folder: Path, command: Sequence[str]) -> str:
    """Return the text that makes a scheduler run a command.

    Parameters
    ----------
    kind
        One of `KINDS`.
    project
        Name of the project, for descriptions.
    folder
        Where the command runs; not used by ``github``, which runs in a checkout.
    command
        The command and its arguments.

    Raises
    ------
    KeyError
        If there is no such kind.
    """
    templates = {"cron": CRON, "systemd": SYSTEMD, "github": GITHUB, "airflow": AIRFLOW}
    line = shlex.join(command)
    # Both read a per cent sign as the start of something else.
    escaped = {"cron": line.replace("%", "\\%"), "systemd": line.replace("%", "%%")}
    return templates[kind].substitute(
        project=project,
        unit=f"{make_slug(project)}-reports",
        folder=shlex.quote(str(folder)) if kind == "cron" else str(folder).replace("%", "%%"),
        command=escaped.get(kind, line),
        command_literal=repr(f"{line} "),  # the space: Airflow reads a last ".sh" as a file to load
        folder_literal=repr(str(folder)),
    )
