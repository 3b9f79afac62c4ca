"""Failure is ordinary: the report is marked, its last good version stays, the others go on."""

import contextlib
import datetime
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

ALL = ["rain", "towns", "year-book", "profile/leh", "profile/pune"]


def breaking(toy, notebook, code):
    """Put a line of code into the cell of a notebook that reads a table."""
    path = toy.folder / "notebooks" / f"{notebook}.ipynb"
    line = code.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    text = path.read_text()
    marker = "total = "
    assert marker in text
    path.write_text(text.replace(marker, f"{line}\\n{marker}", 1))


def good_files(toy, name):
    folder = toy.out / name
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "run.json"
    }


def test_a_failing_cell(copy):
    before = good_files(copy, "rain")
    breaking(copy, "rain", "deep = 1 / 0")
    copy.moment += datetime.timedelta(days=3)
    failures = copy.build(all=True)
    # The binder has the same chapter; the others had nothing to do or are as before.
    assert {name for name, failure in failures.items() if failure} == {"rain", "year-book"}
    failure = failures["rain"]
    assert (failure.kind, failure.notebook, failure.cell) == ("cell", "rain", 4)
    assert failure.message == "ZeroDivisionError: division by zero"
    assert "deep = 1 / 0" in failure.traceback
    assert "\x1b" not in failure.traceback
    assert good_files(copy, "rain") == before
    run = copy.read("rain/run.json")
    assert run["outcome"] == "failed"
    assert run["failure"]["cell"] == 4
    assert run["new_tries"] == 0  # a failing cell fails again
    page = (copy.out / "index.html").read_text()
    assert "last good version, 3 days older than the failed try" in page
    assert "ZeroDivisionError" in page


def test_a_report_that_failed_is_tried_again_and_mended(copy):
    path = copy.folder / "notebooks/rain.ipynb"
    sound = path.read_text()
    breaking(copy, "rain", "1 / 0")
    copy.build("rain")
    path.write_text(sound)
    assert copy.plan("rain")["rain"] == ("run", ("failed last time",))
    assert copy.build("rain") == {"rain": None}
    assert copy.read("rain/run.json")["outcome"] == "published"
    assert "last good version" not in (copy.out / "index.html").read_text()


def test_a_report_that_was_never_good_has_no_files_and_no_age(toy):
    breaking(toy, "towns", "raise SystemExit(3)")
    assert toy.build("towns", "rain")["rain"] is None
    assert sorted(path.name for path in (toy.out / "towns").iterdir()) == ["run.json"]
    assert '<strong class="failed">failed</strong>' in (toy.out / "index.html").read_text()


def test_a_kernel_that_dies_is_given_another_try_and_no_more(toy):
    count = toy.folder / "tries"
    breaking(
        toy, "rain", f"open({str(count)!r}, 'a').write('.'); import os; os.kill(os.getpid(), 9)"
    )
    failure = toy.build("rain")["rain"]
    assert failure.kind == "kernel"
    assert "the kernel died" in failure.message
    assert len(count.read_text()) == 2  # one try and, by the catalogue, one more
    assert toy.read("rain/run.json")["new_tries"] == 1


def test_a_kernel_that_dies_once_is_no_failure(toy):
    flag = toy.folder / "flag"
    breaking(
        toy,
        "rain",
        f"import os, pathlib\nflag = pathlib.Path({str(flag)!r})\n"
        "if not flag.exists():\n    flag.touch()\n    os.kill(os.getpid(), 9)",
    )
    assert toy.build("rain") == {"rain": None}
    assert toy.read("rain/run.json")["new_tries"] == 1


def test_a_cell_that_runs_too_long(toy):
    toy.catalogue("cell: 60", "cell: 2")
    breaking(toy, "rain", "import time; time.sleep(600)")
    failure = toy.build("rain", "towns")
    assert failure["towns"] is None
    assert failure["rain"].kind == "time"
    assert "a cell ran longer than its limit of 2 s" in failure["rain"].message


def test_a_kernel_that_hangs_below_python(toy):
    toy.catalogue("report: 120", "report: 4")
    # Ignores every signal that can be ignored, and stops: only killing helps.
    breaking(
        toy,
        "rain",
        "import os, signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nos.kill(os.getpid(), signal.SIGSTOP)",
    )
    failure = toy.build("rain")["rain"]
    assert failure.kind == "time"
    assert "longer than its limit of 4 s" in failure.message


def test_a_kernel_that_runs_out_of_memory(toy):
    # The limit stands for the machine's; the allocation fails as it would, and the kernel with it.
    breaking(
        toy,
        "rain",
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))\n"
        "kept = bytearray(2**33)",
    )
    failure = toy.build("rain")["rain"]
    assert (failure.kind, failure.message) == ("cell", "MemoryError")


def test_a_worker_that_dies_is_replaced(toy):
    """The process that drives the kernel is killed, not the kernel."""
    flag = toy.folder / "flag"
    breaking(
        toy,
        "rain",
        f"import os, pathlib, signal\nflag = pathlib.Path({str(flag)!r})\n"
        "if not flag.exists():\n    flag.touch()\n"
        "    os.kill(int(os.environ['IPYTHONDIR'].split('notebook-build-')[1].split('-')[0]), 9)\n"
        "    import time; time.sleep(600)",
    )
    assert toy.build("rain", "towns") == {"rain": None, "towns": None}
    assert toy.read("rain/run.json")["new_tries"] == 1


def test_a_notebook_that_reads_other_data_is_refused(toy):
    breaking(toy, "rain", "read['towns'] = '0' * 64")
    failure = toy.build("rain")["rain"]
    assert failure.kind == "data"
    assert "read other tables than the build gave it: towns" in failure.message


def test_data_that_fails_its_check_publishes_nothing(toy):
    from nbpress.errors import CheckError

    toy.faults.append("rain.csv:2:millimetres: 'x': not a number; write a number")
    with pytest.raises(CheckError, match="not a number"):
        toy.build(all=True)
    assert not list(toy.out.rglob("*.html"))
    toy.faults.clear()
    toy.build("towns")
    assert (toy.out / "towns/report.html").exists()


@contextlib.contextmanager
def small_disk(folder, *options):
    """Mount a small file system in memory, if we may."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)]
    if os.getuid() != 0 or subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("needs the right to mount a file system: run as root in a full machine")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts as Linux does")
def test_a_full_disk(toy):
    with small_disk(toy.out, "size=600k"):
        toy.build("towns", formats=("html",))
        before = good_files(toy, "towns")
        filler = toy.out / "filler"
        with contextlib.suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(b"\0" * 4096)
                file.flush()
        failures = toy.build("towns", "rain", force=True, formats=("html",))
        assert {failure.kind for failure in failures.values()} == {"publish"}
        assert "No space left on device" in failures["rain"].message
        assert good_files(toy, "towns") == before
        assert not (toy.out / "rain").exists()
        filler.unlink()
        assert toy.build("towns", "rain", formats=("html",)) == {"rain": None}
        assert not list((toy.out / ".staging").glob("*"))


@pytest.mark.skipif(sys.platform != "linux", reason="mounts as Linux does")
def test_an_unwritable_folder(toy):
    with small_disk(toy.out, "ro"), pytest.raises(OSError, match="Read-only file system"):
        toy.build("towns")


def test_a_folder_where_a_file_is_in_the_way(toy):
    toy.out.write_text("a file")
    with pytest.raises(OSError, match=r"File exists|Not a directory"):
        toy.build("towns")


def left_behind():
    """The processes below this one, and the folders in which templates listen for it."""
    folders = set(Path(tempfile.gettempdir()).glob(f"warm-kernel-{os.getpid()}-*"))
    return set(psutil.Process().children(recursive=True)), folders


def command(process):
    """The command of a process; of one that has just ended, nothing."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def test_nothing_is_left_of_a_build(toy):
    # Other tests of this process may have templates of their own.
    processes, folders = left_behind()
    toy.build(all=True)
    more_processes, more_folders = left_behind()
    commands = [command(process) for process in more_processes - processes]
    assert not [line for line in commands if "kernels.template" in line or "ipykernel" in line]
    assert more_folders == folders


def test_a_strict_report_that_breaks_a_standard_fails_and_says_how(copy):
    before = good_files(copy, "rain")
    path = copy.folder / "notebooks/rain.ipynb"
    path.write_text(path.read_text().replace("sources=[]", 'sources=[\\"nobody\\"]'))
    assert copy.build("rain", force=True) == {"rain": None}
    assert any("nobody" in notice for notice in copy.read("rain/run.json")["notices"])
    catalogue = (copy.folder / "catalogue.yml").read_text()
    copy.write("catalogue.yml", catalogue.replace("[html, pdf]", "[html, pdf]\n  strict: true"))
    assert copy.plan("rain")["rain"] == ("render", ("strictness changed",))
    published = good_files(copy, "rain")
    failure = copy.build("rain")["rain"]
    assert failure.kind == "render"
    assert "nobody" in failure.message
    assert good_files(copy, "rain") == published != before
