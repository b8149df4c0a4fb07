"""Deployments, worked out: the numbers, the conditions and the annotations of a rollout; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from typekro.kubernetes.objects import part
from typekro.local.controllers.hashing import hash_of
from typekro.local.controllers.manifests import (
    Manifest,
    annotations_of,
    compact,
    condition_of,
    name_of,
    namespace_of,
    owner_reference,
    scaled,
    seconds_since,
    spec_of,
    status_of,
    without_condition,
)
from typekro.local.timestamps import rfc3339

HASH: Final = "pod-template-hash"
REVISION: Final = "deployment.kubernetes.io/revision"
HISTORY: Final = "deployment.kubernetes.io/revision-history"
DESIRED: Final = "deployment.kubernetes.io/desired-replicas"
MAX: Final = "deployment.kubernetes.io/max-replicas"

_NOT_COPIED = {"kubectl.kubernetes.io/last-applied-configuration", REVISION, HISTORY, DESIRED, MAX, "deprecated.deployment.rollback.to"}
_LONGEST_HISTORY = 2000
_NO_DEADLINE = 2**31 - 1


def wanted_replicas(obj: Mapping[str, Any]) -> int:
    """How many pods a Deployment or a ReplicaSet wants."""
    return int(spec_of(obj).get("replicas", 1))


def is_recreate(deployment: Mapping[str, Any]) -> bool:
    """All old pods go before the first new one comes."""
    return part(spec_of(deployment), "strategy").get("type") == "Recreate"


def max_surge(deployment: Mapping[str, Any]) -> int:
    """How many pods there may be beyond the wanted ones while a new template comes."""
    return 0 if is_recreate(deployment) else scaled(_rolling(deployment).get("maxSurge", "25%"), wanted_replicas(deployment), up=True)


def max_unavailable(deployment: Mapping[str, Any]) -> int:
    """How many of the wanted pods may not be available while a new template comes."""
    wanted = wanted_replicas(deployment)
    if is_recreate(deployment) or wanted == 0:
        return 0
    found = scaled(_rolling(deployment).get("maxUnavailable", "25%"), wanted, up=False)
    return min(found or int(max_surge(deployment) == 0), wanted)


def _rolling(deployment: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] | None = part(spec_of(deployment), "strategy").get("rollingUpdate")
    return found if found is not None else {}


def deadline(deployment: Mapping[str, Any]) -> int | None:
    """Seconds that a rollout may go on without progress; None where it may for ever."""
    seconds = int(spec_of(deployment).get("progressDeadlineSeconds", 600))
    return None if seconds == _NO_DEADLINE else seconds


def template_without_hash(obj: Mapping[str, Any]) -> Manifest:
    """The pod template, without the label that tells templates apart."""
    template = dict(spec_of(obj)["template"])
    metadata = dict(part(template, "metadata"))
    labels = {key: value for key, value in part(metadata, "labels").items() if key != HASH}
    return {**template, "metadata": compact({**metadata, "labels": labels})}


def find_new(deployment: Mapping[str, Any], replica_sets: Sequence[Manifest]) -> Manifest | None:
    """The oldest ReplicaSet of the present template."""
    template = template_without_hash(deployment)
    return next((each for each in replica_sets if template_without_hash(each) == template), None)


def revision_of(replica_set: Mapping[str, Any]) -> int:
    """The number of the template, as the ReplicaSet says it."""
    text = annotations_of(replica_set).get(REVISION, "0")
    return int(text) if text.isdigit() else 0


def replica_set_of(deployment: Mapping[str, Any], replicas: int, annotations: Mapping[str, str]) -> Manifest:
    """The ReplicaSet of the present template.

    Args:
        deployment: the Deployment.
        replicas: how many pods it starts with.
        annotations: its annotations.
    """
    spec = spec_of(deployment)
    template, hashed = spec["template"], hash_of(template_without_hash(deployment), status_of(deployment).get("collisionCount"))
    labels = {**(part(part(template, "metadata"), "labels")), HASH: hashed}
    selector = {**spec["selector"], "matchLabels": {**part(spec["selector"], "matchLabels"), HASH: hashed}}
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {
            "name": f"{name_of(deployment)}-{hashed}",
            "namespace": namespace_of(deployment),
            "labels": labels,
            "annotations": dict(annotations),
            "ownerReferences": [owner_reference(deployment)],
        },
        "spec": {
            "replicas": replicas,
            **compact({"minReadySeconds": spec.get("minReadySeconds", 0)}),
            "selector": selector,
            "template": {**template, "metadata": {**part(template, "metadata"), "labels": labels}},
        },
    }


def sizes(deployment: Mapping[str, Any]) -> dict[str, str]:
    """The annotations by which a ReplicaSet knows how large its Deployment is."""
    wanted = wanted_replicas(deployment)
    return {DESIRED: str(wanted), MAX: str(wanted + max_surge(deployment))}


def annotations_for_new(deployment: Mapping[str, Any], present: Mapping[str, str], revision: int) -> dict[str, str]:
    """The annotations of the ReplicaSet of the present template: those of the Deployment, and which number the template has.

    Args:
        deployment: the Deployment.
        present: those that the ReplicaSet has.
        revision: the number after that of all older ones.
    """
    merged = {**present, **{key: value for key, value in annotations_of(deployment).items() if key not in _NOT_COPIED}}
    old = present.get(REVISION)
    if old is not None and not old.isdigit():
        return merged
    if int(old or 0) < revision:
        merged[REVISION] = str(revision)
        if old is not None:
            history = [each for each in present.get(HISTORY, "").split(",") if each] + [old]
            while len(",".join(history)) > _LONGEST_HISTORY:
                history = history[1:]
            merged[HISTORY] = ",".join(history)
    return merged


def new_size(deployment: Mapping[str, Any], replica_sets: Iterable[Manifest], present: int) -> int:
    """How many pods the new ReplicaSet may have now.

    Args:
        deployment: the Deployment.
        replica_sets: all of its ReplicaSets.
        present: how many the new one wants now.
    """
    wanted = wanted_replicas(deployment)
    if is_recreate(deployment):
        return wanted
    room = wanted + max_surge(deployment) - sum(wanted_replicas(each) for each in replica_sets)
    return present if room <= 0 else present + min(room, wanted - present)


def proportions(deployment: Mapping[str, Any], replica_sets: Sequence[Manifest]) -> dict[str, int]:
    """How large each ReplicaSet becomes when a Deployment is scaled in the middle of a rollout: by its share.

    Args:
        deployment: the Deployment.
        replica_sets: those that want pods, the oldest first.
    """
    wanted = wanted_replicas(deployment)
    allowed = wanted + max_surge(deployment) if wanted > 0 else 0
    to_add = allowed - sum(wanted_replicas(each) for each in replica_sets)
    in_order = sorted(reversed(replica_sets) if to_add > 0 else replica_sets, key=lambda each: -wanted_replicas(each))
    found: dict[str, int] = {}
    added = 0
    for each in in_order:
        share = _share(deployment, each, to_add - added) if to_add else 0
        found[name_of(each)] = wanted_replicas(each) + share
        added += share
    if in_order and to_add:
        largest = name_of(in_order[0])
        found[largest] = max(found[largest] + to_add - added, 0)
    return found


def _share(deployment: Mapping[str, Any], replica_set: Mapping[str, Any], left: int) -> int:
    size, wanted = wanted_replicas(replica_set), wanted_replicas(deployment)
    if left == 0:
        return 0
    if wanted == 0:
        return max(-size, left)
    text = annotations_of(replica_set).get(MAX, "")
    before = int(text) if text.isdigit() and int(text) else int(status_of(deployment).get("replicas", 0))
    if not before:
        return 0
    share = int(size * (wanted + max_surge(deployment)) / before + 0.5) - size
    return min(share, left) if left > 0 else max(share, left)


def counted(deployment: Mapping[str, Any], replica_sets: Sequence[Manifest], new: Manifest | None) -> Manifest:
    """The numbers of a Deployment's status."""
    available = _sum(replica_sets, "availableReplicas")
    numbers = {
        "replicas": _sum(replica_sets, "replicas"),
        "updatedReplicas": _sum([] if new is None else [new], "replicas"),
        "readyReplicas": _sum(replica_sets, "readyReplicas"),
        "availableReplicas": available,
        "unavailableReplicas": max(sum(wanted_replicas(each) for each in replica_sets) - available, 0),
    }
    collisions = status_of(deployment).get("collisionCount")
    return {
        "observedGeneration": deployment["metadata"]["generation"],
        **compact(numbers),
        "terminatingReplicas": _sum(replica_sets, "terminatingReplicas"),
        **({} if collisions is None else {"collisionCount": collisions}),
    }


def _sum(replica_sets: Iterable[Mapping[str, Any]], name: str) -> int:
    return sum(status_of(each).get(name, 0) for each in replica_sets)


def is_complete(deployment: Mapping[str, Any], status: Mapping[str, Any]) -> bool:
    """All wanted pods are of the present template and available, and there is no other one."""
    wanted = wanted_replicas(deployment)
    return all(status.get(name, 0) == wanted for name in ("updatedReplicas", "replicas", "availableReplicas")) and (
        status.get("observedGeneration", 0) >= deployment["metadata"]["generation"]
    )


def has_progressed(before: Mapping[str, Any], status: Mapping[str, Any]) -> bool:
    """There are more new, ready or available pods than before, or fewer old ones."""

    def old(of: Mapping[str, Any]) -> int:
        return int(of.get("replicas", 0) - of.get("updatedReplicas", 0))

    return old(status) < old(before) or any(
        status.get(name, 0) > before.get(name, 0) for name in ("updatedReplicas", "readyReplicas", "availableReplicas")
    )


def has_timed_out(deployment: Mapping[str, Any], conditions: Sequence[Mapping[str, Any]], now: datetime) -> bool:
    """There was no progress for longer than allowed."""
    seconds, progress = deadline(deployment), condition_of({"conditions": conditions}, "Progressing")
    if seconds is None or progress is None or progress["reason"] == "NewReplicaSetAvailable":
        return False
    return progress["reason"] == "ProgressDeadlineExceeded" or seconds_since(progress["lastUpdateTime"], now) > seconds


def with_condition(conditions: Sequence[Mapping[str, Any]], kind: str, status: str, said: tuple[str, str], now: datetime) -> list[Any]:
    """The conditions of a Deployment with another one: it comes last; nothing changes where status and reason stay.

    Args:
        conditions: the present ones.
        kind: its type.
        status: its status.
        said: its reason and its message.
        now: the time.
    """
    known = condition_of({"conditions": conditions}, kind)
    if known is not None and (known["status"], known["reason"]) == (status, said[0]):
        return list(conditions)
    since = known["lastTransitionTime"] if known is not None and known["status"] == status else rfc3339(now)
    times = {"lastTransitionTime": since, "lastUpdateTime": rfc3339(now)}
    new = {"type": kind, "status": status, "reason": said[0], "message": said[1], **times}
    return [*without_condition(conditions, kind), new]
