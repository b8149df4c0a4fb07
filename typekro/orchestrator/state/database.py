"""Opening a state file: it is made, checked or migrated before anybody works on it, and what is not ours is left as it was."""

import contextlib
import os
import sqlite3
import stat
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

from typekro.orchestrator.state.lock import FileLock
from typekro.orchestrator.state.tables import APPLICATION_ID, STEPS
from typekro.orchestrator.state.trouble import damaged, foreign, newer, of_sqlite, unusable

Steps = Sequence[Sequence[str]]

_BUSY_SECONDS = 10


def open_database(path: Path, steps: Steps = STEPS) -> sqlite3.Connection:
    """Opens a state file for reading and writing, from the thread that will do so.

    Args:
        path: the file; it and its folder are made where they are missing, the file for its owner alone (0600).
        steps: the steps that lead to the format of today; an older file goes through those that it lacks, after a copy of it was made.

    Raises:
        StateError: it is not ours, damaged, newer, or cannot be read or written; then it was not changed.
    """
    return open_or_make(path, steps)[0]


def open_or_make(path: Path, steps: Steps = STEPS) -> tuple[sqlite3.Connection, bool]:
    """Opens a state file as `open_database` does, and says whether this made it.

    Raises:
        StateError: as for `open_database`.
    """
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        guard = FileLock(path.with_name(f"{path.name}.lock"))
        guard.take(wait=True)  # two that open at once would both make the tables, or both migrate
        try:
            is_new = _make(path)
            return _prepare(path, steps), is_new
        finally:
            guard.free()


def open_copy(path: Path, steps: Steps = STEPS) -> sqlite3.Connection:
    """Opens a copy of a state file in memory: the file is neither changed nor made.

    Args:
        path: the file; where there is none, or none any more, the copy is a new one.
        steps: as for `open_database`.

    Raises:
        StateError: it is not ours, damaged, newer, or cannot be read.
    """
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("PRAGMA foreign_keys=ON")
    with _told(path):
        version = 0
        if path.exists():
            try:
                version = _copy(path, database, len(steps))
            except sqlite3.OperationalError:
                if path.exists():
                    raise
                # The first run that made it has failed meanwhile, and taken it away.
        if version < len(steps):
            _step(database, version, steps)
    return database


def open_memory(uri: str) -> sqlite3.Connection:
    """Opens a database in the memory of this process, from the thread that will use it; it lives as long as anybody has it open.

    Args:
        uri: its name, which SQLite's `memdb` knows it by: unlike the shared cache, that lets one wait for another.
    """
    connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def make_tables(database: sqlite3.Connection) -> None:
    """Makes the tables of today in a database that is empty."""
    _step(database, 0, STEPS)


def _copy(path: Path, database: sqlite3.Connection, known: int) -> int:
    """Copies a file that is there, and returns the version of its format."""
    version = _inspect(path, known)
    with closing(_connect(path, "rw")) as source:
        source.backup(database)
    _check(database, path)
    return version


def _make(path: Path) -> bool:
    """Makes the file, empty, where there is none; False where there is one."""
    try:
        # Only a new file may be opened by ourselves: closing any descriptor of a file drops the locks that SQLite has on it.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return False
    return True


def _prepare(path: Path, steps: Steps) -> sqlite3.Connection:
    version = _inspect(path, len(steps))
    database = _connect(path, "rw")
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            database.execute(f"PRAGMA {pragma}")
        _check(database, path)
        if version < len(steps):
            _migrate(database, path, version, steps)
    except BaseException:
        database.close()
        raise
    return database


def _check(database: sqlite3.Connection, path: Path) -> None:
    found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise damaged(path, found.splitlines()[-1])


def _inspect(path: Path, known: int) -> int:
    """The version of the file's format, 0 for a new file; nothing is written to it."""
    with contextlib.suppress(FileNotFoundError):  # it may be gone again, which SQLite tells
        if not stat.S_ISREG(path.stat().st_mode):
            raise foreign(path, "not a file")
    # Reading alone leaves the side files of others as they are; but where there are none, it would leave its own behind.
    mode = "ro" if path.with_name(f"{path.name}-wal").exists() else "rw"
    with closing(_connect(path, mode)) as connection:
        try:
            application, version, tables = connection.execute(
                "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version), "
                "(SELECT count(*) FROM sqlite_master)"
            ).fetchone()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
                raise foreign(path, "not an SQLite database") from error
            raise
    if application != APPLICATION_ID and (application or version or tables):
        raise foreign(path, "an SQLite database of another program")
    if version > known:
        raise newer(path, version, known)
    return int(version)


def _migrate(database: sqlite3.Connection, path: Path, version: int, steps: Steps) -> None:
    if version:
        _back_up(database, path, version)
    _step(database, version, steps)


def _step(database: sqlite3.Connection, version: int, steps: Steps) -> None:
    from sqlite_utils import Database  # noqa: PLC0415 - a run that finds its tables does without, which takes a quarter off its start

    tables = Database(database, execute_plugins=False, recursive_triggers=False)
    with tables.atomic():
        for statement in (statement for step in steps[version:] for statement in step):
            tables.conn.execute(statement)
        tables.conn.execute(f"PRAGMA application_id={APPLICATION_ID}")
        tables.conn.execute(f"PRAGMA user_version={len(steps)}")


def _back_up(database: sqlite3.Connection, path: Path, version: int) -> None:
    copy = _unused(path, version)
    with closing(_connect(copy, "rw")) as target:
        database.backup(target)


def _unused(path: Path, version: int) -> Path:
    number = 1
    while True:
        copy = path.with_name(f"{path.name}.version-{version}" + (f".{number}" if number > 1 else ""))
        try:
            os.close(os.open(copy, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            number += 1
        else:
            return copy


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=_BUSY_SECONDS, isolation_level=None)


@contextlib.contextmanager
def _told(path: Path) -> Generator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise of_sqlite(path, error) from error
    except OSError as error:
        raise unusable(path, error) from error
