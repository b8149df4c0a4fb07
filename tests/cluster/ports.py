"""Free loopback ports."""

import random
import socket
from collections.abc import Iterator

_FIRST, _LAST = 20_000, 32_000
"""Below what systems hand out to outgoing connections (from 32768 on Linux, 49152 on macOS), so that no client sits on a server's port."""


def free_ports(count: int) -> list[int]:
    """Find different ports of 127.0.0.1 that nobody listens on just now; whoever uses one must still be ready to find it taken.

    Args:
        count: how many.

    Raises:
        OSError: there are not that many.
    """
    found: list[int] = []
    for port in _shuffled():
        if len(found) == count:
            return found
        if _is_free(port):
            found.append(port)
    raise OSError(f"fewer than {count} ports of 127.0.0.1 between {_FIRST} and {_LAST} are free")


def _shuffled() -> Iterator[int]:
    yield from random.sample(range(_FIRST, _LAST), _LAST - _FIRST)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
