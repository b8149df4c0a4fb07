"""StatefulSets: pods with names and disks of their own, that outlive them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Unpack

from typekro.checking.text_rules import MOUNT_PATH, NAME
from typekro.expressions.cel import or_else
from typekro.factories.checks import Checks, shown
from typekro.factories.claims import claim_spec
from typekro.factories.containers import Workload
from typekro.factories.joining import joined
from typekro.factories.metadata import metadata
from typekro.factories.pods import MAX_REPLICAS, pod_template, selector
from typekro.factories.resources import resource
from typekro.factories.volumes import volume_name
from typekro.openapi import k8s

_ARGUMENTS: Final = {
    "spec.replicas": "replicas",
    "spec.serviceName": "service_name",
    "spec.volumeClaimTemplates": "storage",
}


def stateful_set(
    *,
    name: str,
    image: str,
    replicas: int | None = 1,
    service_name: str | None = None,
    storage: Mapping[str, str] | None = None,
    storage_class: str | None = None,
    spec: k8s.apps_v1.StatefulSetSpecFields | None = None,
    **more: Unpack[Workload],
) -> k8s.apps_v1.StatefulSet:
    """Pods `name-0`, `name-1`, ..., each with disks of its own; ready when all that were asked for are available and run what is asked for.

    Each value may be a reference or an f-string. Kubernetes changes no storage of a StatefulSet that is there.

    Args:
        name: the StatefulSet, which is the label `app` of its pods too.
        image: what the container runs (`postgres:17`).
        replicas: how many pods, from 0; None where an autoscaler decides.
        service_name: the headless Service that gives the pods their names in DNS; by default one that is called like the StatefulSet.
        storage: the disk of each pod below a path, by its size: `{"/var/lib/postgresql/data": "10Gi"}`.
        storage_class: where the disks come from; by default what the cluster has.
        spec: any other field of the StatefulSet's spec.
        **more: what can be said about any workload: `env`, `ports`, `resources`, `labels`, ...; `simple.Workload` has them all.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, something is said twice, or a reference leads to something of
            another type.

    Example:
        >>> database = stateful_set(name="db", image="postgres:17", storage={"/var/lib/postgresql/data": "10Gi"}, ports=[5432])
    """
    checks = Checks("simple.stateful_set")
    checks.arguments(stateful_set, more, Workload)
    about = metadata(checks, name, more, app=True)
    if service_name is not None:
        checks.text("service_name", service_name, NAME)
    made: dict[str, Any] = {"serviceName": name if service_name is None else service_name}
    if replicas is not None:
        checks.integer("replicas", replicas, 0, MAX_REPLICAS)
        made["replicas"] = replicas
    claims, mounted = _disks(checks, storage, storage_class, more.get("volumes", {}))
    made |= {"selector": selector(name), "template": pod_template(checks, name, image, more, about["labels"], mounted=mounted)}
    if claims:
        made["volumeClaimTemplates"] = claims
    made = joined(checks, made, checks.fields("spec", k8s.apps_v1.StatefulSetSpec, spec), "spec", _ARGUMENTS)
    checks.finish()
    return resource(k8s.apps_v1.StatefulSet, about, spec=made, ready_when=(is_settled,))


def is_settled(stateful_set: k8s.apps_v1.StatefulSet) -> bool:
    """Whether all pods of a StatefulSet are available and, where it replaces them by itself, are of its present template.

    It is what `kubectl rollout status` waits for: pods below a partition may be old, and all that are replaced by hand (OnDelete).
    """
    status, spec = stateful_set.status, stateful_set.spec
    partition = or_else(spec.update_strategy.rolling_update.partition, 0)
    return (
        (status.observed_generation >= stateful_set.metadata.generation)
        & (or_else(status.available_replicas, 0) >= spec.replicas)
        & (or_else(status.replicas, 0) <= spec.replicas)
        & ((spec.update_strategy.type != "RollingUpdate") | (or_else(status.updated_replicas, 0) >= spec.replicas - partition))
    )


def _disks(
    checks: Checks, storage: Mapping[str, str] | None, storage_class: str | None, volumes: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], tuple[dict[str, Any], ...]]:
    claims: list[dict[str, Any]] = []
    mounted: list[dict[str, Any]] = []
    taken = {volume_name(path, set()) for path in volumes}
    for path, size in checks.mapping("storage", storage).items():
        checks.key("storage", path, MOUNT_PATH)
        if path in volumes:
            checks.add(f"storage and volumes have the path {path!r}", "Kubernetes: one thing stands below a path")
        name = volume_name(path, taken)
        taken.add(name)
        claims.append({"metadata": {"name": name}, "spec": claim_spec(checks, f'storage["{path}"]', size, storage_class)})
        mounted.append({"name": name, "mountPath": path})
    if storage_class is not None and not claims:
        checks.add(f"storage_class is {shown(storage_class)}", "there is no storage that it could be for", 'storage={"/data": "10Gi"}')
    return claims, tuple(mounted)
