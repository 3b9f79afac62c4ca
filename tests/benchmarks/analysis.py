"""How the analysis grows: time, memory and exponent at sizes no defence ministry will reach.

``python -m tests.benchmarks.analysis``. Each measurement runs in a process of its own: its memory
is its own. "busy" is processor time, which other work on the machine does not lengthen; the
exponent is the slope of log busy time over log size from one size to the next (1 is linear).
Targets on two cores: cadence, growth and audit tables over a million events in 20,000 series
together within 20 s and 3 GB; degrees, k-core and projection of a two-mode graph with 100,000 edges
within 20 s.
"""

import argparse
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

AS_OF = date(2025, 1, 1)
FIRST_DAY = date(1970, 1, 1)
EVENTS_PER_SERIES = 50
EVENTS = (125_000, 250_000, 500_000, 1_000_000)
EDGES = (12_500, 25_000, 50_000, 100_000)
MONTHS, YEARS = 0.05, 0.01


def repeated(text: str, size: int) -> pd.api.extensions.ExtensionArray:
    return pd.array(np.full(size, text, dtype=object), dtype="str")


def names(stem: str, codes: np.ndarray) -> pd.api.extensions.ExtensionArray:
    unique = pd.array([f"{stem}-{at:06d}" for at in range(codes.max() + 1)], dtype="str")
    return unique[codes]


def make_events(size: int) -> pd.DataFrame:
    """Events at random days; one in twenty known to the month, one in a hundred to the year."""
    generator = np.random.default_rng(0)
    width = np.zeros(size, dtype=np.int64)
    width[generator.random(size) < MONTHS] = 29
    width[generator.random(size) < YEARS] = 364
    day = np.datetime64("1970-01-01") + generator.integers(0, 19_500, size)
    series = generator.integers(0, size // EVENTS_PER_SERIES, size)
    precision = pd.array(["day", "month", "year"], dtype="str")[
        np.searchsorted([1, 30], width, "right")
    ]
    domains = names("domain", series % 12)
    return pd.DataFrame(
        {
            "event_id": names("event", np.arange(size)),
            "mechanism_id": names("series", series),
            "parent_event_id": repeated("", size),
            "edition": pd.array([pd.NA] * size, dtype="Int64"),
            "start_earliest": day.astype("datetime64[s]"),
            "start_latest": (day + width).astype("datetime64[s]"),
            "start_precision": precision,
            "mode": repeated("in_person", size),
            "status": repeated("held", size),
            "scope": repeated("bilateral", size),
            "domain": domains,
        }
    )


def make_claims(size: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One claim of each event, from two thousand sources of two hundred publishers."""
    generator = np.random.default_rng(1)
    source = generator.integers(0, 2000, size)
    claims = pd.DataFrame(
        {
            "claim_id": names("claim", np.arange(size)),
            "subject_id": names("event", np.arange(size)),
            "field": repeated("start", size),
            "value": repeated("x", size),
            "source_id": names("source", source),
            "credibility": pd.array(generator.integers(1, 6, size), dtype="Int64"),
        }
    )
    every = np.arange(2000)
    sources = pd.DataFrame(
        {
            "source_id": names("source", every),
            "publisher": names("publisher", every % 200),
            "house": names("publisher", every % 200),
            "kind": names("kind", every % 4),
            "reliability": pd.array(list("ABCD"), dtype="str")[every % 4],
        }
    )
    return claims, sources


def run_cadence(events: pd.DataFrame) -> None:
    from defcoop.analysis.cadence import series as cadence
    from defcoop.analysis.cadence.gaps import list_gaps

    generator = np.random.default_rng(2)
    cadence.cadence_table(events, as_of=AS_OF, generator=generator)
    list_gaps(events, as_of=AS_OF)


def run_growth(events: pd.DataFrame) -> None:
    from defcoop.analysis.growth import trends
    from defcoop.analysis.growth.counts import count_by_year
    from defcoop.analysis.growth.ratetrend import fit_rate_trend

    window = {"first_day": FIRST_DAY, "last_day": AS_OF}
    count_by_year(events, **window, by=["domain", "scope"])
    count_by_year(events, **window, by=["mechanism_id"])
    counts = count_by_year(events, **window)
    fit_rate_trend(counts["year"], counts["count"], counts["exposure"])
    trends.new_series(events, as_of=AS_OF)


def run_audit(events: pd.DataFrame) -> None:
    from defcoop.analysis.audit.coverage import (
        count_corroboration,
        count_precision,
        tabulate_coverage,
        tabulate_publishers,
    )

    claims, sources = CLAIMS[len(events)]
    tabulate_coverage(claims, sources, events)
    count_corroboration(claims, sources)
    tabulate_publishers(claims, sources)
    count_precision(events, by="mechanism_id")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Run something and give its seconds and its busy seconds."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - busy


def run_tables(events: pd.DataFrame) -> None:
    for run in (run_cadence, run_growth, run_audit):
        run(events)


def make_network(edges: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Participation at random: five actors an event, twenty events an actor."""
    generator = np.random.default_rng(3)
    size = edges // 5
    events = make_events(size)
    taken = pd.DataFrame(
        {
            "event_id": names("event", generator.integers(0, size, edges)),
            "actor_id": names("actor", generator.integers(0, edges // 20, edges)),
            "role": repeated("participant", edges),
        }
    )
    return taken, events.assign(title="")


def run_network(tables: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    import networkx as nx

    from defcoop.analysis import network
    from defcoop.analysis.network.twomode import two_mode

    graph = two_mode(*tables)
    dict(graph.degree())
    nx.core_number(graph)
    network.projection(graph)


def measure(name: str, size: int) -> None:
    """Make one measurement in this process and print seconds, busy seconds and peak MB."""
    if name == "network":
        tables = make_network(size)
        seconds, busy = timed(lambda: run_network(tables))
    else:
        events = make_events(size)
        CLAIMS[size] = make_claims(size)
        seconds, busy = timed(lambda: PARTS[name](events))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, busy, peak)


CLAIMS: dict[int, tuple[pd.DataFrame, pd.DataFrame]] = {}
PARTS: dict[str, Callable[[pd.DataFrame], None]] = {
    "tables": run_tables,
    "cadence": run_cadence,
    "growth": run_growth,
    "audit": run_audit,
}


def report(title: str, name: str, sizes: tuple[int, ...]) -> None:
    """Measure each size in a fresh process and print a table."""
    print(f"\n{title}")
    print(f"{'size':>10} {'seconds':>9} {'busy':>9} {'MB':>7} {'exponent':>9}")
    before: tuple[int, float] | None = None
    for size in sizes:
        command = [sys.executable, "-m", "tests.benchmarks.analysis", "--measure", name, str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds, busy, peak = map(float, done.stdout.split())
        slope = ""
        if before:
            slope = f"{math.log(busy / before[1]) / math.log(size / before[0]):.2f}"
        before = (size, busy)
        print(f"{size:>10,} {seconds:>9.2f} {busy:>9.2f} {peak:>7.0f} {slope:>9}", flush=True)


def main() -> None:
    """Print all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure[0], int(arguments.measure[1]))
        return
    report("cadence, growth and audit tables together, by events", "tables", EVENTS)
    for part in ("cadence", "growth", "audit"):
        report(f"{part} alone, by events", part, EVENTS)
    report("two-mode graph, degrees, k-core and projection, by edges", "network", EDGES)


if __name__ == "__main__":
    main()
