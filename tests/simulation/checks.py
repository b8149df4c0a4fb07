"""What is looked at after every run: the records, what exists, and how the run ended."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import attrs

from tests.simulation.disk import STACK
from tests.simulation.running import Running, uid_of
from tests.simulation.watching import Watching
from tests.simulation.world import Thing
from typekro.errors import BlockedError, LeaseLostError, LockedError, StateError
from typekro.orchestrator.plan import _ALLOWS, Plan
from typekro.orchestrator.state import Record, replay, rows
from typekro.orchestrator.state.records import OPEN


@attrs.define(eq=False)
class Checks(Watching):
    """Looks on, also after each run; says what was broken."""

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
        database = self.disk.database
        records = rows.records(database, STACK)
        self.hold(15, replay(rows.journal(database, STACK)) == records, "the journal does not lead to the records")
        by_id = {record.id: record for record in records}
        once = {row[0] for row in self.disk.ask("SELECT id FROM journal WHERE kind IN ('gone', 'forgotten')")}  # to be made anew, maybe
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
        known = {uid_of(record) for record in now.values()}
        forgotten = {row[0] for row in self.disk.ask("SELECT id FROM journal WHERE kind = 'forgotten'")}
        for row in rows.journal(self.disk.database, STACK):
            record = row.record
            if record is not None and record.id in forgotten and (record.retained or not record.created_by_us):
                uid = uid_of(record)
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
        uids = {one.origin: uid_of(records[one.key]) for one in program.declared if one.key in records}
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
        written = self.disk.database.serialize()
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


def _holds(record: Record, thing: Thing) -> bool:
    if uid_of(record) == thing.uid or (thing.physical and record.physical == thing.physical):
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
