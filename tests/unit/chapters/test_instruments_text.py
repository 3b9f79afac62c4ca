"""What the report on instruments says of made-up facts, on both sides of each branch."""

import dataclasses
import datetime

import pandas as pd
import pytest

from defcoop.chapters.headlines import headlines_of
from defcoop.chapters.instruments import facts, text
from defcoop.chapters.instruments.facts import (
    Base,
    Content,
    Delivery,
    Descent,
    Founding,
    InUse,
    Offspring,
    Projects,
    Scope,
    Steps,
    Succession,
    Use,
)

NOTHING = "There are no events in this window, and no instrument was signed or adopted."
EVENTS_ONLY = "No instrument was signed or adopted in this window."
INSTRUMENTS = pd.DataFrame(
    {
        "node": ["pact", "plan", "memo", "rule"],
        "text": ["Pact", "Plan", "Memo", "Rule"],
        "strand": ["agreements", "statements", "agreements", "rules"],
        "year": [2008, 2009, 2015, 2020],
    }
)
TITLES = {"pact": "The Pact", "plan": "The Plan", "memo": "The Memo", "rule": "The Rule"}


def lifecycles(**stages: tuple[float | None, float | None]) -> pd.DataFrame:
    """Return days to entry into force and to first use by instrument; None is not known."""
    frame = pd.DataFrame(
        {
            "node": list(stages),
            "in_force_high": [force for force, _ in stages.values()],
            "first_used_high": [used for _, used in stages.values()],
        }
    )
    return frame.astype({"in_force_high": float, "first_used_high": float})


def ties(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["older", "younger", "tie"])


def children(*rows: tuple[str, str, bool]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["instrument", "series", "established"])


def steps(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Return steps from project, what and day."""
    return pd.DataFrame(
        {
            "project": [row[0] for row in rows],
            "what": pd.Series([row[1] for row in rows], dtype="str"),
            "day_latest": pd.to_datetime([row[2] for row in rows]),
            "subject": [f"step-{at}" for at in range(len(rows))],
        }
    )


@pytest.mark.parametrize(
    ("instruments", "events", "content"),
    [(1, 0, Content.INSTRUMENTS), (0, 1, Content.EVENTS_ONLY), (0, 0, Content.NOTHING)],
)
def test_a_window_without_instruments_may_have_events(
    instruments: int, events: int, content: Content
) -> None:
    assert facts.judge_content(instruments, events) is content


def test_the_scope_lists_the_strands_that_there_are() -> None:
    whole = Scope("2000 to 2020", 4, facts.count_strands(INSTRUMENTS))
    assert text.scope_point(whole) == (
        "From 2000 to 2020 the record has four instruments: 1 declarations, statements and "
        "visions, 2 agreements, memoranda and arrangements and 1 of Japan's own rules."
    )
    assert text.scope_point(Scope("2000 to 2020", 1, {"rules": 1})) == (
        "From 2000 to 2020 the record has one instrument: 1 of Japan's own rules."
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "No source says that one of them established or enabled a series."),
        (
            (("pact", "talks", True),),
            (
                "1 of 4 (25 %) is said to have led to a series; one series goes back to an "
                "instrument, established by it."
            ),
        ),
        (
            (("pact", "talks", False), ("pact", "drill", False)),
            (
                "1 of 4 (25 %) is said to have led to a series; two series go back to an "
                "instrument, enabled by it."
            ),
        ),
        (
            (("pact", "talks", True), ("pact", "drill", False), ("plan", "drill", False)),
            (
                "2 of 4 (50 %) are said to have led to a series; two series go back to an "
                "instrument, 1 of them established by one and the others enabled."
            ),
        ),
    ],
)
def test_what_led_to_a_series(rows: tuple[tuple[str, str, bool], ...], sentence: str) -> None:
    assert text.offspring_point(facts.read_offspring(children(*rows), 4)) == sentence


@pytest.mark.parametrize(
    ("known", "point"),
    [
        (lifecycles(), ""),
        (lifecycles(plan=(None, 3)), ""),
        (
            lifecycles(pact=(9, None), plan=(None, 3)),
            "Of one agreement known to be in force, none has a use on record.",
        ),
        (
            lifecycles(pact=(9, 30), memo=(5, None), plan=(None, 3)),
            "Of two agreements known to be in force, one has a use on record.",
        ),
        (
            lifecycles(pact=(9, 30), memo=(5, 8)),
            "Of two agreements known to be in force, two have a use on record.",
        ),
    ],
)
def test_only_what_is_in_force_counts_as_in_force(known: pd.DataFrame, point: str) -> None:
    assert text.use_point(facts.read_use(known, INSTRUMENTS)) == point


def test_what_stands_in_no_lifecycle_is_unknown() -> None:
    assert facts.read_use(lifecycles(), INSTRUMENTS).unknown == 2
    assert facts.read_use(lifecycles(pact=(9, None), memo=(None, 3)), INSTRUMENTS).unknown == 0


def test_of_agreements_neither_in_force_nor_in_use_nothing_was_found() -> None:
    found = facts.read_use(lifecycles(pact=(9, None), plan=(None, 3)), INSTRUMENTS)
    assert found == InUse(Use.UNUSED, courses=2, force=1, used=0, unknown=1, agreements=2)
    assert text.in_use(Content.INSTRUMENTS, found) == (
        "Of one agreement known to be in force, none has a use on record. [](#fig:courses) shows "
        "what each took. For 1 of 2 agreements, memoranda and arrangements neither an entry into "
        "force nor a use was found. A use counts when a source says that an event put the "
        "instrument into operation, or that a later instrument implements it; quiet use, such as "
        "an exchange of classified information, leaves no trace in open sources. All instruments "
        "with their dates are in [](#tbl:instruments)."
    )
    unforced = facts.read_use(lifecycles(plan=(None, 3)), INSTRUMENTS)
    assert text.in_use(Content.INSTRUMENTS, unforced).startswith("[](#fig:courses) shows")
    assert text.in_use(Content.INSTRUMENTS, facts.read_use(lifecycles(), INSTRUMENTS)) == (
        "No instrument of this window has a known entry into force or use. Declarations and "
        "statements need none; of agreements it means that no source was found. All with their "
        "dates are in [](#tbl:instruments)."
    )
    assert text.in_use(Content.NOTHING, found) == NOTHING


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            ties(
                ("pact", "plan", "builds_on"),
                ("pact", "memo", "supersedes"),
                ("plan", "memo", "builds_on"),
            ),
            (
                "Most rests on “The Pact” (2008): two younger instruments build on it or replace "
                "it ([](#fig:lineage), as Pact). One tie is a replacement; the usual way is to add "
                "a text and leave the older in place. One instrument stands alone: no source ties "
                "them to an older or younger one."
            ),
        ),
        (
            ties(("pact", "plan", "supersedes"), ("plan", "memo", "builds_on")),
            (
                "Most rests on “The Pact” (2008) and “The Plan” (2009): each one younger "
                "instrument builds on it or replaces it ([](#fig:lineage), as Pact and Plan). One "
                "tie is a replacement; as often a text is added and the older left in place. One "
                "instrument stands alone: no source ties them to an older or younger one."
            ),
        ),
        (
            ties(("pact", "plan", "supersedes"), ("pact", "memo", "supersedes")),
            (
                "Most rests on “The Pact” (2008): two younger instruments build on it or replace "
                "it ([](#fig:lineage), as Pact). Two ties are replacements; the usual way is to "
                "put a new text in the place of the older. One instrument stands alone: no source "
                "ties them to an older or younger one."
            ),
        ),
        (
            ties(),
            (
                "No source says that one instrument of this window rests on another "
                "([](#fig:lineage))."
            ),
        ),
    ],
)
def test_what_rests_on_what(rows: pd.DataFrame, sentence: str) -> None:
    found = facts.read_descent(INSTRUMENTS, rows, TITLES)
    assert text.descent(Content.INSTRUMENTS, found) == sentence


def test_without_instruments_nothing_rests_on_anything() -> None:
    none = Descent(Succession.NO_TIES, None, 0, 0)
    assert text.descent(Content.EVENTS_ONLY, none) == EVENTS_ONLY
    assert text.descent(Content.NOTHING, none) == NOTHING


def test_two_instruments_stand_alone() -> None:
    found = Descent(Succession.ADDS, Base((("The Pact", 2008, "Pact"),), 3), 0, 2)
    assert "No ties are replacements; the usual way is to add a text" in (
        text.descent(Content.INSTRUMENTS, found)
    )
    assert "Two instruments stand alone" in text.descent(Content.INSTRUMENTS, found)


@pytest.mark.parametrize(
    ("projects", "point"),
    [
        ((), ""),
        (
            ("radio", "boat", "plane"),
            (
                "2 of 3 (67 %) of the equipment and industry projects have a "
                "dated step of their own; the others are remarks within meetings or press reports."
            ),
        ),
        (
            ("radio", "boat"),
            (
                "2 of 2 (100 %) of the equipment and industry projects have a dated "
                "step of their own."
            ),
        ),
    ],
)
def test_how_many_projects_have_a_step(projects: tuple[str, ...], point: str) -> None:
    rows = steps(("radio", "Signed", "2015-12-12"), ("boat", "Talks", "2014-01-05"))
    assert text.project_point(facts.read_projects(rows, projects, ())) == point


def test_projects_end_with_what_was_delivered() -> None:
    rows = steps(("radio", "Transfer signed", "2015-12-12"), ("boat", "Talks", "2014-01-05"))
    found = facts.read_projects(rows, ("radio", "boat"), ())
    assert text.project_text(found) == (
        "2 of 2 (100 %) of the equipment and industry projects have a dated step of their own. The "
        "latest step is of December 2015: Transfer signed. [](#fig:projects) shows the steps and "
        "[](#tbl:project-status) where each project stands in the words of the record. No delivery "
        "of complete equipment is on record."
    )
    for delivered in (
        facts.read_projects(rows, ("radio", "boat"), ("aircraft_delivered",)),
        facts.read_projects(steps(("boat", "First Delivery", "2014-01-05")), ("boat",), ()),
    ):
        assert delivered.delivery is Delivery.ON_RECORD
        assert text.project_text(delivered).endswith("in the words of the record.")


def test_projects_without_a_step_are_only_counted() -> None:
    assert text.project_text(facts.read_projects(steps(), ("radio", "boat"), ())) == (
        "Two projects of equipment and industry cooperation are on record, none with a dated step "
        "in this window; [](#tbl:project-status) says where each stands."
    )
    assert text.project_text(facts.read_projects(steps(), ("radio",), ())).startswith(
        "One project of equipment and industry cooperation is on record, none with"
    )
    none = facts.read_projects(steps(), (), ())
    assert text.project_text(none) == (
        "No equipment or technology project falls within this window."
    )
    assert text.project_words(none) == ("There is no project to list", "")


WHOLE = facts.Facts(
    content=Content.INSTRUMENTS,
    scope=Scope("2000 to 2020", 1, {"rules": 1}),
    offspring=Offspring(Founding.NO_SERIES, 0, 1, 0, 0),
    use=InUse(Use.NONE_IN_FORCE, 0, 0, 0, 0, 0),
    descent=Descent(Succession.NO_TIES, None, 0, 1),
    projects=Projects(Steps.NO_PROJECT, 0, 0, Delivery.NOT_ON_RECORD),
)


def test_the_findings_are_points_and_leave_out_what_cannot_be_said() -> None:
    assert text.findings(WHOLE) == (
        "- From 2000 to 2020 the record has one instrument: 1 of Japan's own rules.\n"
        "- No source says that one of them established or enabled a series."
    )
    stepped = Projects(Steps.ALL, 1, 1, Delivery.ON_RECORD, "Signed", datetime.date(2015, 1, 1))
    more = dataclasses.replace(WHOLE, projects=stepped)
    assert text.findings(more).endswith(
        "\n- 1 of 1 (100 %) of the equipment and industry projects has a dated step of its own."
    )
    assert text.findings(dataclasses.replace(WHOLE, content=Content.NOTHING)) == NOTHING
    assert text.findings(dataclasses.replace(WHOLE, content=Content.EVENTS_ONLY)) == EVENTS_ONLY


def test_the_table_of_instruments_says_when_it_is_empty() -> None:
    assert text.instrument_words(Content.NOTHING) == ("There is no instrument to list", "")
    assert text.instrument_words(Content.INSTRUMENTS)[0] == (
        "Every instrument of the window, with what is known of its dates"
    )
    assert (text.series_text(0), text.series_text(1)) == ("", "one series")


def test_headline_numbers_are_the_fields_that_there_are() -> None:
    assert list(headlines_of(WHOLE)) == []
    estimate = facts.Estimate(0.5, n=4)
    assert list(headlines_of(dataclasses.replace(WHOLE, leading=estimate))) == [
        ("instruments-leading", "Share of the instruments that led to a series", estimate)
    ]
