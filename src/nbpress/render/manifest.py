"""What a PDF carries: the data, the notebooks, the record, and a list with each file's digest."""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import Any

import nbpress
from nbpress.json_bytes import to_json_bytes
from nbpress.render.document import Document
from nbpress.render.scrub import to_bytes
from nbpress.render.typst_document import Attachment

NAME = "manifest.json"
#: Libraries whose version may change the bytes of a page.
LIBRARIES = ("typst", "markdown-it-py", "mdit-py-plugins", "nh3", "latex2mathml")


def attachments(
    document: Document,
    notebooks: Sequence[Any],
    extra: Mapping[str, bytes],
    *,
    title: str | None = None,
    show_code: bool | None = None,
) -> list[Attachment]:
    """Return the files of a PDF, the manifest last.

    A file of `extra` takes the place of ours of the same name; a record made from the closing
    cell is attached when `extra` brings none.
    """
    files: dict[str, bytes] = {
        f"data/{name}": content for name, content in document.data_files.items()
    }
    names = notebook_names(len(notebooks))
    files |= {name: to_bytes(notebook) for name, notebook in zip(names, notebooks, strict=True)}
    records = [
        chapter.content.record.raw for chapter in document.chapters if chapter.content.record
    ]
    if records:
        files["record.json"] = to_json_bytes(
            records[0] if len(records) == 1 else {"chapters": records}, default=str
        )
    files |= dict(extra)
    listing = {
        "format": 1,
        "title": document.title,
        "given_title": title,
        "show_code": show_code,
        "as_of": document.as_of,
        "digest": document.digest,
        "notebooks": names,
        "extra": sorted(extra),
        "made_with": made_with(),
        "files": {name: digest(content) for name, content in sorted(files.items())},
    }
    whole = [*sorted(files.items()), (NAME, to_json_bytes(listing))]
    return [
        Attachment(name, content, _relationship(name), _description(name))
        for name, content in whole
    ]


def digest(content: bytes) -> str:
    """Return the SHA-256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def made_with() -> dict[str, str]:
    """Return the versions of the packages that shape the pages."""
    return {name: version(name) for name in LIBRARIES} | {"nbpress": nbpress.__version__}


def notebook_names(count: int) -> list[str]:
    """Return the names under which `count` notebooks are attached."""
    if count == 1:
        return ["report.ipynb"]
    return [f"chapter-{number}.ipynb" for number in range(1, count + 1)]


def _relationship(name: str) -> str:
    return {".ipynb": "source", ".csv": "data"}.get(PurePosixPath(name).suffix, "supplement")


def _description(name: str) -> str:
    if name == NAME:
        return "Digest of each attached file"
    if name == "record.json":
        return "Record of the run: parameters, digests of the tables read, headline numbers"
    return {
        ".ipynb": "The executed notebook, without times and paths",
        ".csv": "Data behind a figure or table",
    }.get(PurePosixPath(name).suffix, name)
