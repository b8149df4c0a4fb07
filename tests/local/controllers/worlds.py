"""A local cluster for a test: an API server, its controllers, and a clock that only the test moves."""

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs

from typekro.local.api import ApiServer, StatusError
from typekro.local.controllers import Runner, Workloads, run_controllers

Manifest = dict[str, Any]


@attrs.define
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = datetime(2030, 1, 1, 12, 0, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class World:
    """An API server with its controllers in namespace `shop`, settled."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.server = ApiServer(clock=self.clock)
        self.workloads = Workloads()
        self.runner: Runner = run_controllers(self.server, clock=self.clock, workloads=self.workloads)
        self.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}})

    def create(self, *objects: Manifest) -> Manifest:
        """Creates objects and settles; gives the last one as it is then."""
        made = [self.server.create(each, manager="test") for each in objects]
        self.runner.settle()
        return self.again(made[-1]) or {}

    def again(self, obj: Manifest) -> Manifest | None:
        """An object as it is now."""
        return self.server.get(obj["apiVersion"], obj["kind"], obj["metadata"]["name"], obj["metadata"].get("namespace"))

    def patch(self, obj: Manifest, patch: Manifest, subresource: str | None = None) -> Manifest:
        """Changes an object and settles; gives it as it is then."""
        name, namespace = obj["metadata"]["name"], obj["metadata"].get("namespace")
        self.server.patch(obj["apiVersion"], obj["kind"], name, namespace, patch, manager="test", subresource=subresource)
        self.runner.settle()
        return self.again(obj) or {}

    def delete(self, obj: Manifest, policy: Any = "Background") -> None:
        """Deletes an object and settles."""
        self.server.delete(obj["apiVersion"], obj["kind"], obj["metadata"]["name"], obj["metadata"].get("namespace"), policy=policy)
        self.runner.settle()

    def pass_time(self, seconds: float) -> None:
        """Lets time pass: everything that is due happens at its time."""
        end = self.clock.now + timedelta(seconds=seconds)
        time = self.runner.next_time()
        while time is not None and time <= end:
            self.clock.now = time
            self.runner.settle()
            time = self.runner.next_time()
        self.clock.now = end
        self.runner.settle()

    def all(self, kind: str, api_version: str = "v1", namespace: str | None = "shop") -> list[Manifest]:
        """The objects of a kind."""
        return self.server.list(api_version, kind, namespace)

    def pods(self) -> list[Manifest]:
        """The pods."""
        return self.all("Pod")

    @staticmethod
    def refusal(why: str) -> StatusError:
        """What a server raises that refuses."""
        return StatusError(403, "Forbidden", why)

    def said(self, about: Manifest) -> list[tuple[str, str, str]]:
        """The events about an object: type, reason, message."""
        uid = about["metadata"]["uid"]
        events = [each for each in self.all("Event") if each["involvedObject"]["uid"] == uid]
        events.sort(key=lambda each: int(each["metadata"]["resourceVersion"]))
        return [(each["type"], each["reason"], each["message"]) for each in events]


def template(image: str = "nginx", labels: dict[str, str] | None = None, **spec: Any) -> Manifest:
    """A pod template with one container."""
    about = {"labels": labels} if labels else {}
    return {"metadata": about, "spec": {"containers": [{"name": "main", "image": image}], **spec}}


def workload(kind: str, name: str = "web", image: str = "nginx", annotations: dict[str, str] | None = None, **spec: Any) -> Manifest:
    """A Deployment, a ReplicaSet, a StatefulSet or a DaemonSet in namespace `shop`."""
    labels = {"app": name}
    made = template(image, labels)
    if annotations:
        made["metadata"]["annotations"] = annotations
    body = {"selector": {"matchLabels": labels}, "template": made, **spec}
    return {"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": name, "namespace": "shop"}, "spec": body}


def job(name: str = "once", **spec: Any) -> Manifest:
    """A Job in namespace `shop`."""
    body = {"template": template(restartPolicy="Never"), **spec}
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name, "namespace": "shop"}, "spec": body}


def conditions(obj: Manifest) -> list[tuple[str, str, str]]:
    """The conditions of an object: type, status, reason."""
    return [(each["type"], each["status"], each.get("reason", "")) for each in obj["status"].get("conditions", [])]
