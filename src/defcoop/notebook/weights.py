"""What the report on evidence draws: coverage, support, precision, and what moves a number."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from defcoop.analysis.audit import (
    corroboration,
    coverage,
    date_precision,
    disagreements,
    sensitivity,
    single_source_share,
)
from defcoop.analysis.cadence import gaps, stated_cadence
from defcoop.analysis.estimate import Estimate, missing
from defcoop.analysis.growth import compare_periods
from defcoop.analysis.leaveout import Tables
from defcoop.figures import style
from defcoop.notebook import prose
from defcoop.notebook.session import Report
from defcoop.notebook.shortnames import mechanism_names

SPAN = 10
DOUBTFUL = 4
HEADLINES = {
    "events": "Events held",
    "exercise-ratio": "Exercises, last ten years to the ten before",
    "yearly-gap": "Usual gap of series said to be yearly",
    "years-kept": "Share of the promised rounds that were held",
}
DOMAIN_COLUMNS = ["domain", "share", "low", "high", "events"]


@dataclass
class Weights:
    """The evidence behind the events of one report.

    Attributes
    ----------
    report
        The report in the making.
    """

    report: Report

    @property
    def window(self) -> str:
        """The window in words."""
        return f"{prose.day(self.report.first_day)} to {prose.day(self.report.last_day)}"

    @property
    def domains(self) -> dict[str, str]:
        """Domain of each series."""
        rows = self.report.dataset.mechanisms
        return dict(zip(rows["mechanism_id"], rows["domain"], strict=True))

    @property
    def names(self) -> dict[str, str]:
        """Name of each series in print."""
        return mechanism_names(self.report.dataset.mechanisms)

    @cached_property
    def matrix(self) -> pd.DataFrame:
        """Events of each series by kind of source, ordered by domain and number of events."""
        tables = self.report.dataset
        table = coverage(tables.claims, tables.sources, self.report.events)
        domain = tables.mechanisms.set_index("mechanism_id")["domain"]
        order = {name: at for at, name in enumerate(style.DOMAINS)}
        ranks = [order.get(str(domain.get(series)), len(order)) for series in table.index]
        keys = pd.DataFrame({"rank": ranks, "events": -table["events"], "name": table.index})
        return table.loc[keys.sort_values(["rank", "events", "name"]).index]

    @cached_property
    def support(self) -> pd.DataFrame:
        """How many claims, sources and publishers stand behind each event."""
        tables, events = self.report.dataset, self.report.events
        return corroboration(tables.claims, tables.sources, events["event_id"])

    @property
    def publishers(self) -> pd.DataFrame:
        """Events by number of publishers."""
        sizes = self.support.groupby("publishers").size()
        return sizes.rename("events").reset_index()

    @cached_property
    def alone(self) -> Estimate:
        """Share of events that rest on one publisher."""
        tables, events = self.report.dataset, self.report.events
        share = single_source_share(tables.claims, tables.sources, events["event_id"])
        self.report.headline("single-publisher", "Share of events with one publisher", share)
        return share

    @property
    def shares(self) -> pd.DataFrame:
        """Share of events that rest on one publisher, by domain."""
        tables, events = self.report.dataset, self.report.events
        rows = []
        for domain in style.in_order(list(events["domain"])):
            chosen = events.loc[events["domain"] == domain, "event_id"]
            share = single_source_share(tables.claims, tables.sources, chosen)
            if share.defined:
                numbers = (share.value, share.low, share.high, share.n)
                rows.append(dict(zip(DOMAIN_COLUMNS, (domain, *numbers), strict=True)))
        return pd.DataFrame(rows, columns=DOMAIN_COLUMNS)

    @property
    def precision(self) -> pd.DataFrame:
        """Events by year and precision of their date."""
        events = self.report.events
        return date_precision(events.assign(year=events["start_earliest"].dt.year), by="year")

    @cached_property
    def rulings(self) -> pd.DataFrame:
        """Contradictions about the subjects of the window, with both values and the reason."""
        tables = self.report.dataset
        found = disagreements(
            tables.claims,
            tables.rulings,
            events=tables.events,
            instruments=tables.instruments,
            mechanisms=tables.mechanisms,
        )
        return found[found["subject_id"].isin(self.subjects)].reset_index(drop=True)

    @cached_property
    def subjects(self) -> set[str]:
        """Selected events with their phases, their series, and the instruments of the window."""
        tables, events = self.report.dataset, self.report.events
        chosen = set(events["event_id"])
        phases = tables.events.loc[tables.events["parent_event_id"].isin(chosen), "event_id"]
        days = tables.instruments["signed_earliest"]
        first, last = pd.Timestamp(self.report.first_day), pd.Timestamp(self.report.last_day)
        inside = tables.instruments[(days >= first) & (days <= last)]
        narrowed = self.report.selection.domains or self.report.selection.scopes
        signed = set() if narrowed else set(inside["instrument_id"])
        return chosen | set(phases) | set(events["mechanism_id"]) | signed

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """What the headline numbers are made of, as small as it can be.

        A subject with several sources outlives the loss of any one, so only the claims of those
        with a single source, and doubtful ones, need to be taken away in turn.
        """
        tables, events = self.report.dataset, self.report.events
        claims = tables.claims[tables.claims["subject_id"].isin(set(events["event_id"]))]
        alone = claims.groupby("subject_id")["source_id"].transform("nunique") == 1
        rulings = tables.rulings[tables.rulings["subject_id"].isin(set(events["event_id"]))]
        return {"events": events, "claims": claims[alone], "rulings": rulings}

    @cached_property
    def runs(self) -> pd.DataFrame:
        """Every headline number under every single change of the evidence."""
        rhythmic = set(self.yearly["mechanism_id"])
        numbers = {
            "events": held,
            "exercise-ratio": remembered(
                self.exercise_ratio, lambda rows: rows["kind"] == "exercise"
            ),
            "yearly-gap": remembered(
                self.yearly_gap, lambda rows: rows["mechanism_id"].isin(rhythmic)
            ),
            "years-kept": remembered(
                self.years_kept, lambda rows: rows["mechanism_id"].isin(rhythmic)
            ),
        }
        for name, number in numbers.items():
            self.report.headline(name, HEADLINES[name], number(self.tables))
        return sensitivity(self.tables, numbers, credibility=DOUBTFUL)

    @cached_property
    def yearly(self) -> pd.DataFrame:
        """The series that are said to meet in a fixed rhythm."""
        mechanisms = self.report.dataset.mechanisms
        return mechanisms[mechanisms["stated_cadence"].str.startswith("P")]

    def exercise_ratio(self, exercises: pd.DataFrame) -> Estimate:
        """Compare the exercises of the last ten years with those of the ten before."""
        last, day = self.report.last_day, datetime.timedelta(1)
        middle, first = years_before(last, SPAN), years_before(last, 2 * SPAN)
        compared = compare_periods(
            exercises,
            earlier=(first + day, middle),
            later=(middle + day, last),
            without=self.report.without,
        )
        return compared.ratio

    def yearly_gap(self, events: pd.DataFrame) -> Estimate:
        """Return the median closed gap of the series that are said to be yearly."""
        yearly = self.yearly.loc[self.yearly["stated_cadence"] == "P1Y", "mechanism_id"]
        chosen = events[events["mechanism_id"].isin(yearly)]
        if chosen.empty:
            return missing("no series of this window is said to be yearly", unit="days")
        rows = gaps(chosen, as_of=self.report.as_of, absences=self.report.dataset.absences)
        closed = rows[rows["usable"] & ~rows["open"]]["days"]
        if closed.empty:
            return missing("no closed gap", unit="days")
        return Estimate(float(np.median(closed)), unit="days", n=len(closed))

    def years_kept(self, events: pd.DataFrame) -> Estimate:
        """Return the share of the rounds due by the stated rhythm that took place."""
        absences = self.report.dataset.absences
        if events.empty:
            return missing("no series of this window has a stated rhythm")
        stated = stated_cadence(
            events,
            self.yearly,
            as_of=self.report.as_of,
            absences=absences,
            ended=self.report.ended,
        )
        due, kept = int(stated["years_due"].sum()), int(stated["years_kept"].sum())
        return Estimate(kept / due, n=due) if due else missing("no round was due")


def remembered(
    number: Callable[[pd.DataFrame], Estimate], part: Callable[[pd.DataFrame], pd.Series]
) -> Callable[[Tables], Estimate]:
    """Return a headline number that is computed anew only when its part of the events changed."""
    known: dict[tuple[str, ...], Estimate] = {}

    def of(tables: Tables) -> Estimate:
        rows = tables["events"]
        rows = rows[part(rows)]
        key = (*rows["event_id"], *rows["start"], *rows["status"])
        if key not in known:
            known[key] = number(rows)
        return known[key]

    return of


def held(tables: Mapping[str, pd.DataFrame]) -> Estimate:
    """Count the events."""
    size = len(tables["events"])
    return Estimate(float(size), n=size)


def years_before(day: datetime.date, years: int) -> datetime.date:
    """Return the day so many years earlier; the 28th where there is no 29th of February."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)
