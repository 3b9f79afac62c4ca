"""Where kernels can talk through sockets in a folder instead of TCP ports.

Another program can take a port between its choice and its use; nobody else can enter the folder.
"""

import sys
from pathlib import Path

# sun_path holds 108 bytes on Linux and 104 on macOS; each of the five channels adds a suffix.
LONGEST_SOCKET_PATH = 100


def can_hold_sockets(path: Path) -> bool:
    """Return whether sockets whose names begin with ``path`` can be bound on this system."""
    return sys.platform != "win32" and len(str(path)) < LONGEST_SOCKET_PATH
