"""What is wrong with a state file, found out without changing it: an older one is not migrated, and no lock is taken."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import attrs

from typekro.holders import Holder
from typekro.orchestrator.state import rows
from typekro.orchestrator.state.database import open_copy
from typekro.orchestrator.state.lock import held, lock_path
from typekro.orchestrator.state.records import Record
from typekro.orchestrator.state.tables import STEPS
from typekro.orchestrator.state.trouble import of_sqlite

FORMAT = len(STEPS)
"""The version of the format that this typekro writes."""


@attrs.frozen(kw_only=True)
class Stage:
    """A stage of an app, as a state file has it.

    Args:
        app: the app's name.
        stage: the stage's name.
        records: its records, in the order in which they were first made.
        holder: whoever is written down as the holder of its lock; None where nobody is.
        alive: whether that holder still has it: the lock of a dead process is free, whatever is written.
    """

    app: str
    stage: str
    records: tuple[Record, ...]
    holder: Holder | None
    alive: bool

    def __str__(self) -> str:
        return f"{self.app}/{self.stage}"


@attrs.frozen(kw_only=True)
class Inspection:
    """A state file that can be read.

    Args:
        path: the file.
        version: the version of its format.
        mode: its permissions: `0o600`.
        stages: what is recorded in it.
    """

    path: Path
    version: int
    mode: int
    stages: tuple[Stage, ...]


def inspect(path: Path) -> Inspection:
    """Looks through a state file: all of it is read, so that damage shows.

    Args:
        path: the file; it has to be there.

    Raises:
        StateError: it is not ours, damaged, newer, or cannot be read.
    """
    with closing(open_copy(path)) as database:
        try:
            stages = tuple(_stage(path, database, *row) for row in database.execute("SELECT app, stage FROM stack ORDER BY 1, 2"))
            return Inspection(path=path, version=_version(path), mode=stat.S_IMODE(path.stat().st_mode), stages=stages)
        except sqlite3.Error as error:
            raise of_sqlite(path, error) from error


def _stage(path: Path, database: sqlite3.Connection, app: str, stage: str) -> Stage:
    stack_id = f"{app}/{stage}"
    holder = rows.holder_of(database, stack_id)
    alive = holder is not None and held(lock_path(path, app, stage))
    return Stage(app=app, stage=stage, records=tuple(rows.records(database, stack_id)), holder=holder, alive=alive)


def _version(path: Path) -> int:
    """The copy is of the format of today whatever the file is of, so the file is asked itself."""
    # Where nobody has the file open, reading it alone would leave SQLite's side files behind.
    mode = "ro" if path.with_name(f"{path.name}-wal").exists() else "rw"
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
