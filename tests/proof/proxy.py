"""Stands between a client and a real API server, and does to each request what one of them, or the way between them, may do wrong."""

import asyncio
import enum
import json
import random
import ssl
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import attrs
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from tests.cluster.control_plane import ControlPlane

_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_LINE = 1 << 22
_OWN_OF_A_CONNECTION = frozenset({"connection", "content-length", "host", "keep-alive", "transfer-encoding"})


class Lie(enum.Enum):
    """What can go wrong with a request."""

    CONFLICT = "a write is refused with 409"
    BUSY = "429, and a time to wait"
    ERROR = "500"
    UNAVAILABLE = "503"
    RESET_BEFORE = "the connection is reset before it is done"
    RESET_AFTER = "it is done, and the connection is reset before the answer"
    CUT_REPLY = "it is done, and the connection is reset in the middle of the answer"
    HANG_BEFORE = "it is not done, and never answered"
    HANG_AFTER = "it is done, and never answered"
    WATCH_REFUSED = "a watch is refused with 410"
    WATCH_EXPIRED = "a watch says in the end that its version is too old"
    WATCH_CUT = "a watch is reset between two events"
    WATCH_CUT_IN_A_LINE = "a watch is reset in the middle of an event"
    WATCH_ENDS = "a watch ends, as each does in the end"


OF_WATCHES = frozenset(lie for lie in Lie if lie.name.startswith("WATCH"))
"""What goes wrong with watches alone."""

_REFUSED = {
    Lie.CONFLICT: (409, "Conflict", "the object has been modified; please apply your changes to the latest version and try again"),
    Lie.BUSY: (429, "TooManyRequests", "the server has received too many requests and has asked us to try again later"),
    Lie.ERROR: (500, "InternalError", "an error on the server has prevented the request from succeeding"),
    Lie.UNAVAILABLE: (503, "ServiceUnavailable", "the server is currently unable to handle the request"),
    Lie.WATCH_REFUSED: (410, "Expired", "too old resource version: 1 (2)"),
}


@attrs.frozen
class Asked:
    """A request as it comes.

    Args:
        method: the HTTP method.
        path: the path, without its query.
        watch: whether it is a watch.
    """

    method: str
    path: str
    watch: bool

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self.method in _WRITES

    def can(self, lie: Lie) -> bool:
        """Whether that can go wrong with it."""
        if self.watch:
            return lie in OF_WATCHES or lie in {Lie.BUSY, Lie.ERROR, Lie.UNAVAILABLE, Lie.RESET_BEFORE, Lie.HANG_BEFORE}
        return lie not in OF_WATCHES and (self.writes or lie is not Lie.CONFLICT)


Plan = Callable[[Asked], Lie | None]
"""Says what goes wrong with a request."""


def honest(_: Asked) -> None:
    """Nothing goes wrong."""


def by_chance(seed: str, lies: Collection[Lie], likely: float) -> Plan:
    """Each request goes wrong by chance, and for certain where one of the lies was not told yet; but for the first one of a run.

    A run that is not told which cluster it has ends before it has begun.

    Args:
        seed: the same one makes the same choices, as far as the same is asked in the same order.
        lies: what can go wrong.
        likely: how likely a request of which one of these can go wrong does so, from 0 to 1.
    """
    chance = random.Random(seed)  # noqa: S311 - faults, not secrets
    untold: set[Lie | None] = set(lies)

    def chosen(asked: Asked) -> Lie | None:
        if asked.path.endswith("/kube-system"):
            return None
        new = [lie for lie in Lie if lie in untold and asked.can(lie)]
        can = new or [lie for lie in Lie if lie in lies and asked.can(lie)]
        lie = chance.choice(can) if new or (can and chance.random() < likely) else None
        untold.discard(lie)
        return lie

    return chosen


class _Reset(Exception):  # noqa: N818 - what happens, not what is wrong
    """The connection to the client is to be reset."""


class Proxy:
    """Passes on what a client asks, as it is told to.

    Args:
        plane: the control plane that is asked.

    Attributes:
        plan: says what goes wrong; nothing at first.
        told: how often what went wrong.
    """

    def __init__(self, plane: ControlPlane) -> None:
        self.plan: Plan = honest
        self.told: Counter[Lie] = Counter()
        self.url = ""
        self._plane = plane
        self._session: aiohttp.ClientSession

    @asynccontextmanager
    async def running(self) -> AsyncGenerator["Proxy"]:
        """Serves on a free port of loopback, for the length of a block."""
        trusted = ssl.create_default_context(cafile=str(self._plane.api.authority))
        connector = aiohttp.TCPConnector(ssl=trusted, limit=0)
        runner = web.ServerRunner(web.Server(self._handle, handler_cancellation=True), shutdown_timeout=0.01)
        async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as self._session:
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            host, port = runner.addresses[0][:2]
            self.url = f"http://{host}:{port}"
            try:
                yield self
            finally:
                await runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        asked = Asked(request.method, request.path, "watch" in request.query)
        lie = self.plan(asked)
        if lie is not None:
            self.told[lie] += 1
        try:
            return await self._answer(request, asked, lie)
        except (_Reset, aiohttp.ClientError):  # a server that is gone resets, too
            if request.transport is not None:
                request.transport.abort()
            raise asyncio.CancelledError from None

    async def _answer(self, request: web.BaseRequest, asked: Asked, lie: Lie | None) -> web.StreamResponse:
        if lie in _REFUSED:
            return _refusal(lie)
        if lie is Lie.RESET_BEFORE:
            raise _Reset
        if lie is Lie.HANG_BEFORE:
            await asyncio.Event().wait()
        headers = CIMultiDict((name, value) for name, value in request.headers.items() if name.lower() not in _OWN_OF_A_CONNECTION)
        url = URL(f"{self._plane.server}{request.raw_path}", encoded=True)
        options: dict[str, Any] = {"timeout": aiohttp.ClientTimeout(total=None), "read_bufsize": _LINE}
        body = await request.read() or None
        async with self._session.request(request.method, url, headers=headers, data=body, **options) as reply:
            return await (_streamed(request, reply, lie) if asked.watch else _whole(request, reply, lie))


def _refusal(lie: Lie) -> web.Response:
    code, reason, message = _REFUSED[lie]
    status = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code, "reason": reason, "message": message}
    headers = {"Content-Type": "application/json"} | ({"Retry-After": "1"} if lie is Lie.BUSY else {})
    return web.Response(status=code, text=json.dumps(status), headers=headers)


def _kept(reply: aiohttp.ClientResponse) -> "CIMultiDict[str]":
    return CIMultiDict((name, value) for name, value in reply.headers.items() if name.lower() not in _OWN_OF_A_CONNECTION)


async def _whole(request: web.BaseRequest, reply: aiohttp.ClientResponse, lie: Lie | None) -> web.StreamResponse:
    body = await reply.read()
    if lie is Lie.RESET_AFTER:
        raise _Reset
    if lie is Lie.HANG_AFTER:
        await asyncio.Event().wait()
    if lie is Lie.CUT_REPLY:
        cut = web.StreamResponse(status=reply.status, headers=_kept(reply))
        cut.content_length = len(body)
        await cut.prepare(request)
        await cut.write(body[: len(body) // 2])
        raise _Reset
    return web.Response(status=reply.status, body=body, headers=_kept(reply))


async def _streamed(request: web.BaseRequest, reply: aiohttp.ClientResponse, lie: Lie | None) -> web.StreamResponse:
    """Passes a watch on; what goes wrong with it does so at its first event."""
    response = web.StreamResponse(status=reply.status, headers=_kept(reply))
    response.enable_chunked_encoding()
    await response.prepare(request)
    async for line in reply.content:
        if lie is Lie.WATCH_CUT_IN_A_LINE:
            await response.write(line[: len(line) // 2])
            raise _Reset
        await response.write(line)
        if lie is Lie.WATCH_CUT:
            raise _Reset
        if lie is Lie.WATCH_ENDS:
            break
        if lie is Lie.WATCH_EXPIRED:
            status = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 410, "reason": "Expired", "message": "too old"}
            await response.write(json.dumps({"type": "ERROR", "object": status}).encode() + b"\n")
            break
    return response
