"""A world of things with UIDs, in which requests take time and go wrong, and where somebody else has a hand too."""

import asyncio
import math
import random
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Literal, Protocol, Self, TypeVar

import attrs

from tests.simulation.bodies import Declare
from tests.simulation.loop import Process, this_process
from tests.simulation.programs import Declared

T = TypeVar("T")
FaultKind = Literal["refused", "busy", "lost reply", "slow", "hang", "never ready", "stuck"]
Verb = Literal["read", "create", "update", "delete"]
_LATENCY = 0.05
_SLOW, _HANG = 20.0, 60.0


class Refused(Exception):  # noqa: N818 - it is what the world says
    """Nothing was done, and trying again does not help."""


class Busy(Exception):  # noqa: N818 - the same
    """Nothing was done; trying again may help."""

    retryable = True


class Conflict(Exception):  # noqa: N818 - the same
    """What was meant is not what is there."""


@attrs.define(eq=False)
class Thing:
    """Something that exists.

    Args:
        uid: what tells it from any other one, for ever.
        kind: the class that handles it.
        name: its name; empty where the world names things itself.
        key: the operation that made it.
        record: the id of the resource that it was made for.
        text: what it says.
        zone: where it lives, for good.
        needs: the UIDs of those that it was made of.
        label: whose it is; empty where nobody says.
        adopted: it was somebody else's before it was ours.
        origin: who made it: a run, or somebody else.
        ready_at: the moment from which it works.
        gone_at: the moment from which it is not there any more; None where nobody deletes it.
        late: a run that had lost its lock made or changed it: nobody can hold a request back that is under way.
        touched: somebody else changed it.
    """

    uid: str
    kind: str
    name: str = ""
    key: str = ""
    record: str = ""
    text: str = ""
    zone: str = ""
    needs: tuple[str, ...] = ()
    label: str = ""
    adopted: bool = False
    origin: Literal["run", "outside"] = "run"
    ready_at: float = 0.0
    gone_at: float | None = None
    late: bool = False
    touched: bool = False

    @property
    def physical(self) -> str:
        """Its name outside, as records have it."""
        return f"Named/{self.name}" if self.name else ""


class About(Protocol):
    """What a request is about: the context of a handler says it."""

    @property
    def resource_id(self) -> str:
        """The id that the resource is recorded under."""
        ...

    @property
    def operation_key(self) -> str:
        """The key of the operation."""
        ...


class Watch(Protocol):
    """Who looks on."""

    def sent(self, process: Process, verb: Verb, context: About) -> None:
        """A run sends a request."""
        ...

    def done(self, process: Process, verb: Verb, context: About, thing: Thing | None, before: dict[str, Any]) -> None:
        """A request has its effect; `before` is what the thing was."""
        ...

    def cut(self, process: Process, verb: Verb, context: About) -> None:
        """A request was broken off while it was under way."""
        ...

    def note(self, process: Process, line: str) -> None:
        """Something for the log."""
        ...


@attrs.define(eq=False)
class World:
    """All that exists.

    Args:
        chance: draws how long things take.
        watch: who looks on.
        things: what exists, by UID.
        faults: what goes wrong, by process and number of its request.
        hit: how many of each fault were met.
    """

    chance: random.Random
    watch: Watch
    things: dict[str, Thing] = attrs.field(factory=dict[str, Thing])
    faults: dict[tuple[str, int], FaultKind] = attrs.field(factory=dict[tuple[str, int], FaultKind])
    hit: list[FaultKind] = attrs.field(factory=list[FaultKind])
    requests: dict[str, int] = attrs.field(factory=dict[str, int])
    slow: bool = True
    races: bool = True
    _number: int = 0

    identity = "earth"

    @property
    def declare(self) -> Declare:
        from tests.simulation.kinds import declare  # noqa: PLC0415 - kinds know the world

        return declare

    def providers(self) -> Mapping[str, Any]:
        return {"world": self}

    @asynccontextmanager
    async def working(self) -> AsyncGenerator[None]:
        yield

    def is_first(self, process: Process, verb: Verb, id_: str) -> bool:
        del process, verb, id_
        return True

    @asynccontextmanager
    async def connect(self) -> AsyncGenerator[Self]:
        this_process().boundary("before it is connected")
        yield self

    def __str__(self) -> str:
        return self.identity

    # What is there.

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    def there(self) -> list[Thing]:
        """What exists now, also what is being deleted."""
        now = self.now()
        for uid in [thing.uid for thing in self.things.values() if thing.gone_at is not None and thing.gone_at <= now]:
            del self.things[uid]
        return list(self.things.values())

    def by_uid(self, uid: str) -> Thing | None:
        return next((thing for thing in self.there() if thing.uid == uid), None)

    def by_name(self, name: str) -> Thing | None:
        return next((thing for thing in self.there() if name and thing.name == name), None)

    def by_key(self, key: str) -> Thing | None:
        return next((thing for thing in self.there() if not thing.name and thing.key == key), None)

    def make(self, **facts: Any) -> Thing:
        self._number += 1
        thing = Thing(uid=f"u{self._number}", **facts)
        self.things[thing.uid] = thing
        return thing

    # Requests.

    async def ask(self, verb: Verb, context: About, effect: Callable[[FaultKind | None], Thing | None]) -> Thing | None:
        """A request of a run.

        Args:
            verb: what is asked for.
            context: the handler's.
            effect: does it, and returns what came of it.
        """
        process = this_process()
        process.boundary("before a request")
        number = self.requests[process.name] = self.requests.get(process.name, 0) + 1
        fault = self.faults.pop((process.name, number), None)
        if fault is not None:
            self.hit.append(fault)
        self.watch.sent(process, verb, context)
        there = self.chance.random() * _LATENCY + (_SLOW if fault == "slow" else 0.0)
        found = await self._under_way(process, verb, context, effect, seconds=there, fault=fault)
        process.boundary("after a request")
        await asyncio.sleep(self.chance.random() * _LATENCY)
        process.boundary("before the reply")
        if fault == "lost reply":
            raise ConnectionResetError(f"{verb} {context.resource_id}: the reply was lost")
        return found

    async def _under_way(
        self,
        process: Process,
        verb: Verb,
        context: About,
        effect: Callable[[Any], Thing | None],
        *,
        seconds: float,
        fault: FaultKind | None,
    ) -> Thing | None:
        if fault in {"refused", "busy"}:
            await asyncio.sleep(seconds)
            what = f"{verb} {context.resource_id} was refused"
            self.watch.note(process, f"{fault}: {verb} {context.resource_id}")
            raise (Refused if fault == "refused" else Busy)(what)

        def carry_out() -> Thing | None:
            return self._carried_out(process, verb, context, fault, effect)

        def perhaps() -> None:
            if self.chance.random() < 0.5:
                carry_out()

        process.dying.append(perhaps)
        try:
            await asyncio.sleep(seconds)
            if fault == "hang":
                await asyncio.sleep(_HANG)
        except asyncio.CancelledError:
            if process.alive:
                self.watch.cut(process, verb, context)
                perhaps()
            raise
        finally:
            if perhaps in process.dying:
                process.dying.remove(perhaps)
        process.check()
        if fault == "hang":
            perhaps()
            raise TimeoutError(f"{verb} {context.resource_id}: no answer")
        return carry_out()

    def _carried_out(
        self, process: Process, verb: Verb, context: About, fault: FaultKind | None, effect: Callable[[Any], Thing | None]
    ) -> Thing | None:
        if verb == "read":
            return _as_it_is(effect(fault))
        before = {thing.uid: attrs.asdict(thing) for thing in self.there()}
        try:
            thing = effect(fault)
        except (Conflict, Refused) as error:
            self.watch.note(process, f"{verb} {context.resource_id}: {error}")
            raise
        self.watch.done(process, verb, context, thing, before)
        return _as_it_is(thing)

    # What requests come to.

    def readable_at(self, fault: FaultKind | None) -> float:
        if fault == "never ready":
            return math.inf
        return self.now() + (self.chance.choice((0.0, 0.0, 1.0, 5.0)) if self.slow else 0.0)

    def take_away(self, thing: Thing, fault: FaultKind | None) -> Thing:
        if thing.gone_at is None:
            lingering = self.chance.choice((0.0, 0.0, 2.0)) if self.slow else 0.0
            thing.gone_at = math.inf if fault == "stuck" else self.now() + lingering
        return thing

    # The hand of somebody else.

    def is_taken(self, one: Declared) -> bool:
        return self.by_name(one.name) is not None

    def occupied(self, one: Declared) -> Thing:
        return self.make(kind="Named", name=one.name, text="mine", zone="here", origin="outside", touched=True)

    def edited(self, thing: Thing) -> None:
        thing.text = "edited"

    def removed(self, thing: Thing) -> None:
        del self.things[thing.uid]

    def made_again(self, thing: Thing, *, label: str) -> None:
        facts: dict[str, Any] = {"kind": "Named", "name": thing.name, "text": thing.text, "zone": thing.zone, "needs": thing.needs}
        self.make(**facts, label=label, origin="outside", record=thing.record, touched=True)

    def heal(self) -> None:
        """What was stuck goes, and what was not ready is."""
        self.slow = False
        self.faults.clear()
        for thing in self.there():
            thing.ready_at = min(thing.ready_at, self.now())
            if thing.gone_at is not None:
                thing.gone_at = self.now()


def _as_it_is(thing: Thing | None) -> Thing | None:
    """A thing as it is at this moment: what a reply tells, whatever becomes of it until that arrives."""
    return None if thing is None else attrs.evolve(thing)
