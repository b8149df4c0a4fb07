"""What a run tells its user: one line for each thing that happens, in words that a log file keeps well."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import attrs

Say = Callable[[str], None]
_SYMBOLS = {"create": "+", "update": "~", "delete": "-", "wait": "…", "note": "!"}
_HEARTBEAT = 10.0


def say_on_stderr(line: str) -> None:
    """Prints a line where it does not mix with what the script prints."""
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
    counts: dict[str, int] = attrs.field(factory=dict)
    _began: dict[str, float] = attrs.field(factory=dict)
    _waiting: dict[str, tuple[str, float]] = attrs.field(factory=dict)

    def begin(self, action: str, id_: str, reason: str = "") -> None:
        """Something is about to be created, updated or deleted."""
        self._began[id_] = self.clock()
        self.say(f"{_SYMBOLS[action]} {action} {id_}" + (f": {reason}" if reason else ""))

    def end(self, action: str, id_: str) -> None:
        """It was, and works."""
        self.counts[action] = self.counts.get(action, 0) + 1
        self._waiting.pop(id_, None)
        began = self._began.pop(id_, None)
        past = {"create": "created", "update": "updated", "delete": "deleted", "wait": "ready"}[action]
        self.say(f"  {past} {id_}" + ("" if began is None else f" in {self.clock() - began:.1f} s"))

    def unchanged(self) -> None:
        """A resource is as it was declared."""
        self.counts["unchanged"] = self.counts.get("unchanged", 0) + 1

    def failed(self, id_: str, error: Exception) -> None:
        """A resource failed; the whole text of the error comes at the end."""
        self.counts["failed"] = self.counts.get("failed", 0) + 1
        self._waiting.pop(id_, None)
        first = (str(error) or type(error).__name__).splitlines()[0]
        self.say(f"x {id_} failed: {first}")

    def waiting(self, id_: str, reason: str) -> None:
        """What a resource waits for, told when it changes and every ten seconds."""
        now = self.clock()
        before = self._waiting.get(id_)
        if before is not None and before[0] == reason and now - before[1] < _HEARTBEAT:
            return
        self._waiting[id_] = (reason, now)
        began = self._began.setdefault(id_, now)
        self.say(f"  {_SYMBOLS['wait']} {id_} ({now - began:.0f} s): {reason}")

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
        changed = any(self.counts.get(name) for name in ("create", "update", "delete"))
        self.say(f"{status}: {', '.join(parts) or 'nothing declared, nothing recorded'}" + ("" if changed else " (nothing was written)"))
