"""The front door: which cluster is meant, and an open connection to it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import anyio
import attrs

from typekro.errors import UsageError
from typekro.kubernetes.client import Client
from typekro.kubernetes.retry import Patience


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

    def connect(self) -> AbstractAsyncContextManager[Client]:
        """Opens a connection for the time of an `async with` block, which one task has to enter and leave.

        Raises:
            ClusterConfigError: it is not known how to reach the cluster.
            ClusterUnreachableError: it does not answer.
            ForbiddenError: we may not read the namespace kube-system, which tells clusters apart.
        """
        return connect(self, Patience())


@asynccontextmanager
async def connect(cluster: Cluster, patience: Patience) -> AsyncGenerator[Client]:
    """Opens a connection to a cluster.

    Args:
        cluster: which one.
        patience: how long each request is tried, once we are connected.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        raise UsageError("the Kubernetes client runs on asyncio only\nhint: anyio.run(main, backend='asyncio')") from None
    # kubernetes_asyncio takes seconds to import: only who connects pays for it.
    from typekro.kubernetes.config import find_access  # noqa: PLC0415 - as said
    from typekro.kubernetes.session import Session  # noqa: PLC0415 - as said

    access = find_access(context=cluster.context, kubeconfig=cluster.kubeconfig, namespace=cluster.namespace)
    failure: BaseException | None = None
    async with Session(access, patience) as session, anyio.create_task_group() as tasks:
        client = Client(session, tasks)
        try:
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
