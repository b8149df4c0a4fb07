"""A file of a first run that failed before it had anything to record goes again; any other one stays."""

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import attrs
import pytest

from tests.orchestrator.state.parts import mode, record
from typekro.orchestrator.state.database import open_copy
from typekro.orchestrator.state.protocol import Run
from typekro.orchestrator.state.records import RunStatus, begun
from typekro.orchestrator.state.sqlite import SqliteStore

pytestmark = pytest.mark.anyio


async def run(
    path: Path, status: RunStatus, *, records: bool = False, stage: str = "dev", protected: bool = False, id_: str = "one"
) -> None:
    """A run that ends so."""
    store = SqliteStore(path)
    await store.open("infra", stage)
    await store.acquire(Run(id=id_, operation="up"))
    if records:
        await store.commit(begun(record("a"), "create"))
    if protected:
        await store.protect(protected=True)
    await store.finish(status)
    await store.close()


def left(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir() if not each.name.endswith(".lock"))


async def test_a_first_run_that_failed_with_nothing_to_record_leaves_no_file(tmp_path: Path) -> None:
    await run(tmp_path / "infra.sqlite", "failed")

    assert left(tmp_path / "infra.sqlite") == []


async def test_the_next_run_makes_it_as_if_there_had_been_none(tmp_path: Path) -> None:
    await run(tmp_path / "infra.sqlite", "failed")

    await run(tmp_path / "infra.sqlite", "succeeded", records=True)

    assert left(tmp_path / "infra.sqlite") == ["infra.sqlite"]


@pytest.mark.parametrize("status", ["succeeded", "interrupted"])
async def test_the_file_of_a_run_that_ended_otherwise_stays(tmp_path: Path, status: RunStatus) -> None:
    await run(tmp_path / "infra.sqlite", status)

    assert left(tmp_path / "infra.sqlite") == ["infra.sqlite"]


@attrs.frozen
class Before:
    """What else is in the file."""

    status: RunStatus = "succeeded"
    records: bool = False
    stage: str = "dev"
    protected: bool = False


@pytest.mark.parametrize("before", [Before(), Before(stage="prod"), Before(records=True), Before("interrupted")], ids=str)
async def test_a_file_that_has_more_than_this_run_stays(tmp_path: Path, before: Before) -> None:
    await run(tmp_path / "infra.sqlite", before.status, records=before.records, stage=before.stage, id_="before")

    await run(tmp_path / "infra.sqlite", "failed")

    assert left(tmp_path / "infra.sqlite") == ["infra.sqlite"]


@pytest.mark.parametrize(("records", "protected"), [(True, False), (False, True)])
async def test_what_a_failed_run_recorded_stays(tmp_path: Path, records: bool, protected: bool) -> None:  # noqa: FBT001 - parameters of a test
    await run(tmp_path / "infra.sqlite", "failed", records=records, protected=protected)

    assert left(tmp_path / "infra.sqlite") == ["infra.sqlite"]


async def test_a_file_that_somebody_else_has_open_stays(tmp_path: Path) -> None:
    other = SqliteStore(tmp_path / "infra.sqlite")
    failing = SqliteStore(tmp_path / "infra.sqlite")
    await failing.open("infra", "dev")
    await failing.acquire(Run(id="failing", operation="up"))
    await other.open("infra", "dev")

    await failing.finish("failed")
    await failing.close()
    await other.acquire(Run(id="other", operation="up"))
    await other.commit(begun(record("a"), "create"))
    await other.finish("succeeded")
    await other.close()

    with closing(sqlite3.connect(tmp_path / "infra.sqlite")) as connection:
        assert connection.execute("SELECT id FROM resource").fetchall() == [("a",)]


async def test_a_file_that_the_run_did_not_make_stays_as_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "infra.sqlite"
    path.touch()
    path.chmod(0o660)

    await run(path, "failed")

    assert (left(path), mode(path)) == (["infra.sqlite"], 0o660)


async def test_a_store_that_is_opened_again_has_not_made_the_file(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "infra.sqlite")
    await store.open("infra", "dev")
    await store.close()

    await store.open("infra", "dev")
    await store.acquire(Run(id="one", operation="up"))
    await store.finish("failed")
    await store.close()

    assert left(tmp_path / "infra.sqlite") == ["infra.sqlite"]


async def test_a_copy_of_a_file_that_is_taken_away_meanwhile_is_a_new_one_and_makes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "infra.sqlite"
    await run(path, "succeeded")
    was_there = Path.stat

    def taken_away(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        found = was_there(self, follow_symlinks=follow_symlinks)
        if self == path:
            path.unlink()
        return found

    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", taken_away)
        copy = open_copy(path)

    with closing(copy):
        assert copy.execute("SELECT count(*) FROM stack").fetchone() == (0,)
    assert left(path) == []


async def test_many_first_runs_of_which_some_fail_lose_nothing_of_the_others(tmp_path: Path) -> None:
    """Each in a thread of its own: what one takes away, another one may be about to open."""
    path = tmp_path / "infra.sqlite"
    import anyio  # noqa: PLC0415 - each thread has a loop of its own

    def work(number: int) -> None:
        for turn in range(5):
            fails = (number + turn) % 2 == 0
            anyio.run(run_stage, path, f"stage-{number}-{turn}", fails)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with closing(sqlite3.connect(path)) as connection:
        kept = {stack for (stack,) in connection.execute("SELECT DISTINCT stack_id FROM resource")}
    assert kept == {f"infra/stage-{number}-{turn}" for number in range(4) for turn in range(5) if (number + turn) % 2}


async def run_stage(path: Path, stage: str, fails: bool) -> None:  # noqa: FBT001 - as anyio.run passes it
    await run(path, "failed" if fails else "succeeded", records=not fails, stage=stage, id_=stage)
