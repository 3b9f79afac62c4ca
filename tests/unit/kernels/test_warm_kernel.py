"""A forked kernel is what a spawned one is; it lives and dies as one."""

import gc
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import psutil
import pytest

from nbpress.kernels import client, postfork, preconditions
from nbpress.kernels.provisioner import about_options

linux = pytest.mark.skipif(
    bool(preconditions.about_system()),
    reason=f"kernels are not forked here: {preconditions.about_system()}",
)
pytestmark = linux

# What a notebook could see of the process it runs in.  Names that differ from one process to
# another by their nature (ids, addresses, files of the connection) are left out.
PROBE = textwrap.dedent(
    """
    import os, signal, sys, threading, warnings, gc, random, matplotlib, locale, time
    seen = {
        "directory": os.getcwd(),
        "arguments": [part for part in sys.argv if not part.endswith(".json")],
        "path": sys.path,
        "umask": open("/proc/self/status").read().split("Umask:")[1].split()[0],
        "signals": {str(n): str(signal.getsignal(n)) for n in signal.valid_signals()},
        "blocked": [str(n) for n in signal.pthread_sigmask(signal.SIG_BLOCK, ())],
        "threads": sorted(type(thread).__name__ for thread in threading.enumerate()),
        "session": os.getsid(0) == os.getpid(),
        "group": os.getpgid(0) == os.getpid(),
        "main": sorted(name for name in vars(sys.modules["__main__"]) if name != "json"),
        "filters": sorted({str(found) for found in warnings.filters}),
        "collecting": gc.isenabled(),
        "backend": matplotlib.get_backend(),
        "encoding": [sys.stdout.encoding, locale.getpreferredencoding()],
        "zone": time.tzname,
        "hash": hash("a seed"),
        "recursion": sys.getrecursionlimit(),
        "input": os.readlink("/proc/self/fd/0").partition(":")[0],
        "environment": {
            name: value for name, value in os.environ.items()
            if name not in ("JPY_PARENT_PID", "LC_CTYPE", "PYTEST_CURRENT_TEST")
        },
    }
    """
)


@pytest.fixture
def warm_kernel(start):
    kernel = start()
    assert kernel.how == "forked"
    return kernel


def probe(kernel):
    kernel.run("import matplotlib.pyplot")
    assert kernel.run(PROBE)[1]["status"] == "ok"
    return kernel.value("seen")


def test_a_fork_looks_like_a_new_process(start, plain, tmp_path):
    environment = {**os.environ, "NOTEBOOK_TEST": "here", "TZ": "Asia/Kolkata"}
    options = {"cwd": str(tmp_path), "env": environment}
    forked, spawned = start(**options), start(plain, **options)
    assert forked.how == "forked"
    seen, expected = probe(forked), probe(spawned)
    # A spawned kernel's standard input is a pipe that its manager has closed.
    assert (seen.pop("input"), expected.pop("input")) == ("/dev/null", "pipe")
    # The debugger's, which a forked kernel does not offer.
    assert expected["environment"].pop("PYDEVD_USE_FRAME_EVAL") == "NO"
    assert seen == expected
    assert seen["environment"]["NOTEBOOK_TEST"] == "here"
    assert seen["zone"] == ["IST", "IST"]


def test_signals_pass_to_a_kernel_as_they_pass_through_exec():
    code = """
import signal
from nbpress.kernels.postfork import reset_signals
signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup leaves it
signal.signal(signal.SIGCHLD, print)
reset_signals()
print(signal.getsignal(signal.SIGHUP).name, signal.getsignal(signal.SIGCHLD).name)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["SIG_IGN", "SIG_DFL"]


def test_nothing_of_the_template_stays_open(warm_kernel):
    found = warm_kernel.value("[__import__('os').readlink(f'/proc/self/fd/{n}') for n in range(3)]")
    assert found[0] == "/dev/null"
    # The kernel's own channels lie beside the socket on which the template is asked for kernels.
    sockets = psutil.Process(warm_kernel.process).net_connections("unix")
    names = {Path(connection.laddr).name for connection in sockets if connection.laddr}
    channels = {f"s-{number}" for number in range(1, 6)}
    assert names & channels
    assert names <= channels


def test_every_kernel_begins_without_what_another_has_done(start):
    first = start()
    first.run(
        "import os, sys, math, matplotlib; left = 1; math.left = 1; os.environ['LEFT'] = '1';"
        "matplotlib.rcParams['font.size'] = 3; sys.path.append('/left')"
    )
    second = start()
    assert second.how == "forked"
    assert second.value(
        "['left' in globals(), hasattr(__import__('math'), 'left'),"
        "'LEFT' in __import__('os').environ, '/left' in __import__('sys').path,"
        "__import__('matplotlib').rcParams['font.size']]"
    ) == [False, False, False, False, 10.0]


def test_no_two_kernels_draw_the_same_numbers(start):
    code = "[__import__('random').random(), __import__('numpy').random.rand()]"
    first, second = start().value(code), start().value(code)
    assert set(first).isdisjoint(second)


def test_modules_are_there_without_being_imported_again(warm_kernel):
    assert warm_kernel.value("'pandas' in __import__('sys').modules")
    assert warm_kernel.value("__import__('pandas').DataFrame({'a': [1, 2]}).a.sum().item()") == 3


def test_plots_appear_inline(warm_kernel):
    shown, _ = warm_kernel.run("import matplotlib.pyplot as plt; plt.plot([1, 2]);")
    assert any("image/png" in data for data in shown if isinstance(data, dict))


def test_numeric_libraries_get_the_threads_that_are_asked_for(start):
    count = "max(pool['num_threads'] for pool in __import__('threadpoolctl').threadpool_info())"
    one = start(env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})
    two = start(env={**os.environ, "OPENBLAS_NUM_THREADS": "2"})
    assert (one.how, two.how) == ("forked", "forked")
    assert (one.value(count), two.value(count)) == (1, 2)


def test_interrupt_stops_the_cell_and_not_the_kernel(warm_kernel):
    kernel = warm_kernel
    # a kernel drops what arrives while it still stops on an error; this is of the client's making
    message = kernel.client.execute(
        "print('begun', flush=True)\nwhile True: pass", reply=False, stop_on_error=False
    )
    until_printed(kernel, "begun")
    kernel.wait(kernel.manager.interrupt_kernel())
    reply = kernel.wait(kernel.client._async_recv_reply(message, timeout=30))
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert kernel.value("1 + 1") == 2


def until_printed(kernel, text):
    while True:
        message = kernel.wait(kernel.client.get_iopub_msg(timeout=30))
        if text in message["content"].get("text", ""):
            return


def test_restart_gives_a_fresh_process(warm_kernel):
    kernel = warm_kernel
    kernel.run("left = 1")
    before = kernel.process
    kernel.client.stop_channels()
    kernel.wait(kernel.manager.restart_kernel(now=True))
    kernel.connect()
    assert kernel.how == "forked"
    assert kernel.process != before
    assert kernel.value("'left' in globals()") is False
    assert not psutil.pid_exists(before)


def test_a_polite_shutdown_ends_the_process(warm_kernel):
    process = warm_kernel.process
    warm_kernel.client.stop_channels()
    warm_kernel.wait(warm_kernel.manager.shutdown_kernel())
    assert not psutil.pid_exists(process)


def test_a_killed_kernel_is_seen_to_have_died(warm_kernel):
    os.kill(warm_kernel.process, signal.SIGKILL)
    popen = warm_kernel.manager.provisioner.process
    assert popen.wait(20) == -signal.SIGKILL
    assert warm_kernel.wait(warm_kernel.manager.is_alive()) is False


def test_what_a_kernel_started_ends_with_it(warm_kernel, until):
    warm_kernel.run("import subprocess; child = subprocess.Popen(['sleep', '600'])")
    child = warm_kernel.value("child.pid")
    warm_kernel.close()
    until(lambda: not alive(child))


def alive(process):
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


OWNER = """
import asyncio, sys, time
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
import json
async def main():
    manager = AsyncKernelManager()
    manager._kernel_spec = KernelSpec(**json.loads(sys.argv[1]))
    await manager.start_kernel()
    client = manager.client(); client.start_channels(); await client.wait_for_ready(timeout=60)
    print(manager.provisioner.pid, manager.provisioner.how, flush=True)
    time.sleep(600)
asyncio.run(main())
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_kernel_and_template_die_with_their_owner(specification, until, ending):
    spec = specification()
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, json.dumps(spec.to_dict())], stdout=subprocess.PIPE, text=True
    ) as owner:
        process, how = owner.stdout.readline().split()
        assert how == "forked"
        template = psutil.Process(int(process)).ppid()
        owner.send_signal(ending)
    until(lambda: not alive(int(process)) and not alive(template))


def test_a_kernel_dies_with_its_template(warm_kernel, until):
    template = psutil.Process(warm_kernel.process).parent()
    template.kill()
    until(lambda: not alive(warm_kernel.process))
    assert warm_kernel.manager.provisioner.process.wait(20) == -signal.SIGKILL


def test_after_the_death_of_a_template_there_is_a_new_one(start, until):
    first = start()
    psutil.Process(first.process).parent().kill()
    until(lambda: not alive(first.process))
    assert start().how == "forked"


def test_the_template_has_one_thread_and_no_connection_but_its_own(warm_kernel):
    template = psutil.Process(warm_kernel.process).parent()
    assert template.num_threads() == 1
    assert template.net_connections("inet") == []
    names = {connection.laddr for connection in template.net_connections("unix")}
    assert all("warm-kernel-" in name for name in names if name)


def test_the_transport_is_a_private_socket(warm_kernel):
    manager = warm_kernel.manager
    assert manager.transport == "ipc"
    folder = Path(manager.ip).parent
    assert folder.stat().st_mode & 0o077 == 0
    warm_kernel.close()
    assert not folder.exists()


def test_memory_is_shared_with_the_template(start, plain):
    # Two at a time, as two workers have them.
    forked, spawned = [start(), start()], [start(plain), start(plain)]
    for kernel in (*forked, *spawned):
        kernel.run("import numpy, pandas, matplotlib.pyplot")
    assert sum(map(proportional, forked)) < 0.65 * sum(map(proportional, spawned))


def proportional(kernel):
    """Proportional set size of a kernel in bytes: shared pages count for each who shares them."""
    gc.collect()
    return psutil.Process(kernel.process).memory_full_info().pss


# Whatever is in doubt is spawned, and the provisioner says why.


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"env": {**os.environ, "PYTHONOPTIMIZE": "1"}}, "PYTHONOPTIMIZE than the template"),
        ({"stderr": subprocess.PIPE}, "stderr is to be a pipe"),
    ],
)
def test_an_option_that_a_fork_cannot_honour_is_spawned(start, options, reason):
    start()  # the template starts with the ordinary environment
    kernel = start(**options)
    assert kernel.how.startswith("spawned: ")
    assert reason in kernel.how
    assert kernel.value("1 + 1") == 2


def test_an_option_that_is_not_known_can_only_be_given_to_a_new_process():
    assert "preexec_fn can only" in about_options({"cwd": "/", "preexec_fn": print})


def test_another_interpreter_is_spawned(start, specification, tmp_path):
    other = tmp_path / "python"
    other.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    other.chmod(0o755)
    spec = specification()
    spec.argv[0] = str(other)
    kernel = start(spec)
    assert "the kernel's interpreter is" in kernel.how
    assert kernel.value("1 + 1") == 2


def test_a_module_that_starts_a_thread_is_spawned(start, specification, tmp_path, monkeypatch):
    (tmp_path / "threaded.py").write_text(
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    kernel = start(specification(preload=["threaded"]))
    assert "a module started threads" in kernel.how
    assert kernel.value("1 + 1") == 2


def test_a_module_that_opens_a_socket_is_spawned(start, specification, tmp_path, monkeypatch):
    (tmp_path / "connected.py").write_text("import socket\nkept = socket.socket()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    kernel = start(specification(preload=["connected"]))
    assert "a module opened 1 sockets" in kernel.how


def test_code_that_has_changed_is_imported_anew(start, specification, tmp_path, monkeypatch):
    module = tmp_path / "edited.py"
    module.write_text("value = 'old'\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    spec = specification(preload=["edited"])
    assert start(spec).value("__import__('edited').value") == "old"
    module.write_text("value = 'new, and longer'\n")
    kernel = start(spec)
    assert kernel.how == "forked"
    assert kernel.value("__import__('edited').value") == "new, and longer"


def test_a_forked_kernel_offers_no_debugger_and_can_import_it_all_the_same(warm_kernel):
    kernel = warm_kernel
    kernel.client.kernel_info()
    reply = kernel.wait(kernel.client.get_shell_msg(timeout=30))
    assert "debugger" not in reply["content"].get("supported_features", [])
    assert kernel.value("__import__('debugpy').__name__") == "debugpy"


LOADED = "'{}' in __import__('sys').modules"


def modules_for_idle_time(folder, monkeypatch, **modules):
    """Write modules; the last one named tells, by a file, when it has been imported."""
    own = folder.name  # no other test shares the template
    for name, source in {own: "", **modules}.items():
        (folder / f"{name}.py").write_text(source)
    (folder / "last.py").write_text(f"open({str(folder / 'imported')!r}, 'w').close()\n")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return {"preload": [own], "preload_when_idle": [*modules, "last"]}


def wait_for(path):
    """Wait until a file is there; the limit of the test is the limit of the wait."""
    while not path.exists():
        os.sched_yield()


def test_a_template_with_nothing_to_do_imports_what_may_wait(
    start, specification, tmp_path, monkeypatch
):
    lists = modules_for_idle_time(tmp_path, monkeypatch, early="", late="import early")
    assert start(specification(**lists)).how == "forked"
    wait_for(tmp_path / "imported")
    kernel = start(specification(**lists))
    assert kernel.how == "forked"
    assert kernel.value(f"[{LOADED.format('early')}, {LOADED.format('late')}]") == [True, True]


@pytest.mark.parametrize(
    ("source", "doubt"),
    [
        (
            "import threading\nthreading.Thread(target=threading.Event().wait).start()",
            "a module started threads",
        ),
        ("import socket\nkept = socket.socket()", "a module opened 1 sockets"),
    ],
)
def test_what_was_imported_in_idle_time_can_raise_a_doubt(
    start, specification, tmp_path, monkeypatch, source, doubt
):
    lists = modules_for_idle_time(tmp_path, monkeypatch, strange=source)
    start(specification(**lists))
    wait_for(tmp_path / "imported")
    assert doubt in start(specification(**lists)).how


def test_code_imported_in_idle_time_is_imported_anew_when_it_has_changed(
    start, specification, tmp_path, monkeypatch
):
    lists = modules_for_idle_time(tmp_path, monkeypatch, revised="value = 'old'\n")
    start(specification(**lists))
    wait_for(tmp_path / "imported")
    assert start(specification(**lists)).value("__import__('revised').value") == "old"
    (tmp_path / "revised.py").write_text("value = 'new, and longer'\n")
    kernel = start(specification(**lists))
    assert kernel.how == "forked"
    assert kernel.value("__import__('revised').value") == "new, and longer"


def test_a_module_that_cannot_be_imported_is_the_kernels_to_complain_of(start, specification):
    kernel = start(specification(preload=["there_is_no_such_module"]))
    assert kernel.how == "forked"
    assert kernel.run("import there_is_no_such_module")[1]["ename"] == "ModuleNotFoundError"


def test_a_template_that_is_gone_is_a_reason_to_start_our_own(start, monkeypatch):
    monkeypatch.setenv(client.VARIABLE, "/nowhere/socket")
    assert start().how == "forked"


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_spawn(monkeypatch, platform):
    monkeypatch.setattr(sys, "platform", platform)
    assert platform in preconditions.about_system()


def test_reseeding_changes_what_is_drawn_next():
    random.seed(1)
    expected = random.random()
    random.seed(1)
    postfork.reseed_generators()
    assert random.random() != expected
