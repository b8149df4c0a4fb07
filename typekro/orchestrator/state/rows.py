"""What is done with the tables of a state file, each function a part of a transaction: rows to records and back, nothing else."""

import json
import uuid
from sqlite3 import Connection, IntegrityError
from typing import Any

import attrs

from typekro.errors import LeaseLostError, RefusedError, compose
from typekro.holders import Holder
from typekro.orchestrator.state.protocol import Run
from typekro.orchestrator.state.records import Entry, Record, RunStatus, Stack, pointing

RUNS_KEPT = 50

_FIELDS = [field.name for field in attrs.fields(Record)]
_COLUMNS = [name for name in _FIELDS if name != "dependencies"]
_JSON = ("props", "pending", "output")
_BOOLS = ("created_by_us", "protected", "retained")

_CHANGING = [name for name in _COLUMNS if name != "id"]
_UPDATE = f"UPDATE resource SET {', '.join(f'{name} = ?' for name in _CHANGING)} WHERE stack_id = ? AND id = ?"  # noqa: S608 - names of our own fields
_INSERT = f"""
    INSERT INTO resource({", ".join(_COLUMNS)}, stack_id, position)
    VALUES({", ".join("?" * len(_COLUMNS))}, ?, (SELECT ifnull(max(position), 0) + 1 FROM resource WHERE stack_id = ?))"""  # noqa: S608 - as above

# Of a run that does not hold the lease, no line is written: that is what fences it off.
_NOTE = """
    INSERT INTO journal(stack_id, run_id, token, kind, id, action, payload, at, was)
    SELECT stack_id, run_id, token, ?, ?, ?, ?, ?, ? FROM lease WHERE stack_id = ? AND token = ? AND run_id = ?"""

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
    found = stack_of(database, stack_id)
    if found is not None:
        return found
    made = Stack(app=app, stage=stage, lineage=str(uuid.uuid4()), made_by=made_by)
    database.execute(
        "INSERT INTO stack(stack_id, app, stage, lineage, made_by, created_at) VALUES(?, ?, ?, ?, ?, ?)",
        (stack_id, app, stage, made.lineage, made_by, now),
    )
    database.execute("INSERT INTO lease(stack_id) VALUES(?)", (stack_id,))
    return made


def protect(database: Connection, lease: Lease, *, protected: bool) -> None:
    """Says whether anything of a stage may be deleted.

    Raises:
        LeaseLostError: the run does not hold the lease.
    """
    if not _holds(database, lease):
        raise _lost(database, lease)
    database.execute("UPDATE stack SET protected = ? WHERE stack_id = ?", (int(protected), lease.stack_id))


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


def acquire_stack(database: Connection, stack_id: str, run: Run, holder: Holder) -> tuple[Lease, Stack]:
    """Gives the lease to a run; and the row of the stage, which nobody else changes from here on."""
    lease, stack = acquire(database, stack_id, run, holder), stack_of(database, stack_id)
    assert stack is not None  # noqa: S101 - whoever takes the lease has opened the stage
    return lease, stack


def holder_of(database: Connection, stack_id: str) -> Holder | None:
    """Who has the lease, as far as it is written."""
    row = _one(database, "SELECT * FROM lease WHERE stack_id = ? AND run_id IS NOT NULL", stack_id)
    if row is None:
        return None
    return Holder(user=row["who"], host=row["host"], pid=row["pid"], operation=row["operation"], since=row["acquired_at"])


def run_of(database: Connection, stack_id: str) -> str | None:
    """The id of the run that has the lease, as far as it is written."""
    row = _one(database, "SELECT run_id FROM lease WHERE stack_id = ?", stack_id)
    return None if row is None else row["run_id"]


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
    record = entry.record
    values = None if record is None else _values(lease, record, now)
    _note(database, lease, entry, values, now)
    if entry.was is not None:
        _rename(database, lease.stack_id, entry.was, entry.id)
    if record is None or values is None:
        database.execute("DELETE FROM resource WHERE stack_id = ? AND id = ?", (lease.stack_id, entry.id))
    else:
        _write(database, lease.stack_id, record, values)
    if entry.was is not None and record is not None and record.replaced_by is None:
        _follow(database, lease, entry.was, entry.id, now)
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
    rows = _select(database, "SELECT kind, id, action, payload, was FROM journal WHERE stack_id = ? ORDER BY seq", stack_id)
    return [Entry(kind=row["kind"], id=row["id"], action=row["action"], record=_of_payload(row["payload"]), was=row["was"]) for row in rows]


def _note(database: Connection, lease: Lease, entry: Entry, values: dict[str, Any] | None, now: str) -> None:
    line = (entry.kind, entry.id, entry.action, None if values is None else _payload(values), now, entry.was)
    if database.execute(_NOTE, (*line, lease.stack_id, lease.token, lease.run)).rowcount != 1:
        raise _lost(database, lease)


def _follow(database: Connection, lease: Lease, was: str, id_: str, now: str) -> None:
    """Those that name a record name it by its new id: as they are now, whatever is at work on them."""
    for record in records(database, lease.stack_id):
        following = pointing(record, was, id_)
        if following is not record:
            values = _values(lease, following, now)
            _note(database, lease, Entry(kind="seen", id=record.id, record=following), values, now)
            _write(database, lease.stack_id, following, values)


def _rename(database: Connection, stack_id: str, was: str, now: str) -> None:
    if _one(database, "SELECT 1 AS there FROM resource WHERE stack_id = ? AND id = ?", stack_id, now) is not None:
        what = f"{stack_id}: {was!r} cannot go by the id {now!r}"
        raise RefusedError(compose(what, ["there is a record of that id already", "nothing was written"]), {"resource": was, "id": now})
    database.execute("DELETE FROM edge WHERE stack_id = ? AND id = ?", (stack_id, was))  # they are written anew with the record
    database.execute("UPDATE resource SET id = ? WHERE stack_id = ? AND id = ?", (now, stack_id, was))


def _write(database: Connection, stack_id: str, record: Record, values: dict[str, Any]) -> None:
    try:
        if not database.execute(_UPDATE, (*[values[name] for name in _CHANGING], stack_id, record.id)).rowcount:
            database.execute(_INSERT, (*[values[name] for name in _COLUMNS], stack_id, stack_id))
    except IntegrityError:
        _check_owner(database, stack_id, record)
        raise
    database.execute("DELETE FROM edge WHERE stack_id = ? AND id = ?", (stack_id, record.id))
    if record.dependencies:
        database.executemany(
            "INSERT INTO edge(stack_id, id, position, dependency) VALUES(?, ?, ?, ?)",
            [(stack_id, record.id, position, dependency) for position, dependency in enumerate(record.dependencies)],
        )


def _values(lease: Lease, record: Record, now: str) -> dict[str, Any]:
    """A record by its fields, as the run that has the lease leaves it behind; what is JSON, as its text."""
    values: dict[str, Any] = {name: getattr(record, name) for name in _FIELDS}
    for name in _JSON:
        values[name] = _dump(values[name])
    values["run"], values["changed_at"] = lease.run, now
    return values


def _payload(values: dict[str, Any]) -> str:
    """The JSON of a record, of which some texts were made before."""
    plain = _encode({name: value for name, value in values.items() if name not in _JSON})
    texts = ",".join(f'"{name}":{values[name] or "null"}' for name in _JSON)
    return f"{plain[:-1]},{texts}}}"


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
    query = "SELECT 1 FROM lease WHERE stack_id = ? AND token = ? AND run_id = ?"
    return database.execute(query, (lease.stack_id, lease.token, lease.run)).fetchone() is not None


def _lost(database: Connection, lease: Lease) -> LeaseLostError:
    holder = holder_of(database, lease.stack_id)
    taken = "nobody holds it now" if holder is None else f"{holder.user}@{holder.host}, pid {holder.pid}, took it over at {holder.since}"
    hint = "see what the other run did, and run again"
    return LeaseLostError(
        compose(f"{lease.stack_id}: the run {lease.run} does not hold the lock any more", [taken, "nothing was written"], hint)
    )


def _record(row: dict[str, Any], dependencies: tuple[str, ...]) -> Record:
    values: dict[str, Any] = {name: row[name] for name in _COLUMNS} | {name: _load(row[name]) for name in _JSON}
    values |= {name: bool(row[name]) for name in _BOOLS}
    return Record(**values, dependencies=dependencies)


def _of_payload(payload: str | None) -> Record | None:
    values = _load(payload)
    return None if values is None else Record(**values | {"dependencies": tuple(values["dependencies"])})


def _dump(value: Any) -> str | None:
    return None if value is None else _encode(value)


_encode = json.JSONEncoder(separators=(",", ":")).encode  # made once: json.dumps makes one for each call


def _load(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def _one(database: Connection, query: str, *values: Any) -> dict[str, Any] | None:
    return next(iter(_select(database, query, *values)), None)


def _select(database: Connection, query: str, *values: Any) -> list[dict[str, Any]]:
    cursor = database.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def stack_of(database: Connection, stack_id: str) -> Stack | None:
    """The row of a stage, as it is; None where there is none."""
    row = _one(database, "SELECT * FROM stack WHERE stack_id = ?", stack_id)
    if row is None:
        return None
    values: dict[str, Any] = {field.name: bool(row[field.name]) if field.type is bool else row[field.name] for field in attrs.fields(Stack)}
    return Stack(**values)


def restore_stack(database: Connection, stack: Stack, now: str) -> None:
    """The row of a stage, with the identity that it had in another file; its serial goes on from the higher one.

    Only for a stage without records: what has some is known outside by the identity that it has.
    """
    before = open_stack(database, stack.app, stack.stage, stack.made_by, now)
    values = attrs.asdict(attrs.evolve(stack, serial=max(before.serial, stack.serial)))
    columns = ", ".join(f"{name} = :{name}" for name in values)
    database.execute(f"UPDATE stack SET {columns} WHERE app = :app AND stage = :stage", values)  # noqa: S608 - names of our own fields


def runs(database: Connection, stack_id: str, limit: int) -> list[dict[str, Any]]:
    """The last runs of a stage, newest first; `kept` says whether the journal still has all of a run."""
    query = """SELECT run.*, run.token > lease.token - ? AS kept FROM run JOIN lease USING(stack_id)
        WHERE stack_id = ? ORDER BY run.token DESC LIMIT ?"""
    return _select(database, query, RUNS_KEPT, stack_id, limit)


def happened_in(database: Connection, stack_id: str, token: int) -> list[dict[str, Any]]:
    """What the journal has of a run, oldest entry first: `kind`, `id` and `action` of each."""
    return _select(database, "SELECT kind, id, action FROM journal WHERE stack_id = ? AND token = ? ORDER BY seq", stack_id, token)


def happened_to(database: Connection, stack_id: str, id_: str, limit: int) -> list[dict[str, Any]]:
    """What the journal has of a resource, oldest entry first: `kind`, `action`, `run` and `at` of the last ones."""
    query = "SELECT kind, action, run_id AS run, at FROM journal WHERE stack_id = ? AND id = ? ORDER BY seq DESC LIMIT ?"
    return _select(database, query, stack_id, id_, limit)[::-1]
