"""A record of 100,000 events is loaded, checked and analysed: time, memory and how they grow.

``python -m tests.benchmarks.analysis [events ...]``. Each size runs in a process of its own: its
memory is its own. "busy" is processor time, which other work on the machine does not lengthen; the
exponent is the slope of log busy time over log size from one size to the next (1 is linear).
Target on two cores: 100,000 events in 2,000 series, a twentieth of them dated to the month, with
300,000 claims, within 20 s and 1 GB. Our own record has less than a hundredth of that.
"""

import argparse
import math
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

import defcoop
from defcoop.analysis.audit.coverage import count_corroboration, tabulate_coverage
from defcoop.analysis.cadence.gaps import list_gaps
from defcoop.analysis.cadence.series import describe_cadences
from defcoop.analysis.cadence.stated import judge_promises
from defcoop.analysis.growth.counts import count_by_year
from defcoop.analysis.growth.trends import find_change_point, fit_growth
from defcoop.analysis.selection import Selection, select_events
from tests.benchmarks.evidence import write_package

SIZES = (12_500, 25_000, 50_000, 100_000)
FIRST_DAY, AS_OF = date(1990, 1, 1), date(2025, 1, 1)
DRAWS = 50
VAGUE = 20
"""Every so many events are dated to the month."""


def write_record(folder: Path, size: int) -> None:
    """Write a faultless package in which some events are known only to the month."""
    write_package(folder, size)
    events = pd.read_csv(folder / "events.csv", dtype=str)
    vague = events.index % VAGUE == 0
    events.loc[vague, "start"] = events.loc[vague, "start"].str[:7]
    events.loc[vague, "end"] = ""
    events.to_csv(folder / "events.csv", index=False)
    claims = pd.read_csv(folder / "claims.csv", dtype=str)
    starts = dict(zip(events["event_id"], events["start"], strict=True))
    dated = claims["field"] == "start"
    claims.loc[dated, "value"] = claims.loc[dated, "subject_id"].map(starts)
    claims.to_csv(folder / "claims.csv", index=False)


def generator(name: str) -> np.random.Generator:
    return np.random.default_rng([1, zlib.crc32(name.encode())])


def analyse(data: defcoop.Dataset) -> None:
    """Ask what the reports on cadence, exercises and evidence ask, of the whole record."""
    chosen = select_events(data.events, data.mechanisms, data.claims, Selection(as_of=AS_OF))
    record = {"as_of": AS_OF, "absences": data.absences}
    describe_cadences(
        chosen, generators=generator, band_generator=generator("bands"), draws=DRAWS, **record
    )
    list_gaps(chosen, **record)
    judge_promises(chosen, data.mechanisms, **record)
    window = {"first_day": FIRST_DAY, "last_day": AS_OF}
    count_by_year(chosen, **window, by=["mechanism_id"])
    fit_growth(chosen, **window, generator=generator("growth"), draws=5)
    find_change_point(chosen, **window, generator=generator("change"))
    tabulate_coverage(data.claims, data.sources, chosen)
    count_corroboration(data.claims, data.sources, chosen["event_id"])


def measure(folder: Path) -> None:
    """Load, check and analyse in this process; print the seconds of both, busy seconds and MB."""
    began, busy = time.perf_counter(), time.process_time()
    data = defcoop.load(folder)
    loaded = time.perf_counter()
    analyse(data)
    ended = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(loaded - began, ended - loaded, time.process_time() - busy, peak)


def report(sizes: list[int]) -> None:
    """Measure each size in a fresh process and print a table."""
    print(f"{'events':>9} {'load s':>8} {'analyse s':>10} {'busy s':>8} {'MB':>6} {'exponent':>9}")
    before: tuple[int, float] | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            write_record(Path(folder), size)
            command = [sys.executable, "-m", "tests.benchmarks.analysis", "--measure", folder]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
        load, analysis, busy, peak = map(float, done.stdout.split())
        slope = ""
        if before:
            slope = f"{math.log(busy / before[1]) / math.log(size / before[0]):.2f}"
        before = (size, busy)
        row = f"{size:>9,} {load:>8.2f} {analysis:>10.2f} {busy:>8.2f} {peak:>6.0f} {slope:>9}"
        print(row, flush=True)


def main() -> None:
    """Print the table, or make one measurement for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure)
    else:
        report(list(arguments.sizes))


if __name__ == "__main__":
    main()
