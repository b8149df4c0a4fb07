"""Breaking a lock whose holder cannot be asked."""

import os
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.orchestrator.state.parts import NEXT, UP, execute, made, opened, ready, running
from typekro.errors import LeaseLostError, LockedError, RefusedError
from typekro.holders import user
from typekro.orchestrator.state.sqlite import SqliteStore
from typekro.orchestrator.state.unlocking import unlock

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 1, 31, 12, 0, 5, tzinfo=UTC)


def _clock() -> datetime:
    return NOW


def _elsewhere(path: Path) -> None:
    """The holder is a process on another machine, as far as is written."""
    execute(path, "UPDATE lease SET host = 'attic', pid = 7, who = 'ana', acquired_at = '2026-01-31T12:00:00+00:00'")


async def test_the_old_holder_is_fenced_off_and_the_next_run_goes_on(path: Path) -> None:
    async with running(SqliteStore(path)) as old:
        await old.commit(ready("a"))
        _elsewhere(path)

        holder = unlock(path, "infra", "dev", UP.id, clock=_clock)
        with pytest.raises(LeaseLostError) as caught:
            await old.commit(ready("b"))
        async with running(SqliteStore(path), NEXT) as store:
            with pytest.raises(LeaseLostError):
                await old.commit(ready("b"))
            await store.commit(ready("c"))
            await old.finish("succeeded")
            await store.commit(ready("d"))
            found = [record.id for record in await store.records()]

    assert (holder.user, holder.host, holder.pid) == ("ana", "attic", 7)
    assert str(caught.value) == (
        "infra/dev: the run run-1 does not hold the lock any more\n"
        "  nobody holds it now\n"
        "  nothing was written\n"
        "hint: see what the other run did, and run again"
    )
    assert found == ["a", "c", "d"]


async def test_it_is_noted_as_a_run(path: Path) -> None:
    async with running(SqliteStore(path)):
        _elsewhere(path)
        unlock(path, "infra", "dev", UP.id, clock=_clock)

    rows = execute(path, "SELECT operation, status, who, host, pid, token FROM run ORDER BY token")
    here = (user(), socket.gethostname(), os.getpid())
    assert rows == [("up", "abandoned", *here, 1), ("state unlock", "succeeded", *here, 2)]


async def test_a_run_elsewhere_is_told_with_the_way_to_unlock_it(path: Path) -> None:
    async with running(SqliteStore(path)), opened(SqliteStore(path, clock=_clock)) as second:
        _elsewhere(path)
        with pytest.raises(LockedError) as caught:
            await second.acquire(NEXT)

    assert str(caught.value) == (
        "infra/dev is locked by ana@attic, pid 7, up since 12:00:00 (5 s ago)\n"
        "hint: wait until it ends, or end it: the lock of a process goes with it\n"
        "hint: where attic is gone or cut off: typekro state unlock run-1 --app infra --stage dev"
    )


async def test_a_process_that_lives_on_this_machine_keeps_its_lock(path: Path) -> None:
    async with running(SqliteStore(path, clock=_clock)) as store:
        with pytest.raises(RefusedError) as caught:
            unlock(path, "infra", "dev", UP.id, clock=_clock)
        await store.commit(ready("a"))

    assert str(caught.value) == (
        "the run run-1 holds the lock of infra/dev, and its process lives: nothing was changed\n"
        f"  {user()}@{socket.gethostname()}, pid {os.getpid()}, up since 12:00:05 (0 s ago)\n"
        "hint: wait until it ends\n"
        f"hint: or end it: kill {os.getpid()}"
    )


async def test_the_lock_of_another_run_is_not_broken(path: Path) -> None:
    async with running(SqliteStore(path)) as store:
        _elsewhere(path)
        with pytest.raises(RefusedError) as caught:
            unlock(path, "infra", "dev", "run-0", clock=_clock)
        await store.commit(ready("a"))

    assert str(caught.value) == (
        "the run run-0 does not hold the lock of infra/dev: nothing was changed\n"
        "  the run run-1 does: ana@attic, pid 7, up since 12:00:00 (5 s ago)\n"
        "hint: typekro state unlock run-1 --app infra --stage dev"
    )


async def test_what_is_not_locked_is_not_unlocked(path: Path) -> None:
    await made(path)

    with pytest.raises(RefusedError, match=r"^infra/dev is not locked: nothing was changed$"):
        unlock(path, "infra", "dev", UP.id)


async def test_the_lock_of_a_process_that_died_here_can_be_broken_too(path: Path) -> None:
    async with running(SqliteStore(path)):
        pass

    unlock(path, "infra", "dev", UP.id)

    with pytest.raises(RefusedError, match=r"^infra/dev is not locked: nothing was changed$"):
        unlock(path, "infra", "dev", UP.id)
