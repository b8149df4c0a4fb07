"""The way into a local cluster of this process: no socket, no HTTP, and the same retries."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager

import anyio
import anyio.lowlevel
import attrs

from typekro.kubernetes.errors import ClusterUnreachableError
from typekro.kubernetes.logs import log
from typekro.kubernetes.objects import Manifest
from typekro.kubernetes.retry import Disconnected, Patience, Reply, Request
from typekro.kubernetes.transport import send_patiently
from typekro.local.api import Response
from typekro.local.front import Broken, Front, Stream

_AGENT = "typekro"
_CLOSED = "the connection was closed before the answer came"


@attrs.frozen
class Inside:
    """Which local cluster it is.

    Args:
        context: what it is called.
        namespace: the default namespace.
        title: what a user is told that we are connected to.
        server: what stands for its URL.
    """

    context: str
    namespace: str
    title: str
    server: str


class LocalSession:
    """A way into a local cluster; what the Kubernetes client works over.

    Args:
        front: the front door of its API server.
        access: which local cluster it is.
        patience: how long a request is tried.
    """

    renewals = 0  # there are no credentials

    def __init__(self, front: Front, access: Inside, patience: Patience) -> None:
        self._front = front
        self.access = access
        self.patience = patience

    @property
    def server(self) -> str:
        """What stands for the URL."""
        return self.access.server

    @property
    def title(self) -> str:
        """What a user is told that we are connected to."""
        return self.access.title

    async def send(self, request: Request, patience: Patience | None = None) -> Reply:
        """Asks until there is an answer, or until patience ends.

        Args:
            request: what is asked.
            patience: how long to try; the session's by default.

        Raises:
            ClusterUnreachableError: faults that were asked for kept every answer back.
        """
        patience = patience or self.patience
        return await send_patiently(self, request, patience, lambda: self._attempt(request, patience.reply))

    @asynccontextmanager
    async def stream(self, request: Request, silence: float) -> AsyncGenerator[Reply | AsyncGenerator[Manifest]]:
        """Opens a watch: an iterator over its events, or the answer where the server refused it.

        Args:
            request: what is asked.
            silence: after how many seconds without a word the connection counts as dead.

        Raises:
            Disconnected: a fault that was asked for broke it; also while iterating.
        """
        began = anyio.current_time()
        answered = await self._asked(request, silence)
        if isinstance(answered, Response):
            reply = _reply(answered)
            log(request, reply, anyio.current_time() - began)
            yield reply
            return
        log(request, Reply(200), anyio.current_time() - began)
        try:
            async with aclosing(_events(answered)) as events:
                yield events
        finally:
            answered.close()

    async def renew(self, seen: int) -> None:
        """There are no credentials."""

    def unreachable(self, outcome: Disconnected) -> ClusterUnreachableError:
        """The error for a request that got no answer."""
        return ClusterUnreachableError(self.server, self.access.context, outcome.reason)

    async def _attempt(self, request: Request, seconds: float) -> Reply | Disconnected:
        try:
            answered = await self._asked(request, seconds)
        except Disconnected as outcome:
            return outcome
        assert isinstance(answered, Response)  # noqa: S101 - for the type checkers: nobody sends a watch here
        return _reply(answered)

    async def _asked(self, request: Request, seconds: float) -> Response | Stream:
        await anyio.lowlevel.checkpoint()  # others have their turn, as over a socket
        known = attrs.evolve(request, headers={"User-Agent": _AGENT, "Accept": "application/json", **request.headers})
        try:
            with anyio.fail_after(seconds):
                return await self._front.answer(known)
        except Broken:
            raise Disconnected(_CLOSED) from None
        except TimeoutError:
            raise Disconnected(f"no answer within {seconds:g} s") from None


def _reply(response: Response) -> Reply:
    return Reply(response.status, response.body, float(response.headers.get("Retry-After", "0")))


async def _events(stream: Stream) -> AsyncGenerator[Manifest]:
    try:
        async for chunk in stream:
            for line in chunk.splitlines():
                yield json.loads(line)
    except Broken:
        raise Disconnected(_CLOSED) from None
