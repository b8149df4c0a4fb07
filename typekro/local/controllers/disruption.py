"""PodDisruptionBudgets: how many pods may be taken away now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from typekro.kubernetes.objects import selects
from typekro.local.api import Change
from typekro.local.controllers.base import KindController
from typekro.local.controllers.manifests import Manifest, condition_of, labels_of, namespace_of, scaled, spec_of, status_of
from typekro.local.controllers.objects import POD, Key, key_of, kind_of
from typekro.local.controllers.replicas import is_active, is_ready
from typekro.local.timestamps import rfc3339

BUDGET: Final = ("policy", "PodDisruptionBudget")


class DisruptionController(KindController):
    """Counts the pods of PodDisruptionBudgets."""

    name = "disruption"
    kind = BUDGET
    beside = frozenset({POD})

    def wants(self, change: Change) -> Iterable[Key]:
        """Also the budgets of a pod."""
        yield from super().wants(change)
        if kind_of(change.object) == POD:
            for budget in self.cluster.objects.within(namespace_of(change.object), BUDGET):
                if _covers(budget, change.object):
                    yield key_of(budget)

    def sync(self, obj: Manifest) -> float | None:
        """Counts."""
        pods = [each for each in self.cluster.objects.within(namespace_of(obj), POD) if _covers(obj, each) and is_active(each)]
        self.cluster.update_status(obj, status_of_budget(obj, pods, self._expected(obj, pods), self.cluster.clock()))
        return None

    def _expected(self, budget: Manifest, pods: Sequence[Manifest]) -> int:
        spec = spec_of(budget)
        if "maxUnavailable" not in spec and not isinstance(spec.get("minAvailable"), str):
            return len(pods)
        owners = {owner["metadata"]["uid"]: owner for pod in pods if (owner := self._top(pod)) is not None}
        return sum(int(spec_of(owner).get("replicas", 1)) for owner in owners.values())

    def _top(self, pod: Manifest) -> Manifest | None:
        owner = self.cluster.objects.controller(pod)
        return None if owner is None else self.cluster.objects.controller(owner) or owner


def status_of_budget(budget: Mapping[str, Any], pods: Sequence[Mapping[str, Any]], expected: int, now: datetime) -> Manifest:
    """The status of a PodDisruptionBudget.

    Args:
        budget: the budget.
        pods: the pods that it covers.
        expected: how many there are to be.
        now: the time.
    """
    spec, healthy = spec_of(budget), sum(is_ready(each) for each in pods)
    if "maxUnavailable" in spec:
        desired = max(expected - scaled(spec["maxUnavailable"], expected, up=True), 0)
    else:
        desired = scaled(spec.get("minAvailable", 1), expected, up=True)
    allowed = max(healthy - desired, 0) if expected > 0 else 0
    generation = budget["metadata"]["generation"]
    state, reason = ("True", "SufficientPods") if allowed else ("False", "InsufficientPods")
    known = condition_of(status_of(budget), "DisruptionAllowed")
    since = known["lastTransitionTime"] if known is not None and known["status"] == state else rfc3339(now)
    said = {"type": "DisruptionAllowed", "status": state, "reason": reason, "message": "", "observedGeneration": generation}
    return {
        "conditions": [{**said, "lastTransitionTime": since}],
        "currentHealthy": healthy,
        "desiredHealthy": desired,
        "disruptionsAllowed": allowed,
        "expectedPods": expected,
        "observedGeneration": generation,
    }


def _covers(budget: Mapping[str, Any], pod: Mapping[str, Any]) -> bool:
    return selects(spec_of(budget).get("selector"), labels_of(pod))
