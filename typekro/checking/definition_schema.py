"""What a ResourceGraphDefinition looks like to the API server, as an OpenAPI schema: kro 0.9's resource definition."""

from typing import Any

API_VERSION, KIND = "kro.run/v1alpha1", "ResourceGraphDefinition"
VERSION_PATTERN = r"^v[0-9]+(alpha[0-9]+|beta[0-9]+)?$"
KIND_PATTERN = r"^[A-Z][a-zA-Z0-9]{0,62}$"

_TEXT: dict[str, Any] = {"type": "string"}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}
_LABELS: dict[str, Any] = {"type": "object", "additionalProperties": _TEXT}
_FREE: dict[str, Any] = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
_ALIASES: dict[str, Any] = {
    "type": "array",
    "maxItems": 32,
    "x-kubernetes-list-type": "set",
    "items": {"type": "string", "maxLength": 63, "pattern": r"^[a-z]([-a-z0-9]*[a-z0-9])?$"},
}


def _object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **({"required": list(required)} if required else {})}


_COLUMN = _object(
    {
        "name": _TEXT,
        "type": _TEXT,
        "jsonPath": _TEXT,
        "format": _TEXT,
        "description": _TEXT,
        "priority": {"type": "integer", "format": "int32"},
    },
    "jsonPath",
    "name",
    "type",
)
EXTERNAL = _object(
    {
        "apiVersion": _TEXT,
        "kind": _TEXT,
        "metadata": _object(
            {"name": {"type": "string", "minLength": 1}, "namespace": _TEXT, "selector": {"x-kubernetes-preserve-unknown-fields": True}}
        ),
    },
    "apiVersion",
    "kind",
    "metadata",
)
RESOURCE = _object(
    {
        "id": _TEXT,
        "template": _FREE,
        "externalRef": EXTERNAL,
        "forEach": {
            "type": "array",
            "items": {"type": "object", "additionalProperties": _TEXT},
        },
        "includeWhen": _TEXTS,
        "readyWhen": _TEXTS,
    },
    "id",
)
SCHEMA = _object(
    {
        "apiVersion": {"type": "string", "pattern": VERSION_PATTERN},
        "kind": {"type": "string", "pattern": KIND_PATTERN},
        "group": _TEXT,
        "scope": {"type": "string", "enum": ["Namespaced", "Cluster"]},
        "spec": _FREE,
        "types": _FREE,
        "status": _FREE,
        "metadata": _object({"labels": _LABELS, "annotations": _LABELS}),
        "additionalPrinterColumns": {"type": "array", "items": _COLUMN},
        "shortNames": _ALIASES,
        "categories": _ALIASES,
    },
    "apiVersion",
    "kind",
)
SPEC = _object({"schema": SCHEMA, "resources": {"type": "array", "items": RESOURCE}}, "schema")
DEFINITION = _object({"apiVersion": _TEXT, "kind": _TEXT, "metadata": _object({}), "spec": SPEC})
"""The whole kind, for definitions that make definitions."""
