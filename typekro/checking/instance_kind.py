"""The kind that a definition makes, as an OpenAPI schema and as a CustomResourceDefinition would have it."""

from collections.abc import Mapping
from typing import Any

from typekro.checking.reading import OBJECT_META
from typekro.checking.schemas import resolved
from typekro.openapi.kinds import Kinds

DEFAULT_GROUP = "kro.run"
_TEXT = {"type": "string"}
_STATE = _TEXT
_CONDITIONS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "type": _TEXT,
            "status": _TEXT,
            "reason": _TEXT,
            "message": _TEXT,
            "lastTransitionTime": _TEXT,
            "observedGeneration": {"type": "integer"},
        },
    },
}
ANYTHING: Mapping[str, Any] = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}


def schema_variable(spec: Mapping[str, Any], kinds: Kinds, *, namespaced: bool) -> dict[str, Any]:
    """What `schema` is in expressions: the instance without its status.

    Args:
        spec: the OpenAPI schema of the spec.
        kinds: where the metadata of Kubernetes objects comes from.
        namespaced: whether an instance lives in a namespace; where it does not, there is no `schema.metadata.namespace`.
    """
    metadata = resolved({"$ref": OBJECT_META}, kinds.resolve)
    if not namespaced:
        properties = {name: field for name, field in metadata["properties"].items() if name != "namespace"}
        metadata = {**metadata, "properties": properties}
    return {"type": "object", "properties": {"apiVersion": _TEXT, "kind": _TEXT, "metadata": metadata, "spec": spec}}


def status_with_own(status: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a status with the two fields that kro adds where a definition does not have them."""
    return {
        **status,
        "properties": {
            **status.get("properties", {}),
            "state": status.get("properties", {}).get("state", _STATE),
            "conditions": _CONDITIONS,
        },
    }


def instance_schema(spec: Mapping[str, Any], status: Mapping[str, Any]) -> dict[str, Any]:
    """The OpenAPI schema of the kind that a definition makes.

    Args:
        spec: the schema of its spec.
        status: the schema of its status, with what kro adds.

    Example:
        >>> sorted(instance_schema({"type": "object"}, {"type": "object"})["properties"])
        ['apiVersion', 'kind', 'metadata', 'spec', 'status']
    """
    properties = {"apiVersion": _TEXT, "kind": _TEXT, "metadata": {"$ref": OBJECT_META}, "spec": dict(spec), "status": dict(status)}
    return {"type": "object", "properties": properties}


def api_version_of(definition: Mapping[str, Any]) -> str:
    """Group and version of the kind that a definition makes, as its instances say them.

    Example:
        >>> api_version_of({"spec": {"schema": {"apiVersion": "v1alpha1"}}})
        'kro.run/v1alpha1'
    """
    schema = definition["spec"]["schema"]
    return f"{schema.get('group') or DEFAULT_GROUP}/{schema['apiVersion']}"
