"""What local workers are forked from: imported once, in the process that forks them."""

import nbclient
import nbformat
import papermill

from defcoop.reports import assemble, engine, execute, worker

__all__ = ["assemble", "engine", "execute", "nbclient", "nbformat", "papermill", "worker"]
