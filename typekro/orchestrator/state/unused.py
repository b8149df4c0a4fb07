"""A state file that nobody needs: of a first run that failed before it had anything to record."""

import contextlib
import sqlite3
from contextlib import closing
from pathlib import Path

from typekro.errors import StateError
from typekro.orchestrator.state.lock import FileLock

# One run of one stage, and nothing that came of it.
_IS_UNUSED = """SELECT (SELECT count(*) FROM run) = 1 AND (SELECT count(*) FROM stack WHERE NOT protected) = 1
    AND (SELECT count(*) FROM stack) = 1 AND NOT EXISTS (SELECT 1 FROM journal) AND NOT EXISTS (SELECT 1 FROM resource)
    AND NOT EXISTS (SELECT 1 FROM crypto_key)"""


def remove_unused(path: Path) -> None:
    """Takes a state file away where nothing is in it but one run.

    One that somebody has open stays, and so does one that cannot be looked at. Its locks stay in any case: they are kept for good.

    Args:
        path: the file; this process has closed it, and holds the lock of the stage.
    """
    with contextlib.suppress(sqlite3.Error, OSError, StateError):
        guard = FileLock(path.with_name(f"{path.name}.lock"))
        guard.take(wait=True)  # nobody opens it meanwhile
        try:
            if _is_unused(path):
                path.unlink()
        finally:
            guard.free()


def _is_unused(path: Path) -> bool:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None)) as connection:
        if not connection.execute(_IS_UNUSED).fetchone()[0]:
            return False
        # SQLite leaves the write-ahead log only where no other connection is open.
        return bool(connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] == "delete")
