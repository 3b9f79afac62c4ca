"""What the report on evidence draws: coverage, support, precision, and what moves a number."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from defcoop import wording
from defcoop.analysis.audit.coverage import (
    count_corroboration,
    count_precision,
    estimate_single_source_share,
    tabulate_coverage,
)
from defcoop.analysis.audit.disagreement import list_disagreements
from defcoop.analysis.audit.sensitivity import Change, compare_changes, list_changes
from defcoop.analysis.cadence.gaps import list_gaps
from defcoop.analysis.cadence.stated import judge_promises
from defcoop.analysis.estimate import Estimate, missing
from defcoop.analysis.growth.counts import count_by_year
from defcoop.analysis.growth.exposure import measure_exposure
from defcoop.analysis.growth.trends import compare_totals
from defcoop.chapters.evidence.variants import SEEN, Variants, variants
from defcoop.chapters.session import Chapter
from defcoop.figures import style

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
class EvidenceFrames:
    """The frames behind the figures and tables of one report.

    Attributes
    ----------
    report
        The report in the making.
    """

    report: Chapter

    @property
    def window(self) -> str:
        """The window in words."""
        return f"{wording.day(self.report.first_day)} to {wording.day(self.report.last_day)}"

    @property
    def domains(self) -> dict[str, str]:
        """Domain of each series."""
        rows = self.report.dataset.mechanisms
        return dict(zip(rows["mechanism_id"], rows["domain"], strict=True))

    @property
    def names(self) -> dict[str, str]:
        """Name of each series in print."""
        rows = self.report.dataset.mechanisms
        return dict(zip(rows["mechanism_id"], rows["short_name"], strict=True))

    @cached_property
    def matrix(self) -> pd.DataFrame:
        """Events of each series by kind of source, ordered by domain and number of events."""
        tables = self.report.dataset
        table = tabulate_coverage(tables.claims, tables.sources, self.report.events)
        domain = tables.mechanisms.set_index("mechanism_id")["domain"]
        order = {name: at for at, name in enumerate(style.DOMAINS)}
        ranks = [order.get(str(domain.get(series)), len(order)) for series in table.index]
        keys = pd.DataFrame({"rank": ranks, "events": -table["events"], "name": table.index})
        return table.loc[keys.sort_values(["rank", "events", "name"]).index]

    @cached_property
    def support(self) -> pd.DataFrame:
        """How many claims, sources and publishers stand behind each event."""
        tables, events = self.report.dataset, self.report.events
        return count_corroboration(tables.supporting_claims, tables.sources, events["event_id"])

    @property
    def publishers(self) -> pd.DataFrame:
        """Events by number of publishers."""
        sizes = self.support.groupby("publishers").size()
        return sizes.rename("events").reset_index()

    @cached_property
    def alone(self) -> Estimate:
        """Share of events that rest on one publisher."""
        tables, events = self.report.dataset, self.report.events
        return estimate_single_source_share(
            tables.supporting_claims, tables.sources, events["event_id"]
        )

    @property
    def shares(self) -> pd.DataFrame:
        """Share of events that rest on one publisher, by domain."""
        tables, events = self.report.dataset, self.report.events
        rows = []
        for domain in style.in_order(list(events["domain"])):
            chosen = events.loc[events["domain"] == domain, "event_id"]
            share = estimate_single_source_share(tables.supporting_claims, tables.sources, chosen)
            if share.defined:
                numbers = (share.value, share.low, share.high, share.n)
                rows.append(dict(zip(DOMAIN_COLUMNS, (domain, *numbers), strict=True)))
        return pd.DataFrame(rows, columns=DOMAIN_COLUMNS)

    @property
    def precision(self) -> pd.DataFrame:
        """Events by year and precision of their date."""
        events = self.report.events
        return count_precision(events.assign(year=events["start_earliest"].dt.year), by="year")

    @cached_property
    def rulings(self) -> pd.DataFrame:
        """Contradictions about the subjects of the window, with both values and the reason."""
        tables = self.report.dataset
        found = list_disagreements(
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
        ruled = tuple(rulings["field"].unique())
        needed = [name for name in events if name in {*SEEN, "kind"} or str(name).startswith(ruled)]
        support = ["claim_id", "subject_id", "source_id", "credibility"]
        # Each change copies these tables; a copy of text held as objects takes a third of the time
        # of one held as pandas strings.
        return {
            "events": as_objects(events[needed]),
            "claims": as_objects(claims.loc[alone, support]),
            "rulings": rulings,
        }

    @cached_property
    def runs(self) -> pd.DataFrame:
        """Every headline number under every single change of the evidence."""
        return compare_changes(self.made, self.numbers)

    @cached_property
    def made(self) -> list[Change]:
        """The single changes of the evidence."""
        return list(list_changes(self.tables, credibility=DOUBTFUL))

    @cached_property
    def numbers(self) -> dict[str, list[Estimate]]:
        """Each headline number, first on all the evidence, then under each change."""
        frames = [change.tables["events"] for change in self.made]
        events = self.tables["events"]
        exercises = events.loc[events["kind"] == "exercise", "mechanism_id"]
        series = {*self.yearly["mechanism_id"], *exercises}
        sides = variants(events, frames, series)
        return {
            "events": [Estimate(float(len(each)), n=len(each)) for each in (events, *frames)],
            "exercise-ratio": self.exercise_ratios(sides.of(exercises)),
            "yearly-gap": self.yearly_gaps(sides.of(self.said_to_be_yearly)),
            "years-kept": self.years_kept(sides.of(self.yearly["mechanism_id"])),
        }

    @cached_property
    def yearly(self) -> pd.DataFrame:
        """The series that are said to meet in a fixed rhythm."""
        mechanisms = self.report.dataset.mechanisms
        return mechanisms[mechanisms["stated_cadence"].str.startswith("P")]

    @property
    def said_to_be_yearly(self) -> pd.Series:
        """The series that are said to meet once a year."""
        return self.yearly.loc[self.yearly["stated_cadence"] == "P1Y", "mechanism_id"]

    def exercise_ratios(self, exercises: Variants) -> list[Estimate]:
        """Compare the exercises of the last ten years with those of the ten before."""
        last, day = self.report.last_day, datetime.timedelta(1)
        middle, first = years_before(last, SPAN), years_before(last, 2 * SPAN)
        totals = [
            self.totals(exercises, begin, end, last)
            for begin, end in ((first + day, middle), (middle + day, last))
        ]
        pairs = list(zip(*totals, strict=True))
        known = {pair: compare_totals(*map(dict, pair)).ratio for pair in set(pairs)}
        return [known[pair] for pair in pairs]

    def totals(
        self, events: Variants, first: datetime.date, last: datetime.date, as_of: datetime.date
    ) -> list[tuple[tuple[str, float], ...]]:
        """Return how many events of a period there are as it is, and under each change."""
        without = self.report.without
        counts = count_by_year(
            events.events,
            first_day=first,
            last_day=last,
            as_of=as_of,
            without=without,
            by=["mechanism_id"],
        )
        years = float(measure_exposure(first, last, without=without)["exposure"].sum())
        summed = counts.groupby("mechanism_id")[["count", "count_low", "count_high"]].sum()
        columns = [events.sums(summed[name]) for name in summed.columns]
        return [
            (*zip(summed.columns, numbers, strict=True), ("exposure", years))
            for numbers in zip(*columns, strict=True)
        ]

    def yearly_gaps(self, yearly: Variants) -> list[Estimate]:
        """Return the median closed gap of the series that are said to be yearly."""
        absences = yearly.renamed(self.report.dataset.missing_events)
        rows = list_gaps(yearly.events, as_of=self.report.as_of, absences=absences)
        closed = rows[rows["usable"] & ~rows["open"]].set_index("mechanism_id")["days"]
        return [median_gap(days) for days in yearly.pooled(closed)]

    def years_kept(self, rhythmic: Variants) -> list[Estimate]:
        """Return the share of the rounds due by the stated rhythm that took place."""
        stated = judge_promises(
            rhythmic.events,
            rhythmic.renamed(self.yearly),
            as_of=self.report.as_of,
            absences=rhythmic.renamed(self.report.dataset.missing_events),
            ended=rhythmic.renamed(self.report.ended),
        ).set_index("mechanism_id")
        kept, due = (rhythmic.sums(stated[name]) for name in ("years_kept", "years_due"))
        return [share_kept(*map(int, rounds)) for rounds in zip(kept, due, strict=True)]


def as_objects(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose text is held as objects."""
    texts = [name for name, kind in frame.dtypes.items() if kind == "str"]
    return frame.astype(dict.fromkeys(texts, "object"))


def median_gap(days: Sequence[float]) -> Estimate:
    """Return the median of closed gaps."""
    if not days:
        return missing("no closed gap of a series that is said to be yearly", unit="days")
    return Estimate(float(np.median(days)), unit="days", n=len(days))


def share_kept(kept: int, due: int) -> Estimate:
    """Return the share of the rounds due that took place."""
    return Estimate(kept / due, n=due) if due else missing("no round was due")


def years_before(day: datetime.date, years: int) -> datetime.date:
    """Return the day so many years earlier; the 28th where there is no 29th of February."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)
