"""The private folder of a worker process, and the data unpacked in it."""

import atexit
import shutil
import tempfile
import threading
from functools import cache
from pathlib import Path

from nbpress.build.tasks import Inputs
from nbpress.scratch import make_private_folder

PREFIX = "notebook-build-"
_lock = threading.Lock()


@cache
def folder() -> Path:
    """Return this process's scratch folder: short-named, private, gone when the process ends."""
    found = make_private_folder(PREFIX)
    atexit.register(discard)
    return found


def discard() -> None:
    """Remove this process's scratch folder; called where ``os._exit`` skips the atexit handlers."""
    shutil.rmtree(folder(), ignore_errors=True)


def unpack(inputs: Inputs) -> Path:
    """Return a folder with the files of ``inputs``; each set of files is unpacked once."""
    target = folder() / inputs.digest[:16]
    with _lock:
        if not target.is_dir():
            scratch = Path(tempfile.mkdtemp(dir=folder()))
            for name, content in inputs.files.items():
                (scratch / name).write_bytes(content)
            scratch.rename(target)
    return target
