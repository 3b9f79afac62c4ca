"""YAML with the place of every value, so that an error can name its line."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yaml import Node

Keys = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place of a file."""

    path: Path
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


@dataclass(frozen=True)
class Document:
    """A parsed file: its data, and the place of each value by the keys that lead to it."""

    path: Path
    data: Any
    places: dict[Keys, tuple[int, int]]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, keys: Keys, message: str) -> Fault:
        """Return a fault at the value that ``keys`` lead to, or at the nearest one above it."""
        while keys and keys not in self.places:
            keys = keys[:-1]
        line, column = self.places.get(keys, (1, 1))
        return Fault(self.path, line, column, message)


def parse(path: Path) -> Document:
    """Return the data of a YAML file with its places; faults of syntax and doubled keys with it.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    import yaml

    loader = yaml.SafeLoader(path.read_text())
    document = Document(path, None, {})
    try:
        root = loader.get_single_node()
        if root is not None:
            note_places(root, (), document)
            loader_data = loader.construct_document(root)
            return Document(path, loader_data, document.places, document.faults)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        document.faults.append(Fault(path, line, column, f"not YAML: {error.problem}"))
    finally:
        loader.dispose()
    return document


def note_places(node: "Node", keys: Keys, document: Document) -> None:
    """Note the place of ``node`` and of all below it; a doubled key is a fault."""
    document.places.setdefault(keys, (node.start_mark.line + 1, node.start_mark.column + 1))
    import yaml

    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            note_places(item, (*keys, position), document)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = (*keys, str(key.value))
            doubled = below in document.places
            document.places[below] = (key.start_mark.line + 1, key.start_mark.column + 1)
            if doubled:
                document.faults.append(document.fault(below, f"'{key.value}' is said twice"))
            else:
                note_places(value, below, document)
