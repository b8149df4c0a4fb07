"""One aiohttp session to an API server: every request goes through here, with credentials, retries and deadlines.

Importing this imports aiohttp: only connecting may do so.
"""

import errno
import functools
import json
import os
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, contextmanager
from typing import Any, Self
from urllib.parse import urlencode

import aiohttp
import anyio
import kubernetes_asyncio.client
from yarl import URL

from typekro.kubernetes.config import Access, Configuration
from typekro.kubernetes.errors import ClusterUnreachableError
from typekro.kubernetes.logs import log
from typekro.kubernetes.objects import Manifest
from typekro.kubernetes.proxies import proxy_for
from typekro.kubernetes.retry import Disconnected, Patience, Reply, Request
from typekro.kubernetes.transport import let_pass, send_patiently

_CONNECT_SECONDS = 5.0
_ApiClient: Any = kubernetes_asyncio.client.ApiClient  # half of its types are unknown to the type checkers
_HEADERS = {"User-Agent": "typekro", "Accept": "application/json"}


class Session:
    """An open way into a cluster; an async context manager.

    Args:
        access: where the cluster is, and how to get fresh credentials.
        patience: how long a request is tried.

    Attributes:
        renewals: how often the credentials were renewed.
    """

    def __init__(self, access: Access, patience: Patience) -> None:
        self.access = access
        self.patience = patience
        self._configuration: Configuration
        self._closing = AsyncExitStack()
        self._renewing = anyio.Lock()
        self._always: dict[str, Any] = {}
        self.renewals = 0

    async def __aenter__(self) -> Self:
        self._configuration = await self.access.load()
        await self._open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._closing.aclose()
        await let_pass()  # what was broken off, also on its way to be opened, is let go of in the next turns

    @property
    def server(self) -> str:
        """The URL of the API server."""
        return self._configuration.host

    @property
    def title(self) -> str:
        """What a user is told that we are connected to: the context, and the URL."""
        return f"{self.access.context} at {self.server}"

    async def send(self, request: Request, patience: Patience | None = None) -> Reply:
        """Sends a request until it is answered, or until patience ends.

        Args:
            request: what is asked.
            patience: how long to try; the session's by default.

        Raises:
            ClusterUnreachableError: no answer came.
            ClusterConfigError: the credentials ran out, and fresh ones cannot be had.
        """
        patience = patience or self.patience
        timeout = aiohttp.ClientTimeout(total=patience.reply, sock_connect=_CONNECT_SECONDS)
        return await send_patiently(self, request, patience, lambda: self._attempt(request, timeout))

    @asynccontextmanager
    async def stream(self, request: Request, silence: float) -> AsyncGenerator[Reply | AsyncGenerator[Manifest]]:
        """Opens a watch: an iterator over its events, or the answer where the server refused it.

        Args:
            request: what is asked.
            silence: after how many seconds without a word the connection counts as dead.

        Raises:
            Disconnected: no answer came, or the stream broke; also while iterating.
        """
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS, sock_read=silence)
        began = anyio.current_time()
        with _told_as_disconnected(timeout):
            async with self._http.request(**await self._arguments(request, timeout)) as response:
                log(request, Reply(response.status), anyio.current_time() - began)
                if response.status != 200:  # noqa: PLR2004 - HTTP
                    yield _reply(response, await response.read())
                    return
                try:
                    async with aclosing(_events(response, timeout)) as events:
                        yield events
                finally:
                    _hang_up(response)

    async def renew(self, seen: int) -> None:
        """Gets fresh credentials, once for all who were refused with the old ones.

        Args:
            seen: what `renewals` was before the refused request was sent.

        Raises:
            ClusterConfigError: there are none.
        """
        async with self._renewing:
            if self.renewals == seen:
                self._configuration = await self.access.load()
                # A certificate belongs to the connections, and a fresh one may come under the old one's path.
                if self._configuration.cert_file:
                    await self._open()
                else:
                    self._take_route()
                self.renewals += 1

    def unreachable(self, outcome: Disconnected) -> ClusterUnreachableError:
        """The error for a request that got no answer."""
        return ClusterUnreachableError(self.server, self.access.context, outcome.reason)

    async def _open(self) -> None:
        self._rest: Any = (await self._closing.enter_async_context(_ApiClient(self._configuration))).rest_client
        self._http: aiohttp.ClientSession = self._rest.pool_manager
        # Nobody waits until the server has said goodbye to TLS: the event loop may end before that, and leave the connections open.
        self._closing.push_async_callback(self._rest.pool_manager.connector.close, abort_ssl=True)
        # aiohttp would send GET and DELETE again by itself, and we could not tell that an answer was lost.
        self._http._retry_connection = False  # noqa: SLF001 - there is no public switch
        # kubernetes-asyncio has aiohttp read ~/.netrc and the environment in threads for each request. That takes as long as sending it,
        # and what netrc has for the host is refused beside the kubeconfig's credentials. The proxy is looked up in `_take_route`.
        self._http._trust_env = False  # noqa: SLF001 - as above
        self._take_route()

    def _take_route(self) -> None:
        """Notes how the server is reached, which is the same for all requests."""
        optional: dict[str, Any] = {
            "proxy": self._rest.proxy or proxy_for(URL(self.server), os.environ),
            "proxy_headers": self._rest.proxy_headers,
            "server_hostname": self._rest.server_hostname,
        }
        self._always = {name: value for name, value in optional.items() if value}

    async def _attempt(self, request: Request, timeout: aiohttp.ClientTimeout) -> Reply | Disconnected:  # noqa: ASYNC109 - aiohttp's own
        try:
            with _told_as_disconnected(timeout):
                async with self._http.request(**await self._arguments(request, timeout)) as response:
                    return _reply(response, await response.read())
        except Disconnected as outcome:
            return outcome

    async def _arguments(self, request: Request, timeout: aiohttp.ClientTimeout) -> dict[str, Any]:  # noqa: ASYNC109 - aiohttp's own
        """All that the configuration says of a request; it is asked each time, since a pod's token is read anew from its file."""
        credentials = await self._configuration.auth_settings()
        url = f"{self.server}{request.path}?{_encoded(tuple(request.query.items()))}" if request.query else f"{self.server}{request.path}"
        return self._always | {
            "method": request.method,
            "url": URL(url, encoded=True),
            "headers": _HEADERS | dict(request.headers) | {each["key"]: each["value"] for each in credentials.values()},
            "data": request.body,
            "timeout": timeout,
        }


@functools.lru_cache
def _encoded(query: tuple[tuple[str, str], ...]) -> str:
    """The text of a query: that of most requests of a run is the same."""
    return urlencode(query)


def _reply(response: aiohttp.ClientResponse, body: bytes) -> Reply:
    try:
        pause = float(response.headers.get("Retry-After", "0"))
    except ValueError:  # a date: the server's clock may be any
        pause = 1.0
    return Reply(response.status, body, pause)


async def _events(response: aiohttp.ClientResponse, timeout: aiohttp.ClientTimeout) -> AsyncGenerator[Manifest]:  # noqa: ASYNC109 - aiohttp's own
    """Splits the stream itself: a line may be longer than what aiohttp takes for one."""
    parts: list[bytes] = []
    with _told_as_disconnected(timeout):
        async for chunk in response.content.iter_any():
            *ends, rest = chunk.split(b"\n")
            for end in ends:
                line = b"".join((*parts, end))
                parts.clear()
                if line.strip():
                    yield json.loads(line)
            parts.append(rest)


def _hang_up(response: aiohttp.ClientResponse) -> None:
    """Breaks the connection of a watch that is left: nobody is there any more to wait until the server has said goodbye to TLS."""
    transport = None if response.connection is None else response.connection.transport
    if transport is not None:
        transport.abort()


@contextmanager
def _told_as_disconnected(timeout: aiohttp.ClientTimeout) -> Generator[None]:
    """Translates what aiohttp raises into one line of reason."""
    try:
        yield
    except aiohttp.ClientConnectorCertificateError as error:
        reason = getattr(error.certificate_error, "verify_message", None) or str(error.certificate_error)
        raise Disconnected(f"its certificate is not trusted: {reason}", sent=False, final=True) from error
    except aiohttp.ClientConnectorDNSError as error:
        raise Disconnected(f"the host {error.host} is not known", sent=False) from error
    except aiohttp.ClientConnectorSSLError as error:
        raise Disconnected(f"TLS failed: {error}", sent=False, final=True) from error
    except aiohttp.ClientProxyConnectionError as error:
        raise Disconnected(f"the proxy {error.host}:{error.port}: {_refusal(error)}", sent=False) from error
    except aiohttp.ClientConnectorError as error:
        raise Disconnected(_refusal(error), sent=False) from error
    except aiohttp.ClientHttpProxyError as error:
        raise Disconnected(f"the proxy answers {error.status} {error.message}", sent=False, final=True) from error
    except aiohttp.ConnectionTimeoutError as error:
        raise Disconnected(f"no connection within {_CONNECT_SECONDS:g} s", sent=False) from error
    except TimeoutError as error:
        raise Disconnected(f"no answer within {timeout.total or timeout.sock_read:g} s") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        # ValueError: a line of a watch that is no JSON was cut by a proxy.
        raise Disconnected(_broken(error)) from error


def _refusal(error: aiohttp.ClientConnectorError) -> str:
    known = {
        errno.ECONNREFUSED: "connection refused",
        errno.EHOSTUNREACH: "no route to the host",
        errno.ENETUNREACH: "no route to the network",
    }
    return known.get(error.errno or 0, error.strerror or str(error))


def _broken(error: Exception) -> str:
    if isinstance(error, aiohttp.ServerDisconnectedError | ConnectionResetError):
        return "the connection was closed before the answer came"
    if isinstance(error, aiohttp.ClientPayloadError):
        return "the connection was closed in the middle of the answer"
    return f"the connection broke: {str(error) or type(error).__name__}"
