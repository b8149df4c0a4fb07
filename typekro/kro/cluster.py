"""The slot that kro's resources work through: a Kubernetes cluster, by default kubectl's current one."""

from typing import TypeVar

import attrs

from typekro.kubernetes import Cluster
from typekro.orchestrator import WHERE, Resource

Output = TypeVar("Output")


class ClusterResource(Resource[Output]):
    """A resource that lives in a Kubernetes cluster.

    Args:
        cluster: which one, by its name in `clusters=` of the app; the default one where none is named.
    """

    slot = "cluster"

    cluster: str | None = attrs.field(default=None, repr=False, metadata=WHERE)

    @classmethod
    def default_provider(cls) -> Cluster:
        """Kubectl's current context."""
        return Cluster()

    def here(self, *names: str) -> tuple[str, ...]:
        """Names of what it provides or requires, with that of its cluster: what is in another one serves nobody here."""
        return names if self.cluster is None else tuple(f"{name} in {self.cluster}" for name in names)
