"""Records of a stage put back into a state file, with the identity that they had: all of them, or nothing."""

import contextlib
import shlex
import sqlite3
import uuid
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from typekro.errors import RefusedError, compose
from typekro.holders import holder_here
from typekro.orchestrator.state import rows
from typekro.orchestrator.state.database import open_database
from typekro.orchestrator.state.keyring import WrappedKey, keep_key
from typekro.orchestrator.state.location import check_names, default_path
from typekro.orchestrator.state.lock import FileLock, lock_path, locked
from typekro.orchestrator.state.protocol import Run
from typekro.orchestrator.state.records import Entry, Record, Stack
from typekro.orchestrator.state.trouble import of_sqlite

OPERATION = "state import"
_NAMED = 5


def _now() -> datetime:
    return datetime.now().astimezone()


def restore(
    path: Path, stack: Stack, records: Sequence[Record], key: WrappedKey | None = None, *, clock: Callable[[], datetime] = _now
) -> None:
    """Restores a stage, in one transaction and as a run of its own.

    Args:
        path: the state file; made where there is none.
        stack: the stage; a stage of that name without records takes over its identity.
        records: its records, in order; each is noted in the journal as `seen`.
        key: what opens their secrets, wrapped; None where there are none.
        clock: the time, in the time zone to tell users times in.

    Raises:
        RefusedError: the stage has records already, two of these have one id or are the same thing outside, or the file has another key
            for secrets; nothing was changed.
        LockedError: a run is going on.
        StateError: the file cannot be read or written.
        UsageError: the app or the stage cannot be named so.
    """
    check_names(stack.app, stack.stage)
    stack_id = f"{stack.app}/{stack.stage}"
    _refuse_doubles(stack_id, records)
    with closing(open_database(path)) as database, _locked(path, stack, database, clock), _writing(path, database):
        _refuse_records(path, database, stack)
        here = holder_here(OPERATION, clock())
        if key is not None:
            _keep_key(path, database, key, here.since)
        rows.restore_stack(database, stack, here.since)
        lease = rows.acquire(database, stack_id, Run(id=uuid.uuid4().hex[:8], operation=OPERATION), here)
        for record in records:
            rows.commit(database, lease, Entry(kind="seen", id=record.id, record=record), here.since)
        rows.finish(database, lease, "succeeded", clock().astimezone(UTC).isoformat())


def _keep_key(path: Path, database: sqlite3.Connection, key: WrappedKey, now: str) -> None:
    kept = keep_key(database, key, now)
    if kept.key_id != key.key_id:
        why = [f"it has the key {kept.key_id}, and these were encrypted with {key.key_id}", "nothing was changed"]
        raise RefusedError(compose(f"{path}: the file has secrets of its own already", why, "restore it into another file: --state FILE"))


def _refuse_doubles(stack_id: str, records: Sequence[Record]) -> None:
    ids = [record.id for record in records]
    double = next((id_ for index, id_ in enumerate(ids) if id_ in ids[:index]), None)
    if double is not None:
        why = "one of them would be lost, and what it is about left to itself: nothing was changed"
        raise RefusedError(compose(f"{stack_id}: two of the records have the id {double!r}", why), {"stage": stack_id, "resource": double})


def _refuse_records(path: Path, database: sqlite3.Connection, stack: Stack) -> None:
    stack_id = f"{stack.app}/{stack.stage}"
    # Of a create that was refused nothing is there: it is what leads here.
    there = [record.id for record in rows.records(database, stack_id) if record.status != "creating" or record.error is None]
    if not there:
        return
    more = f" and {len(there) - _NAMED} more" if len(there) > _NAMED else ""
    why = [f"these are recorded: {', '.join(there[:_NAMED])}{more}", "what is there tells your objects from others': nothing was changed"]
    file = [] if path.absolute() == default_path(stack.app, None) else ["--state", str(path)]
    forget = ["typekro", "state", "forget", *there, "--app", stack.app, "--stage", stack.stage, *file]
    hints = ["restore it into another file: --state FILE", "or drop what is there first, and touch nothing outside:", shlex.join(forget)]
    raise RefusedError(compose(f"{stack_id} has records already", why, hints), {"stage": stack_id, "records": there})


@contextlib.contextmanager
def _locked(path: Path, stack: Stack, database: sqlite3.Connection, clock: Callable[[], datetime]) -> Generator[None]:
    stack_id = f"{stack.app}/{stack.stage}"
    lock = FileLock(lock_path(path, stack.app, stack.stage))
    if not lock.take():
        raise locked(stack_id, rows.holder_of(database, stack_id), clock(), rows.run_of(database, stack_id))
    try:
        yield
    finally:
        lock.free()


@contextlib.contextmanager
def _writing(path: Path, database: sqlite3.Connection) -> Generator[None]:
    try:
        database.execute("BEGIN IMMEDIATE")
        yield
        database.execute("COMMIT")
    except BaseException as error:
        database.rollback()
        if isinstance(error, sqlite3.Error):
            raise of_sqlite(path, error) from error
        raise
