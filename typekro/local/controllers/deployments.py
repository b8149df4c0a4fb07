"""Deployments: a ReplicaSet for each template, and the pods brought from the old ones to the new one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from typekro.kubernetes.objects import parts
from typekro.local.api import StatusError
from typekro.local.controllers import rollouts
from typekro.local.controllers.base import MANAGER, Cluster, KindController
from typekro.local.controllers.manifests import (
    Manifest,
    annotations_of,
    condition_of,
    is_leaving,
    name_of,
    seconds_since,
    spec_of,
    status_of,
    with_metadata,
    without_condition,
)
from typekro.local.controllers.objects import POD
from typekro.local.controllers.replica_sets import REPLICA_SET
from typekro.local.controllers.replicas import claim, is_active, is_terminating
from typekro.local.controllers.rollouts import REVISION, revision_of, wanted_replicas

DEPLOYMENT: Final = ("apps", "Deployment")

_BY = "deployment-controller"
_ALREADY_EXISTS = "AlreadyExists"


class DeploymentController(KindController):
    """Rolls out the templates of Deployments."""

    name = "deployment"
    kind = DEPLOYMENT
    children = frozenset({REPLICA_SET})

    def sync(self, obj: Manifest) -> float | None:
        """Takes the next step of a rollout, and tells how far it is."""
        replica_sets = claim(self.cluster, obj, REPLICA_SET)
        new = rollouts.find_new(obj, replica_sets)
        old = [each for each in replica_sets if new is None or each["metadata"]["uid"] != new["metadata"]["uid"]]
        rollout = Rollout(self.cluster, obj, new, old)
        try:
            rollout.advance()
        except StatusError:
            rollout.write(dict(status_of(obj)))
            raise
        return rollout.seconds_to_deadline()


@attrs.define
class Rollout:
    """One look at a Deployment.

    Args:
        cluster: where.
        deployment: the Deployment.
        new: the ReplicaSet of its present template, once it is there.
        old: its other ReplicaSets, the oldest first.
    """

    cluster: Cluster
    deployment: Manifest
    new: Manifest | None
    old: list[Manifest]
    _conditions: list[Any] = attrs.field(init=False)
    _annotations: dict[str, str] = attrs.field(init=False)
    _now: datetime = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._conditions = list(parts(status_of(self.deployment), "conditions"))
        self._annotations = dict(annotations_of(self.deployment))
        self._now = self.cluster.clock()

    @property
    def _all(self) -> list[Manifest]:
        return [*self.old, *([] if self.new is None else [self.new])]

    @property
    def _active_old(self) -> list[Manifest]:
        return [each for each in self.old if wanted_replicas(each) > 0]

    def advance(self) -> None:
        """Takes the next step."""
        if is_leaving(self.deployment):
            self.write(self._counted())
            return
        self._note_pause()
        if spec_of(self.deployment).get("paused") or self._is_being_scaled():
            self._find(create=False)
            self._scale_all()
            if spec_of(self.deployment).get("paused"):
                self._clean_up()
            self.write(self._counted())
            return
        if rollouts.is_recreate(self.deployment):
            self._recreate()
        else:
            self._roll()
        self._tell_progress()

    def seconds_to_deadline(self) -> float | None:
        """When to look whether there was progress; None where nobody has to."""
        seconds = rollouts.deadline(self.deployment)
        present = self.cluster.objects.by_uid(self.deployment["metadata"]["uid"])
        progress = None if present is None else condition_of(status_of(present), "Progressing")
        if seconds is None or present is None or progress is None or spec_of(present).get("paused"):
            return None
        if progress["reason"] in {"NewReplicaSetAvailable", "ProgressDeadlineExceeded"} or rollouts.is_complete(
            present, status_of(present)
        ):
            return None
        return seconds - seconds_since(progress["lastUpdateTime"], self._now) + 1

    def write(self, status: Manifest) -> None:
        """Writes the status, with the conditions and the number of the template."""
        status = {key: value for key, value in status.items() if key != "conditions"}
        if self._conditions:
            status["conditions"] = self._conditions
        if status_of(self.deployment) == status and self._annotations == annotations_of(self.deployment):
            return
        changed = with_metadata(self.deployment, annotations=self._annotations)
        self.cluster.server.update({**changed, "status": status}, manager=MANAGER, subresource="status")

    def _note_pause(self) -> None:
        if rollouts.deadline(self.deployment) is None:
            return
        progress = condition_of({"conditions": self._conditions}, "Progressing")
        reason = None if progress is None else progress["reason"]
        paused = bool(spec_of(self.deployment).get("paused"))
        if paused and reason not in {"DeploymentPaused", "ProgressDeadlineExceeded"}:
            self._say("Progressing", "Unknown", ("DeploymentPaused", "Deployment is paused"))
        elif not paused and reason == "DeploymentPaused":
            self._say("Progressing", "Unknown", ("DeploymentResumed", "Deployment is resumed"))

    def _is_being_scaled(self) -> bool:
        wanted = str(wanted_replicas(self.deployment))
        active = [each for each in self._all if wanted_replicas(each) > 0]
        return any(annotations_of(each).get(rollouts.DESIRED, wanted) != wanted for each in active)

    def _find(self, *, create: bool) -> None:
        """Brings the annotations of the new ReplicaSet up to date, or makes it."""
        revision = max((revision_of(each) for each in self.old), default=0) + 1
        if self.new is None:
            if create:
                self._create(revision)
            return
        annotations = rollouts.annotations_for_new(self.deployment, annotations_of(self.new), revision)
        seconds = spec_of(self.deployment).get("minReadySeconds", 0)
        if annotations != annotations_of(self.new) or seconds != spec_of(self.new).get("minReadySeconds", 0):
            changed = with_metadata(self.new, annotations=annotations)
            self.new = self.cluster.update({**changed, "spec": {**changed["spec"], "minReadySeconds": seconds}})
        self._annotations[REVISION] = annotations.get(REVISION, str(revision))
        if rollouts.deadline(self.deployment) is not None and condition_of({"conditions": self._conditions}, "Progressing") is None:
            self._say("Progressing", "True", ("FoundNewReplicaSet", f'Found new replica set "{name_of(self.new)}"'))

    def _create(self, revision: int) -> None:
        annotations = rollouts.annotations_for_new(self.deployment, {}, revision) | rollouts.sizes(self.deployment)
        size = rollouts.new_size(self.deployment, self.old, 0)
        made = rollouts.replica_set_of(self.deployment, size, annotations)
        try:
            self.new = self.cluster.server.create(made, manager=MANAGER)
        except StatusError as error:
            self._note_refusal(name_of(made), error)
            raise
        if size > 0:
            self._record(f"Scaled up replica set {name_of(self.new)} from 0 to {size}")
        self._annotations[REVISION] = str(revision)
        if rollouts.deadline(self.deployment) is not None:
            self._say("Progressing", "True", ("NewReplicaSetCreated", f'Created new replica set "{name_of(self.new)}"'))

    def _note_refusal(self, name: str, error: StatusError) -> None:
        if error.reason == _ALREADY_EXISTS:  # the hash is another template's: the next try has another one
            status = {**status_of(self.deployment), "collisionCount": status_of(self.deployment).get("collisionCount", 0) + 1}
            self.deployment = {**self.deployment, "status": status}
            self.cluster.server.update(self.deployment, manager=MANAGER, subresource="status")
            return
        message = f'Failed to create new replica set "{name}": {error.message}'
        if rollouts.deadline(self.deployment) is not None:
            self._say("Progressing", "False", ("ReplicaSetCreateError", message))
        self.cluster.recorder.warning(self.deployment, "ReplicaSetCreateError", message, by=_BY)

    def _roll(self) -> None:
        self._find(create=True)
        assert self.new is not None  # noqa: S101 - for the type checkers: it was made
        present, wanted = wanted_replicas(self.new), wanted_replicas(self.deployment)
        if present != wanted:
            size = wanted if present > wanted else rollouts.new_size(self.deployment, self._all, present)
            if self._scale(self.new, size):
                return
        if not self._shrink_old():
            self._clean_up()

    def _shrink_old(self) -> bool:
        """Takes away old pods: first those that do not work, then as many as new ones are available."""
        if not self._active_old or self.new is None:
            return False
        least = wanted_replicas(self.deployment) - rollouts.max_unavailable(self.deployment)
        missing = wanted_replicas(self.new) - status_of(self.new).get("availableReplicas", 0)
        room = sum(wanted_replicas(each) for each in self._all) - least - missing
        if room <= 0:
            return False
        shrunk = 0
        for each in self._active_old:
            ill = wanted_replicas(each) - status_of(each).get("availableReplicas", 0)
            count = min(room - shrunk, max(ill, 0))
            if count > 0 and self._scale(each, wanted_replicas(each) - count):
                shrunk += count
        room = sum(status_of(each).get("availableReplicas", 0) for each in self._all) - least
        for each in self._active_old:
            count = min(wanted_replicas(each), room)
            if count > 0 and self._scale(each, wanted_replicas(each) - count):
                shrunk, room = shrunk + count, room - count
        return shrunk > 0

    def _recreate(self) -> None:
        self._find(create=False)
        if any([self._scale(each, 0) for each in self._active_old]):  # noqa: C419 - all of them, not only the first
            return
        if any(status_of(each).get("replicas", 0) for each in self.old) or any(
            is_active(pod) or is_terminating(pod) for each in self.old for pod in self.cluster.objects.controlled(each, POD)
        ):
            return
        if self.new is None:
            self._find(create=True)
        if self.new is not None:
            self._scale(self.new, wanted_replicas(self.deployment))
        self._clean_up()

    def _scale_all(self) -> None:
        wanted = wanted_replicas(self.deployment)
        active = [each for each in self._all if wanted_replicas(each) > 0]
        if len(active) <= 1:
            latest = active[0] if active else self.new or (self.old[-1] if self.old else None)
            if latest is not None:
                self._scale(latest, wanted)
        elif self.new is not None and self._is_saturated(self.new):
            for each in self._active_old:
                self._scale(each, 0)
        elif not rollouts.is_recreate(self.deployment):
            found = rollouts.proportions(self.deployment, active)
            for each in active:
                self._scale(each, found[name_of(each)], forced=True)

    def _is_saturated(self, new: Mapping[str, Any]) -> bool:
        wanted = wanted_replicas(self.deployment)
        desired = annotations_of(new).get(rollouts.DESIRED)
        return wanted_replicas(new) == status_of(new).get("availableReplicas", 0) == wanted and desired == str(wanted)

    def _scale(self, replica_set: Manifest, size: int, *, forced: bool = False) -> bool:
        """Whether the size is another one now; with `forced` the annotations count too."""
        before, annotations = wanted_replicas(replica_set), {**annotations_of(replica_set), **rollouts.sizes(self.deployment)}
        if before == size and not (forced and annotations != annotations_of(replica_set)):
            return False
        changed = with_metadata(replica_set, annotations=annotations)
        self._replace(self.cluster.update({**changed, "spec": {**changed["spec"], "replicas": size}}))
        if before != size:
            self._record(f"Scaled {'up' if before < size else 'down'} replica set {name_of(replica_set)} from {before} to {size}")
        return before != size

    def _replace(self, changed: Manifest) -> None:
        uid = changed["metadata"]["uid"]
        if self.new is not None and self.new["metadata"]["uid"] == uid:
            self.new = changed
        self.old = [changed if each["metadata"]["uid"] == uid else each for each in self.old]

    def _clean_up(self) -> None:
        """Deletes the oldest ReplicaSets beyond those that are kept."""
        finished = spec_of(self.deployment).get("paused") or rollouts.is_complete(self.deployment, status_of(self.deployment))
        there = [each for each in self.old if not is_leaving(each)]
        surplus = len(there) - spec_of(self.deployment).get("revisionHistoryLimit", 10)
        if not finished or surplus <= 0:
            return
        for each in sorted(there, key=revision_of)[:surplus]:
            if not wanted_replicas(each) and not status_of(each).get("replicas", 0):
                self.cluster.delete(each)

    def _counted(self) -> Manifest:
        status = rollouts.counted(self.deployment, self._all, self.new)
        least = wanted_replicas(self.deployment) - rollouts.max_unavailable(self.deployment)
        if status.get("availableReplicas", 0) >= least:
            self._say("Available", "True", ("MinimumReplicasAvailable", "Deployment has minimum availability."))
        else:
            self._say("Available", "False", ("MinimumReplicasUnavailable", "Deployment does not have minimum availability."))
        return status

    def _tell_progress(self) -> None:
        status, before = self._counted(), status_of(self.deployment)
        if rollouts.deadline(self.deployment) is None:
            self._conditions = without_condition(self._conditions, "Progressing")
        known = condition_of(before, "Progressing")
        done = known is not None and known["reason"] == "NewReplicaSetAvailable"
        if rollouts.deadline(self.deployment) is not None and not (done and status.get("replicas", 0) == status.get("updatedReplicas", 0)):
            self._estimate(status, before)
        self._tell_failures()
        self.write(status)

    def _estimate(self, status: Manifest, before: Mapping[str, Any]) -> None:
        what = f'Deployment "{name_of(self.deployment)}"' if self.new is None else f'ReplicaSet "{name_of(self.new)}"'
        if rollouts.is_complete(self.deployment, status):
            self._say("Progressing", "True", ("NewReplicaSetAvailable", f"{what} has successfully progressed."))
        elif rollouts.has_progressed(before, status):
            known = condition_of({"conditions": self._conditions}, "Progressing")
            self._conditions = without_condition(self._conditions, "Progressing")
            self._say("Progressing", "True", ("ReplicaSetUpdated", f"{what} is progressing."))
            if known is not None and known["status"] == "True":
                self._conditions[-1] = {**self._conditions[-1], "lastTransitionTime": known["lastTransitionTime"]}
        elif rollouts.has_timed_out(self.deployment, self._conditions, self._now):
            self._say("Progressing", "False", ("ProgressDeadlineExceeded", f"{what} has timed out progressing."))

    def _tell_failures(self) -> None:
        newest_first = [*([] if self.new is None else [self.new]), *self.old]
        failure = next((found for found in (condition_of(status_of(each), "ReplicaFailure") for each in newest_first) if found), None)
        if failure is None:
            self._conditions = without_condition(self._conditions, "ReplicaFailure")
        else:
            self._say("ReplicaFailure", failure["status"], (failure["reason"], failure["message"]))

    def _say(self, kind: str, status: str, said: tuple[str, str]) -> None:
        self._conditions = rollouts.with_condition(self._conditions, kind, status, said, self._now)

    def _record(self, message: str) -> None:
        self.cluster.recorder.normal(self.deployment, "ScalingReplicaSet", message, by=_BY)
