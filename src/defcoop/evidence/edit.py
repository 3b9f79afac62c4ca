"""Add rows to the tables: ids proposed, and nothing written that check would refuse."""

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from defcoop.errors import DefcoopError
from defcoop.evidence.check import check_corpus, read_corpus
from defcoop.evidence.corpus import Corpus
from defcoop.evidence.dates import parse
from defcoop.evidence.faults import DataError, Fault, nearest
from defcoop.evidence.tables import Package, read_package
from defcoop.evidence.telling import tell
from defcoop.evidence.write import canonical, replace_file

# What of an event a source is taken to say when the event is added with it.
CLAIMED = ("start", "end", "edition", "place_id", "mode", "status")


class EditError(DefcoopError, ValueError):
    """A row cannot be made from what was given."""


@dataclass(frozen=True)
class Addition:
    """A row to add: its table and its cells by column; columns left out are empty."""

    table: str
    row: Mapping[str, str]


def add(folder: Path, additions: Sequence[Addition]) -> None:
    """Write rows into the tables of a data folder, in canonical order, or none of them.

    Raises
    ------
    DataError
        With the faults that the rows would bring, addressed in the files as they would be; then
        nothing is written.
    """
    package = read_package(folder)
    before = read_corpus(package)
    texts = {name: with_rows(before, name, additions) for name in {one.table for one in additions}}
    faults = new_faults(package, before, texts)
    if faults:
        raise DataError(faults)
    for name in sorted(texts, key=["publishers", "sources", "events", "claims"].index):
        replace_file(folder / package.table(name).path, texts[name])


def with_rows(corpus: Corpus, name: str, additions: Sequence[Addition]) -> str:
    """Return the CSV text of a table with the rows that are added to it."""
    table = corpus.package.table(name)
    rows = [
        {column: addition.row.get(column, "") for column in table.columns}
        for addition in additions
        if addition.table == name
    ]
    added = pd.DataFrame(rows, columns=list(table.columns), dtype="str")
    return canonical(table, pd.concat([corpus.frame(name), added], ignore_index=True))


def new_faults(package: Package, before: Corpus, texts: Mapping[str, str]) -> list[Fault]:
    """Return the faults that the changed tables would have and the present ones have not."""
    known = {replace(fault, line=0) for fault in check_corpus(before)}
    with tempfile.TemporaryDirectory() as scratch:
        trial = Path(scratch) / "data"
        shutil.copytree(package.folder, trial)
        for name, text in texts.items():
            (trial / package.table(name).path).write_text(text, encoding="utf-8", newline="")
        faults = check_corpus(read_corpus(read_package(trial)))
    here = [
        replace(fault, file=fault.file.replace(str(trial), str(package.folder))) for fault in faults
    ]
    return [fault for fault in here if replace(fault, line=0) not in known]


def slug(text: str) -> str:
    """Return a text as an id: small letters and digits of ASCII, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def unused(proposal: str, taken: Collection[str]) -> str:
    """Return the proposal, with a number behind it where it is taken."""
    names = (
        proposal if number == 1 else f"{proposal}-{number}" for number in range(1, len(taken) + 2)
    )
    return next(name for name in names if name not in taken)


def source_row(folder: Path, cells: Mapping[str, str]) -> Addition:
    """Return the row of a new source; its id is proposed from publisher and date.

    Publisher and origin are ids of publishers.csv or names as they stand there.

    Raises
    ------
    EditError
        If one of the two is not there.
    """
    corpus = read_corpus(read_package(folder))
    taken = set(corpus.frame("sources")["source_id"])
    named = {
        column: publisher_id(corpus, cells[column]) if cells.get(column) else ""
        for column in ("publisher_id", "origin")
    }
    proposal = slug(f"{named['publisher_id']} {cells.get('published', '') or 'undated'}")
    return Addition("sources", {"source_id": unused(proposal, taken), **cells, **named})


def publisher_id(corpus: Corpus, text: str) -> str:
    """Return the id of the publisher that an id or a printed name stands for."""
    publishers = corpus.frame("publishers")
    ids = publishers["publisher_id"]
    by_name = dict(zip(publishers["name"].str.casefold(), ids, strict=True))
    if text in set(ids):
        return text
    if text.casefold() in by_name:
        return str(by_name[text.casefold()])
    near = nearest(text, [*ids, *publishers["name"]])
    raise EditError(f"no publisher '{text}' in publishers.csv. {near or 'add it there first'}")


def event_rows(folder: Path, cells: Mapping[str, str], claim: Mapping[str, str]) -> list[Addition]:
    """Return the row of a new event and one claim for each thing that its source says.

    Parameters
    ----------
    folder
        The data folder.
    cells
        Columns of the event; an id is proposed from mechanism and start where none is given.
    claim
        Columns that its claims share: source, credibility, locator, note.

    Raises
    ------
    EditError
        If the mechanism is unknown or the start is not a date.
    """
    corpus = read_corpus(read_package(folder))
    known = set(corpus.frame("mechanisms")["mechanism_id"])
    if cells["mechanism_id"] not in known:
        near = nearest(cells["mechanism_id"], known)
        raise EditError(f"no mechanism '{cells['mechanism_id']}'. {near.capitalize()}".strip())
    identity = cells.get("event_id") or event_id(corpus, cells["mechanism_id"], cells["start"])
    event = {"event_id": identity, "scope": "bilateral", **cells}
    event["event_id"] = identity
    claims = [
        claim_row(corpus, {**claim, **says(identity, field, event[field]), "fact": event["start"]})
        for field in CLAIMED
        if event.get(field) and event[field] != "unknown"
    ]
    return [Addition("events", event), *claims]


def says(subject: str, field: str, value: str) -> dict[str, str]:
    """Return the cells of a claim that tell what it is about."""
    return {"subject_id": subject, "field": field, "value": value}


def event_id(corpus: Corpus, mechanism: str, start: str) -> str:
    """Return an id for an event: mechanism, year and month, and the day where those are taken."""
    try:
        date = parse(start)
    except ValueError as error:
        raise EditError(f"start '{start}': {error}") from None
    taken = set(corpus.frame("events")["event_id"])
    stamp = f"{date.earliest:%Y}" if date.precision == "year" else f"{date.earliest:%Y-%m}"
    proposal = f"{mechanism}-{stamp}"
    if proposal in taken and date.precision == "day":
        proposal = f"{mechanism}-{date.earliest:%Y-%m-%d}"
    return unused(proposal, taken)


def claim_row(corpus: Corpus, cells: Mapping[str, str]) -> Addition:
    """Return the row of a new claim; its id is proposed from subject, field and source.

    Whether the source speaks before or after the fact is read off the dates where it is not said.
    """
    taken = set(corpus.frame("claims")["claim_id"])
    proposal = slug(f"{cells['subject_id']} {cells['field']} {cells['source_id']}")
    told = cells.get("told") or tell(
        cell_of(corpus, "sources", cells["source_id"], "published"),
        cells.get("fact") or cell_of(corpus, "events", cells["subject_id"], "start"),
    )
    row = {**cells, "told": told}
    row.pop("fact", None)
    return Addition("claims", {"claim_id": unused(proposal, taken), **row})


def cell_of(corpus: Corpus, table: str, identity: str, column: str) -> str:
    """Return one cell of the row with an id; empty where there is no such row."""
    frame = corpus.frame(table)
    cells = frame.loc[frame[frame.columns[0]] == identity, column]
    return str(cells.iloc[0]) if len(cells) else ""
