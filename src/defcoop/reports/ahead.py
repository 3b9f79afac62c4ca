"""Let workers and kernels import before the plan is made, where there is work for certain.

Imports few modules itself: between the call and the first kernel, each would be waited for.
"""

from pathlib import Path

from defcoop.reports.memo import Memo
from defcoop.reports.project import Project
from defcoop.reports.state import State, observe


def start(project: Project, out: Path, *, force: bool) -> bool:
    """Start what a local pool starts from, unless the build may have nothing to do.

    Returns
    -------
    bool
        Whether there is work for certain.

    Raises
    ------
    OSError
        If the data cannot be read.
    """
    certain = force or not checked(observe(project), open_memo(out))
    if certain:
        from defcoop.kernels import warm

        template = warm.offer(project.kernel)  # before the next line imports what it does not need
        from defcoop.reports import pool

        pool.begin(project.kernel, template)
    return certain


def open_memo(out: Path) -> Memo:
    """Return the answers that are kept for the builds into a folder."""
    return Memo(out / ".cache" / "memo.json")


def checked(state: State, memo: Memo) -> bool:
    """Return whether these data are known to be sound."""
    return memo.knows("check", checked_inputs(state))


def checked_inputs(state: State) -> list[str]:
    """Return what the outcome of the check depends on."""
    return [state.data, state.execution]
