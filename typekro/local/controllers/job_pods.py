"""Jobs, worked out: which pods count, which indexes are done, when the next try may start; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from typekro.kubernetes.objects import part, parts
from typekro.local.controllers.manifests import (
    Manifest,
    annotations_of,
    finalizers_of,
    is_leaving,
    name_of,
    seconds_since,
    spec_of,
    status_of,
)
from typekro.local.controllers.pod_statuses import restarts_of
from typekro.local.controllers.replicas import pod_of

TRACKING: Final = "batch.kubernetes.io/job-tracking"
"""The finalizer that keeps a pod until it was counted."""

_INDEX = "batch.kubernetes.io/job-completion-index"
_FIRST_PAUSE, _LONGEST_PAUSE = 10.0, 600.0


def is_indexed(job: Mapping[str, Any]) -> bool:
    """Each pod has a number of its own."""
    return spec_of(job).get("completionMode") == "Indexed"


def wanted_completions(job: Mapping[str, Any]) -> int | None:
    """How many pods have to end well; None where the first one completes the Job."""
    found: int | None = spec_of(job).get("completions")
    return found if found is not None or not is_indexed(job) else 0


def index_of(pod: Mapping[str, Any]) -> int:
    """The number of a pod; -1 where it has none."""
    return int(annotations_of(pod).get(_INDEX, "-1"))


def job_pod(job: Mapping[str, Any], index: int | None) -> Manifest:
    """A pod of a Job.

    Args:
        job: the Job.
        index: its number, for an indexed Job.
    """
    template = spec_of(job)["template"]
    if index is None:
        return pod_of(job, template, generateName=f"{name_of(job)}-", finalizers=[TRACKING])
    about = {"annotations": {_INDEX: str(index)}, "labels": {_INDEX: str(index)}, "finalizers": [TRACKING]}
    pod = pod_of(job, template, generateName=f"{name_of(job)}-{index}-", **about)
    source = {"fieldRef": {"apiVersion": "v1", "fieldPath": f"metadata.labels['{_INDEX}']"}}
    variable = {"name": "JOB_COMPLETION_INDEX", "valueFrom": source}
    spec: Manifest = {"hostname": f"{name_of(job)}-{index}", **pod["spec"]}
    for below in ("initContainers", "containers"):
        if below in spec:
            spec[below] = [{**each, "env": [*parts(each, "env"), variable]} for each in spec[below]]
    return {**pod, "spec": spec}


def is_uncounted(pod: Mapping[str, Any]) -> bool:
    """A pod has not been counted yet."""
    return TRACKING in finalizers_of(pod)


def has_ended(pod: Mapping[str, Any]) -> bool:
    """A pod has ended, or is being deleted and so never will."""
    return status_of(pod).get("phase") in {"Succeeded", "Failed"} or is_leaving(pod)


def indexes_to_start(job: Mapping[str, Any], active: Iterable[Mapping[str, Any]], succeeded: Iterable[int], count: int) -> list[int]:
    """The smallest numbers that neither have a pod nor are done.

    Args:
        job: the Job.
        active: the pods that run.
        succeeded: the numbers that are done.
        count: how many are wanted.
    """
    taken = {*succeeded, *(index_of(each) for each in active)}
    return [each for each in range(wanted_completions(job) or 0) if each not in taken][:count]


def spell_indexes(indexes: Iterable[int]) -> str:
    """Numbers as a Job's status has them.

    Example:
        >>> spell_indexes([0, 1, 2, 5, 7, 8])
        '0-2,5,7,8'
    """
    runs: list[list[int]] = []
    for each in sorted(indexes):
        if runs and runs[-1][-1] == each - 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return ",".join(
        f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(map(str, run))  # noqa: PLR2004 - two are no range to Kubernetes
        for run in runs
    )


def read_indexes(text: str) -> set[int]:
    """The numbers that a Job's status has.

    Example:
        >>> read_indexes("0-2,5")
        {0, 1, 2, 5}
    """
    found: set[int] = set()
    for each in filter(None, text.split(",")):
        first, _, last = each.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return found


def has_restarted_too_often(job: Mapping[str, Any], pods: Iterable[Mapping[str, Any]]) -> bool:
    """Containers were started again in their pods as often as the Job allows."""
    if spec_of(job)["template"]["spec"].get("restartPolicy") != "OnFailure":
        return False
    restarts = sum(restarts_of(each) for each in pods if status_of(each).get("phase") in {"Running", "Pending"})
    return restarts >= max(int(spec_of(job).get("backoffLimit", 6)), 1)


def pause_after_failures(pods: Sequence[Mapping[str, Any]], now: datetime) -> float:
    """Seconds until the next pod may start: 10 after the first one that failed, and twice as many after each further one."""
    ends = sorted((_end_of(each), status_of(each).get("phase") == "Failed") for each in pods if _end_of(each))
    failures = 0
    for _, failed in reversed(ends):
        if not failed:
            break
        failures += 1
    if not failures:
        return 0.0
    pause = min(_FIRST_PAUSE * 2.0 ** min(failures - 1, 16), _LONGEST_PAUSE)
    return max(pause - seconds_since(ends[-1][0], now), 0.0)


def _end_of(pod: Mapping[str, Any]) -> str:
    if status_of(pod).get("phase") not in {"Succeeded", "Failed"}:
        return ""
    states = [part(each.get("state", {}), "terminated") for each in parts(status_of(pod), "containerStatuses")]
    return max((each.get("finishedAt", "") for each in states), default="")
