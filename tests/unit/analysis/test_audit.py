"""What the record rests on, and what would overturn it."""

import pandas as pd
import pytest

from defcoop.analysis.audit.coverage import (
    count_corroboration,
    count_precision,
    estimate_single_source_share,
    tabulate_coverage,
    tabulate_publishers,
)
from defcoop.analysis.audit.disagreement import list_disagreements
from defcoop.analysis.audit.leaveout import drop_source, reverse_ruling
from defcoop.analysis.audit.sensitivity import (
    compare_changes,
    explain_flip,
    list_changes,
    summarise_changes,
)
from defcoop.analysis.estimate import Estimate, missing
from tests.unit.analysis.frames import claims, events, participants, relations, rulings, sources

EVENTS = events(
    {"event_id": "a", "start": "2020-01-01"},
    {"event_id": "b", "start": "2021-05"},
    {"event_id": "c", "start": "2023", "mechanism_id": "drill"},
)
CLAIMS = claims(
    {"subject_id": "a", "source_id": "pib", "value": "2020-01-01"},
    {"subject_id": "a", "source_id": "blog", "value": "2020-02-01", "credibility": 4},
    {"subject_id": "b", "source_id": "mod", "value": "2021-05"},
    {"subject_id": "b", "source_id": "pib", "value": "2021-05"},
    {"subject_id": "c", "source_id": "blog", "value": "2023", "credibility": 5},
)
INDIA = "Government of India"
SOURCES = sources(
    {
        "source_id": "pib",
        "publisher": INDIA,
        "kind": "official",
        "reliability": "A",
    },
    {"source_id": "mod", "publisher": INDIA, "kind": "official"},
    {"source_id": "blog", "reliability": "D"},
)
RULINGS = rulings(
    {
        "subject_id": "a",
        "field": "start",
        "rejected": "2020-02-01",
        "reason": "the official page was written on the day",
        "authority": "pib",
    }
)
TABLES = {"events": EVENTS, "claims": CLAIMS, "rulings": RULINGS}


def count(tables: dict[str, pd.DataFrame]) -> Estimate:
    return Estimate(float(len(tables["events"])), n=len(tables["events"]))


def first_day(tables: dict[str, pd.DataFrame]) -> Estimate:
    if tables["events"].empty:
        return missing("no event")
    year_start = pd.Timestamp("2020-01-01")
    value = (tables["events"]["start_earliest"].min() - year_start).days
    return Estimate(float(value), -5.0, 5.0, n=1)


def test_coverage_counts_events_once_per_column() -> None:
    table = tabulate_coverage(CLAIMS, SOURCES, EVENTS)
    assert table.loc["talks"].to_dict() == {"news": 1, "official": 2, "events": 2, "sources": 3}
    assert table.loc["drill"].to_dict() == {"news": 1, "official": 0, "events": 1, "sources": 1}


def test_coverage_by_publisher_names_the_unknown() -> None:
    table = tabulate_coverage(CLAIMS, SOURCES, EVENTS, columns="publisher")
    assert list(table.columns) == [INDIA, "unknown", "events", "sources"]
    by_source = tabulate_coverage(CLAIMS, SOURCES, EVENTS, columns="source_id")
    assert by_source.loc["talks", "pib"] == 2


def test_corroboration_counts_publishers_not_pages() -> None:
    found = count_corroboration(CLAIMS, SOURCES).set_index("subject_id")
    # b has two pages of one publisher: one voice.
    assert found.loc["b", ["sources", "publishers", "single_source"]].tolist() == [2, 1, True]
    assert found.loc["a", ["publishers", "best_credibility", "best_reliability"]].tolist() == [
        1,
        2,
        "A",
    ]


def test_sources_of_one_house_count_once() -> None:
    copies = SOURCES.assign(house=INDIA)
    found = count_corroboration(CLAIMS, copies)
    assert set(found["publishers"]) == {1}
    assert tabulate_publishers(CLAIMS, copies)["publisher"].tolist() == [INDIA]


def test_an_unknown_publisher_corroborates_nobody() -> None:
    two = claims(
        {"subject_id": "a", "source_id": "pib"},
        {"subject_id": "a", "source_id": "blog"},
        {"subject_id": "b", "source_id": "blog"},
        {"subject_id": "b", "source_id": "rumour"},
        {"subject_id": "c", "source_id": "rumour"},
    )
    voices = pd.concat([SOURCES, sources({"source_id": "rumour", "publisher": "unknown"})])
    found = count_corroboration(two, voices).set_index("subject_id")
    assert found["publishers"].to_dict() == {"a": 1, "b": 1, "c": 1}
    assert found["single_source"].all()
    alone = tabulate_publishers(two, voices).set_index("publisher")["alone"]
    assert alone.to_dict() == {INDIA: 1, "unknown (blog)": 0, "unknown (rumour)": 1}


def test_a_subject_without_claims_is_listed_with_zeros() -> None:
    found = count_corroboration(CLAIMS, SOURCES, pd.Series(["a", "nothing"]))
    assert found["claims"].tolist() == [2, 0]
    assert found["best_reliability"].tolist() == ["A", ""]


def test_single_source_share_with_its_interval() -> None:
    named = SOURCES.assign(house=[INDIA, INDIA, "A newspaper"])
    found = estimate_single_source_share(CLAIMS, named)
    # Wilson 1927 for 2 of 3.
    assert (found.value, found.n) == (pytest.approx(2 / 3), 3)
    assert (found.low, found.high) == (
        pytest.approx(0.2077, abs=1e-4),
        pytest.approx(0.9385, abs=1e-4),
    )


def test_publishers_and_what_rests_on_each_alone() -> None:
    found = tabulate_publishers(CLAIMS, SOURCES)
    assert found["publisher"].tolist() == [INDIA, "unknown (blog)"]
    assert found["share"].tolist() == [0.6, 0.4]
    assert found["alone"].tolist() == [2, 1]


def test_date_precision() -> None:
    found = count_precision(EVENTS).set_index("precision")
    assert found["events"].to_dict() == {"day": 1, "month": 1, "year": 1}
    assert found.loc["month", "mean_width_days"] == 30
    by_series = count_precision(EVENTS, by="mechanism_id")
    assert len(by_series) == 6


def test_disagreements_name_both_sides() -> None:
    row = list_disagreements(CLAIMS, RULINGS, events=EVENTS).iloc[0]
    assert (row["kept"], row["rejected"]) == ("2020-01-01", "2020-02-01")
    assert (row["kept_sources"], row["rejected_sources"]) == ("pib", "blog")
    alone = list_disagreements(CLAIMS, RULINGS).iloc[0]
    assert alone["kept"] == "2020-01-01"


def test_without_a_source_go_its_claims_and_what_rests_on_it_alone() -> None:
    tables = {
        **TABLES,
        "participants": participants(
            {"event_id": "a", "actor_id": "navy", "source_id": "blog"},
            {"event_id": "c", "actor_id": "navy", "source_id": "pib"},
        ),
        "relations": relations(("c", "operationalises", "acsa"), ("a", "implements", "acsa")),
    }
    left = drop_source(tables, "blog")
    assert left["events"]["event_id"].tolist() == ["a", "b"]
    assert len(left["claims"]) == 3
    assert left["participants"].empty
    assert left["relations"]["subject_id"].tolist() == ["a"]
    assert len(tables["events"]) == 3


def test_a_reversed_ruling_puts_the_rejected_date_in_place() -> None:
    changed = reverse_ruling(TABLES, "a", "start", "2020-02")
    row = changed["events"].set_index("event_id").loc["a"]
    assert (row["start"], row["start_precision"]) == ("2020-02", "month")
    assert row["start_latest"] == pd.Timestamp("2020-02-29")
    assert EVENTS.loc[0, "start"] == "2020-01-01"


def test_a_reversed_ruling_on_an_edition_is_a_number() -> None:
    changed = reverse_ruling(TABLES, "a", "edition", "7")
    assert changed["events"]["edition"].iloc[0] == 7


@pytest.mark.parametrize(
    ("subject", "field", "value"),
    [("nobody", "start", "2020"), ("a", "colour", "red"), ("a", "start", "soon")],
)
def test_a_ruling_on_something_else_changes_nothing(subject: str, field: str, value: str) -> None:
    assert reverse_ruling(TABLES, subject, field, value) is None


def test_each_change_of_the_evidence_is_held_against_all_of_it() -> None:
    made = list_changes(TABLES)
    numbers = {
        name: [headline(tables) for tables in (TABLES, *(change.tables for change in made))]
        for name, headline in {"count": count, "first": first_day}.items()
    }
    found = compare_changes(made, numbers)
    assert len(found) == 2 * (3 + 2 + 1)
    runs = found.set_index(["headline", "dropped", "what"])
    reversal = runs.loc[("first", "ruling", "a start: 2020-02-01")]
    assert (reversal["value"], reversal["change"], reversal["flips"]) == (31, 31, True)
    assert reversal["reason"] == "the number leaves the interval of the baseline"
    assert not runs.loc[("first", "source", "mod"), "flips"]
    assert runs.loc[("count", "source", "blog"), "value"] == 2
    totals = summarise_changes(found).set_index("headline")
    assert totals.loc["first", ["runs", "flips", "worst"]].tolist() == [6, 1, "a start: 2020-02-01"]


@pytest.mark.parametrize(
    ("changed", "story"),
    [
        (Estimate(1.2, 1.1, 1.3, null=1.0), ""),
        (Estimate(1.2, 0.9, 1.5, null=1.0), "the interval moves to another side of its null value"),
        (missing("no year"), "the number vanishes"),
    ],
)
def test_flips_of_a_ratio(changed: Estimate, story: str) -> None:
    assert explain_flip(Estimate(1.3, 1.05, 1.6, null=1.0), changed) == story


def test_flips_of_a_bare_number() -> None:
    assert explain_flip(Estimate(100.0), Estimate(95.0)) == ""
    assert explain_flip(Estimate(100.0), Estimate(85.0)) == "the number changes by more than 10%"
    assert explain_flip(missing("none"), Estimate(1.0)) == "the number appears"
    assert explain_flip(missing("none"), missing("none")) == ""


def test_an_estimate_prints_itself_or_its_reason() -> None:
    found = Estimate(1.123, 1.0, 1.25, unit="per year", n=14)
    assert found.to_text() == "1.12 per year (1.00 to 1.25), n = 14"
    assert missing("too few years").to_text() == "too few years"
    assert missing("too few years").headline("a", "A")["note"] == "too few years"
    with pytest.raises(ValueError, match="must state its reason"):
        Estimate(None)
