"""What the build is told of a project: folders, names of variables, and callables."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from defcoop.parameters import Parameter


@dataclass(frozen=True)
class Project:
    """A project with notebooks, told to a build that knows nothing of its field.

    Attributes
    ----------
    name
        Name of the project, for titles and units.
    root
        Folder of the project; relative paths in messages start here.
    notebooks
        Folder of the notebooks; a notebook's name is its file name without ``.ipynb``.
    catalogue
        The catalogue of the reports, in YAML.
    data
        Folder of the tables (``*.csv``) that the notebooks read.
    data_variable
        Environment variable by which a notebook finds the folder of the tables.
    schema
        Names of files beside the tables on which every report depends (a schema, for example).
    parameters
        Returns the declared parameters of a notebook, by its name.
    choices
        Returns the values of a matrix by the name of their source.
    newest_date
        Returns the as-of date where none is given.
    check
        Returns the faults of the data, each with a message as its text; none when it is sound.
    changes
        Returns, as Markdown, what differs between an older and a newer folder of tables in the
        named tables; the empty text when nothing does.
    execution_code
        Files and folders whose code may change what a notebook computes.
    rendering_code
        Files and folders whose code may change how a run notebook is rendered.
    lock
        File that pins the versions of all libraries, if there is one.
    kernel
        Name of the kernel that runs the notebooks.
    as_of
        Name of the parameter that holds the as-of date.
    vouch
        Returns the environment variables that tell a kernel that files of these names and bytes
        have passed the check; none by default.
    source_name
        Returns what the choices of a matrix are called, by the value, for titles.
    """

    name: str
    root: Path
    notebooks: Path
    catalogue: Path
    data: Path
    data_variable: str
    parameters: Callable[[str], Sequence[Parameter]]
    newest_date: Callable[[], datetime.date]
    choices: Callable[[str], Sequence[str]]
    check: Callable[[], Sequence[object]]
    changes: Callable[[Path, Path, Sequence[str]], str]
    execution_code: tuple[Path, ...]
    rendering_code: tuple[Path, ...]
    schema: tuple[str, ...] = ()
    lock: Path | None = None
    kernel: str = "python3"
    as_of: str = "as_of"
    vouch: Callable[[Mapping[str, bytes]], Mapping[str, str]] = lambda _files: {}
    source_name: Callable[[str, str], str] = lambda _source, value: value
