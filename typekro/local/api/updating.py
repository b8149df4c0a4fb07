"""Changing objects: by PUT, by every form of patch, and through subresources."""

import marshal
from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final

from typekro.kubernetes.objects import part
from typekro.local.api import patching, validation
from typekro.local.api.changes import Manifest
from typekro.local.api.creating import admitted, check_namespace, create
from typekro.local.api.errors import StatusCause
from typekro.local.api.options import WriteOptions
from typekro.local.api.refusals import bad_request, conflict, internal, invalid, modified, nameless, not_found
from typekro.local.api.resources import Resource, Target
from typekro.local.api.strategies import created_by_update, generation, kept_for_update, needs_version
from typekro.local.api.world import World

_PLACES: Final = {"services": "services/specs"}  # where they are stored, if not under their own name
_UNCOUNTED: Final = frozenset({"status", "binding"})  # they change nothing that is asked for
_KEPT: Final = ("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink")


def update(world: World, target: Target, manifest: Manifest, options: WriteOptions, *, versioned: bool = False) -> tuple[Manifest, bool]:
    """Puts an object in the place of another; says whether it was created.

    Args:
        world: the server's state.
        target: which object.
        manifest: the object as it was read, with its defaults.
        options: how.
        versioned: the object has to say which version it changes, where its kind wants that.

    Raises:
        StatusError: it is refused.
    """
    resource, key = target.resource, target.key
    old = world.read(resource, key)
    if old is None:
        if created_by_update(resource) and target.below is None:
            _check_uid(target, part(manifest, "metadata"), {}, options)
            return create(world, resource, key[0], manifest, options, updating=True), True
        if resource.namespaced and world.namespace(key[0]) is None:
            check_namespace(world, resource, key[0], key[1])
        raise not_found(resource, key[1])
    if versioned:
        _check_versioned(target, manifest)
    _check_uid(target, part(manifest, "metadata"), old["metadata"], options)
    return change(world, target, old, manifest, options), False


def patch(world: World, target: Target, make: Callable[[Manifest], Manifest], options: WriteOptions) -> Manifest:
    """Changes an object as a function says: it is given the object, and gives the new one.

    Raises:
        StatusError: it is refused.
    """
    old = world.read(target.resource, target.key)
    if old is None:
        raise not_found(target.resource, target.key[1])
    new = make(old)
    _check_versioned(target, new)
    return change(world, target, old, new, options)


def apply(world: World, target: Target, wanted: Manifest, options: WriteOptions) -> tuple[Manifest, bool]:
    """Applies an object on the server; says whether it was created.

    Raises:
        StatusError: it is refused.
    """
    resource, key = target.resource, target.key
    old = world.read(resource, key)
    mark, by = _mark(world, wanted), (options.manager, target.below)
    if old is not None and mark is not None and world.shelf(resource).entries[key].applied.get(by) == mark:
        return old, False
    if old is None and target.below is not None:
        raise not_found(resource, key[1])
    merged, managed = patching.applied(
        resource,
        old,
        wanted,
        manager=options.manager,
        force=options.force,
        now=world.clock(),
        registry=world.registry,
        kinds=world.kinds,
        subresource=target.below,
    )
    uid = part(wanted, "metadata").get("uid")
    if old is None and uid:
        raise conflict(resource, key[1], f"uid mismatch: the provided object specified uid {uid}, and no existing object was found")
    _check_named(target, merged)
    new = validation.read(resource, merged, old).object
    new = {**new, "metadata": {**new["metadata"], "managedFields": managed}}
    if old is None:
        made = create(world, resource, key[0], new, options, applied=True)
    else:
        made = change(world, target, old, new, options, applied=True)
    entry = world.shelf(resource).entries.get(key)
    if mark is not None and entry is not None and not options.dry_run and made["metadata"] is entry.object["metadata"]:
        entry.applied[by] = mark
    return made, old is None


def _mark(world: World, wanted: Manifest) -> Hashable | None:
    """What tells what is applied from anything else; None where it is more than what a manager wants to own."""
    if "resourceVersion" in part(wanted, "metadata"):
        return None
    try:
        return marshal.dumps(wanted, 2), world.registry.generation
    except ValueError:
        return None


def change(world: World, target: Target, old: Manifest, given: Manifest, options: WriteOptions, *, applied: bool = False) -> Manifest:
    """Stores the new state of an object, or removes it where nothing holds it any more.

    Args:
        world: the server's state.
        target: which object.
        old: the object as it is.
        given: the object as it is to be.
        options: how.
        applied: its managed fields are right already.

    Raises:
        StatusError: it is refused.
    """
    resource, before = target.resource, old["metadata"]
    new = admitted(world, resource, _prepared(target, given, old), old)
    metadata = new["metadata"] = {**new["metadata"], "resourceVersion": before["resourceVersion"]}
    counted = before.get("generation") if target.below in _UNCOUNTED else generation(resource, new, old)
    if counted is not None:
        metadata["generation"] = counted
    validation.check(resource, new, old, target.below)
    if not applied:
        metadata["managedFields"] = patching.managed(
            resource,
            old,
            new,
            manager=options.manager,
            now=world.clock(),
            registry=world.registry,
            kinds=world.kinds,
            subresource=target.below,
        )
    if not metadata.get("managedFields"):
        metadata.pop("managedFields", None)
    if new == old:
        return old
    if options.dry_run:
        return new
    if _is_done(resource, new):
        world.remove(resource, target.key)
        return new
    entries = world.shelf(resource).entries
    marks = {by: mark for by, mark in entries[target.key].applied.items() if by[1] is None} if target.below == "status" else {}
    made = world.put(resource, target.key, {**new, "metadata": {**metadata}})
    entry = entries.get(target.key)
    if marks and entry is not None and entry.object["metadata"] is made["metadata"]:
        entry.applied |= marks  # the status is nothing that can be applied with the rest
    return made


def _prepared(target: Target, given: Manifest, old: Manifest) -> Manifest:
    """The new object with all that the server decides as it was."""
    before, (namespace, name) = old["metadata"], target.key
    metadata: dict[str, Any] = {field: value for field, value in part(given, "metadata").items() if value is not None}
    version = metadata.get("resourceVersion")
    if version and not version.isdigit():
        raise internal(f'strconv.ParseUint: parsing "{version}": invalid syntax')
    if version and version not in {before["resourceVersion"], "0"}:
        raise modified(target.resource, name)
    for field in _KEPT:
        if field == "uid" and metadata.get("uid"):
            continue  # another one is refused as an immutable field
        metadata.pop(field, None)
        if field in before:
            metadata[field] = before[field]
    metadata.pop("generation", None)
    metadata["name"] = name
    if namespace:
        metadata["namespace"] = namespace
    new = kept_for_update(target.resource, {**given, "metadata": metadata}, old, target.below)
    if target.resource.qualified == "namespaces" and target.below is None:
        new = {**new, "spec": {**part(new, "spec"), "finalizers": part(old, "spec").get("finalizers", [])}}
    return new


def _check_named(target: Target, manifest: Manifest) -> None:
    """Refuses what was applied under another name than that of its path."""
    metadata = part(manifest, "metadata")
    name, namespace = metadata.get("name"), metadata.get("namespace")
    if not name:
        raise nameless(target.key[1])
    if name != target.key[1]:
        raise bad_request(f"the name of the object ({name}) does not match the name on the URL ({target.key[1]})")
    if namespace and namespace != target.key[0]:
        raise bad_request("the namespace of the provided object does not match the namespace sent on the request")


def _is_done(resource: Resource, new: Manifest) -> bool:
    metadata = new["metadata"]
    if "deletionTimestamp" not in metadata or metadata.get("finalizers") or metadata.get("deletionGracePeriodSeconds"):
        return False
    return resource.qualified != "namespaces" or not part(new, "spec").get("finalizers")


def _check_versioned(target: Target, manifest: Manifest) -> None:
    """Refuses what does not say which version it changes, where its kind wants that; a patch can take that away too."""
    if needs_version(target.resource) and not manifest["metadata"].get("resourceVersion"):
        cause = StatusCause("FieldValueInvalid", "Invalid value: 0: must be specified for an update", "metadata.resourceVersion")
        raise invalid(target.resource.group, target.resource.plural, target.key[1], [cause])


def _check_uid(target: Target, metadata: Mapping[str, Any], before: Mapping[str, Any], options: WriteOptions) -> None:
    uid, resource = metadata.get("uid"), target.resource
    if uid and uid != before.get("uid", ""):
        place = "/" + "/".join(
            filter(
                None,
                (
                    "" if options.dry_run else "registry",
                    resource.group if resource.custom else "",
                    _PLACES.get(resource.qualified, resource.plural),
                    *target.key,
                ),
            )
        )
        why = f"StorageError: invalid object, Code: 4, Key: {place}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: "
        raise conflict(resource, target.key[1], f"{why}UID in precondition: {uid}, UID in object meta: {before.get('uid', '')}")
