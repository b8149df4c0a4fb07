"""A server on loopback that answers as an API server would, and fails as it is told to."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import attrs
from aiohttp import web

CONFIG_MAPS = "/api/v1/namespaces/default/configmaps"
ALL_CONFIG_MAPS = "/api/v1/configmaps"
WATCH_CONFIG_MAPS = f"{ALL_CONFIG_MAPS}?watch"
IDENTITY = "/api/v1/namespaces/kube-system"


@attrs.frozen
class Answer:
    """An answer; where it is `lost`, the connection is reset in its place, and where it is `cut`, in the middle of it."""

    document: Any
    status: int = 200
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])
    lost: bool = False
    cut: bool = False


@attrs.frozen
class Events:
    """The events of a watch; then the stream ends in order, is cut, or stays open with nothing more to say."""

    events: Sequence[Mapping[str, Any]] = ()
    ending: str = "open"
    pieces: int = 0  # the size of the pieces in which they are sent; 0: each in one


@attrs.frozen
class Asked:
    """A request as it arrived."""

    method: str
    route: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any


class StandIn:
    """Answers each route with what was arranged for it, one after the other; the last answer stays."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.url = ""
        self._answers: defaultdict[str, list[Answer | Events]] = defaultdict(list)
        self.arrange(f"GET {IDENTITY}", Answer({"metadata": {"name": "kube-system", "uid": "cluster-1"}}))
        kinds = [("ConfigMap", "configmaps", True), ("Namespace", "namespaces", False)]
        resources = [{"kind": kind, "name": name, "namespaced": inside} for kind, name, inside in kinds]
        self.arrange("GET /api/v1", Answer({"kind": "APIResourceList", "resources": resources}))
        self.arrange("GET /apis", Answer({"kind": "APIGroupList", "groups": [{"versions": [{"groupVersion": "apps/v1"}]}]}))

    def arrange(self, route: str, *answers: Answer | Events) -> None:
        """Arranges the answers of a route, such as `GET /api/v1`; those of watches end in `?watch`."""
        self._answers[route] = list(answers)

    def asked_for(self, route: str) -> list[Asked]:
        """The requests of one route."""
        return [each for each in self.asked if each.route == route]

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        watch = "?watch" if "watch" in request.query else ""
        route = f"{request.method} {request.path}{watch}"
        body = await request.read()
        self.asked.append(Asked(request.method, route, dict(request.query), dict(request.headers), json.loads(body) if body else None))
        answers = self._answers[route] or [Answer(status(404, "the server could not find the requested resource", "NotFound"), 404)]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Events):
            return await self._stream(request, answer)
        if answer.lost:
            _reset(request)
        if answer.cut:
            await self._cut(request)
        text = answer.document if isinstance(answer.document, str) else json.dumps(answer.document)
        return web.Response(status=answer.status, text=text, headers=answer.headers)

    async def _cut(self, request: web.BaseRequest) -> None:
        response = web.StreamResponse()
        response.content_length = 100
        await response.prepare(request)
        await response.write(b'{"metadata":')
        _reset(request)

    async def _stream(self, request: web.BaseRequest, answer: Events) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        data = b"".join(json.dumps(event).encode() + b"\n" for event in answer.events)
        size = answer.pieces or len(data) or 1
        for start in range(0, len(data), size):
            await response.write(data[start : start + size])
        if answer.ending == "open":
            await asyncio.Event().wait()
        if answer.ending == "cut":
            _reset(request)
        return response


def _reset(request: web.BaseRequest) -> None:
    assert request.transport is not None
    request.transport.abort()


def status(code: int, message: str, reason: str = "", details: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A Status as the API server answers it."""
    return {"kind": "Status", "status": "Failure", "code": code, "message": message, "reason": reason, "details": details or {}}


def refusal(code: int, message: str, reason: str = "", details: Mapping[str, Any] | None = None, **headers: str) -> Answer:
    """An answer that is a Status."""
    return Answer(status(code, message, reason, details), code, {name.replace("_", "-"): value for name, value in headers.items()})


def config_map(name: str, version: int = 1, uid: str = "uid-1", **data: str) -> dict[str, Any]:
    """A ConfigMap as the API server has it."""
    metadata = {"name": name, "namespace": "default", "uid": uid, "resourceVersion": str(version)}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data}


def listing(*items: Mapping[str, Any], version: int = 1, more: str = "") -> Answer:
    """A page of a list; its items have no kind, as those of the built-in kinds."""
    bare = [{key: value for key, value in item.items() if key not in {"apiVersion", "kind"}} for item in items]
    return Answer({"kind": "List", "metadata": {"resourceVersion": str(version), "continue": more}, "items": bare})


def event(change: str, live: Mapping[str, Any]) -> dict[str, Any]:
    """An event of a watch."""
    return {"type": change, "object": live}


@asynccontextmanager
async def running(server: StandIn) -> AsyncGenerator[StandIn]:
    """Serves on a free port of loopback."""
    runner = web.ServerRunner(web.Server(server.handle), shutdown_timeout=0.01)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.url = f"http://{host}:{port}"
    try:
        yield server
    finally:
        await runner.cleanup()


def write_kubeconfig(path: Path, server: str, user: Mapping[str, Any] | None = None, cluster: Mapping[str, Any] | None = None) -> Path:
    """Writes a kubeconfig with one context, and gives its path."""
    document = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "dev",
        "clusters": [{"name": "dev", "cluster": {"server": server, **(cluster or {})}}],
        "users": [{"name": "dev", "user": dict(user or {"token": "secret"})}],
        "contexts": [{"name": "dev", "context": {"cluster": "dev", "user": "dev"}}],
    }
    path.write_text(json.dumps(document))
    return path
