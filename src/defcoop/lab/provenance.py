"""What lies behind a subject: its own facts, its events, every claim about it and the sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from defcoop.evidence import Dataset

NAMED = {
    "events": ("event_id", "title"),
    "mechanisms": ("mechanism_id", "name"),
    "instruments": ("instrument_id", "title"),
    "actors": ("actor_id", "name"),
    "places": ("place_id", "name"),
    "sources": ("source_id", "title"),
}
"""Tables of subjects: their key and the column of their name."""

FACTS = ("start", "end", "signed", "in_force", "established", "mode", "status", "stated_cadence")
CLAIM = ["field", "value", "source_id", "title", "publisher", "published", "url", "reliability"]
CLAIM += ["locator", "credibility", "note"]


@dataclass(frozen=True)
class Behind:
    """What is known of one subject.

    Attributes
    ----------
    subject, name, table
        Its id, its name and the table that it is a row of.
    facts
        What is stated of it, by column.
    events
        Frame event_id, title, start: the events of a series or of an actor, or that a text was
        signed at; empty for an event.
    claims
        Frame with one claim a row, with its source.
    rulings
        Frame field, rejected, reason: the claims that were not followed, and why.
    """

    subject: str
    name: str
    table: str
    facts: Mapping[str, str]
    events: pd.DataFrame
    claims: pd.DataFrame
    rulings: pd.DataFrame


class Index:
    """Finds subjects in the tables of a data set.

    Parameters
    ----------
    dataset
        The tables.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    @cached_property
    def tables(self) -> dict[str, str]:
        """The table of each subject, by its id."""
        return {
            str(subject): table
            for table, (key, _) in NAMED.items()
            for subject in self.dataset.table(table)[key]
        }

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each subject, by its id."""
        return {
            str(subject): str(name)
            for table, (key, column) in NAMED.items()
            for subject, name in self.dataset.table(table)[[key, column]].itertuples(index=False)
        }

    @cached_property
    def called(self) -> dict[str, str]:
        """The subject that a name, another spelling or an id stands for; none for two of a name."""
        table = self.dataset.aliases
        known: dict[str, str] = dict(zip(table["alias"], table["subject_id"], strict=True))
        known |= {subject: subject for subject in self.tables}
        taken: set[str] = set()
        for subject, name in self.names.items():
            if known.get(name, subject) != subject:
                taken.add(name)
            known[name] = subject
        return {name: subject for name, subject in known.items() if name not in taken}

    def subject_in(self, cells: Iterable[object]) -> str:
        """Return the first subject that a row of a table names; empty when it names none."""
        found = (self.called.get(str(cell), "") for cell in cells)
        return next((subject for subject in found if subject), "")

    def line(self, subject: str) -> str:
        """Return a subject in one line: its name, its day and how many sources speak of it."""
        name = self.names.get(subject, subject)
        day = self.days.get(subject, "")
        count = self.counts.get(subject, 0)
        sources = f"{count} source{'s' if count != 1 else ''}" if count else ""
        return " \N{MIDDLE DOT} ".join(part for part in (name, day, sources) if part)

    @cached_property
    def days(self) -> dict[str, str]:
        """When each event began, as its source says it."""
        events = self.dataset.events
        return dict(zip(events["event_id"], events["start"], strict=True))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many sources speak of each subject."""
        claims = self.dataset.claims[["subject_id", "source_id"]].drop_duplicates()
        return {str(name): int(size) for name, size in claims.groupby("subject_id").size().items()}

    def behind(self, subject: str) -> Behind | None:
        """Return what is known of a subject; None where no table has it."""
        table = self.tables.get(subject)
        if table is None:
            return None
        return Behind(
            subject,
            self.names[subject],
            table,
            self.facts(table, subject),
            self.events(table, subject),
            self.claims(subject),
            self.rulings(subject),
        )

    def facts(self, table: str, subject: str) -> dict[str, str]:
        """Return what is stated of a subject in its own row."""
        frame = self.dataset.table(table)
        row = frame[frame[NAMED[table][0]] == subject].iloc[0]
        facts = {name: str(row[name]) for name in FACTS if row.get(name)}
        place = row.get("place_id", "")
        return {**facts, "place": self.names[place]} if place else facts

    def events(self, table: str, subject: str) -> pd.DataFrame:
        """Return the events that a subject has."""
        events = self.dataset.events
        if table == "mechanisms":
            chosen = events["mechanism_id"] == subject
        elif table == "actors":
            participants = self.dataset.participants
            own = participants.loc[participants["actor_id"] == subject, "event_id"]
            chosen = events["event_id"].isin(own)
        elif table == "instruments":
            instruments = self.dataset.instruments
            own = instruments.loc[instruments["instrument_id"] == subject, "event_id"]
            chosen = events["event_id"].isin(own)
        else:
            chosen = events["event_id"] == ""
        return events.loc[chosen, ["event_id", "title", "start"]].sort_values("start")

    def claims(self, subject: str) -> pd.DataFrame:
        """Return every claim about a subject, the most credible first."""
        claims = self.dataset.claims
        own = claims[claims["subject_id"] == subject]
        full = own.merge(self.dataset.sources, on="source_id", how="left", suffixes=("", "_of"))
        return full.sort_values(["field", "credibility", "source_id"])[CLAIM].reset_index(drop=True)

    def rulings(self, subject: str) -> pd.DataFrame:
        """Return the rulings on a subject."""
        rulings = self.dataset.rulings
        return rulings.loc[rulings["subject_id"] == subject, ["field", "rejected", "reason"]]
