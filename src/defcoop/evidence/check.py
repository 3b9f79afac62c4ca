"""Check a data folder: all faults of all files at once."""

import os
from collections.abc import Iterator

from defcoop.evidence.adjudication import check_adjudication
from defcoop.evidence.agreement import check_recodings
from defcoop.evidence.chronology import check_chronology
from defcoop.evidence.corpus import Corpus
from defcoop.evidence.countries import check_countries
from defcoop.evidence.faults import DataError, Fault
from defcoop.evidence.ledger import check_ledger
from defcoop.evidence.read import read_contents
from defcoop.evidence.references import check_references
from defcoop.evidence.tables import Package, find_data, read_package
from defcoop.evidence.twins import check_twins
from defcoop.evidence.values import check_values
from defcoop.evidence.witnesses import check_witnesses


def check(data: str | os.PathLike[str] | None = None) -> list[Fault]:
    """Return every fault of a data folder, in the order of its files and lines.

    Parameters
    ----------
    data
        The folder; found as :func:`defcoop.evidence.tables.find_data` says when not given.

    Raises
    ------
    DataNotFoundError
        If there is no data folder.
    """
    try:
        package = read_package(find_data(data))
    except DataError as error:
        return list(error.faults)
    return check_corpus(read_corpus(package))


def read_corpus(package: Package) -> Corpus:
    """Return the contents of all files of a package."""
    return Corpus(
        package, {table.name: read_contents(table, package.folder) for table in package.tables}
    )


def check_corpus(corpus: Corpus) -> list[Fault]:
    """Return every fault of tables that have been read, in the order of files and lines."""
    order = {contents.file: place for place, contents in enumerate(corpus.contents.values())}
    faults = dict.fromkeys(all_faults(corpus))
    return sorted(
        faults, key=lambda fault: (order[fault.file], fault.line, fault.column, fault.code)
    )


def structural_faults(corpus: Corpus) -> list[Fault]:
    """Return the faults that were found when the files were read."""
    return [fault for contents in corpus.contents.values() for fault in contents.faults]


def all_faults(corpus: Corpus) -> Iterator[Fault]:
    """Yield faults of structure, of values, of references, of time and of adjudication."""
    yield from structural_faults(corpus)
    for contents in corpus.contents.values():
        yield from check_values(contents)
    yield from check_references(corpus)
    yield from check_countries(corpus)
    yield from check_chronology(corpus)
    yield from check_twins(corpus)
    yield from check_ledger(corpus)
    yield from check_witnesses(corpus)
    yield from check_adjudication(corpus)
    yield from check_recodings(corpus)
