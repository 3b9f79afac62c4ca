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
        Whether there is work for certain, and it is started.  Where the system does not let it,
        the plan meets the same fault, and says so.
    """
    try:
        certain = force or not open_memo(out).knows("check", checked_inputs(observe(project)))
        if certain:
            begin(project.kernel)
    except OSError:
        return False
    return certain


def begin(kernel: str) -> None:
    """Start a template for the kernels, then what the workers start from."""
    from defcoop.kernels import warm

    template = warm.offer(kernel)  # before the next line imports what it does not need
    from defcoop.reports import pool

    pool.begin(kernel, template)


def open_memo(out: Path) -> Memo:
    """Return the answers that are kept for the builds into a folder."""
    return Memo(out / ".cache" / "memo.json")


def checked_inputs(state: State) -> list[str]:
    """Return what the outcome of the check depends on."""
    return [state.data, state.execution]
