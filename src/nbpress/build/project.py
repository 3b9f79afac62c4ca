"""What a project hands to the build: folders, names of variables, and callables."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbpress.render
from nbpress.build.hashing import hash_data
from nbpress.errors import UsageError
from nbpress.parameters import Parameter


@dataclass(frozen=True)
class Project:
    """A project with notebooks, as a build sees it that knows nothing of its field.

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
        Returns the faults of the data, each of which reads as one line of text; none when it is
        sound.  They reach the caller of the build unchanged, in a `nbpress.errors.CheckError`.
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
    digest
        Returns one digest of named digests (of tables, of the schema): what the index shows.  A
        project whose notebooks print a digest of their tables hands in the same rule.
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
    digest: Callable[[Mapping[str, str]], str] = hash_data
    vouch: Callable[[Mapping[str, bytes]], Mapping[str, str]] = lambda _files: {}
    source_name: Callable[[str, str], str] = lambda _source, value: value


def project_at(
    root: Path,
    *,
    name: str,
    parameters: Callable[[str], Sequence[Parameter]] = lambda _notebook: (),
    **given: Any,  # noqa: ANN401 - any other field of a project
) -> Project:
    """Return a project laid out as usual, whose data need no check.

    Parameters
    ----------
    root
        Folder with ``notebooks/``, ``data/`` (``*.csv``) and ``reports/catalogue.yml``.
    name
        Name of the project.
    parameters
        Returns the declared parameters of a notebook; by default none has any.
    given
        Other fields of `Project`, which take the place of what is usual: the notebooks find the
        data through ``PROJECT_DATA``, and a matrix has no values.  A project whose notebooks
        declare an as-of date gives ``newest_date``, too.
    """
    usual: dict[str, Any] = {
        "notebooks": root / "notebooks",
        "catalogue": root / "reports" / "catalogue.yml",
        "data": root / "data",
        "data_variable": "PROJECT_DATA",
        "newest_date": refuse_to_guess,
        "choices": lambda _source: (),
        "check": tuple,
        "changes": lambda _old, _new, _tables: "",
        "execution_code": (),
        "rendering_code": (Path(nbpress.render.__path__[0]),),
    }
    return Project(name=name, root=root, parameters=parameters, **(usual | given))


def refuse_to_guess() -> datetime.date:
    """Raise: only the data know their newest date; the time of a file differs by checkout.

    Raises
    ------
    UsageError
        Always.
    """
    fault = (
        "a notebook declares the as-of date, and neither the request nor the project gives one; "
        "give the parameter, or newest_date to project_at"
    )
    raise UsageError([fault])
