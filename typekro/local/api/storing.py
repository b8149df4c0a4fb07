"""What becomes of objects when they are stored: Kubernetes stores its own kinds in a form that has no empty lists."""

from typing import Any, Final

from typekro.local.api.changes import Manifest
from typekro.local.api.resources import Resource
from typekro.local.merging.shapes import is_list, is_object

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
    found = {name: value if name == "metadata" else _stored(value) for name, value in manifest.items()}
    return found if any(found[name] is not value for name, value in manifest.items()) else manifest


def _stored(value: Any) -> Any:
    if is_list(value):
        if not value:
            return None
        items = [_stored(each) for each in value]
        return items if any(new is not each for new, each in zip(items, value, strict=True)) else value
    if is_object(value):
        found = {name: _stored(each) for name, each in value.items()}
        return found if any(found[name] is not each for name, each in value.items()) else value
    return value
