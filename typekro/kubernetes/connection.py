"""The front door: which cluster is meant, and an open connection to it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from typing import Protocol

import anyio
import attrs

from typekro.errors import UsageError
from typekro.kubernetes.client import Client
from typekro.kubernetes.errors import ForbiddenError
from typekro.kubernetes.retry import Patience
from typekro.kubernetes.transport import Transport


class Reachable(Protocol):
    """A cluster that can be connected to, wherever it is."""

    def connect(self, *, identified: bool = True) -> AbstractAsyncContextManager[Client]:
        """Opens a connection for the time of an `async with` block.

        Args:
            identified: it has to be known which cluster it is.
        """
        ...


@attrs.frozen(kw_only=True)
class Cluster:
    """Which cluster is meant, as kubectl would understand it.

    Args:
        context: the name of a kubeconfig's context; the current one by default.
        kubeconfig: the path of a kubeconfig; by default the files of KUBECONFIG, else ~/.kube/config, else the credentials of
            the pod that we run in.
        namespace: where objects go that name no namespace; by default the context's, else `default`.

    Example:
        >>> Cluster(context="kind-dev").context
        'kind-dev'
    """

    context: str | None = None
    kubeconfig: str | None = None
    namespace: str | None = None

    def connect(self, *, identified: bool = True) -> AbstractAsyncContextManager[Client]:
        """Opens a connection for the time of an `async with` block, which one task has to enter and leave.

        Args:
            identified: it has to be known which cluster it is.

        Raises:
            ClusterConfigError: it is not known how to reach the cluster.
            ClusterUnreachableError: it does not answer.
            ForbiddenError: we may not read the namespace kube-system, which tells clusters apart.
        """
        return connect(self, Patience(), identified=identified)


@asynccontextmanager
async def connect(cluster: Cluster, patience: Patience, *, identified: bool = True) -> AsyncGenerator[Client]:
    """Opens a connection to a cluster.

    Args:
        cluster: which one.
        patience: how long each request is tried, once we are connected.
        identified: it has to be known which cluster it is.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        raise UsageError("the Kubernetes client runs on asyncio only\nhint: anyio.run(main, backend='asyncio')") from None
    # kubernetes_asyncio takes seconds to import: only who connects pays for it.
    from typekro.kubernetes.config import find_access  # noqa: PLC0415 - as said
    from typekro.kubernetes.session import Session  # noqa: PLC0415 - as said

    access = find_access(context=cluster.context, kubeconfig=cluster.kubeconfig, namespace=cluster.namespace)
    async with Session(access, patience) as session, client_over(session, identified=identified) as client:
        yield client


@asynccontextmanager
async def client_over(transport: Transport, *, identified: bool = True) -> AsyncGenerator[Client]:
    """The client over an open way into a cluster, once it is known which cluster that is.

    Args:
        transport: the way.
        identified: it has to be known which cluster it is.

    Raises:
        ClusterUnreachableError: it does not answer.
        ForbiddenError: we may not read the namespace kube-system.
    """
    failure: BaseException | None = None
    async with anyio.create_task_group() as tasks:
        client = Client(transport, tasks)
        try:
            with nullcontext() if identified else suppress(ForbiddenError):
                await client.identify()
            yield client
        except anyio.get_cancelled_exc_class():
            raise
        except BaseException as error:  # noqa: BLE001 - raised below: the task group would wrap it in a group
            failure = error
        finally:
            tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure
