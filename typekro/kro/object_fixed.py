"""Fields that Kubernetes lets nobody change: another object has to take the place of one in which they differ; pure."""

from collections.abc import Mapping
from typing import Any, Final

from typekro.kubernetes.objects import part

# Paths that are fixed, by group and kind.
_FIXED: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("apps", "Deployment"): ("spec.selector",),
    ("apps", "ReplicaSet"): ("spec.selector",),
    ("apps", "DaemonSet"): ("spec.selector",),
    ("apps", "StatefulSet"): ("spec.selector", "spec.serviceName", "spec.podManagementPolicy", "spec.volumeClaimTemplates"),
    ("batch", "Job"): ("spec.selector", "spec.template", "spec.completionMode"),
    ("", "Service"): ("spec.clusterIP",),
    ("", "Secret"): ("type",),
    ("rbac.authorization.k8s.io", "RoleBinding"): ("roleRef",),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): ("roleRef",),
    ("storage.k8s.io", "StorageClass"): ("provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"),
    ("scheduling.k8s.io", "PriorityClass"): ("value",),
}
_FROZEN_DATA: Final = ("data", "binaryData", "stringData", "immutable")


def fixed_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths in which two manifests of an object differ, and which Kubernetes lets nobody change.

    Example:
        >>> old = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "type": "Opaque"}
        >>> fixed_changes(old, {**old, "type": "kubernetes.io/tls"})
        ('type',)
    """
    group = new["apiVersion"].rpartition("/")[0]
    paths = _FIXED.get((group, new["kind"]), ())
    if old.get("immutable") is True and (group, new["kind"]) in {("", "ConfigMap"), ("", "Secret")}:
        paths += _FROZEN_DATA
    return tuple(path for path in paths if _at(old, path) != _at(new, path))


def _at(manifest: Mapping[str, Any], path: str) -> Any:
    *above, last = path.split(".")
    found = manifest
    for name in above:
        found = part(found, name)
    return found.get(last)
