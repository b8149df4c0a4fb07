"""A disk with one state file, and the store that works on it inline: SQLite's transactions are the real ones, its thread is not there."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from tests.simulation.loop import Process, this_process
from typekro.holders import holder_here
from typekro.orchestrator.state import Record, Run, rows
from typekro.orchestrator.state.database import make_tables
from typekro.orchestrator.state.sqlite import SqliteStore
from typekro.orchestrator.state.unlocking import OPERATION
from typekro.orchestrator.state.writer import Writer, _Job

APP, STAGE = "infra", "dev"
STACK = f"{APP}/{STAGE}"
_LONGEST = 0.004


@cache
def _empty() -> bytes:
    database = _memory()
    make_tables(database)
    return database.serialize()


def _memory(content: bytes | None = None) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    if content is not None:
        connection.deserialize(content)
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


@attrs.define(eq=False)
class _Lock:
    """A lock of the operating system: it goes with the process that holds it."""

    disk: "Disk"
    mine: Process

    def take(self) -> bool:
        if self.disk.holder is not None and self.disk.holder.alive:
            self.disk.refused.add(self.mine.name)
            return False
        self.disk.holder = self.mine
        return True

    def free(self) -> None:
        if self.disk.holder is self.mine:
            self.disk.holder = None


@attrs.define(eq=False)
class Disk:
    """What is left when a process dies.

    Args:
        database: the state file.
        holder: the process that has the lock.
        refused: the processes that the lock was refused to, since another one lived that had it.
        skew: how many seconds the clock on the wall is off.
    """

    database: sqlite3.Connection = attrs.field(factory=lambda: _memory(_empty()))
    holder: Process | None = None
    skew: float = 0.0
    refused: set[str] = attrs.field(factory=set[str])

    path = Path("memory")

    def connect(self) -> sqlite3.Connection:
        return self.database

    def tidy(self) -> None:
        """It is the same file for all runs of a play."""

    def lock(self, app: str, stage: str) -> _Lock:
        del app, stage
        return _Lock(self, this_process())

    def clock(self) -> datetime:
        """The time on the wall, which may jump."""
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=asyncio.get_running_loop().time() + self.skew)

    def unlock(self) -> None:
        """Breaks the lock, as `typekro state unlock` does where its holder is on another machine."""
        self.holder = None
        here = holder_here(OPERATION, self.clock())
        self.database.execute("BEGIN")
        lease = rows.acquire(self.database, STACK, Run(id=f"u{self.token + 1}", operation=OPERATION), here)
        rows.finish(self.database, lease, "succeeded", self.clock().isoformat())
        self.database.execute("COMMIT")

    # What is asked of it by whoever looks on.

    @property
    def token(self) -> int:
        return int(next(iter(self.ask("SELECT token FROM lease")), (0,))[0])

    @property
    def identity(self) -> tuple[str, int] | None:
        """Lineage and serial; None before the first run."""
        found = self.ask("SELECT lineage, serial FROM stack")
        return (found[0][0], found[0][1]) if found else None

    def ask(self, query: str, *values: Any) -> list[Any]:
        return self.database.execute(query, values).fetchall()

    def records(self) -> dict[str, Record]:
        return {record.id: record for record in rows.records(self.database, STACK)}

    def copy(self) -> sqlite3.Connection:
        return _memory(self.database.serialize())


@attrs.define(eq=False)
class Copy:
    """The same to look at: what is written goes into a copy."""

    disk: Disk
    path = Path("memory")

    def connect(self) -> sqlite3.Connection:
        return self.disk.copy()

    def tidy(self) -> None:
        """It is a copy."""

    def lock(self, app: str, stage: str) -> _Lock:
        return self.disk.lock(app, stage)


class InlineWriter(Writer):
    """The writer without its thread: what waits is done in one transaction some moments later, unless its process died."""

    async def start(self) -> None:
        self._process = this_process()
        self._database = self._connect()
        self._process.dying.append(self._die)
        self._process.boundary("before the state is opened")

    async def run(self, work: Any) -> Any:
        self._process.boundary("before a commit")
        loop = asyncio.get_running_loop()
        job = _Job(work, loop.create_future())
        self._waiting.put(job)
        loop.call_later(self._process.chance.random() * _LONGEST, self._turn)
        return await job.future

    async def stop(self, after: Callable[[], None]) -> None:
        self._process.boundary("before the state is closed")
        self._work()
        after()

    def _turn(self) -> None:
        if self._process.alive and not self._waiting.empty():
            self._process.boundary("in a commit")
            self._work()
            self._process.boundary("after a commit")

    def _work(self) -> None:
        if not self._waiting.empty():
            self._do(self._database, self._gather()[0])

    def _gather(self) -> tuple[list[_Job], Any]:
        jobs: list[Any] = []
        while not self._waiting.empty():
            jobs.append(self._waiting.get())
        return jobs, None

    def _die(self) -> None:
        """Whether what was handed over is still written, nobody knows."""
        if self._process.chance.random() < 0.5:
            self._work()


class SimulatedStore(SqliteStore):
    """The SQLite store on a simulated disk.

    Args:
        disk: the disk.
        only_read: work on a copy.
    """

    writes_by = InlineWriter

    def __init__(self, disk: Disk, *, only_read: bool = False) -> None:
        super().__init__(disk.path, clock=disk.clock)
        self._home = Copy(disk) if only_read else disk
