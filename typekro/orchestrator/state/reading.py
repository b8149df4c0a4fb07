"""What a state file is about, looked up without making anything in it, and without a lock."""

import contextlib
import sqlite3
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs

from typekro.holders import Holder
from typekro.orchestrator.state import rows
from typekro.orchestrator.state.database import open_database
from typekro.orchestrator.state.keyring import WrappedKey, key_of
from typekro.orchestrator.state.lock import held, lock_path
from typekro.orchestrator.state.records import Action, EntryKind, Record, RunStatus, Stack
from typekro.orchestrator.state.trouble import of_sqlite

_DEEDS: Mapping[Action, str] = {"create": "created", "update": "updated", "delete": "deleted"}


@attrs.frozen(kw_only=True)
class PastRun:
    """A run, as the state remembers it.

    Args:
        id: its id.
        operation: what it was: `up`, or a command.
        status: how it ended; `running` while its process holds the lock, `abandoned` where that died.
        user: who ran it.
        host: the machine that it ran on.
        pid: its process there.
        started_at: when it began, as ISO 8601 in UTC.
        ended_at: when it ended; None where it did not, or nobody knows when.
        did: numbers of resources by `created`, `updated`, `deleted`, `failed` and `forgotten`, those that are zero left out; None where
            the journal does not have all of it any more.
    """

    id: str
    operation: str
    status: RunStatus
    user: str
    host: str
    pid: int
    started_at: str
    ended_at: str | None
    did: Mapping[str, int] | None


@attrs.frozen(kw_only=True)
class Happening:
    """A line of the journal of one resource.

    Args:
        kind: as in `Entry`.
        action: what a `begin` began.
        run: the run that wrote it.
        at: when, as ISO 8601 in UTC.
    """

    kind: EntryKind
    action: Action | None
    run: str
    at: str


@attrs.frozen(kw_only=True)
class Snapshot:
    """A stage at one moment.

    Args:
        stack: the stage.
        records: its records, in the order in which they were first made.
        holder: who holds its lock; None where nobody does.
        runs: its last runs, newest first.
        key: what opens the secrets of the file, wrapped; None where it has none.
    """

    stack: Stack
    records: tuple[Record, ...]
    holder: Holder | None
    runs: tuple[PastRun, ...]
    key: WrappedKey | None = None


def stages_in(path: Path) -> list[tuple[str, str]]:
    """The apps and stages that a state file has records of, or had.

    Args:
        path: the file; it has to be there.

    Raises:
        StateError: it is not ours, damaged, newer, or cannot be read.
    """
    with closing(open_database(path)) as database:
        return [(str(app), str(stage)) for app, stage in database.execute("SELECT app, stage FROM stack ORDER BY app, stage").fetchall()]


def snapshot(path: Path, app: str, stage: str, *, runs: int = 0) -> Snapshot:
    """All that is known of a stage, at one moment.

    Args:
        path: the state file; it has to be there.
        app: the app's name.
        stage: the stage's name; the file has to have it.
        runs: how many runs are wanted.

    Raises:
        StateError: the file is not ours, damaged, newer, or cannot be read.
        LookupError: it has no such stage.
    """
    stack_id = f"{app}/{stage}"
    with _reading(path) as database:
        stack = rows.stack_of(database, stack_id)
        if stack is None:
            raise LookupError(stack_id)
        holder = rows.holder_of(database, stack_id)
        if holder is not None and not held(lock_path(path, app, stage)):
            holder = None  # it died, and nobody came after it
        return Snapshot(
            stack=stack,
            records=tuple(rows.records(database, stack_id)),
            holder=holder,
            runs=tuple(_past_run(database, stack_id, row, holder) for row in rows.runs(database, stack_id, runs)),
            key=key_of(database),
        )


def history(path: Path, app: str, stage: str, id_: str, limit: int) -> tuple[Happening, ...]:
    """What happened to a resource last, oldest first.

    Args:
        path: the state file; it has to be there.
        app: the app's name.
        stage: the stage's name.
        id_: the resource.
        limit: how many lines of the journal are wanted.

    Raises:
        StateError: the file is not ours, damaged, newer, or cannot be read.
    """
    with _reading(path) as database:
        return tuple(Happening(**row) for row in rows.happened_to(database, f"{app}/{stage}", id_, limit))


def deeds(entries: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many resources a run created, updated, deleted, failed at and forgot; what is zero is left out.

    Args:
        entries: `kind`, `id` and `action` of each line of the journal that the run wrote, oldest first.

    Example:
        >>> deeds([{"kind": "begin", "id": "a", "action": "create"}, {"kind": "applied", "id": "a", "action": None}])
        {'created': 1}
    """
    begun: dict[str, Action] = {}
    done: dict[str, set[str]] = {deed: set() for deed in (*_DEEDS.values(), "failed", "forgotten")}
    for entry in entries:
        kind, id_ = entry["kind"], entry["id"]
        if kind == "begin":
            begun[id_] = entry["action"]
            done["failed"].discard(id_)  # it was tried again
        elif kind in {"applied", "ready", "gone"} and id_ in begun:  # what is not awaited is ready at once
            done[_DEEDS[begun.pop(id_)]].add(id_)
        elif kind in {"failed", "forgotten"}:
            done[kind].add(id_)
    return {deed: len(ids) for deed, ids in done.items() if ids}


def _past_run(database: sqlite3.Connection, stack_id: str, row: Mapping[str, Any], holder: Holder | None) -> PastRun:
    return PastRun(
        id=row["run_id"],
        operation=row["operation"],
        # The next run will write so; until then nobody has.
        status="abandoned" if row["status"] == "running" and holder is None else row["status"],
        user=row["who"],
        host=row["host"],
        pid=row["pid"],
        started_at=row["started_at"],
        # An abandoned run was found to be dead at this time, which says nothing of when it died.
        ended_at=None if row["status"] == "abandoned" else row["ended_at"],
        did=deeds(rows.happened_in(database, stack_id, row["token"])) if row["kept"] else None,
    )


@contextlib.contextmanager
def _reading(path: Path) -> Generator[sqlite3.Connection]:
    """The file as it is at one moment, whatever a run that goes on writes meanwhile."""
    with closing(open_database(path)) as database:
        try:
            database.execute("BEGIN")
            yield database
        except sqlite3.Error as error:
            raise of_sqlite(path, error) from error
        finally:
            database.rollback()
