"""A watch: the events of a kind as they happen, as lines of JSON."""

import contextlib
from collections import deque
from collections.abc import AsyncIterator, Callable

import anyio

from typekro.local.api.changes import Manifest
from typekro.local.api.responses import JSON
from typekro.local.api.store import Entry, Event, Shelf

BOOKMARK_SECONDS = 60.0

Shown = Callable[[Entry], bytes]
"""The JSON of an object in the form that the client asked for."""


class WatchStream:
    """The answer to a watch: iterate over it for the lines; it ends when its time is over or somebody closes it.

    Args:
        shelf: the resource that is watched.
        selects: which objects are meant, as they are stored.
        shown: how an object is shown.
        bookmark: gives the line of a bookmark, or None where none are wanted.
        seconds: how long it lasts; None for ever.
        after: events up to this revision are not told.
    """

    def __init__(
        self,
        shelf: Shelf,
        selects: Callable[[Manifest], bool] | None,
        shown: Shown,
        *,
        bookmark: Callable[[], bytes] | None = None,
        seconds: float | None = None,
        after: int = 0,
    ) -> None:
        self.content_type = JSON
        self._after = after
        self._shelf = shelf
        self._selects = selects
        self._shown = shown
        self._bookmark = bookmark
        self._seconds = seconds
        self._lines: deque[bytes] = deque()
        self._wake = anyio.Event()
        self._closed = False
        shelf.listeners.append(self)

    def drain(self) -> list[bytes]:
        """The lines that are there already, without waiting."""
        lines = list(self._lines)
        self._lines.clear()
        return lines

    def say(self, kind: str, shown: bytes) -> None:
        """Adds an event."""
        self.add(b'{"type":"%s","object":%s}\n' % (kind.encode(), shown))

    def show(self, kind: str, entry: Entry) -> None:
        """Adds an event of an object."""
        self.say(kind, self._shown(entry))

    def add(self, line: bytes) -> None:
        """Adds a line."""
        self._lines.append(line)
        self._wake.set()

    def hear(self, event: Event) -> None:
        """Takes in what happened: an object that comes into the selection is added, one that leaves it deleted."""
        kind = event.type
        if event.revision <= self._after:
            return
        if self._selects is not None:
            now = kind != "DELETED" and self._selects(event.entry.object)
            before = event.old is not None and self._selects(event.old.object)
            if not now and not before:
                return
            kind = "MODIFIED" if now and before else "ADDED" if now else "DELETED"
            if kind == "DELETED" and event.type != "DELETED" and event.old is not None:
                self.say(kind, self._shown(_as_of(event.old, event.revision)))
                return
        self.say(kind, self._shown(event.entry))

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The lines, each with its newline, as soon as they are there."""
        return self._run()

    async def _run(self) -> AsyncIterator[bytes]:
        end = None if self._seconds is None else anyio.current_time() + self._seconds
        try:
            while True:
                while self._lines:
                    yield self._lines.popleft()
                if self._closed:
                    return
                if end is not None and anyio.current_time() >= end:
                    if self._bookmark is not None:
                        yield self._bookmark()
                    return
                await self._wait(end)
        finally:
            self.close()

    async def _wait(self, end: float | None) -> None:
        self._wake = anyio.Event()
        if self._lines or self._closed:
            return
        now = anyio.current_time()
        until = now + BOOKMARK_SECONDS if end is None else min(end, now + BOOKMARK_SECONDS)
        with anyio.move_on_after(until - now):
            await self._wake.wait()
            return
        if self._bookmark is not None and (end is None or anyio.current_time() < end):
            self._lines.append(self._bookmark())

    def close(self) -> None:
        """Ends the stream: nothing more is kept for it."""
        self._closed = True
        with contextlib.suppress(ValueError):
            self._shelf.listeners.remove(self)
        self._wake.set()


def _as_of(entry: Entry, revision: int) -> Entry:
    return Entry({**entry.object, "metadata": {**entry.object["metadata"], "resourceVersion": str(revision)}})
