"""The schema: what tables there are and what each column holds, read from datapackage.json.

The package is a Frictionless Tabular Data Package; this module reads the part of Table Schema that
it uses.  Two things of our own stand beside it: a column with the ``rdfType`` of EDTF holds a date
in that notation, and ``refersTo`` names the tables one of which must hold an id.
"""

import datetime
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from defcoop.errors import DefcoopError
from defcoop.evidence.faults import DataError, Fault

PACKAGE = "datapackage.json"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"


class DataNotFoundError(DefcoopError, FileNotFoundError):
    """There is no data folder where one was asked for."""


@dataclass(frozen=True)
class Field:
    """One column: its name, type, meaning and constraints."""

    name: str
    type: str = "string"
    description: str = ""
    constraints: dict[str, Any] = field(default_factory=dict)
    is_date: bool = False
    refers_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values stand in a column of another table."""

    field: str
    table: str
    reference: str


@dataclass(frozen=True)
class Table:
    """One table: its file, columns and keys."""

    name: str
    path: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """Return the column called ``name``; KeyError when there is none."""
        return {field.name: field for field in self.fields}[name]


@dataclass(frozen=True)
class Package:
    """All tables of a data folder; until which day the record was searched, where it says so."""

    folder: Path
    title: str
    version: str
    searched_until: datetime.date | None
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """Return the table called ``name``; KeyError when there is none."""
        return {table.name: table for table in self.tables}[name]


def find_data(data: str | os.PathLike[str] | None = None) -> Path:
    """Return the data folder: the argument, else ``DEFCOOP_DATA``, else the nearest one above.

    Raises
    ------
    DataNotFoundError
        If there is none, with what was looked for and what to do.
    """
    named = data or os.environ.get("DEFCOOP_DATA")
    if named:
        folder = Path(named)
        folder = folder.parent if folder.name == PACKAGE else folder
        if (folder / PACKAGE).is_file():
            return folder
        raise DataNotFoundError(f"no {PACKAGE} in '{folder}'; name a folder that has one")
    here = Path.cwd()
    for above in (here, *here.parents):
        if (above / "data" / PACKAGE).is_file():
            return above / "data"
    raise DataNotFoundError(
        f"no data/{PACKAGE} in '{here}' or above it; name the folder, or set DEFCOOP_DATA"
    )


def read_package(folder: Path) -> Package:
    """Return the schema of a data folder.

    Raises
    ------
    DataError
        If datapackage.json is not JSON or does not describe tables.
    """
    path = folder / PACKAGE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        tables = tuple(read_table(resource) for resource in found["resources"])
        until = read_day(found.get("searched_until"))
    except UnicodeDecodeError as error:
        raise broken(path, 1, "is not UTF-8", str(error)) from None
    except json.JSONDecodeError as error:
        raise broken(path, error.lineno, "is not JSON", error.msg) from None
    except (KeyError, TypeError, AttributeError) as error:
        raise broken(path, 1, "does not describe tables", f"{error} is missing or wrong") from None
    except ValueError as error:
        raise broken(path, 1, "names no day in searched_until", str(error)) from None
    return Package(folder, found.get("title", ""), found.get("version", ""), until, tables)


def read_day(text: str | None) -> datetime.date | None:
    """Return a day of the calendar from its text; None where there is none."""
    return datetime.date.fromisoformat(text) if text else None


def broken(path: Path, line: int, rule: str, detail: str) -> DataError:
    """Return the error for a schema that cannot be used."""
    remedy = "restore the file from version control"
    return DataError([Fault(str(path), line, "", detail, f"the schema {rule}", remedy, "schema")])


def read_table(resource: dict[str, Any]) -> Table:
    """Return one table of the package from its resource descriptor."""
    schema = resource["schema"]
    key = schema.get("primaryKey", ())
    return Table(
        resource["name"],
        resource["path"],
        resource.get("description", ""),
        tuple(read_field(descriptor) for descriptor in schema["fields"]),
        (key,) if isinstance(key, str) else tuple(key),
        tuple(read_foreign_key(key, resource["name"]) for key in schema.get("foreignKeys", ())),
    )


def read_field(descriptor: dict[str, Any]) -> Field:
    """Return one column from its field descriptor."""
    return Field(
        descriptor["name"],
        descriptor.get("type", "string"),
        descriptor.get("description", ""),
        descriptor.get("constraints", {}),
        descriptor.get("rdfType") == EDTF,
        tuple(descriptor.get("refersTo", ())),
    )


def read_foreign_key(descriptor: dict[str, Any], table: str) -> ForeignKey:
    """Return a foreign key; a reference to the empty resource is one to the table itself."""
    reference = descriptor["reference"]
    return ForeignKey(
        one(descriptor["fields"]), reference["resource"] or table, one(reference["fields"])
    )


def one(names: str | list[str]) -> str:
    """Return the single column of a key that may be written as a text or as a list."""
    return names if isinstance(names, str) else names[0]
