"""The warm kernel under the tools that people use: papermill, nbconvert, a Jupyter server."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import urllib.request
from contextlib import closing

import pytest

from nbpress.kernels import preconditions

pytestmark = pytest.mark.skipif(
    bool(preconditions.about_system()),
    reason=f"kernels are not forked here: {preconditions.about_system()}",
)

# What a forked kernel can tell of itself: its parent is a template.
CODE = "import os; print(open(f'/proc/{os.getppid()}/cmdline').read().split(chr(0))[2])"
TEMPLATE = "nbpress.kernels.forkserver"


@pytest.fixture
def notebook(tmp_path):
    path = tmp_path / "asked.ipynb"
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": CODE, "outputs": []}
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    document = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": spec},
        "cells": [{**cell, "execution_count": None}],
    }
    path.write_text(json.dumps(document))
    return path


def run(*command):
    subprocess.run([sys.executable, "-m", *map(str, command)], check=True, capture_output=True)


def printed(path):
    outputs = json.loads(path.read_text())["cells"][0]["outputs"]
    return "".join("".join(output["text"]) for output in outputs).strip()


def test_papermill(notebook, tmp_path):
    run("papermill", notebook, tmp_path / "out.ipynb", "-k", "defcoop", "--no-progress-bar")
    assert printed(tmp_path / "out.ipynb") == TEMPLATE


def test_nbconvert(notebook, tmp_path):
    option = "--ExecutePreprocessor.kernel_name=defcoop"
    run("nbconvert", "--to", "notebook", "--execute", option, "--output", "out", notebook)
    assert printed(tmp_path / "out.ipynb") == TEMPLATE


def free_port():
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def server(tmp_path, until):
    """A Jupyter server as JupyterLab runs on it; a function that asks it."""
    pytest.importorskip("jupyter_server", reason="the lab extra is not installed")
    port = free_port()
    address = f"http://127.0.0.1:{port}/api"
    arguments = [f"--port={port}", "--port-retries=0", "--no-browser", "--allow-root"]
    arguments += ["--IdentityProvider.token=secret", f"--ServerApp.root_dir={tmp_path}"]
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}

    def ask(path, method="GET", body=None):
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{address}/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": "token secret"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            content = answer.read()
            return json.loads(content) if content else None

    def answers():
        try:
            return ask("status") is not None
        except OSError:
            return False

    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", *arguments],
            env=environment,
            stdout=log,
            stderr=log,
        )
        with process:
            until(answers, 60)
            ask.port = port
            yield ask
            process.terminate()


@pytest.mark.slow
def test_jupyter_server(server, loop):
    from tornado.websocket import websocket_connect

    kernel = server("kernels", "POST", {"name": "defcoop"})["id"]
    url = f"ws://127.0.0.1:{server.port}/api/kernels/{kernel}/channels?token=secret"

    async def execute(code):
        connection = await websocket_connect(url)
        header = {"msg_id": "a", "msg_type": "execute_request", "username": "", "session": "s"}
        content = {"code": code, "silent": False, "allow_stdin": False}
        message = {"header": {**header, "version": "5.3"}, "parent_header": {}, "metadata": {}}
        await connection.write_message(
            json.dumps({**message, "content": content, "channel": "shell"})
        )
        text, status, idle = "", "", False
        while not (status and idle):
            heard = json.loads(await connection.read_message())
            if heard["parent_header"].get("msg_id") == "a":
                text += heard["content"].get("text", "")
                idle = idle or heard["content"].get("execution_state") == "idle"
                if heard["msg_type"] == "execute_reply":
                    status = heard["content"]["status"]
        connection.close()
        return text.strip(), status

    def result(code):
        return loop.run_until_complete(asyncio.wait_for(execute(code), 60))

    assert result(CODE) == (TEMPLATE, "ok")
    assert result("left = 1") == ("", "ok")
    server(f"kernels/{kernel}/interrupt", "POST", {})
    server(f"kernels/{kernel}/restart", "POST", {})
    assert result("print('left' in globals())") == ("False", "ok")
    assert result(CODE) == (TEMPLATE, "ok")
    server(f"kernels/{kernel}", "DELETE")
