"""Namespaces: what each has from the start, and how they go with all that is in them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from typekro.local.api import Change
from typekro.local.controllers.base import MANAGER, Cluster
from typekro.local.controllers.manifests import (
    Manifest,
    condition_of,
    finalizers_of,
    is_leaving,
    name_of,
    namespace_of,
    spec_of,
    status_of,
)
from typekro.local.controllers.objects import Key, kind_of
from typekro.local.timestamps import rfc3339

NAMESPACE: Final = ("", "Namespace")

_ACCOUNT: Final = ("", "ServiceAccount")
_CONFIG_MAP: Final = ("", "ConfigMap")
_POD: Final = ("", "Pod")
_ROOT_CA: Final = "kube-root-ca.crt"
_DESCRIPTION: Final = (
    "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or "
    "kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters."
)
_FINALIZER: Final = "kubernetes"
_FINE: Final = (
    ("NamespaceDeletionDiscoveryFailure", "ResourcesDiscovered", "All resources successfully discovered"),
    ("NamespaceDeletionGroupVersionParsingFailure", "ParsedGroupVersions", "All legacy kube types successfully parsed"),
    ("NamespaceDeletionContentFailure", "ContentDeleted", "All content successfully deleted, may be waiting on finalization"),
    ("NamespaceContentRemaining", "ContentRemoved", "All content successfully removed"),
    ("NamespaceFinalizersRemaining", "ContentHasNoFinalizers", "All content-preserving finalizers finished"),
)


@attrs.frozen
class NamespaceController:
    """Gives each namespace its ServiceAccount and its certificate, and empties those that are deleted.

    Args:
        cluster: what it works on.
        root_ca: the certificate of the authority that signed the API server's, as PEM.
    """

    cluster: Cluster
    root_ca: str = ""

    @property
    def kinds(self) -> None:
        """It is told of all changes."""

    @property
    def name(self) -> str:
        """What it is called."""
        return "namespace"

    def wants(self, change: Change) -> Iterable[Key]:
        """The namespace itself; that of something that was deleted or that waits for a finalizer."""
        obj = change.object
        if kind_of(obj) == NAMESPACE:
            yield "", name_of(obj)
        elif namespace_of(obj) and (change.type == "DELETED" or is_leaving(obj) or kind_of(obj) == _CONFIG_MAP):
            space = self.cluster.objects.get(NAMESPACE, ("", namespace_of(obj)))
            if space is not None and (is_leaving(space) or name_of(obj) in {_ROOT_CA, "default"}):
                yield "", namespace_of(obj)

    def reconcile(self, key: Key) -> None:
        """Fills a namespace, or takes the next step of its deletion."""
        space = self.cluster.objects.get(NAMESPACE, key)
        if space is None:
            return
        if not is_leaving(space):
            self._fill(key[1])
        elif _FINALIZER in spec_of(space).get("finalizers", ()):
            self._empty(space)

    def _fill(self, name: str) -> None:
        if self.cluster.objects.get(_ACCOUNT, (name, "default")) is None:
            account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": name}}
            self.cluster.server.create(account, manager=MANAGER)
        known, data = self.cluster.objects.get(_CONFIG_MAP, (name, _ROOT_CA)), {"ca.crt": self.root_ca}
        if known is None:
            about = {"name": _ROOT_CA, "namespace": name, "annotations": {"kubernetes.io/description": _DESCRIPTION}}
            self.cluster.server.create({"apiVersion": "v1", "kind": "ConfigMap", "metadata": about, "data": data}, manager=MANAGER)
        elif known.get("data") != data:
            self.cluster.update({**known, "data": data})

    def _empty(self, space: Manifest) -> None:
        """Deletes the pods, then everything else; says what is left, and lets the namespace go when nothing is."""
        name = name_of(space)
        for pod in self.cluster.objects.within(name, _POD):
            self._delete(pod)
        pods = self.cluster.objects.within(name, _POD)
        if not pods:
            for each in self.cluster.objects.all_within(name):
                self._delete(each)
        left = pods or list(self.cluster.objects.all_within(name))
        if left:
            self.cluster.update_status(space, status_of_leaving(space, self._resources(left), self.cluster.clock()))
            return
        finalizers = [each for each in spec_of(space)["finalizers"] if each != _FINALIZER]
        self.cluster.server.update({**space, "spec": {**spec_of(space), "finalizers": finalizers}}, manager=MANAGER, subresource="finalize")

    def _delete(self, obj: Manifest) -> None:
        if not is_leaving(obj) and self.cluster.objects.by_uid(obj["metadata"]["uid"]) is not None:
            self.cluster.delete(obj)

    def _resources(self, left: Sequence[Manifest]) -> list[tuple[str, Manifest]]:
        found: list[tuple[str, Manifest]] = []
        for each in left:
            resource = self.cluster.server.resource(each["apiVersion"], each["kind"])
            found.append((f"{resource.plural}.{resource.group}" if resource else each["kind"], each))
        return found


def status_of_leaving(space: Mapping[str, Any], left: Sequence[tuple[str, Mapping[str, Any]]], now: datetime) -> Manifest:
    """The status of a namespace that still has something in it.

    Args:
        space: the namespace.
        left: what is in it, each with the name of its resource and its group: `deployments.apps`.
        now: the time.
    """
    resources = _counted(name for name, _ in left)
    finalizers = _counted(each for _, obj in left for each in finalizers_of(obj))
    remaining = ", ".join(f"{name} has {count} resource instances" for name, count in resources)
    waiting = ", ".join(f"{name} in {count} resource instances" for name, count in finalizers)
    bad: dict[str, tuple[str, str]] = {}
    if resources:
        bad["NamespaceContentRemaining"] = ("SomeResourcesRemain", f"Some resources are remaining: {remaining}")
    if finalizers:
        message = f"Some content in the namespace has finalizers remaining: {waiting}"
        bad["NamespaceFinalizersRemaining"] = ("SomeFinalizersRemain", message)
    conditions = [_condition(space, kind, *bad.get(kind, (reason, message)), now, bad=kind in bad) for kind, reason, message in _FINE]
    return {"phase": "Terminating", "conditions": conditions}


def _condition(space: Mapping[str, Any], kind: str, reason: str, message: str, now: datetime, *, bad: bool) -> Manifest:
    known, state = condition_of(status_of(space), kind), "True" if bad else "False"
    since = known["lastTransitionTime"] if known is not None and known["status"] == state else rfc3339(now)
    return {"type": kind, "status": state, "reason": reason, "message": message, "lastTransitionTime": since}


def _counted(names: Iterable[str]) -> list[tuple[str, int]]:
    found = list(names)
    return [(name, found.count(name)) for name in sorted(set(found))]
