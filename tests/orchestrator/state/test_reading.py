"""Looking at a state file, and restoring one, where that cannot go well; what comes of it otherwise is tested with the commands."""

from pathlib import Path

import pytest

from tests.orchestrator.state.parts import execute, made, record
from typekro.errors import StateError
from typekro.orchestrator.state.lock import held
from typekro.orchestrator.state.reading import history, snapshot
from typekro.orchestrator.state.records import Stack
from typekro.orchestrator.state.restoring import restore

pytestmark = pytest.mark.anyio


async def test_a_stage_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    await made(tmp_path / "infra.sqlite")

    for _ in range(2):
        with pytest.raises(LookupError):
            snapshot(tmp_path / "infra.sqlite", "infra", "prod")


async def test_what_sqlite_cannot_do_is_told_as_an_error_of_the_state(tmp_path: Path) -> None:
    path = tmp_path / "infra.sqlite"
    await made(path)
    execute(path, "DROP TABLE journal")

    with pytest.raises(StateError) as raised:
        history(path, "infra", "dev", "database", 1)

    assert str(raised.value) == (
        f"{path}: the state file cannot be read or written\n"
        "  SQLite says: no such table: journal\n"
        "hint: see that the disk is there, and that the file and its folder are writable to you"
    )


async def test_a_restoring_that_cannot_be_finished_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "infra.sqlite"
    await made(path)
    execute(path, "DROP TABLE journal")
    stack = Stack(app="infra", stage="prod", lineage="7a2f4e8e-0d51-4a8e-b7b1-6f2f5f0e7c11", made_by="ana@laptop")

    with pytest.raises(StateError, match="no such table: journal"):
        restore(path, stack, [record("database")])

    assert execute(path, "SELECT stage FROM stack") == [("dev",)]
    assert execute(path, "SELECT run_id FROM run WHERE stack_id = ?", "infra/prod") == []


def test_a_lock_that_cannot_be_looked_at_is_an_error_of_the_state(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StateError, match="the state file cannot be used"):
        held(tmp_path / "file" / "infra.lock")
