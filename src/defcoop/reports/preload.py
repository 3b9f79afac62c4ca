"""What local workers are forked from: imported once, in the process that forks them."""

import gc
import importlib

from defcoop.kernels.imports import GRAMMAR, without

MODULES = (
    "nbclient",
    "nbformat",
    "papermill",
    "defcoop.reports.assemble",
    "defcoop.reports.engine",
    "defcoop.reports.execute",
    "defcoop.reports.worker",
)

gc.disable()  # there is no garbage in what is imported
with without(GRAMMAR):
    for name in MODULES:
        importlib.import_module(name)
gc.freeze()  # what is shared stays shared: a collection would write to every page
gc.enable()
