"""Child processes that never outlive this one, not even when it is killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.cluster import supervisor
from tests.cluster.errors import ControlPlaneError

GRACE = 5.0
"""Seconds that children have, together, to end by themselves when they are told to; then they are killed."""

_SUPERVISOR_GRACE = 15.0


class Processes:
    """Children under a supervisor that stops them when this process ends, however it ends, and the folder they share.

    Args:
        prefix: how the folder's path starts; the folder is made here, for its owner's eyes only, and removed in the end.
        grace: seconds that children have, together, to end by themselves when they are told to; then they are killed.
    """

    def __init__(self, prefix: Path, *, grace: float = GRACE) -> None:
        self._grace = grace
        self._pids: dict[str, int] = {}
        self._keep_logs = False
        self._supervisor = subprocess.Popen(
            [sys.executable, "-I", "-S", supervisor.__file__, str(os.getpid()), str(prefix), str(grace)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.folder = Path(self._read()["folder"])

    @property
    def logs(self) -> Path:
        """The folder with one log for each child, `NAME.log`."""
        return self.folder / supervisor.LOGS

    @property
    def pids(self) -> Mapping[str, int]:
        """The process id of each child by its name, and of the supervisor."""
        return MappingProxyType(self._pids | {"supervisor": self._supervisor.pid})

    def start(self, name: str, argv: Sequence[str | Path], *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> int:
        """Start a child and give its process id.

        Args:
            name: its name among its siblings; its log is named by it.
            argv: program and arguments.
            cwd: where it runs; the shared folder by default.
            env: its whole environment; this process's own by default.

        Raises:
            ControlPlaneError: the program cannot be started.
        """
        command = {
            "do": "start",
            "name": name,
            "argv": [str(a) for a in argv],
            "cwd": str(cwd or self.folder),
            "env": dict(env or os.environ),
        }
        self._pids[name] = pid = int(self._ask(command)["pid"])
        return pid

    def exited(self) -> Mapping[str, int]:
        """Tell which children have ended by themselves, with their exit codes."""
        exited: dict[str, int] = self._ask({"do": "exited"})["exited"]
        return exited

    def stop(self, *names: str) -> None:
        """Stop children, one after the other in the given order."""
        self._ask({"do": "stop", "names": names})
        for name in names:
            del self._pids[name]

    def keep_logs(self) -> None:
        """Leave the logs where they are when everything else goes."""
        self._keep_logs = True
        with contextlib.suppress(ControlPlaneError):  # a supervisor that is gone removes nothing
            self._ask({"do": "keep-logs"})

    def close(self) -> None:
        """Stop all children, in the reverse of the order they were started in, and remove the folder."""
        stdin, stdout = self._supervisor.stdin, self._supervisor.stdout
        with contextlib.suppress(BrokenPipeError):
            if stdin is not None:
                stdin.close()
        try:
            self._supervisor.wait(self._grace + _SUPERVISOR_GRACE)
        except subprocess.TimeoutExpired:
            self._supervisor.kill()
            self._supervisor.wait()
        if stdout is not None:
            stdout.close()
        if self._supervisor.returncode != 0:
            self._do_what_it_left()

    def _do_what_it_left(self) -> None:
        """Clean up after a supervisor that was killed itself; on Linux, the kernel has already killed its children."""
        if sys.platform != "linux":
            for pid in self._pids.values():
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
        supervisor.clear(self.folder, keep_logs=self._keep_logs)

    def _ask(self, command: Mapping[str, Any]) -> dict[str, Any]:
        stdin = self._supervisor.stdin
        with contextlib.suppress(BrokenPipeError):
            if stdin is not None and not stdin.closed:
                stdin.write(json.dumps(command).encode() + b"\n")
                stdin.flush()
        answer = self._read()
        if "error" in answer:
            raise ControlPlaneError(f"{command['do']} {command.get('name', '')}: {answer['error']}")
        return answer

    def _read(self) -> dict[str, Any]:
        stdout = self._supervisor.stdout
        line = stdout.readline() if stdout is not None and not stdout.closed else b""
        if not line:
            raise ControlPlaneError(f"the supervisor (process {self._supervisor.pid}) is gone, and the processes with it")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextlib.contextmanager
def supervised(name: str, *, where: Path | None = None, grace: float = GRACE) -> Generator[Processes]:
    """Own child processes for the length of a block.

    Args:
        name: how the name of the shared folder starts.
        where: the folder it is made in; the system's temporary folder by default.
        grace: seconds that children have, together, to end by themselves when they are told to; then they are killed.
    """
    processes = Processes((where or Path(tempfile.gettempdir())) / f"{name}-", grace=grace)
    try:
        yield processes
    finally:
        processes.close()
