"""Digests of files, folders and plain data: the names by which inputs are known again."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

SKIPPED = {"__pycache__", ".ipynb_checkpoints"}


def hash_bytes(content: bytes) -> str:
    """Return the SHA-256 of ``content`` as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def hash_data(data: object) -> str:
    """Return the SHA-256 of plain data (mappings, sequences, text, numbers) in canonical JSON."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hash_bytes(text.encode())


def hash_files(files: Iterable[tuple[str, Path]]) -> str:
    """Return the SHA-256 of named files: their names and their bytes, whatever their order."""
    return hash_data(sorted((name, hash_bytes(path.read_bytes())) for name, path in files))


def hash_code(roots: Iterable[Path]) -> str:
    """Return the SHA-256 of all files below ``roots`` (files or folders), compiled ones left out.

    A root that does not exist contributes its name alone, so that its appearance is a change.
    """
    return hash_files(named for root in roots for named in list_files(root))


def list_files(root: Path) -> list[tuple[str, Path]]:
    """Return (name relative to the parent of ``root``, path) of each file at or below ``root``."""
    if root.is_file():
        return [(root.name, root)]
    return [
        (path.relative_to(root.parent).as_posix(), path)
        for path in root.rglob("*")
        if path.is_file() and not SKIPPED & set(path.parts)
    ]


def hash_notebook(document: Mapping[str, object]) -> str:
    """Return the SHA-256 of what a notebook does: the type, source and tags of its cells.

    Outputs, execution counts, cell ids and the kernel's name do not take part, so that running a
    notebook in JupyterLab does not make its report new.
    """
    cells = document["cells"]
    if not isinstance(cells, list):
        raise TypeError("a notebook's cells are a list")
    return hash_data([describe_cell(cell) for cell in cells])


def describe_cell(cell: Mapping[str, object]) -> list[object]:
    """Return the type, source and tags of a cell."""
    source = cell["source"]
    metadata = cell.get("metadata")
    tags = metadata.get("tags", []) if isinstance(metadata, Mapping) else []
    text = "".join(source) if isinstance(source, list) else source
    return [cell["cell_type"], text, tags]
