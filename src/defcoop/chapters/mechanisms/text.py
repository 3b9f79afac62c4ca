"""Sentences of the report on the network of mechanisms; every number comes from the run."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from defcoop.analysis.estimate import Estimate
from defcoop.chapters import prose
from defcoop.chapters.mechanisms.facts import Ties
from defcoop.figures.co_participation import standing_out
from defcoop.figures.periods import met

TITLE = "Who meets whom"
SUBTITLE = "The network of India-Japan defence cooperation"
DESCRIPTION = (
    "Which bodies of the two countries meet in which series, who connects them, and what of that "
    "is more than chance."
)
NO_EVENTS = "There are no events in this window, so there is no network to show."


def findings(story: Ties) -> str:
    """Return the findings in short, for the first page."""
    if story.found.ties.empty:
        return NO_EVENTS
    points = [counterparts_point(story), bridge_point(story), chance_point(story)]
    return "\n".join(f"- {point}" for point in points if point)


def opening(story: Ties) -> str:
    """Return what the network is made of."""
    if story.found.ties.empty:
        return NO_EVENTS
    events, bodies = story.report.events, story.found.bodies
    for name, label, rows in (
        ("network-bodies", "Bodies in the network", bodies),
        ("network-series", "Series in the network", story.found.series),
    ):
        story.report.headline(name, label, Estimate(float(len(rows)), n=len(events)))
    named = story.found.participants["event_id"].nunique()
    return (
        f"From {story.window} the record holds {prose.count(len(events), 'event')} in "
        f"{prose.count(events['mechanism_id'].nunique(), 'series', 'series')}. For "
        f"{prose.share(named, len(events))} of the events it says which bodies met: "
        f"{prose.count(len(bodies), 'body', 'bodies')} in all, "
        f"{prose.number((bodies['kind'] != 'ministry').sum())} of them other than ministries and "
        f"{prose.number((bodies['lane'] == 'partners').sum())} partners from elsewhere. Each tie "
        "means that a body took part in a series at least once; it says nothing of how much was "
        "agreed."
    )


def counterparts_point(story: Ties) -> str:
    """Return how many series are a pair of counterparts and nothing else."""
    size = story.found.ties.groupby("series")["body"].nunique()
    pairs = int((size <= 2).sum())
    share = Estimate(pairs / len(size), n=len(size))
    story.report.headline("pair-series", "Share of the series that join two bodies at most", share)
    return (
        f"{prose.share(pairs, len(size))} of the series join no more than two bodies: many "
        "channels are a pair of counterparts and nothing else."
    )


def crossing(story: Ties) -> str:
    """Return who meets across levels."""
    if story.found.ties.empty:
        return NO_EVENTS
    lanes = story.found.ties.merge(
        story.found.series[["node", "lane"]], left_on="series", right_on="node"
    )
    spread = lanes.groupby("body")["lane"].nunique()
    widest = sorted(str(node) for node in spread.index[spread == spread.max()])
    names = prose.listing([story.named(node) for node in widest[:4]])
    verb = "meets" if len(widest) == 1 else "meet"
    return (
        f"In [](#fig:network) {names} {verb} in {prose.count(int(spread.max()), 'lane')}, the most "
        "of all. A body with lines into one lane only has its own bundle of series and meets "
        "nobody outside it; few lines cross from one service to another."
    )


def growth(story: Ties) -> str:
    """Return how the network changed from period to period."""
    if story.found.ties.empty:
        return NO_EVENTS
    if len(story.spans) < 2:
        return (
            "The window holds a single period ([](#fig:network-periods)), so there is nothing to "
            "compare it with."
        )
    told = [
        f"{prose.count(len(met(story.found.ties, span)), 'tie')} in the "
        f"{prose.count(span[1] - span[0] + 1, 'year')} from {span[0]}"
        for span in story.spans
    ]
    return (
        f"The periods begin with instruments that changed the frame. There were "
        f"{prose.listing(told)}. The periods differ in length, so the panels of "
        "[](#fig:network-periods) show what was in use, not a rate. The early years are thinner in "
        "every archive, so part of the growth is growth of the record."
    )


def bridge_point(story: Ties) -> str:
    """Return who the bridge is."""
    first = first_by(story.ranks, "betweenness")
    if first is None or not first["value"] > 0:
        return "No body below the ministries lies between others in this window."
    return upper(
        f"{story.named(first['node'])} lies on more shortest paths below the ministries than any "
        f"other body (betweenness {prose.number(first['value'], 2)})."
    )


def bridge(story: Ties) -> str:
    """Return who the bridge is, how sure that is, and what it means."""
    between, degree = first_by(story.ranks, "betweenness"), first_by(story.ranks, "degree")
    if between is None or degree is None:
        return bridge_point(story)
    if not between["value"] > 0:
        return f"{bridge_point(story)} [](#fig:centrality) and [](#tbl:bodies) show who met."
    lowest = int(between["rank_high"])
    steady = (
        "It keeps the first rank whichever series is left out."
        if lowest == 1
        else f"It falls to rank {prose.number(lowest)} when one series is left out, so the place "
        "is not safe."
    )
    return (
        f"{bridge_point(story)} {steady} By the number of series {story.named(degree['node'])} "
        f"comes first, with {prose.number(100 * degree['value'])} % of the "
        f"{prose.number(story.series_below)} series in which such bodies meet. "
        "[](#fig:centrality) shows all with their ranges, and [](#tbl:bodies) the counts. A bridge "
        "is a body that sits in kinds of meetings that otherwise share nobody; it need not carry "
        "messages."
    )


def chance_point(story: Ties) -> str:
    """Return how many pairs meet more and less often than chance would have it."""
    more, fewer = standing_out(story.pairs)
    looked = int(story.pairs["shown"].sum()) if len(story.pairs) else 0
    if not looked:
        return ""
    return (
        f"Of {prose.count(looked, 'pair')} other than direct counterparts, "
        f"{prose.number(len(more))} meet more often and {prose.number(len(fewer))} less often than "
        "chance would have it."
    )


def chance(story: Ties) -> str:
    """Return what the null model says."""
    if not story.pairs["shown"].any():
        return "Too few bodies met often enough in this window to ask what chance would do."
    more, fewer = standing_out(story.pairs)
    verdict = (
        f"{chance_point(story)} With so many pairs some will look odd by chance, so a pair counts "
        "only if hardly any shuffle holds a pair as far from what is expected of it (Westfall and "
        f"Young 1993).{apart(fewer)}"
        if len(more) or len(fewer)
        else "No pair is further from what is expected of it than the oddest pair of a shuffle "
        "often is (Westfall and Young 1993), so nothing can be said of who seeks whom beyond how "
        "often each meets at all."
    )
    return (
        "Bodies that meet often will meet each other often by chance alone. [](#fig:null-model) "
        f"therefore shuffles who was where {prose.number(story.draws)} times, keeping how often "
        f"each body met and how many bodies each event had. {verdict} To keep apart can be by "
        "design: each series is made for one kind of body."
    )


def apart(fewer: pd.DataFrame) -> str:
    """Return the pair that is furthest below chance; empty without one."""
    if fewer.empty:
        return ""
    row = fewer.to_dict("records")[0]
    return (
        f" Furthest apart are {row['a_said']} and {row['b_said']}: "
        f"{prose.count(int(row['observed']), 'shared event')} where shuffling gives "
        f"{prose.number(row['expected'], 1)}."
    )


def body_table(story: Ties) -> pd.DataFrame:
    """Return the bodies below the ministries with their series, events and ranks."""
    bodies = story.found.bodies.set_index("node").to_dict("index")
    ranks = {
        measure: {row["node"]: ranked(row) for row in rows_of(story.ranks, measure)}
        for measure in ("degree", "betweenness")
    }
    rows = [
        {
            "Body": story.names[node],
            "Series": bodies[node]["series"],
            "Events": bodies[node]["events"],
            "Rank by series": rank,
            "Rank as bridge": ranks["betweenness"][node],
        }
        for node, rank in ranks["degree"].items()
    ]
    columns = ["Body", "Series", "Events", "Rank by series", "Rank as bridge"]
    return pd.DataFrame(rows, columns=columns)


def body_words(story: Ties) -> tuple[str, str]:
    """Return title and caption of the table of bodies."""
    if story.ranks.empty:
        return "There is no body below the ministries to list", ""
    return (
        "The bodies below the ministries, by the number of series in which they meet",
        "In brackets the range of the rank when any one series is left out; tied bodies share one.",
    )


def download(story: Ties) -> str:
    """Return what the graph file holds."""
    if not len(story.graph):
        return NO_EVENTS
    return (
        f"The file that comes with [](#tbl:graph) holds "
        f"{prose.count(len(story.graph), 'node')} and "
        f"{prose.count(story.graph.number_of_edges(), 'tie')}: bodies, series and instruments, who "
        "took part in what, and which instrument or meeting led to which series."
    )


def ranked(row: Mapping[Any, Any]) -> str:
    """Return a rank with the range of ranks."""
    low, high = int(row["rank_low"]), int(row["rank_high"])
    span = str(low) if low == high else f"{low} to {high}"
    return f"{row['rank']} ({span})".replace("-", "\N{EN DASH}")


def rows_of(ranks: pd.DataFrame, measure: str) -> list[dict[Any, Any]]:
    """Return the rows of one measure, the highest value first."""
    own = ranks[ranks["measure"] == measure]
    return own.sort_values(["value", "node"], ascending=[False, True]).to_dict("records")


def first_by(ranks: pd.DataFrame, measure: str) -> dict[Any, Any] | None:
    """Return the first body by a measure; None without bodies."""
    rows = rows_of(ranks, measure)
    return rows[0] if rows else None


def upper(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]
