"""What a run tells its user: one line for each thing that happens, in words that a log file keeps well; and events, for whoever listens."""

import contextlib
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol

import attrs

from typekro.errors import BlockedError
from typekro.orchestrator.redacting import redacted, redacted_json

Say = Callable[[str], None]
EventName = Literal["run", "declared", "begin", "waiting", "end", "unchanged", "failed", "note", "replacing", "moved", "forgot", "totals"]
_SYMBOLS = {"create": "+", "update": "~", "delete": "-", "wait": "…", "note": "!"}
_QUIET = 2.0
_HEARTBEAT = 10.0
_TOLD_AT_ONCE = 20
_WORTH_TELLING = 1.0
_LONG = 10.0
_SLOWEST = 3


@attrs.frozen
class Event:
    """Something that happened in a run.

    Args:
        name: what happened.
        facts: of what resource, and how: JSON.
    """

    name: EventName
    facts: Mapping[str, object]


class Listener(Protocol):
    """Whoever is told of a run beside its reader: a display, a stream of events."""

    def hear(self, event: Event) -> None:
        """Something happened; the line about it, where there is one, is said after that."""
        ...

    def beat(self) -> None:
        """A second has passed."""
        ...

    def close(self) -> None:
        """Nothing is going on any more, however the run ended."""
        ...


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
        listeners: are told of everything as it happens.
        tells_waits: whether `beat` says what is waited for; not where a listener shows it.
    """

    say: Say = say_on_stderr
    clock: Callable[[], float] = time.monotonic
    counts: dict[str, int] = attrs.field(factory=dict[str, int])
    listeners: Sequence[Listener] = attrs.field(default=(), kw_only=True)
    tells_waits: bool = attrs.field(default=True, kw_only=True)
    _began: dict[str, float] = attrs.field(factory=dict[str, float], init=False)
    _waits: dict[str, "_Wait"] = attrs.field(factory=dict[str, "_Wait"], init=False)
    _took: dict[str, float] = attrs.field(factory=dict[str, float], init=False)
    _started: float = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        say = self.say
        self.say = lambda line: say(redacted(line))  # whoever made it: an API server says back what it was given
        self._started = self.clock()

    def run(self, operation: str, app: str, stage: str, state: str | Path, run: str) -> None:
        """A run begins: the first line."""
        self._started = self.clock()
        self._tell("run", operation=operation, app=app, stage=stage, state=str(state), run=run)
        self.say(f"typekro {operation} {app}/{stage}  state {shown(state)}  run {run}")

    def declared(self, id_: str) -> None:
        """There is a resource to come."""
        self._tell("declared", id=id_)

    def begin(self, action: str, id_: str, reason: str = "") -> None:
        """Something is about to be created, updated or deleted."""
        self._began[id_] = self.clock()
        self._tell("begin", action=action, id=id_, reason=reason)
        self.say(f"{_SYMBOLS[action]} {action} {id_}" + (f": {reason}" if reason else ""))

    def end(self, action: str, id_: str) -> None:
        """It was, and works."""
        self._count(action)
        seconds = self._settle(id_)
        self._tell("end", action=action, id=id_, seconds=None if seconds is None else round(seconds, 3))
        past = {"create": "created", "update": "updated", "delete": "deleted", "wait": "ready"}[action]
        self.say(f"  {past} {id_}" + ("" if seconds is None else f" in {seconds:.1f} s"))

    def unchanged(self, id_: str) -> None:
        """A resource is as it was declared."""
        self._count("unchanged")
        self._settle(id_)
        self._tell("unchanged", id=id_)

    def failed(self, id_: str, error: Exception) -> None:
        """A resource failed; the whole text of the error comes at the end."""
        self._count("failed")
        self._settle(id_)
        text = str(error) or type(error).__name__
        by = error.blocked_by if isinstance(error, BlockedError) else None
        self._tell("failed", id=id_, error=text, blocked_by=by)
        self.say(f"x {id_} failed: {text.splitlines()[0]}")

    def blocked(self, id_: str, error: BlockedError) -> None:
        """A resource was not touched, since one that it depends on failed: the error to mend is that one's."""
        self._count("blocked")
        self._settle(id_)
        self._tell("failed", id=id_, error=str(error), blocked_by=error.blocked_by)
        self.say(f"x {id_} blocked by {error.blocked_by}")

    def waiting(self, id_: str, reason: str) -> None:
        """What a resource waits for; `beat` tells it, where the wait is long enough to be worth a line."""
        now = self.clock()
        self._began.setdefault(id_, now)
        known = self._waits.get(id_)
        if known is None or known.reason != reason:
            self._tell("waiting", id=id_, reason=reason)
        wait = self._waits.setdefault(id_, _Wait(reason, since=now))
        wait.reason = reason

    def beat(self) -> None:
        """Tells what is waited for: after two seconds, when it changes, and every ten seconds; called once a second.

        Where many are due at once, those that wait longest are told, and how many more there are.
        """
        for listener in self.listeners:
            listener.beat()
        if not self.tells_waits:
            return
        now = self.clock()
        due = [(id_, wait) for id_, wait in self._waits.items() if wait.is_due(now)]
        for place, (id_, wait) in enumerate(due):
            wait.told, wait.told_at = wait.reason, now
            if place < _TOLD_AT_ONCE:
                self.say(f"  {_SYMBOLS['wait']} {id_} ({now - self._began.get(id_, wait.since):.0f} s): waiting: {wait.reason}")
        if len(due) > _TOLD_AT_ONCE:
            self.say(f"  {_SYMBOLS['wait']} and {len(due) - _TOLD_AT_ONCE} more are waiting")

    def note(self, id_: str, text: str) -> None:
        """Something about a resource that the user should know."""
        self._tell("note", id=id_, text=text)
        self.say(f"{_SYMBOLS['note']} {id_}: {text}")

    def forgot(self, id_: str, why: str, *, is_left: bool = True) -> None:
        """A resource is no longer recorded: it is left where it is, or nothing is there."""
        self._count("forget")
        self._settle(id_)
        self._tell("forgot", id=id_, reason=why, left=is_left)
        self.say(f"{_SYMBOLS['note']} {id_}: {why}: {'left where it is, and ' if is_left else ''}forgotten")

    def replacing(self, id_: str, reason: str) -> None:
        """Another one takes the place of what is there, which is deleted at the end of the run."""
        self._tell("replacing", id=id_, reason=reason)
        self.say(f"± replace {id_}: {reason}")

    def moved(self, was: str, id_: str) -> None:
        """A resource goes by another id from here on; nothing outside changes."""
        self._count("move")
        self._tell("moved", was=was, id=id_)
        self.say(f"↷ {was} is {id_} now")

    def totals(self, status: str) -> None:
        """The last line; before it, how long a run took that took long enough to be asked about."""
        words = {
            "create": "created",
            "update": "updated",
            "delete": "deleted",
            "wait": "became ready",
            "move": "renamed",
            "forget": "forgotten",
            "unchanged": "unchanged",
            "failed": "failed",
            "blocked": "blocked",
        }
        seconds = self.clock() - self._started
        slowest = sorted(self._took, key=self._took.__getitem__, reverse=True)[:_SLOWEST]
        times = [{"id": id_, "seconds": round(self._took[id_], 3)} for id_ in slowest]
        self._tell("totals", status=status, counts=dict(self.counts), seconds=round(seconds, 3), slowest=times)
        # A line of its own: the totals are the same for the same work, however long it took.
        if seconds >= _WORTH_TELLING:
            named = ", ".join(f"{id_} {self._took[id_]:.1f} s" for id_ in slowest) if seconds > _LONG else ""
            self.say(f"  took {seconds:.1f} s" + (f", most of all {named}" if named else ""))
        parts = [f"{self.counts[name]} {word}" for name, word in words.items() if self.counts.get(name)]
        # What was cut off or failed may have been written all the same.
        untouched = status == "succeeded" and not any(self.counts.get(name) for name in ("create", "update", "delete"))
        none = "nothing declared, nothing recorded" if status == "succeeded" else "nothing was finished"
        self.say(f"{status}: {', '.join(parts) or none}" + (" (nothing was written)" if untouched else ""))

    def close(self) -> None:
        """Nothing is going on any more; called however the run ends, and before the totals. A second call does nothing."""
        for listener in self.listeners:
            listener.close()

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1

    def _settle(self, id_: str) -> float | None:
        """How long it was worked at; None where nothing was begun."""
        self._waits.pop(id_, None)
        began = self._began.pop(id_, None)
        if began is None:
            return None
        seconds = self.clock() - began
        self._took[id_] = max(seconds, self._took.get(id_, 0.0))
        return seconds

    def _tell(self, name: EventName, **facts: object) -> None:
        for listener in self.listeners:
            listener.hear(Event(name, redacted_json(facts)))


@attrs.define
class _Wait:
    reason: str
    since: float
    told: str | None = None
    told_at: float = 0.0

    def is_due(self, now: float) -> bool:
        """Whether it is to be told: it lasts, and is another one than was told, or was told a while ago."""
        return now - self.since >= _QUIET and (self.told != self.reason or now - self.told_at >= _HEARTBEAT)
