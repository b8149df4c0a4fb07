"""HTTP in, HTTP out: gives the requests of clients to the front door, and its answers back."""

import asyncio
import contextlib
import hmac
import json
from collections.abc import AsyncGenerator
from http import HTTPStatus
from ssl import SSLContext
from typing import Any

from aiohttp import web

from typekro.kubernetes.retry import Request
from typekro.local.api import Response
from typekro.local.front import Broken, Front, Stream
from typekro.local.serving import openapi_protobuf
from typekro.local.serving.protobuf import MEDIA_TYPE, ProtobufError, as_json

_LARGEST = 3 * 1024 * 1024  # as the API server takes it
_LONGEST = 64 * 1024  # selectors stand in the URL
_SHUTDOWN_SECONDS = 1.0
_OPEN = frozenset({"/livez", "/readyz", "/healthz", "/version"})
"""What the API server tells anybody."""


@contextlib.asynccontextmanager
async def listening(front: Front, token: str, *, host: str, port: int, tls: SSLContext) -> AsyncGenerator[int]:
    """Serves for the length of a block; watches that are open at its end are cut.

    Args:
        front: answers.
        token: what clients have to bear.
        host: the address to listen at.
        port: the port; 0 for any that is free.
        tls: the certificate.

    Yields:
        The port.

    Raises:
        OSError: the port is taken.
    """
    handler = _Handler(front, token)
    server = web.Server(handler.handle, access_log=None, handler_cancellation=True, max_line_size=_LONGEST, max_field_size=_LONGEST)
    runner = web.ServerRunner(server, shutdown_timeout=_SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, ssl_context=tls)
        await site.start()
        yield runner.addresses[0][1]
    finally:
        handler.cut()
        await runner.cleanup()


class _Handler:
    def __init__(self, front: Front, token: str) -> None:
        self._front = front
        self._bearer = f"Bearer {token}".encode()
        self._watches: set[asyncio.Task[Any]] = set()

    def cut(self) -> None:
        """Ends the watches that are open."""
        for task in self._watches:
            task.cancel()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        given = request.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(given, self._bearer) and request.path not in _OPEN:
            return _refused(HTTPStatus.UNAUTHORIZED, "Unauthorized", "Unauthorized")
        body = await _body(request)
        if body is None:
            message = f"Request entity too large: limit is {_LARGEST}"
            return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "RequestEntityTooLarge", message)
        headers = dict(request.headers)
        if request.content_type == MEDIA_TYPE:
            try:
                body = as_json(body)
            except ProtobufError as error:
                return _refused(HTTPStatus.BAD_REQUEST, "BadRequest", f"the body of the request is no object in protobuf: {error}")
            headers["Content-Type"] = "application/json"
        packed = openapi_protobuf.asks_for_it(request.path, request.headers.get("Accept", ""))
        if packed:
            headers["Accept"] = "application/json"
        asked = Request(request.method, request.rel_url.raw_path, dict(request.rel_url.query), headers, body or None)
        try:
            answered = await self._front.answer(asked)
        except Broken:
            return _broken(request, web.Response())
        if not isinstance(answered, Response):
            return await self._stream(request, answered)
        return _response(_packed(answered) if packed and answered.status == HTTPStatus.OK else answered)

    async def _stream(self, request: web.BaseRequest, stream: Stream) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": stream.content_type, "Cache-Control": "no-cache, private"})
        response.enable_chunked_encoding()
        task: asyncio.Task[Any] | None = asyncio.current_task()
        assert task is not None  # noqa: S101 - for the type checkers: a handler is run by one
        self._watches.add(task)
        try:
            await response.prepare(request)
            async for chunk in stream:
                await response.write(chunk)
            await response.write_eof()
        except Broken:
            return _broken(request, response)
        except ConnectionError:
            pass  # the client has gone
        finally:
            self._watches.discard(task)
            stream.close()
        return response


def _refused(status: HTTPStatus, reason: str, message: str) -> web.Response:
    """A refusal of what does not reach the API server."""
    said: dict[str, Any] = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": message, "reason": reason}
    return web.Response(status=status, body=json.dumps({**said, "code": status.value}).encode(), content_type="application/json")


async def _body(request: web.BaseRequest) -> bytes | None:
    """What was sent along; None where it is too much."""
    body = b""
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > _LARGEST:
            return None
    return body


def _broken(request: web.BaseRequest, response: web.StreamResponse) -> web.StreamResponse:
    """Breaks the connection; what is answered afterwards reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return response


def _packed(answered: Response) -> Response:
    return Response(answered.status, openapi_protobuf.as_protobuf(answered.document()), openapi_protobuf.MEDIA_TYPE)


def _response(answered: Response) -> web.Response:
    headers = {"Content-Type": answered.content_type, "Cache-Control": "no-cache, private", **answered.headers}
    return web.Response(status=answered.status, body=answered.body, headers=headers)
