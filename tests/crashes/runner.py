"""A process that runs scripts in children forked from itself, so that only it pays for the imports; and kills them where it is told to.

Started as `python -m tests.crashes.runner`. It says `ready`, and then answers each line of its standard input, an `Order` as JSON, with the
child's exit code, which is negative where a signal killed it.
"""

import json
import os
import runpy
import signal
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Never

import anyio._backends._asyncio
import attrs

# Whatever a script needs is imported once, here.
import typekro.cli
import typekro.kro
import typekro.kubernetes.config
import typekro.kubernetes.session
from typekro.kubernetes.client import Client
from typekro.orchestrator.state import Entry
from typekro.orchestrator.state.sqlite import SqliteStore

KILLED = 86
"""The exit code of a child that ended itself at a boundary."""

WARMED = (anyio._backends._asyncio, typekro.cli, typekro.kro, typekro.kubernetes.config, typekro.kubernetes.session)


@attrs.frozen
class Order:
    """A script to run.

    Args:
        script: its path; it runs in its own folder.
        kubeconfig: the path of the kubeconfig.
        out: the file for its standard output; beside it come one for its errors, `.err`, and one that lists its boundaries, `.boundaries`.
        boundary: where to end at once: a line of such a list; nowhere if None.
        after: seconds after which it is killed with signal 9; never if None.
    """

    script: str
    kubeconfig: str
    out: str
    boundary: str | None = None
    after: float | None = None


@attrs.define
class Boundaries:
    """Numbers the moments before and after each commit and each request of a run, and ends the process at one of them.

    A moment is named by what happens and by how many times that happened before, so that it is the same one in every run, whatever else
    goes on at once.
    """

    listed: Path
    fatal: str | None
    _passed: Counter[str] = attrs.field(factory=Counter[str])

    def reach(self, moment: str) -> None:
        """Comes to a moment."""
        self._passed[moment] += 1
        name = f"{moment} #{self._passed[moment]}"
        with self.listed.open("a") as listed:
            listed.write(f"{name}\n")
        if name == self.fatal:
            os._exit(KILLED)

    def surround(self, owner: type[Any], method: str, told: Callable[..., str]) -> None:
        """Makes the moments before and after a method boundaries."""
        original: Callable[..., Awaitable[Any]] = getattr(owner, method)

        async def surrounded(self_: Any, *arguments: Any, **more: Any) -> Any:
            what = told(*arguments)
            self.reach(f"before {what}")
            answer = await original(self_, *arguments, **more)
            self.reach(f"after {what}")
            return answer

        setattr(owner, method, surrounded)


def surround_all(boundaries: Boundaries) -> None:
    """Puts boundaries around everything that a run leaves behind: in its state, and in the cluster."""
    boundaries.surround(SqliteStore, "open", _named("open"))
    boundaries.surround(SqliteStore, "acquire", _named("acquire"))
    boundaries.surround(SqliteStore, "commit", _entry)
    boundaries.surround(SqliteStore, "finish", _status)
    boundaries.surround(Client, "_send", _request)


def _named(name: str) -> Callable[..., str]:
    return lambda *_: name


def _entry(entry: Entry) -> str:
    return f"commit {entry.kind} {entry.id}"


def _status(status: str) -> str:
    return f"finish {status}"


def _request(method: str, path: str, *_: object) -> str:
    return f"{method} {path}"


def run_child(order: Order) -> Never:
    """Runs the script in this process, and ends it."""
    code = 1
    try:
        out = Path(order.out)
        for number, file in ((1, out), (2, out.with_suffix(".err"))):
            os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        os.environ["KUBECONFIG"] = order.kubeconfig
        script = Path(order.script)
        os.chdir(script.parent)
        sys.argv = [order.script]
        surround_all(Boundaries(out.with_suffix(".boundaries"), order.boundary))
        runpy.run_path(order.script, run_name="__main__")
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException as error:  # noqa: BLE001 - it must not reach the loop of the parent
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run(order: Order) -> int:
    """Runs the script in a child, to its end or to its killing; its exit code comes back."""
    pid = os.fork()
    if not pid:
        run_child(order)
    if order.after is not None:
        time.sleep(order.after)
        os.kill(pid, signal.SIGKILL)  # if it has ended already, nobody has waited for it yet: the number is still its own
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> None:
    """Answers orders until there are no more."""
    say("ready")
    for line in sys.stdin:
        say(run(Order(**json.loads(line))))


def say(answer: object) -> None:
    """Writes a line at once: what is not written yet when a child is forked would be written twice."""
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
