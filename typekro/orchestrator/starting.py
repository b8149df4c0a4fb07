"""When work on each of very many resources begins: once what it needs has settled, and while not too many others are at work."""

import asyncio
import contextvars
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

import attrs

from typekro.orchestrator.waiting import Settled

AT_WORK: Final = 1024
"""Tasks at once. Each takes some 16 kB while it waits; fewer break up the commits of many resources, which go in batches."""

Work = Callable[..., Awaitable[None]]
Spawn = Callable[..., object]


@attrs.frozen
class _Item:
    spawn: Spawn
    work: Work
    arguments: tuple[Any, ...]
    context: contextvars.Context = attrs.field(factory=contextvars.copy_context)


@attrs.define(eq=False)
class Starting:
    """What is to begin, in the order in which it can.

    Args:
        most: how many are at work at once, beside those that rest.
        tasks: all that are at work, also those that rest.
    """

    most: int = AT_WORK
    tasks: "set[asyncio.Task[Any]]" = attrs.field(factory=set["asyncio.Task[Any]"])
    _ready: deque[_Item] = attrs.field(factory=deque[_Item])
    _taken: int = 0
    _places: "set[asyncio.Task[Any]]" = attrs.field(factory=set["asyncio.Task[Any]"])

    def add(self, spawn: Spawn, work: Work, *arguments: Any, after: Iterable[Settled] = ()) -> None:
        """Lets work begin when it can.

        Args:
            spawn: starts a task: `start_soon` of a group, which is kept open by what is at work in it.
            work: what is to be done.
            *arguments: with what.
            after: what has to be settled before; where one of them failed, the others need not be.

        Raises:
            Exception: what `spawn` raised, where it was to begin now.
        """
        item, missing = _Item(spawn, work, arguments), set(after)
        if not missing:
            self._append(item)
            return

        def settled(one: Settled) -> None:
            if missing:
                missing.discard(one)
                if not missing or one.failed:
                    missing.clear()
                    self._append(item)

        for each in list(missing):
            each.then(settled)

    def rest(self) -> None:
        """What is done in this task takes time that nobody has a hand in: something else may begin meanwhile."""
        self._give_up(asyncio.current_task())

    def _append(self, item: _Item) -> None:
        self._ready.append(item)
        self._begin()

    def _begin(self) -> None:
        """Fills all places up once half of them are free: one at a time would come between what is at work, and break up its commits."""
        if self._taken > self.most // 2:
            return
        while self._ready and self._taken < self.most:
            item = self._ready.popleft()
            item.context.run(item.spawn, self._run, item)
            self._taken += 1

    async def _run(self, item: _Item) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - asked in one
        self.tasks.add(task)
        self._places.add(task)
        try:
            await item.work(*item.arguments)
        finally:
            self.tasks.discard(task)
            self._give_up(task)

    def _give_up(self, task: "asyncio.Task[Any] | None") -> None:
        if task in self._places:
            self._places.discard(task)
            self._taken -= 1
            self._begin()
