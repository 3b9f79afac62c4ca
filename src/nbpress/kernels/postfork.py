"""What differs between a forked process and a new one, put right before the kernel runs."""

import ctypes
import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nbpress.kernels.preconditions import open_descriptors

PR_SET_PDEATHSIG = 1
# What the libraries that threadpoolctl can resize read when they are imported.
POOL_SIZES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
KILL_FIRST = "500"  # of 1000: when memory runs out, a notebook goes before what built it


@dataclass(frozen=True)
class Launch:
    """What a kernel is to be: what `subprocess.Popen` would be given.

    Attributes
    ----------
    arguments
        After ``-m ipykernel_launcher``.
    streams
        Descriptors of standard input, output and error.
    """

    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    directory: str
    umask: int
    streams: tuple[int, int, int]


def become_fresh_process(launch: Launch, template: int, libraries: frozenset[int]) -> None:
    """Turn this process, just forked from a template, into what a new process would be.

    Parameters
    ----------
    launch
        What the kernel is to be.
    template
        Process id of the template, with which the kernel dies.
    libraries
        Descriptors that imported modules hold open and may go on using.
    """
    os.setsid()
    die_with(template)
    reset_signals()
    connect_streams(launch.streams, libraries)
    restore_threads(launch.environment)
    reset_environment(launch)
    reseed_generators()


def die_with(parent: int) -> None:
    """Let the system kill this process when its parent ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it ended in between
    try:
        Path("/proc/self/oom_score_adj").write_text(KILL_FIRST)
    except OSError:
        return  # not allowed here; then the system chooses by size alone


def reset_signals() -> None:
    """Give every signal the handling that a new Python process gives it.

    As at exec: a handler falls away, and what is ignored stays ignored (SIGHUP under nohup).
    """
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def connect_streams(streams: tuple[int, int, int], libraries: frozenset[int]) -> None:
    """Let standard input, output and error be ``streams``; close all but what libraries hold."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    for number in open_descriptors() - libraries - {0, 1, 2}:
        os.close(number)


def reset_environment(launch: Launch) -> None:
    """Take over environment, time zone, working directory, umask and arguments."""
    os.environ.clear()
    os.environ.update(launch.environment)
    time.tzset()
    os.chdir(launch.directory)
    os.umask(launch.umask)
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [str(launcher.origin if launcher else "ipykernel_launcher"), *launch.arguments]


def restore_threads(environment: Mapping[str, str]) -> None:
    """Let numeric libraries have the threads that a new process would give them.

    The template imported them with one thread each, so that it could be forked.
    """
    asked = next((environment[name] for name in POOL_SIZES if environment.get(name)), "")
    count = int(asked) if asked.isdigit() else os.cpu_count() or 1
    if count > 1:
        from threadpoolctl import threadpool_limits

        threadpool_limits(count)


def reseed_generators() -> None:
    """Seed the global random states from the system: forks must not share what they draw."""
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None and "numpy.random" in sys.modules:
        numpy.random.seed()
