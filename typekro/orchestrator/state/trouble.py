"""What a state file that cannot be used is told as: one text for each thing that a user can do about it."""

import sqlite3
from pathlib import Path

from typekro.errors import StateError, compose

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PRIMARY = 0xFF  # the low byte of SQLite's extended codes is the general one


def damaged(path: Path, why: str) -> StateError:
    """The file is ours, and SQLite cannot read all of it."""
    hints = [
        "keep it, and put a copy from before in its place; a new one would not know what exists",
        "or move it away, and make a new one of what is in the cluster: typekro state recover APP",
    ]
    return StateError(compose(f"{path}: the state file is damaged", [f"SQLite says: {why}", "nothing was changed"], hints), str(path))


def foreign(path: Path, found: str) -> StateError:
    """There is a file, and it is somebody else's."""
    hint = "name another file, or move this one away"
    return StateError(compose(f"{path}: this is no state file of typekro", [f"it is {found}", "nothing was changed"], hint), str(path))


def newer(path: Path, version: int, known: int) -> StateError:
    """The file is ours, and from the future."""
    why = [f"its format is version {version}, and this typekro knows versions up to {known}", "nothing was changed"]
    return StateError(compose(f"{path}: the state file was written by a newer typekro", why, "pip install --upgrade typekro"), str(path))


def unusable(path: Path, error: OSError) -> StateError:
    """The operating system does not let us at the file or its folder."""
    hint = "make it readable and writable to you, or name another file"
    return StateError(compose(f"{path}: the state file cannot be used", str(error), hint), str(path))


def of_sqlite(path: Path, error: sqlite3.Error) -> StateError:
    """Says in the user's words what SQLite could not do.

    Args:
        path: the state file.
        error: what SQLite raised.
    """
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    if code in _DAMAGED:
        return damaged(path, str(error))
    if code == sqlite3.SQLITE_FULL:
        why, hint = "the disk is full", "make room, and run again: what was recorded before is safe"
    elif code == sqlite3.SQLITE_BUSY:
        why, hint = "another program has kept it busy for 10 seconds", "close what has the file open, and run again"
    else:
        why, hint = f"SQLite says: {error}", "see that the disk is there, and that the file and its folder are writable to you"
    return StateError(compose(f"{path}: the state file cannot be read or written", why, hint), str(path))
