"""The local cluster as what a schedule is played in: real objects of Kubernetes, real requests, and the faults that it knows."""

import asyncio
import contextvars
import random
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs

from tests.simulation.bodies import Declare
from tests.simulation.checks import Checks
from tests.simulation.gate import Gate, Way
from tests.simulation.loop import Process, this_process
from tests.simulation.objects import KINDS, ZONES, declare, name_of, thing_of
from tests.simulation.play import Played, play
from tests.simulation.programs import Declared
from tests.simulation.schedule import Schedule
from tests.simulation.world import FaultKind, Thing, Verb
from typekro import LocalCluster
from typekro.kubernetes import Client
from typekro.kubernetes.connection import client_over
from typekro.local.asking import Asked
from typekro.orchestrator.state.records import OPEN, Action

_SOMEBODY = "somebody"
_HOLD = "example.com/hold"
_LINGERS = 2.0


@attrs.frozen
class _About:
    resource_id: str
    operation_key: str


@attrs.define(eq=False)
class ClusterWorld:
    """A local cluster, and all that is known of its objects beside what they say themselves.

    Args:
        chance: draws how long things take.
        watch: who looks on, and knows the state, which tells what a request is about.
    """

    chance: random.Random
    watch: Checks
    faults: dict[tuple[str, int], FaultKind] = attrs.field(factory=dict[tuple[str, int], FaultKind])
    hit: list[FaultKind] = attrs.field(factory=list[FaultKind])
    requests: dict[str, int] = attrs.field(factory=dict[str, int])
    slow: bool = True
    races: bool = False
    _known: dict[str, Thing] = attrs.field(factory=dict[str, Thing])
    _sent: set[tuple[str, Verb, str]] = attrs.field(factory=set[tuple[str, Verb, str]])
    _removed: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    _nobody: contextvars.Context = attrs.field(factory=contextvars.copy_context)
    _cluster: LocalCluster = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._cluster = LocalCluster(kro=False, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.now()))

    # What the engine is given.

    @property
    def declare(self) -> Declare:
        return declare

    def providers(self) -> Mapping[str, Any]:
        return {"cluster": self}

    @asynccontextmanager
    async def working(self) -> AsyncGenerator[None]:
        for zone in ZONES:
            self._server.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": zone}}, manager=_SOMEBODY)
        async with self._cluster._running():
            yield

    @asynccontextmanager
    async def connect(self, *, identified: bool = True) -> AsyncGenerator[Client]:
        process = this_process()
        process.boundary("before it is connected")
        async with self._cluster._running() as machine:
            gate = Gate(machine.server, self._cluster.faults, process, self.chance, self)
            async with client_over(Way.through(gate), identified=identified) as client:
                yield client

    def __str__(self) -> str:
        return "local cluster"

    # What is there.

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    def there(self) -> list[Thing]:
        found = [thing_of(live) for kind in KINDS for live in self._server.list("v1", kind)]
        return [self._remembered(seen) for seen in found if seen is not None]

    def by_uid(self, uid: str) -> Thing | None:
        return next((thing for thing in self.there() if thing.uid == uid), None)

    def _remembered(self, seen: Thing) -> Thing:
        known = self._known.setdefault(seen.uid, seen)
        for name in ("text", "needs", "label", "gone_at"):
            setattr(known, name, getattr(seen, name))
        return known

    @property
    def _server(self) -> Any:
        return self._cluster.server

    # Requests of runs.

    def is_first(self, process: Process, verb: Verb, id_: str) -> bool:
        one = (process.name, verb, id_)
        first = one not in self._sent
        self._sent.add(one)
        return first

    def fault(self, process: Process) -> FaultKind | None:
        number = self.requests[process.name] = self.requests.get(process.name, 0) + 1
        found = self.faults.pop((process.name, number), None)
        if found is not None:
            self.hit.append(found)
        return found

    def about(self, process: Process, asked: Asked, said: str) -> tuple[Verb, _About]:
        """What a write is, and of which record."""
        verbs: tuple[Action, ...] = ("delete",) if asked.verb == "delete" else ("create", "update")
        kind = next((kind for kind in KINDS if f"{kind.lower()}s" == asked.plural), asked.plural)
        physical = f"/{kind}/{asked.namespace}/{asked.name}"
        records = self.watch.disk.records()
        known = [record for record in records.values() if record.physical == physical]
        open_ = [record for record in known if record.status in {OPEN[verb] for verb in verbs}]
        id_ = said or next((record.id for record in (*open_, *known)), physical)
        token = self.watch.token_of(process)
        begun = self.watch.disk.ask(
            "SELECT action FROM journal WHERE id = ? AND token = ? AND kind = 'begin' ORDER BY seq DESC", id_, token
        )
        actions = [action for (action,) in begun]
        verb = min(verbs, key=lambda each: actions.index(each) if each in actions else len(actions))  # the last one that it began
        return verb, _About(id_, records[id_].operation if id_ in records else "")

    def sent(self, process: Process, verb: Verb, about: Any) -> None:
        self.watch.sent(process, verb, about)

    def cut(self, process: Process, verb: Verb, about: Any) -> None:
        self.watch.cut(process, verb, about)

    def note(self, process: Process, line: str) -> None:
        self.watch.note(process, line)

    def before(self) -> dict[str, Any]:
        return {thing.uid: attrs.asdict(thing) for thing in self.there()}

    def done(self, process: Process, verb: Verb, about: _About, uid: str | None, before: dict[str, Any]) -> None:
        thing = None if uid is None else self.by_uid(uid) or self._known.get(uid)
        if thing is not None and uid not in before:
            thing.key, thing.record = about.operation_key, about.resource_id
            thing.origin = "run"
        if thing is not None and verb != "delete":
            said = before.get(thing.uid)
            thing.adopted = thing.adopted or (said is not None and not said["label"])
        self.watch.done(process, verb, about, thing, before)

    def hold(self, asked: Asked, fault: FaultKind | None) -> None:
        """Lets what is to be deleted stay for some time, or until it is healed."""
        lingers = self.slow and self.chance.random() < 1 / 3
        if fault != "stuck" and not lingers:
            return
        kind = next((kind for kind in KINDS if f"{kind.lower()}s" == asked.plural), None)
        live = None if kind is None else self._server.get("v1", kind, asked.name, asked.namespace)
        if live is None or live["metadata"].get("deletionTimestamp"):
            return
        self._patched(live, {"metadata": {"finalizers": [_HOLD]}})
        if fault != "stuck":
            asyncio.get_running_loop().call_later(_LINGERS, self._let_go, live, context=self._nobody.copy())

    def _let_go(self, live: Mapping[str, Any]) -> None:
        metadata = live["metadata"]
        now = self._server.get("v1", live["kind"], metadata["name"], metadata["namespace"])
        if now is not None and now["metadata"]["uid"] == metadata["uid"] and now["metadata"].get("finalizers"):
            self._patched(now, {"metadata": {"finalizers": None}})

    def _patched(self, live: Mapping[str, Any], patch: dict[str, Any]) -> None:
        metadata = live["metadata"]
        self._server.patch("v1", live["kind"], metadata["name"], metadata["namespace"], patch, manager=_SOMEBODY)

    # The hand of somebody else.

    def is_taken(self, one: Declared) -> bool:
        return self._server.get("v1", "ConfigMap", name_of(one), one.zone) is not None

    def occupied(self, one: Declared) -> Thing:
        metadata = {"name": name_of(one), "namespace": one.zone}
        return self._outside({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"whose": "mine"}})

    def edited(self, thing: Thing) -> None:
        self._patched(self._live(thing), {"metadata": {"annotations": {"text": "edited"}}})

    def removed(self, thing: Thing) -> None:
        live = self._live(thing)
        self._patched(live, {"metadata": {"finalizers": None}})
        metadata = live["metadata"]
        if not metadata.get("deletionTimestamp"):
            self._server.delete("v1", live["kind"], metadata["name"], metadata["namespace"])
        self._removed = live

    def made_again(self, thing: Thing, *, label: str) -> None:
        live = self._removed
        given = live["metadata"]
        said: dict[str, Any] = {name: given[name] for name in ("labels", "annotations") if name in given}
        metadata = {"name": given["name"], "namespace": given["namespace"], **(said if label else {"annotations": {"text": thing.text}})}
        self._outside({"apiVersion": "v1", "kind": live["kind"], "metadata": metadata})

    def _outside(self, manifest: dict[str, Any]) -> Thing:
        made = thing_of(self._server.create(manifest, manager=_SOMEBODY))
        assert made is not None
        made.origin, made.touched = "outside", True
        return self._remembered(made)

    def _live(self, thing: Thing) -> dict[str, Any]:
        found = [live for kind in KINDS for live in self._server.list("v1", kind) if live["metadata"]["uid"] == thing.uid]
        return dict(found[0])

    def heal(self) -> None:
        self.slow = False
        self.faults.clear()
        for kind in KINDS:
            for live in self._server.list("v1", kind):
                if live["metadata"].get("finalizers"):
                    self._patched(live, {"metadata": {"finalizers": None}})


@contextmanager
def _seeded(seed: int) -> Generator[None]:
    """What only chance decides in the cluster and its client comes from the seed."""
    before = random.getstate()
    random.seed(seed)
    try:
        yield
    finally:
        random.setstate(before)


def play_on_cluster(schedule: Schedule) -> Played:
    """Plays a schedule on a local cluster.

    Args:
        schedule: what happens.
    """
    with _seeded(schedule.seed):
        return play(schedule, ClusterWorld)
