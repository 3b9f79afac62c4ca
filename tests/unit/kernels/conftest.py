"""Kernels started for real, through the managers and clients that everybody uses."""

import asyncio
import contextlib
import json
import time

import pytest
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec

MODULES = ["numpy", "pandas", "matplotlib.pyplot"]


def specification(**provisioner):
    """A kernelspec as a user of the provisioner writes it."""
    return KernelSpec(
        argv=["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        display_name="Warm",
        language="python",
        env={"PYTHONHASHSEED": "0"},
        metadata={
            "kernel_provisioner": {
                "provisioner_name": "warm-provisioner",
                "config": {"preload": MODULES, **provisioner},
            }
        },
    )


def plain():
    """The same kernel, spawned as ever."""
    found = specification()
    found.metadata = {}
    return found


class Kernel:
    """A running kernel and a client of it; every call waits for its end, and not for ever."""

    def __init__(self, spec, loop, **options):
        self.loop = loop
        self.manager = AsyncKernelManager()
        self.manager._kernel_spec = spec
        self.wait(self.manager.start_kernel(**options))
        self.connect()

    def connect(self):
        self.client = self.manager.client()
        self.client.start_channels()
        self.wait(self.client.wait_for_ready(timeout=60))

    def wait(self, awaitable, timeout=60):
        return self.loop.run_until_complete(asyncio.wait_for(awaitable, timeout))

    def run(self, code, timeout=60):
        """Run code; return what it displayed or printed, and the reply."""
        shown = []

        def take(message):
            content = message["content"]
            if message["msg_type"] == "stream":
                shown.append(content["text"])
            elif "data" in content:
                shown.append(content["data"])

        asked = self.client.execute_interactive(
            code, output_hook=take, timeout=timeout, stop_on_error=False
        )
        reply = self.wait(asked, timeout)
        return shown, reply["content"]

    def value(self, expression):
        """The value of an expression, through JSON."""
        shown, reply = self.run(f"import json; print(json.dumps({expression}))")
        assert reply["status"] == "ok", reply
        return json.loads("".join(shown))

    def close(self):
        self.client.stop_channels()
        with contextlib.suppress(RuntimeError):
            self.wait(self.manager.shutdown_kernel(now=True))

    @property
    def how(self):
        return self.manager.provisioner.how

    @property
    def process(self):
        return self.manager.provisioner.pid


@pytest.fixture(scope="module")
def loop():
    loop = asyncio.new_event_loop()
    yield loop
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


@pytest.fixture
def start(loop):
    """Starts kernels; ends them after the test."""
    kernels = []

    def begin(spec=None, **options):
        kernels.append(Kernel(spec or specification(), loop, **options))
        return kernels[-1]

    yield begin
    for kernel in kernels:
        kernel.close()


@pytest.fixture(name="specification")
def _specification():
    return specification


@pytest.fixture(name="plain")
def _plain():
    return plain()


@pytest.fixture(name="until")
def _until():
    return until


def until(condition, seconds=20):
    """Wait, but not for ever, until a condition holds."""
    deadline = time.monotonic() + seconds
    pause = 0.001
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(pause)
        pause = min(pause * 2, 0.05)
