"""Deployments: pods that are replaced one after the other when what they run changes."""

from __future__ import annotations

from typing import Any, Final, Unpack

from typekro.expressions.cel import or_else
from typekro.factories.checks import Checks
from typekro.factories.containers import Workload
from typekro.factories.joining import joined
from typekro.factories.metadata import metadata
from typekro.factories.pods import MAX_REPLICAS, pod_template, selector
from typekro.factories.resources import resource
from typekro.openapi import k8s

_ARGUMENTS: Final = {"spec.replicas": "replicas"}


def deployment(
    *,
    name: str,
    image: str,
    replicas: int | None = 1,
    spec: k8s.apps_v1.DeploymentSpecFields | None = None,
    **more: Unpack[Workload],
) -> k8s.apps_v1.Deployment:
    """Pods of one container, kept running; ready when as many as asked for are available and run what is asked for, and no others are left.

    Each value may be a reference or an f-string. The pods, their container and the label `app`, which selects them, have the same name.

    Args:
        name: the Deployment.
        image: what the container runs (`postgres:17`).
        replicas: how many pods, from 0; None where an autoscaler decides, which must not be contradicted.
        spec: any other field of the Deployment's spec (`{"min_ready_seconds": 5}`).
        **more: what can be said about any workload: `env`, `ports`, `resources`, `labels`, ...; `simple.Workload` has them all.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, something is said twice, or a reference leads to something of
            another type.

    Example:
        >>> web = deployment(name="web", image="nginx:1.29", replicas=2, ports=[80], pod={"priority_class_name": "high"})
    """
    checks = Checks("simple.deployment")
    checks.arguments(deployment, more, Workload)
    about = metadata(checks, name, more, app=True)
    made: dict[str, Any] = {}
    if replicas is not None:
        checks.integer("replicas", replicas, 0, MAX_REPLICAS)
        made["replicas"] = replicas
    made |= {"selector": selector(name), "template": pod_template(checks, name, image, more, about["labels"])}
    made = joined(checks, made, checks.fields("spec", k8s.apps_v1.DeploymentSpec, spec), "spec", _ARGUMENTS)
    checks.finish()
    return resource(k8s.apps_v1.Deployment, about, spec=made, ready_when=(is_rolled_out,))


def is_rolled_out(deployment: k8s.apps_v1.Deployment) -> bool:
    """Whether all pods of a Deployment are of its present template and available, and none of an older one is left.

    It is what `kubectl rollout status` waits for. A number that is 0 is not in the status at all.
    """
    status = deployment.status
    updated = or_else(status.updated_replicas, 0)
    return (
        (status.observed_generation >= deployment.metadata.generation)
        & (updated >= deployment.spec.replicas)
        & (or_else(status.replicas, 0) <= updated)
        & (or_else(status.available_replicas, 0) >= updated)
    )
