"""What is to be looked at next: each thing once, at its time, in the order of who looks; time is whatever the clock says."""

import heapq
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta

import attrs

_FIRST_PAUSE = 0.005
_LONGEST_PAUSE = 1000.0


@attrs.frozen
class Item:
    """Something to be looked at.

    Args:
        rank: who looks, as a place in the order: smaller ones first, whatever was added before.
        key: what to look at.
    """

    rank: int
    key: Hashable


@attrs.define
class WorkQueue:
    """Hands out what is due, the smallest rank first and within it in the order in which it was added.

    What is added while it waits, is not there twice. What is added for later is due when the clock says so; added again, the earlier
    time counts.

    Args:
        clock: gives the time.
    """

    clock: Callable[[], datetime]
    _due: dict[int, dict[Hashable, None]] = attrs.field(factory=dict[int, dict[Hashable, None]], init=False)
    _later: list[tuple[datetime, int, Item]] = attrs.field(factory=list[tuple[datetime, int, Item]], init=False)
    _times: dict[Item, datetime] = attrs.field(factory=dict[Item, datetime], init=False)
    _failures: dict[Item, int] = attrs.field(factory=dict[Item, int], init=False)
    _count: int = attrs.field(default=0, init=False)

    def add(self, item: Item) -> None:
        """Puts something into the queue."""
        self._due.setdefault(item.rank, {})[item.key] = None

    def add_after(self, item: Item, seconds: float) -> None:
        """Puts something into the queue for later.

        Args:
            item: what is to be looked at.
            seconds: how much later; 0 or less is now.
        """
        if seconds <= 0:
            self.add(item)
            return
        time = self.clock() + timedelta(seconds=seconds)
        known = self._times.get(item)
        if known is None or time < known:
            self._count += 1
            self._times[item] = time
            heapq.heappush(self._later, (time, self._count, item))

    def failed(self, item: Item) -> None:
        """Puts something into the queue that went wrong: after 5 ms, and twice as long after each further time, up to 1000 s."""
        failures = self._failures.get(item, 0)
        self._failures[item] = failures + 1
        self.add_after(item, min(_FIRST_PAUSE * 2.0 ** min(failures, 32), _LONGEST_PAUSE))

    def succeeded(self, item: Item) -> None:
        """Forgets how often something went wrong."""
        self._failures.pop(item, None)

    def take(self) -> Item | None:
        """What is to be looked at now, which leaves the queue; None where nothing is due."""
        self._wake()
        for rank in sorted(self._due):
            keys = self._due[rank]
            if keys:
                key = next(iter(keys))
                del keys[key]
                return Item(rank, key)
        return None

    def next_time(self) -> datetime | None:
        """When the next thing is due that is not due yet; None where there is nothing more."""
        self._drop_outdated()
        return self._later[0][0] if self._later else None

    def _wake(self) -> None:
        if not self._later:
            return
        now = self.clock()
        while self._later and self._later[0][0] <= now:
            time, _, item = heapq.heappop(self._later)
            if self._times.get(item) == time:
                del self._times[item]
                self.add(item)

    def _drop_outdated(self) -> None:
        while self._later and self._times.get(self._later[0][2]) != self._later[0][0]:
            heapq.heappop(self._later)
