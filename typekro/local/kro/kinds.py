"""The kinds that are there for kro: its own two, and the one that each definition makes."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from typekro.kubernetes.objects import part, parts
from typekro.local.kro.plurals import plural_of

if TYPE_CHECKING:
    from typekro.checking import Analysis

DEFINITIONS: Final = ("kro.run/v1alpha1", "ResourceGraphDefinition")
REVISIONS: Final = ("internal.kro.run/v1alpha1", "GraphRevision")
CRDS: Final = ("apiextensions.k8s.io/v1", "CustomResourceDefinition")

_COLUMNS: Final = (
    {"name": "State", "description": "The state of a ResourceGraphDefinition instance", "type": "string", "jsonPath": ".status.state"},
    {
        "name": "Ready",
        "description": "Whether a ResourceGraphDefinition instance is ready",
        "type": "string",
        "jsonPath": '.status.conditions[?(@.type=="Ready")].status',
    },
    {"name": "Age", "description": "Age of the resource", "type": "date", "jsonPath": ".metadata.creationTimestamp"},
)


@cache
def own_crds() -> tuple[dict[str, Any], ...]:
    """The CustomResourceDefinitions that come with kro."""
    return tuple(json.loads(files("typekro.local.kro.bundled").joinpath("crds.json").read_text("utf-8")))


def crd_name(schema: Mapping[str, Any]) -> str:
    """The name of the CustomResourceDefinition of a definition's kind.

    Args:
        schema: `spec.schema` of the definition.

    Example:
        >>> crd_name({"kind": "Policy", "group": "example.com"})
        'policies.example.com'
    """
    return f"{plural_of(schema['kind'])}.{_group_of(schema)}"


def _group_of(schema: Mapping[str, Any]) -> str:
    from typekro.checking.instance_kind import DEFAULT_GROUP  # noqa: PLC0415 - it is slow to import, and most clusters have no definition

    return str(schema.get("group") or DEFAULT_GROUP)


def crd_of(schema: Mapping[str, Any], analysis: "Analysis", labels: Mapping[str, str]) -> dict[str, Any]:
    """The CustomResourceDefinition that kro makes of a definition.

    Args:
        schema: `spec.schema` of the definition.
        analysis: what is known of the definition.
        labels: the labels that say whose it is.
    """
    kind, extra = schema["kind"], part(schema, "metadata")
    annotations = dict(part(extra, "annotations"))
    text = {"type": "string"}
    properties = {
        "apiVersion": text,
        "kind": text,
        "metadata": {"type": "object"},
        "spec": dict(analysis.spec_schema),
        "status": dict(analysis.status_schema),
    }
    version: dict[str, Any] = {
        "name": schema["apiVersion"],
        "served": True,
        "storage": True,
        "schema": {"openAPIV3Schema": {"type": "object", "properties": properties}},
        "subresources": {"status": {}},
        "additionalPrinterColumns": [dict(column) for column in parts(schema, "additionalPrinterColumns") or _COLUMNS],
    }
    names = {"kind": kind, "listKind": f"{kind}List", "plural": plural_of(kind), "singular": kind.lower()}
    names |= {key: schema[key] for key in ("shortNames", "categories") if schema.get(key)}
    return {
        "apiVersion": CRDS[0],
        "kind": CRDS[1],
        "metadata": {
            "name": crd_name(schema),
            "labels": {**part(extra, "labels"), **labels},
            **({"annotations": annotations} if annotations else {}),
        },
        "spec": {
            "group": _group_of(schema),
            "names": names,
            "scope": schema.get("scope") or "Namespaced",
            "versions": [version],
        },
    }


def crd_patch(crd: Mapping[str, Any]) -> dict[str, Any]:
    """What kro writes where the CustomResourceDefinition is there already."""
    spec = crd["spec"]
    names = {"shortNames": None, "categories": None, **spec["names"]}
    metadata = {key: crd["metadata"][key] for key in ("labels", "annotations") if crd["metadata"].get(key)}
    return {"metadata": metadata, "spec": {**spec, "names": names}}
