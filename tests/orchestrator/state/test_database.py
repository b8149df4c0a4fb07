"""A state file is made, checked and migrated before it is used; what is not ours stays as it is."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.orchestrator.state.parts import NEXT, execute, gone, made, mode, opened, read, ready, sqlite_running, write
from typekro.errors import StateError
from typekro.orchestrator.state import replay
from typekro.orchestrator.state.database import open_copy, open_database
from typekro.orchestrator.state.sqlite import SqliteStore
from typekro.orchestrator.state.tables import STEPS

pytestmark = pytest.mark.anyio

TEXT = b"apiVersion: v1\n" * 100


async def _refusal(path: Path) -> StateError:
    with pytest.raises(StateError) as caught:
        await SqliteStore(path).open("infra", "dev")
    assert caught.value.path == str(path)
    return caught.value


async def test_an_empty_file_becomes_a_state_file(path: Path) -> None:
    write(path, b"")

    await made(path)

    assert execute(path, "PRAGMA application_id") == [(0x74796B72,)]


async def test_a_file_of_a_newer_typekro_is_refused_untouched(path: Path) -> None:
    await made(path)
    execute(path, "PRAGMA user_version=99")
    before = read(path)

    error = await _refusal(path)

    assert str(error) == (
        f"{path}: the state file was written by a newer typekro\n"
        f"  its format is version 99, and this typekro knows versions up to {len(STEPS)}\n"
        "  nothing was changed\n"
        "hint: pip install --upgrade typekro"
    )
    assert read(path) == before


async def test_a_newer_file_that_is_in_use_is_refused_untouched(path: Path) -> None:
    await made(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA user_version=99")
        files = (path, path.with_name("infra.sqlite-wal"))
        before = [read(file) for file in files]

        error = await _refusal(path)

        assert error.message.startswith(f"{path}: the state file was written by a newer typekro\n")
        assert [read(file) for file in files] == before


async def test_a_file_that_is_no_database_is_refused_untouched(path: Path) -> None:
    write(path, TEXT)

    error = await _refusal(path)

    assert str(error) == (
        f"{path}: this is no state file of typekro\n"
        "  it is not an SQLite database\n"
        "  nothing was changed\n"
        "hint: name another file, or move this one away"
    )
    assert read(path) == TEXT


async def test_a_database_of_another_program_is_refused_untouched(path: Path) -> None:
    write(path, b"")
    execute(path, "CREATE TABLE song(title TEXT)")
    before = read(path)

    error = await _refusal(path)

    assert str(error) == (
        f"{path}: this is no state file of typekro\n"
        "  it is an SQLite database of another program\n"
        "  nothing was changed\n"
        "hint: name another file, or move this one away"
    )
    assert read(path) == before


async def test_a_folder_is_refused(path: Path) -> None:
    write(path / "file", b"")

    error = await _refusal(path)

    assert str(error) == (
        f"{path}: this is no state file of typekro\n"
        "  it is not a file\n"
        "  nothing was changed\n"
        "hint: name another file, or move this one away"
    )


async def test_a_damaged_file_is_named_and_left_as_it_is(path: Path) -> None:
    await made(path)
    content = bytearray(read(path))
    content[-4096:] = b"\xff" * 4096
    content[4096 * 3 : 4096 * 4] = b"\xff" * 4096
    write(path, content)

    error = await _refusal(path)

    ((found,),) = execute(path, "PRAGMA quick_check(1)")
    assert str(error) == (
        f"{path}: the state file is damaged\n"
        f"  SQLite says: {found.splitlines()[-1]}\n"
        "  nothing was changed\n"
        "hint: keep it, and put a copy from before in its place; a new one would not know what exists\n"
        "hint: or move it away, and make a new one of what is in the cluster: typekro state recover APP"
    )
    assert read(path) == bytes(content)


async def test_a_file_whose_first_page_is_damaged_is_named_and_left_as_it_is(path: Path) -> None:
    await made(path)
    content = bytearray(read(path))
    content[100:200] = b"\xff" * 100
    write(path, content)

    error = await _refusal(path)

    assert str(error) == (
        f"{path}: the state file is damaged\n"
        "  SQLite says: database disk image is malformed\n"
        "  nothing was changed\n"
        "hint: keep it, and put a copy from before in its place; a new one would not know what exists\n"
        "hint: or move it away, and make a new one of what is in the cluster: typekro state recover APP"
    )
    assert read(path) == bytes(content)


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    write(tmp_path / "file", b"")
    path = tmp_path / "file" / "infra.sqlite"

    error = await _refusal(path)

    assert str(error) == (
        f"{path}: the state file cannot be used\n"
        f"  [Errno 17] File exists: '{path.parent}'\n"
        "hint: make it readable and writable to you, or name another file"
    )


_NEXT_STEPS = (*STEPS, ("ALTER TABLE resource ADD COLUMN note TEXT", "UPDATE resource SET note = 'migrated'"))


async def test_an_older_file_is_copied_and_then_migrated(path: Path) -> None:
    await made(path)

    open_database(path, _NEXT_STEPS).close()

    copy = path.with_name(f"infra.sqlite.version-{len(STEPS)}")
    assert execute(path, "SELECT id, note FROM resource") == [("database", "migrated")]
    assert execute(path, "PRAGMA user_version") == [(len(_NEXT_STEPS),)]
    assert mode(copy) == 0o600
    async with opened(SqliteStore(copy)) as store:
        assert [found.id for found in await store.records()] == ["database"]


async def test_a_migration_that_fails_changes_nothing_and_no_copy_is_overwritten(path: Path) -> None:
    await made(path)
    broken = (*STEPS, ("ALTER TABLE resource ADD COLUMN note TEXT", "UPDATE nonsense SET note = 1"))

    with pytest.raises(StateError) as caught:
        open_database(path, broken)
    with pytest.raises(StateError):
        open_database(path, broken)

    assert str(caught.value) == (
        f"{path}: the state file cannot be read or written\n"
        "  SQLite says: no such table: nonsense\n"
        "hint: see that the disk is there, and that the file and its folder are writable to you"
    )
    copies = sorted(file.name for file in path.parent.glob("infra.sqlite.version-*"))
    assert copies == [f"infra.sqlite.version-{len(STEPS)}", f"infra.sqlite.version-{len(STEPS)}.2"]
    async with opened(SqliteStore(path)) as store:
        assert len(await store.records()) == 1


async def test_a_file_of_today_is_opened_without_a_copy(path: Path) -> None:
    await made(path)

    async with opened(SqliteStore(path)):
        pass

    assert list(path.parent.glob("infra.sqlite.version-*")) == []


_DUMPS = Path(__file__).with_name("versions")


def test_there_is_a_file_of_every_earlier_version() -> None:
    assert sorted(dump.stem for dump in _DUMPS.glob("*.sql")) == [str(version) for version in range(1, len(STEPS))]


@pytest.mark.parametrize("version", range(1, len(STEPS)))
async def test_a_file_of_an_earlier_version_opens_and_goes_on(path: Path, version: int) -> None:
    """What was written by the typekro of that time: two resources that work, and one that was cut off."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((_DUMPS / f"{version}.sql").read_text("utf-8"))

    async with sqlite_running(path, NEXT) as store:
        records = await store.records()
        assert records == replay(await store.journal())
        assert [(found.id, found.status) for found in records] == [("network", "ready"), ("database", "ready"), ("half", "creating")]
        assert (records[1].props, records[1].output) == ({"size": 1, "names": ["ä"]}, {"host": "10.0.0.1"})
        assert records[1].dependencies == ("network",)
        await store.commit(gone("half"))
        assert len(await store.records()) == 2


@pytest.mark.parametrize("opens", [open_database, open_copy])
async def test_the_edges_of_a_record_go_with_it_in_a_copy_as_in_the_file(path: Path, opens: Callable[[Path], sqlite3.Connection]) -> None:
    async with sqlite_running(path) as store:
        await store.commit(ready("network"))
        await store.commit(ready("database", dependencies=("network",)))
        await store.finish("succeeded")

    with closing(opens(path)) as database:
        before = database.execute("SELECT id, dependency FROM edge").fetchall()
        database.execute("DELETE FROM resource WHERE id = 'database'")
        after = database.execute("SELECT id, dependency FROM edge").fetchall()

    assert (before, after) == ([("database", "network")], [])
