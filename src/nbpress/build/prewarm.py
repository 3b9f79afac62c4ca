"""Render while idle: a worker that waits for its first task renders a built-in specimen.

Why: the first rendering of a process loads fonts and templates and fills the cache of Typst.  A
build with a core to spare starts one worker more than it has reports; that worker renders the
specimen while the kernel runs the notebook, and the report itself is then rendered by it.

Gain: rendering a profile takes 0.06 s of processor time instead of 0.16 s (least of seven runs),
which is 7 % of a build of 1.4 s; nothing on a machine whose cores are all busy.  Rendering the
last version of the report instead of a specimen saved another 0.003 s, and is not done.
"""

import contextlib
from multiprocessing.connection import Connection

PAUSE = 0.05  # seconds without a task after which a new worker counts as idle


def render_while_idle(tasks: Connection) -> None:
    """Render the specimen in a worker to which no task has come by now."""
    if tasks.poll(PAUSE):
        return
    # A specimen that cannot be rendered is no fault: the report itself will say what is wrong.
    with contextlib.suppress(Exception):
        render_specimen()


def render_specimen() -> None:
    """Render the specimen to both formats; the files are thrown away."""
    from nbpress.formats import FORMATS
    from nbpress.render import renderings
    from nbpress.render.specimen import specimen

    for _ in renderings([specimen()], FORMATS, title="Specimen"):
        pass
