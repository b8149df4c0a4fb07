"""Breaking a lock whose holder cannot be asked: a process on another machine that shares the disk, and is gone or cut off."""

import contextlib
import socket
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from typekro.errors import RefusedError, compose
from typekro.holders import Holder, holder_here
from typekro.orchestrator.state import rows
from typekro.orchestrator.state.database import open_database
from typekro.orchestrator.state.lock import held, lock_path
from typekro.orchestrator.state.protocol import Run
from typekro.orchestrator.state.trouble import of_sqlite

OPERATION = "state unlock"


def _now() -> datetime:
    return datetime.now().astimezone()


def unlock(path: Path, app: str, stage: str, run: str, *, clock: Callable[[], datetime] = _now) -> Holder:
    """Takes the lock of a stage from a run, which can write no more from here on; noted as a run of its own.

    Args:
        path: the state file; it has to be there.
        app: the app's name.
        stage: the stage's name.
        run: the id of the run that has to be the holder: nobody else's lock is broken.
        clock: the time, in the time zone to tell users times in.

    Returns:
        Who held it.

    Raises:
        RefusedError: nobody holds it, another run does, or its process is on this machine and lives; nothing was changed.
        StateError: the file cannot be read or written.
    """
    stack_id = f"{app}/{stage}"
    lock = lock_path(path, app, stage)
    with closing(open_database(path)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
            actual, holder = _holder(database, stack_id)
            now = clock()
            taken = held(lock)
            _check(stack_id, run, actual, holder, now, lives=taken and holder.host == socket.gethostname())
            if taken:
                # The other machine has its lock on this file, and nobody can free that. Whoever comes next locks another one; the token
                # keeps the two apart.
                with contextlib.suppress(FileNotFoundError):
                    lock.unlink()
            here = holder_here(OPERATION, now)
            lease = rows.acquire(database, stack_id, Run(id=uuid.uuid4().hex[:8], operation=OPERATION), here)
            rows.finish(database, lease, "succeeded", clock().astimezone(UTC).isoformat())
            database.execute("COMMIT")
        except BaseException as error:
            database.rollback()
            if isinstance(error, sqlite3.Error):
                raise of_sqlite(path, error) from error
            raise
    return holder


def _holder(database: sqlite3.Connection, stack_id: str) -> tuple[str, Holder]:
    run, holder = rows.run_of(database, stack_id), rows.holder_of(database, stack_id)
    if run is None or holder is None:
        raise RefusedError(compose(f"{stack_id} is not locked: nothing was changed"), {"stage": stack_id})
    return run, holder


def _check(stack_id: str, run: str, actual: str, holder: Holder, now: datetime, *, lives: bool) -> None:
    app, _, stage = stack_id.partition("/")
    if run != actual:
        what = f"the run {run} does not hold the lock of {stack_id}: nothing was changed"
        why = f"the run {actual} does: {holder.text(now)}"
        raise RefusedError(
            compose(what, why, f"typekro state unlock {actual} --app {app} --stage {stage}"), {"stage": stack_id, "run": actual}
        )
    if lives:
        what = f"the run {run} holds the lock of {stack_id}, and its process lives: nothing was changed"
        hints = ["wait until it ends", f"or end it: kill {holder.pid}"]
        raise RefusedError(compose(what, holder.text(now), hints), {"stage": stack_id, "run": run, "pid": holder.pid})
