"""The watches that are shared: one for all who watch the same objects, from the first of them until a moment after the last has left."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import anyio
from anyio.abc import TaskGroup

from typekro.kubernetes.feed import Feed

Watched = tuple[str, str, str | None]
"""Group and version, kind, and the namespace; None for all of them."""

_LINGERING = 1.0


class Feeds:
    """What is watched.

    Args:
        tasks: runs the watches.
    """

    def __init__(self, tasks: TaskGroup) -> None:
        self._tasks = tasks
        self._feeds: dict[Watched, Feed] = {}

    @asynccontextmanager
    async def using(self, watched: Watched, make: Callable[[], Feed]) -> AsyncGenerator[Feed]:
        """Gives what keeps up with the objects, once they are known.

        Args:
            watched: which objects.
            make: makes what keeps up with them, where nobody watches them.

        Raises:
            TypeKroError: they cannot be watched.
        """
        feed = self._feeds.get(watched)
        if feed is None or feed.failed:
            feed = self._feeds[watched] = make()
            self._tasks.start_soon(feed.run)
            self._tasks.start_soon(self._end_when_left, watched, feed)
        feed.join()
        try:
            await feed.started()
            yield feed
        finally:
            feed.leave()

    async def _end_when_left(self, watched: Watched, feed: Feed) -> None:
        """Ends a watch that nobody has used for a moment; at once, those who come in waves would each begin with a list of all."""
        while True:
            await anyio.sleep(_LINGERING)
            if not feed.users and anyio.current_time() >= feed.left + _LINGERING:
                break
        feed.stop()
        if self._feeds.get(watched) is feed:
            del self._feeds[watched]
