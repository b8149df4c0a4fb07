"""What is looked at with every request: whose it is, whether it was recorded, and what it is done to."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import attrs

from tests.simulation.disk import Disk
from tests.simulation.loop import Process
from tests.simulation.running import Running, uid_of
from tests.simulation.surroundings import Surroundings
from tests.simulation.world import About, Thing, Verb
from typekro.orchestrator.state import Record
from typekro.orchestrator.state.records import OPEN

_CHANGES: frozenset[Verb] = frozenset({"create", "update", "delete"})


@attrs.define(eq=False)
class Watching:
    """Looks on at every request; says what was broken.

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
            self.hold(5, uid_of(record) == thing.uid, f"{id_} is recorded as {uid_of(record)}, and {thing.uid} is changed")
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
        self.hold(5, uid_of(record) == thing.uid, f"{about}, and {uid_of(record)} is recorded")
        self.hold(5, record.created_by_us and not thing.adopted and thing.origin == "run", f"{about}, and was not made by us")
        guarded = record.protected or record.retained if declared is None else declared.protect or (declared.retain and record.retained)
        self.hold(5, not guarded, f"{about}, and is protected or retained")
        self.hold(22, not self.disk.ask("SELECT 1 FROM stack WHERE protected"), f"{about}, and the stage is protected")
        if declared is not None:
            same = (thing.kind, thing.name, thing.zone) == (declared.kind, declared.name, declared.zone)
            # Of several that it was, it goes on from one.
            kept = next((running.start[key] for key in (declared.key, *declared.was) if key in running.start), None)
            unknowable = thing.kind == "Blind" and kept is not None and kept.status == "deleting"
            meant = id_ == declared.key or (kept is not None and uid_of(kept) == thing.uid)
            self.hold(18, not (same and meant) or unknowable, f"{about}, and is declared as {declared.key}")
        if declared is None:
            self._collected(running, about, record, thing, every)

    def _collected(self, running: Running, about: str, record: Record, thing: Thing, every: Mapping[str, Record]) -> None:
        good = running.operation == "destroy" or not (running.raised or running.failed_handles)
        self.hold(23, good, f"{about}, and the run failed")
        stay = {uid_of(other): other for other in every.values() if other.id != record.id}
        for other in self.world.there():
            known = stay.get(other.uid)
            if thing.uid in other.needs and known is not None and not (known.retained or not known.created_by_us):
                self.hold(6, other.late or other.touched, f"{about} before {known.id} ({other.uid}), which needs it")
        self.checked[6] += 1
