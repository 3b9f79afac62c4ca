"""Let workers and kernels import before the plan is made, where there is work for certain.

Imports few modules itself: between the call and the first kernel, each would be waited for.
"""

from pathlib import Path

from nbpress.build.cache import Memo
from nbpress.build.fingerprint import State, observe
from nbpress.build.project import Project


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
    from nbpress.kernels import client

    template = client.offer(kernel)  # before the next line imports what it does not need
    from nbpress.build import local_pool

    local_pool.begin(kernel, template)


def open_memo(out: Path) -> Memo:
    """Return the answers that are kept for the builds into a folder."""
    return Memo(out / ".cache" / "memo.json")


def checked_inputs(state: State) -> list[str]:
    """Return what the outcome of the check depends on."""
    return [state.data, state.execution]
