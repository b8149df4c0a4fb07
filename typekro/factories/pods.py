"""The pods of a workload: their template, and what selects them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from typekro.checking.text_rules import SUBDOMAIN
from typekro.expressions.guards import is_mapping
from typekro.factories.checks import Checks
from typekro.factories.containers import Workload, container
from typekro.factories.joining import joined
from typekro.factories.metadata import APP
from typekro.factories.volumes import mounts
from typekro.openapi import k8s

MAX_REPLICAS: Final = 2**31 - 1
_ARGUMENTS: Final = {
    "pod.containers": "name",
    "pod.volumes": "volumes",
    "pod.serviceAccountName": "service_account_name",
    "pod.restartPolicy": "restart_policy",
}


def pod_template(
    checks: Checks,
    name: str,
    image: str,
    more: Workload,
    labels: Any,
    *,
    restart_policy: str | None = None,
    mounted: tuple[Mapping[str, Any], ...] = (),
) -> dict[str, Any]:
    """The template of a workload's pods, as it stands in a manifest.

    Args:
        checks: takes what is wrong.
        name: the workload, and the container.
        image: what the container runs.
        more: what else was said about the workload.
        labels: the pods' labels: a dict or a reference to one.
        restart_policy: when the container is started anew, where that is not always.
        mounted: what the container mounts beside its volumes.
    """
    volumes, places = mounts(checks, more.get("volumes", {}))
    made: dict[str, Any] = {"containers": [container(checks, name, image, more, [*places, *mounted])]}
    if volumes:
        made["volumes"] = volumes
    if "service_account_name" in more:
        checks.text("service_account_name", more["service_account_name"], SUBDOMAIN)
        made["serviceAccountName"] = more["service_account_name"]
    if restart_policy is not None:
        made["restartPolicy"] = restart_policy
    spec = joined(checks, made, checks.fields("pod", k8s.core_v1.PodSpec, more.get("pod", {})), "pod", _ARGUMENTS)
    return {"metadata": {"labels": dict(labels) if is_mapping(labels) else labels}, "spec": spec}


def selector(name: str) -> dict[str, Any]:
    """What selects the pods of a workload, as it stands in a manifest."""
    return {"matchLabels": {APP: name}}
