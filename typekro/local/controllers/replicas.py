"""Pods as the controllers of workloads handle them: made of a template, counted, chosen to go."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from typekro.kubernetes.objects import part, parts, selects
from typekro.local.api import StatusError
from typekro.local.controllers.base import MANAGER, Cluster
from typekro.local.controllers.manifests import (
    Manifest,
    annotations_of,
    condition_of,
    is_leaving,
    is_true,
    name_of,
    namespace_of,
    owner_reference,
    owners_of,
    seconds_since,
    spec_of,
    status_of,
    uid_of,
    with_metadata,
)
from typekro.local.controllers.objects import Kind

_ENDED = ("Succeeded", "Failed")
_PHASES = {"Pending": 0, "Unknown": 1, "Running": 2}
_DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"


def pod_of(owner: Mapping[str, Any], template: Mapping[str, Any], **metadata: Any) -> Manifest:
    """A pod as a controller makes it of its template.

    Args:
        owner: the controller.
        template: the pod template.
        **metadata: its name, or what its name begins with, and more labels or annotations.
    """
    own = part(template, "metadata")
    merged = {name: {**part(own, name), **metadata.pop(name, {})} for name in ("labels", "annotations")}
    finalizers = [*parts(own, "finalizers"), *metadata.pop("finalizers", ())]
    kept = {name: value for name, value in {**merged, "finalizers": finalizers}.items() if value}
    about = {"namespace": namespace_of(owner), **metadata, **kept, "ownerReferences": [owner_reference(owner)]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": about, "spec": template["spec"]}


def create_pod(cluster: Cluster, owner: Manifest, pod: Manifest, *, by: str) -> Manifest:
    """Makes a pod, and records it.

    Args:
        cluster: where.
        owner: its controller.
        pod: what is made.
        by: who records it.

    Raises:
        StatusError: the API server refuses it; that is recorded as well.
    """
    try:
        made = cluster.server.create(pod, manager=MANAGER)
    except StatusError as error:
        cluster.recorder.warning(owner, "FailedCreate", f"Error creating: {error.message}", by=by)
        raise
    cluster.recorder.normal(owner, "SuccessfulCreate", f"Created pod: {name_of(made)}", by=by)
    return made


def delete_pod(cluster: Cluster, owner: Manifest, pod: Manifest, *, by: str) -> None:
    """Deletes a pod, and records it; the arguments are those of `create_pod`."""
    cluster.delete(pod)
    cluster.recorder.normal(owner, "SuccessfulDelete", f"Deleted pod: {name_of(pod)}", by=by)


def claim(cluster: Cluster, owner: Manifest, kind: Kind) -> list[Manifest]:
    """The children of a controller: takes on those that its selector fits and nobody has, lets go those that it does not fit any more.

    Args:
        cluster: where.
        owner: the controller, with a label selector.
        kind: the kind of the children.
    """
    selector = spec_of(owner).get("selector")
    children: list[Manifest] = []
    for child in cluster.objects.controlled(owner, kind):
        if selects(selector, part(child["metadata"], "labels")):
            children.append(child)
        elif not is_leaving(owner):
            others = [each for each in child["metadata"]["ownerReferences"] if each["uid"] != uid_of(owner)]
            cluster.update(with_metadata(child, ownerReferences=others))
    if is_leaving(owner):
        return children
    for orphan in cluster.objects.orphans(namespace_of(owner), kind):
        if selects(selector, part(orphan["metadata"], "labels")) and not is_leaving(orphan):
            owners = [*owners_of(orphan), owner_reference(owner)]
            children.append(cluster.update(with_metadata(orphan, ownerReferences=owners)))
    return sorted(children, key=_age)


def is_active(pod: Mapping[str, Any]) -> bool:
    """A pod has not ended and is not being deleted."""
    return status_of(pod).get("phase") not in _ENDED and not is_leaving(pod)


def is_terminating(pod: Mapping[str, Any]) -> bool:
    """A pod is being deleted, and has not ended yet."""
    return status_of(pod).get("phase") not in _ENDED and is_leaving(pod)


def is_ready(pod: Mapping[str, Any]) -> bool:
    """A pod serves."""
    return is_true(status_of(pod), "Ready")


def seconds_to_available(pod: Mapping[str, Any], min_ready: float, now: datetime) -> float | None:
    """How long a pod has to stay ready until it counts as available: 0 where it does, None where it is not even ready."""
    ready = condition_of(status_of(pod), "Ready")
    if ready is None or ready["status"] != "True":
        return None
    return max(min_ready - seconds_since(ready["lastTransitionTime"], now), 0.0) if min_ready else 0.0


def is_available(pod: Mapping[str, Any], min_ready: float, now: datetime) -> bool:
    """A pod has been ready for long enough."""
    return seconds_to_available(pod, min_ready, now) == 0.0


def wait_for_available(pods: Iterable[Mapping[str, Any]], min_ready: float, now: datetime) -> float | None:
    """When to look again, for the first pod that will be available then."""
    return min((left for left in (seconds_to_available(each, min_ready, now) for each in pods) if left), default=None)


def to_go(pods: Sequence[Manifest], count: int) -> list[Manifest]:
    """The pods that are deleted first when there are too many: those without a node, not running, not ready, cheap, young.

    Args:
        pods: all that are there.
        count: how many are to go.
    """
    young_first = sorted(pods, key=_age, reverse=True)
    return sorted(young_first, key=_worth)[:count]


def _worth(pod: Manifest) -> tuple[bool, int, bool, int]:
    cost = annotations_of(pod).get(_DELETION_COST, "0")
    phase = _PHASES.get(status_of(pod).get("phase", "Pending"), 0)
    return "nodeName" in spec_of(pod), phase, is_ready(pod), int(cost) if cost.lstrip("-").isdigit() else 0


def _age(obj: Mapping[str, Any]) -> tuple[str, int]:
    version = str(obj["metadata"].get("resourceVersion", "0"))
    return obj["metadata"].get("creationTimestamp", ""), int(version) if version.isdigit() else 0
