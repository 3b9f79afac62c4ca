"""A real JupyterLab on a copy of the project, and a real Chromium that looks at it."""

import os
import queue
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.toy import ROOT

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytest.importorskip("jupyterlab", reason="JupyterLab is not installed: make lab, or defcoop[lab]")

from tests.browser import desk  # noqa: E402 - it needs what may be missing

TOKEN = "for-this-test-only"  # noqa: S105 - of a server that lives as long as the test
START = 60  # seconds for the server to say where it listens
WAIT = 60_000  # milliseconds for anything on a page
STRANGER = "stranger.ipynb"
STRANGE = """{"cells": [
 {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# Not one of ours"},
 {"cell_type": "code", "id": "b", "metadata": {}, "execution_count": 1, "source": "print('hello')",
  "outputs": [{"output_type": "stream", "name": "stdout", "text": "hello from elsewhere"}]}],
 "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
 "nbformat": 4, "nbformat_minor": 5}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's notebooks, data and catalogue: JupyterLab writes where it works."""
    folder = tmp_path_factory.mktemp("project")
    for part in ("notebooks", "data"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns(".*"))
    (folder / "reports").mkdir()
    shutil.copy(ROOT / "reports" / "catalogue.yml", folder / "reports")
    (folder / "notebooks" / STRANGER).write_text(STRANGE)
    return folder


@pytest.fixture(scope="session")
def server(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab started by ``defcoop lab``, with settings of its own."""
    own = tmp_path_factory.mktemp("jupyter")
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DEFCOOP_DATA"},
        **{f"JUPYTER_{name}_DIR": str(own / name) for name in ("CONFIG", "DATA", "RUNTIME")},
        "JUPYTERLAB_SETTINGS_DIR": str(own / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces"),
    }
    words = ["lab", "--no-browser", "--port=0", f"--IdentityProvider.token={TOKEN}", "--allow-root"]
    process = subprocess.Popen(
        [Path(sys.executable).with_name("defcoop"), *words],
        cwd=project,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    lines: queue.Queue[str] = queue.Queue()
    reader = threading.Thread(target=drain, args=(process, lines), daemon=True)
    reader.start()
    yield address(process, lines)
    process.terminate()
    process.wait(START)
    reader.join(START)


def address(process: "subprocess.Popen[str]", lines: "queue.Queue[str]") -> str:
    """Return where a server that has just been started listens, as soon as it says so."""
    said = []
    try:
        while True:
            said.append(lines.get(timeout=START))
            found = re.search(r"(http://127\.0\.0\.1:\d+)/\S*token", said[-1])
            if found:
                return desk.listening(found[1])
    except queue.Empty:
        process.kill()
        pytest.fail("JupyterLab did not start:\n" + "".join(said))


def drain(process: "subprocess.Popen[str]", lines: "queue.Queue[str]") -> None:
    """Read all that a server writes, so that it is never kept waiting."""
    with process.stderr:
        for line in process.stderr:
            lines.put(line)


@pytest.fixture(scope="module")
def chromium() -> Iterator["sync_api.Browser"]:
    """A headless Chromium; without one these tests are skipped, and say so.

    It ends with its module: Playwright keeps an event loop running in this thread, beside which no
    later test could run one of its own.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    path = path or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(server: str, chromium: "sync_api.Browser") -> Iterator["sync_api.Page"]:
    """An empty JupyterLab."""
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(WAIT)
    page = context.new_page()
    page.goto(f"{server}/lab?token={TOKEN}&reset")
    yield page
    context.close()
