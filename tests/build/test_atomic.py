"""Readers see the old report or the new one, whatever happens to the build."""

import os
import random
import signal
import tempfile
import threading
from pathlib import Path

import pytest

from nbpress.build import publish
from nbpress.build.lock import locked
from nbpress.errors import LockedError
from tests.build import chaos
from tests.build.chaos import until

SEED = 20081022
NAMES = ["report.html", "report.pdf", "record.json", "data/a.csv", "data/b.csv"]


def generation(number):
    return {name: str(number).encode() * 2000 for name in NAMES}


def read_by_descriptor(folder):
    """All files of a folder as one reader has it open; None if it was replaced meanwhile."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return "absent"
    try:
        contents = set()
        for name in NAMES:
            file = os.open(name, os.O_RDONLY, dir_fd=descriptor)
            with os.fdopen(file, "rb") as stream:
                contents.add(stream.read())
    except FileNotFoundError:
        return None
    finally:
        os.close(descriptor)
    return contents


def test_a_reader_sees_one_generation(tmp_path):
    publish.publish(tmp_path, "report", generation(0))
    seen, stop = [], threading.Event()

    def look():
        while not stop.is_set():
            seen.append(read_by_descriptor(tmp_path / "report"))

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(1, 200):
        publish.publish(tmp_path, "report", generation(number % 10))
    stop.set()
    reader.join()
    whole = [contents for contents in seen if contents is not None]
    assert len(whole) > 10
    assert all(len(contents) == 1 for contents in whole)
    assert "absent" not in whole
    assert not list((tmp_path / publish.STAGING).iterdir())


def test_without_exchange_a_folder_is_still_never_a_mixture(tmp_path, monkeypatch):
    monkeypatch.setattr(publish, "exchanger", lambda: None)
    for number in range(3):
        publish.publish(tmp_path, "report", generation(number))
        assert publish.read(tmp_path / "report") == generation(number)
    assert not list((tmp_path / publish.STAGING).iterdir())


def test_what_cannot_be_finished_changes_nothing(tmp_path):
    publish.publish(tmp_path, "report", generation(0))
    with pytest.raises(OSError, match="File name too long"):
        publish.publish(tmp_path, "report", {"a": b"new", "n" * 300: b"too long"})
    assert publish.read(tmp_path / "report") == generation(0)
    assert not list((tmp_path / publish.STAGING).iterdir())


@pytest.mark.slow
def test_kill_9_at_random_moments(toy):
    generator = random.Random(SEED)
    wrong, _ = chaos.kill_at_random(toy, 20, generator, longest=5.0)
    assert wrong == []
    until(lambda: chaos.processes_of(toy) == [])
    failures = toy.build(all=True)
    assert not any(failures.values())
    assert list(chaos.torn(toy.out)) == []
    assert not list(toy.out.glob(".staging/*"))
    mine = f"notebook-build-{os.getpid()}-"
    left = [path.name for path in Path(tempfile.gettempdir()).glob("notebook-build-*")]
    assert [name for name in left if not name.startswith(mine) and not lives(name)] == []


def lives(name):
    """Whether the process that a scratch folder is named for lives: another test's, or ours."""
    return Path("/proc", name.split("-")[2]).exists()


def hold(toy):
    """Let the rain notebook wait for a file; return the file and the one that says it waits."""
    path = toy.folder / "notebooks/rain.ipynb"
    waits, go = toy.folder / "waits", toy.folder / "go"
    line = (
        f"import pathlib, time; pathlib.Path('{waits}').touch()\\n"
        f"while not pathlib.Path('{go}').exists(): time.sleep(0.02)\\n"
    )
    path.write_text(path.read_text().replace("total = ", f"{line}total = ", 1))
    return waits, go


def test_two_builds_at_once(toy):
    waits, go = hold(toy)
    with chaos.start(toy, "rain") as first:
        until(waits.exists)
        with pytest.raises(LockedError) as caught:
            toy.build("towns")
        message = str(caught.value)
        assert f"process {first.pid} on " in message
        assert "wait until it has ended, or build elsewhere with --out" in message
        elsewhere = toy.folder / "elsewhere"
        assert toy.build("towns", out=elsewhere) == {"towns": None}
        go.touch()
        assert first.wait(60) == 0
    assert toy.build("towns", "rain") == {"towns": None}


def test_the_lock_falls_with_a_killed_build(toy):
    waits, go = hold(toy)
    with chaos.start(toy, "rain") as first:
        until(waits.exists)
        first.kill()
    go.touch()
    assert toy.build("rain") == {"rain": None}


def test_a_plan_with_nothing_to_do_needs_no_lock(copy):
    with locked(copy.out):
        assert copy.build(all=True) == {}


def test_ctrl_c_stops_cleanly(toy):
    waits, _ = hold(toy)
    with chaos.start(toy) as build:
        until(waits.exists)
        until((toy.out / "towns/run.json").exists)
        build.send_signal(signal.SIGINT)
        assert build.wait(30) != 0
    until(lambda: chaos.processes_of(toy) == [])
    assert list(chaos.torn(toy.out)) == []
    assert not list(toy.out.glob(".staging/*"))
    assert "Towns" in (toy.out / "index.html").read_text()
    assert not (toy.out / "rain").exists()


def test_leftovers_of_a_killed_build_are_cleaned_by_the_next(toy):
    left = toy.out / ".staging" / "left"
    left.mkdir(parents=True)
    (left / "half.pdf").write_bytes(b"%PDF")
    toy.build("towns")
    assert not left.exists()
