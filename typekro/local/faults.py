"""Faults that a test asks for: what the local cluster is to do wrong, and to which requests."""

import random
from collections.abc import Iterable, Iterator
from typing import Literal, Self, TypedDict, Unpack

import attrs

from typekro.errors import UsageError, compose
from typekro.local.asking import READS, Asked

Verb = Literal["get", "list", "watch", "create", "update", "patch", "apply", "delete", "deletecollection", "read", "write"]

_VERBS = ("get", "list", "watch", "create", "update", "patch", "apply", "delete", "deletecollection", "read", "write")
_STATUS = range(400, 600)


class Where(TypedDict, total=False):
    """Which requests a fault is for; what is left out matches all.

    Args:
        verb: as Kubernetes calls it. `patch` is every patch, `apply` a server-side apply alone; `read` is get, list and watch, `write` all
            that could change something, which a dry run could not.
        kind: the kind of the object: `ConfigMap`.
        namespace: its namespace.
        name: its name; a list or a watch has none.
        subresource: what of it: `status`; the empty string for the whole object alone.
        skip: how many requests that match pass before the first is hit.
        times: how many are hit; None for all. By default 1.
        chance: how likely each of them is hit, from 0 to 1.
        seed: of that chance: the same seed hits the same ones.
    """

    verb: Verb | None
    kind: str | None
    namespace: str | None
    name: str | None
    subresource: str | None
    skip: int
    times: int | None
    chance: float
    seed: int


@attrs.frozen
class Refuse:
    """Answer with an error, and do nothing.

    Args:
        status: the HTTP status.
        message: what is said.
        retry_after: for how many whole seconds the client is told to wait; None to say nothing.
    """

    status: int
    message: str | None = None
    retry_after: int | None = None


@attrs.frozen
class Delay:
    """Do it later.

    Args:
        seconds: how much later.
    """

    seconds: float


@attrs.frozen
class DropReply:
    """Do it, and break the connection before the answer."""


@attrs.frozen
class Hang:
    """Do nothing, and never answer."""


@attrs.frozen
class BreakWatch:
    """End a watch in the middle.

    Args:
        events: how many events it brings before.
        expired: say first that the version is no longer known (410), so that the client has to list again.
    """

    events: int
    expired: bool


Action = Refuse | Delay | DropReply | Hang | BreakWatch


@attrs.frozen(eq=False, kw_only=True)
class Fault:
    """Something that a local cluster is to do wrong; made by the methods below, for `LocalCluster(faults=...)` or its `faults.add`.

    All of them take what `Where` lists, to say which requests are meant: by default the first one that comes.

    Example:
        >>> busy = Fault.refuse(503, verb="apply", kind="ConfigMap", times=2)
        >>> busy.times
        2
    """

    action: Action
    verb: Verb | None = None
    kind: str | None = None
    namespace: str | None = None
    name: str | None = None
    subresource: str | None = None
    skip: int = 0
    times: int | None = 1
    chance: float = 1.0
    seed: int = 0

    def __attrs_post_init__(self) -> None:
        if self.verb is not None and self.verb not in _VERBS:
            raise UsageError(compose(f"Fault: there is no verb {self.verb!r}", f"the verbs are {', '.join(_VERBS)}"))
        if not 0 <= self.chance <= 1:
            raise UsageError(compose(f"Fault: chance={self.chance} is no likelihood", "it lies between 0 and 1"))
        if self.skip < 0 or (self.times is not None and self.times < 1):
            raise UsageError(compose("Fault: skip counts from 0, and times from 1", (), "times=None  # for all"))

    @classmethod
    def refuse(cls, status: int, message: str | None = None, *, retry_after: int | None = None, **where: Unpack[Where]) -> Self:
        """Requests are refused, and nothing is done.

        Args:
            status: the HTTP status: 403, 409, 429, 500, 503 or another from 400 to 599.
            message: what is said; by default what Kubernetes says.
            retry_after: for how many whole seconds the client is told to wait.
            **where: which requests.

        Raises:
            UsageError: this is no status of an error.
        """
        if status not in _STATUS:
            raise UsageError(compose(f"Fault.refuse: {status} is no status of an error", "they go from 400 to 599"))
        return cls(action=Refuse(status, message, retry_after), **where)

    @classmethod
    def conflict(cls, **where: Unpack[Where]) -> Self:
        """Writes are refused since the object was changed meanwhile (409), as where another client was faster."""
        where.setdefault("verb", "write")
        return cls(action=Refuse(409), **where)

    @classmethod
    def delay(cls, seconds: float, **where: Unpack[Where]) -> Self:
        """Requests are looked at so many seconds later."""
        return cls(action=Delay(seconds), **where)

    @classmethod
    def drop_reply(cls, **where: Unpack[Where]) -> Self:
        """Requests are done, and the connection breaks before the answer comes."""
        return cls(action=DropReply(), **where)

    @classmethod
    def hang(cls, **where: Unpack[Where]) -> Self:
        """Requests are never answered, and nothing is done."""
        return cls(action=Hang(), **where)

    @classmethod
    def cut_watch(cls, events: int = 0, **where: Unpack[Where]) -> Self:
        """The connection of a watch breaks after so many events."""
        where["verb"] = "watch"
        return cls(action=BreakWatch(events, expired=False), **where)

    @classmethod
    def expire_watch(cls, events: int = 0, **where: Unpack[Where]) -> Self:
        """A watch says after so many events that its version is no longer known (410), and ends."""
        where["verb"] = "watch"
        return cls(action=BreakWatch(events, expired=True), **where)

    def matches(self, asked: Asked, kind: str) -> bool:
        """Whether a request is one of those that are meant.

        Args:
            asked: what it is about.
            kind: the kind of that.
        """
        return self._has_verb(asked) and all(
            wanted is None or wanted == found
            for wanted, found in (
                (self.kind, kind),
                (self.namespace, asked.namespace),
                (self.name, asked.name),
                (self.subresource, asked.subresource),
            )
        )

    def _has_verb(self, asked: Asked) -> bool:
        match self.verb:
            case None:
                return True
            case "read":
                return asked.verb in READS
            case "write":
                return asked.write
            case "patch":
                return asked.verb in {"patch", "apply"}
            case verb:
                return asked.verb == verb


@attrs.define(eq=False)
class _Counter:
    """How far a fault has come."""

    chance: random.Random
    seen: int = 0
    hit: int = 0


class Faults:
    """The faults of a cluster; they can be added and taken away while it runs.

    Args:
        given: those that it begins with.
    """

    def __init__(self, given: Iterable[Fault] = ()) -> None:
        self._counters: dict[Fault, _Counter] = {}
        for fault in given:
            self.add(fault)

    def add(self, fault: Fault) -> Fault:
        """From now on, this goes wrong too.

        Args:
            fault: what; one that was added before begins anew.
        """
        self._counters[fault] = _Counter(random.Random(fault.seed))  # noqa: S311 - to be the same each time
        return fault

    def remove(self, fault: Fault) -> None:
        """From now on, this goes right again; one that is not there is not missed."""
        self._counters.pop(fault, None)

    def clear(self) -> None:
        """From now on, all goes right."""
        self._counters.clear()

    def hits(self, fault: Fault) -> int:
        """How many requests a fault has hit."""
        return self._counters[fault].hit if fault in self._counters else 0

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._counters)

    def __len__(self) -> int:
        return len(self._counters)

    def taken(self, asked: Asked, kind: str) -> list[Action]:
        """What is to go wrong with a request: delays, and at most one thing after them. It counts as hit.

        Args:
            asked: what it is about.
            kind: the kind of that.
        """
        actions: list[Action] = []
        for fault, counter in self._counters.items():
            if not fault.matches(asked, kind):
                continue
            counter.seen += 1
            if counter.seen <= fault.skip or counter.hit == fault.times or counter.chance.random() >= fault.chance:
                continue
            counter.hit += 1
            actions.append(fault.action)
            if not isinstance(fault.action, Delay):
                break
        return actions
