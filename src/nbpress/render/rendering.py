"""Render executed notebooks: one is a report, several are a binder."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbpress.formats import FORMATS
from nbpress.render.cells import read_chapter
from nbpress.render.contract import find_faults
from nbpress.render.document import Document, assemble
from nbpress.render.embed import embed_pictures
from nbpress.render.scrub import scrub

if TYPE_CHECKING:
    from nbpress.render.typst_document import Setting


class ExportError(Exception):
    """A report that must hold the standards does not.

    Parameters
    ----------
    faults
        Everything that is wrong, one sentence each.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))


@dataclass(frozen=True)
class Rendered:
    """A finished file.

    Parameters
    ----------
    content
        Its bytes; the same input gives the same bytes.
    notices
        What was dropped, replaced, cut or could not be shown, in words.
    breaches
        What keeps it from PDF/UA-1 and PDF/A-3a; empty for a report as it should be.
    standards
        What a PDF claims to hold: ("ua-1", "a-3a"), or ("a-3b",) when something is missing.
    unprintable
        Characters that no font prints, as ``U+XXXX`` with how often (PDF only).
    """

    content: bytes
    notices: tuple[str, ...] = ()
    breaches: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    unprintable: Mapping[str, int] = field(default_factory=dict)


def render(
    chapters: Sequence[Any],
    to: str,
    *,
    title: str | None = None,
    attachments: Mapping[str, bytes] | None = None,
    strict: bool = False,
    show_code: bool | None = None,
    folder: Path | None = None,
) -> Rendered:
    """Return executed notebooks as one HTML page or one PDF.

    Parameters
    ----------
    chapters
        One notebook for a report, several for a binder with one table of contents, continuous
        numbering and one source list.
    to
        "html" or "pdf".
    title
        Of the whole; default the first cover's, needed for a binder.
    attachments
        Further files for the PDF by name, such as ``record.json``. The data behind the exhibits,
        the scrubbed notebooks and a manifest with the digest of each file are always attached.
    strict
        Refuse whatever would break PDF/UA-1 and PDF/A-3a or lacks a description.
    show_code
        Print the code; None prints it for notebooks without a cover.
    folder
        Where the notebook lies, for pictures that its Markdown names by relative path.

    Raises
    ------
    ExportError
        When `strict` and anything is missing or broken; it lists all of it.
    ValueError
        For no chapters or an unknown format.
    """
    found = renderings(
        chapters,
        [to],
        title=title,
        attachments=attachments,
        strict=strict,
        show_code=show_code,
        folder=folder,
    )
    return next(found)


def renderings(
    chapters: Sequence[Any],
    formats: Sequence[str],
    *,
    title: str | None = None,
    attachments: Mapping[str, bytes] | None = None,
    strict: bool = False,
    show_code: bool | None = None,
    folder: Path | None = None,
) -> Iterator[Rendered]:
    """Yield executed notebooks in each of several formats; they are read once.

    Parameters and errors are those of `render`, with ``formats`` for ``to``.
    """
    unknown = [to for to in formats if to not in FORMATS]
    if unknown:
        raise ValueError(f"no format '{unknown[0]}'; there are: {', '.join(FORMATS)}")
    if not chapters:
        raise ValueError("nothing to render: give at least one notebook")
    # The page is made from what the PDF carries, so that it can be made again from it.
    notebooks = [scrub(embed_pictures(nb, folder) if folder else nb) for nb in chapters]
    document = read_document(notebooks, title=title, show_code=show_code)
    faults = contract_faults(chapters)
    if strict and (faults or document.breaches):
        raise ExportError([*faults, *document.breaches])
    for fault in faults:
        document.notices.say(fault)
    for to in formats:
        if to == "html":
            yield _html(document)
        else:
            more = attachments or {}
            yield _pdf(document, notebooks, more, strict=strict, title=title, show_code=show_code)


def contract_faults(chapters: Sequence[Any]) -> list[str]:
    """Return where the outputs of the chapters break the contract, each with its chapter."""
    several = len(chapters) > 1
    return [
        f"chapter {number}, {fault}" if several else fault
        for number, notebook in enumerate(chapters, start=1)
        for fault in find_faults(notebook)
    ]


def read_document(
    notebooks: Sequence[Any],
    *,
    title: str | None = None,
    show_code: bool | None = None,
) -> Document:
    """Return the numbered document that `notebooks` make."""
    several = len(notebooks) > 1
    chapters = [
        read_chapter(notebook, show_code=show_code, prefix=f"c{number}-" if several else "")
        for number, notebook in enumerate(notebooks, start=1)
    ]
    return assemble(chapters, title)


def _html(document: Document) -> Rendered:
    from nbpress.render.web.page import write_page

    page = write_page(document).encode("utf-8", "replace")
    return Rendered(page, tuple(document.notices), tuple(document.breaches))


def _pdf(
    document: Document,
    notebooks: Sequence[Any],
    extra: Mapping[str, bytes],
    *,
    strict: bool,
    title: str | None,
    show_code: bool | None,
) -> Rendered:
    from nbpress.render import manifest, typst_document

    attached = manifest.attachments(document, notebooks, extra, title=title, show_code=show_code)
    setting = typst_document.prepare_setting(document, attached)
    content, standards = _compiled(document, setting, strict=strict)
    counts = _sorted(setting.unprintable)
    notices = [
        *document.notices,
        *(
            f"{point} has no glyph and shows as its code, {count} in all"
            for point, count in counts.items()
        ),
    ]
    return Rendered(content, tuple(notices), tuple(document.breaches), standards, counts)


def _compiled(
    document: Document, setting: "Setting", *, strict: bool
) -> tuple[bytes, tuple[str, ...]]:
    """Compile under both standards; without strictness fall back to claiming less."""
    from nbpress.render import typeset

    standards = typeset.FALLBACK if document.breaches else typeset.STANDARDS
    try:
        return typeset.compile_pdf(setting, standards), standards
    except typeset.TypesettingError as error:
        if strict:
            raise ExportError([*document.breaches, str(error)]) from error
        document.breaches.say(str(error))
    return typeset.compile_pdf(setting, typeset.FALLBACK), typeset.FALLBACK


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
