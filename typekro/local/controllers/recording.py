"""Events: what the controllers tell people about what they did, as `kubectl describe` and `kubectl get events` show it."""

import itertools
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

import attrs

from typekro.local.api import ApiServer, StatusError
from typekro.local.controllers.manifests import Manifest
from typekro.local.timestamps import micro_time, rfc3339

SCHEDULER = "default-scheduler"
KUBELET = "kubelet"

_MANAGERS = {SCHEDULER: "kube-scheduler", KUBELET: "kubelet"}
_CONTROLLER_MANAGER = "kube-controller-manager"
_ACTIONS = {"Scheduled": "Binding", "FailedScheduling": "Scheduling"}
_REMEMBERED = 4096
_NOT_FOUND = 404


@attrs.frozen
class Said:
    """An event, before it is written.

    Args:
        type: whether it is as it should be.
        reason: a word for it: `ScalingReplicaSet`.
        message: what is shown.
        by: who says it: `deployment-controller`.
        field: the part of the object that it is about: `spec.containers{main}`.
    """

    type: Literal["Normal", "Warning"]
    reason: str
    message: str
    by: str
    field: str = ""


@attrs.define
class Recorder:
    """Writes events; what is said again about the same object is counted, not written again.

    Args:
        server: where events are kept.
        clock: gives the time.
        node: the node whose kubelet speaks.
    """

    server: ApiServer
    clock: Callable[[], datetime]
    node: str
    _written: OrderedDict[tuple[str, Said], tuple[str, str]] = attrs.field(
        factory=OrderedDict[tuple[str, Said], tuple[str, str]], init=False
    )
    _numbers: "itertools.count[int]" = attrs.field(factory=itertools.count, init=False)

    def normal(self, about: Mapping[str, Any], reason: str, message: str, *, by: str) -> None:
        """Says what was done to an object."""
        self.say(about, Said("Normal", reason, message, by))

    def warning(self, about: Mapping[str, Any], reason: str, message: str, *, by: str) -> None:
        """Says what went wrong with an object."""
        self.say(about, Said("Warning", reason, message, by))

    def say(self, about: Mapping[str, Any], said: Said) -> None:
        """Writes an event about an object, or counts it; a namespace that is being deleted takes none, and none is missed there."""
        known = (about["metadata"]["uid"], said)
        if known in self._written and self._count(*self._written[known]):
            self._written.move_to_end(known)
            return
        try:
            written = self.server.create(self._event(about, said), manager=_MANAGERS.get(said.by, _CONTROLLER_MANAGER))
        except StatusError:
            return  # Kubernetes drops events that are refused as well
        self._written[known] = (written["metadata"]["namespace"], written["metadata"]["name"])
        if len(self._written) > _REMEMBERED:
            self._written.popitem(last=False)

    def _count(self, namespace: str, name: str) -> bool:
        event = self.server.get("v1", "Event", name, namespace)
        if event is None:
            return False
        now = self.clock()
        if event.get("source", {}).get("component"):
            changed: Manifest = {"count": event.get("count", 1) + 1, "lastTimestamp": rfc3339(now)}
        else:
            changed = {"series": {"count": (event.get("series") or {"count": 1})["count"] + 1, "lastObservedTime": micro_time(now)}}
        self.server.patch("v1", "Event", name, namespace, changed, manager=event["metadata"].get("manager", _CONTROLLER_MANAGER))
        return True

    def _event(self, about: Mapping[str, Any], said: Said) -> Manifest:
        now, metadata = self.clock(), about["metadata"]
        namespace = metadata.get("namespace")
        involved = {key: about[key] for key in ("apiVersion", "kind")}
        involved |= {key: metadata[key] for key in ("name", "namespace", "resourceVersion", "uid") if key in metadata}
        involved |= {"fieldPath": said.field} if said.field else {}
        number = int(now.timestamp() * 1e9) + next(self._numbers)
        event = {
            "apiVersion": "v1",
            "kind": "Event",
            "metadata": {"name": f"{metadata['name']}.{number:x}", "namespace": namespace or "default"},
            "involvedObject": involved,
            "reason": said.reason,
            "message": said.message,
            "type": said.type,
            "reportingComponent": said.by,
        }
        if said.by == SCHEDULER:
            new: Manifest = {
                "action": _ACTIONS[said.reason],
                "eventTime": micro_time(now),
                "firstTimestamp": None,
                "lastTimestamp": None,
                "source": {},
            }
            return {**event, **new, "reportingInstance": f"{SCHEDULER}-{self.node}"}
        source = {"component": said.by, "host": self.node} if said.by == KUBELET else {"component": said.by}
        times = {"count": 1, "eventTime": None, "firstTimestamp": rfc3339(now), "lastTimestamp": rfc3339(now)}
        return {**event, **times, "source": source, "reportingInstance": self.node if said.by == KUBELET else ""}
