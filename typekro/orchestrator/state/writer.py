"""The one thread that works on a state file: it takes all that waits, does it in one transaction, and answers when that is durable."""

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import attrs

from typekro.orchestrator.state.trouble import of_sqlite

T = TypeVar("T")
_Outcome = tuple[Any, Exception | None]


@attrs.frozen
class _Job:
    work: Callable[[sqlite3.Connection], Any]
    future: asyncio.Future[Any]


@attrs.frozen
class _Stop:
    after: Callable[[], None]
    future: asyncio.Future[Any]


class Writer:
    """A thread with a connection of its own.

    Args:
        path: the state file, for the text of errors.
        connect: opens it; called in the thread.
    """

    def __init__(self, path: Path, connect: Callable[[], sqlite3.Connection]) -> None:
        self._path = path
        self._connect = connect
        self._waiting: queue.SimpleQueue[_Job | _Stop] = queue.SimpleQueue()

    async def start(self) -> None:
        """Starts the thread and opens the file.

        Raises:
            StateError: it cannot be opened; then the thread has ended.
        """
        opened = _Job(lambda _: None, asyncio.get_running_loop().create_future())
        threading.Thread(target=self._live, args=(opened,), name=f"typekro state {self._path.name}", daemon=True).start()
        try:
            await opened.future
        except asyncio.CancelledError:
            self._waiting.put(_Stop(lambda: None, opened.future))  # nobody will come to close what is being opened
            raise

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Does some work in a transaction, with whatever else waits; work that raises is undone by itself.

        Raises:
            StateError: SQLite could not do it.
        """
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.put(_Job(work, future))
        return await future

    async def stop(self, after: Callable[[], None]) -> None:
        """Does what waits, closes the file and ends the thread.

        Args:
            after: called in the thread once nothing can be written any more.
        """
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.put(_Stop(after, future))
        await future

    def _live(self, opened: _Job) -> None:
        try:
            database = self._connect()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the answer is awaited
            _answer([opened], [(None, error)])
            return
        _answer([opened], [(None, None)])
        stop = None
        while stop is None:
            jobs, stop = self._gather()
            self._do(database, jobs)
        database.close()
        stop.after()
        _answer([_Job(lambda _: None, stop.future)], [(None, None)])

    def _gather(self) -> tuple[list[_Job], _Stop | None]:
        jobs: list[_Job] = []
        item = self._waiting.get()
        while True:
            if isinstance(item, _Stop):
                return jobs, item
            jobs.append(item)
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                return jobs, None

    def _do(self, database: sqlite3.Connection, jobs: list[_Job]) -> None:
        if not jobs:
            return
        try:
            database.execute("BEGIN IMMEDIATE")
            outcomes = self._all(database, jobs)
            database.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the answers are awaited
            with contextlib.suppress(sqlite3.Error):  # the first error is the one to tell
                database.rollback()
            _answer(jobs, [(None, _told(self._path, error)) for _ in jobs])
            return
        _answer(jobs, outcomes)

    def _all(self, database: sqlite3.Connection, jobs: Sequence[_Job]) -> list[_Outcome]:
        """What comes of each: all at once, and one by one where one of them fails, so that it alone is undone."""
        database.execute("SAVEPOINT jobs")
        try:
            outcomes: list[_Outcome] = [(job.work(database), None) for job in jobs]
        except Exception:
            if not database.in_transaction:  # a full disk can end the transaction of all
                raise
            database.execute("ROLLBACK TO SAVEPOINT jobs")
            outcomes = [self._one(database, job) for job in jobs]
        database.execute("RELEASE SAVEPOINT jobs")
        return outcomes

    def _one(self, database: sqlite3.Connection, job: _Job) -> _Outcome:
        database.execute("SAVEPOINT job")
        try:
            outcome: _Outcome = job.work(database), None
        except Exception as error:
            if not database.in_transaction:  # as above
                raise
            database.execute("ROLLBACK TO SAVEPOINT job")
            outcome = None, _told(self._path, error)
        database.execute("RELEASE SAVEPOINT job")
        return outcome


def _told(path: Path, error: Exception) -> Exception:
    if not isinstance(error, sqlite3.Error):
        return error
    told = of_sqlite(path, error)
    told.__cause__ = error
    return told


def _answer(jobs: Sequence[_Job], outcomes: Sequence[_Outcome]) -> None:
    """Answers all at once: waking an event loop takes longer than writing a row."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], _Outcome]]] = {}
    for job, outcome in zip(jobs, outcomes, strict=True):
        by_loop.setdefault(job.future.get_loop(), []).append((job.future, outcome))
    for loop, answers in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the event loop is gone, and whoever asked with it
            loop.call_soon_threadsafe(_settle, answers)


def _settle(answers: Sequence[tuple[asyncio.Future[Any], _Outcome]]) -> None:
    for future, (result, error) in answers:
        if future.done():  # cancelled: what was handed over is done all the same
            continue
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)
