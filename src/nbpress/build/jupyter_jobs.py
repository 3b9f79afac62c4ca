"""Jupyter Scheduler runs notebooks as the build does: typed, limited, tried again, as HTML and PDF.

Two lines of configuration put this in the place of the stock managers::

    c.Scheduler.execution_manager_class = "nbpress.build.jupyter_jobs.NotebookJobManager"
    c.SchedulerApp.environment_manager_class = "nbpress.build.jupyter_jobs.KernelEnvironments"

The second is needed: the job list asks the environment manager for the name of each format.  A
project that declares parameters and limits puts a subclass in the first line.
"""

import ast
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jupyter_scheduler.environments import EnvironmentManager
from jupyter_scheduler.executors import DefaultExecutionManager
from jupyter_scheduler.models import RuntimeEnvironment

from nbpress.build.catalogue import Limits
from nbpress.build.engine import Setting
from nbpress.build.failures import WORTH_ANOTHER_TRY, ReportFailedError
from nbpress.build.run_notebook import run_notebook
from nbpress.formats import FORMATS
from nbpress.json_bytes import to_json_bytes
from nbpress.parameters import Parameter, validate
from nbpress.parameters.cell import read_literals

NAMES_OF_FORMATS = {**{name: f"Report ({name.upper()})" for name in FORMATS}, "ipynb": "Notebook"}
NAME_OF_ENVIRONMENT = "notebooks"


class KernelEnvironments(EnvironmentManager):  # type: ignore[misc]
    """Offers the interpreter that runs JupyterLab, with every format that can be made."""

    def list_environments(self) -> list[RuntimeEnvironment]:
        """Return the one environment there is."""
        return [
            RuntimeEnvironment(
                name=NAME_OF_ENVIRONMENT,
                label="This JupyterLab's Python",
                description="The interpreter and the kernels of this JupyterLab",
                file_extensions=["ipynb"],
                output_formats=list(NAMES_OF_FORMATS),
                metadata={},
            )
        ]

    def manage_environments_command(self) -> str:
        """Return no command: there is nothing to manage."""
        return ""

    def output_formats_mapping(self) -> dict[str, str]:
        """Return the formats with their names, as the job form and the job list show them."""
        return dict(NAMES_OF_FORMATS)


class NotebookJobManager(DefaultExecutionManager):  # type: ignore[misc]
    """Runs the notebook of a job in its staging folder and makes the files that were asked for.

    Notes
    -----
    A job that fails says why in one line in the job list and leaves the notebook as far as it ran,
    if that was asked for, but no report.  Faults of the machinery, such as a kernel that dies, are
    tried again; a failing cell and a passed limit are not.
    """

    def declared(self, notebook: str) -> Sequence[Parameter]:  # noqa: ARG002 - for subclasses
        """Return the declared parameters of a notebook, by its name; none when not overridden."""
        return ()

    def limits(self, notebook: str) -> Limits:  # noqa: ARG002 - for subclasses
        """Return the limits of a notebook, by its name."""
        return Limits()

    def execute(self) -> None:
        """Run the job.

        Raises
        ------
        ParameterError
            If a parameter is unknown, ill-typed or out of bounds; no kernel has been started.
        ReportFailedError
            If a cell fails, a limit is passed or the kernel dies.
        """
        job, staged = self.model, Path(self.staging_paths["input"])
        given = self.typed_parameters(staged, job.parameters or {})
        with tempfile.TemporaryDirectory(prefix="job-") as scratch:
            target = Path(scratch, staged.name)
            try:
                notebook = run_with_retries(staged, target, given, self.limits(staged.stem))
            except ReportFailedError:
                if "ipynb" in job.output_formats and target.is_file():
                    shutil.copyfile(target, self.staging_paths["ipynb"])
                raise
        for format_ in job.output_formats:
            content = in_format(notebook, format_, staged.parent)
            Path(self.staging_paths[format_]).write_bytes(content)
        if job.package_input_folder:
            self.add_side_effects_files(str(staged.parent))

    def typed_parameters(self, notebook: Path, given: Mapping[str, str]) -> dict[str, Any]:
        """Return the parameters of a job, typed by their declarations, else by their defaults.

        The job form knows nothing but text, and the stock manager takes that text for code.
        """
        declared = self.declared(notebook.stem)
        if not declared:
            known = read_defaults(json.loads(notebook.read_bytes()))
            return {name: as_default(text, known.get(name, "")) for name, text in given.items()}
        values = validate(declared, given)
        return {name: values[name] for name in given}


def run_with_retries(
    source: Path, target: Path, parameters: Mapping[str, Any], limits: Limits
) -> Any:  # noqa: ANN401
    """Return a notebook as run, after as many tries as its limits allow.

    Raises
    ------
    ReportFailedError
        If the last try fails, or one for a reason that trying again does not change.
    """
    for _ in range(limits.retries):
        try:
            return run_once(source, target, parameters, limits)
        except ReportFailedError as error:
            if error.failure.kind not in WORTH_ANOTHER_TRY:
                raise
    return run_once(source, target, parameters, limits)


def run_once(source: Path, target: Path, parameters: Mapping[str, Any], limits: Limits) -> Any:  # noqa: ANN401
    """Return a notebook run in the folder in which it lies."""
    with (target.parent / "kernel.log").open("w+b") as log:
        setting = Setting(target.parent, source.parent, {}, log, limits.report)
        return run_notebook(source, target, parameters, setting, limits.cell)[0]


def in_format(notebook: Any, format_: str, folder: Path) -> bytes:  # noqa: ANN401
    """Return a run notebook as the bytes of a file.

    Parameters
    ----------
    notebook
        The notebook with its outputs.
    format_
        A key of `NAMES_OF_FORMATS`.
    folder
        Where it lies, for pictures that its text names by relative path.
    """
    if format_ == "ipynb":
        return to_json_bytes(notebook, indent=1)
    from nbpress.render import render

    return render([notebook], to=format_, folder=folder).content


def read_defaults(notebook: Mapping[str, Any]) -> dict[str, object]:
    """Return what the parameters cell of a notebook assigns, as far as it is written out."""
    found: dict[str, object] = {}
    for cell in notebook["cells"]:
        if "parameters" in cell.get("metadata", {}).get("tags", ()):
            found |= read_literals("".join(cell["source"]))
    return found


def as_default(text: str, default: object) -> object:
    """Return a text in the type of a default: a text that looks like a number stays text.

    Raises
    ------
    ValueError
        If it is not of that type.

    Examples
    --------
    >>> as_default("2010", "2000"), as_default("2010", 2000), as_default("[1, 2]", [])
    ('2010', 2010, [1, 2])
    """
    if isinstance(default, str):
        return text
    if isinstance(default, bool):
        text = text.strip().capitalize()
    found = ast.literal_eval(text)
    if isinstance(default, float) and type(found) is int:
        return float(found)
    if default is not None and type(found) is not type(default):
        raise ValueError(f"{text!r} is not of the type of {default!r}, its default")
    return found
