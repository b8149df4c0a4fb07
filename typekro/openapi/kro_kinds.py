"""kro's own kinds as OpenAPI: what its resource definitions say of a ResourceGraphDefinition and of a GraphRevision, in kro 0.9."""

from typing import Any, Final

API_VERSION, KIND = "kro.run/v1alpha1", "ResourceGraphDefinition"
LOCAL_KRO: Final = "local.typekro.io/kro"
"""The annotation of kro's kinds in a local cluster of typekro: which kro that plays."""
REVISION_API_VERSION, REVISION_KIND = "internal.kro.run/v1alpha1", "GraphRevision"
VERSION_PATTERN = r"^v[0-9]+(alpha[0-9]+|beta[0-9]+)?$"
KIND_PATTERN = r"^[A-Z][a-zA-Z0-9]{0,62}$"

_TEXT: dict[str, Any] = {"type": "string"}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}
_INTEGER: dict[str, Any] = {"type": "integer", "format": "int64"}
LABELS: dict[str, Any] = {"type": "object", "additionalProperties": _TEXT}
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
        "group": {"type": "string", "default": "kro.run"},
        "scope": {"type": "string", "enum": ["Namespaced", "Cluster"], "default": "Namespaced"},
        "spec": _FREE,
        "types": _FREE,
        "status": _FREE,
        "metadata": _object({"labels": LABELS, "annotations": LABELS}),
        "additionalPrinterColumns": {"type": "array", "items": _COLUMN},
        "shortNames": _ALIASES,
        "categories": _ALIASES,
    },
    "apiVersion",
    "kind",
)
_SPEC = _object({"schema": SCHEMA, "resources": {"type": "array", "items": RESOURCE}}, "schema")
_SNAPSHOT = _object({"generation": _INTEGER, "name": _TEXT, "spec": _SPEC}, "generation", "name", "spec")
_CONDITION = _object(
    {
        "lastTransitionTime": {"type": "string", "format": "date-time"},
        "message": _TEXT,
        "observedGeneration": {**_INTEGER, "minimum": 0},
        "reason": _TEXT,
        "status": _TEXT,
        "type": _TEXT,
    },
    "status",
    "type",
)
_DEPENDENCIES: dict[str, Any] = {"type": "array", "items": _object({"id": _TEXT})}
_STATUS = {
    "conditions": {"type": "array", "items": _CONDITION},
    "resources": {"type": "array", "items": _object({"dependencies": _DEPENDENCIES, "id": _TEXT})},
    "topologicalOrder": _TEXTS,
}
DEFINITION = _object({"spec": _SPEC, "status": _object({**_STATUS, "lastIssuedRevision": _INTEGER, "state": _TEXT})})
"""The whole kind, for definitions that make or read definitions."""
REVISION = _object(
    {"spec": _object({"revision": {**_INTEGER, "minimum": 1}, "snapshot": _SNAPSHOT}, "revision", "snapshot"), "status": _object(_STATUS)}
)
"""GraphRevision: what kro keeps of each version of a definition."""
