"""The numbers and verdicts of the report on the network, as its sentences need them."""

from dataclasses import dataclass
from enum import Enum

import pandas as pd

from defcoop.analysis.estimate import Estimate
from defcoop.chapters.headlines import headline
from defcoop.chapters.mechanisms.bodies import Bodies
from defcoop.chapters.mechanisms.frames import NetworkFrames
from defcoop.figures.co_participation import standing_out
from defcoop.figures.periods import met

MOST_NAMED = 4
"""So many bodies are named in a sentence; more are counted."""


class Reach(Enum):
    """How many of the series bring in no third body."""

    ALL = "all"
    MOST = "most"
    HALF = "half"
    FEWER = "fewer than half"
    NONE = "none"


class Spread(Enum):
    """Whether bodies meet in more than one lane, and how many share the widest spread."""

    ONE_LANE = "nobody meets in more than one lane"
    NAMED = "few enough to name"
    COUNTED = "too many to name"


class Between(Enum):
    """Who lies between others below the ministries."""

    NO_BODIES = "no body to rank"
    NOBODY = "nobody lies between others"
    ONE = "one body more than any other"
    SEVERAL = "several bodies alike"


class Steadiness(Enum):
    """Whether the first rank stays where one series is left out."""

    FIRST_THROUGHOUT = "first whichever series is left out"
    SLIPS = "falls when one series is left out"


class Chance(Enum):
    """What the null model says of the pairs."""

    TOO_FEW = "too few bodies to compare"
    AS_EXPECTED = "no pair stands out"
    STANDING_OUT = "some pairs stand out"


@dataclass(frozen=True)
class Size:
    """What the network is made of."""

    window: str
    events: int
    series_held: int
    events_named: int
    bodies: int
    beyond_ministries: int
    partners: int


@dataclass(frozen=True)
class Channels:
    """Series that join no more than two bodies."""

    pairs: int
    series: int
    verdict: Reach


@dataclass(frozen=True)
class Crossing:
    """The bodies that meet in most lanes; `names` is empty where they are too many to name."""

    verdict: Spread
    names: tuple[str, ...]
    widest: int
    lanes: int
    in_one_lane: int
    bodies: int


@dataclass(frozen=True)
class PeriodTies:
    """How many ties were in use in a period."""

    ties: int
    years: int
    first_year: int


@dataclass(frozen=True)
class Bridge:
    """Who lies between others below the ministries, and who sits in most series.

    `lowest_rank` is the worst rank of the bridge when one series is left out.
    """

    verdict: Between
    names: tuple[str, ...] = ()
    betweenness: float = 0.0
    steadiness: Steadiness = Steadiness.SLIPS
    lowest_rank: int = 0
    widest: tuple[str, ...] = ()
    share: float = 0.0
    series: int = 0


@dataclass(frozen=True)
class Apart:
    """The pair that is furthest below what chance would have it share."""

    one: str
    other: str
    observed: int
    expected: float


@dataclass(frozen=True)
class Shuffles:
    """Pairs that meet more and less often than chance would have it."""

    verdict: Chance
    draws: int
    pairs: int = 0
    more: int = 0
    fewer: int = 0
    apart: Apart | None = None


@dataclass(frozen=True)
class Facts:
    """What the report says; without a tie only the bridge and the shuffles, which say so."""

    size: Size | None
    channels: Channels | None
    crossing: Crossing | None
    periods: tuple[PeriodTies, ...]
    bridge: Bridge
    shuffles: Shuffles
    nodes: int
    edges: int
    pair_series: Estimate | None = headline(
        "pair-series", "Share of the series that join two bodies at most"
    )
    bodies: Estimate | None = headline("network-bodies", "Bodies in the network")
    series: Estimate | None = headline("network-series", "Series in the network")


def read_facts(frames: NetworkFrames) -> Facts:
    """Compute the facts of the selected events."""
    found, events = frames.found, frames.report.events
    bridge = read_bridge(frames.all_ranks, frames.series_below)
    shuffles = read_shuffles(frames.pairs, frames.draws)
    nodes, edges = len(frames.graph), frames.graph.number_of_edges()
    if found.ties.empty:
        return Facts(None, None, None, (), bridge, shuffles, nodes, edges)
    channels = read_channels(found.ties)
    return Facts(
        size=read_size(frames.window, events, found),
        channels=channels,
        crossing=read_crossing(
            found, {node: frames.name_with_article(node) for node in found.bodies["node"]}
        ),
        periods=tuple(
            PeriodTies(len(met(found.ties, span)), span[1] - span[0] + 1, span[0])
            for span in frames.periods
        ),
        bridge=bridge,
        shuffles=shuffles,
        nodes=nodes,
        edges=edges,
        bodies=Estimate(float(len(found.bodies)), n=len(events)),
        series=Estimate(float(len(found.series)), n=len(events)),
        pair_series=Estimate(channels.pairs / channels.series, n=channels.series),
    )


def read_size(window: str, events: pd.DataFrame, found: Bodies) -> Size:
    """Count events, series and bodies."""
    return Size(
        window=window,
        events=len(events),
        series_held=events["mechanism_id"].nunique(),
        events_named=found.participants["event_id"].nunique(),
        bodies=len(found.bodies),
        beyond_ministries=int((found.bodies["kind"] != "ministry").sum()),
        partners=int((found.bodies["lane"] == "partners").sum()),
    )


def read_channels(ties: pd.DataFrame) -> Channels:
    """Count the series that join no more than two bodies; there must be a tie."""
    sizes = ties.groupby("series")["body"].nunique()
    pairs, series = int((sizes <= 2).sum()), len(sizes)
    return Channels(pairs, series, judge_reach(pairs, series))


def judge_reach(pairs: int, series: int) -> Reach:
    """Return what share of the series a number of them is."""
    if pairs in (0, series):
        return Reach.ALL if pairs else Reach.NONE
    if 2 * pairs == series:
        return Reach.HALF
    return Reach.MOST if 2 * pairs > series else Reach.FEWER


def read_crossing(found: Bodies, names: dict[str, str]) -> Crossing:
    """Find the bodies that meet in most lanes; there must be a tie."""
    lanes = found.ties.assign(lane=found.ties["series"].map(dict(found.lanes)))
    spread = lanes.groupby("body")["lane"].nunique()
    most = int(spread.max())
    widest = sorted(str(node) for node in spread.index[spread == most])
    verdict = Spread.NAMED if len(widest) <= MOST_NAMED else Spread.COUNTED
    return Crossing(
        verdict=Spread.ONE_LANE if most == 1 else verdict,
        names=tuple(names[node] for node in widest) if verdict is Spread.NAMED else (),
        widest=len(widest),
        lanes=most,
        in_one_lane=int((spread == 1).sum()),
        bodies=len(spread),
    )


def read_bridge(ranks: pd.DataFrame, series: int) -> Bridge:
    """Find who lies between others, how safe that place is, and who sits in most series."""
    between, degree = (first_rows(ranks, measure) for measure in ("betweenness", "degree"))
    if between.empty or degree.empty:
        return Bridge(Between.NO_BODIES)
    widest, share = tuple(degree["phrase"]), float(degree["value"].iloc[0])
    value = float(between["value"].iloc[0])
    if not value > 0:
        return Bridge(Between.NOBODY, widest=widest, share=share, series=series)
    lowest = int(between["rank_high"].max())
    return Bridge(
        verdict=Between.ONE if len(between) == 1 else Between.SEVERAL,
        names=tuple(between["phrase"]),
        betweenness=value,
        steadiness=Steadiness.FIRST_THROUGHOUT if lowest == 1 else Steadiness.SLIPS,
        lowest_rank=lowest,
        widest=widest,
        share=share,
        series=series,
    )


def first_rows(ranks: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the bodies with the highest value of a measure, tied ones by id."""
    own = ranks[ranks["measure"] == measure]
    first: pd.DataFrame = own[own["value"] == own["value"].max()].sort_values("node")
    return first


def read_shuffles(pairs: pd.DataFrame, draws: int) -> Shuffles:
    """Count the pairs that stand out from chance."""
    looked = int(pairs["shown"].sum())
    if not looked:
        return Shuffles(Chance.TOO_FEW, draws)
    more, fewer = standing_out(pairs)
    return Shuffles(
        verdict=Chance.STANDING_OUT if len(more) or len(fewer) else Chance.AS_EXPECTED,
        draws=draws,
        pairs=looked,
        more=len(more),
        fewer=len(fewer),
        apart=furthest_apart(fewer),
    )


def furthest_apart(fewer: pd.DataFrame) -> Apart | None:
    """Return the first of the pairs below chance; None without one."""
    for row in fewer.head(1).to_dict("records"):
        return Apart(row["a_phrase"], row["b_phrase"], int(row["observed"]), float(row["expected"]))
    return None
