"""Who manages the replicas of an object, as its subresource `scale` shows it and as the object itself does.

As Kubernetes has it (`ScaleHandler` of apimachinery): the entries of the object that own its replicas are those of its scale. What is
written there is written into the scale's entries, and these go back into the object: without a time where they are new.
"""

from collections.abc import Mapping
from typing import Any, Final

import attrs

from typekro.local.api import patching
from typekro.local.api.changes import Manifest
from typekro.local.api.options import WriteOptions
from typekro.local.api.resources import Resource
from typekro.local.api.world import World
from typekro.local.merging.errors import MergeError
from typekro.local.merging.field_sets import FieldSet
from typekro.local.merging.managers import Managed, Owned, read, written

SCALE: Final = {"kind": "Scale", "apiVersion": "autoscaling/v1"}
BUILTIN: Final = {"specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas"}
"""The paths of the kinds of Kubernetes."""
_REPLICAS: Final = ("f:spec", "f:replicas")


@attrs.frozen(kw_only=True)
class ScaleOwners:
    """The managed fields of an object whose scale is written.

    Args:
        world: the server's state.
        resource: the kind of the object.
        old: the object as it is stored.
        scale: its scale, as it is read.
    """

    world: World
    resource: Resource
    old: Manifest
    scale: Manifest

    def updated(self, new: Mapping[str, Any], options: WriteOptions) -> list[dict[str, Any]]:
        """What `managedFields` of the object is after its scale was put or patched.

        Args:
            new: the scale as it is to be.
            options: how, and by whom.
        """
        entries = patching.managed(
            self._kind,
            self._live,
            {**self.scale, **new, "metadata": self.scale["metadata"]},
            manager=options.manager,
            now=self.world.clock(),
            registry=self.world.registry,
            kinds=self.world.kinds,
            subresource="scale",
        )
        return self._in_object(entries)

    def applied(self, wanted: Manifest, options: WriteOptions) -> tuple[Manifest, list[dict[str, Any]]]:
        """The scale after an apply to it, and what `managedFields` of the object is then.

        Args:
            wanted: what is applied.
            options: how, and by whom.

        Raises:
            StatusError: others own the replicas, or what is applied cannot be.
        """
        merged, entries = patching.applied(
            self._kind,
            self._live,
            wanted,
            manager=options.manager,
            force=options.force,
            now=self.world.clock(),
            registry=self.world.registry,
            kinds=self.world.kinds,
            subresource="scale",
        )
        return merged, self._in_object(entries)

    @property
    def _kind(self) -> Resource:
        """The kind of scales, as merging has to know it."""
        kind = self.world.kinds.find(SCALE["apiVersion"], SCALE["kind"])
        schema: Mapping[str, Any] = {} if kind is None else kind.schema
        return attrs.evolve(self.resource, group="autoscaling", version="v1", kind="Scale", custom=False, schema=schema)

    @property
    def _managed(self) -> Managed:
        try:
            return read(self.old["metadata"].get("managedFields"))
        except MergeError:
            return {}  # as an update has it: rather none than wrong ones

    @property
    def _live(self) -> Manifest:
        """The scale with the entries of the object that own its replicas."""
        fields = FieldSet.of(_REPLICAS)
        found = {
            manager: Owned(fields, SCALE["apiVersion"], owned.time)
            for manager, owned in self._managed.items()
            if (path := self._path(owned.api_version)) is not None and owned.fields.has(path)
        }
        return {**self.scale, "metadata": {**self.scale["metadata"], "managedFields": written(found)}}

    def _in_object(self, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The entries of the object, by those of its scale.

        Whoever updates is known with its version, which is another one there: so that the replicas that it has in the object are taken
        from it, and come back as an entry of their own.
        """
        scale, found = read(entries), Managed()
        for manager, owned in self._managed.items():
            path = self._path(owned.api_version)
            if path is None or not owned.fields.has(path) or scale.pop(manager, None) is not None:
                found[manager] = owned
            elif left := owned.fields.difference(FieldSet.of(path)):
                found[manager] = owned.owning(left)
        mine = self._path(self.resource.api_version)
        for manager, owned in scale.items():
            if mine is not None and owned.fields.has(_REPLICAS):
                found[manager] = Owned(FieldSet.of(mine), self.resource.api_version)
        return written(found)

    def _path(self, api_version: str) -> tuple[str, ...] | None:
        """Where the replicas are in a version of the object; None where that has no scale, or is no more."""
        paths: Mapping[str, str] = BUILTIN
        if self.resource.custom:
            versions = {each.api_version: each.scale for each in self.world.registry.versions(self.resource)}
            paths = versions.get(api_version, dict[str, str]())
        return tuple(f"f:{step}" for step in paths["specReplicasPath"].strip(".").split(".")) if paths else None
