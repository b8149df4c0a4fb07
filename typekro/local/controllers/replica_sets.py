"""ReplicaSets: as many pods of a template as are wanted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from typekro.kubernetes.objects import part, parts
from typekro.local.api import StatusError
from typekro.local.controllers.base import KindController
from typekro.local.controllers.manifests import (
    Manifest,
    compact,
    is_leaving,
    labels_of,
    name_of,
    spec_of,
    status_of,
    without_condition,
)
from typekro.local.controllers.objects import POD
from typekro.local.controllers.replicas import (
    claim,
    create_pod,
    delete_pod,
    is_active,
    is_available,
    is_ready,
    is_terminating,
    pod_of,
    to_go,
    wait_for_available,
)
from typekro.local.timestamps import rfc3339

REPLICA_SET: Final = ("apps", "ReplicaSet")

_BY = "replicaset-controller"


class ReplicaSetController(KindController):
    """Makes and deletes the pods of ReplicaSets, and counts them."""

    name = "replicaset"
    kind = REPLICA_SET
    children = frozenset({POD})

    def sync(self, obj: Manifest) -> float | None:
        """Makes or deletes what is too few or too many; counts when that has nothing to do."""
        pods = claim(self.cluster, obj, POD)
        active = [each for each in pods if is_active(each)]
        missing = 0 if is_leaving(obj) else spec_of(obj).get("replicas", 1) - len(active)
        if missing == 0:
            return self._count(obj, None)
        try:
            self._scale(obj, active, missing)
        except StatusError as error:
            self._count(obj, ("FailedCreate" if missing > 0 else "FailedDelete", error.message))
            raise
        return None  # each pod that comes or goes has it look again

    def _scale(self, replica_set: Manifest, active: Sequence[Manifest], missing: int) -> None:
        for _ in range(missing):
            pod = pod_of(replica_set, spec_of(replica_set)["template"], generateName=f"{name_of(replica_set)}-")
            create_pod(self.cluster, replica_set, pod, by=_BY)
        for pod in to_go(active, max(-missing, 0)):
            delete_pod(self.cluster, replica_set, pod, by=_BY)

    def _count(self, replica_set: Manifest, problem: tuple[str, str] | None) -> float | None:
        now, min_ready = self.cluster.clock(), spec_of(replica_set).get("minReadySeconds", 0)
        pods = self.cluster.objects.controlled(replica_set, POD)
        self.cluster.update_status(replica_set, status_of_replica_set(replica_set, pods, problem, now))
        return wait_for_available((each for each in pods if is_active(each)), min_ready, now)


def status_of_replica_set(
    replica_set: Mapping[str, Any], pods: Sequence[Manifest], problem: tuple[str, str] | None, now: datetime
) -> Manifest:
    """The status of a ReplicaSet.

    Args:
        replica_set: the ReplicaSet.
        pods: its pods.
        problem: the reason and the message of why pods could not be made or deleted.
        now: the time.
    """
    active = [each for each in pods if is_active(each)]
    min_ready = spec_of(replica_set).get("minReadySeconds", 0)
    wanted = part(part(spec_of(replica_set)["template"], "metadata"), "labels")
    conditions = _conditions(replica_set, problem, now)
    return {
        "replicas": len(active),
        **compact(
            {
                "availableReplicas": sum(is_available(each, min_ready, now) for each in active),
                "fullyLabeledReplicas": sum(wanted.items() <= labels_of(each).items() for each in active),
                "readyReplicas": sum(is_ready(each) for each in active),
                "conditions": conditions,
            }
        ),
        "terminatingReplicas": sum(is_terminating(each) for each in pods),
        "observedGeneration": replica_set["metadata"]["generation"],
    }


def _conditions(replica_set: Mapping[str, Any], problem: tuple[str, str] | None, now: datetime) -> list[Mapping[str, Any]]:
    """The present conditions, with the problem as long as there is one; the first one stays."""
    before = parts(status_of(replica_set), "conditions")
    others = without_condition(before, "ReplicaFailure")
    if problem is None or len(others) < len(before):
        return others if problem is None else list(before)
    said = {"type": "ReplicaFailure", "status": "True", "reason": problem[0], "message": problem[1]}
    return [*others, {**said, "lastTransitionTime": rfc3339(now)}]
