"""The kinds that sequences are about, and how to make objects of them."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import attrs

from tests.local.differential.calls import NAMESPACE
from tests.local.differential.making import custom, graphs, plain, workloads

Manifest = dict[str, Any]


@attrs.frozen
class Kind:
    """A kind.

    Args:
        api_version: group and version.
        kind: the kind.
        plural: as it is in paths.
        make: makes all of an object but its name and kind.
        status: makes a status; None for kinds that have none.
        namespaced: it has namespaces.
        scale: it has a scale.
        custom: a CustomResourceDefinition says what it is.
    """

    api_version: str
    kind: str
    plural: str
    make: Callable[[Random], Manifest]
    status: Callable[[Random], Manifest] | None = None
    namespaced: bool = True
    scale: bool = False
    custom: bool = False

    @property
    def collection(self) -> str:
        """The path of all objects of the kind in the namespace of the sequence."""
        root = f"/apis/{self.api_version}" if "/" in self.api_version else f"/api/{self.api_version}"
        return f"{root}/namespaces/{NAMESPACE}/{self.plural}" if self.namespaced else f"{root}/{self.plural}"

    def name(self, short: str) -> str:
        """The whole name of an object; objects without a namespace have the sequence's in their names."""
        return short if self.namespaced else f"{NAMESPACE}-{short}"

    def manifest(self, parts: Manifest, short: str) -> Manifest:
        """A whole manifest."""
        metadata = {**parts.get("metadata", {}), "name": self.name(short)}
        return {"apiVersion": self.api_version, "kind": self.kind, **parts, "metadata": metadata}


BUILTIN: Sequence[Kind] = (
    Kind("v1", "ConfigMap", "configmaps", plain.config_map),
    Kind("v1", "Secret", "secrets", plain.secret),
    Kind("v1", "Service", "services", plain.service, plain.service_status),
    Kind("v1", "ServiceAccount", "serviceaccounts", plain.service_account),
    Kind("v1", "PersistentVolumeClaim", "persistentvolumeclaims", plain.claim, plain.claim_status),
    Kind("v1", "Namespace", "namespaces", plain.namespace, plain.namespace_status, namespaced=False),
    Kind("v1", "Pod", "pods", workloads.pod, workloads.pod_status),
    Kind("rbac.authorization.k8s.io/v1", "Role", "roles", plain.role),
    Kind("apps/v1", "Deployment", "deployments", workloads.deployment, workloads.deployment_status, scale=True),
    Kind("apps/v1", "StatefulSet", "statefulsets", workloads.stateful_set, workloads.stateful_set_status, scale=True),
    Kind("batch/v1", "Job", "jobs", workloads.job, workloads.job_status),
    Kind("kro.run/v1alpha1", "ResourceGraphDefinition", "resourcegraphdefinitions", graphs.graph, graphs.status, namespaced=False),
)

WIDGET = Kind(f"{NAMESPACE}.example.com/v1", "Widget", "widgets", custom.widget, custom.widget_status, scale=True, custom=True)
"""The kind that `custom.definition` defines."""
