"""Who owns what after an object was created, updated or patched."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from typekro.local.merging.comparison import Comparison, compared
from typekro.local.merging.elements import shown
from typekro.local.merging.errors import ApplyConflict, Conflict, MergeError
from typekro.local.merging.field_sets import EMPTY, FieldSet
from typekro.local.merging.managers import Managed, Manager, Owned, UpdateOrApply, capped, read, written
from typekro.local.merging.reconciling import reconciled
from typekro.local.merging.resetting import STRIPPED
from typekro.local.merging.shapes import is_object
from typekro.local.merging.types import Resolve, Type, type_of
from typekro.local.merging.zero import zero
from typekro.local.timestamps import rfc3339
from typekro.openapi.schemas import Schema


@attrs.frozen
class Writer:
    """Who writes an object, in which version, and when.

    Args:
        manager: the name of the field manager.
        api_version: group and version of the kind, as in the request.
        kind: the type of the object in that version.
        now: the moment of the request.
        subresource: which one is written, or None.
        reset: the fields that the server sets back in this request.
        others: the types of the object in the versions that are served, by api_version; managers of any other are dropped. None for the one
            type in all versions.
    """

    manager: str
    api_version: str
    kind: Type
    now: datetime
    subresource: str | None = None
    reset: FieldSet = EMPTY
    others: Mapping[str, Type] | None = None

    def identity(self, operation: UpdateOrApply) -> Manager:
        """Whom the entry of managed fields names."""
        return Manager.of(self.manager, operation, self.api_version, self.subresource)

    def type_in(self, api_version: str) -> Type | None:
        """The type of the object in a version, or None if there is none any more."""
        return self.kind if api_version == self.api_version or self.others is None else self.others.get(api_version)

    def fitted(self, managed: Managed) -> Managed:
        """Managed fields as the schema of today has them, without those of versions that are no more."""
        found: Managed = {}
        for manager, owned in managed.items():
            kind = self.type_in(owned.api_version)
            if kind is not None:
                found[manager] = owned.owning(reconciled(owned.fields, kind))
        return found


def updated(
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any],
    *,
    manager: str,
    api_version: str,
    now: datetime,
    schema: Schema,
    resolve: Resolve,
    subresource: str | None = None,
    reset: FieldSet = EMPTY,
    schemas: Mapping[str, Schema] | None = None,
) -> list[dict[str, Any]]:
    """The managed fields of an object that was created, updated or patched: with defaults, before the server's own changes.

    Args:
        old: the object as it is stored, or None where it is created.
        new: the object as it is to be. Managed fields that it has are taken, but for a subresource; a list with one empty entry does
            away with them, as an empty one does for the built-in kinds.
        manager: the name of the field manager.
        api_version: group and version of the kind, as in the request.
        now: the moment of the request.
        schema: of the kind in that version.
        resolve: what a `$ref` in it means.
        subresource: which one is written, or None for the object itself.
        reset: what the server sets back, see `reset_fields`.
        schemas: of the kind in each version that is served, by api_version; None if one is enough.

    Returns:
        what is to be `metadata.managedFields`; empty for none.
    """
    others = None if schemas is None else {version: type_of(one, resolve) for version, one in schemas.items()}
    writer = Writer(manager, api_version, type_of(schema, resolve), now, subresource, reset, others)
    try:
        empty = zero(schema, resolve)
        managed = _managed(old, new, ignoring=subresource is not None, built_in=bool(empty))
        if not managed and old is not None:
            return []
        before = empty if old is None else bare(old)
        return written(after_update(before, bare(new), managed, writer))
    except MergeError:
        return []  # rather none than wrong ones, as the API server has it


def after_update(old: Mapping[str, Any], new: Mapping[str, Any], managed: Managed, writer: Writer) -> Managed:
    """Managed fields when an object was changed: what is new is the writer's, what is gone is nobody's.

    Args:
        old: the object as it was, without managed fields.
        new: the object as it is, without managed fields.
        managed: who owned what.
        writer: who changed it.

    Raises:
        MergeError: an object does not fit its type.
    """
    found = writer.fitted(managed)
    comparison, found = settled(old, new, found, writer, None, force=True)
    own = comparison.set.difference(STRIPPED)
    if own:
        identity = writer.identity("Update")
        if identity in found:
            own = own.union(found[identity].fields)
        found[identity] = Owned(own, writer.api_version, rfc3339(writer.now))
    return capped(found)


def settled(
    old: Mapping[str, Any], new: Mapping[str, Any], managed: Managed, writer: Writer, applier: Manager | None, *, force: bool
) -> tuple[Comparison, Managed]:
    """What was changed, and managed fields without what others lose by it.

    Args:
        old: the object as it was.
        new: the object as it is to be.
        managed: who owned what.
        writer: who changes it.
        applier: whose own entry stays as it is, if it is one that applies.
        force: whether to take fields from others.

    Raises:
        ApplyConflict: others own what is changed, and are not forced.
        MergeError: an object does not fit its type.
    """

    def kept(fields: FieldSet) -> FieldSet:
        return fields.without(writer.reset)

    comparison = compared(old, new, writer.kind).filtered(kept)
    versions: dict[int, Comparison] = {id(writer.kind): comparison}
    conflicts: list[tuple[Manager, FieldSet]] = []
    left: Managed = {}
    for manager, owned in managed.items():
        if manager == applier:
            left[manager] = owned
            continue
        kind = writer.type_in(owned.api_version)
        if kind is None:
            continue
        if id(kind) not in versions:
            versions[id(kind)] = compared(old, new, kind).filtered(kept)
        theirs = versions[id(kind)]
        conflict = owned.fields.intersection(theirs.set)
        if conflict:
            conflicts.append((manager, conflict))
        left[manager] = owned.owning(owned.fields.difference(conflict).difference(theirs.removed))
    if conflicts and not force:
        raise ApplyConflict(_told(conflicts))
    return comparison, {manager: owned for manager, owned in left.items() if owned.fields}


def _told(conflicts: list[tuple[Manager, FieldSet]]) -> list[Conflict]:
    return [
        Conflict(manager.name, manager.described, "".join(map(shown, path)))
        for manager, fields in sorted(conflicts, key=lambda one: one[0])
        for path in fields.paths()
    ]


def bare(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """An object without its managed fields.

    Example:
        >>> bare({"metadata": {"name": "a", "managedFields": []}})
        {'metadata': {'name': 'a'}}
    """
    metadata = manifest.get("metadata")
    if not is_object(metadata) or "managedFields" not in metadata:
        return dict(manifest)
    return {**manifest, "metadata": {name: value for name, value in metadata.items() if name != "managedFields"}}


def entries_of(manifest: Mapping[str, Any] | None) -> Any:
    """The managed fields of an object, as they are written."""
    metadata = manifest.get("metadata") if manifest is not None else None
    return metadata.get("managedFields") if is_object(metadata) else None


def _managed(old: Mapping[str, Any] | None, new: Mapping[str, Any], *, ignoring: bool, built_in: bool) -> Managed:
    """Who owns what, as the new object tells, or else the old one."""
    given = entries_of(new)
    if not ignoring:
        if given == [{}] or (built_in and given == []):  # an empty list of a custom resource is none to the API server
            return {}
        if found := _readable(given):
            return found
    return _readable(entries_of(old))


def _readable(entries: Any) -> Managed:
    try:
        return read(entries)
    except MergeError:
        return {}
