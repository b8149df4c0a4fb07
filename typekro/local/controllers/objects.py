"""All objects of the cluster at hand: by kind, by owner, by namespace; told of each write at once, so never behind."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from typekro.local.api import Change
from typekro.local.controllers.manifests import Manifest, controller_of, owners_of, uid_of
from typekro.local.controllers.selecting import Selecting

Key = tuple[str, str]
"""Namespace and name; the namespace is empty where the kind has none."""

Kind = tuple[str, str]
"""Group and kind."""

POD: Final[Kind] = ("", "Pod")
NODE: Final[Kind] = ("", "Node")
CLAIM: Final[Kind] = ("", "PersistentVolumeClaim")

_ADOPTABLE: Final[frozenset[Kind]] = frozenset({POD, ("apps", "ReplicaSet"), ("apps", "ControllerRevision")})


def kind_of(obj: Mapping[str, Any]) -> Kind:
    """The group and the kind of an object, or of a reference to one.

    Example:
        >>> kind_of({"apiVersion": "apps/v1", "kind": "Deployment"}), kind_of({"apiVersion": "v1", "kind": "Pod"})
        (('apps', 'Deployment'), ('', 'Pod'))
    """
    return _kind(obj["apiVersion"], obj["kind"])


@cache
def _kind(api_version: str, kind: str) -> Kind:
    return api_version.rpartition("/")[0], kind


def key_of(obj: Mapping[str, Any]) -> Key:
    """The namespace and the name of an object."""
    metadata = obj["metadata"]
    return metadata.get("namespace", ""), metadata["name"]


class Objects:
    """What the controllers look things up in.

    Args:
        objects: what is there already.
    """

    def __init__(self, objects: Iterable[Manifest] = ()) -> None:
        self.selecting = Selecting()
        self._kinds: dict[Kind, dict[Key, Manifest]] = {}
        self._uids: dict[str, Manifest] = {}
        self._dependents: dict[str, dict[str, Manifest]] = {}
        self._orphans: dict[tuple[str, Kind], dict[str, Manifest]] = {}
        self._namespaces: dict[str, dict[Kind, dict[str, Manifest]]] = {}
        for each in objects:
            self._put(each)

    def take(self, change: Change) -> None:
        """Takes in a write."""
        if change.old is not None:
            self._drop(change.old)
        if change.type == "DELETED":
            self._drop(change.object)
        else:
            self._put(change.object)

    def get(self, kind: Kind, key: Key) -> Manifest | None:
        """An object by its kind and its name."""
        return self._kinds.get(kind, {}).get(key)

    def of(self, kind: Kind) -> list[Manifest]:
        """All objects of a kind."""
        return list(self._kinds.get(kind, {}).values())

    def within(self, namespace: str, kind: Kind) -> list[Manifest]:
        """The objects of a kind in a namespace, in no order."""
        return list(self._namespaces.get(namespace, {}).get(kind, {}).values())

    def all_within(self, namespace: str) -> Iterator[Manifest]:
        """All objects in a namespace."""
        for kind in list(self._namespaces.get(namespace, {}).values()):
            yield from list(kind.values())

    def everything(self) -> list[Manifest]:
        """All objects."""
        return list(self._uids.values())

    def by_uid(self, uid: str) -> Manifest | None:
        """An object by its UID."""
        return self._uids.get(uid)

    def dependents(self, uid: str) -> list[Manifest]:
        """The objects that name an owner."""
        return list(self._dependents.get(uid, {}).values())

    def controlled(self, owner: Mapping[str, Any], kind: Kind) -> list[Manifest]:
        """The objects of a kind whose controller is this owner."""
        uid = uid_of(owner)
        return [each for each in self.dependents(uid) if kind_of(each) == kind and (controller_of(each) or {}).get("uid") == uid]

    def controller(self, obj: Mapping[str, Any]) -> Manifest | None:
        """The object that controls another one; None where there is none, or it is gone."""
        reference = controller_of(obj)
        return None if reference is None else self._uids.get(reference["uid"])

    def orphans(self, namespace: str, kind: Kind) -> list[Manifest]:
        """The objects of a kind in a namespace that nobody controls."""
        return list(self._orphans.get((namespace, kind), {}).values())

    def _put(self, obj: Manifest) -> None:
        kind, key, uid = kind_of(obj), key_of(obj), uid_of(obj)
        self.selecting.put(obj)
        if kind in _ADOPTABLE and controller_of(obj) is None:
            self._orphans.setdefault((key[0], kind), {})[uid] = obj
        self._kinds.setdefault(kind, {})[key] = obj
        self._uids[uid] = obj
        for owner in owners_of(obj):
            self._dependents.setdefault(owner["uid"], {})[uid] = obj
        if key[0]:
            self._namespaces.setdefault(key[0], {}).setdefault(kind, {})[uid] = obj

    def _drop(self, obj: Manifest) -> None:
        kind, key, uid = kind_of(obj), key_of(obj), uid_of(obj)
        self.selecting.drop(obj)
        self._orphans.get((key[0], kind), {}).pop(uid, None)
        self._kinds.get(kind, {}).pop(key, None)
        self._uids.pop(uid, None)
        for owner in owners_of(obj):
            below = self._dependents.get(owner["uid"])
            if below is not None:
                below.pop(uid, None)
                if not below:
                    del self._dependents[owner["uid"]]
        if key[0] in self._namespaces:
            kinds = self._namespaces[key[0]]
            kinds.get(kind, {}).pop(uid, None)
            if not kinds.get(kind, True):
                del kinds[kind]
            if not kinds:
                del self._namespaces[key[0]]
