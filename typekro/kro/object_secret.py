"""A Secret of Kubernetes: nothing of what is in one is recorded or told, and a change of it is seen all the same."""

import base64
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from typekro.expressions.guards import is_mapping
from typekro.orchestrator import Preview
from typekro.orchestrator.plan import FieldChange
from typekro.orchestrator.redacting import SHOWN, Known, scrub
from typekro.orchestrator.vault import CHANGED, Hidden

_VALUES: Final = ("data", "stringData")

Digest = Callable[[str, str], str]
"""Gives what is recorded in the place of a value: of its path and the value."""


def is_secret(manifest: Mapping[str, Any]) -> bool:
    """Whether an object is a Secret.

    Example:
        >>> is_secret({"apiVersion": "v1", "kind": "Secret"})
        True
    """
    return (manifest["apiVersion"], manifest["kind"]) == ("v1", "Secret")


def encoded(manifest: dict[str, Any]) -> dict[str, Any]:
    """A manifest as it is applied: a Secret with its `stringData` among its `data`.

    The server moves the values, and not whose they are: of what was applied as `stringData` it could not be seen that others changed it.
    """
    texts = manifest.get("stringData")
    if not is_secret(manifest) or not is_mapping(texts) or not all(isinstance(text, str) for text in texts.values()):
        return manifest
    rest = {name: part for name, part in manifest.items() if name != "stringData"}
    values = {key: base64.b64encode(text.encode("utf-8", "surrogateescape")).decode() for key, text in texts.items()}
    return {**rest, "data": {**(manifest.get("data") or {}), **values}}


def hidden(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """A manifest as it is recorded: with digests alone, where it is a Secret."""
    return _changed(manifest, lambda _, value: Hidden(value)) if is_secret(manifest) else dict(manifest)


def digested(managed: Mapping[str, Any], digest: Digest) -> dict[str, Any]:
    """Fields of an object as they are recorded: a Secret with digests alone.

    Args:
        managed: its fields; they are taken for those of a Secret where they have no kind.
        digest: gives what is recorded of a value.
    """
    return _changed(managed, digest) if "kind" not in managed or is_secret(managed) else dict(managed)


def without_values(live: Mapping[str, Any]) -> dict[str, Any]:
    """A Secret without what is in it."""
    return {name: part for name, part in live.items() if name not in _VALUES}


def told(preview: Preview, manifest: Mapping[str, Any]) -> Preview:
    """The changes of an object, for people: those of a Secret without its values."""
    return Preview(changes=tuple(map(_told, preview.changes))) if is_secret(manifest) else preview


def silence(error: Exception, manifest: Mapping[str, Any]) -> None:
    """Takes the values of a Secret out of an error about it: the API server says back what it cannot read."""
    if not is_secret(manifest):
        return
    values = Known()
    for name in _VALUES:
        part = manifest.get(name)
        for value in part.values() if is_mapping(part) else ():
            values.add(str(value))
    scrub(error, values)


def _changed(manifest: Mapping[str, Any], change: Callable[[str, str], Any]) -> dict[str, Any]:
    values = {
        name: {key: change(f"{name}.{key}", value if isinstance(value, str) else repr(value)) for key, value in manifest[name].items()}
        for name in _VALUES
        if is_mapping(manifest.get(name))
    }
    return {**manifest, **values}


def _told(change: FieldChange) -> FieldChange:
    if change.path.removeprefix(".").partition(".")[0] not in _VALUES:
        return change
    before, after = (None if value is None else SHOWN for value in (change.before, change.after))
    return attrs.evolve(change, before=before, after=CHANGED if before == after else after)
