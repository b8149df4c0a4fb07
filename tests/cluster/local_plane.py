"""The embedded local cluster in the place of the real control plane: what a test asks of that one, it can ask of this one."""

import base64
import contextlib
import json
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import attrs
import yaml

from tests.cluster.api import Api
from tests.cluster.audit import AuditEvent, only_writes
from tests.cluster.credentials import ADMIN, TYPEKRO
from tests.cluster.kubectl import Kubectl
from tests.cluster.stages import NEVER_STARTS
from typekro import LocalCluster
from typekro.local.audit import Seen
from typekro.local.serving import Served

CONTEXT = "typekro-test"


@attrs.frozen
class LocalPlane:
    """A local cluster that is served by a thread.

    Args:
        cluster: it.
        served: how it is reached.
        folder: where kubectl may keep what it remembers.
        api: its API server, as the tests ask it.
    """

    cluster: LocalCluster
    served: Served
    folder: Path
    api: Api = attrs.field(repr=False)

    @property
    def server(self) -> str:
        """The URL of the API server."""
        return self.served.server

    @property
    def kubeconfig(self) -> Path:
        """The kubeconfig; its current context is called `typekro-test`."""
        return self.served.kubeconfig

    def kubectl(self, namespace: str = "default") -> Kubectl:
        """Give kubectl in a namespace."""
        return Kubectl(self.kubeconfig, self.folder / "kubectl", namespace)

    def mark(self) -> int:
        """Give a point in time, for `since`."""
        return self.cluster.mark()

    def audit(self, *, since: int = 0) -> Iterator[AuditEvent]:
        """Read what the API server was asked from outside.

        Args:
            since: a point in time, from `mark`.
        """
        for number, seen in enumerate(self.cluster.requests[since:], since):
            yield _event(number, seen)

    def writes(self, *, user: str | None = TYPEKRO, since: int = 0) -> list[AuditEvent]:
        """Read what the API server was asked to change; dry runs are among them.

        Args:
            user: whose requests: typekro's by default, everybody's for None.
            since: a point in time, from `mark`.
        """
        return only_writes(self.audit(since=since), user=user)


def _event(number: int, seen: Seen) -> AuditEvent:
    """A request as the real API server's audit log has it; a local cluster knows users by what they call themselves."""
    asked = seen.asked
    target = {
        "resource": asked.plural,
        "namespace": asked.namespace,
        "name": asked.name,
        "apiGroup": asked.group,
        "apiVersion": asked.version,
        "subresource": asked.subresource,
    }
    return AuditEvent(
        request=str(number),
        stage="ResponseStarted" if asked.verb == "watch" else "ResponseComplete",
        user=TYPEKRO if seen.user_agent.startswith("typekro") else ADMIN,
        user_agent=seen.user_agent,
        verb="patch" if asked.verb == "apply" else asked.verb,
        uri=f"{seen.path}?{urlencode(seen.query)}" if seen.query else seen.path,
        target={key: value for key, value in target.items() if value},
        code=seen.status or None,
        body=json.loads(seen.body) if seen.body and asked.verb != "get" else None,
    )


@contextlib.contextmanager
def running_local_plane(folder: Path, *, kro: bool = True) -> Generator[LocalPlane]:
    """Run a local cluster of one's own for the length of a block.

    Args:
        folder: where kubectl may keep what it remembers.
        kro: False for a cluster without kro and its kinds.
    """
    cluster = LocalCluster(kro=kro, name=CONTEXT)
    cluster.workloads.image_pull_error(image=f"*{NEVER_STARTS}*")
    with cluster.serve_in_background() as served:
        known: dict[str, Any] = yaml.safe_load(served.kubeconfig.read_text("utf-8"))["clusters"][0]["cluster"]
        authority = folder / "authority.pem"
        authority.write_bytes(base64.b64decode(known["certificate-authority-data"]))
        yield LocalPlane(cluster, served, folder, Api(int(served.server.rpartition(":")[2]), authority, served.token))
