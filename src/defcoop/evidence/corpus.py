"""All tables side by side, as the rules see them: texts, lines, bounds of dates, subjects."""

from collections.abc import Iterator, Mapping
from functools import cached_property

import pandas as pd

from defcoop.evidence.faults import Fault
from defcoop.evidence.frames import expand
from defcoop.evidence.read import Contents
from defcoop.evidence.tables import Package
from defcoop.evidence.values import found

# The tables whose rows a claim can be about; where an id stands in two, the first is meant.
SUBJECTS = {
    "events": "event_id",
    "mechanisms": "mechanism_id",
    "instruments": "instrument_id",
    "actors": "actor_id",
    "places": "place_id",
}


class Corpus:
    """The contents of all files of a package.

    Attributes
    ----------
    package
        The schema.
    contents
        What stands in each file, by table.
    broken
        The tables whose files have structural faults: rows may be missing from them, so nothing
        that refers to them can be called a fault.
    """

    def __init__(self, package: Package, contents: Mapping[str, Contents]) -> None:
        self.package = package
        self.contents = contents
        self.broken = {name for name, found_there in contents.items() if found_there.faults}
        self.bounds: dict[tuple[str, str], pd.DataFrame] = {}

    def complete(self, *names: str) -> bool:
        """Return whether all these tables are in the package and free of structural faults."""
        return all(name in self.contents and name not in self.broken for name in names)

    def frame(self, name: str) -> pd.DataFrame:
        """Return a table as texts."""
        return self.contents[name].frame

    def dates(self, table: str, column: str) -> pd.DataFrame:
        """Return earliest, latest and precision of a column of dates."""
        if (table, column) not in self.bounds:
            self.bounds[table, column] = expand(self.frame(table)[column])
        return self.bounds[table, column]

    def found(
        self, table: str, column: str, wrong: pd.Series, rule: str, remedy: str, code: str
    ) -> Iterator[Fault]:
        """Yield a fault for each row of a table in which ``wrong`` is true."""
        return found(self.contents[table], column, wrong, rule, remedy, code)

    def fault_at(
        self, table: str, position: int, column: str, rule: str, remedy: str, code: str
    ) -> Fault:
        """Return a fault of one row."""
        contents = self.contents[table]
        value = str(contents.frame.loc[position, column])
        line = int(contents.lines.loc[position])
        return Fault(contents.file, line, column, value, rule, remedy, code)

    @cached_property
    def subjects(self) -> pd.Series:
        """The table of each id that a claim can be about; the first where an id stands twice."""
        parts = [
            pd.Series(name, index=self.frame(name)[key], dtype="str")
            for name, key in SUBJECTS.items()
            if name in self.contents
        ]
        return pd.concat(parts)

    def column(self, table: str, column: str) -> pd.Series:
        """Return a column of a table, indexed by the ids of its rows."""
        frame = self.frame(table)
        return pd.Series(frame[column].to_numpy(), index=frame[SUBJECTS[table]], dtype="str")

    @cached_property
    def containers(self) -> dict[str, frozenset[str]]:
        """For each place, the place itself and all places in which it lies."""
        if "places" not in self.contents:
            return {}
        column = self.column("places", "parent_place_id")
        parents = {str(place): str(parent) for place, parent in column.items()}
        return {place: chain(place, parents) for place in parents}


def look_up(values: pd.Series, keys: pd.Series) -> pd.Series:
    """Return the value of each key, on the index of the keys; missing where there is none.

    Where a key stands twice in the index of the values, the first is meant.
    """
    unique = values[~values.index.duplicated()]
    return unique.reindex(pd.Index(keys)).set_axis(keys.index)


def among(values: pd.Series, known: pd.Series) -> pd.Series:
    """Return which values are among the known ones.

    The same as ``values.isin(known)``, which takes a step of Python for each known text.
    """
    return pd.Series(pd.Index(known.unique()).get_indexer(values) >= 0, index=values.index)


def chain(start: str, parents: Mapping[str, str]) -> frozenset[str]:
    """Return an id and its ancestors; a circle ends where it closes."""
    seen: set[str] = set()
    here = start
    while here and here not in seen:
        seen.add(here)
        here = parents.get(here, "")
    return frozenset(seen)
