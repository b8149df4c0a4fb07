"""What is done with the tables of a state file, each function a part of a transaction: rows to records and back, nothing else."""

import json
import uuid
from sqlite3 import Connection
from typing import Any

import attrs

from typekro.errors import LeaseLostError, RefusedError, compose
from typekro.orchestrator.state.lock import Holder
from typekro.orchestrator.state.protocol import Run
from typekro.orchestrator.state.records import Entry, Record, RunStatus, Stack

RUNS_KEPT = 50

_COLUMNS = [field.name for field in attrs.fields(Record) if field.name != "dependencies"]
_JSON = ("props", "pending", "output")

_UPSERT = """
    INSERT INTO resource(stack_id, position, id, handler, script, status, slot, place, physical, created_by_us, props, pending, output,
        operation, error, run, changed_at)
    VALUES(:stack_id, (SELECT ifnull(max(position), 0) + 1 FROM resource WHERE stack_id = :stack_id), :id, :handler, :script, :status,
        :slot, :place, :physical, :created_by_us, :props, :pending, :output, :operation, :error, :run, :changed_at)
    ON CONFLICT(stack_id, id) DO UPDATE SET handler = excluded.handler, script = excluded.script, status = excluded.status,
        slot = excluded.slot, place = excluded.place, physical = excluded.physical, created_by_us = excluded.created_by_us,
        props = excluded.props, pending = excluded.pending, output = excluded.output, operation = excluded.operation,
        error = excluded.error, run = excluded.run, changed_at = excluded.changed_at"""

# The newest entry of a resource that is there stays, so that the journal still says how each record came to be.
_PRUNE = """
    DELETE FROM journal WHERE stack_id = :stack_id AND token <= :oldest AND NOT (
        id IN (SELECT id FROM resource WHERE stack_id = :stack_id)
        AND seq = (SELECT max(later.seq) FROM journal AS later WHERE later.stack_id = journal.stack_id AND later.id = journal.id))"""


@attrs.frozen(kw_only=True)
class Lease:
    """The right of one run to change the records of one stage.

    Args:
        stack_id: the stage, `infra/dev`.
        run: the id of the run.
        token: its number; whoever has a smaller one than the state can write no more.
    """

    stack_id: str
    run: str
    token: int


def open_stack(database: Connection, app: str, stage: str, made_by: str, now: str) -> Stack:
    """The row of a stage, made where there is none."""
    stack_id = f"{app}/{stage}"
    if (found := _one(database, "SELECT lineage, made_by FROM stack WHERE stack_id = ?", stack_id)) is None:
        found = {"lineage": str(uuid.uuid4()), "made_by": made_by}
        database.execute(
            "INSERT INTO stack(stack_id, app, stage, lineage, made_by, created_at) VALUES(?, ?, ?, ?, ?, ?)",
            (stack_id, app, stage, found["lineage"], made_by, now),
        )
        database.execute("INSERT INTO lease(stack_id) VALUES(?)", (stack_id,))
    return Stack(app=app, stage=stage, **found)


def acquire(database: Connection, stack_id: str, run: Run, holder: Holder) -> Lease:
    """Gives the lease to a run, which fences off every run before it."""
    database.execute(
        "UPDATE run SET status = 'abandoned', ended_at = ? WHERE stack_id = ? AND status = 'running'", (holder.since, stack_id)
    )
    database.execute(
        "UPDATE lease SET token = token + 1, run_id = ?, host = ?, pid = ?, who = ?, operation = ?, acquired_at = ? WHERE stack_id = ?",
        (run.id, holder.host, holder.pid, holder.user, holder.operation, holder.since, stack_id),
    )
    token = int(_select(database, "SELECT token FROM lease WHERE stack_id = ?", stack_id)[0]["token"])
    database.execute(
        "INSERT INTO run(run_id, stack_id, token, operation, status, who, host, pid, started_at) VALUES(?, ?, ?, ?, 'running', ?, ?, ?, ?)",
        (run.id, stack_id, token, run.operation, holder.user, holder.host, holder.pid, holder.since),
    )
    return Lease(stack_id=stack_id, run=run.id, token=token)


def holder_of(database: Connection, stack_id: str) -> Holder | None:
    """Who has the lease, as far as it is written."""
    row = _one(database, "SELECT * FROM lease WHERE stack_id = ? AND run_id IS NOT NULL", stack_id)
    if row is None:
        return None
    return Holder(user=row["who"], host=row["host"], pid=row["pid"], operation=row["operation"], since=row["acquired_at"])


def finish(database: Connection, lease: Lease, status: RunStatus, now: str) -> None:
    """Ends a run, and drops what the journal need not keep; a run that lost its lease was ended by whoever took it."""
    if not _holds(database, lease):
        return
    database.execute("UPDATE run SET status = ?, ended_at = ? WHERE run_id = ?", (status, now, lease.run))
    database.execute(
        "UPDATE lease SET run_id = NULL, host = NULL, pid = NULL, who = NULL, operation = NULL, acquired_at = NULL WHERE stack_id = ?",
        (lease.stack_id,),
    )
    database.execute(_PRUNE, {"stack_id": lease.stack_id, "oldest": lease.token - RUNS_KEPT})


def commit(database: Connection, lease: Lease, entry: Entry, now: str) -> None:
    """Writes a line of the journal and the record that follows from it.

    Raises:
        LeaseLostError: the run does not hold the lease.
        RefusedError: another record has the same physical name in the same place.
    """
    if not _holds(database, lease):
        raise _lost(database, lease)
    record = None if entry.record is None else attrs.evolve(entry.record, run=lease.run, changed_at=now)
    payload = None if record is None else _dump(attrs.asdict(record))
    database.execute(
        "INSERT INTO journal(stack_id, run_id, token, kind, id, action, payload, at) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        (lease.stack_id, lease.run, lease.token, entry.kind, entry.id, entry.action, payload, now),
    )
    if record is None:
        database.execute("DELETE FROM resource WHERE stack_id = ? AND id = ?", (lease.stack_id, entry.id))
    else:
        _write(database, lease.stack_id, record)
    database.execute("UPDATE stack SET serial = serial + 1 WHERE stack_id = ?", (lease.stack_id,))


def records(database: Connection, stack_id: str) -> list[Record]:
    """The records of a stage, in the order in which they were first made."""
    needs: dict[str, list[str]] = {}
    for row in _select(database, "SELECT id, dependency FROM edge WHERE stack_id = ? ORDER BY id, position", stack_id):
        needs.setdefault(row["id"], []).append(row["dependency"])
    rows = _select(database, "SELECT * FROM resource WHERE stack_id = ? ORDER BY position", stack_id)
    return [_record(row, tuple(needs.get(row["id"], ()))) for row in rows]


def journal(database: Connection, stack_id: str) -> list[Entry]:
    """The journal of a stage, oldest entry first."""
    rows = _select(database, "SELECT kind, id, action, payload FROM journal WHERE stack_id = ? ORDER BY seq", stack_id)
    return [Entry(kind=row["kind"], id=row["id"], action=row["action"], record=_of_payload(row["payload"])) for row in rows]


def _write(database: Connection, stack_id: str, record: Record) -> None:
    _check_owner(database, stack_id, record)
    values = {name: getattr(record, name) for name in _COLUMNS} | {name: _dump(getattr(record, name)) for name in _JSON}
    database.execute(_UPSERT, values | {"stack_id": stack_id, "created_by_us": int(record.created_by_us)})
    database.execute("DELETE FROM edge WHERE stack_id = ? AND id = ?", (stack_id, record.id))
    database.executemany(
        "INSERT INTO edge(stack_id, id, position, dependency) VALUES(?, ?, ?, ?)",
        [(stack_id, record.id, position, dependency) for position, dependency in enumerate(record.dependencies)],
    )


def _check_owner(database: Connection, stack_id: str, record: Record) -> None:
    if record.physical is None:
        return
    owner = _one(
        database,
        "SELECT id FROM resource WHERE stack_id = ? AND ifnull(place, '') = ? AND physical = ? AND id <> ?",
        *(stack_id, record.place or "", record.physical, record.id),
    )
    if owner is not None:
        where = "" if record.place is None else f" in {record.place}"
        why = f"both are {record.physical}{where}, and what exists once has one record"
        hint = f"give {record.id!r} another name, or keep calling it {owner['id']!r}"
        raise RefusedError(
            compose(f"{stack_id}: {record.id!r} is the same thing as {owner['id']!r}", [why, "nothing was written"], hint),
            {"resource": record.id, "owner": owner["id"], "physical": record.physical, "place": record.place},
        )


def _holds(database: Connection, lease: Lease) -> bool:
    query = "SELECT 1 AS held FROM lease WHERE stack_id = ? AND token = ? AND run_id = ?"
    return _one(database, query, lease.stack_id, lease.token, lease.run) is not None


def _lost(database: Connection, lease: Lease) -> LeaseLostError:
    holder = holder_of(database, lease.stack_id)
    taken = "nobody holds it now" if holder is None else f"{holder.user}@{holder.host}, pid {holder.pid}, took it over at {holder.since}"
    hint = "see what the other run did, and run again"
    return LeaseLostError(
        compose(f"{lease.stack_id}: the run {lease.run} does not hold the lock any more", [taken, "nothing was written"], hint)
    )


def _record(row: dict[str, Any], dependencies: tuple[str, ...]) -> Record:
    values: dict[str, Any] = {name: row[name] for name in _COLUMNS} | {name: _load(row[name]) for name in _JSON}
    values["created_by_us"] = bool(row["created_by_us"])
    return Record(**values, dependencies=dependencies)


def _of_payload(payload: str | None) -> Record | None:
    values = _load(payload)
    return None if values is None else Record(**values | {"dependencies": tuple(values["dependencies"])})


def _dump(value: Any) -> str | None:
    return None if value is None else json.dumps(value, separators=(",", ":"))


def _load(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def _one(database: Connection, query: str, *values: Any) -> dict[str, Any] | None:
    return next(iter(_select(database, query, *values)), None)


def _select(database: Connection, query: str, *values: Any) -> list[dict[str, Any]]:
    cursor = database.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
