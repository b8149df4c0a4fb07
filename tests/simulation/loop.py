"""An event loop whose time is virtual, and whose order of what is ready is drawn from a seed; and processes that live in it."""

import asyncio
import contextvars
import heapq
import inspect
import random
import uuid
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from typing import Any, TypeVar, cast
from unittest.mock import patch

import anyio.to_thread
import attrs

T = TypeVar("T")
_START = 1_000.0
_ROUNDS = 200


class HangError(Exception):
    """Nothing is ready, nothing will ever be, and something is awaited."""


class Killed(BaseException):
    """This process is dead: nothing that it still does has any effect."""


@attrs.define(eq=False)
class Process:
    """What stands for a process of an operating system: the tasks of one run, which can be killed and stopped from outside.

    Args:
        name: how the log calls it.
        chance: draws what only chance decides.
        events: what happens when it gets to a boundary, by the number of that; each happens once.
        alive: whether it has not been killed.
        frozen: whether it is stopped: none of its tasks has a turn.
        boundaries: how many it came by so far.
        where: what the last of them was.
        dying: what is to be settled as it is killed: requests that are under way.
    """

    name: str
    chance: random.Random
    events: dict[int, Callable[[], None]] = attrs.field(factory=dict[int, Callable[[], None]])
    alive: bool = True
    frozen: bool = False
    boundaries: int = 0
    where: str = ""
    dying: list[Callable[[], None]] = attrs.field(factory=list[Callable[[], None]])
    died: asyncio.Event = attrs.field(factory=asyncio.Event)
    tasks: list["asyncio.Task[Any]"] = attrs.field(factory=list["asyncio.Task[Any]"])

    def boundary(self, where: str) -> None:
        """A moment between two effects, at which something may happen to it.

        Args:
            where: what it is between.

        Raises:
            Killed: it is dead, or has just been killed.
        """
        self.check()
        self.boundaries += 1
        self.where = where
        event = self.events.pop(self.boundaries, None)
        if event is not None:
            event()
        self.check()

    def check(self) -> None:
        """Refuses to go on where it is dead.

        Raises:
            Killed: it is.
        """
        if not self.alive:
            raise Killed(self.name)

    def kill(self) -> None:
        """Ends it, as `kill -9` does."""
        self.alive = False
        dying, self.dying = self.dying, []
        for settle in dying:
            settle()
        self.died.set()

    async def buried(self) -> None:
        """Takes away what is left of its tasks, none of which has any effect any more."""
        for _ in range(_ROUNDS):
            left = [task for task in self.tasks if not task.done()]
            if not left:
                break
            for task in left:
                coroutine: Any = task.get_coro()
                if inspect.getcoroutinestate(coroutine) != inspect.CORO_CREATED:  # what has not begun would never be awaited
                    task.cancel()
            await asyncio.sleep(0)
        else:
            raise HangError(f"{self.name} cannot be taken away")
        for task in self.tasks:
            if not task.cancelled():
                task.exception()  # seen: nobody else will ask


CURRENT: contextvars.ContextVar[Process | None] = contextvars.ContextVar("simulated process", default=None)


def this_process() -> Process:
    """The process that this code runs in."""
    found = CURRENT.get()
    assert found is not None
    return found


class _Task(asyncio.Task[Any]):
    """A task with a place in sets that is the same each time: whoever cancels a set of tasks does so in the same order."""

    number = 0

    def __hash__(self) -> int:
        return self.number


class SimulatedLoop(asyncio.BaseEventLoop):
    """Never waits: where nothing is ready, the time of the next timer has come. What is ready at once goes in a drawn order.

    Args:
        chance: draws the order.
    """

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._chance = chance
        self._now = _START
        self._aside: list[asyncio.Handle] = []
        self._count = 0
        self.set_task_factory(cast("Any", self._make_task))
        self.set_exception_handler(self._unhandled)
        self.unhandled: list[str] = []

    def time(self) -> float:
        """Virtual seconds."""
        return self._now

    def call_soon_threadsafe(  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride] # less exact, and no less general
        self, callback: Callable[..., Any], *args: Any, context: Any = None
    ) -> Any:
        """There are no threads."""
        return self.call_soon(callback, *args, context=context)

    def thaw(self, process: Process) -> None:
        """A stopped process goes on."""
        process.frozen = False
        loop = cast("Any", self)
        loop._ready.extend(self._aside)
        self._aside.clear()

    def _make_task(self, loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, Any], **more: Any) -> "asyncio.Task[Any]":
        del loop
        task = _Task(coroutine, loop=self, **more)
        self._count += 1
        task.number = self._count
        context = more.get("context")
        process = CURRENT.get() if context is None else context.get(CURRENT)
        if process is not None:
            process.tasks.append(task)
        return task

    def _unhandled(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        del loop
        error = context.get("exception")
        if not isinstance(error, Killed):
            self.unhandled.append(f"{context.get('message')}: {error!r}")

    def _run_once(self) -> None:
        loop = cast("Any", self)
        ready, scheduled = loop._ready, loop._scheduled
        self._due(ready, scheduled)
        if not ready:
            if not scheduled:
                raise HangError("nothing is ready, and nothing will ever be")
            self._now = scheduled[0]._when
            self._due(ready, scheduled)
        batch = list(ready)
        ready.clear()
        if len(batch) > 1:
            self._chance.shuffle(batch)
        for handle in batch:
            if handle._cancelled:
                continue
            process = handle._context.get(CURRENT)
            if process is not None and process.frozen:
                self._aside.append(handle)
            else:
                handle._run()

    def _due(self, ready: Any, scheduled: Any) -> None:
        while scheduled and (scheduled[0]._cancelled or scheduled[0]._when <= self._now):
            handle = heapq.heappop(scheduled)
            handle._scheduled = False
            if not handle._cancelled:
                ready.append(handle)

    def _write_to_self(self) -> None:
        """There is nobody who sleeps."""

    def _process_events(self, events: Any) -> None:
        """There are no sockets."""


async def _inline(work: Callable[..., T], *args: Any, **how: Any) -> T:
    del how
    await asyncio.sleep(0)
    return work(*args)


@contextmanager
def chosen_ids(chance: random.Random) -> Generator[None]:
    """Ids that are new each time come from the seed, and work for threads is done at once."""

    def drawn() -> uuid.UUID:
        return uuid.UUID(int=chance.getrandbits(128), version=4)

    with patch.object(uuid, "uuid4", drawn), patch.object(anyio.to_thread, "run_sync", _inline):
        yield


def simulate(seed: int, work: Callable[[SimulatedLoop], Coroutine[Any, Any, T]]) -> T:
    """Runs something in a loop of its own.

    Args:
        seed: what is ready at once goes in the order that it draws.
        work: is given the loop.

    Raises:
        HangError: it never ends.
    """
    chance = random.Random(seed)  # noqa: S311 - to be the same each time
    loop = SimulatedLoop(chance)
    try:
        with chosen_ids(random.Random(seed)):  # noqa: S311 - to be the same each time
            return loop.run_until_complete(work(loop))
    finally:
        loop.close()
