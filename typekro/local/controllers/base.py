"""What every controller has: the cluster it works on, and the one way of looking at things again."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Protocol

import attrs

from typekro.kubernetes.objects import selects
from typekro.local.api import ApiServer, Change
from typekro.local.controllers.manifests import Manifest, controller_of, labels_of, name_of, namespace_of, spec_of, status_of
from typekro.local.controllers.objects import Key, Kind, Objects, key_of, kind_of
from typekro.local.controllers.policy import Workloads
from typekro.local.controllers.recording import Recorder

MANAGER = "kube-controller-manager"
"""Who owns the fields that controllers write."""


class Controller(Protocol):
    """Brings one kind of thing where it should be: is told of changes, says what to look at, and looks."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def kinds(self) -> frozenset[Kind] | None:
        """The kinds of whose changes it is told; None for all."""
        ...

    def wants(self, change: Change) -> Iterable[Hashable]:
        """What has to be looked at after a change."""
        ...

    def reconcile(self, key: Any) -> float | None:
        """Looks at a thing and does what is due.

        Args:
            key: what `wants` gave.

        Returns:
            Seconds until it has to be looked at again; None if only a change can make that necessary.

        Raises:
            StatusError: the API server refused something; it is tried again later.
        """
        ...


@attrs.frozen
class Later:
    """A controller that is made once something of its kinds is there: until then it has nothing to look at, and need not be imported.

    Args:
        kinds: the kinds that tell that it is needed.
        make: makes it.
    """

    kinds: frozenset[Kind]
    make: "Callable[[], Controller]"


@attrs.frozen
class Cluster:
    """What the controllers work on.

    Args:
        server: the API server; all that is changed goes there.
        objects: what is there.
        recorder: writes events.
        clock: gives the time.
        workloads: which workloads do not work.
        node: the name of the only node.
    """

    server: ApiServer
    objects: Objects
    recorder: Recorder
    clock: Callable[[], datetime]
    workloads: Workloads
    node: str = "local"

    def update(self, obj: Manifest, *, manager: str = MANAGER) -> Manifest:
        """Writes an object."""
        return self.server.update(obj, manager=manager)

    def update_status(self, obj: Mapping[str, Any], status: Mapping[str, Any], *, manager: str = MANAGER) -> bool:
        """Writes the status of an object, if it is another one.

        Returns:
            Whether it was.
        """
        if status_of(obj) == status:
            return False
        self.server.update({**obj, "status": status}, manager=manager, subresource="status")
        return True

    def bind(self, pod: Manifest, node: str) -> Manifest:
        """Gives a pod its node."""
        bound = {**pod, "spec": {**pod["spec"], "nodeName": node}}
        return self.server.update(bound, manager="kube-scheduler", subresource="binding")

    def remove_pod(self, pod: Mapping[str, Any]) -> None:
        """Takes away a pod that is being deleted, now that its containers have ended.

        Raises:
            StatusError: the API server refuses it.
        """
        self.server.delete("v1", "Pod", name_of(pod), namespace_of(pod), uid=pod["metadata"]["uid"], grace=0)

    def delete(self, obj: Mapping[str, Any], *, policy: Any = "Background") -> None:
        """Deletes an object, and not another one that has got its name meanwhile."""
        namespace = namespace_of(obj) or None
        self.server.delete(obj["apiVersion"], obj["kind"], name_of(obj), namespace, uid=obj["metadata"]["uid"], policy=policy)


@attrs.frozen
class KindController:
    """The beginning of a controller of one kind: it looks at an object whenever that, or something that it controls, changes.

    Args:
        cluster: what it works on.

    Attributes:
        kind: the kind that it is about.
        children: the kinds that its objects make.
        beside: further kinds of whose changes it is told.
    """

    cluster: Cluster

    kind: ClassVar[Kind]
    children: ClassVar[frozenset[Kind]] = frozenset()
    beside: ClassVar[frozenset[Kind]] = frozenset()

    @property
    def kinds(self) -> frozenset[Kind]:
        """Its own kind, and those that tell something of it."""
        return self.children | self.beside | {self.kind}

    def wants(self, change: Change) -> Iterable[Key]:
        """The object itself, or the controller of what changed; both controllers where it went to another."""
        kind = kind_of(change.object)
        if kind == self.kind:
            yield key_of(change.object)
        if kind in self.children:
            for version in (change.object, change.old):
                owner = None if version is None else self.cluster.objects.controller(version)
                if owner is not None and kind_of(owner) == self.kind:
                    yield key_of(owner)
            if change.type != "DELETED" and controller_of(change.object) is None:
                yield from (key_of(each) for each in self._adopters(change.object))

    def _adopters(self, orphan: Manifest) -> Iterable[Manifest]:
        labels = labels_of(orphan)
        for each in self.cluster.objects.within(namespace_of(orphan), self.kind):
            if selects(spec_of(each).get("selector"), labels):
                yield each

    def reconcile(self, key: Key) -> float | None:
        """Looks at an object that is there."""
        obj = self.cluster.objects.get(self.kind, key)
        return None if obj is None else self.sync(obj)

    def sync(self, obj: Manifest) -> float | None:
        """Does what is due to an object."""
        raise NotImplementedError
