"""The scheduler: gives each pod the only node, unless a volume that it needs is not there."""

from collections.abc import Iterable, Mapping
from typing import Any

from typekro.kubernetes.objects import part, parts
from typekro.local.api import Change
from typekro.local.controllers.base import Cluster
from typekro.local.controllers.manifests import Manifest, condition_of, is_leaving, name_of, namespace_of, spec_of, status_of
from typekro.local.controllers.objects import CLAIM, POD, Key, key_of, kind_of
from typekro.local.controllers.pod_statuses import scheduled, unschedulable
from typekro.local.controllers.recording import SCHEDULER

_MANAGER = "kube-scheduler"


class Scheduler:
    """Binds pods to the node.

    Args:
        cluster: what it works on.
    """

    name = "scheduler"
    kinds = frozenset({POD, CLAIM})

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def wants(self, change: Change) -> Iterable[Key]:
        """Pods without a node; those that use a claim when the claim changes."""
        kind = kind_of(change.object)
        if kind == POD and change.type != "DELETED" and "nodeName" not in spec_of(change.object):
            yield key_of(change.object)
        if kind == CLAIM:
            namespace, name = key_of(change.object)
            for pod in self._cluster.objects.within(namespace, POD):
                if "nodeName" not in spec_of(pod) and name in claims_of(pod):
                    yield key_of(pod)

    def reconcile(self, key: Key) -> None:
        """Gives a pod its node, or says why it cannot have it."""
        pod = self._cluster.objects.get(POD, key)
        if pod is None or is_leaving(pod) or "nodeName" in spec_of(pod):
            return
        why = self._obstacle(pod)
        if why is None:
            self._bind(pod)
            return
        known = condition_of(status_of(pod), "PodScheduled")
        if known is None or known.get("message") != why:
            self._cluster.recorder.warning(pod, "FailedScheduling", why, by=SCHEDULER)
            self._cluster.update_status(pod, unschedulable(pod, why, self._cluster.clock()), manager=_MANAGER)

    def _obstacle(self, pod: Manifest) -> str | None:
        for name in claims_of(pod):
            claim = self._cluster.objects.get(CLAIM, (namespace_of(pod), name))
            if claim is None:
                return f'0/1 nodes are available: persistentvolumeclaim "{name}" not found. not found'
            if status_of(claim).get("phase") != "Bound":
                return "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found"
        return None

    def _bind(self, pod: Manifest) -> None:
        cluster, node = self._cluster, wanted_node(pod) or self._cluster.node
        cluster.bind({**pod, "status": {**status_of(pod), "conditions": scheduled(pod, cluster.clock())}}, node)
        message = f"Successfully assigned {namespace_of(pod)}/{name_of(pod)} to {node}"
        cluster.recorder.normal(pod, "Scheduled", message, by=SCHEDULER)


def claims_of(pod: Mapping[str, Any]) -> list[str]:
    """The names of the claims whose volumes a pod uses."""
    volumes = parts(spec_of(pod), "volumes")
    return [each["persistentVolumeClaim"]["claimName"] for each in volumes if "persistentVolumeClaim" in each]


def wanted_node(pod: Mapping[str, Any]) -> str | None:
    """The node that a pod is meant for by name, as the pods of DaemonSets are; None where it may run anywhere."""
    required = part(part(part(spec_of(pod), "affinity"), "nodeAffinity"), "requiredDuringSchedulingIgnoredDuringExecution")
    for term in parts(required, "nodeSelectorTerms"):
        for each in parts(term, "matchFields"):
            if (each.get("key"), each.get("operator")) == ("metadata.name", "In"):
                return str(each["values"][0])
    return None
