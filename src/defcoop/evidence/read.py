"""Read a CSV file strictly: every structural fault is named, and no cell is guessed at."""

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa

from defcoop.evidence.faults import Fault, nearest
from defcoop.evidence.tables import Table

CHUNK = 50_000
LONGEST_CELL = 100_000
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Contents:
    """What stands in one file.

    Attributes
    ----------
    table
        Its schema.
    file
        Its path, as faults name it.
    frame
        The rows that could be read, all columns of the schema as text.
    lines
        The line of each row of `frame`.
    faults
        The structural faults.
    """

    table: Table
    file: str
    frame: pd.DataFrame
    lines: pd.Series
    faults: tuple[Fault, ...]


class Reader:
    """Reads one file and collects its structural faults."""

    def __init__(self, table: Table, path: Path) -> None:
        self.table = table
        self.path = path
        self.faults: list[Fault] = []
        self.chunks: list[pa.Table] = []
        self.lines: list[int] = []

    def fault(self, line: int, column: str, value: str, rule: str, remedy: str) -> None:
        """Note one structural fault."""
        self.faults.append(Fault(str(self.path), line, column, value, rule, remedy, "structure"))

    def contents(self) -> Contents:
        """Return what could be read."""
        names = self.table.columns
        empty = pa.table({name: pa.array([], pa.string()) for name in names})
        frame = pa.concat_tables([empty, *self.chunks]).to_pandas()
        lines = pd.Series(self.lines, index=frame.index, dtype="int64")
        return Contents(self.table, str(self.path), frame, lines, tuple(self.faults))

    def text(self) -> str | None:
        """Return the file as text, or None where its bytes are not a text."""
        try:
            raw = self.path.read_bytes()
        except OSError as error:
            remedy = "restore the file, or take the table out of datapackage.json"
            self.fault(1, "", error.strerror or "", "the file cannot be read", remedy)
            return None
        for mark, rule in ((b"\0", "a NUL byte is not text"), (b"\r", "a line ends in CR or CRLF")):
            if mark in raw:
                line = raw[: raw.index(mark)].count(b"\n") + 1
                self.fault(line, "", "", rule, "save the file as UTF-8 with LF, or run defcoop fmt")
        if raw.startswith(BOM):
            rule = "the file starts with a byte order mark"
            self.fault(1, "", "", rule, "save the file as UTF-8 without one, or run defcoop fmt")
        return self.decode(raw.removeprefix(BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n"))

    def decode(self, raw: bytes) -> str | None:
        """Return the bytes as text; name the line of the first that is not UTF-8."""
        if raw and not raw.endswith(b"\n"):
            line = raw.count(b"\n") + 1
            last = raw.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")
            rule = "the last line has no end: the file may be cut off"
            self.fault(line, "", last, rule, "restore what is missing, end the file with a newline")
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            found = raw[error.start : error.start + 1].hex()
            rule = f"byte 0x{found} is not UTF-8"
            self.fault(line, "", f"0x{found}", rule, "save the file as UTF-8")
            return None

    def read(self) -> Contents:
        """Read the file."""
        text = self.text()
        if text is not None:
            rows = self.rows(text)
            header = next(rows, None)
            if header is None:
                names = ",".join(self.table.columns)
                self.fault(1, "", "", "the file is empty", f"write the header: {names}")
            elif self.header_fits(header[1]):
                self.read_rows(header[1], rows)
        return self.contents()

    def rows(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Yield line and cells of each row; stop at the first that cannot be told apart."""
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        line = 0
        # The limit of the csv module is one for the whole process; ours comes after the parsing.
        limit = csv.field_size_limit(sys.maxsize)
        try:
            for cells in reader:
                if reader.line_num - line > 1:
                    rule = "a cell has a line break in it, or a quotation mark is not closed"
                    remedy = "write each row on one line and close each quotation mark"
                    self.fault(line + 1, "", cells[0] if cells else "", rule, remedy)
                else:
                    yield reader.line_num, cells
                line = reader.line_num
        except csv.Error as error:
            remedy = 'close each quotation mark and double those within a cell ("")'
            self.fault(line + 1, "", "", f"the row cannot be read ({error})", remedy)
        finally:
            csv.field_size_limit(limit)

    def header_fits(self, header: list[str]) -> bool:
        """Return whether the header has each column of the schema once; note what is wrong."""
        before = len(self.faults)
        if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
            rule = "the columns are not separated by commas"
            self.fault(1, "", header[0], rule, "save the file with commas between the cells")
            return False
        for name in dict.fromkeys(header):
            if header.count(name) > 1:
                rule = "two columns have the same name"
                self.fault(1, name, name, rule, "rename or remove one of them")
            if name not in self.table.columns:
                rule = "the schema has no such column"
                near = nearest(name, self.table.columns)
                remedy = f"{near}describe it in datapackage.json, or remove it"
                self.fault(1, name, name, rule, remedy)
        for name in self.table.columns:
            if name not in header:
                self.fault(
                    1, name, "", "a column of the schema is missing", f"add the column {name}"
                )
        return len(self.faults) == before

    def read_rows(self, header: list[str], rows: Iterator[tuple[int, list[str]]]) -> None:
        """Read all rows after the header, in chunks."""
        good: list[list[str]] = []
        for line, cells in rows:
            if self.row_fits(line, cells, header):
                good.append(cells)
                self.lines.append(line)
            if len(good) == CHUNK:
                self.keep(header, good)
                good = []
        if good:
            self.keep(header, good)

    def row_fits(self, line: int, cells: list[str], header: list[str]) -> bool:
        """Return whether a row has a cell for each column; note what is wrong."""
        if not cells:
            self.fault(line, "", "", "the line is empty", "remove it")
        elif len(cells) != len(header):
            rule = f"the row has {len(cells)} cells where the header has {len(header)}"
            self.fault(
                line, "", cells[0], rule, "add or remove commas, quote cells that contain one"
            )
        elif max(map(len, cells)) > LONGEST_CELL:
            cell, column = max(zip(cells, header, strict=True), key=lambda pair: len(pair[0]))
            rule = f"the cell has {len(cell):,} characters, more than {LONGEST_CELL:,}"
            self.fault(line, column, cell, rule, "shorten the cell")
        else:
            return True
        return False

    def keep(self, header: list[str], rows: list[list[str]]) -> None:
        """Keep rows in columnar form, in the order of the schema."""
        columns = dict(zip(header, zip(*rows, strict=True), strict=True))
        arrays = [pa.array(columns[name], pa.string()) for name in self.table.columns]
        self.chunks.append(pa.table(arrays, names=list(self.table.columns)))


def read_contents(table: Table, folder: Path) -> Contents:
    """Return what stands in the file of a table, structural faults included."""
    return Reader(table, folder / table.path).read()
