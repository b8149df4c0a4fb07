"""What a run tells its user: one line for each thing that happens, in words that a log file keeps well."""

import contextlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

import attrs

Say = Callable[[str], None]
_SYMBOLS = {"create": "+", "update": "~", "delete": "-", "wait": "…", "note": "!"}
_QUIET = 2.0
_HEARTBEAT = 10.0


def say_on_stderr(line: str) -> None:
    """Prints a line where it does not mix with what the script prints."""
    with contextlib.suppress(OSError):  # nobody reads any more: that is no reason to stop in the middle
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - this is the place that prints


def shown(path: str | Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return str(Path(path).resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@attrs.define(eq=False)
class Report:
    """Tells a user how a run goes.

    Args:
        say: prints a line.
        clock: seconds, for how long things took.
    """

    say: Say = say_on_stderr
    clock: Callable[[], float] = time.monotonic
    counts: dict[str, int] = attrs.field(factory=dict[str, int])
    _began: dict[str, float] = attrs.field(factory=dict[str, float])
    _waits: dict[str, "_Wait"] = attrs.field(factory=dict[str, "_Wait"])

    def begin(self, action: str, id_: str, reason: str = "") -> None:
        """Something is about to be created, updated or deleted."""
        self._began[id_] = self.clock()
        self.say(f"{_SYMBOLS[action]} {action} {id_}" + (f": {reason}" if reason else ""))

    def end(self, action: str, id_: str) -> None:
        """It was, and works."""
        self.counts[action] = self.counts.get(action, 0) + 1
        self._waits.pop(id_, None)
        began = self._began.pop(id_, None)
        past = {"create": "created", "update": "updated", "delete": "deleted", "wait": "ready"}[action]
        self.say(f"  {past} {id_}" + ("" if began is None else f" in {self.clock() - began:.1f} s"))

    def unchanged(self, id_: str) -> None:
        """A resource is as it was declared."""
        self._waits.pop(id_, None)
        self._began.pop(id_, None)
        self.counts["unchanged"] = self.counts.get("unchanged", 0) + 1

    def failed(self, id_: str, error: Exception) -> None:
        """A resource failed; the whole text of the error comes at the end."""
        self.counts["failed"] = self.counts.get("failed", 0) + 1
        self._waits.pop(id_, None)
        first = (str(error) or type(error).__name__).splitlines()[0]
        self.say(f"x {id_} failed: {first}")

    def waiting(self, id_: str, reason: str) -> None:
        """What a resource waits for; `beat` tells it, where the wait is long enough to be worth a line."""
        now = self.clock()
        self._began.setdefault(id_, now)
        wait = self._waits.setdefault(id_, _Wait(reason, since=now))
        wait.reason = reason

    def beat(self) -> None:
        """Tells what is waited for: after two seconds, when it changes, and every ten seconds; called once a second."""
        now = self.clock()
        for id_, wait in self._waits.items():
            if now - wait.since >= _QUIET and (wait.told != wait.reason or now - wait.told_at >= _HEARTBEAT):
                wait.told, wait.told_at = wait.reason, now
                self.say(f"  {_SYMBOLS['wait']} {id_} ({now - self._began.get(id_, wait.since):.0f} s): waiting: {wait.reason}")

    def note(self, id_: str, text: str) -> None:
        """Something about a resource that the user should know."""
        self.say(f"{_SYMBOLS['note']} {id_}: {text}")

    def totals(self, status: str) -> None:
        """The last line."""
        words = {
            "create": "created",
            "update": "updated",
            "delete": "deleted",
            "wait": "became ready",
            "unchanged": "unchanged",
            "failed": "failed",
        }
        parts = [f"{self.counts[name]} {word}" for name, word in words.items() if self.counts.get(name)]
        # What was cut off or failed may have been written all the same.
        untouched = status == "succeeded" and not any(self.counts.get(name) for name in ("create", "update", "delete"))
        none = "nothing declared, nothing recorded" if status == "succeeded" else "nothing was finished"
        self.say(f"{status}: {', '.join(parts) or none}" + (" (nothing was written)" if untouched else ""))


@attrs.define
class _Wait:
    reason: str
    since: float
    told: str | None = None
    told_at: float = 0.0
