"""A running control plane: etcd, API server, controller manager, scheduler, kwok and kro on loopback."""

import contextlib
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path

import attrs

from tests.cluster.api import Api
from tests.cluster.audit import AuditEvent, only_writes, read_events
from tests.cluster.build import Artefacts, Say, built_control_plane
from tests.cluster.credentials import ADMIN, TYPEKRO, write_credentials
from tests.cluster.errors import ControlPlaneError
from tests.cluster.kubectl import Kubectl
from tests.cluster.parts import Ports, Site
from tests.cluster.ports import free_ports
from tests.cluster.processes import Processes, supervised
from tests.cluster.start import API_SERVER, READY_WITHIN, PortTakenError, restart_api_server, start_parts

_ATTEMPTS = 5


@attrs.frozen
class ControlPlane:
    """A control plane that is ready.

    Args:
        site: where it is.
        api: its API server as the user admin.
        processes: its parts.
    """

    site: Site
    api: Api = attrs.field(repr=False)
    processes: Processes = attrs.field(repr=False)

    @property
    def server(self) -> str:
        """The URL of the API server."""
        return f"https://127.0.0.1:{self.site.ports.api}"

    @property
    def folder(self) -> Path:
        """Everything that it writes is below this folder, which goes when it stops."""
        return self.site.folder

    @property
    def logs(self) -> Path:
        """The folder of what each part said, `NAME.log`, and of the audit log."""
        return self.processes.logs

    @property
    def kubeconfig(self) -> Path:
        """The kubeconfig of the user typekro; its current context is called `typekro-test`."""
        return self.site.credentials.kubeconfig(TYPEKRO)

    @property
    def admin_kubeconfig(self) -> Path:
        """The kubeconfig of the user admin, who the tests and kubectl are."""
        return self.site.credentials.kubeconfig(ADMIN)

    @property
    def pids(self) -> Mapping[str, int]:
        """The process id of each part, and of the supervisor."""
        return self.processes.pids

    def kubectl(self, namespace: str = "default") -> Kubectl:
        """Give kubectl as admin in a namespace."""
        return Kubectl(self.admin_kubeconfig, self.folder / "kubectl", namespace)

    def mark(self) -> int:
        """Give a point in time of the audit log, for `since`."""
        return self.site.audit_log.stat().st_size

    def audit(self, *, since: int = 0) -> Iterator[AuditEvent]:
        """Read what the API server was asked; the parts of Kubernetes itself are in it with their writes only.

        Args:
            since: a point in time, from `mark`.
        """
        return read_events(self.site.audit_log, since=since)

    def writes(self, *, user: str | None = TYPEKRO, since: int = 0) -> list[AuditEvent]:
        """Read what the API server was asked to change, each request once; dry runs are among them.

        Args:
            user: whose requests: typekro's by default, everybody's for None.
            since: a point in time, from `mark`.
        """
        return only_writes(self.audit(since=since), user=user)

    @contextlib.contextmanager
    def without_api_server(self) -> Generator[None]:
        """Stop the API server for the length of a block; afterwards it is there again, with all its objects.

        Raises:
            ControlPlaneError: a part ended meanwhile, or it does not come back.
        """
        self.processes.stop(API_SERVER)
        try:
            yield
        finally:
            restart_api_server(self.site, self.api, self.processes)

    def keep_logs(self) -> Path:
        """Leave the logs where they are when everything else goes, and tell where that is."""
        self.processes.keep_logs()
        return self.logs


def _nothing(_: str) -> None:
    pass


def _free() -> Ports:
    return Ports(*free_ports(4))


@contextlib.contextmanager
def running_control_plane(
    say: Say = _nothing, *, kro: bool = True, within: float = READY_WITHIN, find_ports: Callable[[], Ports] = _free
) -> Generator[ControlPlane]:
    """Run a control plane of one's own for the length of a block; several can run at once.

    Args:
        say: told how the build goes, if there is one; nobody by default.
        kro: False for a cluster without kro and its kinds.
        within: seconds that it has to become ready; it takes about 4 on 2 free cores.
        find_ports: gives ports to try; free ones by default.

    Raises:
        ControlPlaneError: it could not be built or started; where a part said why, its log is kept.

    Example:
        with running_control_plane(print) as plane:
            print(plane.kubectl()("get", "nodes"))
    """
    artefacts = built_control_plane(say)
    for _ in range(_ATTEMPTS):
        with supervised("typekro-control-plane") as processes:
            try:
                plane = _started(artefacts, find_ports(), processes, kro=kro, within=within)
            except PortTakenError:
                continue
            yield plane
            return
    raise ControlPlaneError(f"{_ATTEMPTS} times in a row, another process took a port of 127.0.0.1 that had just been free")


def _started(artefacts: Artefacts, ports: Ports, processes: Processes, *, kro: bool, within: float) -> ControlPlane:
    credentials = write_credentials(processes.folder / "credentials", f"https://127.0.0.1:{ports.api}")
    site = Site(artefacts, processes.folder, ports, credentials)
    api = Api(ports.api, credentials.authority, credentials.token[ADMIN])
    try:
        start_parts(site, api, processes, kro=kro, within=within)
    except ControlPlaneError:
        processes.keep_logs()
        raise
    return ControlPlane(site, api, processes)
