"""Load the tables, checked, as one object."""

import datetime
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from defcoop.evidence.check import check_corpus, read_corpus, structural_faults
from defcoop.evidence.checked import combine, is_vouched
from defcoop.evidence.corpus import Corpus
from defcoop.evidence.faults import DataError
from defcoop.evidence.frames import typed
from defcoop.evidence.publishers import supporting, with_publishers
from defcoop.evidence.tables import find_data, read_package


class Dataset:
    """The curated tables; each is an attribute, a pandas frame.

    Text columns are empty where nothing is stated; integers are ``Int64`` and numbers ``float64``.
    A column ``X`` of dates keeps its EDTF text and stands beside ``X_earliest``, ``X_latest``
    (datetime64[s], NaT where empty) and ``X_precision`` (``day``, ``month``, ``year`` or empty).
    Sources also carry ``publisher``, the printed name, and ``house``, whose voice they are.

    Examples
    --------
    >>> import defcoop
    >>> dataset = defcoop.load()
    >>> dataset.events.columns[:3].tolist()
    ['event_id', 'mechanism_id', 'parent_event_id']
    """

    sources: pd.DataFrame
    publishers: pd.DataFrame
    places: pd.DataFrame
    actors: pd.DataFrame
    mechanisms: pd.DataFrame
    events: pd.DataFrame
    numberings: pd.DataFrame
    counts: pd.DataFrame
    participants: pd.DataFrame
    measures: pd.DataFrame
    instruments: pd.DataFrame
    relations: pd.DataFrame
    claims: pd.DataFrame
    rulings: pd.DataFrame
    recodings: pd.DataFrame
    absences: pd.DataFrame
    distinctions: pd.DataFrame
    aliases: pd.DataFrame
    curation: pd.DataFrame

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._frames: dict[str, pd.DataFrame] = {}

    def afresh(self) -> "Dataset":
        """Return the same tables, none of them looked at yet; nothing is read again."""
        return Dataset(self._corpus)

    @property
    def corpus(self) -> Corpus:
        """The same tables as the rules see them: texts."""
        return self._corpus

    @property
    def folder(self) -> Path:
        """The folder that the tables were read from."""
        return self._corpus.package.folder

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of all tables, in the order of the package."""
        return tuple(self._corpus.contents)

    @property
    def tables_read(self) -> tuple[str, ...]:
        """Names of the tables that have been looked at so far, in the order of the package."""
        return tuple(name for name in self.tables if name in self._frames)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Return a table as an attribute."""
        if name.startswith("_") or name not in self._corpus.contents:
            raise AttributeError(f"no table '{name}'; there are {', '.join(self.tables)}")
        return self.table(name)

    def table(self, name: str) -> pd.DataFrame:
        """Return a table; what is done to the frame does not change the data set."""
        if name not in self._frames:
            contents = self._corpus.contents[name]
            frame = typed(contents.frame, contents.table)
            if name == "sources" and "publishers" in self._corpus.contents:
                frame = with_publishers(frame, self.publishers)
            self._frames[name] = frame
        return self._frames[name].copy(deep=False)

    def __dir__(self) -> list[str]:
        """Return the attributes, tables included."""
        return sorted({*super().__dir__(), *self.tables})

    def digests(self, tables: Sequence[str] | None = None) -> dict[str, str]:
        """Return the SHA-256 of the bytes of each table, of those read so far by default."""
        names = self.tables_read if tables is None else tables
        paths = {name: self.folder / self._corpus.package.table(name).path for name in names}
        return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in paths.items()}

    def digest(self, tables: Sequence[str] | None = None) -> str:
        """Return one SHA-256 over the digests of tables, of those read so far by default."""
        return combine(self.digests(tables))

    @property
    def missing_events(self) -> pd.DataFrame:
        """The absences of events; those of a mere detail of an event on record are left out."""
        absences = self.absences
        return absences[absences["what"] == "event"].reset_index(drop=True)

    @property
    def supporting_claims(self) -> pd.DataFrame:
        """The claims on events whose source gives the event the status that is on record."""
        return supporting(self.claims, self.events)

    def default_date(self) -> datetime.date:
        """Return the as-of date of a report that names none: until when the record was searched.

        Where the package does not say it, the day of the newest event.
        """
        return self._corpus.package.searched_until or self.newest_date()

    def newest_date(self) -> datetime.date:
        """Return the latest day on which a held event, or a phase of one, began.

        With no held event it is the first day of the calendar, so that every window is empty.
        """
        events = self.events
        held = events.loc[events["status"] == "held", "start_latest"].dropna()
        return held.max().date() if len(held) else datetime.date.min


def load(data: str | os.PathLike[str] | None = None) -> Dataset:
    """Return the checked tables of a data folder.

    Parameters
    ----------
    data
        The folder.  When not given: the environment variable ``DEFCOOP_DATA``, else the nearest
        ``data/datapackage.json`` from the working directory upwards.

    Raises
    ------
    DataNotFoundError
        If there is no data folder.
    DataError
        If any rule is broken; it carries all faults.

    Notes
    -----
    Within a build, which has checked these very bytes, only the structure is looked at again.
    """
    folder = find_data(data)
    corpus = read_corpus(read_package(folder))
    faults = structural_faults(corpus) if is_vouched(folder) else check_corpus(corpus)
    if faults:
        raise DataError(faults)
    return Dataset(corpus)
