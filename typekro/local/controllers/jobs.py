"""Jobs: pods until enough of them have ended well, or too many badly."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from typekro.kubernetes.objects import parts
from typekro.local.api import Change
from typekro.local.controllers.base import Cluster, KindController
from typekro.local.controllers.job_pods import (
    TRACKING,
    has_ended,
    has_restarted_too_often,
    index_of,
    indexes_to_start,
    is_indexed,
    is_uncounted,
    job_pod,
    pause_after_failures,
    read_indexes,
    spell_indexes,
    wanted_completions,
)
from typekro.local.controllers.manifests import (
    Manifest,
    compact,
    condition_of,
    controller_of,
    finalizers_of,
    is_leaving,
    is_true,
    seconds_since,
    spec_of,
    status_of,
    with_metadata,
)
from typekro.local.controllers.objects import POD, Key, key_of, kind_of
from typekro.local.controllers.replicas import create_pod, delete_pod, is_active, is_ready, is_terminating
from typekro.local.timestamps import rfc3339

JOB: Final = ("batch", "Job")

_BY = "job-controller"
_LOOSE_POD = "/pod"  # no namespace is called so
_ENDS = ("Complete", "Failed")
_SUCCEEDED = ("CompletionsReached", "Reached expected number of succeeded pods")
_TOO_OFTEN = ("BackoffLimitExceeded", "Job has reached the specified backoff limit")
_TOO_LONG = ("DeadlineExceeded", "Job was active longer than specified deadline")


class JobController(KindController):
    """Runs the pods of Jobs, counts them, and deletes Jobs whose time is over."""

    name = "job"
    kind = JOB
    children = frozenset({POD})

    def wants(self, change: Change) -> list[Any]:
        """Also pods whose Job is gone: nobody else would let them go."""
        wanted: list[Any] = list(super().wants(change))
        if kind_of(change.object) == POD and change.type != "DELETED" and self._is_abandoned(change.object):
            wanted.append((_LOOSE_POD, *key_of(change.object)))
        if kind_of(change.object) == JOB and change.type == "DELETED":
            pods = self.cluster.objects.controlled(change.object, POD)
            wanted += [(_LOOSE_POD, *key_of(each)) for each in pods if is_uncounted(each)]
        return wanted

    def reconcile(self, key: Any) -> float | None:
        """Looks at a Job, or at a pod without one."""
        if key[0] != _LOOSE_POD:
            return super().reconcile(key)
        self._let_go(key[1:])
        return None

    def sync(self, obj: Manifest) -> float | None:
        """Takes the next step."""
        if "managedBy" in spec_of(obj) and spec_of(obj)["managedBy"] != "kubernetes.io/job-controller":
            return None
        if any(is_true(status_of(obj), each) for each in _ENDS):
            return self._expire(obj)
        look = Look(self.cluster, obj, self.cluster.objects.controlled(obj, POD), self.cluster.clock())
        return look.advance()

    def _is_abandoned(self, pod: Manifest) -> bool:
        owner = controller_of(pod)
        return is_uncounted(pod) and (owner is None or self.cluster.objects.by_uid(owner["uid"]) is None)

    def _let_go(self, key: Key) -> None:
        pod = self.cluster.objects.get(POD, key)
        if pod is not None and is_uncounted(pod):
            _release(self.cluster, pod)

    def _expire(self, job: Manifest) -> float | None:
        seconds = spec_of(job).get("ttlSecondsAfterFinished")
        ends = [
            found for found in (condition_of(status_of(job), each) for each in _ENDS) if found is not None and found["status"] == "True"
        ]
        if seconds is None or is_leaving(job):
            return None
        left = float(seconds - seconds_since(ends[0]["lastTransitionTime"], self.cluster.clock()))
        if left > 0:
            return left
        self.cluster.delete(job, policy="Foreground")
        return None


@attrs.define
class Look:
    """One look at a Job that has not ended.

    Args:
        cluster: where.
        job: the Job.
        pods: its pods.
        now: the time.
    """

    cluster: Cluster
    job: Manifest
    pods: list[Manifest]
    now: datetime
    _status: dict[str, Any] = attrs.field(init=False)
    _again: float | None = attrs.field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self._status = {"uncountedTerminatedPods": {}, **status_of(self.job)}

    def advance(self) -> float | None:
        """Counts, makes or deletes pods, and says how it stands.

        Returns:
            Seconds until it has to be looked at again.
        """
        suspended = bool(spec_of(self.job).get("suspend"))
        if "startTime" not in self._status and not suspended:
            self._status["startTime"] = rfc3339(self.now)
        self._count_ended()
        failure = self._failure()
        if failure is not None:
            self._fail(failure)
        else:
            if not is_leaving(self.job):
                self._manage(suspended=suspended)
            if self._is_complete():
                self._end("SuccessCriteriaMet", "Complete", _SUCCEEDED)
                self._status["completionTime"] = rfc3339(self.now)
            elif not is_leaving(self.job):
                self._note_suspension(suspended=suspended)
        self._write()
        return self._again

    @property
    def _active(self) -> list[Manifest]:
        return [each for each in self.pods if is_active(each)]

    def _count_ended(self) -> None:
        done = read_indexes(self._status.get("completedIndexes", ""))
        for pod in self.pods:
            if not is_uncounted(pod) or not has_ended(pod):
                continue
            if status_of(pod).get("phase") == "Succeeded":
                done.add(index_of(pod))
                self._status["succeeded"] = self._status.get("succeeded", 0) + 1
            elif not is_leaving(pod) or status_of(pod).get("phase") == "Failed":
                self._status["failed"] = self._status.get("failed", 0) + 1
            _release(self.cluster, pod)
        if is_indexed(self.job):
            self._status["completedIndexes"] = spell_indexes(done)
            self._status["succeeded"] = len(done)

    def _failure(self) -> tuple[str, str] | None:
        spec = spec_of(self.job)
        if self._status.get("failed", 0) > spec.get("backoffLimit", 6) or has_restarted_too_often(self.job, self._active):
            return _TOO_OFTEN
        seconds, started = spec.get("activeDeadlineSeconds"), self._status.get("startTime")
        if seconds is None or started is None or spec.get("suspend"):
            return None
        left = seconds - seconds_since(started, self.now)
        self._look_again(left)
        return _TOO_LONG if left <= 0 else None

    def _fail(self, failure: tuple[str, str]) -> None:
        """Deletes the pods that run, which count as failed, and ends."""
        for pod in self._active:
            self._status["failed"] = self._status.get("failed", 0) + 1
            self._remove(pod)
        self.pods = [each for each in self.pods if has_ended(each) and not is_leaving(each)]
        self._end("FailureTarget", "Failed", failure)

    def _manage(self, *, suspended: bool) -> None:
        active = self._active
        if suspended:
            surplus = active
        else:
            wanted = self._wanted_active(len(active))
            surplus = sorted(active, key=lambda each: (is_ready(each), "nodeName" in spec_of(each)))[: max(len(active) - wanted, 0)]
            self._start(active, wanted - len(active))
        for pod in surplus:
            self._remove(pod)
        self.pods = self.cluster.objects.controlled(self.job, POD)

    def _wanted_active(self, active: int) -> int:
        completions, parallelism = wanted_completions(self.job), int(spec_of(self.job).get("parallelism", 1))
        succeeded = int(self._status.get("succeeded", 0))
        if completions is None:
            return active if succeeded else parallelism
        return min(parallelism, max(completions - succeeded, 0))

    def _start(self, active: list[Manifest], count: int) -> None:
        if count <= 0:
            return
        pause = pause_after_failures(self.pods, self.now)
        if pause > 0:
            self._look_again(pause)
            return
        indexes: list[int | None] = [None] * count
        if is_indexed(self.job):
            done = read_indexes(self._status.get("completedIndexes", ""))
            indexes = list(indexes_to_start(self.job, active, done, count))
        for index in indexes:
            create_pod(self.cluster, self.job, job_pod(self.job, index), by=_BY)

    def _remove(self, pod: Manifest) -> None:
        delete_pod(self.cluster, self.job, _release(self.cluster, pod), by=_BY)

    def _is_complete(self) -> bool:
        succeeded, completions = self._status.get("succeeded", 0), wanted_completions(self.job)
        return not self._active and (succeeded > 0 if completions is None else succeeded >= completions)

    def _note_suspension(self, *, suspended: bool) -> None:
        if suspended and self._set_condition("Suspended", "True", ("JobSuspended", "Job suspended")):
            self.cluster.recorder.normal(self.job, "Suspended", "Job suspended", by=_BY)
            self._status.pop("startTime", None)
        elif not suspended and self._set_condition("Suspended", "False", ("JobResumed", "Job resumed")):
            self.cluster.recorder.normal(self.job, "Resumed", "Job resumed", by=_BY)
            self._status["startTime"] = rfc3339(self.now)

    def _end(self, before: str, kind: str, said: tuple[str, str]) -> None:
        self._set_condition(before, "True", said)
        self._set_condition(kind, "True", said)
        seconds = spec_of(self.job).get("ttlSecondsAfterFinished")
        self._again = None if seconds is None else float(seconds)

    def _set_condition(self, kind: str, status: str, said: tuple[str, str]) -> bool:
        conditions = list(parts(self._status, "conditions"))
        known = condition_of(self._status, kind)
        new = {"type": kind, "status": status, "reason": said[0], "message": said[1]}
        if (known is None and status == "False") or (known is not None and new.items() <= known.items()):
            return False
        times = {"lastProbeTime": rfc3339(self.now), "lastTransitionTime": rfc3339(self.now)}
        if known is None:
            conditions.append({**new, **times})
        else:
            conditions[conditions.index(known)] = {**new, **times}
        self._status["conditions"] = conditions
        return True

    def _look_again(self, seconds: float) -> None:
        if seconds > 0:
            self._again = seconds if self._again is None else min(self._again, seconds)

    def _write(self) -> None:
        active = self._active
        numbers = compact({"active": len(active), **{name: self._status.get(name, 0) for name in ("succeeded", "failed")}})
        kept = {key: value for key, value in self._status.items() if key not in {"active", "succeeded", "failed"}}
        always = {"ready": sum(is_ready(each) for each in active), "terminating": sum(is_terminating(each) for each in self.pods)}
        ended = any(is_true(self._status, each) for each in _ENDS)
        if self.cluster.update_status(self.job, compact_indexes({**kept, **numbers, **always})) and ended:
            self._say_end()

    def _say_end(self) -> None:
        if is_true(self._status, "Complete"):
            self.cluster.recorder.normal(self.job, "Completed", "Job completed", by=_BY)
            return
        failed = condition_of(self._status, "Failed")
        if failed is not None:
            self.cluster.recorder.warning(self.job, failed["reason"], failed["message"], by=_BY)


def compact_indexes(status: Mapping[str, Any]) -> Manifest:
    """A status without the list of numbers that are done where there is none."""
    return {key: value for key, value in status.items() if key != "completedIndexes" or value}


def _release(cluster: Cluster, pod: Manifest) -> Manifest:
    """Lets a pod go that was counted."""
    finalizers = [each for each in finalizers_of(pod) if each != TRACKING]
    return pod if not is_uncounted(pod) else cluster.update(with_metadata(pod, finalizers=finalizers))
