"""How tests look into a PDF: its words, tags, links, outline and files."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdf


def reader(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def words(content: bytes) -> str:
    """The text of all pages, white space as single spaces, break opportunities taken out."""
    text = " ".join(page.extract_text() for page in reader(content).pages)
    return " ".join(text.replace("\u200b", "").replace("\u00ad", "").split())


def squeezed(content: bytes) -> str:
    """The text of all pages without any white space: where lines break does not matter."""
    return "".join(words(content).split())


def outline(content: bytes) -> list[str]:
    """The titles of the bookmarks, in order, indented by level."""

    def walk(items: list[Any], depth: int) -> Iterator[str]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, depth + 1)
            else:
                yield "  " * depth + str(item["/Title"])

    return list(walk(reader(content).outline, 0))


@dataclass(frozen=True)
class Element:
    """A structure element: its tag, its alternative text ("" for none), its attributes."""

    tag: str
    alt: str
    attributes: str


def elements(content: bytes) -> list[Element]:
    """The structure elements in reading order."""
    found: list[Element] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            words = [" ".join(str(node.get(key, "")).split()) for key in ("/S", "/Alt")]
            held = node.get("/A")
            found.append(Element(*words, " ".join(repr(held).split())))
            walk(node.get("/K"))

    with pikepdf.open(io.BytesIO(content)) as pdf:
        walk(pdf.Root.StructTreeRoot.K)
    return found


def tags(content: bytes) -> list[str]:
    """The structure tags in reading order."""
    return [element.tag for element in elements(content)]


def alternatives(content: bytes) -> list[str]:
    """The alternative texts in reading order."""
    return [element.alt for element in elements(content) if element.alt]


def addresses(content: bytes) -> list[str]:
    """The outside addresses that links lead to."""
    found = []
    for page in reader(content).pages:
        for reference in page.get("/Annots") or []:
            action = reference.get_object().get("/A")
            if action is not None and "/URI" in action:
                found.append(str(action["/URI"]))
    return found


def inner_links(content: bytes) -> int:
    """How many links lead to a place within the document."""
    count = 0
    for page in reader(content).pages:
        for reference in page.get("/Annots") or []:
            link = reference.get_object()
            action = link.get("/A")
            count += "/Dest" in link or (action is not None and action.get("/S") == "/GoTo")
    return count


def files(content: bytes) -> dict[str, bytes]:
    """The files that the PDF carries."""
    return {name: held[0] for name, held in reader(content).attachments.items()}


def metadata(content: bytes) -> str:
    """The XMP packet."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return pdf.Root.Metadata.read_bytes().decode()


def fonts(content: bytes) -> set[str]:
    """The names of the fonts on the pages, without their subset prefix."""
    found: set[str] = set()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            for font in page.get("/Resources", {}).get("/Font", {}).values():
                found.add(str(font["/BaseFont"]).removeprefix("/").split("+")[-1])
    return found
