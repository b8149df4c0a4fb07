"""The slot that kro's resources work through: a Kubernetes cluster, by default kubectl's current one."""

from typing import TypeVar

from typekro.kubernetes import Cluster
from typekro.orchestrator import Resource

Output = TypeVar("Output")


class ClusterResource(Resource[Output]):
    """A resource that lives in a Kubernetes cluster."""

    slot = "cluster"

    @classmethod
    def default_provider(cls) -> Cluster:
        """Kubectl's current context."""
        return Cluster()
