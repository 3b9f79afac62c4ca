"""The same plan on a Dask cluster: a real scheduler, real worker processes, one of them killed."""

import json
import os
import subprocess
import sys
import time

import psutil
import pytest

pytest.importorskip("distributed", reason="the dask extra is not installed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),  # distributed warns of many things that are its own
]


def published(out):
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
        and path.name not in ("run.json", "index.html", ".lock")
        and ".cache" not in path.parts
    }


def until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, each a process with a folder of its own."""
    address_file = tmp_path / "scheduler.json"
    environment = {**os.environ, "DASK_LOGGING__DISTRIBUTED": "error"}
    processes = []

    def start(*words):
        log = (tmp_path / "dask.log").open("ab")
        processes.append(
            subprocess.Popen(
                [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
                env=environment,
                stdout=log,
                stderr=log,
            )
        )
        log.close()
        return processes[-1]

    start(
        "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
        "--scheduler-file", str(address_file),
    )  # fmt: skip
    until(lambda: address_file.exists() and address_file.stat().st_size)
    workers = []
    for number in range(2):
        folder = tmp_path / f"worker-{number}"
        folder.mkdir()
        workers.append(
            start(
                "dask_worker", "--scheduler-file", str(address_file), "--nthreads", "1",
                "--no-nanny", "--no-dashboard", "--local-directory", str(folder),
            )
        )  # fmt: skip
    yield json.loads(address_file.read_text())["address"], workers
    for process in processes:
        process.kill()
        process.wait()


def test_a_cluster_gives_the_same_bytes(built, copy, cluster):
    address, _ = cluster
    out = copy.folder / "far"
    failures = copy.build(all=True, out=out, executor="dask", scheduler=address)
    assert not any(failures.values()), failures
    assert published(out) == published(built.out)


def test_the_death_of_a_worker_is_survived(built, copy, cluster):
    address, workers = cluster
    # The first kernel to run this kills the Dask worker that it runs for, in mid-build.
    flag, path = copy.folder / "flag", copy.folder / "notebooks/rain.ipynb"
    line = (
        "import os, pathlib\\n"
        f"flag = pathlib.Path('{flag}')\\n"
        "if not flag.exists():\\n"
        "    flag.touch()\\n"
        "    os.kill(int(os.environ['IPYTHONDIR'].split('notebook-build-')[1].split('-')[0]), 9)\\n"
    )
    path.write_text(path.read_text().replace("total = ", f"{line}total = ", 1))
    out = copy.folder / "far"
    failures = copy.build(all=True, out=out, executor="dask", scheduler=address)
    assert not any(failures.values()), failures
    assert flag.exists()
    until(lambda: sum(worker.poll() is not None for worker in workers) == 1)
    for name in ("towns/report.pdf", "profile/leh/report.html"):
        assert (out / name).read_bytes() == (built.out / name).read_bytes()


def test_a_cluster_of_its_own(copy):
    out = copy.folder / "far"
    assert copy.build("towns", out=out, executor="dask", workers=2) == {"towns": None}
    assert (out / "towns/report.pdf").read_bytes() == (copy.out / "towns/report.pdf").read_bytes()
    left = [child for child in psutil.Process().children(recursive=True) if "dask" in child.name()]
    assert left == []


def test_a_scheduler_that_does_not_answer(copy):
    with pytest.raises(OSError, match="Timed out"):
        copy.build("towns", out=copy.folder / "far", executor="dask", scheduler="tcp://127.0.0.1:9")


def test_a_worker_with_other_code_refuses():
    from nbpress.build.dask_pool import perform_on_cluster
    from nbpress.build.tasks import Execute, Inputs

    inputs = Inputs({}, "d", "TOY_DATA", {}, "python3", "the code of another version")
    result = perform_on_cluster(Execute("k", "n", b"", {}, {}, 1, 1), inputs)
    assert result.failure.kind == "code"
    assert "has other code than the build" in result.failure.message
