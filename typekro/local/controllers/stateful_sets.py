"""StatefulSets: numbered pods with claims of their own, one after the other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from typekro.kubernetes.objects import part
from typekro.local.api import StatusError
from typekro.local.controllers import revisions
from typekro.local.controllers.base import MANAGER, Cluster, KindController
from typekro.local.controllers.manifests import Manifest, compact, is_leaving, labels_of, name_of, namespace_of, scaled, spec_of, status_of
from typekro.local.controllers.objects import POD
from typekro.local.controllers.replicas import claim, is_available, is_ready, wait_for_available
from typekro.local.controllers.stateful_pods import REVISION_LABEL, claims_of, ordinal_of, start_of, stateful_pod

STATEFUL_SET: Final = ("apps", "StatefulSet")

_CLAIM: Final = ("", "PersistentVolumeClaim")
_BY = "statefulset-controller"
_HASH = "controller.kubernetes.io/hash"


class StatefulSetController(KindController):
    """Makes, replaces and deletes the pods of StatefulSets in their order, and counts them."""

    name = "statefulset"
    kind = STATEFUL_SET
    children = frozenset({POD})

    def sync(self, obj: Manifest) -> float | None:
        """Takes the next step."""
        pods = [each for each in claim(self.cluster, obj, POD) if ordinal_of(obj, each) >= 0]
        if is_leaving(obj):
            return None
        update = revisions.present_revision(self.cluster, obj, _HASH)
        known = {name_of(each): each for each in revisions.revisions_of(self.cluster, obj)}
        current = known.get(status_of(obj).get("currentRevision", ""), update)
        look = Look(self.cluster, obj, current, update, self.cluster.clock())
        try:
            look.advance({ordinal_of(obj, each): each for each in pods})
        finally:
            pods = self.cluster.objects.controlled(obj, POD)
            self.cluster.update_status(obj, look.status(pods))
        used = {labels_of(each).get(REVISION_LABEL, "") for each in pods} | {name_of(current), name_of(update)}
        revisions.clean_up(self.cluster, obj, used)
        return wait_for_available(pods, spec_of(obj).get("minReadySeconds", 0), self.cluster.clock())


@attrs.frozen
class Look:
    """One look at a StatefulSet.

    Args:
        cluster: where.
        stateful_set: the StatefulSet.
        current: the revision that pods had before.
        update: the revision that they are to have.
        now: the time.
    """

    cluster: Cluster
    stateful_set: Manifest
    current: Manifest
    update: Manifest
    now: datetime

    def advance(self, pods: Mapping[int, Manifest]) -> None:
        """Makes, deletes or replaces a pod, or several where their order does not matter.

        Args:
            pods: what is there, by number.
        """
        start = start_of(self.stateful_set)
        wanted = range(start, start + spec_of(self.stateful_set).get("replicas", 1))
        condemned = sorted((number for number in pods if number not in wanted), reverse=True)
        one_by_one = spec_of(self.stateful_set).get("podManagementPolicy", "OrderedReady") != "Parallel"
        waits = False
        for number in wanted:
            waits |= self._advance_one(number, pods.get(number))
            if waits and one_by_one:
                return
        unhealthy = [number for number in [*wanted, *reversed(condemned)] if number in pods and not self._is_available(pods[number])]
        for number in condemned:
            blocked = is_leaving(pods[number]) or (not self._is_available(pods[number]) and unhealthy[:1] != [number])
            if not is_leaving(pods[number]) and not (blocked and one_by_one):
                self._delete(pods[number])
                blocked = True
            if blocked and one_by_one:
                return
        if not waits and not condemned and part(spec_of(self.stateful_set), "updateStrategy").get("type") != "OnDelete":
            self._replace([pods[number] for number in wanted])

    def status(self, pods: list[Manifest]) -> Manifest:
        """The status."""
        current, update = name_of(self.current), name_of(self.update)
        there = [each for each in pods if ordinal_of(self.stateful_set, each) >= 0]
        staying = [labels_of(each).get(REVISION_LABEL) for each in there if not is_leaving(each)]
        ready = [each for each in there if _is_running(each) and is_ready(each)]
        numbers = {
            "currentReplicas": staying.count(current),
            "readyReplicas": len(ready),
            "updatedReplicas": staying.count(update),
        }
        wanted = spec_of(self.stateful_set).get("replicas", 1)
        rolling = part(spec_of(self.stateful_set), "updateStrategy").get("type", "RollingUpdate") == "RollingUpdate"
        if rolling and numbers["updatedReplicas"] == numbers["readyReplicas"] == len(there) == wanted:
            current, numbers["currentReplicas"] = update, wanted
        return {
            "observedGeneration": self.stateful_set["metadata"]["generation"],
            "replicas": len(there),
            "availableReplicas": sum(self._is_available(each) for each in ready),
            **compact(numbers),
            "currentRevision": current,
            "updateRevision": update,
            "collisionCount": 0,
        }

    def _advance_one(self, number: int, pod: Manifest | None) -> bool:
        """Whether the next one has to wait for this one."""
        if pod is None:
            self._create(number)
            return True
        if status_of(pod).get("phase") in {"Failed", "Succeeded"}:
            if not is_leaving(pod):
                self._delete(pod)
            return True
        if status_of(pod).get("phase") == "Pending":
            self._create_claims(number, name_of(pod))
        return is_leaving(pod) or not self._is_available(pod)

    def _replace(self, pods: list[Manifest]) -> None:
        """Deletes the pods with the highest numbers that are of an older template, as many as may be missing."""
        rolling = part(part(spec_of(self.stateful_set), "updateStrategy"), "rollingUpdate")
        missing = sum(not self._is_available(each) for each in pods)
        room = max(scaled(rolling.get("maxUnavailable", 1), len(pods), up=True), 1) - missing
        first = start_of(self.stateful_set) + rolling.get("partition", 0)
        for pod in reversed(pods):
            old = labels_of(pod).get(REVISION_LABEL) != name_of(self.update)
            if room > 0 and old and ordinal_of(self.stateful_set, pod) >= first and not is_leaving(pod):
                self._delete(pod)
                room -= 1

    def _is_available(self, pod: Manifest) -> bool:
        return _is_running(pod) and is_available(pod, spec_of(self.stateful_set).get("minReadySeconds", 0), self.now)

    def _create(self, number: int) -> None:
        strategy = part(spec_of(self.stateful_set), "updateStrategy")
        rolling = strategy.get("rollingUpdate")
        before = status_of(self.stateful_set).get("currentReplicas", 0) if strategy.get("type") == "RollingUpdate" else 0
        kept = before if rolling is None else rolling.get("partition", 0)
        revision = self.current if number < start_of(self.stateful_set) + kept else self.update
        pod = stateful_pod(self.stateful_set, revisions.template_of(revision), name_of(revision), number)
        self._create_claims(number, name_of(pod))
        about = f"Pod {name_of(pod)} in StatefulSet {name_of(self.stateful_set)}"
        try:
            self.cluster.server.create(pod, manager=MANAGER)
        except StatusError as error:
            self.cluster.recorder.warning(self.stateful_set, "FailedCreate", f"Create {about} failed error: {error.message}", by=_BY)
            raise
        self.cluster.recorder.normal(self.stateful_set, "SuccessfulCreate", f"Create {about} successful", by=_BY)

    def _create_claims(self, number: int, pod: str) -> None:
        for each in claims_of(self.stateful_set, number):
            if self.cluster.objects.get(_CLAIM, (namespace_of(each), name_of(each))) is None:
                self.cluster.server.create(each, manager=MANAGER)
                message = f"Create Claim {name_of(each)} Pod {pod} in StatefulSet {name_of(self.stateful_set)} success"
                self.cluster.recorder.normal(self.stateful_set, "SuccessfulCreate", message, by=_BY)

    def _delete(self, pod: Manifest) -> None:
        self.cluster.delete(pod)
        message = f"Delete Pod {name_of(pod)} in StatefulSet {name_of(self.stateful_set)} successful"
        self.cluster.recorder.normal(self.stateful_set, "SuccessfulDelete", message, by=_BY)


def _is_running(pod: Mapping[str, Any]) -> bool:
    return status_of(pod).get("phase") == "Running"
