"""What the fork server of the local workers imports, once, before it forks the first of them.

Why: a worker forked from it has papermill, nbclient and the exporters in memory at once, and
shares that memory with the others; one that imports for itself needs seconds for it.

Gain: building a profile takes 5.7 s instead of 8.9 s on a machine under load (least of twelve runs,
in turns).
"""

import importlib

from nbpress.kernels.preload import GRAMMAR, without_module

MODULES = (
    "nbclient",
    "nbformat",
    "papermill",
    "nbpress.build.assemble",
    "nbpress.build.engine",
    "nbpress.build.execute",
    "nbpress.build.worker",
)

with without_module(GRAMMAR):
    for name in MODULES:
        importlib.import_module(name)
