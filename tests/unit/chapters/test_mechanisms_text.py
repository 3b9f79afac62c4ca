"""What the report on the network says of made-up facts, on both sides of each branch."""

import dataclasses

import networkx as nx
import pandas as pd
import pytest

from defcoop.chapters.mechanisms import facts, text
from defcoop.chapters.mechanisms.bodies import Bodies
from defcoop.chapters.mechanisms.facts import (
    Apart,
    Between,
    Bridge,
    Chance,
    Channels,
    Crossing,
    PeriodTies,
    Reach,
    Shuffles,
    Size,
    Spread,
    Steadiness,
)

SIZE = Size("2000 to 2020", 12, 3, 9, 5, 2, 1)
NAVY = Bridge(
    Between.ONE, ("the navy",), 0.256, Steadiness.FIRST_THROUGHOUT, 1, ("the army",), 0.5, 8
)


def ties(**series: tuple[str, ...]) -> pd.DataFrame:
    """Return one event for each body of each series."""
    rows = [(body, name, 1) for name, bodies in series.items() for body in bodies]
    return pd.DataFrame(rows, columns=["body", "series", "events"])


def found(tied: pd.DataFrame, lanes: dict[str, str]) -> Bodies:
    empty = pd.DataFrame()
    return Bodies(nx.Graph(), empty, empty, empty, tied, lanes)


def ranks(*rows: tuple[str, float, float, int]) -> pd.DataFrame:
    """Return ranks from node, degree, betweenness and the worst rank as bridge."""
    frames = [
        pd.DataFrame(
            {
                "node": [row[0] for row in rows],
                "phrase": [f"the {row[0]}" for row in rows],
                "measure": measure,
                "value": [row[at] for row in rows],
                "rank_high": [row[3] for row in rows],
            }
        )
        for at, measure in ((1, "degree"), (2, "betweenness"))
    ]
    return pd.concat(frames)


def pairs(*rows: tuple[str, int, float, float]) -> pd.DataFrame:
    """Return pairs of a body with the chair from name, observed, expected, joint p-value."""
    frame = pd.DataFrame(rows, columns=["a", "observed", "expected", "p_family"])
    return frame.assign(b="chair", a_phrase="the " + frame["a"], b_phrase="the chair", shown=True)


def test_the_opening_counts_each_part() -> None:
    assert text.opening(SIZE) == (
        "From 2000 to 2020 the record holds twelve events in three series. For 9 of 12 (75 %) of "
        "the events it says which bodies met: five bodies in all, 2 of them other than ministries "
        "and 1 partners from elsewhere. Each tie means that a body took part in a series at least "
        "once; it says nothing of how much was agreed."
    )
    assert text.opening(None) == text.NO_EVENTS


def test_size_tells_ministries_and_partners_from_the_others() -> None:
    bodies = pd.DataFrame(
        {"kind": ["ministry", "service", "state"], "lane": ["ministers", "services", "partners"]}
    )
    events = pd.DataFrame({"event_id": ["a", "b"], "mechanism_id": ["talks", "talks"]})
    met = pd.DataFrame({"event_id": ["a", "a"]})
    network = Bodies(nx.Graph(), met, bodies, bodies, ties(), {})
    assert facts.read_size("w", events, network) == Size("w", 2, 1, 1, 3, 2, 1)


@pytest.mark.parametrize(
    ("series", "sentence"),
    [
        (
            {"a": ("x", "y")},
            (
                "1 of 1 (100 %) of the series joins no more than two bodies that a "
                "source names. None brings in a third."
            ),
        ),
        (
            {"a": ("x", "y"), "b": ("x",), "c": ("x", "y", "z")},
            (
                "2 of 3 (67 %) of the series join "
                "no more than two bodies that a source names. Most bring in no third."
            ),
        ),
        (
            {"a": ("x", "y"), "b": ("x", "y", "z")},
            (
                "1 of 2 (50 %) of the series joins no more than "
                "two bodies that a source names. As many bring in a third."
            ),
        ),
        (
            {"a": ("x", "y"), "b": ("x", "y", "z"), "c": ("x", "y", "z")},
            (
                "1 of 3 (33 %) of the "
                "series joins no more than two bodies that a source names. Most bring in a third."
            ),
        ),
        (
            {"b": ("x", "y", "z")},
            (
                "0 of 1 (0 %) of the series join no more than two bodies that a "
                "source names. Each brings in a third."
            ),
        ),
    ],
)
def test_how_many_series_bring_in_a_third(
    series: dict[str, tuple[str, ...]], sentence: str
) -> None:
    assert text.counterparts_point(facts.read_channels(ties(**series))) == sentence


LANES = {"talks": "officials", "drill": "services", "calls": "ministers"}
NAMES = {name: f"the {name}" for name in ("navy", "army", "mod", "b1", "b2", "b3", "b4", "b5")}


@pytest.mark.parametrize(
    ("series", "sentence"),
    [
        (
            {"talks": ("mod",), "drill": ("navy",)},
            "No body meets in more than one lane ([](#fig:network)).",
        ),
        (
            {"talks": ("mod", "navy"), "drill": ("navy",)},
            (
                "In [](#fig:network) the navy meets in two lanes, the most of all. One of two "
                "bodies meets in one lane only: such a body has its own bundle of series."
            ),
        ),
        (
            {"talks": ("mod", "navy"), "drill": ("mod", "navy"), "calls": ("b1", "b2")},
            (
                "In [](#fig:network) the mod and the navy meet in two lanes, the most of all. Two "
                "of four bodies meet in one lane only: such a body has its own bundle of series."
            ),
        ),
        (
            {"talks": ("b1", "b2", "b3", "b4", "b5"), "drill": ("b1", "b2", "b3", "b4", "b5")},
            (
                "In [](#fig:network) five bodies meet in two lanes, the most of all. None of "
                "five bodies meet in one lane only: such a body has its own bundle of series."
            ),
        ),
    ],
)
def test_who_meets_across_lanes(series: dict[str, tuple[str, ...]], sentence: str) -> None:
    assert text.crossing(facts.read_crossing(found(ties(**series), LANES), NAMES)) == sentence


def test_nobody_crosses_where_nobody_met() -> None:
    assert text.crossing(None) == text.NO_EVENTS


def test_growth_needs_two_periods() -> None:
    assert text.growth(()) == text.NO_EVENTS
    assert text.growth((PeriodTies(3, 8, 2000),)) == (
        "The window holds a single period ([](#fig:network-periods)), so there is nothing to "
        "compare it with."
    )
    assert text.growth((PeriodTies(3, 8, 2000), PeriodTies(1, 1, 2008))) == (
        "The periods begin with instruments that changed the frame. There were three ties in the "
        "eight years from 2000 and one tie in the one year from 2008. The periods differ in "
        "length, so the panels of [](#fig:network-periods) show what was in use, not a rate. The "
        "early years are thinner in every archive, so part of any growth is growth of the record."
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "No body below the ministries lies between others in this window."),
        (
            (("navy", 0.5, 0.0, 1),),
            "No body below the ministries lies between others in this window.",
        ),
        (
            (("navy", 0.5, 0.25, 2), ("army", 0.6, 0.1, 2)),
            (
                "The navy lies on more shortest paths below the ministries than any other body "
                "(betweenness 0.25)."
            ),
        ),
        (
            (("navy", 0.5, 0.25, 2), ("army", 0.6, 0.25, 2)),
            (
                "The army and the navy lie on equally many shortest paths below the ministries, "
                "more than any other body (betweenness 0.25)."
            ),
        ),
    ],
)
def test_who_the_bridge_is(rows: tuple[tuple[str, float, float, int], ...], sentence: str) -> None:
    read = facts.read_bridge(ranks(*rows), 8)
    assert text.bridge_point(read) == sentence
    assert text.bridge(read).startswith(sentence)


def test_the_bridge_is_as_safe_as_its_worst_rank() -> None:
    safe = facts.read_bridge(ranks(("navy", 0.5, 0.25, 1), ("army", 0.6, 0.1, 5)), 8)
    assert text.bridge(safe) == (
        "The navy lies on more shortest paths below the ministries than any other body "
        "(betweenness 0.25). It keeps the first rank whichever series is left out. By the number "
        "of series the army comes first, with 60 % of the 8 series in which such bodies meet. "
        "[](#fig:centrality) shows all with their ranges, and [](#tbl:bodies) the counts. A bridge "
        "is a body that sits in kinds of meetings that otherwise share nobody; it need not carry "
        "messages."
    )
    slips = facts.read_bridge(ranks(("navy", 0.6, 0.25, 3), ("army", 0.6, 0.25, 2)), 8)
    assert (
        "They fall to rank 3 when one series is left out, so the place is not safe. By the number "
        "of series the army and the navy come first, with 60 % of the 8 series"
    ) in text.bridge(slips)


def test_without_a_bridge_the_figures_still_show_who_met() -> None:
    assert text.bridge(facts.read_bridge(ranks(("navy", 0.5, 0.0, 1)), 8)) == (
        "No body below the ministries lies between others in this window. [](#fig:centrality) and "
        "[](#tbl:bodies) show who met."
    )
    assert text.body_words(Bridge(Between.NO_BODIES)) == (
        "There is no body below the ministries to list",
        "",
    )
    assert text.body_words(Bridge(Between.NOBODY))[0] == (
        "The bodies below the ministries, by the number of series in which they meet"
    )


@pytest.mark.parametrize(
    ("rows", "point", "verdict"),
    [
        ((), "", Chance.TOO_FEW),
        (
            (("navy", 3, 2.0, 0.8),),
            (
                "Of one pair other than direct counterparts, 0 meet more often "
                "and 0 less often than chance would have it."
            ),
            Chance.AS_EXPECTED,
        ),
        (
            (("navy", 9, 2.0, 0.01), ("army", 0, 2.0, 0.01), ("corps", 1, 4.2, 0.01)),
            (
                "Of three pairs other than direct counterparts, 1 meet more often and 2 less "
                "often than chance would have it."
            ),
            Chance.STANDING_OUT,
        ),
    ],
)
def test_how_many_pairs_stand_out(
    rows: tuple[tuple[str, int, float, float], ...], point: str, verdict: Chance
) -> None:
    read = facts.read_shuffles(pairs(*rows), 99)
    assert read.verdict is verdict
    assert text.chance_point(read) == point


def test_chance_is_told_with_the_pair_furthest_apart() -> None:
    read = facts.read_shuffles(pairs(("army", 0, 2.0, 0.01), ("corps", 1, 4.2, 0.01)), 99)
    assert text.chance(read) == (
        "Bodies that meet often will meet each other often by chance alone. [](#fig:null-model) "
        "therefore shuffles who was where 99 times, keeping how often each body met and how many "
        "bodies each event had. Of two pairs other than direct counterparts, 0 meet more often and "
        "2 less often than chance would have it. With so many pairs some will look odd by chance, "
        "so a pair counts only if hardly any shuffle holds a pair as far from what is expected of "
        "it (Westfall and Young 1993). Furthest apart are the corps and the chair: one shared "
        "event where shuffling gives 4.2. To keep apart can be by design: each series is made for "
        "one kind of body."
    )


def test_nothing_beyond_chance_is_said_to_be_so() -> None:
    said = text.chance(Shuffles(Chance.AS_EXPECTED, 99, pairs=1))
    assert said.endswith(
        "No pair is further from what is expected of it than the oddest pair of a shuffle often is "
        "(Westfall and Young 1993), so nothing can be said of who seeks whom beyond how often each "
        "meets at all."
    )
    assert text.chance(Shuffles(Chance.TOO_FEW, 99)) == (
        "Too few bodies met often enough in this window to ask what chance would do."
    )
    assert text.apart_text(None) == ""
    assert text.apart_text(Apart("the army", "the navy", 2, 5.04)).startswith(
        " Furthest apart are the army and the navy: two shared events where shuffling gives 5.0."
    )


def test_the_findings_are_points_and_leave_out_what_cannot_be_said() -> None:
    whole = facts.Facts(
        SIZE,
        Channels(1, 3, Reach.FEWER),
        Crossing(Spread.ONE_LANE, (), 1, 1, 1, 1),
        (),
        NAVY,
        Shuffles(Chance.TOO_FEW, 9),
        nodes=2,
        edges=1,
    )
    assert text.findings(whole) == (
        "- 1 of 3 (33 %) of the series joins no more than two bodies that a source names. Most "
        "bring in a third.\n"
        "- The navy lies on more shortest paths below the ministries than any other body "
        "(betweenness 0.26)."
    )
    assert text.findings(dataclasses.replace(whole, channels=None)) == text.NO_EVENTS


def test_the_download_says_what_it_holds() -> None:
    assert text.download(0, 0) == text.NO_EVENTS
    assert text.download(2, 1).startswith(
        "The file that comes with [](#tbl:graph) holds two nodes and one tie: bodies, series"
    )


def test_a_rank_has_its_range() -> None:
    assert text.rank_text({"rank": 2, "rank_low": 1, "rank_high": 3}) == "2 (1 to 3)"
    assert text.rank_text({"rank": "1-2", "rank_low": 1, "rank_high": 1}) == "1–2 (1)"
