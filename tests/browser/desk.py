"""What a person does in JupyterLab, step by step."""

import re
import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Response, expect

TIMEOUT = 30  # seconds for a server to answer
TRIES = 4
SOON = 4_000  # milliseconds
FIGURE = "[role=img] > svg"
ONE_MARK = """figure => {
  // Of all dots the one that stands farthest from the others cannot be mistaken for another.
  const dots = [...figure.querySelectorAll("[id^=PathCollection] use")].map(one => {
    const box = one.getBoundingClientRect();
    return {x: box.x + box.width / 2, y: box.y + box.height / 2};
  });
  const far = one => Math.min(...dots.filter(other => other !== one)
    .map(other => Math.hypot(one.x - other.x, one.y - other.y)));
  const best = dots.reduce((kept, one) => far(one) > far(kept) ? one : kept);
  const box = figure.getBoundingClientRect();
  return {x: best.x - box.x, y: best.y - box.y};
}"""


UNTIL = """const until = async ask => {
  for (const end = Date.now() + 60000; Date.now() < end; ) {
    const found = await ask();
    if (found) return found;
    await new Promise(again => setTimeout(again, 250));
  }
};"""
FINISHED_JOB = f"""async () => {{ {UNTIL}
  return until(async () => {{
    const jobs = (await (await fetch("/scheduler/jobs")).json()).jobs ?? [];
    return ["COMPLETED", "FAILED"].includes(jobs[0]?.status) ? jobs[0] : null;
  }});
}}"""
DOWNLOADED_FILES = f"""async id => {{ {UNTIL}
  return until(async () => {{
    const job = await (await fetch(`/scheduler/jobs/${{id}}`)).json();
    return job.job_files.every(one => one.file_path) ? job.job_files : null;
  }});
}}"""


def listening(address: str) -> str:
    """Return the address of a server once it answers; it names the address a moment before."""
    parts = urlsplit(address)
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        try:
            socket.create_connection((parts.hostname, parts.port), TIMEOUT).close()
        except ConnectionRefusedError:
            continue
        return address
    pytest.fail(f"{address} does not answer")


def open_notebook(page: Page, server: str, name: str) -> None:
    """Open a notebook and wait for its kernel."""
    page.goto(f"{server}/lab/tree/notebooks/{name}.ipynb?reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle")


def run_all(page: Page) -> None:
    """Choose Run > Run All Cells and wait until the last cell has run.

    A notebook that runs is scrolled to its end: there the number of the last cell appears, or the
    star of a cell that waits goes away when one before it has failed.
    """
    prompt = page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").last
    for _ in range(TRIES):
        page.locator(".jp-Notebook .jp-CodeCell").first.click()
        menu(page, "Run", "Run All Cells")
        if begun(prompt):
            break
    expect(prompt).to_have_text(re.compile(r"\[(\d+| )\]"))
    if prompt.inner_text().startswith("[ ]"):
        page.locator(".jp-WindowedPanel-outer").first.evaluate("panel => { panel.scrollTop = 0 }")
        pytest.fail(
            page.locator(
                ".jp-OutputArea-output[data-mime-type*=error], .jp-RenderedText"
            ).first.inner_text()
        )


def begun(prompt: Locator) -> bool:
    """Return whether cells run; JupyterLab forgets a request that comes before its kernel does."""
    try:
        expect(prompt).to_have_text(re.compile(r"\[(\*|\d+)\]"), timeout=SOON)
    except AssertionError:
        return False
    return True


def menu(page: Page, name: str, item: str) -> None:
    """Choose an item of the menu bar."""
    page.get_by_role("menuitem", name=name, exact=True).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def saving(name: str) -> Callable[[Response], bool]:
    """Return what tells the answer of the server to saving a notebook."""
    return lambda answer: answer.request.method == "PUT" and f"/{name}.ipynb" in answer.url


def shut_down(page: Page) -> None:
    """Choose Kernel > Shut Down Kernel and wait until it is gone."""
    menu(page, "Kernel", "Shut Down Kernel")
    expect(page.locator("#jp-main-statusbar")).not_to_contain_text("| Idle")


def scroll_to_top(page: Page) -> None:
    """Scroll to the beginning of the notebook."""
    page.locator(".jp-WindowedPanel-outer").first.evaluate("panel => { panel.scrollTop = 0 }")
    page.locator(".parameter-form").wait_for()


def first_figure(page: Page) -> Locator:
    """Return the first figure of the notebook, in view."""
    figure = page.locator(FIGURE).first
    figure.scroll_into_view_if_needed()
    page.locator(".guide-pointer[data-ready]").first.wait_for(state="attached")
    return figure


def export(page: Page, name: str) -> bytes:
    """Choose File > Save and Export Notebook As > NAME and return the file that is downloaded."""
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Save and Export Notebook As").hover()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=name, exact=True).click()
    return download.value.path().read_bytes()
