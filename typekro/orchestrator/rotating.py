"""The key of a state file, put under another passphrase: what it encrypts stays as it is."""

import sqlite3
from contextlib import closing
from pathlib import Path

from typekro.errors import StateError, compose
from typekro.orchestrator.keys import KeySource
from typekro.orchestrator.state.database import open_database
from typekro.orchestrator.state.keyring import WrappedKey, key_of, replace_key
from typekro.orchestrator.state.trouble import of_sqlite


def rotate(path: Path, old: KeySource, new: KeySource) -> WrappedKey:
    """Wraps the key of a state file anew; a run that is going on is not disturbed.

    Args:
        path: the state file.
        old: what opens it.
        new: what opens it from here on. Copies of the file from before are opened by the old one for ever.

    Raises:
        RefusedError: the old one does not open it; nothing was changed.
        StateError: the file has no secrets, or cannot be read or written; nothing was changed.
    """
    with closing(open_database(path)) as database:
        try:
            before = key_of(database)
            if before is None:
                raise StateError(compose(f"{path} has no secrets: there is nothing to be encrypted anew"), str(path))
            wrapped = new.wrap(old.unwrap(before, str(path)))
            if not replace_key(database, before, wrapped):
                raise StateError(compose(f"{path}: its key was changed meanwhile: nothing was changed", (), "try again"), str(path))
        except sqlite3.Error as error:
            raise of_sqlite(path, error) from error
    return wrapped
