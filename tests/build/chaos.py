"""Kill a build at a random moment, and look at what a reader finds."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]


def start(toy, *arguments):
    """Start a build of a toy project in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.build.project", str(toy.folder), *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def torn(out):
    """What is wrong with what is published; nothing when every folder is one whole version."""
    for run in [*out.glob("*/run.json"), *out.glob("*/*/run.json")]:
        folder = run.parent
        stated = json.loads(run.read_text())["files"]
        found = {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file() and path.name != "run.json"
        }
        if stated != found:
            yield f"{folder}: files are not those of its run.json"
    for folder in out.glob("[a-z]*"):
        if folder.is_dir() and not any(folder.rglob("run.json")):
            yield f"{folder}: a folder without a run"
    index = out / "index.html"
    if index.exists() and not index.read_text().rstrip().endswith("</html>"):
        yield "the index is torn"


def processes_of(toy):
    """Processes that work for a toy project: they or their environment name its folder."""
    found = []
    for process in psutil.process_iter():
        try:
            words = " ".join([*process.cmdline(), *process.environ().values()])
            zombie = process.status() == psutil.STATUS_ZOMBIE
        except (psutil.AccessDenied, psutil.NoSuchProcess):
            continue
        if str(toy.folder) in words and not zombie and process.pid != os.getpid():
            found.append(process)
    return found


def kill_at_random(toy, count, generator, longest):
    """Change the data, start a build, kill it after a random time, until so many were killed.

    Returns what was found wrong, and how many builds were started; some end before they are killed.
    """
    wrong, killed, number = [], 0, 0
    while killed < count:
        number += 1
        toy.write("data/rain.csv", f"day,town,millimetres\n2024-01-02,leh,{number}\n")
        build = start(toy)
        try:
            build.wait(generator.uniform(0, longest))
        except subprocess.TimeoutExpired:
            build.send_signal(signal.SIGKILL)
            build.wait()
            killed += 1
        wrong += [f"kill {number}: {fault}" for fault in torn(toy.out)]
    return wrong, number


def until(condition, seconds=30):
    """Wait, but not for ever, until a condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("did not happen in time")
        time.sleep(0.02)
