"""How complete the record of each series is, by its edition numbers and counts."""

from dataclasses import dataclass

import pandas as pd

from defcoop.evidence.load import Dataset
from defcoop.evidence.publishers import count_voices, voices

# Which rows of evidence the second edition brought; the other ones were there before.
SECOND_EDITION = r"(?:dl2|rc2|ex2)-.*"


@dataclass(frozen=True)
class SeriesRecord:
    """What is on record of one series.

    Attributes
    ----------
    mechanism_id, name, core
        Which one, and whether it is a core series.
    proven
        Editions that numbers and counts prove the two to have held; 0 where none has a number, for
        visits, whose running numbers reach back before the time of the record, and for series of
        many nations, whose numbers do not say that both were there.
    recorded
        Of these, those on record; a held event without a number stands for one of them when it
        was not later than the proof.
    held
        Held events, phases left out.
    gained
        Of these, those known only from the second edition's evidence.
    dated
        Of these, those with a day.
    corroborated
        Of these, those that two houses report.
    """

    mechanism_id: str
    name: str
    core: bool
    proven: int
    recorded: int
    held: int
    gained: int
    dated: int
    corroborated: int


def record_series(dataset: Dataset) -> list[SeriesRecord]:
    """Return what is on record of each mechanism that has a held event or a proven edition.

    The core series first, each part in the order of the mechanisms; empty without any.
    """
    mechanisms = dataset.mechanisms.sort_values("core", ascending=False, kind="stable")
    held = described(dataset)
    mechanisms["counts"] = (mechanisms["kind"] != "visit_series") & (
        mechanisms["scope"] != "multilateral"
    )
    columns = ["mechanism_id", "name", "core", "counts", "joined_earliest"]
    records = (
        one_record(dataset, held, *row) for row in mechanisms[columns].itertuples(index=False)
    )
    return [record for record in records if record.held or record.proven]


def described(dataset: Dataset) -> pd.DataFrame:
    """Return the held events with what the codebook says of them."""
    events = dataset.events
    houses = independent_houses(dataset)
    evidence = dataset.curation.assign(
        old=~dataset.curation["evidence_id"].str.fullmatch(SECOND_EDITION)
    )
    old = evidence.groupby("subject_id")["old"].any()
    held = events[(events["status"] == "held") & (events["parent_event_id"] == "")]
    return held.assign(
        gained=~held["event_id"].map(old).fillna(True).astype(bool),
        dated=held["start_precision"] == "day",
        corroborated=held["event_id"].map(houses).fillna(0) > 1,
    )


def independent_houses(dataset: Dataset) -> pd.Series:
    """Return the number of houses that report each event as it is on record, by event id."""
    claims = dataset.supporting_claims
    return count_voices(claims["subject_id"], claims["source_id"].map(voices(dataset.sources)))


def one_record(
    dataset: Dataset,
    held: pd.DataFrame,
    identity: str,
    name: str,
    core: str,
    counts_both: bool,
    joined: pd.Timestamp,
) -> SeriesRecord:
    """Return what is on record of one mechanism."""
    own = held[held["mechanism_id"] == identity]
    numbers = own["edition"].dropna().astype(int)
    counts = dataset.counts[dataset.counts["mechanism_id"] == identity]
    # What was held before both were part of the series is no edition of the two.
    before = int(numbers.min()) - 1 if pd.notna(joined) and len(numbers) else 0
    proven = max([0, *(numbers - before), *(counts["number"].astype(int) - before)])
    proofs = [*own.loc[own["edition"].notna(), "start_latest"], *counts["by_latest"]]
    counted = own[own["edition"].notna() | (own["start_earliest"] <= max(proofs, default=pd.NaT))]
    sums = own[["gained", "dated", "corroborated"]].sum().astype(int)
    proven = proven if counts_both else 0
    recorded = min(proven, len(counted))
    return SeriesRecord(identity, name, core == "true", proven, recorded, len(own), *map(int, sums))
