"""What the tests of the state are made of: records, entries, runs, and stores in other processes."""

import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import attrs

from typekro.orchestrator.state import Entry, Record, Run, Store, begun
from typekro.orchestrator.state.sqlite import SqliteStore

MakeStore = Callable[[], Store]

UP = Run(id="run-1", operation="up")
NEXT = Run(id="run-2", operation="up")


def record(id_: str, **changes: Any) -> Record:
    return attrs.evolve(Record(id=id_, handler="app:File", status="ready", operation=f"op-{id_}"), **changes)


def ready(id_: str, **changes: Any) -> Entry:
    return Entry(kind="ready", id=id_, record=record(id_, **changes))


def begin(id_: str, **changes: Any) -> Entry:
    return begun(record(id_), "create", **changes)


def gone(id_: str) -> Entry:
    return Entry(kind="gone", id=id_)


def without_stamps(records: list[Record]) -> list[Record]:
    """The records as they were handed over: a store sets `run` and `changed_at`."""
    return [attrs.evolve(found, run="", changed_at="") for found in records]


@asynccontextmanager
async def opened(store: Store, stage: str = "dev") -> AsyncGenerator[Store]:
    await store.open("infra", stage)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def running(store: Store, run: Run = UP, stage: str = "dev") -> AsyncGenerator[Store]:
    async with opened(store, stage):
        await store.acquire(run)
        yield store


@asynccontextmanager
async def sqlite_running(path: Path, run: Run = UP) -> AsyncGenerator[SqliteStore]:
    store = SqliteStore(path)
    async with running(store, run):
        yield store


def execute(path: Path, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return connection.execute(statement, values).fetchall()


async def made(path: Path) -> None:
    async with sqlite_running(path) as store:
        await store.commit(ready("database", props={"text": "x" * 20_000}))
        await store.finish("succeeded")


def read(path: Path) -> bytes:
    return path.read_bytes()


def write(path: Path, content: bytes | bytearray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


_HOLDER = """
import asyncio, os, sys
from pathlib import Path
from tests.orchestrator.state.parts import UP, ready, running
from typekro.orchestrator.state.sqlite import SqliteStore

async def main():
    async with running(SqliteStore(Path(sys.argv[1]))) as store:
        await store.commit(ready("database"))
        if sys.argv[2] == "exit":
            os._exit(0)
        print("held", flush=True)
        sys.stdin.read()

asyncio.run(main())
"""


def holder(path: Path, then: str) -> subprocess.Popen[str]:
    """Another process with the lock of `infra/dev`, which has committed `database`.

    Args:
        path: the state file.
        then: `exit` right after the commit, with nothing closed; or `stay` until its input ends.
    """
    return subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path), then],
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
