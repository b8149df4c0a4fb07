"""Objects of Kubernetes' own kinds read as the API server reads them: decoded, and filled in with the defaults of its Go code."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from typekro.local.schemas.builtin import other_defaults as other
from typekro.local.schemas.builtin import workload_defaults as workloads
from typekro.local.schemas.builtin.filling import Fields
from typekro.local.schemas.builtin.pod_defaults import fill_pod
from typekro.local.schemas.go_types import Decoded, decoded

_FILLED: Final[Mapping[tuple[str, str], Callable[[Fields], None]]] = {
    ("v1", "Pod"): fill_pod,
    ("v1", "PodTemplate"): other.fill_pod_template,
    ("v1", "ReplicationController"): workloads.fill_replication_controller,
    ("apps/v1", "Deployment"): workloads.fill_deployment,
    ("apps/v1", "ReplicaSet"): workloads.fill_replica_set,
    ("apps/v1", "DaemonSet"): workloads.fill_daemon_set,
    ("apps/v1", "StatefulSet"): workloads.fill_stateful_set,
    ("batch/v1", "Job"): workloads.fill_job,
    ("batch/v1", "CronJob"): workloads.fill_cron_job,
    ("autoscaling/v1", "HorizontalPodAutoscaler"): workloads.fill_old_autoscaler,
    ("autoscaling/v2", "HorizontalPodAutoscaler"): workloads.fill_autoscaler,
    ("v1", "Service"): other.fill_service,
    ("v1", "Secret"): other.fill_secret,
    ("v1", "Namespace"): other.fill_namespace,
    ("v1", "Node"): other.fill_node,
    ("v1", "PersistentVolume"): other.fill_volume,
    ("v1", "PersistentVolumeClaim"): other.fill_claim,
    ("v1", "Endpoints"): other.fill_endpoints,
    ("v1", "LimitRange"): other.fill_limit_range,
    ("discovery.k8s.io/v1", "EndpointSlice"): other.fill_endpoint_slice,
    ("storage.k8s.io/v1", "StorageClass"): other.fill_storage_class,
    ("storage.k8s.io/v1", "CSIDriver"): other.fill_csi_driver,
    ("networking.k8s.io/v1", "NetworkPolicy"): other.fill_network_policy,
    ("networking.k8s.io/v1", "IngressClass"): other.fill_ingress_class,
    ("rbac.authorization.k8s.io/v1", "RoleBinding"): other.fill_binding,
    ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"): other.fill_binding,
    ("scheduling.k8s.io/v1", "PriorityClass"): other.fill_priority_class,
    ("apiextensions.k8s.io/v1", "CustomResourceDefinition"): other.fill_definition,
}


def read_builtin(manifest: Mapping[str, Any]) -> Decoded:
    """An object of a built-in kind with its defaults, and the fields of it that its kind does not have.

    Args:
        manifest: the object, with its apiVersion and kind; it is not changed.

    Raises:
        DecodingError: a value is of another type than its field.

    Example:
        >>> service = {"apiVersion": "v1", "kind": "Service", "spec": {"ports": [{"port": 80}]}}
        >>> read_builtin(service).object["spec"]["ports"]
        [{'port': 80, 'targetPort': 80, 'protocol': 'TCP'}]
    """
    found = decoded(manifest)
    fill = _FILLED.get((manifest["apiVersion"], manifest["kind"]))
    if fill is not None:
        fill(found.object)
    return Decoded({"apiVersion": manifest["apiVersion"], "kind": manifest["kind"], **found.object}, found.unknown)
