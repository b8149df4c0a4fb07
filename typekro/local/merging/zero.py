"""What an object of a built-in kind has before anybody gave it anything: structs that are always there, and lists that are null."""

import functools
from collections.abc import Mapping
from typing import Any

import attrs

from typekro.local.merging.types import Resolve
from typekro.openapi.schemas import Schema


@attrs.frozen(eq=False)
class _Same:
    schema: Schema
    resolve: Resolve

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.schema is other.schema


def zero(schema: Schema, resolve: Resolve) -> dict[str, Any]:
    """The empty object that an object is compared with when it is created; nothing at all for a kind that a CRD defines.

    Args:
        schema: of the kind.
        resolve: what a `$ref` in it means.
    """
    return _zero(_Same(schema, resolve))


@functools.lru_cache(maxsize=256)
def _zero(key: _Same) -> dict[str, Any]:
    # Kubernetes publishes structs of its own with the default {}; of a CRD, metadata has none.
    properties: Mapping[str, Schema] = key.schema.get("properties") or {}
    built_in = "default" in properties.get("metadata", {})
    return _of(key.schema, key.resolve) if built_in else {}


def _of(schema: Schema, resolve: Resolve) -> dict[str, Any]:
    found: dict[str, Any] = {}
    required = schema.get("required") or ()
    properties: Mapping[str, Schema] = schema.get("properties") or {}
    for name, part in properties.items():
        if part.get("default") == {} and "allOf" in part:
            found[name] = _of(resolve(part["allOf"][0]["$ref"]), resolve)
        elif name in required:
            found[name] = part.get("default")
    return found
