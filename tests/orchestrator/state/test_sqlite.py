"""What the SQLite file adds to the promises of a store: durable, grouped, fenced, and safe on a full disk."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.orchestrator.state.parts import NEXT, execute, holder, made, mode, opened, ready, sqlite_running
from typekro.errors import LeaseLostError, StateError
from typekro.orchestrator.state import Run, rows
from typekro.orchestrator.state.reading import stages_in
from typekro.orchestrator.state.sqlite import SqliteStore

pytestmark = pytest.mark.anyio


async def test_it_is_named_by_its_path_through_links(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path)

    assert SqliteStore(link / "state" / "infra.sqlite").location == str(path)


async def test_the_files_and_their_folder_are_made_for_their_owner_alone(path: Path) -> None:
    async with sqlite_running(path) as store:
        await store.commit(ready("database"))
        modes = {file.name: mode(file) for file in path.parent.iterdir()}

    names = ["infra.sqlite", "infra.sqlite-shm", "infra.sqlite-wal", "infra.sqlite.infra.dev.lock", "infra.sqlite.lock"]
    assert modes == dict.fromkeys(names, 0o600)


async def test_a_commit_is_durable_when_it_returns(path: Path) -> None:
    with holder(path, "exit") as process:
        assert process.wait() == 0

    async with opened(SqliteStore(path)) as store:
        assert [found.id for found in await store.records()] == ["database"]


async def test_commits_that_wait_together_are_written_together(path: Path) -> None:
    statements: list[str] = []
    async with sqlite_running(path) as store:
        assert store._writer is not None
        await store._writer.run(lambda connection: connection.set_trace_callback(statements.append))
        await asyncio.gather(*(store.commit(ready(f"r{number}")) for number in range(500)))
        commits = statements.count("COMMIT")
        found = await store.records()

    assert len(found) == 500
    assert commits < 50


async def test_two_stores_that_open_a_new_file_at_once_share_it(path: Path) -> None:
    stores = [SqliteStore(path) for _ in range(5)]

    stacks = await asyncio.gather(*(store.open("infra", "dev") for store in stores))
    for store in stores:
        await store.close()

    assert len({stack.lineage for stack in stacks}) == 1


async def test_opening_that_is_cancelled_leaves_the_file_free(path: Path) -> None:
    opening = asyncio.ensure_future(SqliteStore(path).open("infra", "dev"))
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening

    await made(path)


async def test_the_journal_refuses_to_be_rewritten(path: Path) -> None:
    await made(path)

    with pytest.raises(sqlite3.IntegrityError, match=r"^the journal is append-only$"):
        execute(path, "UPDATE journal SET kind = 'gone'")


async def test_the_journal_keeps_the_last_fifty_runs_and_what_records_came_from(path: Path) -> None:
    store = SqliteStore(path)
    async with opened(store):
        for number in range(rows.RUNS_KEPT + 3):
            await store.acquire(Run(id=f"run-{number}", operation="up"))
            await store.commit(ready("every time"))
            if number == 0:
                await store.commit(ready("once"))
            await store.finish("succeeded")
        kept = await store.journal()

    assert [entry.record.run for entry in kept if entry.record and entry.id == "every time"] == [f"run-{n}" for n in range(3, 53)]
    assert [entry.id for entry in kept].count("once") == 1


async def test_each_commit_raises_the_serial(path: Path) -> None:
    await made(path)

    assert execute(path, "SELECT serial FROM stack") == [(1,)]


async def test_a_run_whose_lock_was_taken_writes_nothing_more(path: Path) -> None:
    async with sqlite_running(path) as store:
        lease = "token = token + 1, run_id = 'run-2', who = 'bo', host = 'desk', pid = 7, acquired_at = '2026-05-04T10:00:00+00:00'"
        execute(path, f"UPDATE lease SET {lease}")  # noqa: S608 - the text is ours
        with pytest.raises(LeaseLostError) as caught:
            await store.commit(ready("database"))
        await store.finish("succeeded")
        written = (await store.records(), await store.journal())

    assert str(caught.value) == (
        "infra/dev: the run run-1 does not hold the lock any more\n"
        "  bo@desk, pid 7, took it over at 2026-05-04T10:00:00+00:00\n"
        "  nothing was written\n"
        "hint: see what the other run did, and run again"
    )
    assert written == ([], [])
    assert execute(path, "SELECT run_id FROM lease") == [("run-2",)]
    assert execute(path, "SELECT status FROM run") == [("running",)]


async def test_a_run_whose_lock_was_freed_writes_nothing_more(path: Path) -> None:
    async with sqlite_running(path) as store:
        execute(path, "UPDATE lease SET token = token + 1, run_id = NULL")
        with pytest.raises(LeaseLostError) as caught:
            await store.commit(ready("database"))

    assert str(caught.value) == (
        "infra/dev: the run run-1 does not hold the lock any more\n"
        "  nobody holds it now\n"
        "  nothing was written\n"
        "hint: see what the other run did, and run again"
    )


async def test_runs_say_how_they_ended(path: Path) -> None:
    async with sqlite_running(path) as store:
        await store.finish("interrupted")
    async with sqlite_running(path, NEXT):
        pass
    async with sqlite_running(path, Run(id="run-3", operation="destroy")) as store:
        await store.finish("failed")

    assert execute(path, "SELECT run_id, token, operation, status FROM run ORDER BY token") == [
        ("run-1", 1, "up", "interrupted"),
        ("run-2", 2, "up", "abandoned"),
        ("run-3", 3, "destroy", "failed"),
    ]
    assert execute(path, "SELECT count(*) FROM run WHERE ended_at IS NULL") == [(0,)]


async def test_a_full_disk_is_told_and_loses_nothing(path: Path) -> None:
    async with sqlite_running(path) as store:
        await store.commit(ready("before"))
        assert store._writer is not None
        await store._writer.run(lambda connection: connection.execute("PRAGMA max_page_count=1").fetchall())
        with pytest.raises(StateError) as caught:
            await store.commit(ready("during", props="x" * 100_000))
        await store._writer.run(lambda connection: connection.execute("PRAGMA max_page_count=100000").fetchall())
        await store.commit(ready("after"))
        found = [record.id for record in await store.records()]

    assert str(caught.value) == (
        f"{path}: the state file cannot be read or written\n"
        "  the disk is full\n"
        "hint: make room, and run again: what was recorded before is safe"
    )
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    assert found == ["before", "after"]


async def test_a_disk_that_became_read_only_is_told(path: Path) -> None:
    async with sqlite_running(path) as store:
        assert store._writer is not None
        await store._writer.run(lambda connection: connection.execute("PRAGMA query_only=ON").fetchall())
        with pytest.raises(StateError) as caught:
            await store.commit(ready("database"))

    assert str(caught.value) == (
        f"{path}: the state file cannot be read or written\n"
        "  SQLite says: attempt to write a readonly database\n"
        "hint: see that the disk is there, and that the file and its folder are writable to you"
    )


async def test_a_file_that_another_program_keeps_busy_is_told(path: Path) -> None:
    async with sqlite_running(path) as store:
        assert store._writer is not None
        await store._writer.run(lambda connection: connection.execute("PRAGMA busy_timeout=1").fetchall())
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StateError) as caught:
                await store.commit(ready("database"))
        await store.commit(ready("after"))

    assert str(caught.value) == (
        f"{path}: the state file cannot be read or written\n"
        "  another program has kept it busy for 10 seconds\n"
        "hint: close what has the file open, and run again"
    )


async def test_the_stages_of_a_file_are_listed(path: Path) -> None:
    for app, stage in (("web", "dev"), ("infra", "prod"), ("infra", "dev")):
        store = SqliteStore(path)
        await store.open(app, stage)
        await store.close()

    assert stages_in(path) == [("infra", "dev"), ("infra", "prod"), ("web", "dev")]
