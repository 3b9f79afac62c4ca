"""Our build beside the stock route, on the same notebooks, with the same workers: ratios.

The stock route is what people type: papermill, ``jupyter nbconvert --to html``, and Chromium
printing that page.  Each part prints one line; seconds are those of this machine, ratios carry
over.  Parts: ``kernels``, ``single``, ``matrix``, ``nothing``, ``chaos``.
"""

import argparse
import asyncio
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
SINGLE = {"profile/jimex": {"mechanism": "jimex"}, "brief": {}, "cadence": {}}
VARIANTS = 24
WORKERS = 2
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
PLAIN = "python3"
WARM = "defcoop"
IMPORTS = "import numpy, pandas, matplotlib.pyplot, networkx, scipy.special, defcoop.chapters"


def timed(call, *arguments):
    """Seconds that a call takes."""
    began = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - began


def run(*words, **options):
    """Run a command; stop the benchmark if it fails."""
    found = subprocess.run(
        list(map(str, words)), cwd=ROOT, capture_output=True, text=True, check=False, **options
    )
    if found.returncode:
        sys.exit(f"{' '.join(map(str, words))}\n{found.stdout}{found.stderr}")
    return found.stdout


def stock(notebook, parameters, folder):
    """The stock route for one report."""
    name = "-".join([notebook, *parameters.values()])
    executed = folder / f"{name}.ipynb"
    given = [word for pair in parameters.items() for word in ("-p", *pair)]
    source = ROOT / "notebooks" / f"{notebook}.ipynb"
    environment = {**os.environ, "DEFCOOP_DATA": str(ROOT / "data")}
    run(sys.executable, "-m", "papermill", source, executed, "-k", PLAIN, *given, env=environment)
    run(sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--no-input", executed)
    if CHROMIUM:
        page = executed.with_suffix(".html")
        profile = folder / f"profile-{name}"
        run(
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
            f"--print-to-pdf={executed.with_suffix('.pdf')}", f"file://{page}",
        )  # fmt: skip


def ours(python, out, *words):
    """Our build, in a process of its own."""
    program = Path(python).with_name("defcoop")
    run(program, "build", *words, "--out", out, "--workers", WORKERS)


def report(what, stock_seconds, our_seconds, wanted):
    """Print one line with the ratio."""
    ratio = stock_seconds / our_seconds
    print(
        f"{what:34} stock {stock_seconds:7.2f} s   ours {our_seconds:7.2f} s   "
        f"ratio {ratio:5.1f} (at least {wanted})",
        flush=True,
    )


def single(python, folder, repeats):
    """One report from a cold process to both files; a short, a middling and a long one.

    Ours twice: built again, and built for the first time, when there is nothing to go by.
    """
    for name, parameters in SINGLE.items():
        notebook = name.partition("/")[0]
        seconds = {"stock": [], "again": [], "first": []}
        # In turns, so that a slower hour of the machine is slower for all.
        for number in range(repeats):
            first = folder / f"{notebook}-{number}"
            seconds["stock"].append(timed(stock, notebook, parameters, folder))
            seconds["first"].append(timed(ours, python, first, name))
            seconds["again"].append(timed(ours, python, first, name, "--force"))
        middle = {what: statistics.median(found) for what, found in seconds.items()}
        report(f"one report, cold: {name}", middle["stock"], middle["again"], 4)
        report("    for the first time", middle["stock"], middle["first"], 4)


def variants(count):
    """The first variants of the matrix of profiles."""
    listed = json.loads(run(sys.executable, "-m", "defcoop", "list", "profile", "--format", "json"))
    return listed[0]["variants"][:count]


def matrix(python, folder, _, count=VARIANTS):
    """A matrix of reports with as many workers on both sides."""
    names = variants(count)
    mine = timed(ours, python, folder / "matrix", *(f"profile/{name}" for name in names))
    with ThreadPoolExecutor(WORKERS) as pool:
        began = time.perf_counter()
        list(pool.map(lambda name: stock("profile", {"mechanism": name}, folder), names))
        theirs = time.perf_counter() - began
    report(f"{len(names)} reports, {WORKERS} workers", theirs, mine, 10)


def nothing(python, folder, repeats):
    """A build with nothing to do."""
    out = folder / "single"
    ours(python, out, *SINGLE)
    seconds = min(timed(ours, python, out, *SINGLE) for _ in range(max(repeats, 5)))
    print(f"{'nothing to do':34} ours {seconds:7.2f} s (under 0.5)", flush=True)


async def started(name):
    """A kernel with its imports, its client, and the seconds that it took."""
    from jupyter_client import AsyncKernelManager

    began = time.perf_counter()
    manager = AsyncKernelManager(kernel_name=name)
    manager.client_class = "nbpress.kernels.fast_client.PromptKernelClient"
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    await client.execute_interactive(IMPORTS, timeout=60)
    return manager, client, time.perf_counter() - began


async def kernel_costs(name, repeats):
    """Seconds until a kernel is ready with its imports; mean PSS in MiB, of as many as workers."""
    seconds, sizes = [], []
    for _ in range(repeats + 1):
        together = [await started(name) for _ in range(WORKERS)]
        seconds += [spent for _, _, spent in together]
        for manager, _, _ in together:
            process = psutil.Process(manager.provisioner.pid)
            sizes.append(process.memory_full_info().pss / 2**20)
        for manager, client, _ in together:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)
    # The first warm kernel waits for its template.
    return statistics.median(seconds[WORKERS:]), statistics.mean(sizes[WORKERS:])


def kernels(_python, _folder, repeats):
    """A kernel from the warm template beside a spawned one."""
    plain, plain_size = asyncio.run(kernel_costs(PLAIN, repeats))
    warm, warm_size = asyncio.run(kernel_costs(WARM, repeats))
    report("kernel ready with imports", plain, warm, 6)
    print(
        f"{'memory of a kernel (PSS)':34} spawned {plain_size:5.0f} MiB   "
        f"forked {warm_size:5.0f} MiB"
        f"   {100 * (1 - warm_size / plain_size):.0f} % less (at least 35 %)",
        flush=True,
    )


def chaos(_python, folder, _):
    """Builds killed at random moments; readers never see a mixture."""
    sys.path.insert(0, str(ROOT))
    from tests.build import chaos as killing
    from tests.build.project import Toy

    toy = Toy(folder / "toy")
    count = int(os.environ.get("CHAOS", "200"))
    wrong, started = killing.kill_at_random(toy, count, random.Random(20081022), longest=4.0)
    failures = [failure for failure in toy.build(all=True).values() if failure]
    wrong += [str(failure) for failure in failures] + list(killing.torn(toy.out))
    print(f"{'kill -9':34} {count} of {started} builds killed, {len(wrong)} torn", flush=True)
    for fault in wrong:
        print(f"    {fault}")
    if wrong:
        sys.exit(1)


PARTS = {
    "kernels": kernels,
    "nothing": nothing,
    "single": single,
    "matrix": matrix,
    "chaos": chaos,
}


def main():
    """Run the parts asked for, all by default."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=list(PARTS))
    parser.add_argument("--repeats", type=int, default=3, help="of each single measurement")
    parser.add_argument("--variants", type=int, default=VARIANTS, help="of the matrix")
    parser.add_argument(
        "--python",
        default=sys.executable,
        help="of the environment of `make report`, for our side; the stock route uses this one",
    )
    asked = parser.parse_args()
    if not CHROMIUM:
        print("there is no Chromium: the stock route is timed without its PDF")
    with tempfile.TemporaryDirectory() as scratch:
        for part in asked.parts:
            more = [asked.variants] if part == "matrix" else []
            PARTS[part](asked.python, Path(scratch), asked.repeats, *more)


if __name__ == "__main__":
    main()
