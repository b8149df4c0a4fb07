"""The program between a run of tests and its processes, so that none of them outlives the run, whatever ends it.

Started by `Processes` as `python -I -S supervisor.py PARENT_PID FOLDER_PREFIX GRACE`, in a session of its own. It makes a folder and
answers one line of JSON to each line of JSON on its standard input; at the end of that input, or of its parent, it stops what it started
and removes the folder. Standard library only, and one thread only: it must start fast, and the kernel ties its children to a thread, not
to a process.
"""

import contextlib
import ctypes
import json
import os
import pathlib
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

LOGS = "logs"
"""The folder, inside the run's, that holds what each child says."""

_PR_SET_PDEATHSIG = 1
_LOOK_AT_PARENT_EVERY = 0.25


class Supervisor:
    """Starts children, watches its parent, and leaves nothing behind.

    Args:
        folder: the run's folder; removed in the end.
        parent: the process id whose end is the end of all of this.
        grace: seconds that children have, together, to end by themselves when they are told to.
    """

    def __init__(self, folder: pathlib.Path, parent: int, grace: float) -> None:
        self.folder = folder
        self.parent = parent
        self.grace = grace
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.keep_logs = False
        self.told_to_end = False
        self._tie = _tie_to_this_process()

    def serve(self) -> None:
        """Answer commands until the input ends, the parent is gone or a signal says so."""
        pending = b""
        with selectors.DefaultSelector() as selector:
            selector.register(0, selectors.EVENT_READ)
            while not self.told_to_end and os.getppid() == self.parent:
                if not selector.select(_LOOK_AT_PARENT_EVERY):
                    continue
                read = os.read(0, 1 << 16)
                if not read:
                    return
                *lines, pending = (pending + read).split(b"\n")
                for line in lines:
                    _say(self.answer(json.loads(line)))

    def answer(self, command: Mapping[str, Any]) -> dict[str, Any]:
        """Do one command; the key `do` names it."""
        match command["do"]:
            case "start":
                try:
                    return {"pid": self.start(command["name"], command["argv"], command["cwd"], command["env"])}
                except OSError as error:
                    return {"error": str(error)}
            case "exited":
                return {"exited": {name: code for name, child in self.children.items() if (code := child.poll()) is not None}}
            case "stop":
                self.stop(command["names"])
                return {}
            case "keep-logs":
                self.keep_logs = True
                return {}
            case unknown:
                return {"error": f"no such command: {unknown}"}

    def start(self, name: str, argv: list[str], cwd: str, env: Mapping[str, str]) -> int:
        """Start a child, in a process group of its own, that writes to `logs/NAME.log`; its process id comes back."""
        with (self.folder / LOGS / f"{name}.log").open("ab") as log:
            child = subprocess.Popen(
                argv,
                cwd=cwd,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
                preexec_fn=self._tie,  # noqa: PLW1509 - this process has one thread
            )
        self.children[name] = child
        return child.pid

    def stop(self, names: Iterable[str]) -> None:
        """End children one after the other, and kill those that are still there when the grace is over."""
        deadline = time.monotonic() + self.grace
        for name in names:
            child = self.children.pop(name)
            if child.poll() is not None:
                continue
            _signal_group(child, signal.SIGTERM)
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal_group(child, signal.SIGKILL)
                child.wait()

    def end(self) -> None:
        """Stop everything, the first started last, and remove the folder, but for the logs if they are wanted."""
        self.stop(reversed(list(self.children)))
        clear(self.folder, keep_logs=self.keep_logs)


def clear(folder: pathlib.Path, *, keep_logs: bool) -> None:
    """Remove the run's folder, or all that is in it but the logs."""
    if not keep_logs:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for entry in folder.iterdir():
        if entry.name == LOGS:
            continue
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


def _signal_group(child: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, number)


def _say(answer: Mapping[str, Any]) -> None:
    os.write(1, json.dumps(answer).encode() + b"\n")


def _tie_to_this_process() -> Callable[[], None] | None:
    """Make the function that a child runs before its program, so that the kernel kills it when this process is killed; Linux only."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    supervisor = os.getpid()

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != supervisor:  # killed between the fork and the line above
            os._exit(1)

    return tie


def main(parent: str, prefix: str, grace: str) -> None:
    """Run as the supervisor of the process `parent`, in a new folder whose path starts with `prefix`."""
    where = pathlib.Path(prefix)
    folder = pathlib.Path(tempfile.mkdtemp(prefix=where.name, dir=where.parent))
    (folder / LOGS).mkdir()
    own_log = os.open(folder / LOGS / "supervisor.log", os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(own_log, 2)
    os.close(own_log)
    supervisor = Supervisor(folder, int(parent), float(grace))

    def be_told(*_: object) -> None:
        supervisor.told_to_end = True

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, be_told)
    try:
        _say({"folder": str(folder), "pid": os.getpid()})
        supervisor.serve()
    except BrokenPipeError:
        pass  # the parent is gone, and so will be everything here
    finally:
        supervisor.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
