"""The way from a run to a local cluster: requests take time, go wrong, are watched, and die with their process."""

import json
import random
from collections.abc import Mapping
from typing import Any, Protocol, Self

import anyio

from tests.simulation.loop import Process
from tests.simulation.world import FaultKind, Verb
from typekro.kro.ownership import RESOURCE_PREFIX
from typekro.kubernetes.objects import part
from typekro.kubernetes.retry import Patience, Reply, Request
from typekro.local.api import ApiServer, Response, WatchStream
from typekro.local.asking import Asked, asked
from typekro.local.faults import Fault, Faults
from typekro.local.front import Front, Stream
from typekro.local.session import Inside, LocalSession

_LATENCY = 0.05
_SLOW = 20.0
_FAULTS: Mapping[FaultKind, Any] = {
    "refused": lambda: Fault.refuse(403),
    "busy": lambda: Fault.refuse(503),
    "lost reply": Fault.drop_reply,
    "slow": lambda: Fault.delay(_SLOW),
    "hang": Fault.hang,
    "never ready": Fault.conflict,
}


class Observer(Protocol):
    """Who knows what requests are about, and looks on."""

    def fault(self, process: Process) -> FaultKind | None: ...
    def about(self, process: Process, asked: Asked, said: str) -> tuple[Verb, Any]: ...
    def sent(self, process: Process, verb: Verb, about: Any) -> None: ...
    def cut(self, process: Process, verb: Verb, about: Any) -> None: ...
    def before(self) -> dict[str, Any]: ...
    def done(self, process: Process, verb: Verb, about: Any, uid: str | None, before: dict[str, Any]) -> None: ...
    def hold(self, asked: Asked, fault: FaultKind | None) -> None: ...
    def note(self, process: Process, line: str) -> None: ...


class _Server:
    """The API server, with somebody who looks on when something is written."""

    def __init__(self, server: ApiServer, gate: "Gate") -> None:
        self._server, self._gate = server, gate
        self.resources = server.resources

    def answer(self, request: Request) -> Response | WatchStream:
        return self._gate.carried_out(self._server, request)


class Gate(Front):
    """The front door of one process."""

    def __init__(self, server: ApiServer, faults: Faults, process: Process, chance: random.Random, observer: Observer) -> None:
        super().__init__(_Server(server, self), faults, anyio.lowlevel.checkpoint)  # type: ignore[arg-type]
        self.process, self.chance, self.observer = process, chance, observer
        self._fault: dict[int, FaultKind | None] = {}

    async def answer(self, request: Request) -> Response | Stream:
        process, about = self.process, asked(request)
        if not _counts(about):
            await anyio.sleep(self.chance.random() * _LATENCY)
            process.check()
            return await super().answer(request)
        process.boundary("before a request")
        fault = self.observer.fault(process)
        self._fault[id(request)] = fault

        def perhaps() -> None:
            if fault not in {"refused", "busy", "hang", "never ready"} and self.chance.random() < 0.5:
                self.server.answer(request)

        told = self.observer.about(process, about, _resource(request)) if about.write else None
        if about.write:
            process.dying.append(perhaps)
        try:
            await anyio.sleep(self.chance.random() * _LATENCY)
            process.check()
            answered = await self._faulty(request, fault)
        except anyio.get_cancelled_exc_class():
            if process.alive and told is not None and perhaps in process.dying and fault != "hang":
                self.observer.cut(process, *told)
                perhaps()
            raise
        finally:
            if perhaps in process.dying:
                process.dying.remove(perhaps)
            self._fault.pop(id(request), None)
        process.boundary("after a request")
        await anyio.sleep(self.chance.random() * _LATENCY)
        process.boundary("before the reply")
        return answered

    async def _faulty(self, request: Request, kind: FaultKind | None) -> Response | Stream:
        if kind is None or kind not in _FAULTS:
            return await super().answer(request)
        fault = self._faults.add(_FAULTS[kind]())
        try:
            return await super().answer(request)
        finally:
            self._faults.remove(fault)

    def carried_out(self, server: ApiServer, request: Request) -> Response | WatchStream:
        """The effect of a request."""
        about = asked(request)
        if not about.write:
            return server.answer(request)
        verb, told = self.observer.about(self.process, about, _resource(request))
        before = self.observer.before()
        if about.verb == "delete":
            self.observer.hold(about, self._fault.get(id(request)))
        answered = server.answer(request)
        assert isinstance(answered, Response)
        document = json.loads(answered.body)
        if answered.status < 400:
            uid = part(document, "metadata").get("uid") or part(document, "details").get("uid")
            self.observer.done(self.process, verb, told, uid, before)
        else:
            self.observer.note(self.process, f"{verb} {told.resource_id}: {document.get('message')}")
        return answered


class Way(LocalSession):
    """A session whose requests are told of as they are sent, however often they are tried."""

    @classmethod
    def through(cls, gate: Gate) -> Self:
        way = cls(gate, Inside(context="local", namespace="default", title="local cluster", server="local cluster"), Patience())
        way.gate = gate
        return way

    gate: Gate

    async def send(self, request: Request, patience: Patience | None = None) -> Reply:
        about = asked(request)
        if _counts(about):
            observer, process = self.gate.observer, self.gate.process
            process.check()
            if about.write:
                observer.sent(process, *observer.about(process, about, _resource(request)))
            else:
                observer.sent(process, "read", None)
        return await super().send(request, patience)


def _counts(about: Asked) -> bool:
    """Whether it is a request about objects, and not about what the cluster is."""
    return bool(about.plural) and about.plural != "namespaces" and about.verb != "watch"


def _resource(request: Request) -> str:
    if request.method != "PATCH" or not request.body:
        return ""
    said: Mapping[str, str] = part(part(json.loads(request.body), "metadata"), "annotations")
    return next((value for key, value in said.items() if key.startswith(RESOURCE_PREFIX)), "")
