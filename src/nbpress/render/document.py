"""A document: chapters put together, numbered, and with every reference resolved."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nbpress.render.cells import Chapter
from nbpress.render.markdown import read_inline
from nbpress.render.outputs import Exhibit, Source, data_name
from nbpress.render.tree import Node, Notices, plain_text, text_node, walk

NAMES = {"figure": "Figure", "table": "Table"}
#: A document with fewer headings needs no table of contents.
FEWEST_FOR_CONTENTS = 5


@dataclass
class Document:
    """What both writers set: everything is numbered and every reference points somewhere.

    Parameters
    ----------
    chapters
        One for a report, several for a binder.
    sources
        Those cited, in order of first citation; their numbers count from 1.
    data_files
        The data behind the exhibits, by name.
    """

    title: str
    chapters: list[Chapter]
    subtitle: str = ""
    language: str = "en-GB"
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    description: str = ""
    as_of: str = ""
    digest: str = ""
    contents: bool = False
    sources: list[Source] = field(default_factory=list)
    data_files: dict[str, bytes] = field(default_factory=dict)
    notices: Notices = field(default_factory=Notices)
    breaches: Notices = field(default_factory=Notices)

    @property
    def is_binder(self) -> bool:
        """Whether it has several chapters."""
        return len(self.chapters) > 1


def assemble(chapters: Sequence[Chapter], title: str | None = None) -> Document:
    """Return the document made of `chapters`, numbered throughout.

    Parameters
    ----------
    chapters
        At least one.
    title
        Of the whole; default the first chapter's.
    """
    document = _opened(list(chapters), title)
    for chapter in document.chapters:
        document.notices.extend(chapter.notices)
        document.breaches.extend(chapter.breaches)
        _settle_headings(chapter, shift=1 if document.is_binder else 0)
    _name_headings(document)
    labels = _number_exhibits(document)
    _resolve(document, labels)
    _place_references(document)
    document.contents = _wants_contents(document)
    return document


def _opened(chapters: list[Chapter], title: str | None) -> Document:
    for chapter in chapters:
        _take_title(chapter)
    covers = [chapter.content.cover for chapter in chapters if chapter.content.cover]
    first = covers[0] if covers else None
    document = Document(title or chapters[0].title or "Notebook", chapters)
    if first is not None:
        document.language = first.language
        document.authors = tuple(dict.fromkeys(name for cover in covers for name in cover.authors))
        document.keywords = tuple(
            dict.fromkeys(word for cover in covers for word in cover.keywords)
        )
        document.as_of = max(cover.as_of for cover in covers)
    if len(chapters) == 1 and first is not None:
        document.subtitle, document.description = first.subtitle, first.description
    document.digest = _digest(
        [chapter.content.record.digest for chapter in chapters if chapter.content.record]
    )
    return document


def _digest(digests: list[str]) -> str:
    """Return the one digest, or for a binder of differing chapters the digest of their digests."""
    different = list(dict.fromkeys(digests))
    if len(different) <= 1:
        return "".join(different)
    return hashlib.sha256("\n".join(different).encode()).hexdigest()


def _take_title(chapter: Chapter) -> None:
    """Take the title from the first heading, where the notebook opens with its one `# Title`."""
    tops = [
        node for node in chapter.blocks if node.kind == "heading" and node.attributes["level"] == 1
    ]
    opening = next((node for node in chapter.blocks if node.kind == "heading"), None)
    if len(tops) != 1 or opening is not tops[0]:
        chapter.title = chapter.title or (plain_text(tops[0].children) if tops else "")
        return
    words = plain_text(opening.children)
    if chapter.content.cover is not None and words.strip() != chapter.title.strip():
        return
    chapter.title = words
    chapter.blocks.remove(opening)


def _settle_headings(chapter: Chapter, shift: int) -> None:
    """Close gaps in the levels: start at level 1 + `shift` and go down by one at a time."""
    open_levels: list[int] = []
    for node in chapter.blocks:
        if node.kind != "heading":
            continue
        stated = node.attributes["level"]
        while open_levels and open_levels[-1] >= stated:
            open_levels.pop()
        open_levels.append(stated)
        node.attributes["level"] = len(open_levels) + shift
    for node in walk(chapter.blocks):
        # A heading within a quotation or a table cell would break the outline.
        for child in node.children:
            if child.kind == "heading":
                child.kind = "paragraph"
                child.children = [Node("strong", child.children)]


def slug(text: str) -> str:
    """Return `text` as an address within the page.

    >>> slug("What is new, and why?")
    'what-is-new-and-why'
    """
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-")[:60] or "section"


def _name_headings(document: Document) -> None:
    taken: set[str] = set()
    for number, chapter in enumerate(document.chapters, start=1):
        prefix = f"{number}-" if document.is_binder else ""
        taken.add(f"chapter-{number}")
        for node in chapter.blocks:
            if node.kind == "heading":
                node.attributes["id"] = _free(f"s-{prefix}{slug(plain_text(node.children))}", taken)


def _free(name: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    taken.add(candidate)
    return candidate


def _number_exhibits(document: Document) -> list[dict[str, Node]]:
    """Give every exhibit its number; return each chapter's exhibits by label."""
    counters = {"figure": 0, "table": 0}
    taken: set[str] = set()
    labels: list[dict[str, Node]] = []
    for chapter in document.chapters:
        own: dict[str, Node] = {}
        for node in chapter.blocks:
            if node.kind == "exhibit":
                _number(node, counters, taken, document)
                own.setdefault(_label(node.attributes["exhibit"]), node)
        labels.append(own)
    return labels


def _label(exhibit: Exhibit) -> str:
    return f"{'fig' if exhibit.kind == 'figure' else 'tbl'}:{exhibit.label}"


def _number(node: Node, counters: dict[str, int], taken: set[str], document: Document) -> None:
    exhibit: Exhibit = node.attributes["exhibit"]
    counters[exhibit.kind] += 1
    node.attributes["number"] = f"{NAMES[exhibit.kind]} {counters[exhibit.kind]}"
    node.attributes["id"] = _free(f"{exhibit.kind}-{exhibit.label}", taken)
    node.attributes["caption"] = read_inline(exhibit.caption)
    node.attributes["sources"] = [Node("citation", attributes={"ids": list(exhibit.sources)})]
    if exhibit.data is not None:
        name = data_name(exhibit, document.data_files)
        node.attributes["data"] = name
        document.data_files[name] = exhibit.data.content


def _resolve(document: Document, labels: list[dict[str, Node]]) -> None:
    known = {
        source.id: source for chapter in document.chapters for source in chapter.content.references
    }
    resolver = _Resolver(document, known)
    for chapter, own in zip(document.chapters, labels, strict=True):
        others = {label: node for table in reversed(labels) for label, node in table.items()}
        resolver.exhibits = others | own
        for node in walk(chapter.blocks):
            resolver.resolve(node)
            if node.kind == "exhibit":
                for child in walk([*node.attributes["caption"], *node.attributes["sources"]]):
                    resolver.resolve(child)


class _Resolver:
    """Turns citations, cross-references and footnotes into numbers that point somewhere."""

    def __init__(self, document: Document, known: dict[str, Source]) -> None:
        self.document = document
        self.known = known
        self.numbers: dict[str, int] = {}
        self.exhibits: dict[str, Node] = {}
        self.notes = 0

    def resolve(self, node: Node) -> None:
        """Resolve one node in place."""
        if node.kind == "citation":
            node.attributes["numbers"] = [self._cite(name) for name in node.attributes["ids"]]
        elif node.kind == "crossref":
            self._cross(node)
        elif node.kind == "footnote":
            self.notes += 1
            node.attributes["number"] = self.notes
        elif node.kind == "link" and node.attributes["url"].startswith("#"):
            self._inner(node)

    def _cite(self, name: str) -> dict[str, Any]:
        if name not in self.known:
            self.document.breaches.say(f"source {name} is cited but not in the source list")
            return {"text": name, "target": ""}
        if name not in self.numbers:
            self.numbers[name] = len(self.numbers) + 1
            self.document.sources.append(self.known[name])
        return {"text": str(self.numbers[name]), "target": f"source-{self.numbers[name]}"}

    def _cross(self, node: Node) -> None:
        label = node.attributes["label"]
        exhibit = self.exhibits.get(label)
        if exhibit is None:
            self.document.breaches.say(f"the text refers to {label}, which is not in the document")
            node.text, node.attributes["target"] = f"[{label}]", ""
            return
        node.text, node.attributes["target"] = (
            exhibit.attributes["number"],
            exhibit.attributes["id"],
        )
        exhibit.attributes["referenced"] = True

    def _inner(self, node: Node) -> None:
        # Jupyter's own anchors are the heading's words with hyphens; other fragments lead nowhere.
        wanted = slug(node.attributes["url"].removeprefix("#").replace("%20", "-"))
        for chapter in self.document.chapters:
            for block in chapter.blocks:
                if block.kind == "heading" and slug(plain_text(block.children)) == wanted:
                    node.kind, node.attributes["target"] = "inner", block.attributes["id"]
                    return
        node.kind, node.attributes["target"] = "inner", ""


def _place_references(document: Document) -> None:
    """Put the source list where the notebook has it; in a binder once, at the end.

    Where a list goes away, the heading that stood over it alone goes too.
    """
    last = document.chapters[-1]
    stays = bool(document.sources) and not document.is_binder and _keep_last_list(last)
    for chapter in document.chapters:
        if not (stays and chapter is last):
            _remove_lists(chapter)
    if document.sources and not stays:
        heading = Node(
            "heading", [text_node("Sources")], attributes={"level": 1, "id": "s-sources"}
        )
        last.blocks += [heading, Node("references")]


def _keep_last_list(chapter: Chapter) -> bool:
    """Keep the last list of several; say whether it stands under a heading of its own."""
    places = [index for index, block in enumerate(chapter.blocks) if block.kind == "references"]
    if not places or places[-1] == 0 or chapter.blocks[places[-1] - 1].kind != "heading":
        return False
    for index in reversed(places[:-1]):
        del chapter.blocks[index]
    return True


def _remove_lists(chapter: Chapter) -> None:
    kept: list[Node] = []
    for block in chapter.blocks:
        if block.kind != "references":
            kept.append(block)
        elif kept and kept[-1].kind == "heading":
            kept.pop()
    chapter.blocks[:] = kept


def _wants_contents(document: Document) -> bool:
    if document.is_binder:
        return True
    cover = document.chapters[0].content.cover
    if cover is not None and cover.contents is not None:
        return cover.contents
    return (
        sum(node.kind == "heading" for node in document.chapters[0].blocks) >= FEWEST_FOR_CONTENTS
    )


def outline(document: Document, deepest: int = 2) -> list[tuple[int, str, str]]:
    """Return level, address and words of each heading down to level `deepest`."""
    entries: list[tuple[int, str, str]] = []
    for number, chapter in enumerate(document.chapters, start=1):
        if document.is_binder:
            entries.append((1, f"chapter-{number}", chapter.title or f"Chapter {number}"))
        entries += [
            (node.attributes["level"], node.attributes["id"], plain_text(node.children).strip())
            for node in chapter.blocks
            if node.kind == "heading" and node.attributes["level"] <= deepest
        ]
    return entries
