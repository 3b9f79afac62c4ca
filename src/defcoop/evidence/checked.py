"""Skip the check of the tables in a kernel where the build has checked these very bytes.

A build checks its snapshot of the tables once and hands the digest to its kernels in the
environment variable DEFCOOP_CHECKED; each kernel would otherwise spend 0.3 s on the same check.
Nothing here imports pandas, which a build with nothing to do must not wait for.
"""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

SCHEMA = "datapackage.json"
VARIABLE = "DEFCOOP_CHECKED"
"""Environment variable with the digest of tables and schema that have passed their check."""


def is_vouched(folder: Path) -> bool:
    """Return whether the environment says that these very bytes have passed their check."""
    said = os.environ.get(VARIABLE)
    return bool(said) and digest(read(folder)) == said


def read(folder: Path) -> dict[str, bytes]:
    """Return the files of a data folder on which a check depends: name to bytes."""
    paths = (*folder.glob("*.csv"), folder / SCHEMA)
    return {path.name: path.read_bytes() for path in paths}


def digest(files: Mapping[str, bytes]) -> str:
    """Return one SHA-256 over names and contents of files, whatever their order."""
    return combine({name: hashlib.sha256(content).hexdigest() for name, content in files.items()})


def combine(digests: Mapping[str, str]) -> str:
    """Return one SHA-256 over named digests: that of what ``sha256sum`` prints, in order of names.

    The one digest of tables: in the record of a report, in the index of a build, and in what the
    build tells its kernels.
    """
    lines = [f"{digests[name]}  {name}\n" for name in sorted(digests)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()
