"""The resources that a CustomResourceDefinition defines."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from typekro.kubernetes.objects import part
from typekro.local.api.registry import version_order
from typekro.local.api.resources import Column, Resource, Subresource
from typekro.openapi.kinds import Kinds

_VERBS: Final = ("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch")
_BELOW: Final = ("get", "patch", "update")
_AGE: Final = Column(
    "Age",
    "date",
    "",
    "CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in "
    "happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC."
    "\n\nPopulated by the system. Read-only. Null for lists. More info: "
    "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
    0,
    ".metadata.creationTimestamp",
)


def resources_of(definition: Mapping[str, Any], kinds: Kinds) -> Iterator[Resource]:
    """The resources that a definition defines, one for each version that it serves.

    Args:
        definition: the CustomResourceDefinition as it is stored, with its defaults.
        kinds: the schemas of what every object has.
    """
    spec = definition["spec"]
    names: Mapping[str, Any] = part(definition, "status").get("acceptedNames") or spec["names"]
    storage = next((each["name"] for each in spec["versions"] if each.get("storage")), spec["versions"][0]["name"])
    for version in spec["versions"]:
        if not version.get("served"):
            continue
        api_version = f"{spec['group']}/{version['name']}"
        structural: Mapping[str, Any] = part(version, "schema").get("openAPIV3Schema") or {}
        namespaced = spec["scope"] == "Namespaced"
        found = kinds.with_kind(api_version, names["kind"], structural, namespaced=namespaced).find(api_version, names["kind"])
        below: Mapping[str, Any] = part(version, "subresources")
        yield Resource(
            group=spec["group"],
            version=version["name"],
            kind=names["kind"],
            plural=names["plural"],
            singular=names.get("singular", ""),
            namespaced=namespaced,
            short_names=tuple(names.get("shortNames") or ()),
            categories=tuple(names.get("categories") or ()),
            subresources=dict(_subresources(below, api_version, names["kind"])),
            verbs=_VERBS,
            list_kind=names.get("listKind") or f"{names['kind']}List",
            columns=tuple(map(_column, version.get("additionalPrinterColumns") or ())) or (_AGE,),
            schema={} if found is None else found.schema,
            structural=structural,
            custom=True,
            storage=storage,
            scale=below.get("scale") or {},
            deprecation=_deprecation(spec, version, names["kind"]),
            selectable=frozenset(each["jsonPath"].lstrip(".") for each in version.get("selectableFields") or ()),
        )


def _deprecation(spec: Mapping[str, Any], version: Mapping[str, Any], kind: str) -> str:
    if not version.get("deprecated"):
        return ""
    if version.get("deprecationWarning"):
        return str(version["deprecationWarning"])
    said = f"{spec['group']}/{version['name']} {kind} is deprecated"
    better = sorted((each["name"] for each in spec["versions"] if each.get("served") and not each.get("deprecated")), key=version_order)
    newer = [each for each in better if version_order(each) < version_order(version["name"])]
    return f"{said}; use {spec['group']}/{newer[0]} {kind}" if newer else said


def _subresources(below: Mapping[str, Any], api_version: str, kind: str) -> Iterator[tuple[str, Subresource]]:
    if "status" in below:
        yield "status", Subresource("status", kind, _BELOW, api_version)
    if "scale" in below:
        yield "scale", Subresource("scale", "Scale", _BELOW, "autoscaling/v1")


def _column(about: Mapping[str, Any]) -> Column:
    described = about.get("description") or f"Custom resource definition column (in JSONPath format): {about['jsonPath']}"
    return Column(about["name"], about["type"], about.get("format", ""), described, about.get("priority", 0), about["jsonPath"])
