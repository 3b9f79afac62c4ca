"""Load and check generated packages of growing size: time, memory and how they grow.

``python -m tests.benchmarks.evidence [events ...]``; the default is 10,000, 100,000 and 1,000,000
events with three claims each.  Each size runs in a process of its own: its memory is its own.
"""

import argparse
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from tests.toy import write_toy

EVENTS_PER_SERIES = 50
SOURCES = 2000
FIELDS = ["start", "place_id", "status", "name"]


def write_package(folder: Path, count: int) -> None:
    """Write a faultless package of ``count`` events, each with three claims."""
    write_toy(folder)
    headers = {path.stem: path.read_text().splitlines()[0] for path in folder.glob("*.csv")}
    for name, header in headers.items():
        (folder / f"{name}.csv").write_text(header + "\n")
    generator = np.random.default_rng(1)
    numbers = np.arange(count)
    series = numbers // EVENTS_PER_SERIES
    mechanisms = [f"series-{number}" for number in range(series[-1] + 1)]
    days = np.datetime64("1990-01-01") + generator.integers(0, 12000, count)
    days = pd.Series(np.sort(days.reshape(-1, EVENTS_PER_SERIES), axis=1).ravel()).astype(str)
    # Two events of one series on one day would be the same event twice: the place tells them apart.
    place = [f"place-{number % EVENTS_PER_SERIES}" for number in numbers]
    identity = [f"event-{number}" for number in numbers]
    source = [f"source-{number}" for number in generator.integers(0, SOURCES, count)]
    frames = {
        "sources": {
            "source_id": [f"source-{number}" for number in range(SOURCES)],
            "title": "A page", "publisher_id": "press", "kind": "news", "reliability": "B",
        },
        "publishers": {
            "publisher_id": ["press"], "name": "A publisher", "house": "press",
            "kind": "newspaper",
        },
        "places": {"place_id": [f"place-{n}" for n in range(EVENTS_PER_SERIES)], "name": "A place"},
        "mechanisms": {
            "mechanism_id": mechanisms, "name": mechanisms, "short_name": mechanisms,
            "kind": "dialogue", "domain": "joint", "core": "true",
            "scope": "bilateral",
        },
        "events": {
            "event_id": identity, "mechanism_id": [mechanisms[number] for number in series],
            "title": "An event", "start": days, "end": days, "place_id": place,
            "mode": "in_person", "status": "held", "scope": "bilateral",
        },
        "claims": {
            "claim_id": [f"claim-{number}" for number in range(3 * count + len(mechanisms))],
            "subject_id": [*identity, *identity, *identity, *mechanisms],
            "field": np.repeat(FIELDS, [count] * 3 + [len(mechanisms)]),
            "value": [*days, *place, *["held"] * count, *mechanisms],
            "source_id": [*source, *source, *source, *source[: len(mechanisms)]],
            "credibility": 2,
            "told": "after",
        },
    }  # fmt: skip
    for name, columns in frames.items():
        table = pd.DataFrame(columns).reindex(columns=headers[name].split(","))
        table.to_csv(folder / f"{name}.csv", index=False)


def measure(folder: Path) -> None:
    """Load a package in this process and print seconds and peak memory."""
    from defcoop import load

    began = time.perf_counter()
    dataset = load(folder)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(len(dataset.events), seconds, peak)


def main() -> None:
    """Measure each size in a fresh process and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure)
        return
    print(f"{'events':>10} {'claims':>10} {'seconds':>9} {'MB':>7} {'exponent':>9}")
    before: tuple[int, float] | None = None
    for count in arguments.events:
        with tempfile.TemporaryDirectory() as scratch:
            write_package(Path(scratch), count)
            command = [sys.executable, "-m", "tests.benchmarks.evidence", "--measure", scratch]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
        events, seconds, peak = map(float, done.stdout.split())
        exponent = ""
        if before:
            exponent = f"{math.log(seconds / before[1]) / math.log(events / before[0]):.2f}"
        before = (int(events), seconds)
        print(f"{events:>10,.0f} {3 * events:>10,.0f} {seconds:>9.2f} {peak:>7.0f} {exponent:>9}")


if __name__ == "__main__":
    main()
