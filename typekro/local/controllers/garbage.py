"""Garbage collection: what belongs to others goes with the last of them, or stays without them, as the deletion said."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from typekro.kubernetes.objects import parts
from typekro.local.api import Change
from typekro.local.controllers.base import Cluster
from typekro.local.controllers.manifests import Manifest, finalizers_of, is_leaving, name_of, namespace_of, owners_of, uid_of, with_metadata
from typekro.local.controllers.objects import kind_of

FOREGROUND = "foregroundDeletion"
ORPHAN = "orphan"

_BY = "garbage-collector-controller"


class GarbageCollector:
    """Deletes dependents whose owners are gone, and finishes deletions in the foreground and those that leave orphans.

    Args:
        cluster: what it works on.
    """

    name = "garbage"
    kinds = None

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def wants(self, change: Change) -> Iterable[str]:
        """Objects with owners; owners that wait for their dependents; the dependents of what is gone."""
        changed = change.object["metadata"]
        references = owners_of(change.object)
        if change.type == "DELETED":
            yield from (uid_of(each) for each in self._cluster.objects.dependents(changed["uid"]))
            yield from (each["uid"] for each in references if self._waits(each["uid"]))
            return
        before: Mapping[str, Any] = {} if change.old is None else change.old["metadata"]
        if references and references != before.get("ownerReferences"):
            yield changed["uid"]
        if not references and before.get("ownerReferences"):
            yield from (each["uid"] for each in parts(before, "ownerReferences") if self._waits(each["uid"]))
        if "deletionTimestamp" in changed and {FOREGROUND, ORPHAN} & set(finalizers_of(change.object)):
            yield changed["uid"]
            if "deletionTimestamp" not in before:
                yield from (uid_of(each) for each in self._cluster.objects.dependents(changed["uid"]))

    def reconcile(self, key: str) -> None:
        """Looks at an object by its UID."""
        obj = self._cluster.objects.by_uid(key)
        if obj is None:
            return
        finalizers = finalizers_of(obj)
        if is_leaving(obj) and ORPHAN in finalizers:
            self._orphan(obj)
        elif is_leaving(obj) and FOREGROUND in finalizers:
            self._finish(obj)
        elif not is_leaving(obj):
            self._judge(obj)

    def _waits(self, uid: str) -> bool:
        owner = self._cluster.objects.by_uid(uid)
        return owner is not None and is_leaving(owner) and FOREGROUND in finalizers_of(owner)

    def _orphan(self, owner: Manifest) -> None:
        """Takes the owner out of its dependents, which stay."""
        for each in self._cluster.objects.dependents(uid_of(owner)):
            self._disown(each, {uid_of(owner)})
        self._drop_finalizer(owner, ORPHAN)

    def _finish(self, owner: Manifest) -> None:
        """Lets an owner go when no dependent is in its way any more, and has those go that are."""
        blocking = [each for each in self._cluster.objects.dependents(uid_of(owner)) if _blocks(each, uid_of(owner))]
        if not blocking:
            self._drop_finalizer(owner, FOREGROUND)
            return
        for each in blocking:
            if not is_leaving(each):
                self._judge(each)

    def _judge(self, obj: Manifest) -> None:
        """Deletes an object that belongs to nobody any more; takes owners out that are gone, where others are there."""
        references = owners_of(obj)
        if not references:
            return
        solid = [each for each in references if self._is_there(obj, each) and not self._waits(each["uid"])]
        waiting = [each["uid"] for each in references if self._is_there(obj, each) and self._waits(each["uid"])]
        gone = {each["uid"] for each in references if each not in solid}
        if solid:
            if gone:
                self._disown(obj, gone)
            return
        if waiting and self._cluster.objects.dependents(uid_of(obj)):
            for each in self._cluster.objects.dependents(uid_of(obj)):
                if self._waits(uid_of(each)):  # a circle, which would wait for itself
                    self._unblock(obj)
                    break
            self._cluster.delete(obj, policy="Foreground")
            return
        finalizers = finalizers_of(obj)
        self._cluster.delete(obj, policy="Orphan" if ORPHAN in finalizers else "Foreground" if FOREGROUND in finalizers else "Background")

    def _is_there(self, obj: Manifest, reference: Mapping[str, Any]) -> bool:
        """Whether an owner exists where the reference can mean it: in the same namespace, or in none."""
        owner = self._cluster.objects.by_uid(reference["uid"])
        resource = self._cluster.server.resource(reference["apiVersion"], reference["kind"])
        if resource is None or (resource.namespaced and not namespace_of(obj)):
            self._warn(obj, reference)
            return True  # it cannot be known, so nothing is deleted for it
        if owner is None:
            return False
        if (kind_of(owner), name_of(owner)) != (kind_of(reference), reference["name"]):
            return False
        if resource.namespaced and namespace_of(owner) != namespace_of(obj):
            self._warn(obj, reference)
            return False
        return True

    def _warn(self, obj: Manifest, reference: Mapping[str, Any]) -> None:
        group_version, kind = reference["apiVersion"], reference["kind"]
        who = f"[{group_version}/{kind}, namespace: {namespace_of(obj)}, name: {reference['name']}, uid: {reference['uid']}]"
        message = f'ownerRef {who} does not exist in namespace "{namespace_of(obj)}"'
        self._cluster.recorder.warning(obj, "OwnerRefInvalidNamespace", message, by=_BY)

    def _disown(self, obj: Manifest, uids: set[str]) -> None:
        kept = [each for each in obj["metadata"]["ownerReferences"] if each["uid"] not in uids]
        self._cluster.update(with_metadata(obj, ownerReferences=kept))

    def _unblock(self, obj: Manifest) -> None:
        references: Sequence[Mapping[str, Any]] = obj["metadata"]["ownerReferences"]
        free = [{key: value for key, value in each.items() if key != "blockOwnerDeletion"} for each in references]
        self._cluster.update(with_metadata(obj, ownerReferences=free))

    def _drop_finalizer(self, obj: Manifest, finalizer: str) -> None:
        kept = [each for each in obj["metadata"]["finalizers"] if each != finalizer]
        self._cluster.update(with_metadata(obj, finalizers=kept))


def _blocks(obj: Mapping[str, Any], owner: str) -> bool:
    return any(each["uid"] == owner and each.get("blockOwnerDeletion") for each in owners_of(obj))
