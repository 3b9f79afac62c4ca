"""Jobs of Jupyter Scheduler on our notebooks: parameters as declared, limits of the catalogue."""

from pathlib import Path
from typing import TYPE_CHECKING

from nbpress.build.catalogue import Limits
from nbpress.build.jupyter_jobs import NotebookJobManager

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbpress.parameters import Parameter


class JobManager(NotebookJobManager):
    """Runs a job on one of our notebooks as ``defcoop build`` does, and any other all the same."""

    def declared(self, notebook: str) -> "Sequence[Parameter]":
        """Return the declared parameters of a notebook; none for one that is not ours."""
        from defcoop.cli.project import find_declarations

        return find_declarations(notebook)

    def limits(self, notebook: str) -> Limits:
        """Return the limits that the catalogue sets for the report of a notebook."""
        from nbpress.build.cache import open_memo
        from nbpress.build.catalogue import load

        root = Path(self.root_dir)
        catalogue = root / "reports" / "catalogue.yml"
        if not catalogue.is_file():
            return Limits()
        reports = load(catalogue, root / "notebooks", open_memo(root / "reports" / "build"))
        return reports[notebook].limits if notebook in reports else Limits()
