"""CustomResourceDefinitions, good and bad."""

from collections.abc import Iterator
from typing import Any

from tests.local.schemas.changing import GONE, changed

_VERSION: dict[str, Any] = {
    "name": "v1",
    "served": True,
    "storage": True,
    "schema": {
        "openAPIV3Schema": {"type": "object", "properties": {"spec": {"type": "object", "properties": {"size": {"type": "integer"}}}}}
    },
}
BASE: dict[str, Any] = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "webs.crds.example.com"},
    "spec": {"group": "crds.example.com", "scope": "Namespaced", "names": {"kind": "Web", "plural": "webs"}, "versions": [_VERSION]},
}
_S = "spec.versions[0].schema.openAPIV3Schema"
_P = f"{_S}.properties.spec.properties"
_CHANGES: dict[str, dict[str, Any]] = {
    "as it is": {},
    "name wrong": {"metadata.name": "web.crds.example.com"},
    "group missing": {"spec.group": GONE},
    "group without dot": {"spec.group": "example", "metadata.name": "webs.example"},
    "group wrong": {"spec.group": "A.b", "metadata.name": "webs.A.b"},
    "scope missing": {"spec.scope": GONE},
    "scope wrong": {"spec.scope": "World"},
    "kind wrong": {"spec.names.kind": "my web"},
    "kind missing": {"spec.names.kind": GONE},
    "plural upper": {"spec.names.plural": "Webs", "metadata.name": "Webs.crds.example.com"},
    "short names": {"spec.names.shortNames": ["w", "W"], "spec.names.categories": ["All"]},
    "list kind same": {"spec.names.listKind": "Web"},
    "version wrong": {"spec.versions[0].name": "V1"},
    "no storage": {"spec.versions[0].storage": False},
    "no schema": {"spec.versions[0].schema": GONE},
    "two versions": {"spec.versions[1]": {**_VERSION, "name": "v2", "storage": False}},
    "column": {"spec.versions[0].additionalPrinterColumns": [{"name": "Size", "type": "integer", "jsonPath": ".spec.size"}]},
    "column wrong": {"spec.versions[0].additionalPrinterColumns": [{"name": "", "type": "int", "jsonPath": "spec.size", "format": "x"}]},
    "column empty": {"spec.versions[0].additionalPrinterColumns": [{"name": "A"}]},
    "scale": {
        "spec.versions[0].subresources": {"status": {}, "scale": {"specReplicasPath": ".spec.size", "statusReplicasPath": ".status.size"}}
    },
    "scale wrong": {"spec.versions[0].subresources": {"scale": {"specReplicasPath": ".status.size", "statusReplicasPath": "size"}}},
    "root type missing": {f"{_S}.type": GONE},
    "root of texts": {f"{_S}.type": "string"},
    "root nullable": {f"{_S}.nullable": True},
    "field without type": {f"{_P}.a": {}},
    "field of no type": {f"{_P}.a": {"type": "int"}},
    "field null": {f"{_P}.a": {"type": "null"}},
    "list without items": {f"{_P}.a": {"type": "array"}},
    "items without type": {f"{_P}.a": {"type": "array", "items": {}}},
    "both properties": {f"{_P}.a": {"type": "object", "properties": {"b": {"type": "string"}}, "additionalProperties": {"type": "string"}}},
    "unique items": {f"{_P}.a": {"type": "array", "items": {"type": "string"}, "uniqueItems": True}},
    "typed any": {f"{_P}.a": {"type": "string", "anyOf": [{"type": "string"}]}},
    "nested default": {f"{_P}.a": {"type": "string", "allOf": [{"default": "a", "description": "b"}]}},
    "int or text": {f"{_P}.a": {"x-kubernetes-int-or-string": True, "anyOf": [{"type": "integer"}, {"type": "string"}]}},
    "int or text keeps": {f"{_P}.a": {"x-kubernetes-int-or-string": True, "x-kubernetes-preserve-unknown-fields": True}},
    "embedded text": {f"{_P}.a": {"type": "string", "x-kubernetes-embedded-resource": True}},
    "embedded empty": {f"{_P}.a": {"type": "object", "x-kubernetes-embedded-resource": True}},
    "keeps false": {f"{_P}.a": {"type": "object", "x-kubernetes-preserve-unknown-fields": False}},
    "set of maps": {f"{_P}.a": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "object"}}},
    "map without keys": {f"{_P}.a": {"type": "array", "x-kubernetes-list-type": "map", "items": {"type": "object"}}},
    "map of texts": {
        f"{_P}.a": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["b"], "items": {"type": "string"}}
    },
    "map key optional": {
        f"{_P}.a": {
            "type": "array",
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["b"],
            "items": {"type": "object", "properties": {"b": {"type": "string"}}},
        }
    },
    "list type wrong": {f"{_P}.a": {"type": "array", "x-kubernetes-list-type": "bag", "items": {"type": "string"}}},
    "list type of a text": {f"{_P}.a": {"type": "string", "x-kubernetes-list-type": "set"}},
    "map type wrong": {f"{_P}.a": {"type": "object", "x-kubernetes-map-type": "loose"}},
    "keys without map": {f"{_P}.a": {"type": "array", "x-kubernetes-list-map-keys": ["b"], "items": {"type": "object"}}},
    "default of other type": {f"{_P}.a": {"type": "integer", "default": "b"}},
    "default too small": {f"{_P}.a": {"type": "integer", "default": 1, "minimum": 2}},
    "default": {f"{_P}.a": {"type": "object", "default": {"b": 1}, "properties": {"b": {"type": "integer"}}}},
    "pattern wrong": {f"{_P}.a": {"type": "string", "pattern": "["}},
    "rule empty": {f"{_P}.a": {"type": "string", "x-kubernetes-validations": [{"rule": ""}]}},
    "rule reason": {f"{_P}.a": {"type": "integer", "x-kubernetes-validations": [{"rule": "self > 1", "reason": "No"}]}},
    "rule message lines": {f"{_P}.a": {"type": "integer", "x-kubernetes-validations": [{"rule": "self > 1", "message": "a\nb"}]}},
    "metadata": {f"{_S}.properties.metadata": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 3}}}},
    "metadata labels": {f"{_S}.properties.metadata": {"type": "object", "properties": {"labels": {"type": "object"}}}},
    "kind a number": {f"{_S}.properties.kind": {"type": "integer"}},
    "preserving": {"spec.preserveUnknownFields": True},
    "protected": {"spec.group": "web.k8s.io", "metadata.name": "webs.web.k8s.io"},
    "ref": {f"{_P}.a": {"$ref": "#/x"}},
    "unknown field": {f"{_P}.a": {"type": "string", "kind": "x"}},
}
_UPDATES: dict[str, dict[str, Any]] = {
    "scope": {"spec.scope": "Cluster"},
    "kind": {"spec.names.kind": "Wob"},
    "version gone": {"spec.versions[0].name": "v2"},
    "field more": {f"{_P}.a": {"type": "string"}},
}


def crd_cases() -> Iterator[tuple[str, dict[str, Any], dict[str, Any] | None]]:
    """Each case: its name, a definition, and what it was before an update."""
    for name, changes in _CHANGES.items():
        yield f"crd: {name}", changed(BASE, changes), None
    for name, changes in _UPDATES.items():
        yield f"crd update: {name}", changed(BASE, changes), BASE
