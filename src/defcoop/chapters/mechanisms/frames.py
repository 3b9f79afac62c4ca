"""What the report on the network of mechanisms draws, computed when first asked for."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from defcoop import wording
from defcoop.analysis.network.graphtypes import MultiDiGraph
from defcoop.analysis.network.multilayer import build_multilayer
from defcoop.analysis.network.nullmodel import compare_co_participation
from defcoop.analysis.network.ranks import rank_with_intervals
from defcoop.analysis.network.twomode import two_mode
from defcoop.chapters.mechanisms.bodies import HOME, Bodies, bodies_of, signing
from defcoop.chapters.session import Chapter
from defcoop.figures.network_selection import Network, fit_network
from defcoop.figures.periods import Period

TURNING_POINTS = ("joint-declaration-2008", "tokyo-declaration-2014", "acsa-rpss")
"""Instruments whose year of signature begins a new period."""

PAIR_COLUMNS = ["a", "b", "a_phrase", "b_phrase", "observed", "expected", "p_family", "shown"]
FEWEST_EVENTS = 8
MOST_BODIES = 14


@dataclass
class NetworkFrames:
    """The frames behind the figures and tables of one report.

    Attributes
    ----------
    report
        The report in the making.
    draws
        Number of shuffles to compare with.
    """

    report: Chapter
    draws: int = 999

    @cached_property
    def found(self) -> Bodies:
        """Bodies, series and ties of the selected events."""
        return bodies_of(self.report)

    @cached_property
    def whole(self) -> Network:
        """The network of series and bodies, without instruments."""
        return Network(self.found.series, self.found.bodies, self.found.ties)

    @cached_property
    def drawn(self) -> Network:
        """As much of it as fits one page, with the instruments that led to most."""
        instruments, ties = signing(self.report, self.found)
        series = pd.concat([self.found.series, instruments], ignore_index=True)
        everything = pd.concat([self.found.ties, ties], ignore_index=True)
        return fit_network(Network(series, self.found.bodies, everything))

    @cached_property
    def graph(self) -> MultiDiGraph:
        """The multilayer graph of the selected events, for exploring and for download."""
        tables = self.report.dataset
        return build_multilayer(
            self.found.participants,
            self.report.events,
            actors=tables.actors,
            mechanisms=tables.mechanisms,
            relations=tables.relations,
            instruments=tables.instruments,
            lanes=self.found.lanes,
            claims=tables.claims,
            as_of=self.report.as_of,
        )

    @property
    def window(self) -> str:
        """The window in words."""
        return f"{wording.day(self.report.first_day)} to {wording.day(self.report.last_day)}"

    def name_with_article(self, node: str) -> str:
        """Return the name of a body with its article where English wants one."""
        name = self.names[node]
        state = not name.startswith("United") and node in self.states
        return name if state else f"the {name}"

    @cached_property
    def states(self) -> set[str]:
        """The actors that are states."""
        actors = self.report.dataset.actors
        return set(actors.loc[actors["kind"] == "state", "actor_id"])

    @cached_property
    def periods(self) -> list[Period]:
        """The periods: from one turning point to the next, within the years that have events."""
        years = self.report.events["start_earliest"].dt.year
        if years.empty:
            return []
        instruments = self.report.dataset.instruments.set_index("instrument_id")
        signed = instruments["signed_earliest"].reindex(list(TURNING_POINTS)).dropna().dt.year
        first, last = int(years.min()), int(years.max())
        starts = [first, *sorted({int(year) for year in signed if first < year <= last})]
        return list(zip(starts, [*[year - 1 for year in starts[1:]], last], strict=True))

    @cached_property
    def below_ministries(self) -> pd.DataFrame:
        """Participations of bodies below the ministries: not theirs, nor of the leaders' offices.

        The record was collected around those, so that their place in the middle is built in.
        """
        bodies = self.found.bodies
        selected = bodies["country"].isin(list(HOME)) & (
            (bodies["kind"] == "ministry") | (bodies["lane"] == "leaders")
        )
        rows = self.found.participants
        return rows[~rows["actor_id"].isin(bodies.loc[selected, "node"])]

    @cached_property
    def all_ranks(self) -> pd.DataFrame:
        """Degree and betweenness below the ministries, with ranges from leaving out one series."""
        participants, events = by_series(self.below_ministries, self.report)
        frames = [
            rank_with_intervals(participants, events, measure=measure).assign(measure=measure)
            for measure in ("degree", "betweenness")
        ]
        ranks = pd.concat(frames, ignore_index=True)
        ranks["text"] = ranks["node"].map(self.names)
        ranks["phrase"] = [self.name_with_article(node) for node in ranks["node"]]
        return ranks

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """The ranks that are shown: of the bodies in most series, and of whoever is the bridge."""
        degree, between = (
            self.all_ranks[self.all_ranks["measure"] == name] for name in ("degree", "betweenness")
        )
        bridge = between.loc[between["value"] == between["value"].max(), "node"].head(1)
        shown = {*degree["node"].head(MOST_BODIES), *bridge}
        return self.all_ranks[self.all_ranks["node"].isin(shown)].reset_index(drop=True)

    @cached_property
    def names(self) -> dict[str, str]:
        """Full name of each body."""
        actors = self.report.dataset.actors
        return dict(zip(actors["actor_id"], actors["name"], strict=True))

    @property
    def series_below(self) -> int:
        """How many series some body other than the ministries takes part in."""
        return by_series(self.below_ministries, self.report)[0]["event_id"].nunique()

    @cached_property
    def frequent_bodies(self) -> list[str]:
        """Bodies below the ministries with enough events to compare with chance."""
        counts = self.below_ministries.groupby("actor_id")["event_id"].nunique()
        return sorted(counts.index[counts >= FEWEST_EVENTS])

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Pairs of frequent bodies with what they share and what chance would have them share."""
        rows = self.below_ministries[self.below_ministries["actor_id"].isin(self.frequent_bodies)]
        graph = two_mode(rows, self.report.events)
        generator = self.report.generator("null model")
        pairs = compare_co_participation(graph, generator=generator, draws=self.draws)
        if pairs.empty:
            return pd.DataFrame(columns=PAIR_COLUMNS).astype({"shown": "bool"})
        partners = counterparts(pairs, self.found.bodies)
        pairs["shown"] = [
            frozenset(pair) not in partners for pair in zip(pairs["a"], pairs["b"], strict=True)
        ]
        for side in ("a", "b"):
            pairs[f"{side}_phrase"] = [self.name_with_article(node) for node in pairs[side]]
            pairs[side] = pairs[side].map(self.names)
        return pairs

    def sources(self, count: int = 5) -> list[str]:
        """Return the best sources of the selected events."""
        return self.report.sources_of(self.report.events["event_id"])[:count]


def by_series(participants: pd.DataFrame, report: Chapter) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return participations and events with each series as one event.

    Leaving out one of these events leaves out one series, which is what the record samples.
    """
    series = dict(zip(report.events["event_id"], report.events["mechanism_id"], strict=True))
    rows = participants.assign(event_id=participants["event_id"].map(series))
    rows = rows.drop_duplicates(["event_id", "actor_id"])
    events = report.events.sort_values("start_earliest").drop_duplicates("mechanism_id")
    return rows, events.assign(event_id=events["mechanism_id"])


def counterparts(pairs: pd.DataFrame, bodies: pd.DataFrame) -> set[frozenset[str]]:
    """Return the pairs across the two countries of which each is the other's most frequent."""
    country = dict(zip(bodies["node"], bodies["country"], strict=True))
    across = pairs[
        pairs["a"].map(country).isin(list(HOME))
        & pairs["b"].map(country).isin(list(HOME))
        & (pairs["a"].map(country) != pairs["b"].map(country))
        & (pairs["observed"] > 0)
    ]
    best: dict[str, tuple[int, str]] = {}
    for one, other, shared in zip(across["a"], across["b"], across["observed"], strict=True):
        for here, there in ((one, other), (other, one)):
            best[here] = max(best.get(here, (0, "")), (int(shared), there))
    return {frozenset((here, there)) for here, (_, there) in best.items() if best[there][1] == here}
