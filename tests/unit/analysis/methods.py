"""The numbers of docs/methods.md, made from our data.

``python -m tests.unit.analysis.methods`` writes them into the page; a test fails when they are
stale. A block stands between ``<!-- numbers: name -->`` and ``<!-- end of numbers -->``.
"""

import re
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

import defcoop
from defcoop.analysis import audit, cadence, growth, lineage, network
from defcoop.analysis.burstiness import null_band
from defcoop.analysis.estimate import Estimate
from defcoop.analysis.poisson import garwood
from defcoop.analysis.selection import Selection, select

PAGE = Path(__file__).parents[3] / "docs" / "methods.md"
BLOCK = re.compile(r"(<!-- numbers: ([a-z-]+) -->\n).*?(<!-- end of numbers -->)", re.DOTALL)
SEED = 2026
SERIES = "defence-ministerial-dialogue"
FIRST_DAY = date(2006, 1, 1)
DATASET = defcoop.load(Path(__file__).parents[3] / "data")
AS_OF = DATASET.default_date()


def generator() -> np.random.Generator:
    return np.random.default_rng(SEED)


def one_series() -> pd.DataFrame:
    return DATASET.events[DATASET.events["mechanism_id"] == SERIES]


def name_of(mechanism_id: str) -> str:
    names = DATASET.mechanisms.set_index("mechanism_id")["name"]
    return str(names[mechanism_id])


def described() -> cadence.Cadence:
    return cadence.cadence(
        one_series(), as_of=AS_OF, generator=generator(), absences=DATASET.absences
    )


def bilateral() -> pd.DataFrame:
    asked = Selection(as_of=AS_OF, scopes=("bilateral",))
    return select(DATASET.events, DATASET.mechanisms, DATASET.claims, asked)


def band_text(band: tuple[float, float] | None) -> str:
    return "none" if band is None else f"{band[0]:.2f} to {band[1]:.2f}"


def record_block() -> list[str]:
    found = described()
    return [
        (
            f"{name_of(SERIES)}, as of {AS_OF}: {found.events} meetings, {found.gaps} usable gaps, "
            f"{found.refused} left out."
        ),
        f"Median gap: {found.median.to_text(0)}.",
        f"Longest gap: {found.longest.to_text(0)}.",
        f"Open gap: {found.open_gap.sentence}.",
    ]


def burstiness_block() -> list[str]:
    found = described()
    return [
        f"Burstiness: {found.burstiness.to_text()}; memoryless band {band_text(found.null_band)}.",
        f"Memory: {found.memory.to_text()}.",
        *(
            f"Band for {gaps} gaps: {band_text(null_band(gaps, generator()))}."
            for gaps in (5, 8, 12, 20, 50)
        ),
    ]


def survival_block() -> list[str]:
    found = described()
    curve = found.survival
    median = "not reached" if curve.median is None else f"{curve.median:.0f} days"
    shares = ", ".join(f"{curve.at(365 * years):.2f}" for years in (1, 2, 3))
    return [
        f"Kaplan-Meier median {median} (n = {found.gaps} gaps and the open one).",
        f"Share of gaps that last longer than one, two and three years: {shares}.",
        f"Next meeting: {found.window.sentence}.",
    ]


def stated_block() -> list[str]:
    table = cadence.stated_cadence(
        DATASET.events, DATASET.mechanisms, as_of=AS_OF, absences=DATASET.absences
    )
    row = table.set_index("mechanism_id").loc[SERIES]
    holes = cadence.edition_gaps(DATASET.events, absences=DATASET.absences)
    return [
        (
            f"Stated {row['stated']}: {row['years_kept']} of {row['years_due']} years kept; "
            f"without a meeting on record {row['missed']}."
        ),
        (
            f"Longest silence {row['longest_silence_days']:,.0f} days, from "
            f"{row['silence_from']:%Y-%m-%d} to {row['silence_to']:%Y-%m-%d}."
        ),
        f"Editions in all series that have a number and no event: {len(holes)}.",
    ]


def recurrence_block() -> list[str]:
    frame = select(DATASET.events, DATASET.mechanisms, None, Selection(as_of=AS_OF))
    exercises = frame[frame["kind"] == "exercise"]
    curve = cadence.mean_cumulative_function(exercises, as_of=AS_OF)
    at = curve[curve["time"] <= 5].iloc[-1]
    return [
        (
            f"{exercises['mechanism_id'].nunique()} exercise series: five years after its first "
            f"edition a series has had {at['mean']:.1f} more "
            f"({at['low']:.1f} to {at['high']:.1f}); {at['at_risk']:.0f} series are that old."
        ),
    ]


def trend_block() -> list[str]:
    series = DATASET.events[DATASET.events["mechanism_id"] == "annual-summit"]
    found = cadence.cadence(
        series, as_of=AS_OF, generator=generator(), absences=DATASET.absences
    ).trend
    if found.laplace is None:
        return [f"{name_of('annual-summit')}: {found.reason}."]
    adjusted = "none" if found.lewis_robinson is None else f"{found.lewis_robinson:.2f}"
    return [
        (
            f"{name_of('annual-summit')}: Laplace {found.laplace:.2f} (p = {found.laplace_p:.2f}), "
            f"Lewis-Robinson {adjusted}, n = {found.n}."
        )
    ]


def counts_block() -> list[str]:
    counts = growth.annual_counts(bilateral(), first_day=FIRST_DAY, last_day=AS_OF)
    last = counts.iloc[-1]
    limits = (
        f"{count}: {low:.2f} to {high:.2f}"
        for count, low, high in zip((0, 1, 3, 5, 10), *garwood([0, 1, 3, 5, 10]), strict=True)
    )
    return [
        f"Exact limits of a count: {'; '.join(limits)}.",
        (
            f"Bilateral events in {last['year']:.0f}: {last['count']:.0f} in "
            f"{last['exposure']:.2f} of the year, a rate of {last['rate']:.1f} a year "
            f"({last['low']:.1f} to {last['high']:.1f})."
        ),
    ]


def growth_block() -> list[str]:
    cases = growth.growth_with_without(
        bilateral(), first_day=FIRST_DAY, last_day=AS_OF, generator=generator()
    )
    rows = [
        f"Bilateral events per year, {case}: ratio {ratio:.3f} ({low:.3f} to {high:.3f}), "
        f"{family}, {years} years."
        for case, ratio, low, high, family, years in cases[
            ["case", "rate_ratio", "low", "high", "family", "years"]
        ].itertuples(index=False)
    ]
    found = growth.growth_trend(
        bilateral(), first_day=FIRST_DAY, last_day=AS_OF, generator=generator()
    )
    change = growth.change_point(
        bilateral(), first_day=FIRST_DAY, last_day=AS_OF, generator=generator()
    )
    return [*rows, f"Why: {found.why}.", f"Change-point: {change.sentence}."]


def periods_block() -> list[str]:
    middle = date(2017, 1, 1)
    found = growth.compare_periods(
        bilateral(), earlier=(date(2007, 1, 1), date(2016, 12, 31)), later=(middle, AS_OF)
    )
    return [
        (
            f"Bilateral events from 2017 against 2007-2016: ratio {found.ratio.to_text()}; E-test "
            f"p = {found.p_value:.2g}, conditional test p = {found.p_exact:.2g}."
        )
    ]


def network_block() -> list[str]:
    services = network.roll_up(DATASET.participants, DATASET.actors, ("service", "agency"))
    graph = network.two_mode(
        services, DATASET.events, actors=DATASET.actors, claims=DATASET.claims, as_of=AS_OF
    )
    ranks = network.rank_intervals(
        services, DATASET.events, claims=DATASET.claims, leave_out="source", as_of=AS_OF
    )
    events = len(network.side_nodes(graph, network.EVENTS))
    rows = [
        f"{graph.nodes[node]['label']}: in {value:.0%} of the events, rank {rank} ({low} to {high} "
        "without any one source)."
        for node, value, rank, low, high in ranks[
            ["node", "value", "rank", "rank_low", "rank_high"]
        ]
        .head(4)
        .itertuples(index=False)
    ]
    return [f"{len(ranks)} services and agencies in {events} events.", *rows]


def null_block() -> list[str]:
    services = network.roll_up(DATASET.participants, DATASET.actors, ("service", "agency"))
    graph = network.two_mode(services, DATASET.events, as_of=AS_OF)
    pairs = network.co_participation(graph, generator=generator(), draws=199)
    first = pairs.iloc[0]
    return [
        (
            f"{first['a']} and {first['b']} share {first['observed']} events, "
            f"{first['expected']:.1f} expected; p = {first['p_family']:.3f} "
            f"after looking at {len(pairs)} pairs."
        )
    ]


def lineage_block() -> list[str]:
    graph = lineage.lineage(
        DATASET.relations, instruments=DATASET.instruments, mechanisms=DATASET.mechanisms
    )
    depth = lineage.layers(graph)["layer"].max()
    uses = lineage.first_use(
        DATASET.instruments, DATASET.relations, DATASET.events, as_of=AS_OF
    ).set_index("instrument_id")
    agreement = uses.loc["acsa-rpss"]
    return [
        f"{len(graph)} nodes in {depth + 1} layers, {len(lineage.cycles(graph))} cycles.",
        (
            f"Supply agreement: {agreement['days_to_force']:.0f} days from signature to force, "
            f"{agreement['days_force_to_use']:.0f} more to its first use ({agreement['event_id']})."
        ),
    ]


def audit_block() -> list[str]:
    alone = audit.single_source_share(DATASET.claims, DATASET.sources, DATASET.events["event_id"])
    weight = audit.effective_publishers(DATASET.claims, DATASET.sources)
    precision = audit.date_precision(DATASET.events).set_index("precision")["events"]
    return [
        f"Share of events that rest on one publisher: {alone.to_text()}.",
        f"Effective number of {weight.to_text(0)} claims.",
        (
            f"Editions dated to the day {precision['day']}, to the month {precision['month']}, "
            f"to the year {precision['year']}."
        ),
        f"Rulings on contradictions: {len(DATASET.rulings)}.",
    ]


def sensitivity_block() -> list[str]:
    def median(tables: dict[str, pd.DataFrame]) -> Estimate:
        events = tables["events"]
        found = cadence.cadence(
            events[events["mechanism_id"] == SERIES],
            as_of=AS_OF,
            generator=generator(),
            absences=DATASET.absences,
            draws=50,
            permutations=0,
        )
        return found.median

    chosen = DATASET.claims["subject_id"].isin(one_series()["event_id"])
    ruled = DATASET.rulings["subject_id"].isin(one_series()["event_id"])
    tables = {
        "events": one_series(),
        "claims": DATASET.claims[chosen],
        "rulings": DATASET.rulings[ruled],
    }
    row = audit.summary(audit.sensitivity(tables, {"median gap": median})).iloc[0]
    return [
        (
            f"Median gap of the {name_of(SERIES)}: {row['baseline']:.0f} days; over "
            f"{row['runs']} runs that drop one source, one doubtful claim or one ruling, "
            f"{row['lowest']:.0f} to {row['highest']:.0f}."
        )
    ]


BLOCKS = {
    "record": record_block,
    "burstiness": burstiness_block,
    "survival": survival_block,
    "stated": stated_block,
    "recurrence": recurrence_block,
    "trend": trend_block,
    "counts": counts_block,
    "growth": growth_block,
    "periods": periods_block,
    "network": network_block,
    "null": null_block,
    "lineage": lineage_block,
    "audit": audit_block,
    "sensitivity": sensitivity_block,
}


def written(text: str) -> str:
    """Give the page with every block made anew."""

    def block(match: re.Match[str]) -> str:
        lines = "".join(f"- {line}\n" for line in BLOCKS[match[2]]())
        return f"{match[1]}{lines}{match[3]}"

    return BLOCK.sub(block, text)


def main() -> int:
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
