"""`LocalCluster`: a Kubernetes cluster with kro inside this process, as an app is given one."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import attrs

from typekro.errors import UsageError, compose
from typekro.local.audit import Seen
from typekro.local.faults import Fault, Faults

if TYPE_CHECKING:
    from typekro.kubernetes.client import Client
    from typekro.local.api import ApiServer
    from typekro.local.controllers import Workloads
    from typekro.local.machine import Machine
    from typekro.local.serving import Served


def _now() -> datetime:
    return datetime.now(UTC)


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given).absolute()  # whatever the current folder is later


def _faults(given: Iterable[Fault]) -> Faults:
    return given if isinstance(given, Faults) else Faults(given)


def _workloads() -> "Workloads":
    from typekro.local.controllers import Workloads  # noqa: PLC0415 - they bring the API server, and naming this class must not

    return Workloads()


@attrs.define(eq=False)
class LocalCluster:
    """A Kubernetes cluster with kro that lives in this object: for tests, demonstrations, and where there is no other.

    Nothing runs but Python: workloads become ready though no container runs. Whoever connects twice finds the same objects.

    Args:
        path: a file that it lives in, so that other processes find later what this one made; None for memory alone.
        faults: what is to go wrong; more can be added while it runs, by `faults.add`.
        workloads: which workloads do not become ready; more can be said while it runs.
        kro: whether kro is installed.
        namespace: where objects go that name no namespace.
        name: what its context is called.
        clock: the time, in UTC.

    Example:
        >>> import anyio
        >>> cluster = LocalCluster()
        >>> async def main() -> None:
        ...     async with cluster.connect() as client:
        ...         await client.apply(
        ...             {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": {"a": "1"}}, field_manager="me"
        ...         )
        >>> anyio.run(main)
        >>> cluster.server.get("v1", "ConfigMap", "web", "default")["data"]
        {'a': '1'}
        >>> [str(write) for write in cluster.writes()]
        ['apply /api/v1/namespaces/default/configmaps/web: 201']
    """

    path: Path | None = attrs.field(default=None, converter=_path)
    faults: Faults = attrs.field(factory=Faults, converter=_faults, kw_only=True)
    workloads: "Workloads" = attrs.field(factory=_workloads, kw_only=True)
    kro: bool = attrs.field(default=True, kw_only=True)
    namespace: str = attrs.field(default="default", kw_only=True)
    name: str = attrs.field(default="local", kw_only=True)
    clock: Callable[[], datetime] = attrs.field(default=_now, kw_only=True, repr=False)
    _machine: "Machine | None" = attrs.field(default=None, init=False, repr=False)
    _users: int = attrs.field(default=0, init=False, repr=False)
    _loop: asyncio.AbstractEventLoop | None = attrs.field(default=None, init=False, repr=False)
    _work: "asyncio.Task[None] | None" = attrs.field(default=None, init=False, repr=False)

    @asynccontextmanager
    async def connect(self, *, identified: bool = True) -> AsyncGenerator["Client"]:
        """Opens a connection for the time of an `async with` block; while any is open, the controllers work.

        Args:
            identified: it has to be known which cluster it is, which a fault could prevent.

        Raises:
            UsageError: it is in use on another event loop.
            LockedError: another process has the file.
            StateError: the file cannot be used.
        """
        from typekro.kubernetes.connection import client_over  # noqa: PLC0415 - naming this class must cost nothing
        from typekro.kubernetes.retry import Patience  # noqa: PLC0415 - the same
        from typekro.local.session import Inside, LocalSession  # noqa: PLC0415 - the same

        async with self._running() as machine:
            inside = Inside(context=self.name, namespace=self.namespace, title=str(self), server=str(self))
            async with client_over(LocalSession(machine.front, inside, Patience()), identified=identified) as client:
                yield client

    @asynccontextmanager
    async def serve(self, *, port: int = 0, kubeconfig: str | Path | None = None) -> AsyncGenerator["Served"]:
        """Serves it on loopback for the time of an `async with` block, for kubectl and any other client.

        Args:
            port: the port; 0 for any that is free.
            kubeconfig: where to write a kubeconfig, for its owner alone (0600), which goes at the end; None for a temporary file.

        Raises:
            UsageError: the port is taken, the kubeconfig cannot be written, or the cluster is in use on another event loop.
            LockedError: another process has the file.
            StateError: the file cannot be used.
        """
        from typekro.local.serving import serving  # noqa: PLC0415 - it brings aiohttp and cryptography

        async with self._running() as machine:
            await machine.durable()  # others come to it, and must not find that somebody else made the file meanwhile
            place = _path(kubeconfig)
            async with serving(machine.front, name=self.name, namespace=self.namespace, port=port, kubeconfig=place) as served:
                with machine.serving(served.kubeconfig):
                    yield served

    def serve_in_background(self, *, port: int = 0, kubeconfig: str | Path | None = None) -> AbstractContextManager["Served"]:
        """Serves it on loopback for the time of a `with` block, in a thread: for tests that run no event loop.

        Args:
            port: the port; 0 for any that is free.
            kubeconfig: where to write a kubeconfig, for its owner alone (0600), which goes at the end; None for a temporary file.

        Raises:
            TypeKroError: as for `serve`.
        """
        from typekro.local.serving import in_background  # noqa: PLC0415 - as above

        return in_background(lambda: self.serve(port=port, kubeconfig=kubeconfig))

    @property
    def server(self) -> "ApiServer":
        """Its API server, to be asked at once, without a connection: `get`, `list`, `create`, `apply`, `patch`, `delete`.

        What is done there meets no faults, and is not among `requests`.

        Of one that lives in a file, nothing is there before the first connection. What is done while there is a connection, in whatever
        thread, is in the file as soon as its event loop has had a turn, and what is done between two of them with the next.
        """
        return self._built().server

    @property
    def requests(self) -> list[Seen]:
        """What was asked of it so far, in order, the last 50,000 at least; what its own controllers do is not among it."""
        return [] if self._machine is None else list(self._machine.front.seen)

    def mark(self) -> int:
        """This moment, for `writes(since=...)`."""
        return 0 if self._machine is None else self._machine.front.forgotten + len(self._machine.front.seen)

    def writes(self, since: int = 0) -> list[Seen]:
        """The requests that could change something and were not refused: none, where a run had nothing to do.

        Args:
            since: leaves out what came before: what `mark()` gave.
        """
        forgotten = 0 if self._machine is None else self._machine.front.forgotten
        return [seen for seen in self.requests[max(since - forgotten, 0) :] if seen.write]

    def settle(self) -> None:
        """Lets its controllers do all that is due now; while it is connected to, they do so by themselves.

        Raises:
            UsageError: it is in use on another event loop, as where it is served in the background.
        """
        if self._users and asyncio._get_running_loop() is not self._loop:  # noqa: SLF001 - the public one raises where there is none
            raise self._elsewhere()
        self._built().runner.settle()

    def _built(self) -> "Machine":
        from typekro.local.machine import Machine  # noqa: PLC0415 - it brings the API server, which is slow to import

        if self._machine is None:
            self._machine = Machine(self.path, self.faults, workloads=self.workloads, kro=self.kro, clock=self.clock)
        return self._machine

    @asynccontextmanager
    async def _running(self) -> AsyncGenerator["Machine"]:
        loop = asyncio.get_running_loop()
        if self._users and loop is not self._loop:
            raise self._elsewhere()
        machine = self._built()
        if not self._users:
            machine.open()
            self._loop, self._work = loop, loop.create_task(machine.run(), name=f"controllers of {self}")
        self._users += 1
        try:
            yield machine
        finally:
            self._users -= 1
            if not self._users:
                await self._stopped(machine)

    def _elsewhere(self) -> UsageError:
        why = "a local cluster works on one event loop at a time"
        hint = "serve it there, and go on with its kubeconfig: async with cluster.serve() as served:"
        return UsageError(compose(f"{self} is in use on another event loop", why, hint))

    async def _stopped(self, machine: "Machine") -> None:
        work, self._loop, self._work = self._work, None, None
        try:
            if work is not None:
                work.cancel()
                with anyio.CancelScope(shield=True):
                    await asyncio.wait([work])
                if not work.cancelled():
                    work.result()  # a controller that failed is a defect, and to be heard of
        finally:
            machine.close()

    def __str__(self) -> str:
        return f"local cluster ({'in memory' if self.path is None else _shown(self.path)})"


def _shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    whole = path.absolute()
    return str(whole.relative_to(Path.cwd())) if whole.is_relative_to(Path.cwd()) else str(whole)
