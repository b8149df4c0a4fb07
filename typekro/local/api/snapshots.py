"""All that the API server knows at one moment, so that somebody can keep it."""

import attrs

from typekro.local.api.changes import Manifest
from typekro.local.api.custom import Definitions, serve_stored
from typekro.local.api.registry import shelf_name
from typekro.local.api.store import Entry
from typekro.local.api.world import World

CRDS = "customresourcedefinitions.apiextensions.k8s.io"


@attrs.frozen
class Snapshot:
    """What the store holds.

    Args:
        objects: every object as it is stored, with `apiVersion` and `kind`; CustomResourceDefinitions first.
        resource_version: the number of the last write.
    """

    objects: tuple[Manifest, ...]
    resource_version: int


def snapshot(world: World) -> Snapshot:
    """All that is stored now."""
    shelves = sorted(world.store.shelves(), key=lambda shelf: (shelf.name != CRDS, shelf.name))
    return Snapshot(tuple(entry.object for shelf in shelves for _, entry in shelf.within(None)), world.store.revision)


def restore(world: World, definitions: Definitions, kept: Snapshot) -> None:
    """Replaces all that is stored by what was kept."""
    world.store.restore(kept.resource_version)
    serve_stored(definitions, kept.objects)
    for manifest in kept.objects:
        resource = world.registry.of(manifest["apiVersion"], manifest["kind"])
        if resource is None:
            continue
        metadata = manifest["metadata"]
        key = (metadata.get("namespace", "") if resource.namespaced else "", metadata["name"])
        world.store.shelf(shelf_name(resource)).load(key, Entry(manifest))
