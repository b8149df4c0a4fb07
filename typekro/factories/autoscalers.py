"""HorizontalPodAutoscalers: as many pods as there is work for."""

from __future__ import annotations

from typing import Any, Final, TypeAlias, Unpack

from typekro.checking.text_rules import SUBDOMAIN
from typekro.expressions import expression_of
from typekro.expressions.guards import is_mapping
from typekro.factories.checks import Checks, shown
from typekro.factories.joining import joined
from typekro.factories.metadata import About, metadata
from typekro.factories.pods import MAX_REPLICAS
from typekro.factories.resources import resource
from typekro.nodes import Node, parts_of
from typekro.openapi import k8s

Target: TypeAlias = "k8s.apps_v1.Deployment | k8s.apps_v1.StatefulSet | k8s.autoscaling_v2.CrossVersionObjectReference"
"""What is scaled: a workload of the graph, or another one by its kind and name."""

_ARGUMENTS: Final = {"spec.scaleTargetRef": "target", "spec.minReplicas": "min_replicas", "spec.maxReplicas": "max_replicas"}


def horizontal_pod_autoscaler(
    *,
    name: str,
    target: Target,
    max_replicas: int,
    min_replicas: int = 1,
    cpu_utilization: int | None = None,
    memory_utilization: int | None = None,
    spec: k8s.autoscaling_v2.HorizontalPodAutoscalerSpecFields | None = None,
    **about: Unpack[About],
) -> k8s.autoscaling_v2.HorizontalPodAutoscaler:
    """Decides how many pods a workload has by how busy they are; ready as soon as it exists.

    It does not wait for its first measurement, which a cluster without metrics never gives. Where yours does:
    `.with_ready_when(lambda scaler: cel.exists(scaler.status.conditions, lambda c: (c.type == "ScalingActive") & (c.status == "True")))`.

    Args:
        name: the autoscaler.
        target: the Deployment or StatefulSet, made with `replicas=None`, so that nobody else decides; or a
            `k8s.autoscaling_v2.CrossVersionObjectReference`.
        max_replicas: how many pods at most.
        min_replicas: how many pods at least, from 1.
        cpu_utilization: how much of the CPU that they ask for the pods are to use on average, in percent; Kubernetes' default is 80 where
            nothing else is measured. They have to ask for some.
        memory_utilization: the same of memory.
        spec: any other field of the autoscaler's spec (`behavior`); metrics that stand here are further ones.
        **about: `labels`, `annotations`, `namespace`, and `metadata` for any other field of it.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, the target has a number of replicas of its own, something is said
            twice, or a reference leads to something of another type.

    Example:
        >>> from typekro.factories import simple
        >>> web = simple.deployment(name="web", image="nginx:1.29", replicas=None, resources={"requests": {"cpu": "100m"}})
        >>> scaler = horizontal_pod_autoscaler(name="web", target=web, max_replicas=5, cpu_utilization=70)
    """
    checks = Checks("simple.horizontal_pod_autoscaler")
    checks.arguments(horizontal_pod_autoscaler, about, About)
    found = metadata(checks, name, about, rule=SUBDOMAIN)
    checks.integer("min_replicas", min_replicas, 1, MAX_REPLICAS)
    checks.integer("max_replicas", max_replicas, 1, MAX_REPLICAS)
    is_known = expression_of(min_replicas) is None and expression_of(max_replicas) is None
    if is_known and checks.is_well and max_replicas < min_replicas:
        checks.add(
            f"max_replicas is {max_replicas}, and min_replicas {min_replicas}", "Kubernetes: there cannot be less at most than at least"
        )
    made: dict[str, Any] = {"scaleTargetRef": _target(checks, target), "minReplicas": min_replicas, "maxReplicas": max_replicas}
    metrics = [
        *_metric(checks, "cpu_utilization", "cpu", cpu_utilization),
        *_metric(checks, "memory_utilization", "memory", memory_utilization),
    ]
    if metrics:
        made["metrics"] = metrics
    made = joined(checks, made, checks.fields("spec", k8s.autoscaling_v2.HorizontalPodAutoscalerSpec, spec), "spec", _ARGUMENTS)
    checks.finish()
    return resource(k8s.autoscaling_v2.HorizontalPodAutoscaler, found, spec=made)


def _target(checks: Checks, target: Target) -> Any:
    given: object = target
    if not isinstance(given, Node) or isinstance(target, k8s.autoscaling_v2.CrossVersionObjectReference):
        return checks.shape("target", target, k8s.autoscaling_v2.CrossVersionObjectReference, "the Deployment itself")
    template = parts_of(target).template
    api_version, kind = template["apiVersion"], template["kind"]
    if (api_version, kind) not in {("apps/v1", "Deployment"), ("apps/v1", "StatefulSet")}:
        why = "what is scaled is a Deployment or a StatefulSet of the graph, or a k8s.autoscaling_v2.CrossVersionObjectReference"
        checks.add(f"target is a {kind}", why)
    elif is_mapping(spec := template.get("spec")) and "replicas" in spec:
        why = "kro would set them back whenever the autoscaler has changed them"
        checks.add(f"target, a {kind}, has {shown(spec['replicas'])} replicas of its own", why, "replicas=None where it is made")
    return {"apiVersion": api_version, "kind": kind, "name": target.metadata.name}


def _metric(checks: Checks, argument: str, resource_name: str, percent: int | None) -> list[dict[str, Any]]:
    if percent is None:
        return []
    checks.integer(argument, percent, 1, MAX_REPLICAS)
    target = {"type": "Utilization", "averageUtilization": percent}
    return [{"type": "Resource", "resource": {"name": resource_name, "target": target}}]
