"""The front door of the API server: each request from outside comes through here, meets its faults, and is written down."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus
from typing import Any, Protocol
from weakref import WeakSet

import anyio
import attrs

from typekro.kubernetes.retry import Request
from typekro.local.api import ApiServer, Response, WatchStream
from typekro.local.asking import Asked, asked, header
from typekro.local.audit import Seen
from typekro.local.faults import BreakWatch, Delay, DropReply, Faults, Hang, Refuse

_KEPT = 50_000
_REASONS = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    405: "MethodNotAllowed",
    409: "Conflict",
    410: "Expired",
    422: "Invalid",
    429: "TooManyRequests",
    500: "InternalError",
    503: "ServiceUnavailable",
    504: "Timeout",
}
_CHANGED = "the object has been modified; please apply your changes to the latest version and try again"
_EXPIRED = "The resourceVersion for the provided watch is too old."


class Broken(Exception):  # noqa: N818 - it is no error of ours: somebody asked for it
    """The connection breaks here."""


class Stream(Protocol):
    """The events of a watch, as they go over the wire."""

    @property
    def content_type(self) -> str:
        """The media type of the whole."""
        ...

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Gives pieces of the stream; raises `Broken` where the connection is to break."""
        ...

    def close(self) -> None:
        """Nobody listens any more."""
        ...


class Front:
    """Answers requests as the API server does, but for the faults.

    Args:
        server: the API server.
        faults: what goes wrong.
        durable: waits until all that was written so far is safe.

    Attributes:
        seen: the latest requests; of the oldest ones only their number is known, once there are very many.
        forgotten: how many came before those.
    """

    def __init__(self, server: ApiServer, faults: Faults, durable: Callable[[], Awaitable[None]]) -> None:
        self.server = server
        self._faults = faults
        self._durable = durable
        self.seen: list[Seen] = []
        self.forgotten = 0
        self._failure: BaseException | None = None
        self._watches: WeakSet[WatchStream] = WeakSet()

    async def answer(self, request: Request) -> Response | Stream:
        """Answers a request, sooner or later.

        Args:
            request: what is asked; its `User-Agent` says by whom.

        Raises:
            Broken: the connection is to break without an answer.
            StateError: what was written could not be made safe.
            Exception: what its controllers failed with.
        """
        if self._failure is not None:
            raise self._failure
        about = asked(request)
        decided: Refuse | DropReply | Hang | BreakWatch | None = None
        for action in self._faults.taken(about, self._kind(about)) if self._faults else ():
            if isinstance(action, Delay):
                await anyio.sleep(action.seconds)
            else:
                decided = action
        if isinstance(decided, Hang):
            self._note(request, about, 0)
            await anyio.sleep_forever()
        if isinstance(decided, Refuse):
            self._note(request, about, decided.status)
            return _refusal(decided, about)
        answered = self.server.answer(request)
        if isinstance(answered, WatchStream):
            self._note(request, about, HTTPStatus.OK)
            self._watches.add(answered)
            return _Breaking(answered, decided) if isinstance(decided, BreakWatch) else answered
        self._note(request, about, answered.status)
        if about.write:
            await self._durable()
        if isinstance(decided, DropReply):
            raise Broken
        return answered

    def fail(self, failure: BaseException | None) -> None:
        """Lets nobody wait for what will not come: who watches has to ask again, and whoever asks gets the error.

        Args:
            failure: what the controllers failed with; None where they begin anew.
        """
        self._failure = failure
        for watch in list(self._watches) if failure is not None else ():
            watch.close()

    def _note(self, request: Request, about: Asked, status: int) -> None:
        if len(self.seen) == 2 * _KEPT:  # a cluster may be served for days
            del self.seen[:_KEPT]
            self.forgotten += _KEPT
        self.seen.append(
            Seen(
                method=request.method,
                path=request.path,
                asked=about,
                user_agent=header(request, "user-agent"),
                status=status,
                query=request.query,
                body=request.body,
            )
        )

    def _kind(self, about: Asked) -> str:
        path = about.group, about.version, about.plural
        return next((each.kind for each in self.server.resources() if (each.group, each.version, each.plural) == path), "")


@attrs.frozen
class _Breaking:
    """A watch that ends in the middle."""

    stream: WatchStream
    how: BreakWatch

    @property
    def content_type(self) -> str:
        return self.stream.content_type

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = self.how.events
        if left:
            async for chunk in self.stream:
                lines = chunk.splitlines(keepends=True)
                yield b"".join(lines[:left])
                left -= min(left, len(lines))
                if not left:
                    break
        self.close()
        if not self.how.expired:
            raise Broken
        yield json.dumps({"type": "ERROR", "object": _status(HTTPStatus.GONE, _EXPIRED)}).encode() + b"\n"

    def close(self) -> None:
        self.stream.close()


def _refusal(how: Refuse, about: Asked) -> Response:
    resource = f"{about.plural}.{about.group}" if about.group else about.plural
    usual = (
        f'Operation cannot be fulfilled on {resource} "{about.name}": {_CHANGED}'
        if how.status == HTTPStatus.CONFLICT
        else f"{_REASONS.get(how.status, 'the request')}: a fault that was asked for"
    )
    details = {"name": about.name, "group": about.group, "kind": about.plural}
    status = _status(how.status, how.message or usual, {key: value for key, value in details.items() if value})
    headers = {} if how.retry_after is None else {"Retry-After": str(how.retry_after)}
    return Response(how.status, json.dumps(status).encode(), headers=headers)


def _status(code: int, message: str, details: dict[str, Any] | None = None) -> dict[str, Any]:
    status: dict[str, Any] = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": message}
    reason = _REASONS.get(code)
    return {**status, **({"reason": reason} if reason else {}), **({"details": details} if details else {}), "code": int(code)}
