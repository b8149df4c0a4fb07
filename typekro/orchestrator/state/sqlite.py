"""The record store in an SQLite file on this machine."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Protocol

import attrs

from typekro.holders import holder_here, whoami
from typekro.orchestrator.state import rows
from typekro.orchestrator.state.database import open_copy, open_or_make
from typekro.orchestrator.state.keyring import WrappedKey, keep_key, key_of
from typekro.orchestrator.state.location import check_names
from typekro.orchestrator.state.lock import FileLock, Lock, lock_path, locked
from typekro.orchestrator.state.protocol import Run
from typekro.orchestrator.state.records import Entry, Record, RunStatus, Stack
from typekro.orchestrator.state.unused import remove_unused
from typekro.orchestrator.state.writer import Writer


def now() -> datetime:
    """The time of day."""
    return datetime.now(UTC)


class Home(Protocol):
    """Where a store keeps its records, and what keeps two runs of a stage apart there."""

    @property
    def path(self) -> Path:
        """What it is called: the path of a file, or what stands for one in errors."""
        ...

    def connect(self) -> sqlite3.Connection:
        """A connection for the thread that asks."""
        ...

    def lock(self, app: str, stage: str) -> Lock:
        """The lock of a stage; not taken yet."""
        ...

    def tidy(self) -> None:
        """A run has failed and closed its connection: takes away what was made for it alone, and has nothing in it."""
        ...


@attrs.define(eq=False)
class _File:
    path: Path
    only_read: bool
    _is_mine: bool = False

    def connect(self) -> sqlite3.Connection:
        if self.only_read:
            return open_copy(self.path)
        database, self._is_mine = open_or_make(self.path)
        return database

    def lock(self, app: str, stage: str) -> Lock:
        return FileLock(lock_path(self.path, app, stage))

    def tidy(self) -> None:
        if self._is_mine:
            remove_unused(self.path)


class SqliteStore:
    """Records of one stage of one app in a file; several stages, also of several apps, can share the file and be changed at once.

    Args:
        path: the file; made when it is opened, for its owner alone (0600), and its folder too.
        only_read: work on a copy in memory: the file is not changed, nor made, whatever is asked, and no lock is taken.
        clock: the time, in the time zone to tell users times in; UTC stands for that of this machine. Recorded times are in UTC.

    Example:
        >>> import asyncio, tempfile
        >>> async def lineage(path):
        ...     store = SqliteStore(path)
        ...     stack = await store.open("infra", "dev")
        ...     await store.close()
        ...     return stack.lineage
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder) / "infra.sqlite"
        ...     asyncio.run(lineage(path)) == asyncio.run(lineage(path))
        True
    """

    writes_by: ClassVar[type[Writer]] = Writer
    """What works on its connection: a thread, for all but those who simulate one."""

    def __init__(self, path: Path, *, only_read: bool = False, clock: Callable[[], datetime] = now) -> None:
        self._home: Home = _File(path.resolve(), only_read)  # two names of one file have one lock
        self._clock = clock
        self._stack_id = ""
        self._writer: Writer | None = None
        self._lock: Lock | None = None
        self._lease: rows.Lease | None = None
        self._has_failed = False

    @property
    def location(self) -> str:
        """Where it keeps the records: the path of the file."""
        return str(self._home.path)

    async def open(self, app: str, stage: str) -> Stack:
        """Opens the records of a stage, and makes them where there are none.

        Args:
            app: the app's name.
            stage: the stage's name.

        Raises:
            StateError: not ours, damaged, written by a newer typekro, or not to be read or written; the file was not changed.
            UsageError: the app or the stage cannot be named so.
        """
        check_names(app, stage)
        if self._writer is not None:
            raise RuntimeError(f"{self._stack_id} is open")
        writer = self.writes_by(self._home.path, self._home.connect)
        await writer.start()
        self._writer, self._stack_id = writer, f"{app}/{stage}"
        self._lock = self._home.lock(app, stage)
        made_by, at = whoami(), self._utc()
        return await writer.run(lambda database: rows.open_stack(database, app, stage, made_by, at))

    async def acquire(self, run: Run) -> Stack:
        """Takes the lock for a run; what a dead run held is taken over, and that run is marked as abandoned.

        Args:
            run: the run that will write.

        Returns:
            The stage as it is from here on: another run may have ended since it was opened.

        Raises:
            LockedError: another run holds it; the message says who, where and since when.
            StateError: the lock could not be written.
        """
        writer, lock = self._opened()
        stack_id = self._stack_id
        if not lock.take():
            holder = await writer.run(lambda database: rows.holder_of(database, stack_id))
            its = await writer.run(lambda database: rows.run_of(database, stack_id))
            raise locked(stack_id, holder, self._told(), its)
        here = holder_here(run.operation, self._clock())
        try:
            self._lease, stack = await writer.run(lambda database: rows.acquire_stack(database, stack_id, run, here))
        except Exception:
            lock.free()
            raise
        return stack

    async def records(self) -> list[Record]:
        """All records of the stage, in the order in which they were first made."""
        writer, _ = self._opened()
        stack_id = self._stack_id
        return await writer.run(lambda database: rows.records(database, stack_id))

    async def journal(self) -> list[Entry]:
        """The journal of the stage, oldest entry first: of the last 50 runs, and whatever each record last came from."""
        writer, _ = self._opened()
        stack_id = self._stack_id
        return await writer.run(lambda database: rows.journal(database, stack_id))

    async def commit(self, entry: Entry) -> None:
        """Writes one entry of the journal and the record that follows from it; durable when it returns.

        Args:
            entry: what happens or happened; the record's `run` and `changed_at` are set here.

        Raises:
            LeaseLostError: this run does not hold the lock any more; nothing was written.
            RefusedError: another record has the same physical name in the same place; nothing was written.
            StateError: it could not be written, a full disk for example.
        """
        writer, _ = self._opened()
        lease, at = self._held(), self._utc()
        await writer.run(lambda database: rows.commit(database, lease, entry, at))

    async def protect(self, *, protected: bool) -> None:
        """Says whether anything of the stage may be deleted; kept until it is said otherwise.

        Args:
            protected: whether nothing may.

        Raises:
            LeaseLostError: this run does not hold the lock any more; nothing was written.
        """
        writer, _ = self._opened()
        lease = self._held()
        await writer.run(lambda database: rows.protect(database, lease, protected=protected))

    async def key(self) -> WrappedKey | None:
        """The key of the file's secrets, as it was handed over; None where it has none."""
        writer, _ = self._opened()
        return await writer.run(key_of)

    async def keep_key(self, key: WrappedKey) -> WrappedKey:
        """Keeps the key of the file's secrets, where it has none; durable when it returns.

        Args:
            key: the key, wrapped.

        Returns:
            The key that it has from here on: another one, where a run of another stage was faster.

        Raises:
            StateError: it could not be written.
        """
        writer, _ = self._opened()
        at = self._utc()
        return await writer.run(lambda database: keep_key(database, key, at))

    async def finish(self, status: RunStatus) -> None:
        """Ends the run; its lock is freed with `close` where it failed, and else at once.

        Args:
            status: how it ended.
        """
        writer, lock = self._opened()
        lease, at = self._held(), self._utc()
        await writer.run(lambda database: rows.finish(database, lease, status, at))
        self._lease = None
        self._has_failed = status == "failed"
        if not self._has_failed:
            lock.free()

    async def close(self) -> None:
        """Lets go of everything; a lock that is still held is freed once all that was handed over is written.

        A file that `open` made, for a run which failed before anything was recorded, is taken away again.
        """
        writer, lock, has_failed = self._writer, self._lock, self._has_failed
        self._writer = self._lock = self._lease = None
        self._has_failed = False

        if writer is None or lock is None:
            return

        def after() -> None:
            try:
                if has_failed:
                    self._home.tidy()
            finally:
                lock.free()

        await writer.stop(after)

    def _opened(self) -> tuple[Writer, Lock]:
        if self._writer is None or self._lock is None:
            raise RuntimeError("the store is not open")
        return self._writer, self._lock

    def _held(self) -> rows.Lease:
        if self._lease is None:
            raise RuntimeError("the store was not acquired")
        return self._lease

    def _utc(self) -> str:
        moment = self._clock()
        return (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).isoformat()

    def _told(self) -> datetime:
        moment = self._clock()
        return moment.astimezone() if moment.tzinfo is UTC else moment
