"""What an object of a built-in kind has before anybody gave it anything: structs that are always there, and lists that are null."""

import functools
from collections.abc import Mapping
from typing import Any

from typekro.local.merging.types import Resolve, SameSchema
from typekro.openapi.schemas import Schema


def zero(schema: Schema, resolve: Resolve) -> dict[str, Any]:
    """The empty object that an object is compared with when it is created; nothing at all for a kind that a CRD defines.

    Args:
        schema: of the kind.
        resolve: what a `$ref` in it means.
    """
    return _zero(SameSchema(schema, resolve))


@functools.lru_cache(maxsize=256)
def _zero(key: SameSchema) -> dict[str, Any]:
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
