"""The record store in the memory of this process: for tests of scripts and of resources, and gone with the process."""

import itertools
import sqlite3
import threading
import weakref
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from typekro.orchestrator.state.database import make_tables, open_memory
from typekro.orchestrator.state.lock import Lock
from typekro.orchestrator.state.sqlite import SqliteStore, now

_numbers = itertools.count(1)
_guard = threading.Lock()


class _Lock:
    def __init__(self, inner: threading.Lock) -> None:
        self._inner = inner
        self._held = False

    def take(self) -> bool:
        self._held = self._inner.acquire(blocking=False)
        return self._held

    def free(self) -> None:
        if self._held:
            self._held = False
            self._inner.release()


class _Memory:
    """A database in memory, which lives as long as this does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._uri = f"file:/typekro-{next(_numbers)}?vfs=memdb"
        self._locks: dict[str, threading.Lock] = {}
        keeper = open_memory(self._uri)
        weakref.finalize(self, keeper.close)
        make_tables(keeper)

    def connect(self) -> sqlite3.Connection:
        return open_memory(self._uri)

    def tidy(self) -> None:
        """It goes with the process."""

    def lock(self, app: str, stage: str) -> Lock:
        with _guard:
            return _Lock(self._locks.setdefault(f"{app}/{stage}", threading.Lock()))


_named: dict[str, _Memory] = {}


def _memory(name: str) -> _Memory:
    with _guard:
        if name not in _named:
            _named[name] = _Memory(Path(f"memory:{name}"))
        return _named[name]


class MemoryStore(SqliteStore):
    """Records that this process has, and nobody else; kept in SQLite as those of a file are, and with the same promises.

    Args:
        name: stores of one name share their records for as long as the process lives; without a name the records are this store's own, and
            go with it: one run after another can use it.
        clock: the time, in the time zone to tell users times in; UTC stands for that of this machine. Recorded times are in UTC.

    Example:
        >>> import asyncio
        >>> from typekro import MemoryStore, alchemy
        >>> async def run(store):
        ...     async with alchemy("infra", state=store) as app:
        ...         return app.stage
        >>> asyncio.run(run(MemoryStore()))
        'dev'
    """

    def __init__(self, name: str | None = None, *, clock: Callable[[], datetime] = now) -> None:
        home = _Memory(Path("memory")) if name is None else _memory(name)
        super().__init__(home.path, clock=clock)
        self._home = home
