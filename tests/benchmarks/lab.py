"""From ``defcoop lab`` to the first figure, step by step, and how long each redraw takes.

``python -m tests.benchmarks.lab [--redraws] [notebook ...]``; the first step, which ``--redraws``
leaves out, needs JupyterLab and Chromium.  Redraws are measured in this process, cell by cell, as
the form runs them, in seconds of processor time beside those of the clock, so that a busy machine
does not blur them.
"""

import argparse
import gc
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

from defcoop.chapters.declarations import DECLARATIONS
from defcoop.lab import attended
from tests.browser import desk

ROOT = Path(__file__).resolve().parents[2]
CHOICES: tuple[dict[str, Any], ...] = (
    {"domains": ["sea"]},
    {"first_day": "2010-01-01"},
    {"credibility": 2},
    {"covid": "without"},
)


def steps() -> Iterator[tuple[str, float]]:
    """Yield what happens from the command to the first figure, and when."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        began = time.perf_counter()
        process = start(Path(name))
        try:
            where = next(line for line in process.stderr or () if "?token" in line).split()[-1]
            address = where[: where.index("/lab")].replace("localhost", "127.0.0.1")
            base = desk.listening(address)
            yield "server answers", time.perf_counter() - began
            page.goto(f"{base}/lab?token=bench")
            desk.open_notebook(page, base, "cadence")
            yield "notebook on screen, kernel ready", time.perf_counter() - began
            first = page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").first
            for _ in range(desk.TRIES):
                page.locator(".jp-Notebook .jp-CodeCell").first.click()
                page.keyboard.press("Escape")
                # Parameters, validation with the form, a heading, the first figure.
                for _ in range(4):
                    page.keyboard.press("Shift+Enter")
                if desk.begun(first):
                    break
            page.locator(desk.FIGURE).first.wait_for()
            yield "form and first figure shown", time.perf_counter() - began
        finally:
            browser.close()
            process.kill()
            process.communicate()


def start(folder: Path) -> "subprocess.Popen[str]":
    """Start ``defcoop lab`` on a copy of the project."""
    for part in ("notebooks", "data"):
        shutil.copytree(ROOT / part, folder / part)
    own = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    words = ["lab", "--no-browser", "--port=0", "--IdentityProvider.token=bench", "--allow-root"]
    return subprocess.Popen(
        [Path(sys.executable).with_name("defcoop"), *words],
        cwd=folder,
        env={**os.environ, **own},
        stderr=subprocess.PIPE,
        text=True,
    )


def redraws(notebook: str) -> Iterator[tuple[int, str, list[float], list[float]]]:
    """Yield, for each cell of a notebook, the seconds of clock and processor of its redraws."""
    cells = [
        cell.source
        for cell in nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", 4).cells
        if cell.cell_type == "code"
    ]
    taken: dict[int, list[tuple[float, float]]] = {at: [] for at in range(1, len(cells))}
    for choice in ({}, *CHOICES):
        declared = {each.name: each.default for each in DECLARATIONS[notebook]}
        namespace: dict[str, Any] = {**declared, **choice}
        for at, source in enumerate(cells[1:], 1):
            clock, processor = time.perf_counter(), time.process_time()
            attended.evaluate(source, namespace)
            if choice:  # the first run imports and reads
                spent = time.perf_counter() - clock, time.process_time() - processor
                taken[at].append(spent)
        if not choice:
            gc.freeze()  # as `live.Stage.settle` does
    for at, pairs in taken.items():
        yield at + 1, cells[at].splitlines()[-1], *map(list, zip(*pairs, strict=True))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", default=["cadence", "exercises", "mechanisms"])
    parser.add_argument("--redraws", action="store_true", help="measure the redraws alone")
    arguments = parser.parse_args()
    if not arguments.redraws:
        print("From defcoop lab to the first figure (seconds since the command)")
        for what, seconds in steps():
            print(f"  {seconds:6.2f}  {what}")
    for notebook in arguments.notebooks:
        print(f"\n{notebook}: redraw of each cell (median, worst of {len(CHOICES)} choices; CPU)")
        total = 0.0
        for number, line, clock, processor in redraws(notebook):
            total += statistics.median(clock)
            print(
                f"  cell {number:2}  {statistics.median(clock):5.2f}  {max(clock):5.2f}"
                f"  {statistics.median(processor):5.2f}  {line.strip()[:60]}"
            )
        print(f"  whole    {total:5.2f}")


if __name__ == "__main__":
    main()
