"""One run of a stage at a time, on one machine."""

import getpass
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest

from tests.orchestrator.state.parts import NEXT, holder, opened, ready, running
from typekro.errors import LockedError, StateError
from typekro.holders import Holder, user
from typekro.orchestrator.state import Run
from typekro.orchestrator.state.lock import FileLock, locked
from typekro.orchestrator.state.sqlite import SqliteStore

NOW = datetime(2026, 5, 4, 12, 5, 50, tzinfo=UTC)
ANA = Holder(user="ana", host="laptop", pid=4711, operation="up", since="2026-05-04T12:03:44+00:00")


def test_who_is_locked_out_is_told_by_whom_where_and_since_when() -> None:
    error = locked("infra/dev", ANA, NOW)

    assert str(error) == (
        "infra/dev is locked by ana@laptop, pid 4711, up since 12:03:44 (2 min ago)\n"
        "hint: wait until it ends, or end it: the lock of a process goes with it"
    )
    assert error.holder == {"user": "ana", "host": "laptop", "pid": 4711, "since": "2026-05-04T12:03:44+00:00"}


def test_a_holder_that_is_not_written_yet_is_told_too() -> None:
    error = locked("infra/dev", None, NOW)

    assert str(error) == (
        "infra/dev is locked by a run that has just begun or is just ending\n"
        "hint: wait until it ends, or end it: the lock of a process goes with it"
    )
    assert error.holder == {}


@pytest.mark.parametrize(
    ("later", "text"),
    [
        (timedelta(seconds=-5), "12:03:44 (0 s ago)"),
        (timedelta(seconds=59), "12:03:44 (59 s ago)"),
        (timedelta(seconds=60), "12:03:44 (1 min ago)"),
        (timedelta(hours=3), "12:03:44 (3 h ago)"),
        (timedelta(hours=13), "2026-05-04 12:03:44 (13 h ago)"),
        (timedelta(days=2), "2026-05-04 12:03:44 (2 d ago)"),
    ],
)
def test_the_time_is_told_as_it_is_said(later: timedelta, text: str) -> None:
    now = datetime.fromisoformat(ANA.since) + later

    assert ANA.text(now) == f"ana@laptop, pid 4711, up since {text}"


def test_a_user_without_a_name_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 54321)

    assert user() == "54321"


def test_a_lock_is_held_by_one_and_its_file_is_kept(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")

    assert first.take()
    assert not second.take()
    first.free()
    first.free()
    assert second.take()
    second.free()
    assert (tmp_path / "lock").exists()


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    path = tmp_path / "no folder" / "lock"

    with pytest.raises(StateError) as caught:
        FileLock(path).take()

    assert str(caught.value) == (
        f"{path}: the state file cannot be used\n"
        f"  [Errno 2] No such file or directory: '{path}'\n"
        "hint: make it readable and writable to you, or name another file"
    )


@pytest.mark.anyio
async def test_a_process_with_the_lock_locks_out_another_and_its_death_frees_it(path: Path) -> None:
    with holder(path, "stay") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        async with opened(SqliteStore(path), "dev") as store:
            with pytest.raises(LockedError) as caught:
                await store.acquire(NEXT)
            process.kill()
            process.wait()
            with anyio.fail_after(1):
                await store.acquire(NEXT)
            await store.commit(ready("after"))
            found = [(record.id, record.run) for record in await store.records()]

    facts = caught.value.holder
    assert {name: facts[name] for name in ("user", "host", "pid")} == {
        "user": getpass.getuser(),
        "host": socket.gethostname(),
        "pid": process.pid,
    }
    assert found == [("database", "run-1"), ("after", "run-2")]


@pytest.mark.anyio
async def test_apps_and_stages_of_one_file_do_not_lock_each_other(path: Path) -> None:
    async with running(SqliteStore(path)), running(SqliteStore(path), NEXT, stage="prod"):
        web = SqliteStore(path)
        await web.open("web", "dev")
        await web.acquire(Run(id="run-3", operation="up"))
        await web.commit(ready("page"))
        found = [record.id for record in await web.records()]
        await web.close()

    assert found == ["page"]
