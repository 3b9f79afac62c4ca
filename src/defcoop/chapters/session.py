"""A report in the making: its parameters, its data, what it has cited and what it found."""

import datetime
import re
import zlib
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from defcoop import wording
from defcoop.analysis.cadence.succession import find_ended
from defcoop.analysis.selection import COVID, Selection, select_events
from defcoop.chapters import display
from defcoop.chapters.declarations import DECLARATIONS
from defcoop.chapters.headlines import headlines_of
from defcoop.chapters.namespace import resolve
from defcoop.evidence import Dataset
from defcoop.figures.picture import csv_text
from defcoop.html_table import write_frame
from defcoop.lab import attended, form
from nbpress.parameters import Value, changed, rows

CITATION = re.compile(r"@([a-z0-9]+(?:-[a-z0-9]+)*)")


@dataclass
class Chapter:
    """What the cells of one notebook share.

    Attributes
    ----------
    name
        Name of the notebook.
    values
        The validated parameters.
    dataset
        The tables.
    as_of
        Nothing after this day is used.
    events
        The events that the parameters select, with domain, kind and level of their mechanisms.
    """

    name: str
    values: dict[str, Value]
    dataset: Dataset
    as_of: datetime.date
    title: str = ""
    cited: dict[str, None] = field(default_factory=dict)
    headlines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def selection(self) -> Selection:
        """What the parameters ask for."""
        return Selection(
            as_of=self.as_of,
            first_day=self.date("first_day"),
            last_day=self.last_day,
            domains=tuple(self.values["domains"]),  # type: ignore[arg-type]
            scopes=tuple(self.values["scopes"]),  # type: ignore[arg-type]
            credibility=int(self.values["credibility"]),  # type: ignore[arg-type]
            without=self.without,
        )

    @property
    def without(self) -> tuple[tuple[datetime.date, datetime.date], ...]:
        """The periods that are left out of the exposure."""
        return (COVID,) if self.values["covid"] == "without" else ()

    @property
    def first_day(self) -> datetime.date:
        """First day of the window."""
        return self.date("first_day") or datetime.date.min

    @property
    def last_day(self) -> datetime.date:
        """Last day of the window: the parameter, but never after the as-of date."""
        return min(self.date("last_day") or self.as_of, self.as_of)

    @cached_property
    def events(self) -> pd.DataFrame:
        """The events that the parameters select."""
        tables = self.dataset
        chosen = select_events(tables.events, tables.mechanisms, tables.claims, self.selection)
        return chosen.assign(sources=chosen["event_id"].map(self.sources_by_subject).fillna(""))

    @cached_property
    def sources_by_subject(self) -> dict[str, str]:
        """The sources of each subject, joined by semicolons, as the data of a figure has them."""
        claims = self.dataset.claims[["subject_id", "source_id"]].drop_duplicates()
        joined = claims.groupby("subject_id")["source_id"].agg("; ".join)
        return {str(subject): str(sources) for subject, sources in joined.items()}

    def events_of(self, *kinds: str) -> pd.DataFrame:
        """Return the selected events of mechanisms of these kinds."""
        return self.events[self.events["kind"].isin(kinds)]

    @cached_property
    def given_up(self) -> pd.DataFrame:
        """The events of the window that were cancelled or postponed, of the domains selected."""
        tables = self.dataset
        lost = tables.events[tables.events["status"].isin(["cancelled", "postponed"])]
        # What was given up is selected as if it had been held.
        posed = lost.assign(status="held")
        chosen = select_events(posed, tables.mechanisms, tables.claims, self.selection)
        chosen["status"] = lost.loc[chosen.index, "status"]
        return chosen.assign(sources=chosen["event_id"].map(self.sources_by_subject).fillna(""))

    def given_up_of(self, *kinds: str) -> pd.DataFrame:
        """Return what was cancelled or postponed of mechanisms of these kinds."""
        return self.given_up[self.given_up["kind"].isin(kinds)]

    @cached_property
    def absences(self) -> pd.DataFrame:
        """What was looked for and not found; a period left out counts as such for every series.

        A gap across a period that the parameters leave out is thereby not used.
        """
        known = self.dataset.missing_events
        if not self.without:
            return known
        series = self.dataset.mechanisms["mechanism_id"]
        parts = [left_out(series, *period) for period in self.without]
        return pd.concat([known, *parts], ignore_index=True)

    @cached_property
    def ended(self) -> pd.DataFrame:
        """The series that another mechanism has superseded by the end of the window."""
        tables = self.dataset
        # Print names a series in one way only: by its short name.
        named = tables.mechanisms.assign(name=tables.mechanisms["short_name"])
        return find_ended(tables.relations, named, as_of=self.last_day)

    def date(self, name: str) -> datetime.date | None:
        """Return a parameter as a date; None where it is not set."""
        value = str(self.values[name])
        return datetime.date.fromisoformat(value) if value else None

    def generator(self, purpose: str) -> np.random.Generator:
        """Return a random generator for one purpose, so that the order of cells changes nothing."""
        return np.random.default_rng([int(self.values["seed"]), zlib.crc32(purpose.encode())])  # type: ignore[arg-type]

    def cite(self, source_ids: Iterable[str]) -> list[str]:
        """Note sources as cited and return them, each once, in the order given."""
        found = list(dict.fromkeys(source_ids))
        self.cited.update(dict.fromkeys(found))
        return found

    def sources_of(self, subject_ids: Iterable[str]) -> list[str]:
        """Return the sources that say something of any of the subjects, the best first.

        Best is the more credible claim, then the more reliable source.
        """
        claims = self.dataset.claims
        relevant = claims[claims["subject_id"].isin(list(subject_ids))]
        graded = relevant.merge(self.dataset.sources[["source_id", "reliability"]], on="source_id")
        ordered = graded.sort_values(["credibility", "reliability", "source_id"])
        return list(dict.fromkeys(ordered["source_id"]))

    def best_sources(self, subject_ids: Iterable[str], most: int = 5) -> list[str]:
        """Return the few most reliable sources, those first that support most of the subjects.

        The data of a figure or table name the sources of each row.
        """
        subjects = list(subject_ids)
        claims = self.dataset.claims
        pairs = claims.loc[claims["subject_id"].isin(subjects), ["subject_id", "source_id"]]
        breadth = pairs.drop_duplicates()["source_id"].value_counts().rename("breadth")
        known = self.dataset.sources.set_index("source_id")["reliability"]
        ranked = breadth.to_frame().join(known).reset_index(names="source_id")
        order = ["reliability", "breadth", "source_id"]
        ranked = ranked.sort_values(order, ascending=[True, False, True], kind="stable")
        return [str(name) for name in ranked["source_id"].head(most)]

    def cover(
        self, title: str, subtitle: str, description: str, *, contents: bool | None = None
    ) -> display.Output:
        """Return the cover: title, as-of date and the parameters with what differs from default.

        A table of contents follows in long reports, unless ``contents`` decides.
        """
        self.title = title
        declared = DECLARATIONS[self.name]
        table = rows(declared, self.values)
        different = changed(declared, self.values)
        window = f"{wording.day(self.first_day)} to {wording.day(self.last_day)}"
        setting = f"Changed from default: {wording.listing(different)}." if different else ""
        fallback = f"As of {wording.day(self.as_of)}. Window {window}. {setting}".strip()
        return display.part(
            "cover",
            fallback,
            {
                "title": title,
                "subtitle": subtitle,
                "as_of": self.as_of.isoformat(),
                "language": "en-GB",
                "authors": ["The defcoop authors"],
                "keywords": ["India", "Japan", "defence cooperation"],
                "description": description,
                "parameters": table,
            }
            | ({} if contents is None else {"contents": contents}),
        )

    def text(self, markdown: str) -> display.Output:
        """Return prose, and note the sources that it cites."""
        self.cite(name for name in CITATION.findall(markdown) if name in self.known_sources)
        return display.text(markdown)

    @property
    def known_sources(self) -> set[str]:
        """Ids of all sources."""
        return set(self.dataset.sources["source_id"])

    def figure(self, picture: Any, sources: Iterable[str] = ()) -> display.Output:  # noqa: ANN401
        """Return a figure of ``defcoop.figures`` with its sources noted as cited.

        A picture of nothing is returned as the sentence that stands in its place.
        """
        if picture.empty:
            return display.text(picture.title)
        report = {**picture.report(), "sources": self.cite(sources)}
        return display.figure(picture.svg, report, picture.marks)

    def table(
        self,
        frame: pd.DataFrame,
        label: str,
        title: str,
        caption: str,
        sources: Iterable[str] = (),
        *,
        data: pd.DataFrame | None = None,
        compact: bool = False,
    ) -> display.Output:
        """Return a table of a frame whose column names are its printed headings.

        The data attached are the frame itself unless ``data`` brings more than is printed.  A
        table without rows is returned as the sentence of its title.
        """
        if frame.empty:
            return display.text(f"{title}.")
        attached = csv_text(frame if data is None else data)
        numeric = [pd.api.types.is_numeric_dtype(frame[column]) for column in frame]
        report = {
            "label": label,
            "title": title,
            "caption": caption,
            "sources": self.cite(sources),
            "data": {"name": f"{label}.csv", "csv": attached},
            "align": ["right" if right else "left" for right in numeric],
            "compact": compact,
        }
        return display.table(write_frame(frame), frame.to_string(index=False), report)

    @staticmethod
    def show(*outputs: display.Output) -> display.Sequel:
        """Return several outputs as the one value of a cell; empty prose is left out."""
        return display.Sequel(tuple(output for output in outputs if output.data["text/plain"]))

    def headline(self, name: str, label: str, estimate: Any) -> Any:  # noqa: ANN401
        """Note a headline number for the record, each name once, and return it as it came."""
        self.headlines = [known for known in self.headlines if known["name"] != name]
        self.headlines.append(estimate.headline(name, label))
        return estimate

    def register(self, facts: Any) -> Any:  # noqa: ANN401
        """Note the headline numbers of a chapter's facts for the record, and return the facts."""
        for name, label, estimate in headlines_of(facts):
            self.headline(name, label, estimate)
        return facts

    def references(self) -> display.Output:
        """Return the sources cited so far."""
        sources = self.dataset.sources.set_index("source_id", drop=False)
        columns = ["title", "publisher", "published", "url", "kind", "reliability"]
        found = sources.loc[[name for name in self.cited if name in sources.index]]
        items = [
            {"id": row["source_id"], **{column: row[column] for column in columns}}
            for row in found.to_dict("records")
        ]
        lines = [
            f"- {item['publisher']}, {item['published'] or 'undated'}: {item['title']}"
            for item in items
        ]
        return display.part("references", "\n".join(lines) or "No source cited.", {"items": items})

    def record(self) -> display.Output:
        """Return the record: which tables were read, their digests, the headline numbers."""
        digests = self.dataset.digests()
        digest = self.dataset.digest()
        line = f"Tables read: {', '.join(digests)}. Digest {digest[:12]}."
        return display.part(
            "record",
            line,
            {
                "digest": digest,
                "tables": digests,
                "as_of": self.as_of.isoformat(),
                "parameters": self.values,
                "headlines": self.headlines,
            },
        )


def left_out(series: pd.Series, first: datetime.date, last: datetime.date) -> pd.DataFrame:
    """Return a period as absences of every series, so that no gap across it is used."""
    return pd.DataFrame(
        {
            "mechanism_id": series.to_numpy(),
            "edition": pd.array([pd.NA] * len(series), dtype="Int64"),
            "period": f"{first}/{last}",
            "period_earliest": pd.Timestamp(first).as_unit("s"),
            "period_latest": pd.Timestamp(last).as_unit("s"),
            "period_precision": "day",
            "finding": "not_found",
            "note": "Left out by the parameters.",
        }
    ).astype({"mechanism_id": "str", "period": "str", "finding": "str", "note": "str"})


def begin(name: str, namespace: MutableMapping[str, object]) -> Chapter:
    """Validate the parameters of a notebook and load its data.

    Parameters
    ----------
    name
        Name of the notebook.
    namespace
        ``globals()`` of the notebook right after its parameters cell: everything in it that is
        neither IPython's nor a module is taken for a parameter, so that a misspelt one is noticed
        however the notebook is run.

    Raises
    ------
    ParameterError
        If a parameter is unknown, ill-typed or out of bounds.
    DataError
        If the tables break a rule.
    """
    values = resolve(DECLARATIONS[name], namespace)
    dataset = attended.dataset()
    as_of = str(values["as_of"])
    day = datetime.date.fromisoformat(as_of) if as_of else dataset.default_date()
    form.offer(name, values)  # shows nothing unless a person runs the cell
    return Chapter(name, values, dataset, day)
