"""The node's agent: starts the pods of the node, and says what became of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from typekro.kubernetes.objects import parts
from typekro.local.api import Change
from typekro.local.controllers.addresses import POD_NETWORK, Addresses
from typekro.local.controllers.base import Cluster
from typekro.local.controllers.manifests import (
    Manifest,
    controller_of,
    is_leaving,
    is_true,
    name_of,
    namespace_of,
    seconds_since,
    spec_of,
    status_of,
    uid_of,
)
from typekro.local.controllers.nodes import HOST_IP
from typekro.local.controllers.objects import POD, Key, key_of, kind_of
from typekro.local.controllers.pod_statuses import CREATING, Place, crashed, ended, restarts_of, running, unready, waiting
from typekro.local.controllers.policy import Outcome
from typekro.local.controllers.recording import KUBELET, Said

_MANAGER = "kubelet"
_BACK_OFF_AFTER = 1.0
_FIRST_BACK_OFF, _LONGEST_BACK_OFF = 10, 300
_ENDED = ("Succeeded", "Failed")


class Kubelet:
    """Makes pods run, or not, as `Workloads` says.

    Args:
        cluster: what it works on.
    """

    name = "kubelet"
    kinds = frozenset({POD})

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._addresses = Addresses(POD_NETWORK)
        for pod in cluster.objects.of(POD):
            self._addresses.take(status_of(pod).get("podIP", ""))

    def wants(self, change: Change) -> Iterable[Key]:
        """Pods that have got the node, until they are what they will be."""
        if kind_of(change.object) != POD:
            return
        if change.type == "DELETED":
            self._addresses.release(status_of(change.object).get("podIP", ""))
            return
        self._addresses.take(status_of(change.object).get("podIP", ""))
        # Pods that somebody put onto another node are not ours: nobody runs them.
        if spec_of(change.object).get("nodeName") == self._cluster.node or is_leaving(change.object):
            yield key_of(change.object)

    def reconcile(self, key: Key) -> float | None:
        """Brings a pod one step further."""
        pod = self._cluster.objects.get(POD, key)
        if pod is None:
            return None
        if is_leaving(pod):
            self._cluster.remove_pod(pod)
            return None
        if status_of(pod).get("phase") in _ENDED:
            return None
        outcome = self._cluster.workloads.outcome(self._chain(pod))
        if is_true(status_of(pod), "Ready") and outcome.behaviour != "fails" and not _is_of_job(pod):
            return None
        return self._advance(pod, outcome)

    def _chain(self, pod: Manifest) -> Sequence[Manifest]:
        chain: list[Manifest] = []
        owner: Manifest | None = pod
        while owner is not None and owner not in chain:
            chain.append(owner)
            owner = self._cluster.objects.controller(owner)
        return chain

    def _advance(self, pod: Manifest, outcome: Outcome) -> float | None:
        match outcome.behaviour:
            case "image-pull-error":
                return self._fail_to_pull(pod)
            case "crash-loop":
                return self._crash(pod)
            case "mount-error":
                self._fail_to_mount(pod)
            case "never-ready":
                self._keep_unready(pod, outcome.problem)
            case "fails" if spec_of(pod).get("restartPolicy", "Always") != "Never":
                return self._crash(pod, outcome.after)
            case _:
                return self._run(pod, outcome)
        return None

    def _run(self, pod: Manifest, outcome: Outcome) -> float | None:
        """Runs a pod: its containers serve, or end after a time."""
        well, ends = outcome.behaviour != "fails", _is_of_job(pod) or outcome.behaviour == "fails"
        status = status_of(pod)
        age = seconds_since(status["startTime"], self._cluster.clock()) if "startTime" in status else 0.0
        if ends and status.get("phase") == "Running":
            if age < outcome.after:
                return outcome.after - age
            self._write(pod, ended(pod, self._place(pod), well=well))
            return None
        if ends or age >= outcome.after:
            self._start(pod)
            self._write(pod, running(pod, self._place(pod)))
            return None
        self._keep_unready(pod, "")
        return outcome.after - age

    def _keep_unready(self, pod: Manifest, problem: str) -> None:
        self._start(pod)
        self._write(pod, unready(pod, self._place(pod), problem))
        probed = next((each["name"] for each in spec_of(pod)["containers"] if "readinessProbe" in each), None)
        if problem:
            self._warn(pod, "InvalidAnnotation", problem)
        elif probed is not None and not is_true(status_of(pod), "Ready"):
            self._warn(pod, "Unhealthy", "Readiness probe failed: the local cluster was told that this pod is never ready")

    def _fail_to_pull(self, pod: Manifest) -> float | None:
        started = status_of(pod).get("startTime")
        age = 0.0 if started is None else seconds_since(started, self._cluster.clock())
        backed_off = age >= _BACK_OFF_AFTER

        def state(container: Mapping[str, Any]) -> Mapping[str, Any]:
            why = _pull_problem(container["image"])
            if not backed_off:
                return {"waiting": {"reason": "ErrImagePull", "message": why}}
            message = f'Back-off pulling image "{container["image"]}": ErrImagePull: {why}'
            return {"waiting": {"reason": "ImagePullBackOff", "message": message}}

        if self._write(pod, waiting(pod, self._place(pod), state)):
            self._say_pull(pod, backed_off=backed_off)
        return None if backed_off else _BACK_OFF_AFTER - age

    def _say_pull(self, pod: Manifest, *, backed_off: bool) -> None:
        for container in spec_of(pod)["containers"]:
            image = container["image"]
            if backed_off:
                self._say(pod, "BackOff", f'Back-off pulling image "{image}"', container)
                self._warn(pod, "Failed", "Error: ImagePullBackOff", container)
            else:
                self._say(pod, "Pulling", f'Pulling image "{image}"', container)
                self._warn(pod, "Failed", f'Failed to pull image "{image}": {_pull_problem(image)}', container)
                self._warn(pod, "Failed", "Error: ErrImagePull", container)

    def _crash(self, pod: Manifest, after: float = 0.0) -> float | None:
        status, now = status_of(pod), self._cluster.clock()
        if "startTime" not in status and after > 0:
            self._start(pod)
            self._write(pod, running(pod, self._place(pod)))
            return after
        ends = [each.get("lastState", {}).get("terminated") for each in parts(status, "containerStatuses")]
        restarts = restarts_of(pod)
        if any(ends):
            left = _back_off(restarts) - seconds_since(ends[0]["finishedAt"], now)
            if left > 0:
                return left
        elif "startTime" in status and seconds_since(status["startTime"], now) < after:
            return after - seconds_since(status["startTime"], now)
        restarts += 1

        def message(container: Mapping[str, Any]) -> str:
            who = f"{name_of(pod)}_{namespace_of(pod)}({uid_of(pod)})"
            return f"back-off {_spelled(_back_off(restarts))} restarting failed container={container['name']} pod={who}"

        self._start(pod)
        self._write(pod, crashed(pod, self._place(pod), restarts, message))
        for container in spec_of(pod)["containers"]:
            who = f"{name_of(pod)}_{namespace_of(pod)}({uid_of(pod)})"
            self._warn(pod, "BackOff", f"Back-off restarting failed container {container['name']} in pod {who}", container)
        return _back_off(restarts)

    def _fail_to_mount(self, pod: Manifest) -> None:
        if self._write(pod, waiting(pod, self._place(pod), lambda _: CREATING)):
            names = [each["name"] for each in parts(spec_of(pod), "volumes")] or ["data"]
            for name in names:
                why = "the local cluster was told that this pod's volumes cannot be mounted"
                self._warn(pod, "FailedMount", f'MountVolume.SetUp failed for volume "{name}" : {why}')

    def _start(self, pod: Manifest) -> None:
        if status_of(pod).get("phase") == "Running":
            return
        for container in (*parts(spec_of(pod), "initContainers"), *spec_of(pod)["containers"]):
            image = container["image"]
            self._say(pod, "Pulled", f'Container image "{image}" already present on machine and can be accessed by the pod', container)
            self._say(pod, "Created", "Container created", container)
            self._say(pod, "Started", "Container started", container)

    def _place(self, pod: Manifest) -> Place:
        own = status_of(pod).get("podIP")
        if own is None:
            own = HOST_IP if spec_of(pod).get("hostNetwork") else self._addresses.free()
        return Place(HOST_IP, own, self._cluster.clock())

    def _write(self, pod: Manifest, status: Manifest) -> bool:
        return self._cluster.update_status(pod, status, manager=_MANAGER)

    def _say(self, pod: Manifest, reason: str, message: str, container: Mapping[str, Any] | None = None) -> None:
        self._cluster.recorder.say(pod, Said("Normal", reason, message, KUBELET, _field(pod, container)))

    def _warn(self, pod: Manifest, reason: str, message: str, container: Mapping[str, Any] | None = None) -> None:
        self._cluster.recorder.say(pod, Said("Warning", reason, message, KUBELET, _field(pod, container)))


def _field(pod: Mapping[str, Any], container: Mapping[str, Any] | None) -> str:
    if container is None:
        return ""
    below = "containers" if container in spec_of(pod)["containers"] else "initContainers"
    return f"spec.{below}{{{container['name']}}}"


def _is_of_job(pod: Mapping[str, Any]) -> bool:
    owner = controller_of(pod)
    return owner is not None and owner["kind"] == "Job"


def _pull_problem(image: str) -> str:
    return f"failed to pull and unpack image {image}: the local cluster was told that it cannot be pulled"


def _back_off(restarts: int) -> int:
    return int(min(_FIRST_BACK_OFF * 2 ** min(restarts - 1, 10), _LONGEST_BACK_OFF))


def _spelled(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}m{rest}s" if minutes else f"{rest}s"
