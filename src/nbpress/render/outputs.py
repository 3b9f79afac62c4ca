"""What a notebook says it is: the report's parts, read from its outputs' metadata.

An output that carries ``metadata["report"]`` declares itself a cover, figure, table, source list
or record, as `contract` states. Everything is read defensively: a notebook may come from a
stranger, so a value of the wrong type counts as not given and never raises.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

KINDS = frozenset({"cover", "figure", "table", "references", "record"})


@dataclass(frozen=True)
class DataFile:
    """The numbers behind a figure or table: a file name and its CSV content in UTF-8."""

    name: str
    content: bytes

    def rows(self) -> list[list[str]]:
        """Return the lines of the CSV; the first is the header."""
        return list(csv.reader(io.StringIO(self.content.decode("utf-8", "replace"))))


@dataclass(frozen=True)
class ParameterValue:
    """A parameter of the run as a reader sees it: texts, and whether it was changed."""

    name: str
    value: str
    default: str
    meaning: str

    @property
    def changed(self) -> bool:
        """Whether the run used another value than the default."""
        return self.value != self.default


@dataclass(frozen=True)
class Cover:
    """The opening block of a report."""

    title: str
    subtitle: str = ""
    as_of: str = ""
    language: str = "en-GB"
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    description: str = ""
    parameters: tuple[ParameterValue, ...] = ()
    contents: bool | None = None


@dataclass(frozen=True)
class Exhibit:
    """A numbered figure or table: the fields of ``report-output.schema.json``.

    What makes it in a project has the same eight fields and
    another class, since the two packages share the schema and no code.

    Parameters
    ----------
    kind
        "figure" or "table".
    label
        The name by which the text refers to it; unique within a notebook.
    title, subtitle, caption, alt
        The finding; sample, window and unit; the explanation; the description for those who
        cannot see it.
    sources
        Identifiers of the sources it rests on.
    data
        Its numbers, or None.
    content
        The SVG of a figure, the HTML of a table.
    interactive
        A network as nodes and edges for the HTML page, or None.
    """

    kind: str
    label: str
    title: str = ""
    subtitle: str = ""
    caption: str = ""
    alt: str = ""
    sources: tuple[str, ...] = ()
    data: DataFile | None = None
    content: str = ""
    interactive: Mapping[str, Any] | None = None
    align: tuple[str, ...] = ()
    compact: bool = False


@dataclass(frozen=True)
class Source:
    """An entry of the source list."""

    id: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    kind: str = ""
    reliability: str = ""


@dataclass(frozen=True)
class Record:
    """What the run read and found, as its closing cell states it."""

    digest: str
    as_of: str = ""
    tables: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    headlines: tuple[Mapping[str, Any], ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportContent:
    """Everything of a notebook that declares itself part of a report.

    A stranger's notebook gives `cover` and `record` None and everything else empty.
    """

    cover: Cover | None = None
    figures: tuple[Exhibit, ...] = ()
    tables: tuple[Exhibit, ...] = ()
    references: tuple[Source, ...] = ()
    record: Record | None = None
    data_files: Mapping[str, bytes] = field(default_factory=dict)


def read_report(notebook: Mapping[str, Any]) -> ReportContent:
    """Return the report parts of an executed notebook.

    Parameters
    ----------
    notebook
        A `nbformat.NotebookNode` of version 4, or plain dictionaries of the same form.

    Notes
    -----
    Of several covers or records the first counts; source lists are joined. Two data files of
    one name but different content get the exhibit's label in front of the second's name.
    """
    covers: list[Cover] = []
    exhibits: list[Exhibit] = []
    sources: dict[str, Source] = {}
    records: list[Record] = []
    for output in outputs(notebook):
        declared = declaration(output)
        match declared.get("kind"):
            case "cover":
                covers.append(read_cover(declared))
            case "figure" | "table":
                exhibits.append(read_exhibit(output, declared))
            case "references":
                sources |= {source.id: source for source in read_sources(declared)}
            case "record":
                records.append(read_record(declared))
    return ReportContent(
        cover=covers[0] if covers else None,
        figures=tuple(exhibit for exhibit in exhibits if exhibit.kind == "figure"),
        tables=tuple(exhibit for exhibit in exhibits if exhibit.kind == "table"),
        references=tuple(sources.values()),
        record=records[0] if records else None,
        data_files=collect_data(exhibits),
    )


def outputs(notebook: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the outputs of all code cells in order."""
    for cell in notebook.get("cells", ()):
        if cell.get("cell_type") == "code":
            yield from cell.get("outputs", ())


def declaration(output: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what `output` declares itself to be; an empty mapping for a stranger's output."""
    metadata = output.get("metadata")
    declared = metadata.get("report") if isinstance(metadata, Mapping) else None
    if not isinstance(declared, Mapping) or declared.get("kind") not in KINDS:
        return {}
    return declared


def joined(value: object) -> str:
    """Return MIME data as one text; a list of lines, as files on disk have it, is joined."""
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def _text(declared: Mapping[str, Any], name: str) -> str:
    value = declared.get(name)
    if value is None or isinstance(value, (Mapping, list)):
        return ""
    return str(value)


def _texts(declared: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = declared.get(name)
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, (list, tuple)) else ()


def _mappings(declared: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = declared.get(name)
    items = value if isinstance(value, (list, tuple)) else ()
    return [item for item in items if isinstance(item, Mapping)]


def read_cover(declared: Mapping[str, Any]) -> Cover:
    """Return the cover that an output declares."""
    contents = declared.get("contents")
    return Cover(
        title=_text(declared, "title") or "Untitled",
        subtitle=_text(declared, "subtitle"),
        as_of=_text(declared, "as_of"),
        language=_language(_text(declared, "language")),
        authors=_texts(declared, "authors"),
        keywords=_texts(declared, "keywords"),
        description=_text(declared, "description"),
        parameters=tuple(map(_parameter, _mappings(declared, "parameters"))),
        contents=contents if isinstance(contents, bool) else None,
    )


def _language(text: str) -> str:
    """Return `text` when it has the form of a language tag (BCP 47), else British English."""
    return text if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) else "en-GB"


def _parameter(item: Mapping[str, Any]) -> ParameterValue:
    return ParameterValue(
        name=_text(item, "name"),
        value=_shown(item.get("value")),
        default=_shown(item.get("default")),
        meaning=_text(item, "meaning"),
    )


def _shown(value: object) -> str:
    """Return a parameter's value in words."""
    if value is None or value in ("", []):
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    return str(value)


def read_exhibit(output: Mapping[str, Any], declared: Mapping[str, Any]) -> Exhibit:
    """Return the figure or table that an output declares."""
    kind = str(declared["kind"])
    data = output.get("data") or {}
    content = joined(data.get("image/svg+xml" if kind == "figure" else "text/html", ""))
    interactive = declared.get("interactive")
    return Exhibit(
        kind=kind,
        label=re.sub(r"[^\w.-]+", "-", _text(declared, "label")).strip("-") or kind,
        title=_text(declared, "title"),
        subtitle=_text(declared, "subtitle"),
        caption=_text(declared, "caption"),
        alt=_text(declared, "alt"),
        sources=_texts(declared, "sources"),
        data=_data_file(declared.get("data")),
        content=content,
        interactive=interactive if isinstance(interactive, Mapping) else None,
        align=_texts(declared, "align"),
        compact=declared.get("compact") is True,
    )


def _data_file(value: object) -> DataFile | None:
    if not isinstance(value, Mapping) or not isinstance(value.get("csv"), str):
        return None
    name = safe_name(_text(value, "name") or "data.csv")
    return DataFile(name, value["csv"].encode("utf-8", "replace"))


def safe_name(name: str) -> str:
    """Return `name` as a bare file name: no folders, no odd characters.

    >>> safe_name("../../etc/pass wd")
    'pass-wd'
    """
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[^\w.-]+", "-", last).strip("-.") or "data.csv"


def read_sources(declared: Mapping[str, Any]) -> tuple[Source, ...]:
    """Return the entries of the source list that an output declares."""
    names = ("id", "title", "publisher", "published", "url", "kind", "reliability")
    return tuple(
        Source(**{name: _text(item, name) for name in names})
        for item in _mappings(declared, "items")
        if _text(item, "id")
    )


def read_record(declared: Mapping[str, Any]) -> Record:
    """Return the record that an output declares."""
    tables = declared.get("tables")
    parameters = declared.get("parameters")
    return Record(
        digest=_text(declared, "digest"),
        as_of=_text(declared, "as_of"),
        tables={str(key): str(value) for key, value in tables.items()}
        if isinstance(tables, Mapping)
        else {},
        parameters=dict(parameters) if isinstance(parameters, Mapping) else {},
        headlines=tuple(_mappings(declared, "headlines")),
        raw={key: value for key, value in declared.items() if key != "kind"},
    )


def collect_data(exhibits: Sequence[Exhibit]) -> dict[str, bytes]:
    """Return the data files of `exhibits` by name, each name once."""
    files: dict[str, bytes] = {}
    for exhibit in exhibits:
        if exhibit.data is not None:
            name = data_name(exhibit, files)
            files[name] = exhibit.data.content
    return files


def data_name(exhibit: Exhibit, taken: Mapping[str, bytes]) -> str:
    """Return a name for the exhibit's data that is free, or taken by the same bytes."""
    if exhibit.data is None:
        return ""
    name = exhibit.data.name
    number = 1
    while taken.get(name, exhibit.data.content) != exhibit.data.content:
        prefix = exhibit.label if number == 1 else f"{exhibit.label}-{number}"
        name = f"{prefix}-{exhibit.data.name}"
        number += 1
    return name
