"""Look at the world outside until it is as it should be."""

import subprocess
import time
from collections.abc import Callable, Iterable
from typing import Final

CRD_GONE: Final = 360.0
"""Seconds within which what is deleted is gone, whatever the machine does, where a CustomResourceDefinition may be a part of it.

The API server's finalizer of CRDs fails first on a kind whose objects nobody has read yet, writes that into the CRD, and tries again 5 ms
later. If it does not know its own write by then, as on a busy machine, it meets a conflict, and takes that for a change that it is going to
be told of; but it leaves out its own changes there. So the CRD stays until somebody else changes it, such as by another deletion, or until
the next resync of the informer, which has one every 5 minutes (k8s.io/apiextensions-apiserver 0.36: crd_finalizer.go in
pkg/controller/finalizer, apiserver.go in pkg/apiserver).
"""


def eventually(condition: Callable[[], bool], what: str, *, within: float = 20.0) -> None:
    """Wait for something that only the outside world decides.

    Args:
        condition: looked at again and again.
        what: what it means, for the message.
        within: seconds.

    Raises:
        AssertionError: it did not come true in time.
    """
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, f"not within {within:.0f} s: {what}"
        time.sleep(0.02)


def alive(pids: Iterable[int]) -> list[int]:
    """Keep the process ids whose process runs; one that ended and that nobody has waited for does not."""
    wanted = list(pids)
    listed = subprocess.run(["ps", "-o", "pid=,stat=", "-p", ",".join(map(str, wanted))], capture_output=True, text=True, check=False)
    states = dict(line.split(maxsplit=1) for line in listed.stdout.splitlines())
    return [pid for pid in wanted if not states.get(str(pid), "Z").startswith("Z")]
