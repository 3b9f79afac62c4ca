"""``defcoop lab``: JupyterLab on the notebooks."""

import importlib.util
import os
import sys
from pathlib import Path

import click

from defcoop.cli.shared import find_or_exit
from defcoop.lab.saving import HOOK

KERNEL = "defcoop"
LANDING = "index.ipynb"
SETTINGS = Path(__file__).parent / "labsettings"
"""Settings that hold unless a person sets others: no news is fetched, tables open to be edited."""


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
    """Open JupyterLab on the notebooks; ARGUMENTS are passed on to it.

    Kernels are forked from a template that has imported what the notebooks use, and jobs of the
    Jupyter Scheduler are run as the build runs reports, where it is installed.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        click.echo(
            "Error: JupyterLab is not installed; run make lab, or install defcoop[lab]", err=True
        )
        sys.exit(2)
    data = find_or_exit(None).resolve()
    notebooks = notebook_folder(data)
    os.environ["DEFCOOP_DATA"] = str(data)  # for jobs, which run in a folder of their own
    words = [*server_words(notebooks), *warm_words(), *scheduler_words(), *arguments]
    start(words)


def notebook_folder(data: Path) -> Path:
    """Return the folder of notebooks beside the data, or stop with exit code 2."""
    folder = data.parent / "notebooks"
    if not folder.is_dir():
        click.echo(f"Error: no folder '{folder}'; run this inside the project", err=True)
        sys.exit(2)
    return folder


def server_words(notebooks: Path) -> list[str]:
    """Return the arguments that open the landing notebook, or else the folder, and save files."""
    page = notebooks.name
    if (notebooks / LANDING).is_file():
        page = f"{page}/{LANDING}"
    return [
        f"--ServerApp.root_dir={notebooks.parent}",
        f"--LabApp.default_url=/lab/tree/{page}",
        f"--LabApp.app_settings_dir={SETTINGS}",
        f"--ContentsManager.pre_save_hook={HOOK}",
    ]


def warm_words() -> list[str]:
    """Start a template for the kernels and return the arguments that let all kernels use it.

    The template imports while JupyterLab starts.  The notebooks name the kernel ``python3``, as
    any notebook does, so the provisioner is made that of every kernel here that names none.
    """
    from nbpress.kernels import client

    found = client.read_kernelspec(KERNEL)
    config = found.get("metadata", {}).get("kernel_provisioner", {}).get("config", {})
    if not config:
        return []
    os.environ.update(found.get("env", {}))
    template = client.start_template(KERNEL)
    if template is None:
        return []
    os.environ[client.VARIABLE] = template.address
    KEPT.append(template)
    return [
        f"--KernelProvisionerFactory.default_provisioner_name={client.NAME}",
        *(f"--WarmProvisioner.preload={module}" for module in config.get("preload", [])),
    ]


KEPT: list[object] = []
"""The template ends with the object that stands for it, so that is kept as long as the server."""


def scheduler_words() -> list[str]:
    """Return the two settings that let Jupyter Scheduler run notebooks as the build does."""
    if importlib.util.find_spec("jupyter_scheduler") is None:
        return []
    return [
        "--Scheduler.execution_manager_class=defcoop.cli.jobs.JobManager",
        "--SchedulerApp.environment_manager_class=nbpress.build.jupyter_jobs.KernelEnvironments",
    ]


def start(words: list[str]) -> None:
    """Run JupyterLab in this process until it is stopped."""
    from jupyterlab.labapp import main

    main(words)
