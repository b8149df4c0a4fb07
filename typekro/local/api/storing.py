"""What becomes of objects when they are stored: Kubernetes stores its own kinds in a form that has no empty lists."""

from typing import Any, Final

from typekro.local.api.changes import Manifest
from typekro.local.api.resources import Resource
from typekro.local.merging.shapes import is_list, is_object, is_scalar

# kinds with parts that are stored as the text of JSON
_FREE: Final = frozenset({"customresourcedefinitions.apiextensions.k8s.io", "controllerrevisions.apps"})


def without_empty_lists(resource: Resource, manifest: Manifest) -> Manifest:
    """An object of a built-in kind as it comes back from the store; the same one where nothing changes.

    Args:
        resource: its kind.
        manifest: the object.
    """
    if resource.custom or resource.qualified in _FREE:
        return manifest
    changed: dict[str, Any] = {}
    for name, value in manifest.items():
        if name != "metadata" and (new := _stored(value)) is not value:
            changed[name] = new
    return {**manifest, **changed} if changed else manifest


def _stored(value: Any) -> Any:
    if is_object(value):
        changed: dict[str, Any] = {}
        for name, each in value.items():
            if not is_scalar(each) and (new := _stored(each)) is not each:
                changed[name] = new
        return {**value, **changed} if changed else value
    if is_list(value):
        if not value:
            return None
        items = [_stored(each) for each in value]
        return items if any(new is not each for new, each in zip(items, value, strict=True)) else value
    return value
