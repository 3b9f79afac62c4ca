"""What the inputs are now: digests of code, lock, schema and tables, taken once per build."""

from dataclasses import dataclass
from pathlib import Path

from nbpress.build import hashing
from nbpress.build.project import Project

FORMAT = 1  # of record.json and of what tasks make; a higher number makes every report new


@dataclass(frozen=True)
class State:
    """Digests of all that reports are made from, and the bytes of the data.

    Attributes
    ----------
    files
        Tables and schema, each read once, so that all of a build has the same: name to bytes.
    tables
        Digest of each table.
    schema
        Digest of each schema file.
    execution, rendering
        Digests of the code that computes and of the code that renders.
    lock
        Digest of the lock; the empty text without one.
    data
        One digest of all tables and of the schema.
    """

    files: dict[str, bytes]
    tables: dict[str, str]
    schema: dict[str, str]
    execution: str
    rendering: str
    lock: str
    data: str

    @property
    def computed_from(self) -> list[str]:
        """Return what an answer of the project's own code about its data depends on."""
        return [self.data, self.execution]


def observe(project: Project) -> State:
    """Read the data once and take all digests.

    Raises
    ------
    OSError
        If a file cannot be read.
    """
    names = [path.name for path in sorted(project.data.glob("*.csv"))]
    files = {name: (project.data / name).read_bytes() for name in (*names, *project.schema)}
    digests = {name: hashing.hash_bytes(content) for name, content in files.items()}
    return State(
        files=files,
        tables={Path(name).stem: digests[name] for name in names},
        schema={name: digests[name] for name in project.schema},
        execution=hashing.hash_code(project.execution_code),
        rendering=hashing.hash_code(project.rendering_code),
        lock=hashing.hash_files([("lock", project.lock)]) if project.lock else "",
        data=project.digest(digests),
    )
