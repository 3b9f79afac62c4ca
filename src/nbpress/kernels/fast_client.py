"""A kernel client that is ready when the kernel is, not a fixed time later."""

import asyncio
import time
from queue import Empty
from typing import Any

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient

RECONNECT = 5  # milliseconds
PATIENCE = 0.25  # seconds to wait for one message before asking the kernel again


class PromptKernelClient(AsyncKernelClient):
    """An asynchronous client whose ``wait_for_ready`` ends with the proof, not with a pause.

    The stock client drains the IOPub channel until 0.2 s pass without a message.  This one asks
    for the kernel's info until the "idle" that belongs to its own question has come in on IOPub:
    from then on nothing older can arrive, and nothing later can be missed.
    """

    def start_channels(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - its base's
        """Connect, trying again soon: at first the kernel has not bound its sockets."""
        self.context.setsockopt(zmq.RECONNECT_IVL, RECONNECT)
        super().start_channels(*args, **kwargs)

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until shell and IOPub both answer.

        Raises
        ------
        RuntimeError
            If the kernel dies before, or does not answer in ``timeout`` seconds.
        """
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        while time.monotonic() < deadline:
            if await self.answered(self.kernel_info()):
                return
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    wait_for_ready = _async_wait_for_ready

    async def answered(self, question: str) -> bool:
        """Return whether both channels answered the message with the id ``question`` in time."""
        try:
            shell = await self.shell_channel.get_msg(timeout=PATIENCE)
            while shell["parent_header"].get("msg_id") != question:
                shell = await self.shell_channel.get_msg(timeout=PATIENCE)
            self._handle_kernel_info_reply(shell)
            while not idle(await self.iopub_channel.get_msg(timeout=PATIENCE), question):
                await asyncio.sleep(0)
        except Empty:
            return False
        return True


def idle(message: dict[str, Any], question: str) -> bool:
    """Return whether a message says that the kernel has done with ``question``."""
    return bool(
        message["msg_type"] == "status"
        and message["parent_header"].get("msg_id") == question
        and message["content"]["execution_state"] == "idle"
    )
