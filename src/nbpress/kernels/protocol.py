"""Messages between a provisioner and a template: JSON with a length in front, and descriptors."""

import array
import json
import socket
import struct
from typing import Any

from nbpress.errors import NbpressError

LENGTH = struct.Struct("!I")
MOST_DESCRIPTORS = 8


class ClosedError(NbpressError, ConnectionError):
    """The other end is gone."""


def send(connection: socket.socket, message: dict[str, Any], descriptors: list[int]) -> None:
    """Send a message; ``descriptors`` arrive as open files of the receiver."""
    body = json.dumps(message).encode()
    head = LENGTH.pack(len(body))
    if descriptors:
        rights = array.array("i", descriptors)
        connection.sendmsg([head], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
    else:
        connection.sendall(head)
    connection.sendall(body)


def receive(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Return the next message and the descriptors that came with it.

    Raises
    ------
    ClosedError
        If the other end is gone.
    """
    head, descriptors, _, _ = socket.recv_fds(connection, LENGTH.size, MOST_DESCRIPTORS)
    head += receive_exactly(connection, LENGTH.size - len(head)) if head else b""
    if not head:
        raise ClosedError
    (length,) = LENGTH.unpack(head)
    return json.loads(receive_exactly(connection, length)), descriptors


def receive_exactly(connection: socket.socket, count: int) -> bytes:
    """Return exactly ``count`` bytes."""
    content = bytearray()
    while len(content) < count:
        piece = connection.recv(count - len(content))
        if not piece:
            raise ClosedError
        content += piece
    return bytes(content)
