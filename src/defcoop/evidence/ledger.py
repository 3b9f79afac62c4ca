"""Rules on what is not on record: absences, counts, and the holes of a core series."""

import re
from collections.abc import Iterator

import pandas as pd

from defcoop.evidence.corpus import Corpus
from defcoop.evidence.faults import Fault
from defcoop.evidence.frames import try_parse
from defcoop.evidence.holes import iterate_series, missing_numbers, silent_years

YEARLY = re.compile(r"P([0-9]+)Y")


def check_ledger(corpus: Corpus) -> Iterator[Fault]:
    """Yield holes that nobody accounts for, and counts that the record contradicts."""
    if "absences" in corpus.contents:
        yield from check_not_held(corpus)
    if corpus.complete("mechanisms", "events", "absences"):
        yield from check_found(corpus)
        yield from check_denied(corpus)
        yield from check_holes(corpus)
    if corpus.complete("events", "counts"):
        yield from check_counts(corpus)


def check_not_held(corpus: Corpus) -> Iterator[Fault]:
    """Yield rows that say that nothing was held and not who says so."""
    absences = corpus.frame("absences")
    bare = (absences["finding"] == "not_held") & (absences["source_id"] == "")
    rule = "not_held names no source"
    remedy = "name who says so in source_id, or write not_found"
    yield from corpus.found("absences", "finding", bare, rule, remedy, "not-held")


def check_found(corpus: Corpus) -> Iterator[Fault]:
    """Yield absences of an edition that is on record."""
    absences, held = corpus.frame("absences"), held_rounds(corpus)
    numbered = pd.MultiIndex.from_frame(held[["mechanism_id", "edition"]])
    asked = pd.MultiIndex.from_frame(absences[["mechanism_id", "edition"]])
    missing = (absences["what"] == "event") & (absences["edition"] != "")
    rule = "the edition is on record"
    remedy = "remove the row, or write detail where only a detail of it is missing"
    found = missing & asked.isin(numbered)
    yield from corpus.found("absences", "edition", found, rule, remedy, "found")


def check_denied(corpus: Corpus) -> Iterator[Fault]:
    """Yield times without a round, by a source, in which one was held."""
    absences, held = corpus.frame("absences"), held_rounds(corpus)
    period = corpus.dates("absences", "period")
    denied = absences[(absences["what"] == "event") & (absences["finding"] == "not_held")]
    joined = denied[["mechanism_id"]].join(period).reset_index(names="row")
    joined = joined.merge(held, on="mechanism_id", suffixes=("", "_held"))
    within = joined["earliest_held"] >= joined["earliest"]
    within &= joined["latest_held"] <= joined["latest"]
    wrong = pd.Series(absences.index.isin(joined.loc[within, "row"]), absences.index)
    rule = "an event of the series was held in this time"
    yield from corpus.found("absences", "period", wrong, rule, "correct the period", "found")


def held_rounds(corpus: Corpus) -> pd.DataFrame:
    """Return the held events that are no phases, with the bounds of their first day."""
    events, start = corpus.frame("events"), corpus.dates("events", "start")
    rounds = events[["mechanism_id", "event_id", "edition"]].join(start[["earliest", "latest"]])
    return rounds[(events["status"] == "held") & (events["parent_event_id"] == "")]


def check_holes(corpus: Corpus) -> Iterator[Fault]:
    """Yield core mechanisms with a number or a promised year that nobody accounts for."""
    mechanisms = corpus.frame("mechanisms")
    core = mechanisms[mechanisms["core"] == "true"]
    remedy = "add the event, or say in absences.csv where it was looked for"
    for row, series in iterate_series(core, corpus.frame("events"), corpus.frame("absences")):
        if numbers := missing_numbers(series):
            rule = f"neither an event nor an absence has the edition {listed(numbers)}"
            yield corpus.fault_at("mechanisms", row, "mechanism_id", rule, remedy, "hole")
        every = YEARLY.fullmatch(str(core.at[row, "stated_cadence"]))
        until = corpus.package.searched_until
        if every and until:
            promise = try_parse(str(core.at[row, "stated_from"]))
            since = promise.earliest.year if promise else None
            if years := silent_years(series, int(every[1]), since, until.year):
                rule = f"neither an event nor an absence speaks of {listed(years)}"
                yield corpus.fault_at("mechanisms", row, "stated_cadence", rule, remedy, "hole")


def listed(numbers: list[int]) -> str:
    """Return numbers as a list, runs of them as from-to."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def check_counts(corpus: Corpus) -> Iterator[Fault]:
    """Yield counts below an edition that was held before, or above one that was held after."""
    counts, by, rounds = corpus.frame("counts"), corpus.dates("counts", "by"), held_rounds(corpus)
    rounds = rounds[rounds["edition"].str.fullmatch("[0-9]+")]
    joined = counts.assign(first=by["earliest"], last=by["latest"], row=counts.index)
    joined = joined.merge(rounds, on="mechanism_id")
    edition = joined["edition"].astype("float64")
    number = pd.to_numeric(joined["number"], errors="coerce")
    before = joined[(edition > number) & (joined["latest"] < joined["first"])]
    after = joined[(edition <= number) & (joined["earliest"] > joined["last"])]
    remedy = "correct the count, the number or the date"
    for rows, when in ((before, "had been held before"), (after, "was held only after it")):
        for row, group in rows.groupby("row"):
            one = group.iloc[0]
            rule = f"{one['event_id']}, edition {one['edition']}, {when}"
            yield corpus.fault_at("counts", int(str(row)), "number", rule, remedy, "count")
