"""Serving a local cluster on the caller's event loop."""

import contextlib
import secrets
import tempfile
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import attrs

from typekro.errors import UsageError, compose
from typekro.kubernetes import Cluster
from typekro.local.front import Front
from typekro.local.serving.certificates import certificate
from typekro.local.serving.kubeconfig import Login
from typekro.local.serving.server import listening

HOST = "127.0.0.1"


@attrs.frozen(kw_only=True)
class Served:
    """A local cluster that is served.

    Args:
        server: the URL.
        kubeconfig: the path of a kubeconfig, for `KUBECONFIG` or `kubectl --kubeconfig`.
        token: the bearer token.
        context: the name of the context in it.
    """

    server: str
    kubeconfig: Path
    token: str = attrs.field(repr=False)
    context: str

    def provider(self) -> Cluster:
        """The cluster as typekro reaches any other one: over the network, by its kubeconfig."""
        return Cluster(kubeconfig=str(self.kubeconfig), context=self.context)


@contextlib.asynccontextmanager
async def serving(front: Front, *, name: str, namespace: str, port: int, kubeconfig: Path | None) -> AsyncGenerator[Served]:
    """Serves on loopback for the length of a block, and takes the kubeconfig away at its end.

    Args:
        front: answers.
        name: what the context is called.
        namespace: its default namespace.
        port: the port; 0 for any that is free.
        kubeconfig: where to write the kubeconfig; None for a temporary folder.

    Raises:
        UsageError: the port is taken, or the kubeconfig cannot be written.
    """
    token = secrets.token_urlsafe(32)
    signed = certificate(HOST, datetime.now(UTC))
    async with contextlib.AsyncExitStack() as stack:
        try:
            found = await stack.enter_async_context(listening(front, token, host=HOST, port=port, tls=signed.context))
        except OSError as error:
            why = error.strerror or str(error)
            raise UsageError(
                compose(f"a local cluster cannot be served on port {port}", why, "leave the port out: any is taken")
            ) from error
        login = Login(name=name, server=f"https://{HOST}:{found}", authority=signed.pem, token=token, namespace=namespace)
        path = kubeconfig or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="typekro-"))) / "kubeconfig"
        try:
            login.write(path)
        except OSError as error:
            raise UsageError(compose(f"the kubeconfig {path} cannot be written", str(error))) from error
        stack.callback(path.unlink, missing_ok=True)
        yield Served(server=login.server, kubeconfig=path, token=token, context=name)
