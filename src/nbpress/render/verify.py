"""Say whether a PDF of ours is consistent with itself, and with the build it came from.

A consistent file can still be forged by someone who rewrites pages, attachments and manifest
alike; only a signature would stop that, and signing is not done here.
"""

import io
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbpress.render import manifest
from nbpress.render.outputs import read_report
from nbpress.render.scrub import scrub

if TYPE_CHECKING:
    from pypdf import PdfReader


@dataclass
class Verification:
    """What was found about one file.

    Parameters
    ----------
    held
        What was checked and is as it should be.
    faults
        What is not.
    unchecked
        What could not be checked, with the reason.
    """

    file: str
    held: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)

    @property
    def consistent(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def check(self, condition: bool, holds: str, fault: str) -> None:
        """Note `holds` or `fault`."""
        if condition:
            self.held.append(holds)
        else:
            self.faults.append(fault)


@dataclass(frozen=True)
class _Carried:
    """A PDF's pages and what it carries."""

    content: bytes
    title: str
    text: str
    files: Mapping[str, bytes]
    listing: Mapping[str, Any]


def verify_pdf(path: Path, against: Path | None = None) -> Verification:
    """Return whether the PDF at `path` is consistent.

    Parameters
    ----------
    path
        A PDF written by these exporters.
    against
        The folder of a build (``report.pdf``, ``record.json``, ``data/``, ``report.ipynb``) or a
        ``record.json`` alone; None checks the file against itself only.

    Raises
    ------
    OSError
        When a file cannot be read.
    """
    found = Verification(str(path))
    content = path.read_bytes()
    carried = _open(content, found)
    if carried is None:
        return found
    _check_files(carried, found)
    _check_words(carried, found)
    _check_data(carried, found)
    _check_pages(carried, found)
    if against is not None:
        _check_published(carried, against, found)
    return found


def _open(content: bytes, found: Verification) -> _Carried | None:
    import pypdf

    # What the reader grumbles about while it repairs a file, the checks below find anyway.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        files = {name: contents[0] for name, contents in reader.attachments.items() if contents}
        text = _first_words(reader)
        title = str(reader.metadata.title or "") if reader.metadata else ""
    except Exception as error:  # noqa: BLE001
        # A damaged file makes the reader raise errors of many kinds; each is the same finding.
        found.faults.append(f"cannot be read as a PDF ({type(error).__name__}: {error})")
        return None
    listing = _json_object(files.get(manifest.NAME, b""))
    if listing is None or not isinstance(listing.get("files"), dict):
        found.faults.append(
            f"carries no {manifest.NAME}: not written by these exporters, or stripped"
        )
        return None
    return _Carried(content, title, text, files, listing)


def _first_words(reader: "PdfReader") -> str:
    return "".join(reader.pages[0].extract_text().split())


def _json_object(content: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(content)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _check_files(carried: _Carried, found: Verification) -> None:
    listed = carried.listing["files"]
    present = {name: content for name, content in carried.files.items() if name != manifest.NAME}
    for name in sorted(set(listed) - set(present)):
        found.faults.append(f"{name} is listed but not attached")
    for name in sorted(set(present) - set(listed)):
        found.faults.append(f"{name} is attached but not listed")
    changed = [
        name
        for name, content in present.items()
        if manifest.digest(content) != listed.get(name, "")
    ]
    for name in sorted(set(changed) & set(listed)):
        found.faults.append(f"{name} has another digest than the list says")
    if not changed and set(listed) == set(present):
        found.held.append(f"{len(present)} attached files have the digests that the list states")


def _check_words(carried: _Carried, found: Verification) -> None:
    """Check what the first page and the record say of title and digest."""
    listing = carried.listing
    stated = str(listing.get("title", ""))
    found.check(
        " ".join(carried.title.split()) == " ".join(stated.split()),
        "the title is the listed one",
        f"the title is '{carried.title}', the list says '{stated}'",
    )
    digest = str(listing.get("digest", ""))
    if digest:
        found.check(
            digest[:12] in carried.text,
            f"the first page prints the digest of the data, {digest[:12]}",
            f"the first page does not print the listed digest {digest[:12]}",
        )


def _check_data(carried: _Carried, found: Verification) -> None:
    """Check the data files against the outputs of the attached notebooks."""
    shown: set[bytes] = set()
    for name in carried.listing.get("notebooks", ()):
        notebook = _json_object(carried.files.get(str(name), b""))
        if notebook is None:
            found.faults.append(f"{name} is missing or not a notebook")
            continue
        shown |= set(read_report(notebook).data_files.values())
    data = {name: content for name, content in carried.files.items() if name.startswith("data/")}
    strangers = sorted(name for name, content in data.items() if content not in shown)
    if not data:
        return
    found.check(
        not strangers,
        f"{len(data)} data files are those of the attached notebook's figures and tables",
        f"not what the attached notebook shows: {', '.join(strangers)}",
    )


def _check_pages(carried: _Carried, found: Verification) -> None:
    """Make the pages again from the attached notebooks and compare the bytes."""
    made, here = carried.listing.get("made_with"), manifest.made_with()
    if made != here:
        found.unchecked.append(
            f"the pages were made with {_versions(made)}, here are {_versions(here)}: "
            "they cannot be made again to compare"
        )
        return
    again = _made_again(carried)
    found.check(
        again == carried.content,
        "the pages are, byte for byte, what the attached notebook makes",
        "the pages are not what the attached notebook makes",
    )


def _versions(made: object) -> str:
    if not isinstance(made, Mapping):
        return "unknown versions"
    return ", ".join(f"{name} {number}" for name, number in sorted(made.items()))


def _made_again(carried: _Carried) -> bytes | None:
    from nbpress.render.rendering import render

    listing = carried.listing
    try:
        notebooks = [json.loads(carried.files[name]) for name in listing["notebooks"]]
        extra = {name: carried.files[name] for name in listing["extra"]}
        return render(
            notebooks,
            "pdf",
            title=listing["given_title"],
            attachments=extra,
            show_code=listing["show_code"],
        ).content
    except (KeyError, TypeError, ValueError):
        return None


# Against what was published


def _check_published(carried: _Carried, against: Path, found: Verification) -> None:
    folder = against if against.is_dir() else None
    record_path = against / "record.json" if folder else against
    published = record_path.read_bytes()
    found.check(
        carried.files.get("record.json") == published,
        "the attached record is the published one",
        "the attached record is not the published one",
    )
    _check_record(carried, published, found)
    if folder is not None:
        _check_folder(carried, folder, found)


def _check_record(carried: _Carried, published: bytes, found: Verification) -> None:
    stated = (_json_object(published) or {}).get("data")
    if not isinstance(stated, Mapping):
        return
    wanted = {str(digest).removeprefix("sha256:") for digest in stated.values()}
    carries = {
        manifest.digest(content)
        for name, content in carried.files.items()
        if name.startswith("data/")
    }
    found.check(
        carries <= wanted,
        f"the {len(carries)} data files have the digests of the published record",
        "data files differ from the digests of the published record",
    )


def _check_folder(carried: _Carried, folder: Path, found: Verification) -> None:
    report = folder / "report.pdf"
    if report.is_file():
        found.check(
            report.read_bytes() == carried.content,
            "it is the published report.pdf, byte for byte",
            "it is not the published report.pdf",
        )
    published = {path.read_bytes() for path in (folder / "data").glob("*.csv")}
    for name, content in carried.files.items():
        if name.startswith("data/") and content not in published:
            found.faults.append(f"{name} is not among the published data")
    _check_notebooks(carried, folder, found)


def _check_notebooks(carried: _Carried, folder: Path, found: Verification) -> None:
    """Compare code and outputs of the attached notebooks with the published ones."""
    published = [
        _code_cells(_json_object(path.read_bytes()) or {}) for path in folder.glob("*.ipynb")
    ]
    if not published:
        return
    for name in carried.listing.get("notebooks", ()):
        notebook = _json_object(carried.files.get(str(name), b"")) or {}
        found.check(
            _code_cells(notebook) in published,
            f"{name} has the code and outputs of a published notebook",
            f"{name} differs in code or outputs from every published notebook",
        )


def _code_cells(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    # Cells of text may be added for the page, such as what changed since the last report.
    return [
        {key: value for key, value in cell.items() if key != "id"}
        for cell in scrub(notebook)["cells"]
        if cell["cell_type"] == "code"
    ]


def find_reports(folder: Path) -> list[Path]:
    """Return the folders at or below `folder` that hold a ``report.pdf``, in order."""
    found = sorted(path.parent for path in folder.rglob("report.pdf") if path.is_file())
    return [path for path in found if not _is_hidden(path.relative_to(folder))]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
