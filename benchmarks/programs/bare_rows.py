"""`python bare_rows.py STATE TARGET STEP`: the rows of a state, written, read or deleted by SQLite and nothing else.

As durable as the state is: no more than 32 resources share a transaction, and what one begins is on the disk before it ends.
"""

import sqlite3
import sys
from collections.abc import Iterator

_AT_ONCE = 32


def main(state: str, target: str, step: str) -> None:
    """Does one step.

    Args:
        state: the state file, after the step that is compared.
        target: the file to work on: made by `create`.
        step: `create`, `read` or `delete`.
    """
    source = sqlite3.connect(state)
    database = sqlite3.connect(target, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    if step == "read":
        database.execute("SELECT * FROM resource").fetchall()
        return
    if step == "create":
        for (sql,) in source.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'").fetchall():
            database.execute(sql)
        _copy(source, database, "resource")
    newest = source.execute("SELECT max(token) FROM journal").fetchone()[0]
    for rows in _batches(source, newest):
        database.execute("BEGIN IMMEDIATE")
        for row in rows:
            database.execute(f"INSERT INTO journal VALUES({', '.join('?' * len(row))})", row)
            if step == "create":
                database.execute("UPDATE resource SET status = 'ready' WHERE stack_id = ? AND id = ?", (row[1], row[5]))
            else:
                database.execute("DELETE FROM resource WHERE stack_id = ? AND id = ?", (row[1], row[5]))
        database.execute("COMMIT")


def _copy(source: sqlite3.Connection, database: sqlite3.Connection, table: str) -> None:
    rows = source.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - one of ours
    for start in range(0, len(rows), _AT_ONCE):
        database.execute("BEGIN IMMEDIATE")
        for row in rows[start : start + _AT_ONCE]:
            database.execute(f"INSERT INTO {table} VALUES({', '.join('?' * len(row))})", row)
        database.execute("COMMIT")


def _batches(source: sqlite3.Connection, token: int) -> Iterator[list[tuple[object, ...]]]:
    """The entries of a run; those of one kind that were written together."""
    rows = source.execute("SELECT * FROM journal WHERE token = ? ORDER BY seq", (token,)).fetchall()
    batch: list[tuple[object, ...]] = []
    for row in rows:
        if batch and (len(batch) == _AT_ONCE or row[4] != batch[-1][4]):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


if __name__ == "__main__":
    main(*sys.argv[1:])
