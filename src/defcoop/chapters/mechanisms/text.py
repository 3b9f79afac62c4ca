"""Sentences of the report on the network of mechanisms: they word its facts, and decide nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from defcoop import wording
from defcoop.chapters.mechanisms.facts import (
    Apart,
    Between,
    Bridge,
    Chance,
    Channels,
    Crossing,
    Facts,
    PeriodTies,
    Reach,
    Shuffles,
    Size,
    Spread,
    Steadiness,
)
from defcoop.chapters.mechanisms.frames import NetworkFrames

TITLE = "Who meets whom"
SUBTITLE = "The network of India-Japan defence cooperation"
DESCRIPTION = (
    "Which bodies of the two countries meet in which series, who connects them, and what of that "
    "is more than chance."
)
NO_EVENTS = "There are no events in this window, so there is no network to show."
REACH = {
    Reach.ALL: "None brings in a third.",
    Reach.MOST: "Most bring in no third.",
    Reach.HALF: "As many bring in a third.",
    Reach.FEWER: "Most bring in a third.",
    Reach.NONE: "Each brings in a third.",
}
BODY_HEADS = ["Body", "Series", "Events", "Rank by series", "Rank as bridge"]


def findings(facts: Facts) -> str:
    """Return the findings in short, for the first page."""
    if facts.channels is None:
        return NO_EVENTS
    points = [
        counterparts_point(facts.channels),
        bridge_point(facts.bridge),
        chance_point(facts.shuffles),
    ]
    return "\n".join(f"- {point}" for point in points if point)


def opening(size: Size | None) -> str:
    """Return what the network is made of."""
    if size is None:
        return NO_EVENTS
    return (
        f"From {size.window} the record holds {wording.count(size.events, 'event')} in "
        f"{wording.count(size.series_held, 'series', 'series')}. For "
        f"{wording.share(size.events_named, size.events)} of the events it says which bodies met: "
        f"{wording.count(size.bodies, 'body', 'bodies')} in all, "
        f"{wording.number(size.beyond_ministries)} of them other than ministries and "
        f"{wording.number(size.partners)} partners from elsewhere. Each tie means that a body took "
        "part in a series at least once; it says nothing of how much was agreed."
    )


def counterparts_point(channels: Channels) -> str:
    """Return how many series join no more than two bodies."""
    verb = "joins" if channels.pairs == 1 else "join"
    return (
        f"{wording.share(channels.pairs, channels.series)} of the series {verb} no more than two "
        f"bodies that a source names. {REACH[channels.verdict]}"
    )


def crossing(found: Crossing | None) -> str:
    """Return who meets across levels."""
    if found is None:
        return NO_EVENTS
    if found.verdict is Spread.ONE_LANE:
        return "No body meets in more than one lane ([](#fig:network))."
    named = wording.listing(found.names)
    counted = wording.count(found.widest, "body", "bodies")
    return (
        f"In [](#fig:network) {named if found.verdict is Spread.NAMED else counted} "
        f"{'meets' if found.widest == 1 else 'meet'} in {wording.count(found.lanes, 'lane')}, the "
        f"most of all. {wording.heading(wording.of(found.in_one_lane, found.bodies))} bodies "
        f"{'meets' if found.in_one_lane == 1 else 'meet'} in one lane only: such a body has its "
        "own bundle of series."
    )


def growth(periods: Sequence[PeriodTies]) -> str:
    """Return how the network changed from period to period."""
    if not periods:
        return NO_EVENTS
    if len(periods) == 1:
        return (
            "The window holds a single period ([](#fig:network-periods)), so there is nothing to "
            "compare it with."
        )
    phrases = [
        f"{wording.count(each.ties, 'tie')} in the {wording.count(each.years, 'year')} from "
        f"{each.first_year}"
        for each in periods
    ]
    return (
        "The periods begin with instruments that changed the frame. There were "
        f"{wording.listing(phrases)}. The periods differ in length, so the panels of "
        "[](#fig:network-periods) show what was in use, not a rate. The early years are thinner in "
        "every archive, so part of any growth is growth of the record."
    )


def bridge_point(found: Bridge) -> str:
    """Return who the bridge is."""
    names, value = wording.listing(found.names), wording.number(found.betweenness, 2)
    nobody = "No body below the ministries lies between others in this window."
    sentences = {
        Between.NO_BODIES: nobody,
        Between.NOBODY: nobody,
        Between.ONE: f"{names} lies on more shortest paths below the ministries than any other "
        f"body (betweenness {value}).",
        Between.SEVERAL: f"{names} lie on equally many shortest paths below the ministries, more "
        f"than any other body (betweenness {value}).",
    }
    return wording.sentence(sentences[found.verdict])


def bridge(found: Bridge) -> str:
    """Return who the bridge is, how sure that is, and what it means."""
    point = bridge_point(found)
    if found.verdict is Between.NO_BODIES:
        return point
    if found.verdict is Between.NOBODY:
        return f"{point} [](#fig:centrality) and [](#tbl:bodies) show who met."
    first = f"{'comes' if len(found.widest) == 1 else 'come'} first"
    return (
        f"{point} {steadiness_text(found)} By the number of series "
        f"{wording.listing(found.widest)} {first}, with {wording.number(100 * found.share)} % of "
        f"the {wording.number(found.series)} series in which such bodies meet. "
        "[](#fig:centrality) shows all with their ranges, and [](#tbl:bodies) the counts. A bridge "
        "is a body that sits in kinds of meetings that otherwise share nobody; it need not carry "
        "messages."
    )


def steadiness_text(found: Bridge) -> str:
    """Return how safe the first rank of the bridge is."""
    it, keep, fall = ("It", "keeps", "falls") if len(found.names) == 1 else ("They", "keep", "fall")
    sentences = {
        Steadiness.FIRST_THROUGHOUT: f"{it} {keep} the first rank whichever series is left out.",
        Steadiness.SLIPS: f"{it} {fall} to rank {wording.number(found.lowest_rank)} when one "
        "series is left out, so the place is not safe.",
    }
    return sentences[found.steadiness]


def chance_point(found: Shuffles) -> str:
    """Return how many pairs meet more and less often than chance would have it."""
    if found.verdict is Chance.TOO_FEW:
        return ""
    return (
        f"Of {wording.count(found.pairs, 'pair')} other than direct counterparts, "
        f"{wording.number(found.more)} meet more often and {wording.number(found.fewer)} less "
        "often than chance would have it."
    )


def chance(found: Shuffles) -> str:
    """Return what the null model says."""
    if found.verdict is Chance.TOO_FEW:
        return "Too few bodies met often enough in this window to ask what chance would do."
    sentences = {
        Chance.STANDING_OUT: f"{chance_point(found)} With so many pairs some will look odd by "
        "chance, so a pair counts only if hardly any shuffle holds a pair as far from what is "
        f"expected of it (Westfall and Young 1993).{apart_text(found.apart)}",
        Chance.AS_EXPECTED: "No pair is further from what is expected of it than the oddest pair "
        "of a shuffle often is (Westfall and Young 1993), so nothing can be said of who seeks whom "
        "beyond how often each meets at all.",
    }
    return (
        "Bodies that meet often will meet each other often by chance alone. [](#fig:null-model) "
        f"therefore shuffles who was where {wording.number(found.draws)} times, keeping how often "
        "each body met and how many bodies each event had. "
        f"{sentences[found.verdict]}"
    )


def apart_text(pair: Apart | None) -> str:
    """Return the pair that is furthest below chance; empty without one."""
    if pair is None:
        return ""
    return (
        f" Furthest apart are {pair.one} and {pair.other}: "
        f"{wording.count(pair.observed, 'shared event')} where shuffling gives "
        f"{wording.number(pair.expected, 1)}. To keep apart can be by design: each series is made "
        "for one kind of body."
    )


def body_table(frames: NetworkFrames) -> pd.DataFrame:
    """Return the bodies below the ministries with their series, events and ranks."""
    bodies = frames.found.bodies.set_index("node").to_dict("index")
    ranks = {
        measure: {row["node"]: rank_text(row) for row in rows_of(frames.ranks, measure)}
        for measure in ("degree", "betweenness")
    }
    rows = [
        (
            frames.names[node],
            bodies[node]["series"],
            bodies[node]["events"],
            rank,
            ranks["betweenness"][node],
        )
        for node, rank in ranks["degree"].items()
    ]
    return pd.DataFrame(rows, columns=BODY_HEADS)


def body_words(found: Bridge) -> tuple[str, str]:
    """Return title and caption of the table of bodies."""
    if found.verdict is Between.NO_BODIES:
        return "There is no body below the ministries to list", ""
    return (
        "The bodies below the ministries, by the number of series in which they meet",
        "In brackets the range of the rank when any one series is left out; tied bodies share one.",
    )


def download(nodes: int, edges: int) -> str:
    """Return what the graph file holds."""
    if not nodes:
        return NO_EVENTS
    return (
        f"The file that comes with [](#tbl:graph) holds {wording.count(nodes, 'node')} and "
        f"{wording.count(edges, 'tie')}: bodies, series and instruments, who took part in what, "
        "and which instrument or meeting led to which series."
    )


def rank_text(row: Mapping[Any, Any]) -> str:
    """Return a rank with the range of ranks."""
    low, high = int(row["rank_low"]), int(row["rank_high"])
    span = str(low) if low == high else f"{low} to {high}"
    return f"{row['rank']} ({span})".replace("-", "\N{EN DASH}")


def rows_of(ranks: pd.DataFrame, measure: str) -> list[dict[Any, Any]]:
    """Return the rows of one measure, the highest value first."""
    own = ranks[ranks["measure"] == measure]
    return own.sort_values(["value", "node"], ascending=[False, True]).to_dict("records")
