"""What the client needs of a way into a cluster, whoever is at its end; and trying until there is an answer, which all ways share."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import anyio
import anyio.lowlevel
import attrs

from typekro.kubernetes.errors import ClusterUnreachableError
from typekro.kubernetes.logs import log
from typekro.kubernetes.objects import Manifest
from typekro.kubernetes.retry import UNAUTHORIZED, Disconnected, Patience, Reply, Request, Tries

_TURNS = 10


class Whereabouts(Protocol):
    """Which cluster it is, in the user's words."""

    @property
    def context(self) -> str:
        """The name of the kubeconfig's context, or what stands for one."""
        ...

    @property
    def namespace(self) -> str:
        """The default namespace."""
        ...


class Transport(Protocol):
    """An open way into a cluster."""

    @property
    def access(self) -> Whereabouts:
        """Which cluster it leads to."""
        ...

    @property
    def patience(self) -> Patience:
        """How long a request is tried."""
        ...

    @property
    def renewals(self) -> int:
        """How often the credentials were renewed."""
        ...

    @property
    def server(self) -> str:
        """The URL of the API server, or what stands for one."""
        ...

    @property
    def title(self) -> str:
        """What a user is told that we are connected to."""
        ...

    async def send(self, request: Request, patience: Patience | None = None) -> Reply:
        """Sends a request until it is answered, or until patience ends.

        Raises:
            ClusterUnreachableError: no answer came.
        """
        ...

    def stream(self, request: Request, silence: float) -> AbstractAsyncContextManager[Reply | AsyncGenerator[Manifest]]:
        """Opens a watch: an iterator over its events, or the answer where the server refused it.

        Raises:
            Disconnected: no answer came, or the stream broke; also while iterating.
        """
        ...

    async def renew(self, seen: int) -> None:
        """Gets fresh credentials, unless somebody did so since `renewals` was what was seen."""
        ...

    def unreachable(self, outcome: Disconnected) -> ClusterUnreachableError:
        """The error for a request that got no answer."""
        ...


async def send_patiently(
    transport: Transport, request: Request, patience: Patience, attempt: Callable[[], Awaitable[Reply | Disconnected]]
) -> Reply:
    """Tries a request until it is answered, or until patience ends.

    Args:
        transport: where it is sent.
        request: what is asked.
        patience: how long to try.
        attempt: tries once.

    Raises:
        ClusterUnreachableError: no answer came.
        ClusterConfigError: the credentials ran out, and fresh ones cannot be had.
    """
    began, sent, renewed = anyio.current_time(), 0, False
    tries = Tries(patience, began)
    while True:
        sent += 1
        renewals = transport.renewals
        outcome = await attempt()
        if isinstance(outcome, Reply) and outcome.status == UNAUTHORIZED and not renewed:
            renewed = True
            await transport.renew(renewals)
            continue
        ambiguous = tries.ambiguous
        pause = tries.pause(outcome, anyio.current_time())
        if pause is not None:
            await anyio.sleep(pause)
            continue
        log(request, outcome, anyio.current_time() - began, sent - 1)
        if isinstance(outcome, Reply):
            return attrs.evolve(outcome, retried=True) if ambiguous else outcome
        raise transport.unreachable(outcome) from outcome


async def let_pass() -> None:
    """Lets others have some turns of the event loop, which take no time."""
    for _ in range(_TURNS):
        await anyio.lowlevel.checkpoint()
