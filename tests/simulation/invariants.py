"""What must hold whatever happens, by number: watched at every request, and looked at after every run."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import attrs

from tests.simulation.bodies import Body, Declare
from tests.simulation.disk import STACK, Disk
from tests.simulation.loop import Process
from tests.simulation.programs import Program
from tests.simulation.surroundings import Surroundings
from tests.simulation.world import About, Thing, Verb
from typekro.errors import BlockedError, LeaseLostError, LockedError, StateError
from typekro.orchestrator import App
from typekro.orchestrator.plan import _ALLOWS, Plan
from typekro.orchestrator.state import Record, replay, rows
from typekro.orchestrator.state.records import OPEN

INVARIANTS: Mapping[int, str] = {
    0: "the engine neither hangs nor falls over",
    1: "what was cut off is finished by the next run, and the run after that writes nothing",
    2: "what is ours has a record",
    3: "a record has one thing",
    4: "after success all is as declared",
    5: "nothing is changed or deleted that is not ours to",
    6: "nothing goes before what needs it, or comes before what it needs",
    7: "no change without a durable record of it",
    8: "who lost the lock writes no more",
    9: "one run acts at a time",
    10: "the lock of a dead run is free at once",
    11: "a failure stops nothing but what needs it",
    12: "destroyed means that nothing of ours is left",
    13: "a plan changes nothing",
    14: "a planned run does what was planned",
    15: "the journal leads to the records",
    16: "records are whole: needs are recorded, or were, and form no circle",
    17: "serials only grow, and the lineage stays",
    18: "what is only renamed is kept",
    19: "no secret is written or told",
    20: "one Ctrl-C cuts no change off",
    22: "what is protected stays",
    23: "nothing is collected after a failure",
    24: "an ended run does nothing more",
}
ELSEWHERE: Mapping[int, str] = {21: "tests/orchestrator/state/test_database.py: an older file is migrated, a newer one left alone"}

_CHANGES: frozenset[Verb] = frozenset({"create", "update", "delete"})
Operation = Literal["up", "plan", "destroy"]


@attrs.define(eq=False)
class Running:
    """A run, as far as whoever looks on knows it.

    Args:
        process: what it runs in.
        program: what it runs.
        operation: what it is called.
        declare: declares its resources.
        plan: what it may do.
        start: the records as it began.
        lineage: of the state as it began.
    """

    process: Process
    program: Program
    operation: Operation
    declare: Declare
    plan: Plan | None = None
    start: Mapping[str, Record] = attrs.field(factory=dict[str, Record])
    body: Body = attrs.field(init=False)
    app: App | None = None
    token: int = 0
    error: BaseException | None = None
    raised: bool = False
    interrupts: int = 0
    killed: bool = False
    disturbed: set[str] = attrs.field(factory=set[str])
    changed: list[tuple[Verb, str, str]] = attrs.field(factory=list[tuple[Verb, str, str]])
    asked: int = 0
    cuts: int = 0
    serial: int = 0
    late: Counter[str] = attrs.field(factory=Counter[str])

    def __attrs_post_init__(self) -> None:
        self.body = Body(self.program, self.declare)

    @property
    def failed_handles(self) -> bool:
        engine = None if self.app is None else self.app._engine
        return engine is not None and any(handle.error is not None for handle in engine.handles.values())


@attrs.define(eq=False)
class Checks:
    """Looks on; says what was broken.

    Args:
        disk: the state.
        world: what exists.
        log: all that happened.
        broken: what did not hold: the number of the invariant, and how.
        checked: how often each was looked at.
        released: UIDs of what was let go of, as it was to be; or the keys that it was made under.
        gone_outside: UIDs of what somebody else took away.
    """

    disk: Disk
    log: list[str] = attrs.field(factory=list[str])
    broken: list[tuple[int, str]] = attrs.field(factory=list[tuple[int, str]])
    checked: Counter[int] = attrs.field(factory=Counter[int])
    done_by_verb: Counter[str] = attrs.field(factory=Counter[str])
    late: int = 0
    released: set[str] = attrs.field(factory=set[str])
    gone_outside: set[str] = attrs.field(factory=set[str])
    world: Surroundings = attrs.field(init=False)
    _runs: dict[str, Running] = attrs.field(factory=dict[str, Running])
    _identity: tuple[str, int] | None = None
    _records: Mapping[str, Record] = attrs.field(factory=dict[str, Record])

    def say(self, line: str) -> None:
        self.log.append(f"{self.world.now():9.3f} {line}")

    def breaks(self, number: int, text: str) -> None:
        """An invariant does not hold."""
        self.hold(number, None, text)

    def hold(self, number: int, holds: object, text: str) -> None:
        """One look at an invariant."""
        self.checked[number] += 1
        if not holds:
            self.broken.append((number, text))
            self.say(f"BROKEN I{number}: {text}")

    def begins(self, running: Running) -> None:
        self._runs[running.process.name] = running

    def token_of(self, process: Process) -> int:
        """The token of the lock that a run was given."""
        return self._runs[process.name].token

    # Requests.

    def note(self, process: Process, line: str) -> None:
        self.say(f"{process.name}: {line}")

    def sent(self, process: Process, verb: Verb, context: About) -> None:
        running = self._runs[process.name]
        running.asked += 1
        if verb not in _CHANGES:
            return
        id_ = context.resource_id
        self.say(f"{process.name}: {verb} {id_}")
        self.hold(13, running.operation != "plan", f"a plan does: {verb} {id_}")
        begun = self.disk.ask("SELECT token, action FROM journal WHERE id = ? AND kind = 'begin' ORDER BY seq DESC", id_)
        self.hold(7, (running.token, verb) in begun, f"{verb} {id_} is sent, and was not begun by this run")
        if running.token != self.disk.token:
            running.late[id_] += self.world.is_first(process, verb, id_)
            self.hold(8, running.late[id_] == 1, f"{verb} {id_} is sent, though the lock was lost before the last change")
            return
        record = self.disk.records().get(id_)
        begins = record is not None and (record.status, record.operation) == (OPEN[verb], context.operation_key)  # type: ignore[index]
        self.hold(7, begins, f"{verb} {id_} is sent, and the record is {record}")

    def cut(self, process: Process, verb: Verb, context: About) -> None:
        if verb in _CHANGES:
            self._runs[process.name].cuts += 1
            self.say(f"{process.name}: cut off: {verb} {context.resource_id}")

    def done(self, process: Process, verb: Verb, context: About, thing: Thing | None, before: Mapping[str, Any]) -> None:
        running = self._runs[process.name]
        self.say(f"{process.name}: done: {verb} {context.resource_id}: {thing.uid if thing else 'nothing there'}")
        self.done_by_verb[verb] += 1
        if thing is None:
            return
        if running.token != self.disk.token:
            thing.late = True
            self.late += 1
            return
        running.changed.append((verb, context.resource_id, thing.uid))
        if verb != "delete":
            thing.touched = False
            was: Mapping[str, Any] | None = before.get(thing.uid)
            if was is not None and was["label"]:
                thing.origin = "run"  # it says that it is ours, and so it becomes
            self._placed(running, verb, context, thing, before.get(thing.uid))
        elif before[thing.uid]["gone_at"] is None:
            self._taken(running, context, thing)

    def _placed(self, running: Running, verb: Verb, context: About, thing: Thing, before: Mapping[str, Any] | None) -> None:
        id_ = context.resource_id
        record = self.disk.records()[id_]
        if verb == "update":
            self.hold(5, _uid_of(record) == thing.uid, f"{id_} is recorded as {_uid_of(record)}, and {thing.uid} is changed")
        if before is not None and before["label"] == "":
            declared = running.program.claiming(id_)
            # What somebody made at the same moment may be changed, where the world cannot say that it is to be new; it is never deleted.
            raced = self.world.races and thing.uid in running.disturbed
            self.hold(5, raced or (declared is not None and declared.adopt), f"{thing.uid} is nobody's, and is changed for {id_}")
        for uid in thing.needs:
            need = self.world.by_uid(uid)
            ready = need is not None and need.gone_at is None and need.ready_at <= self.world.now()
            excused = uid in self.gone_outside or (need is not None and (need.touched or need.late))
            self.hold(6, ready or excused, f"{verb} {id_} comes before {uid}, which it needs, is ready")

    def _taken(self, running: Running, context: About, thing: Thing) -> None:
        id_ = context.resource_id
        record, every = self.disk.records()[id_], self.disk.records()
        declared = running.program.claiming(id_) if running.operation == "up" else None
        about = f"{id_} ({thing.uid}) is deleted"
        self.hold(5, _uid_of(record) == thing.uid, f"{about}, and {_uid_of(record)} is recorded")
        self.hold(5, record.created_by_us and not thing.adopted and thing.origin == "run", f"{about}, and was not made by us")
        guarded = record.protected or record.retained if declared is None else declared.protect or (declared.retain and record.retained)
        self.hold(5, not guarded, f"{about}, and is protected or retained")
        self.hold(22, not self.disk.ask("SELECT 1 FROM stack WHERE protected"), f"{about}, and the stage is protected")
        if declared is not None:
            same = (thing.kind, thing.name, thing.zone) == (declared.kind, declared.name, declared.zone)
            # Of several that it was, it goes on from one.
            kept = next((running.start[key] for key in (declared.key, *declared.was) if key in running.start), None)
            unknowable = thing.kind == "Blind" and kept is not None and kept.status == "deleting"
            meant = id_ == declared.key or (kept is not None and _uid_of(kept) == thing.uid)
            self.hold(18, not (same and meant) or unknowable, f"{about}, and is declared as {declared.key}")
        if declared is None:
            self._collected(running, about, record, thing, every)

    def _collected(self, running: Running, about: str, record: Record, thing: Thing, every: Mapping[str, Record]) -> None:
        good = running.operation == "destroy" or not (running.raised or running.failed_handles)
        self.hold(23, good, f"{about}, and the run failed")
        stay = {_uid_of(other): other for other in every.values() if other.id != record.id}
        for other in self.world.there():
            known = stay.get(other.uid)
            if thing.uid in other.needs and known is not None and not (known.retained or not known.created_by_us):
                self.hold(6, other.late or other.touched, f"{about} before {known.id} ({other.uid}), which needs it")
        self.checked[6] += 1

    # After a run.

    def ended(self, running: Running) -> None:
        """Looks at what a run left."""
        self._state()
        self._ours()
        self._how_it_ended(running)
        if running.operation == "plan" or running.killed or running.token == 0:
            return
        self._lock(running)
        lost = running.token != self.disk.token
        if lost:
            return
        if running.error is None and running.operation == "up":
            self._converged(running)
        elif running.error is None:
            self._destroyed()
        elif not running.interrupts:
            self._failed(running)
        if running.interrupts < 2:
            self.hold(20, running.cuts == 0, f"{running.cuts} changes were cut off")
        if running.plan is not None:
            self._planned(running, running.plan)

    def _state(self) -> None:
        database = self.disk.database.conn
        records = rows.records(database, STACK)
        self.hold(15, replay(rows.journal(database, STACK)) == records, "the journal does not lead to the records")
        by_id = {record.id: record for record in records}
        once = {row[0] for row in self.disk.ask("SELECT id FROM journal WHERE kind = 'gone'")}  # to be made anew, maybe
        missing = [(record.id, each) for record in records for each in record.dependencies if each not in by_id and each not in once]
        self.hold(16, not missing, f"needs that are not recorded: {missing}")
        self.hold(16, not _circle(by_id), f"a circle of needs: {_circle(by_id)}")
        tokens = [row[0] for row in self.disk.ask("SELECT token FROM journal ORDER BY seq")]
        self.hold(8, tokens == sorted(tokens), f"a run wrote after another one had taken over: {tokens}")
        identity, before = self.disk.identity, self._identity
        grows = before is None or (identity is not None and identity[0] == before[0] and identity[1] >= before[1])
        self.hold(17, grows, f"the state was {before}, and is {identity}")
        self._identity = identity
        self._let_go(by_id)

    def _let_go(self, now: Mapping[str, Record]) -> None:
        """What has no record any more, and was to stay."""
        known = {_uid_of(record) for record in now.values()}
        forgotten = {row[0] for row in self.disk.ask("SELECT id FROM journal WHERE kind = 'forgotten'")}
        for row in rows.journal(self.disk.database.conn, STACK):
            record = row.record
            if record is not None and record.id in forgotten and (record.retained or not record.created_by_us):
                uid = _uid_of(record)
                if uid is not None and uid not in known:
                    self.released.add(uid)
                elif record.status == "creating":
                    self.released.add(record.operation)

    def _ours(self) -> None:
        held: Counter[str] = Counter()
        records = self.disk.records()
        for thing in self.world.there():
            if self._is_let_be(thing):
                continue
            holder = next((record.id for record in records.values() if _holds(record, thing)), None)
            self.hold(2, holder is not None, f"{thing.uid} of {thing.record} has no record")
            held[holder or ""] += holder is not None
        self.hold(3, all(count == 1 for count in held.values()), f"more than one thing for a record: {dict(held)}")

    def _is_let_be(self, thing: Thing) -> bool:
        """Whether nobody has to have a record of it: it is not ours, was let go of, or made by a run that had lost its lock."""
        return thing.origin != "run" or thing.late or bool({thing.uid, thing.key} & self.released)

    def _how_it_ended(self, running: Running) -> None:
        error = running.error
        if isinstance(error, LockedError):
            self.hold(9, running.asked == 0, "a run that was locked out asked the world for something")
        for one in _flat(error):
            late = isinstance(one, StateError) and running.token != self.disk.token  # who took over made the key of its secrets
            self.hold(0, late or type(one).__name__ in _EXPECTED, f"it fell over: {one!r}")
        if isinstance(error, LeaseLostError):
            self.hold(8, running.token != self.disk.token, "the lock was said to be lost, and was not")

    def _lock(self, running: Running) -> None:
        self.hold(10, self.disk.holder is not running.process, "a run that ended still has the lock")
        if running.token == self.disk.token:
            status = self.disk.ask("SELECT status FROM run WHERE token = ?", running.token)[0][0]
            wanted = "succeeded" if running.error is None else "interrupted" if running.interrupts else "failed"
            ok = status == wanted or (running.interrupts and status in {"failed", "succeeded"})
            self.hold(20 if running.interrupts else 11, ok, f"the run is recorded as {status}, and {wanted}")

    def _converged(self, running: Running) -> None:
        records, program = self.disk.records(), running.program
        self.hold(4, records.keys() == program.by_key().keys(), f"{sorted(program.by_key())} is declared, {sorted(records)} recorded")
        uids = {one.origin: _uid_of(records[one.key]) for one in program.declared if one.key in records}
        for one in program.declared:
            if one.key not in records:
                continue
            thing = self.world.by_uid(str(uids[one.origin]))
            excused = self._excused(running, str(uids[one.origin]), thing)
            self.hold(4, thing is not None or excused, f"{one.key} is recorded as {uids[one.origin]}, which is not there")
            if thing is None or excused:
                continue
            wanted = (program.text_of(one.origin), one.zone, tuple(uids[each] for each in one.needs), one.kind)
            is_ = (thing.text, thing.zone, thing.needs, thing.kind)
            self.hold(4, is_ == wanted, f"{one.key} is {is_}, and {wanted} was declared")
            works = thing.ready_at <= self.world.now() and thing.gone_at is None and records[one.key].status == "ready"
            self.hold(4, works, f"{one.key} does not work, and the run succeeded")

    def _excused(self, running: Running, uid: str, thing: Thing | None) -> bool:
        """Whether somebody else had a hand in it that this run could not see."""
        unseen = not running.program.refresh or running.disturbed
        if thing is None:
            return uid in self.gone_outside and bool(unseen)
        return (thing.late and thing.kind == "Blind") or ((thing.touched or thing.late) and bool(unseen)) or uid in running.disturbed

    def _destroyed(self) -> None:
        self.hold(12, not self.disk.records(), f"destroyed, and recorded are {sorted(self.disk.records())}")
        left = [thing for thing in self.world.there() if not self._is_let_be(thing)]
        self.hold(12, not left, f"destroyed, and left are {[thing.uid for thing in left]}")

    def _failed(self, running: Running) -> None:
        engine = None if running.app is None else running.app._engine
        if engine is None:
            return
        for key, handle in engine.handles.items():
            self.hold(11, handle.settled.is_set(), f"{key} was left in the middle")
            if isinstance(handle.error, BlockedError):
                self.hold(11, any(need.error is not None for need in handle.needs), f"{key} is blocked by nothing that failed")
        for record in self.disk.records().values():
            begun = self.disk.ask("SELECT token FROM journal WHERE id = ? AND kind = 'begin' ORDER BY seq DESC", record.id)
            mine = begun and begun[0][0] == running.token
            told = record.error is not None or record.status not in {"creating", "updating"} or not mine
            self.hold(11, told, f"{record.id} is {record.status}, and no error is recorded")
        if running.failed_handles and not running.raised:
            self.hold(11, getattr(running.error, "exit_code", 1) in {3, 5}, f"the exit code of {running.error!r} is not that of a failure")

    def _planned(self, running: Running, plan: Plan) -> None:
        for verb, id_, _ in running.changed:
            base = id_.partition(" (replaced")[0]
            allowed = any(step.id in {id_, base} and verb in _ALLOWS[step.action] for step in plan.steps)
            self.hold(14, allowed, f"{verb} {id_} was done, and is not in the plan")

    def secrets(self, values: Iterable[str]) -> None:
        """Looks for what is secret in the bytes of the state, and in all that was told."""
        written = self.disk.database.conn.serialize()
        for value in values:
            self.hold(19, value.encode() not in written, f"{value} is in the state file")
            self.hold(19, not any(value in line for line in self.log), f"{value} was told")


_EXPECTED = {
    "ApiError",
    "BlockedError",
    "BodyError",
    "Busy",
    "CancelledError",
    "ClusterUnreachableError",
    "Conflict",
    "ConnectionResetError",
    "ForbiddenError",
    "KubernetesObjectError",
    "LeaseLostError",
    "LimitError",
    "LockedError",
    "Refused",
    "RefusedError",
    "TimeoutError",
}


def _flat(error: BaseException | None) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        parts: tuple[BaseException, ...] = error.exceptions  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - of any
        for one in parts:
            yield from _flat(one)
    elif error is not None:
        yield error


def _uid_of(record: Record) -> str | None:
    return None if record.output is None else str(record.output.get("footprint", record.output)["uid"])


def _holds(record: Record, thing: Thing) -> bool:
    if _uid_of(record) == thing.uid or (thing.physical and record.physical == thing.physical):
        return True
    return record.status in OPEN.values() and record.operation == thing.key


def _circle(records: Mapping[str, Record]) -> list[str]:
    """The records that take part in a circle of needs, or need one that does."""
    left = dict(records)
    while True:
        free = [id_ for id_, record in left.items() if not any(each in left for each in record.dependencies)]
        if not free:
            return sorted(left)
        for id_ in free:
            del left[id_]
