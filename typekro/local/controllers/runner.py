"""Runs the controllers: in the background of an event loop, or at once until there is nothing left to do."""

import threading
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from typing import cast

import anyio
import anyio.lowlevel

from typekro.local.api import ApiServer, Change, StatusError
from typekro.local.controllers.base import Controller, Later
from typekro.local.controllers.objects import Kind, kind_of
from typekro.local.controllers.queueing import Item, WorkQueue

_AT_ONCE = 16
_MOST_LOOKS = 100_000  # a namespace is looked at again for each object that goes with it


class EndlessError(RuntimeError):
    """A controller is never done with something, which is a defect of the controller.

    Args:
        controller: what it is called.
        key: what it looks at.
        looks: how often it looked.
    """

    def __init__(self, controller: str, key: Hashable, looks: int) -> None:
        steps = cast("tuple[object, ...]", key) if isinstance(key, tuple) else (key,)
        about = "/".join(str(each) for each in steps if each)
        super().__init__(
            f"the controller {controller} is never done with {about}: it looked {looks} times, and wants to look again\n"
            "each look writes something, which makes it look again; a look that finds everything as it should be has to write nothing"
        )
        self.controller = controller
        self.key: Hashable = key
        self.looks = looks


class Runner:
    """Tells controllers of each write and lets them look, the first ones first.

    Args:
        server: whose writes count; what is there already is looked at as if it had just been made.
        controllers: who looks, in order: one that comes first has done all it can before the next one looks.
        clock: gives the time, which may be a virtual one.
        most: how often one thing is looked at until all is settled, at most.

    Attributes:
        is_working: whether a controller looks just now, so that what is written is its work.
    """

    def __init__(
        self, server: ApiServer, controllers: Sequence[Controller | Later], clock: Callable[[], datetime], *, most: int = _MOST_LOOKS
    ) -> None:
        self.is_working = False
        self._most = most
        self._later = {rank: each for rank, each in enumerate(controllers) if isinstance(each, Later)}
        self._controllers = {rank: each for rank, each in enumerate(controllers) if not isinstance(each, Later)}
        self._making = threading.RLock()  # somebody may write to the API server from another thread
        self._clock = clock
        self._queue = WorkQueue(clock)
        self._of: dict[Kind, list[tuple[int, Controller]]] = {}
        self._awake = anyio.Event()
        self._unsubscribe = server.subscribe(self._take)

    def look_at(self, change: Change) -> None:
        """Has all controllers look at what a change is about."""
        self._take(change)

    def settle(self) -> int:
        """Does all that is due now, and what follows from it.

        Returns:
            How often something was looked at.

        Raises:
            EndlessError: a controller is never done.
        """
        looks: Counter[Item] = Counter()
        while (item := self._step()) is not None:
            looks[item] += 1
            if looks[item] > self._most:
                raise EndlessError(self._controllers[item.rank].name, item.key, looks[item])
        return looks.total()

    def next_time(self) -> datetime | None:
        """When something is due again though nothing changes; None where nothing is."""
        return self._queue.next_time()

    async def run(self) -> None:
        """Works until it is cancelled; lets others work in between."""
        while True:
            self._awake = anyio.Event()
            for _ in range(_AT_ONCE):
                if self._step() is None:
                    break
            else:
                await anyio.lowlevel.checkpoint()
                continue
            with anyio.move_on_after(self._pause()):
                await self._awake.wait()

    def close(self) -> None:
        """Stops listening."""
        self._unsubscribe()

    def _pause(self) -> float | None:
        time = self._queue.next_time()
        return None if time is None else max((time - self._clock()).total_seconds(), 0.0)

    def _step(self) -> Item | None:
        item = self._queue.take()
        if item is not None:
            self._reconcile(item)
        return item

    def _reconcile(self, item: Item) -> None:
        controller, key = self._controllers[item.rank], item.key
        self.is_working = True
        try:
            again = controller.reconcile(key)
        except StatusError:
            self._queue.failed(item)
            return
        finally:
            self.is_working = False
        self._queue.succeeded(item)
        if again is not None:
            self._queue.add_after(item, again)

    def _take(self, change: Change) -> None:
        for rank, controller in self._told(kind_of(change.object)):
            for key in controller.wants(change):
                self._queue.add(Item(rank, key))
        self._awake.set()

    def _told(self, kind: Kind) -> Sequence[tuple[int, Controller]]:
        """Who is told of changes of a kind, with their ranks."""
        found = self._of.get(kind)
        if found is None:
            with self._making:
                self._make(kind)
                among = sorted(self._controllers.items())
                found = self._of[kind] = [(rank, each) for rank, each in among if each.kinds is None or kind in each.kinds]
        return found

    def _make(self, kind: Kind) -> None:
        for rank in [rank for rank, each in self._later.items() if kind in each.kinds]:
            later = self._later.pop(rank, None)  # what is made may write, and so have others made
            if later is not None:
                self._controllers[rank] = later.make()
                self._of.clear()  # it may be told of kinds of which others were told before
