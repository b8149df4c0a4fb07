"""The number of replicas alone: the subresource `scale`."""

import json
from collections.abc import Mapping
from typing import Any, Final

import attrs

from typekro.kubernetes.objects import part
from typekro.local.api import patching, validation
from typekro.local.api.changes import Manifest
from typekro.local.api.errors import StatusCause
from typekro.local.api.go_errors import go_kind
from typekro.local.api.options import WriteOptions
from typekro.local.api.printers.cells import selector
from typekro.local.api.refusals import bad_patch, bad_request, invalid, not_found
from typekro.local.api.resources import Resource, Target
from typekro.local.api.scale_owners import BUILTIN, SCALE, ScaleOwners
from typekro.local.api.updating import change
from typekro.local.api.world import World
from typekro.local.merging.shapes import is_object

_NO_KIND: Final = 'no kind is registered for the type v1.Scale in scheme "pkg/runtime/scheme.go:111"'
_NO_NUMBER: Final = (
    'Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal {} into Go struct field ScaleSpec.spec.replicas '
    "of type int32"
)


def read_scale(resource: Resource, manifest: Manifest) -> Manifest:
    """The scale of an object."""
    metadata = manifest["metadata"]
    kept = {name: metadata[name] for name in ("name", "namespace", "uid", "resourceVersion", "creationTimestamp") if name in metadata}
    paths = resource.scale or BUILTIN
    spec: dict[str, Any] = {}
    replicas = at(manifest, paths["specReplicasPath"])
    if replicas:
        spec["replicas"] = replicas
    status: dict[str, Any] = {"replicas": at(manifest, paths["statusReplicasPath"]) or 0}
    chosen = at(manifest, paths.get("labelSelectorPath", "")) if resource.custom else _selector(manifest)
    if chosen:
        status["selector"] = chosen
    return {**SCALE, "metadata": kept, "spec": spec, "status": status}


def write_scale(world: World, target: Target, scale: Any, options: WriteOptions, owners: list[dict[str, Any]] | None = None) -> Manifest:
    """Sets the replicas of an object to those of a scale.

    Args:
        world: the server's state.
        target: which object.
        scale: its scale as it is to be.
        options: how.
        owners: what `managedFields` of the object is then; by default as after an update.

    Raises:
        StatusError: it is refused.
    """
    resource, key = target.resource, target.key
    if is_object(scale) and not isinstance(given_replicas := part(scale, "spec").get("replicas") or 0, int):
        raise bad_request(_NO_KIND if resource.custom else _NO_NUMBER.format(go_kind(given_replicas)))
    old = world.read(resource, key)
    if old is None:
        raise not_found(resource, key[1])
    if not is_object(scale):
        raise bad_request("the scale is no object")
    given: Mapping[str, Any] = scale
    replicas: Any = part(given, "spec").get("replicas") or 0
    if replicas < 0 and not resource.custom:
        said = f"Invalid value: {replicas}: must be greater than or equal to 0"
        raise invalid("autoscaling", "Scale", key[1], [StatusCause("FieldValueInvalid", said, "spec.replicas")])
    path = (resource.scale or BUILTIN)["specReplicasPath"]
    metadata = {**old["metadata"]}
    about: Mapping[str, Any] = part(given, "metadata")
    for name in ("resourceVersion", "uid"):
        if about.get(name):
            metadata[name] = about[name]
        else:
            metadata.pop(name, None)
    if owners is None:
        new = {**given, "spec": {"replicas": replicas} if replicas else {}}
        owners = ScaleOwners(world=world, resource=resource, old=old, scale=read_scale(resource, old)).updated(new, options)
    metadata["managedFields"] = owners
    wanted = validation.read(resource, with_value({**old, "metadata": metadata}, path, replicas)).object
    new = change(world, target, old, wanted, attrs.evolve(options, validation="Ignore"), applied=True)
    return read_scale(resource, new)


def patch_scale(world: World, target: Target, form: str, patch: Any, options: WriteOptions) -> Manifest:
    """Patches the scale of an object.

    Raises:
        StatusError: it is refused.
    """
    resource, key = target.resource, target.key
    old = world.read(resource, key)
    if old is None:
        raise not_found(resource, key[1])
    kind = world.kinds.find("autoscaling/v1", "Scale")
    scale = attrs.evolve(resource, schema={} if kind is None else kind.schema)
    new = patching.patched(scale, read_scale(resource, old), form, patch, world.kinds)
    replicas = part(new, "spec").get("replicas") or 0
    if not isinstance(replicas, int) and not resource.custom:
        why = _NO_NUMBER.format(go_kind(replicas)).partition("Scale: ")[2]
        raise bad_patch(json.dumps(new, separators=(",", ":"), ensure_ascii=False), why)
    return write_scale(world, target, new, options)


def apply_scale(world: World, target: Target, wanted: Mapping[str, Any], options: WriteOptions) -> Manifest:
    """Applies a scale on the server: its replicas become the manager's.

    Raises:
        StatusError: it is refused.
    """
    resource, key = target.resource, target.key
    old = world.read(resource, key)
    if old is None:
        raise not_found(resource, key[1])
    scale, owners = ScaleOwners(world=world, resource=resource, old=old, scale=read_scale(resource, old)).applied(dict(wanted), options)
    return write_scale(world, target, scale, options, owners)


def at(manifest: Mapping[str, Any], path: str) -> Any:
    """What stands at a simple path such as `.spec.replicas`."""
    value: Any = manifest
    for step in path.strip(".").split("."):
        value = value.get(step) if is_object(value) else None
    return value


def with_value(manifest: Mapping[str, Any], path: str, value: Any) -> Manifest:
    """An object with another value at a simple path."""
    first, _, rest = path.strip(".").partition(".")
    below: Any = manifest.get(first)
    return {**manifest, first: with_value(below if is_object(below) else {}, rest, value) if rest else value}


def _selector(manifest: Mapping[str, Any]) -> str:
    """The selector of a workload as text; that of a ReplicationController has labels alone."""
    found = part(part(manifest, "spec"), "selector")
    return selector({"matchLabels": found} if manifest.get("kind") == "ReplicationController" else found)
