"""The statuses of pods as the node writes them: pure, from a pod and what becomes of it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import attrs

from typekro.kubernetes.objects import part, parts
from typekro.local.controllers.manifests import Manifest, condition_of, spec_of, status_of
from typekro.local.timestamps import rfc3339

State = Mapping[str, Any]

CREATING: State = {"waiting": {"reason": "ContainerCreating"}}


@attrs.frozen
class Place:
    """Where a pod runs.

    Args:
        host_ip: the address of the node.
        pod_ip: the address of the pod.
        now: the time.
    """

    host_ip: str
    pod_ip: str
    now: datetime


def running(pod: Mapping[str, Any], place: Place) -> Manifest:
    """All containers run and are ready."""
    started = {"running": {"startedAt": rfc3339(place.now)}}
    return {
        **_based(pod, place, "Running", _ready_conditions(pod, place.now)),
        "containerStatuses": _containers(pod, lambda each: _container(each, started, ready=True)),
        **_init_containers(pod, place.now),
        **_addresses(pod, place),
    }


def unready(pod: Mapping[str, Any], place: Place, problem: str = "") -> Manifest:
    """All containers run, and none is ready.

    Args:
        pod: the pod.
        place: where it runs.
        problem: why, where there is more to say than that.
    """
    before = _before(pod)
    started = rfc3339(place.now)

    def status_of_container(each: Mapping[str, Any]) -> Manifest:
        state = before.get(each["name"], {}).get("state", {})
        return _container(each, state if "running" in state else {"running": {"startedAt": started}}, ready=False)

    return {
        **_based(pod, place, "Running", _unready_conditions(pod, place.now, problem)),
        "containerStatuses": _containers(pod, status_of_container),
        **_init_containers(pod, place.now),
        **_addresses(pod, place),
    }


def waiting(pod: Mapping[str, Any], place: Place, state: Callable[[Mapping[str, Any]], State]) -> Manifest:
    """No container has ever run.

    Args:
        pod: the pod.
        place: where it is to run.
        state: what a container waits for.
    """
    return {
        **_based(pod, place, "Pending", _unready_conditions(pod, place.now)),
        "containerStatuses": _containers(pod, lambda each: _container(each, state(each), ready=False)),
        **_addresses(pod, place),
    }


def crashed(pod: Mapping[str, Any], place: Place, restarts: int, message: Callable[[Mapping[str, Any]], str]) -> Manifest:
    """The containers have ended once more, and wait for the next start.

    Args:
        pod: the pod.
        place: where it runs.
        restarts: how often they were started again.
        message: what is said about a container.
    """
    ended = {"terminated": _ended(place.now, 1, "Error")}

    def status_of_container(each: Mapping[str, Any]) -> Manifest:
        state = {"waiting": {"reason": "CrashLoopBackOff", "message": message(each)}}
        return {**_container(each, state, ready=False), "lastState": ended, "restartCount": restarts, "started": False}

    return {
        **_based(pod, place, "Running", _unready_conditions(pod, place.now)),
        "containerStatuses": _containers(pod, status_of_container),
        **_init_containers(pod, place.now),
        **_addresses(pod, place),
    }


def ended(pod: Mapping[str, Any], place: Place, *, well: bool) -> Manifest:
    """All containers have ended, and are not started again."""
    how = _ended(place.now, 0, "Completed") if well else _ended(place.now, 1, "Error")

    def status_of_container(each: Mapping[str, Any]) -> Manifest:
        return {**_container(each, {"terminated": how}, ready=False), "started": False}

    before = status_of(pod)
    conditions = before["conditions"] if well else _unready_conditions(pod, place.now)
    containers = _containers(pod, status_of_container)
    return {**before, "conditions": conditions, "phase": "Succeeded" if well else "Failed", "containerStatuses": containers}


def unschedulable(pod: Mapping[str, Any], why: str, now: datetime) -> Manifest:
    """No node takes the pod."""
    before = status_of(pod)
    condition = _condition("PodScheduled", "False", now, before)
    said = {"message": why, "observedGeneration": pod["metadata"].get("generation", 1), "reason": "Unschedulable"}
    return {"phase": "Pending", **before, "conditions": [{**condition, **said}]}


def scheduled(pod: Mapping[str, Any], now: datetime) -> list[Manifest]:
    """The conditions of a pod that has got its node."""
    return [_condition("PodScheduled", "True", now, status_of(pod))]


def restarts_of(pod: Mapping[str, Any]) -> int:
    """How often the container was started again that was so the most often."""
    return max((each.get("restartCount", 0) for each in parts(status_of(pod), "containerStatuses")), default=0)


def _based(pod: Mapping[str, Any], place: Place, phase: str, conditions: list[Manifest]) -> Manifest:
    before = status_of(pod)
    based: Manifest = {"phase": phase, "startTime": before.get("startTime", rfc3339(place.now)), "conditions": conditions}
    return {**based, "qosClass": before.get("qosClass", qos_class(pod))}


def _addresses(pod: Mapping[str, Any], place: Place) -> Manifest:
    before = status_of(pod)
    host, own = before.get("hostIP", place.host_ip), before.get("podIP", place.pod_ip)
    return {"hostIP": host, "hostIPs": [{"ip": host}], "podIP": own, "podIPs": [{"ip": own}]}


def _ready_conditions(pod: Mapping[str, Any], now: datetime) -> list[Manifest]:
    before = status_of(pod)
    gates = [each["conditionType"] for each in parts(spec_of(pod), "readinessGates")]
    return [_condition(kind, "True", now, before) for kind in ("Initialized", "Ready", "ContainersReady", *gates, "PodScheduled")]


def _unready_conditions(pod: Mapping[str, Any], now: datetime, problem: str = "") -> list[Manifest]:
    before = status_of(pod)
    names = " ".join(each["name"] for each in parts(spec_of(pod), "containers"))
    why = {"reason": "ContainersNotReady", "message": problem or f"containers with unready status: [{names}]"}
    return [
        _condition("Initialized", "True", now, before),
        {**_condition("Ready", "False", now, before), **why},
        {**_condition("ContainersReady", "False", now, before), **why},
        _condition("PodScheduled", "True", now, before),
    ]


def _condition(kind: str, status: str, now: datetime, before: Mapping[str, Any]) -> Manifest:
    known = condition_of(before, kind)
    since = known["lastTransitionTime"] if known is not None and known["status"] == status else rfc3339(now)
    return {"lastProbeTime": None, "lastTransitionTime": since, "status": status, "type": kind}


def _container(container: Mapping[str, Any], state: State, *, ready: bool) -> Manifest:
    return {
        "image": container["image"],
        "imageID": "",
        "lastState": {},
        "name": container["name"],
        "ready": ready,
        "restartCount": 0,
        "state": dict(state),
    }


def _containers(pod: Mapping[str, Any], make: Callable[[Mapping[str, Any]], Manifest]) -> list[Manifest]:
    return [make(each) for each in parts(spec_of(pod), "containers")]


def _before(pod: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {each["name"]: each for each in status_of(pod).get("containerStatuses") or ()}


def _init_containers(pod: Mapping[str, Any], now: datetime) -> Manifest:
    known = status_of(pod).get("initContainerStatuses")
    if known:
        return {"initContainerStatuses": known}
    containers = parts(spec_of(pod), "initContainers")
    return {"initContainerStatuses": [_init_container(each, now) for each in containers]} if containers else {}


def _init_container(container: Mapping[str, Any], now: datetime) -> Manifest:
    if container.get("restartPolicy") == "Always":  # it goes on beside the others
        return {**_container(container, {"running": {"startedAt": rfc3339(now)}}, ready=True), "started": True}
    return _container(container, {"terminated": _ended(now, 0, "Completed")}, ready=True)


def _ended(now: datetime, code: int, reason: str) -> Manifest:
    return {"exitCode": code, "finishedAt": rfc3339(now), "reason": reason, "startedAt": rfc3339(now)}


def qos_class(pod: Mapping[str, Any]) -> str:
    """How well a pod is served when resources are scarce: by what its containers ask for.

    Example:
        >>> qos_class({"spec": {"containers": [{"resources": {"requests": {"cpu": "1"}}}]}})
        'Burstable'
    """
    spec = spec_of(pod)
    resources = [part(each, "resources") for name in ("initContainers", "containers") for each in parts(spec, name)]
    if not any(each.get("requests") or each.get("limits") for each in resources):
        return "BestEffort"
    return "Guaranteed" if all(_is_guaranteed(each) for each in resources) else "Burstable"


def _is_guaranteed(resources: Mapping[str, Any]) -> bool:
    limits = part(resources, "limits")
    requests = {**limits, **part(resources, "requests")}
    return {"cpu", "memory"} <= limits.keys() and all(requests[name] == limits[name] for name in ("cpu", "memory"))
