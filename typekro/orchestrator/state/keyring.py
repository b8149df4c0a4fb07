"""The key of a state file, as the file keeps it: wrapped, so that the file alone opens nothing."""

from sqlite3 import Connection
from typing import Literal

import attrs

KeyMethod = Literal["passphrase", "key file"]

_NAMES = ("key_id", "method", "cost", "salt", "wrapped")


@attrs.frozen(kw_only=True)
class WrappedKey:
    """The data key of a state file, encrypted under what a person has.

    Args:
        key_id: the name of the data key, the same as long as there is this one.
        method: what it is encrypted under.
        cost: how hard it is to try passphrases: the logarithm of scrypt's n.
        salt: makes what is tried on one file worthless for another, in base64.
        wrapped: the encrypted key, in base64.
    """

    key_id: str
    method: KeyMethod
    cost: int
    salt: str
    wrapped: str


def key_of(database: Connection) -> WrappedKey | None:
    """The key of a file; None where it never kept a secret."""
    row = database.execute(f"SELECT {', '.join(_NAMES)} FROM crypto_key").fetchone()  # noqa: S608 - names of our own fields
    return None if row is None else WrappedKey(**dict(zip(_NAMES, row, strict=True)))


def keep_key(database: Connection, key: WrappedKey, now: str) -> WrappedKey:
    """Keeps a key, where the file has none; the one that it has from here on."""
    if key_of(database) is None:
        database.execute(
            f"INSERT INTO crypto_key({', '.join(_NAMES)}, made_at) VALUES(:key_id, :method, :cost, :salt, :wrapped, :now)",
            {**attrs.asdict(key), "now": now},
        )
    return key_of(database) or key


def replace_key(database: Connection, old: WrappedKey, new: WrappedKey) -> bool:
    """Puts the same data key, wrapped anew, in the place of the old one; whether that was still there."""
    changed = database.execute(
        "UPDATE crypto_key SET method = :method, cost = :cost, salt = :salt, wrapped = :wrapped "
        "WHERE key_id = :key_id AND wrapped = :before",
        {**attrs.asdict(new), "before": old.wrapped},
    )
    return changed.rowcount == 1
