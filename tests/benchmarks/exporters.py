"""Both formats of one executed report beside the stock routes, and Typst alone on 20 pages.

``python -m tests.benchmarks.exporters [notebook.ipynb]``; the default is a report of its own
making. The stock route is ``jupyter nbconvert --to html`` and Chromium's print to PDF; WeasyPrint
joins where it is installed. Each is run several times, in turn, in one run; medians are compared.
"""

import argparse
import importlib.util
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from nbpress.render import render, typeset, typst_document
from nbpress.render.outputs import declaration, outputs
from tests.render.notebooks import Notebook, figure, report, rows, table

ROUNDS = 5
WORDS = "The dialogue met in most years of the window, yet its gaps differ more than was said. "


def sample(parts: int) -> Notebook:
    """A report of `parts` sections, each with text, a figure of 200 marks and a table."""
    cells: list[object] = []
    for number in range(parts):
        table_rows = [[f"event {n}", f"2024-01-{n % 28 + 1:02}", str(n * 7)] for n in range(18)]
        cells += [
            f"## Part {number}\n\nSee [](#fig:f{number}) and [](#tbl:t{number}). {WORDS * 12}",
            figure(f"f{number}", svg=drawing(number)),
            table(f"t{number}", source=rows(["Event", "Day", "Value"], *table_rows)),
        ]
    return report(*cells)  # type: ignore[arg-type]


def drawing(seed: int) -> str:
    marks = "".join(
        f'<circle cx="{(n * 37 + seed) % 460}" cy="{(n * 53) % 200}" r="2.5" fill="#17457c"/>'
        f'<text x="{(n * 37) % 440}" y="{(n * 53) % 200}" font-size="6">{n}</text>'
        for n in range(100)
    )
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="468pt" height="210pt"'
    return f'{head} viewBox="0 0 468 210" font-family="Fira Sans">{marks}</svg>'


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebook", nargs="?", type=Path)
    given = parser.parse_args().notebook
    notebook = json.loads(given.read_text()) if given else sample(5)
    with tempfile.TemporaryDirectory() as folder:
        compare(notebook, Path(folder))
    twenty()


def compare(notebook: Notebook, folder: Path) -> None:
    """Time every route on `notebook`, in turn."""
    source = folder / "stock.ipynb"
    source.write_text(json.dumps(notebook))
    routes = available(notebook, source)
    for run in routes.values():
        run()
    times: dict[str, list[float]] = {name: [] for name in routes}
    for turn in range(ROUNDS):
        renew(notebook, turn)
        for name, run in routes.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for name, seconds in medians.items():
        print(f"{name:<55} {seconds:8.3f} s")
    ours = medians["ours, both formats, warm"]
    for name, seconds in medians.items():
        if name.startswith("stock"):
            print(f"{name}: ours takes 1/{seconds / ours:.1f} of it")


def renew(notebook: Notebook, turn: int) -> None:
    """Give the report another digest: Typst would remember a page that it has set before."""
    for record in (declaration(output) for output in outputs(notebook)):
        if record.get("kind") == "record":
            record["digest"] = f"{turn:064}"  # type: ignore[index]


def available(notebook: Notebook, source: Path) -> dict[str, Callable[[], object]]:
    """Return the routes that this machine has."""
    routes: dict[str, Callable[[], object]] = {
        "ours, HTML": lambda: render([notebook], "html"),
        "ours, PDF": lambda: render([notebook], "pdf"),
        "ours, both formats, warm": lambda: [render([notebook], to) for to in ("html", "pdf")],
    }
    page = source.with_suffix(".html")
    convert = [sys.executable, "-m", "nbconvert", "--to", "html", "--no-input", str(source)]
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser:
        printed = str(source.with_suffix(".pdf"))
        to_pdf = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--print-to-pdf={printed}",
            page.as_uri(),
        ]
        routes["stock: nbconvert HTML + Chromium print"] = lambda: [
            quietly(convert),
            quietly(to_pdf),
        ]
    if importlib.util.find_spec("weasyprint"):
        written = str(source.with_suffix(".weasy.pdf"))
        to_paper = [sys.executable, "-m", "weasyprint", str(page), written]
        routes["stock: nbconvert HTML + WeasyPrint"] = lambda: [quietly(convert), quietly(to_paper)]
    return routes


def quietly(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def twenty() -> None:
    """Time Typst's compile alone on a report of at least 20 pages."""
    from pypdf import PdfReader

    from nbpress.render.rendering import read_document
    from nbpress.render.scrub import scrub

    document = read_document([scrub(sample(18))])
    setting = typst_document.prepare_setting(document)
    floating = typeset.plan_setting(setting)
    taken, processor = [], []
    for _ in range(ROUNDS):
        # A changed digest makes Typst lay out anew what it would otherwise remember whole.
        setting.data["meta"]["digest"] = f"{len(taken):012}"
        start, used = time.perf_counter(), time.process_time()
        content = typeset.compile_planned(setting, typeset.STANDARDS, floating)
        taken.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as handle:
        Path(handle.name).write_bytes(content)
        pages = len(PdfReader(handle.name).pages)
    later = statistics.median(taken[1:])
    print(f"Typst alone, {pages} pages: first {taken[0]:.3f} s, then median {later:.3f} s")
    print(f"  of which processor time {statistics.median(processor):.3f} s")


if __name__ == "__main__":
    main()
