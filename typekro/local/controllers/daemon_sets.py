"""DaemonSets: a pod on each node."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from typekro.kubernetes.objects import part, parts
from typekro.local.api import Change
from typekro.local.controllers import revisions
from typekro.local.controllers.base import KindController
from typekro.local.controllers.manifests import (
    Manifest,
    annotations_of,
    compact,
    is_leaving,
    labels_of,
    name_of,
    scaled,
    spec_of,
    status_of,
)
from typekro.local.controllers.objects import NODE, POD, Key, key_of, kind_of
from typekro.local.controllers.replicas import claim, create_pod, delete_pod, is_available, is_ready, pod_of, wait_for_available
from typekro.local.controllers.scheduling import wanted_node

DAEMON_SET: Final = ("apps", "DaemonSet")

_BY = "daemonset-controller"
_HASH = "controller-revision-hash"
_GENERATION = "deprecated.daemonset.template.generation"
_TOLERATIONS = (
    ("node.kubernetes.io/not-ready", "NoExecute"),
    ("node.kubernetes.io/unreachable", "NoExecute"),
    ("node.kubernetes.io/disk-pressure", "NoSchedule"),
    ("node.kubernetes.io/memory-pressure", "NoSchedule"),
    ("node.kubernetes.io/pid-pressure", "NoSchedule"),
    ("node.kubernetes.io/unschedulable", "NoSchedule"),
)


class DaemonSetController(KindController):
    """Makes the pods of DaemonSets, replaces those of an old template, and counts them."""

    name = "daemonset"
    kind = DAEMON_SET
    children = frozenset({POD})
    beside = frozenset({NODE})

    def wants(self, change: Change) -> list[Key]:
        """Also all of them where a node comes or goes."""
        if kind_of(change.object) == NODE and change.type != "MODIFIED":
            return [key_of(each) for each in self.cluster.objects.of(DAEMON_SET)]
        return list(super().wants(change))

    def sync(self, obj: Manifest) -> float | None:
        """Makes what is missing; replaces what is old; counts."""
        if is_leaving(obj):
            return None
        pods = claim(self.cluster, obj, POD)
        revision = revisions.present_revision(self.cluster, obj, _HASH)
        hashed = labels_of(revision)[_HASH]
        try:
            for node in self.cluster.objects.of(NODE):
                self._serve(obj, name_of(node), [each for each in pods if _node_of(each) == name_of(node)], hashed)
            self._replace(obj, hashed)
        finally:
            self._count(obj, hashed)
        used = {labels_of(each).get(_HASH, "") for each in self.cluster.objects.controlled(obj, POD)} | {hashed}
        revisions.clean_up(self.cluster, obj, used)
        there = self.cluster.objects.controlled(obj, POD)
        return wait_for_available(there, spec_of(obj).get("minReadySeconds", 0), self.cluster.clock())

    def _serve(self, daemon_set: Manifest, node: str, pods: Sequence[Manifest], hashed: str) -> None:
        failed = [each for each in pods if status_of(each).get("phase") == "Failed" and not is_leaving(each)]
        for pod in failed:
            message = f"Found failed daemon pod {daemon_set['metadata']['namespace']}/{name_of(pod)} on node {node}, will try to kill it"
            self.cluster.recorder.warning(daemon_set, "FailedDaemonPod", message, by=_BY)
            delete_pod(self.cluster, daemon_set, pod, by=_BY)
        if not pods:
            create_pod(self.cluster, daemon_set, daemon_pod(daemon_set, node, hashed), by=_BY)

    def _replace(self, daemon_set: Manifest, hashed: str) -> None:
        strategy = part(spec_of(daemon_set), "updateStrategy")
        if strategy.get("type") == "OnDelete":
            return
        pods = [each for each in self.cluster.objects.controlled(daemon_set, POD) if not is_leaving(each)]
        now, min_ready = self.cluster.clock(), spec_of(daemon_set).get("minReadySeconds", 0)
        old = [each for each in pods if labels_of(each).get(_HASH) != hashed]
        broken = [each for each in old if not is_available(each, min_ready, now)]
        working = [each for each in old if each not in broken]
        nodes = len(self.cluster.objects.of(NODE))
        limit = max(scaled(part(strategy, "rollingUpdate").get("maxUnavailable", 1), nodes, up=True), 1)
        missing = nodes - sum(is_available(each, min_ready, now) for each in pods)
        for pod in [*broken, *working[: max(limit - missing, 0)]]:
            delete_pod(self.cluster, daemon_set, pod, by=_BY)

    def _count(self, daemon_set: Manifest, hashed: str) -> None:
        now, min_ready = self.cluster.clock(), spec_of(daemon_set).get("minReadySeconds", 0)
        nodes = {name_of(each) for each in self.cluster.objects.of(NODE)}
        pods = {_node_of(each): each for each in self.cluster.objects.controlled(daemon_set, POD) if _node_of(each) in nodes}
        available = sum(is_available(each, min_ready, now) for each in pods.values())
        status = {
            "currentNumberScheduled": len(pods),
            "desiredNumberScheduled": len(nodes),
            "numberMisscheduled": 0,
            "numberReady": sum(is_ready(each) for each in pods.values()),
            "observedGeneration": daemon_set["metadata"]["generation"],
            **compact(
                {
                    "numberAvailable": available,
                    "numberUnavailable": len(nodes) - available,
                    "updatedNumberScheduled": sum(labels_of(each).get(_HASH) == hashed for each in pods.values()),
                }
            ),
        }
        self.cluster.update_status(daemon_set, status)


def daemon_pod(daemon_set: Mapping[str, Any], node: str, hashed: str) -> Manifest:
    """The pod of a DaemonSet for a node, which is bound to it and tolerates what may be wrong with it."""
    generation = annotations_of(daemon_set).get(_GENERATION, "1")
    labels = {_HASH: hashed, "pod-template-generation": generation}
    pod = pod_of(daemon_set, spec_of(daemon_set)["template"], generateName=f"{name_of(daemon_set)}-", labels=labels)
    spec = pod["spec"]
    term = {"matchFields": [{"key": "metadata.name", "operator": "In", "values": [node]}]}
    nodes = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [term]}}
    affinity = part(spec, "affinity")
    affinity = {**affinity, "nodeAffinity": {**part(affinity, "nodeAffinity"), **nodes}}
    network = [("node.kubernetes.io/network-unavailable", "NoSchedule")] if spec.get("hostNetwork") else []
    added = [{"effect": effect, "key": key, "operator": "Exists"} for key, effect in (*_TOLERATIONS, *network)]
    own = [each for each in parts(spec, "tolerations") if each not in added]
    return {**pod, "spec": {**spec, "affinity": affinity, "tolerations": [*own, *added]}}


def _node_of(pod: Mapping[str, Any]) -> str:
    """The node of a pod, or the one that it is meant for."""
    return str(spec_of(pod).get("nodeName") or wanted_node(pod))
