"""What local workers are forked from: imported once, in the process that forks them."""

import gc
import importlib

from nbpress.kernels.preload import GRAMMAR, without

MODULES = (
    "nbclient",
    "nbformat",
    "papermill",
    "nbpress.build.assemble",
    "nbpress.build.engine",
    "nbpress.build.execute",
    "nbpress.build.worker",
)

gc.disable()  # there is no garbage in what is imported
with without(GRAMMAR):
    for name in MODULES:
        importlib.import_module(name)
gc.freeze()  # what is shared stays shared: a collection would write to every page
gc.enable()
