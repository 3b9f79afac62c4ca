"""What the report on the evidence says of made-up facts, on both sides of each branch."""

import dataclasses

import pandas as pd
import pytest

from defcoop.analysis.estimate import Estimate, missing
from defcoop.chapters.evidence import facts, text
from defcoop.chapters.evidence.facts import (
    Agreement,
    Carried,
    Content,
    Contradictions,
    Dates,
    Dating,
    Dominance,
    Mover,
    Overturned,
    Robustness,
    Share,
)
from tests.unit.analysis.frames import claims, sources

SHARE = Estimate(0.5, low=0.25, high=0.75, n=4)
SOURCES = sources(
    {"source_id": "pib", "publisher": "PIB", "kind": "official", "reliability": "A"},
    {"source_id": "paper", "publisher": "The Paper", "kind": "news", "reliability": "B"},
    {"source_id": "blog", "publisher": "Blog", "kind": "news", "reliability": "E"},
    {"source_id": "leaf", "publisher": "Leaf", "kind": "news", "reliability": "F"},
    {"source_id": "unused", "publisher": "Unused", "kind": "official", "reliability": "A"},
)


def said(*pairs: tuple[str, str]) -> pd.DataFrame:
    """Return claims from event and source."""
    return claims(
        *(
            {"claim_id": f"claim-{at}", "subject_id": event, "source_id": source}
            for at, (event, source) in enumerate(pairs)
        )
    )


def carried(*pairs: tuple[str, str]) -> Carried:
    return facts.read_carried(len({event for event, _ in pairs}), said(*pairs), SOURCES)


def test_only_the_best_two_grades_are_reliable() -> None:
    found = carried(("a", "pib"), ("a", "paper"), ("b", "blog"), ("c", "leaf"))
    assert (found.reliable, found.sources, found.official) == (2, 4, 1)
    assert text.official_point(found) == (
        "An official source speaks of 1 of 3 (33 %) of the events."
    )


def test_no_publisher_has_half() -> None:
    found = carried(("a", "pib"), ("a", "paper"), ("b", "blog"))
    assert text.covering(Content.EVENTS, found) == (
        "The two events rest on three sources of three independent publishers; none has half of "
        "all claims: the largest shares of all claims are those of Blog (33 %), PIB (33 %) and The "
        "Paper (33 %). Of the sources 2 of 3 (67 %) are of reliability A or B on the NATO scale. "
        "[](#fig:coverage) shows where only the press speaks."
    )


def test_one_publisher_has_half() -> None:
    found = carried(("a", "pib"), ("b", "pib"), ("b", "blog"), ("c", "leaf"))
    assert "; PIB has at least half of all claims: the largest shares of all claims are" in (
        text.covering(Content.EVENTS, found)
    )


def test_there_is_one_publisher() -> None:
    assert text.covering(Content.EVENTS, carried(("a", "blog"))) == (
        "The one event rests on one source of one independent publisher; all claims are those of "
        "Blog. Of the sources 0 of 1 (0 %) are of reliability A or B on the NATO scale. "
        "[](#fig:coverage) shows where only the press speaks."
    )
    assert "Of the sources 1 of 1 (100 %) is of" in (
        text.covering(Content.EVENTS, carried(("a", "pib")))
    )


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        ((), Dominance.NONE),
        ((0.2,), Dominance.ONLY),
        ((0.5, 0.5), Dominance.HALF),
        ((0.51, 0.49), Dominance.HALF),
        ((0.49, 0.3), Dominance.NONE),
    ],
)
def test_half_of_all_claims_is_what_dominates(
    shares: tuple[float, ...], verdict: Dominance
) -> None:
    assert facts.judge_dominance(tuple((f"p{at}", x) for at, x in enumerate(shares))) is verdict


def test_the_share_of_one_publisher_has_its_interval_or_its_reason() -> None:
    assert text.alone_point(SHARE) == (
        "50 % of the events (95 % interval 25 to 75 %) rest on a single publisher."
    )
    assert text.alone_point(missing("there is no event")) == (
        "The share of events with one publisher cannot be given: there is no event."
    )


def support(*rows: tuple[str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["subject_id", "sources", "publishers"])


def agreement(*rows: tuple[str, int, int]) -> Agreement:
    """Return the agreement on events from id, sources, publishers; PIB speaks of "a" alone."""
    titles = {"a": "Summit", "b": "Drill", "c": "Talks"}
    spoken = said(("a", "pib"), ("b", "blog"), ("c", "blog"))
    return facts.read_agreement(SHARE, support(*rows), titles, spoken, SOURCES)


def test_one_event_is_best_documented() -> None:
    found = agreement(("a", 1, 1), ("b", 5, 3), ("c", 2, 1))
    assert text.agreeing(Content.EVENTS, found) == (
        "50 % of the events (95 % interval 25 to 75 %) rest on a single publisher. The middle "
        "event has two sources; the best documented, Drill, has 5 ([](#fig:publishers)). An event "
        "of one publisher is not doubtful for that reason: of 1 of 2 (50 %) an official source "
        "speaks. But nothing in the record would show an error."
    )


def test_several_events_are_best_documented_and_none_rests_on_one_publisher() -> None:
    found = agreement(("a", 5, 2), ("b", 5, 3))
    assert text.agreeing(Content.EVENTS, found).endswith(
        "The middle event has five sources; the two best documented have 5 each "
        "([](#fig:publishers))."
    )


def test_no_official_source_speaks_of_an_event_of_one_publisher() -> None:
    found = agreement(("a", 5, 2), ("b", 1, 1))
    assert text.alone_text(found) == (
        " No official source speaks of an event of one publisher, and nothing in the record would "
        "show an error."
    )


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(0, 0, Share.NONE), (0, 2, Share.NONE), (1, 2, Share.SOME), (2, 2, Share.ALL)],
)
def test_a_share_is_none_some_or_all(part: int, whole: int, share: Share) -> None:
    assert facts.judge_share(part, whole) is share


def precision(**events: int) -> pd.DataFrame:
    return pd.DataFrame({"precision": list(events), "events": list(events.values())})


def test_dates_are_exact_or_vague() -> None:
    vague = facts.read_dates(precision(day=7, month=2, year=1))
    assert text.dating(Content.EVENTS, vague) == (
        "The day is known for 7 of 10 (70 %). For two events only the month is known and for 1 "
        "only the year. No day is invented for them: each keeps the first and the last day that "
        "are possible. [](#fig:precision) shows the years."
    )
    assert facts.read_dates(precision(day=7, year=1)).verdict is Dating.VAGUE
    assert text.dating(Content.EVENTS, facts.read_dates(precision(day=7))) == (
        "The day is known for 7 of 7 (100 %). No date of this window is less precise than a day. "
        "[](#fig:precision) shows the years."
    )


def rulings(*fields: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"field": list(fields), "subject_id": [f"e{at % 2}" for at in range(len(fields))]}
    )


def test_contradictions_are_counted_by_what_they_are_about() -> None:
    found = facts.read_contradictions(rulings("start", "place_id", "start"))
    assert text.ruling(found) == (
        "Three claims about two events, series and instruments contradicted what the record "
        "follows; each was ruled on, with its reason. They are about the beginning (2) and the "
        "place (1). A claim that is merely less precise contradicts nothing and needs no ruling. "
        "[](#tbl:rulings) gives each value that was followed and each that was not; the data name "
        "the sources of both."
    )
    many = facts.read_contradictions(rulings("a", "b", "c", "d", "e", "f", "g"))
    assert "the e (1) and two other details. A claim" in text.ruling(many)
    none = facts.read_contradictions(rulings())
    assert text.ruling(none) == (
        "No source was contradicted by another about the events of this window."
    )
    assert text.ruling_words(none) == ("There is no ruling to list", "")
    assert text.ruling_words(found)[0] == "Every claim that was not followed, and why"


def runs(*rows: tuple[str, str, str, float, float, bool]) -> pd.DataFrame:
    """Return runs from headline, kind of change, what changed, baseline, change, flip."""
    columns = ["headline", "dropped", "what", "baseline", "change", "flips"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(value=frame["baseline"] + frame["change"])


RUNS = runs(
    ("events", "source", "paper", 10.0, -1.0, False),
    ("years-kept", "source", "paper", 0.5, -0.1, True),
    ("years-kept", "source", "blog", 0.5, 0.02, False),
    ("years-kept", "claim", "claim-1", 0.5, 0.4, True),
    ("yearly-gap", "ruling", "e0 start: 2020", float("nan"), float("nan"), False),
)


def test_what_is_overturned_is_what_flips() -> None:
    found = facts.read_robustness(RUNS, sources=9)
    assert found == Robustness(Overturned.SOME, 1, 2, 9, 2, Share.SOME, 1, 1)
    assert text.overturn_point(found) == (
        "1 of 2 (50 %) of the headline numbers would be overturned by a single source, doubtful "
        "claim or ruling."
    )
    firm = facts.read_robustness(RUNS.assign(flips=False), sources=9)
    assert text.overturn_point(firm) == (
        "None of two headline numbers is overturned by leaving out any one source or doubtful "
        "claim, or by reversing any one ruling."
    )
    assert text.overturn_point(facts.read_robustness(RUNS.head(0), sources=0)) == ""


def test_all_runs_are_told() -> None:
    found = facts.read_robustness(RUNS.assign(flips=False), sources=9)
    assert text.moving(Content.EVENTS, found).endswith(
        "or by reversing any one ruling. Of nine sources, 2 carry some event alone, and each of "
        "these was left out in turn; the others can be lost one at a time without losing an event. "
        "One doubtful claim and one ruling were tried too ([](#fig:sensitivity), "
        "[](#tbl:headlines)). Losing several at once, or a whole kind of source, could move more."
    )
    one = dataclasses.replace(found, sources_alone=1)
    assert "Of nine sources, 1 carries some event alone" in text.moving(Content.EVENTS, one)


def test_any_or_every_source_may_carry_an_event_alone() -> None:
    none = facts.read_robustness(RUNS[RUNS["dropped"] == "ruling"], sources=9)
    assert text.moving(Content.EVENTS, none).startswith(
        "Any one of nine sources can be lost without losing an event. No doubtful claims and one "
        "ruling were tried too"
    )
    every = facts.read_robustness(RUNS.assign(flips=False), sources=2)
    assert (
        "Every source (2) carries some event alone, and each was left out in turn. One doubtful"
    ) in text.moving(Content.EVENTS, every)


def test_the_source_that_moves_a_number_furthest_is_named() -> None:
    # A tenth of one number, a fifth of the other: what counts is the share of the number.
    found = facts.read_mover(RUNS)
    assert found == Mover("paper", "Share of the promised rounds that were held", 0.2)
    assert text.source_point(found) == (
        "An error in [@paper]: no single source moves a headline number further than it moves "
        "“Share of the promised rounds that were held”, by 20.0 %."
    )
    assert facts.read_mover(RUNS.assign(change=0.0)) is None
    assert facts.read_mover(RUNS[RUNS["dropped"] == "claim"]) is None
    assert text.source_point(None) == ""


def test_the_table_of_headline_numbers_names_what_overturns_them() -> None:
    rows = text.headline_table(RUNS).set_index("Number")
    assert rows.loc["Share of the promised rounds that were held"].tolist() == [
        "0.50", "0.40", "0.90", 3, "paper; claim-1"
    ]  # fmt: skip
    assert rows.loc["Events held", "Overturned by"] == "none of them"
    assert rows.loc["Usual gap of series said to be yearly", "On all evidence"] == ""
    assert text.headline_table(RUNS.head(0)).empty
    assert text.headline_words(RUNS.head(0)) == ("There is no headline number to list", "")
    assert text.headline_words(RUNS)[0] == (
        "Headline numbers over all single changes of the evidence"
    )


WHOLE = facts.Facts(
    content=Content.EVENTS,
    carried=Carried(4, 2, 3, 2, 2, (("PIB", 0.6), ("Blog", 0.4)), Dominance.HALF),
    agreement=Agreement(SHARE, 2, ("Summit",), 5, 0, 0, Share.NONE),
    dates=Dates(4, 0, 0, Dating.EXACT),
    contradictions=Contradictions(0, 0, ()),
    robustness=Robustness(Overturned.NO_NUMBER, 0, 0, 3, 0, Share.NONE, 0, 0),
    mover=None,
    searched=0,
    searched_series=0,
)


def test_the_findings_are_points() -> None:
    assert text.findings(WHOLE) == (
        "- An official source speaks of 2 of 4 (50 %) of the events.\n"
        "- 50 % of the events (95 % interval 25 to 75 %) rest on a single publisher.\n"
        "- The day is known for 4 of 4 (100 %).\n"
        "- No source was contradicted by another about the events of this window."
    )


def test_without_events_there_is_nothing_to_weigh() -> None:
    none = dataclasses.replace(WHOLE, content=Content.NOTHING)
    assert text.findings(none) == text.mind(none) == text.NO_EVENTS
    assert text.covering(Content.NOTHING, none.carried) == text.NO_EVENTS
    assert text.agreeing(Content.NOTHING, none.agreement) == text.NO_EVENTS
    assert text.dating(Content.NOTHING, none.dates) == text.NO_EVENTS
    assert text.moving(Content.NOTHING, none.robustness) == text.NO_EVENTS


def test_what_would_change_our_mind() -> None:
    assert text.mind(WHOLE) == f"- {text.LIST_POINT}\n- {text.COPY_POINT}"
    searched = dataclasses.replace(WHOLE, searched=2, searched_series=1)
    assert text.mind(searched).startswith(
        "- A page on any of two meetings and details of one series that were looked for and not "
        "found. A meeting among them would shorten a gap, and may end a silence.\n"
    )


def test_a_value_is_printed_as_a_reader_reads_it() -> None:
    assert text.value_text("new-delhi", {"new-delhi": "New Delhi"}) == "New Delhi"
    assert text.value_text("P1Y", {}) == "yearly"
    assert text.value_text("2020-01-01/2020-01-05", {}) == "2020-01-01 to 2020-01-05"
    assert text.value_text("not_held", {}) == "not held"
