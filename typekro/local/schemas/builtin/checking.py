"""Objects of Kubernetes' own kinds held against the rules of its Go code, when they are made and when they are changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from typekro.local.schemas.builtin import config_rules as config
from typekro.local.schemas.builtin import job_rules as jobs
from typekro.local.schemas.builtin import network_rules as network
from typekro.local.schemas.builtin import other_rules as other
from typekro.local.schemas.builtin import pod_rules as pods
from typekro.local.schemas.builtin import service_rules as services
from typekro.local.schemas.builtin import storage_rules as storage
from typekro.local.schemas.builtin import workload_rules as workloads
from typekro.local.schemas.field_problems import FieldProblem, invalid
from typekro.local.schemas.metadata import common_update_problems, metadata_problems, metadata_update_problems
from typekro.local.schemas.names import Judge, dns_label, dns_subdomain, longest, path_segment
from typekro.local.schemas.shapes import items_of, part_of

_Rules: TypeAlias = Callable[[Mapping[str, Any]], Iterable[FieldProblem]]
_Changes: TypeAlias = Callable[[Mapping[str, Any], Mapping[str, Any]], Iterable[FieldProblem]]

_LONGEST_CRON_JOB: Final = 52
_RULES: Final[Mapping[tuple[str, str], _Rules]] = {
    ("v1", "Pod"): pods.pod_problems,
    ("apps/v1", "Deployment"): workloads.deployment_problems,
    ("apps/v1", "ReplicaSet"): workloads.replica_set_problems,
    ("apps/v1", "DaemonSet"): workloads.daemon_set_problems,
    ("apps/v1", "StatefulSet"): workloads.stateful_set_problems,
    ("batch/v1", "Job"): jobs.job_problems,
    ("batch/v1", "CronJob"): jobs.cron_job_problems,
    ("v1", "Service"): services.service_problems,
    ("v1", "Endpoints"): services.endpoints_problems,
    ("discovery.k8s.io/v1", "EndpointSlice"): services.slice_problems,
    ("v1", "ConfigMap"): config.config_map_problems,
    ("v1", "Secret"): config.secret_problems,
    ("v1", "PersistentVolumeClaim"): storage.claim_problems,
    ("v1", "PersistentVolume"): storage.volume_problems,
    ("storage.k8s.io/v1", "StorageClass"): storage.storage_class_problems,
    ("networking.k8s.io/v1", "Ingress"): network.ingress_problems,
    ("networking.k8s.io/v1", "IngressClass"): network.ingress_class_problems,
    ("networking.k8s.io/v1", "NetworkPolicy"): network.network_policy_problems,
    ("autoscaling/v2", "HorizontalPodAutoscaler"): other.autoscaler_problems,
    ("policy/v1", "PodDisruptionBudget"): other.budget_problems,
    ("coordination.k8s.io/v1", "Lease"): other.lease_problems,
    ("v1", "ResourceQuota"): other.quota_problems,
    ("v1", "LimitRange"): other.limit_range_problems,
    ("v1", "Event"): other.event_problems,
    ("scheduling.k8s.io/v1", "PriorityClass"): other.priority_class_problems,
    **{("rbac.authorization.k8s.io/v1", kind): other.role_problems for kind in ("Role", "ClusterRole")},
    **{("rbac.authorization.k8s.io/v1", kind): other.binding_problems for kind in ("RoleBinding", "ClusterRoleBinding")},
}
_CHANGES_FIRST: Final = frozenset({("v1", "ConfigMap"), ("v1", "Secret")})
_FINALIZERS: Final = frozenset({"kubernetes", "orphan", "foregroundDeletion"})
_CHANGES: Final[Mapping[tuple[str, str], _Changes]] = {
    ("v1", "Pod"): pods.pod_update_problems,
    **{("apps/v1", kind): workloads.selector_update_problems for kind in ("Deployment", "ReplicaSet", "DaemonSet")},
    ("apps/v1", "StatefulSet"): workloads.stateful_set_update_problems,
    ("batch/v1", "Job"): jobs.job_update_problems,
    ("v1", "Service"): services.service_update_problems,
    ("discovery.k8s.io/v1", "EndpointSlice"): services.slice_update_problems,
    ("v1", "ConfigMap"): config.config_map_update_problems,
    ("v1", "Secret"): config.secret_update_problems,
    ("v1", "PersistentVolumeClaim"): storage.claim_update_problems,
    ("storage.k8s.io/v1", "StorageClass"): storage.storage_class_update_problems,
    ("networking.k8s.io/v1", "IngressClass"): network.ingress_class_update_problems,
    ("scheduling.k8s.io/v1", "PriorityClass"): other.priority_class_update_problems,
    **{("rbac.authorization.k8s.io/v1", kind): other.binding_update_problems for kind in ("RoleBinding", "ClusterRoleBinding")},
}


def builtin_problems(new: Mapping[str, Any], old: Mapping[str, Any] | None = None, *, namespaced: bool = True) -> list[FieldProblem]:
    """Why the API server refuses an object of one of Kubernetes' own kinds; nothing where it takes it.

    Args:
        new: the object, read and filled in.
        old: what it was before an update; None where it is created.
        namespaced: whether it lives in a namespace.

    Example:
        >>> service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "a"}, "spec": {"type": "ClusterIP"}}
        >>> [problem.text for problem in builtin_problems(service)][:1]
        ['spec.ports: Required value']
    """
    kind, metadata = (new["apiVersion"], new["kind"]), part_of(new, "metadata")
    judge = name_judge(*kind)
    found: list[FieldProblem] = []
    if old is None:
        found += metadata_problems(metadata, namespaced=namespaced, judge=judge)
    else:
        before = part_of(old, "metadata")
        found += common_update_problems(metadata, before, namespaced=namespaced)
        if found:  # some of it is told again, and of nothing there is nothing to be told
            found += metadata_update_problems(metadata, before)
    found += _of_finalizers(items_of(metadata, "finalizers"))
    rules, changes = _RULES.get(kind), _CHANGES.get(kind)
    if changes is not None and old is not None and kind in _CHANGES_FIRST:
        return [*found, *changes(new, old), *(rules(new) if rules is not None else ())]
    if rules is not None:
        found += rules(new)
    if changes is not None and old is not None:
        found += changes(new, old)
    return found


def _of_finalizers(finalizers: Sequence[str]) -> Iterator[FieldProblem]:
    for index, each in enumerate(finalizers):
        if "/" not in each and each not in _FINALIZERS:
            yield invalid(f"metadata.finalizers[{index}]", each, "name is neither a standard finalizer name nor is it fully qualified")


def name_judge(api_version: str, kind: str) -> Judge:
    """Says what is wrong with a name of a kind.

    Args:
        api_version: group and version of the kind.
        kind: the kind.

    Example:
        >>> name_judge("v1", "Namespace")("a.b"), name_judge("apps/v1", "Deployment")("a.b")
        (['must not contain dots'], [])
    """
    if api_version.startswith(("rbac.authorization.k8s.io/", "certificates.k8s.io/")):
        return path_segment
    if (api_version, kind) in {("v1", "Namespace"), ("v1", "Service"), ("apps/v1", "StatefulSet")}:
        return dns_label
    return _cron_job_name if kind == "CronJob" else dns_subdomain


def _cron_job_name(text: str) -> list[str]:
    too_long = len(text.encode()) > _LONGEST_CRON_JOB
    return [*dns_subdomain(text), *([longest(_LONGEST_CRON_JOB, "characters")] if too_long else ())]
