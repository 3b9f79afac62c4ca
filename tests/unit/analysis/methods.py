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
from defcoop.analysis.audit.coverage import (
    count_precision,
    estimate_single_source_share,
    tabulate_publishers,
)
from defcoop.analysis.audit.sensitivity import compare_changes, list_changes, summarise_changes
from defcoop.analysis.cadence.burstiness import simulate_null_bands
from defcoop.analysis.cadence.series import Cadence, describe_cadences
from defcoop.analysis.cadence.stated import judge_promises
from defcoop.analysis.estimate import Estimate
from defcoop.analysis.growth.counts import count_by_year
from defcoop.analysis.growth.poisson import compute_garwood_limits
from defcoop.analysis.growth.trends import (
    compare_periods,
    find_change_point,
    fit_growth,
    fit_growth_with_and_without,
)
from defcoop.analysis.lineage import build_lineage, find_first_use
from defcoop.analysis.network.nullmodel import compare_co_participation
from defcoop.analysis.network.ranks import rank_with_intervals
from defcoop.analysis.network.twomode import roll_up, two_mode
from defcoop.analysis.selection import Selection, keep_held, select_events

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


def described() -> Cadence:
    return describe_cadences(
        one_series(),
        as_of=AS_OF,
        generators=lambda _: generator(),
        band_generator=generator(),
        absences=DATASET.absences,
    )[SERIES]


def bilateral() -> pd.DataFrame:
    asked = Selection(as_of=AS_OF, scopes=("bilateral",))
    return select_events(DATASET.events, DATASET.mechanisms, DATASET.claims, asked)


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
        (
            f"Open gap: {found.open_gap.days:.0f} days, longer than {found.open_gap.shorter} of "
            f"the {found.open_gap.earlier} gaps before it."
        ),
    ]


def burstiness_block() -> list[str]:
    found = described()
    sizes = (5, 8, 12, 20, 50)
    bands = simulate_null_bands(sizes, generator())
    return [
        f"Burstiness: {found.burstiness.to_text()}; memoryless band {band_text(found.null_band)}.",
        *(f"Band for {gaps} gaps: {band_text(bands[gaps])}." for gaps in sizes),
    ]


def survival_block() -> list[str]:
    found = described()
    curve, window = found.survival, found.window
    middle = curve.quantile(0.5)
    median = "not reached" if middle is None else f"{middle:.0f} days"
    shares = ", ".join(f"{curve.at(365 * years):.2f}" for years in (1, 2, 3))
    expected = window.reason or (
        f"probability {window.coverage:.0%} between {window.earliest} and "
        f"{window.latest or 'never'} ({window.longer} of {found.gaps} gaps lasted "
        "longer than the silence so far)"
    )
    return [
        f"Kaplan-Meier median {median} (n = {found.gaps} gaps and the open one).",
        f"Share of gaps that last longer than one, two and three years: {shares}.",
        f"Next meeting, if gaps are as before: {expected}.",
    ]


def stated_block() -> list[str]:
    table = judge_promises(
        DATASET.events, DATASET.mechanisms, as_of=AS_OF, absences=DATASET.absences
    )
    row = table.set_index("mechanism_id").loc[SERIES]
    return [
        (
            f"Stated {row['stated']}: {row['years_kept']} of {row['years_due']} years kept; "
            f"without a meeting on record {row['missed']}."
        ),
        (
            f"Longest silence {row['longest_silence_days']:,.0f} days, from "
            f"{row['silence_from']:%Y-%m-%d} to {row['silence_to']:%Y-%m-%d}."
        ),
    ]


def counts_block() -> list[str]:
    counts = count_by_year(bilateral(), first_day=FIRST_DAY, last_day=AS_OF)
    last = counts.iloc[-1]
    limits = (
        f"{count}: {low:.2f} to {high:.2f}"
        for count, low, high in zip(
            (0, 1, 3, 5, 10), *compute_garwood_limits([0, 1, 3, 5, 10]), strict=True
        )
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
    cases = fit_growth_with_and_without(
        bilateral(), first_day=FIRST_DAY, last_day=AS_OF, generator=generator()
    )
    rows = [
        f"Bilateral events per year, {case}: ratio {ratio:.3f} ({low:.3f} to {high:.3f}), "
        f"{family}, {years} years."
        for case, ratio, low, high, family, years in cases[
            ["case", "rate_ratio", "low", "high", "family", "years"]
        ].itertuples(index=False)
    ]
    found = fit_growth(bilateral(), first_day=FIRST_DAY, last_day=AS_OF, generator=generator())
    change = find_change_point(
        bilateral(), first_day=FIRST_DAY, last_day=AS_OF, generator=generator()
    )
    return [*rows, f"Why: {found.why}.", f"Change-point: {change.sentence}."]


def periods_block() -> list[str]:
    middle = date(2017, 1, 1)
    found = compare_periods(
        bilateral(), earlier=(date(2007, 1, 1), date(2016, 12, 31)), later=(middle, AS_OF)
    )
    return [
        (
            f"Bilateral events from 2017 against 2007-2016: ratio {found.ratio.to_text()}; E-test "
            f"p = {found.p_value:.2g}, conditional test p = {found.p_exact:.2g}."
        )
    ]


def network_block() -> list[str]:
    services = roll_up(DATASET.participants, DATASET.actors, ("service", "agency"))
    events = keep_held(DATASET.events, AS_OF)
    ranks = rank_with_intervals(services, events)
    rows = [
        f"{names[node]}: in {value:.0%} of the events, rank {rank} ({low} to {high} "
        "without any one)."
        for names in [DATASET.actors.set_index("actor_id")["name"].to_dict()]
        for node, value, rank, low, high in ranks[
            ["node", "value", "rank", "rank_low", "rank_high"]
        ]
        .head(4)
        .itertuples(index=False)
    ]
    shared = services.loc[services["event_id"].isin(events["event_id"]), "event_id"].nunique()
    return [f"{len(ranks)} services and agencies in {shared} events.", *rows]


def null_block() -> list[str]:
    services = roll_up(DATASET.participants, DATASET.actors, ("service", "agency"))
    graph = two_mode(services, DATASET.events, as_of=AS_OF)
    pairs = compare_co_participation(graph, generator=generator(), draws=199)
    first = pairs.iloc[0]
    return [
        (
            f"{first['a']} and {first['b']} share {first['observed']} events, "
            f"{first['expected']:.1f} expected; p = {first['p_family']:.3f} "
            f"after looking at {len(pairs)} pairs."
        )
    ]


def lineage_block() -> list[str]:
    graph = build_lineage(
        DATASET.relations, instruments=DATASET.instruments, mechanisms=DATASET.mechanisms
    )
    uses = find_first_use(
        DATASET.instruments, DATASET.relations, DATASET.events, as_of=AS_OF
    ).set_index("instrument_id")
    agreement = uses.loc["acsa-rpss"]
    return [
        f"{len(graph)} nodes, {graph.number_of_edges()} steps from one to the next.",
        (
            f"Supply agreement: {agreement['days_to_force']:.0f} days from signature to force, "
            f"{agreement['days_force_to_use']:.0f} more to its first use ({agreement['event_id']})."
        ),
    ]


def audit_block() -> list[str]:
    alone = estimate_single_source_share(
        DATASET.claims, DATASET.sources, DATASET.events["event_id"]
    )
    publishers = tabulate_publishers(DATASET.claims, DATASET.sources)
    precision = count_precision(DATASET.events).set_index("precision")["events"]
    return [
        f"Share of events that rest on one publisher: {alone.to_text()}.",
        (
            f"{len(publishers)} publishers, the largest with {publishers['share'].max():.0%} of "
            f"{publishers['claims'].sum():,} claims."
        ),
        (
            f"Editions dated to the day {precision['day']}, to the month {precision['month']}, "
            f"to the year {precision['year']}."
        ),
        f"Rulings on contradictions: {len(DATASET.rulings)}.",
    ]


def sensitivity_block() -> list[str]:
    made = list_changes({"claims": DATASET.claims, "events": DATASET.events})
    every = [DATASET.events, *(change.tables["events"] for change in made)]
    held = [len(keep_held(events, AS_OF)) for events in every]
    row = summarise_changes(
        compare_changes(made, {"events held": [Estimate(float(size), n=size) for size in held]})
    ).iloc[0]
    return [
        (
            f"Events held: {row['baseline']:.0f}; over {row['runs']} runs that drop one "
            f"source or one doubtful claim, {row['lowest']:.0f} to {row['highest']:.0f}."
        )
    ]


BLOCKS = {
    "record": record_block,
    "burstiness": burstiness_block,
    "survival": survival_block,
    "stated": stated_block,
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
