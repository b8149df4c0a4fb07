"""Creating objects."""

import random
import uuid
from collections.abc import Mapping
from typing import Any, Final

from typekro.kubernetes.objects import part
from typekro.local.api import patching, validation
from typekro.local.api.changes import Manifest
from typekro.local.api.errors import StatusCause
from typekro.local.api.options import WriteOptions
from typekro.local.api.refusals import already_exists, conflict, forbidden, internal, invalid, no_namespace
from typekro.local.api.resources import Resource
from typekro.local.api.store import Key
from typekro.local.api.storing import without_empty_lists
from typekro.local.api.strategies import first_status, has_generation, namespace_marks
from typekro.local.api.world import World
from typekro.local.merging.shapes import is_object
from typekro.local.schemas import empty, is_typed
from typekro.local.timestamps import rfc3339

_LETTERS: Final = "bcdfghjklmnpqrstvwxz2456789"
DEFINITIONS: Final = "customresourcedefinitions.apiextensions.k8s.io"
_LONGEST_BASE: Final = 58
_SYSTEM: Final = frozenset(
    {"uid", "resourceVersion", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink"}
)


def create(
    world: World,
    resource: Resource,
    namespace: str,
    manifest: Manifest,
    options: WriteOptions,
    *,
    applied: bool = False,
    updating: bool = False,
) -> Manifest:
    """Creates an object, and gives it as it is stored, in the version of the resource.

    Args:
        world: the server's state.
        resource: its kind.
        namespace: where; empty where the kind has no namespaces.
        manifest: the object as it was read, with its defaults.
        options: how.
        applied: its managed fields are right already.
        updating: it was sent to take the place of another.

    Raises:
        StatusError: it is refused.
    """
    given: Mapping[str, Any] = part(manifest, "metadata")
    if given.get("resourceVersion") and not (applied or updating):
        raise internal("resourceVersion should not be set on objects to be created")
    if not str(given.get("resourceVersion") or "0").isdigit():
        raise internal(f'strconv.ParseUint: parsing "{given["resourceVersion"]}": invalid syntax')
    metadata = {name: value for name, value in given.items() if name not in _SYSTEM and value is not None}
    if namespace:
        metadata["namespace"] = namespace
    _name(resource, metadata)
    key = (namespace, metadata.get("name", ""))
    check_definition(world, resource, key[1])
    check_namespace(world, resource, namespace, key[1])
    now = world.clock()
    metadata["uid"] = str(uuid.UUID(int=random.getrandbits(128), version=4))
    metadata["creationTimestamp"] = rfc3339(now)
    if options.dry_run and given.get("resourceVersion"):
        metadata["resourceVersion"] = given["resourceVersion"]  # nothing is stored that would give it another
    if has_generation(resource):
        metadata["generation"] = 1
    asked = {**manifest, "metadata": metadata}
    if not applied:  # what the server itself adds from here on, nobody owns
        metadata["managedFields"] = patching.managed(
            resource,
            None,
            without_zeros(resource, asked),
            manager=options.manager,
            now=now,
            registry=world.registry,
            kinds=world.kinds,
            subresource=None,
        )
    new = admitted(world, resource, first_status(resource, asked), None)
    if not options.known:
        validation.check(resource, new, None)
    metadata = {**new["metadata"]}
    if not metadata.get("managedFields"):
        metadata.pop("managedFields", None)
    _check_free(world, resource, key, given)
    new = {**new, "metadata": metadata}
    return without_empty_lists(resource, new) if options.dry_run else world.put(resource, key, new)


def _check_free(world: World, resource: Resource, key: Key, given: Mapping[str, Any]) -> None:
    there = world.shelf(resource).get(key)
    if there is not None:
        if "generateName" in given and not given.get("name"):
            raise conflict(resource, key[1], "unable to find a name that is free")
        raise already_exists(resource, key[1], going="deletionTimestamp" in there["metadata"])


def _name(resource: Resource, metadata: dict[str, Any]) -> None:
    if metadata.get("name"):
        return
    base: str = metadata.get("generateName") or ""
    if not base:
        cause = StatusCause("FieldValueRequired", "Required value: name or generateName is required", "metadata.name")
        raise invalid(resource.group, resource.kind, "", [cause])
    metadata["name"] = base[:_LONGEST_BASE] + "".join(random.choices(_LETTERS, k=5))  # noqa: S311 - a name, no secret


def check_namespace(world: World, resource: Resource, namespace: str, name: str) -> None:
    """Refuses to create an object where its namespace is not there, or goes.

    Raises:
        StatusError: it is so.
    """
    if not resource.namespaced:
        return
    found = world.namespace(namespace)
    if found is None:
        raise no_namespace(namespace)
    if "deletionTimestamp" in found["metadata"]:
        why = f"unable to create new content in namespace {namespace} because it is being terminated"
        cause = StatusCause("NamespaceTerminating", f"namespace {namespace} is being terminated", "metadata.namespace")
        raise forbidden(resource, name, why, [cause])


def check_definition(world: World, resource: Resource, name: str) -> None:
    """Refuses to create a custom resource whose definition goes.

    Raises:
        StatusError: it is so.
    """
    if not resource.custom:
        return
    definition = world.store.shelf(DEFINITIONS).get(("", resource.qualified))
    if definition is not None and "deletionTimestamp" in definition["metadata"]:
        raise forbidden(resource, name, "create not allowed while custom resource definition is terminating")


def without_zeros(resource: Resource, manifest: Manifest) -> Manifest:
    """An object without what Go writes where nothing was said: who creates it does not own that."""
    if resource.custom or not is_typed(resource.api_version, resource.kind):
        return manifest
    return {**_unlike(manifest, empty(resource.api_version, resource.kind)), "metadata": manifest["metadata"]}


def _unlike(value: Manifest, zero: Mapping[str, Any]) -> Manifest:
    found: Manifest = {}
    for name, each in value.items():
        if name in zero and each == zero[name]:
            continue
        found[name] = _unlike(each, zero[name]) if is_object(each) and is_object(zero.get(name)) else each
    return found


def admitted(world: World, resource: Resource, new: Manifest, old: Manifest | None) -> Manifest:
    """An object as those want it who complete objects of its kind."""
    if resource.qualified == "namespaces" and old is None:
        new = namespace_marks(new)
    for admission in world.admissions.get(resource.qualified, ()):
        new = admission(new, old)
    return new
