"""DaemonSets: a pod on each node."""

from __future__ import annotations

from typing import Any, Unpack

from typekro.expressions.cel import or_else
from typekro.factories.checks import Checks
from typekro.factories.containers import Workload
from typekro.factories.joining import joined
from typekro.factories.metadata import metadata
from typekro.factories.pods import pod_template, selector
from typekro.factories.resources import resource
from typekro.openapi import k8s


def daemon_set(
    *,
    name: str,
    image: str,
    spec: k8s.apps_v1.DaemonSetSpecFields | None = None,
    **more: Unpack[Workload],
) -> k8s.apps_v1.DaemonSet:
    """A pod on each node; ready when all are available and run what is asked for.

    Each value may be a reference or an f-string. Where no node is fit for the pods, it is ready with none.

    Args:
        name: the DaemonSet, which is the label `app` of its pods too.
        image: what the container runs (`fluent-bit:4.0`).
        spec: any other field of the DaemonSet's spec.
        **more: what can be said about any workload: `env`, `ports`, `resources`, `labels`, ...; `simple.Workload` has them all.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, something is said twice, or a reference leads to something of
            another type.

    Example:
        >>> agent = daemon_set(name="agent", image="fluent-bit:4.0", pod={"host_network": True})
    """
    checks = Checks("simple.daemon_set")
    checks.arguments(daemon_set, more, Workload)
    about = metadata(checks, name, more, app=True)
    made: dict[str, Any] = {"selector": selector(name), "template": pod_template(checks, name, image, more, about["labels"])}
    made = joined(checks, made, checks.fields("spec", k8s.apps_v1.DaemonSetSpec, spec), "spec", {})
    checks.finish()
    return resource(k8s.apps_v1.DaemonSet, about, spec=made, ready_when=(is_everywhere,))


def is_everywhere(daemon_set: k8s.apps_v1.DaemonSet) -> bool:
    """Whether the pods of a DaemonSet are available on all nodes and, where it replaces them by itself, are of its present template.

    It is what `kubectl rollout status` waits for.
    """
    status, wanted = daemon_set.status, daemon_set.status.desired_number_scheduled
    return (
        (status.observed_generation >= daemon_set.metadata.generation)
        & (or_else(status.number_available, 0) >= wanted)
        & ((daemon_set.spec.update_strategy.type != "RollingUpdate") | (or_else(status.updated_number_scheduled, 0) >= wanted))
    )
