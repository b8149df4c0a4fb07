"""What a CustomResourceDefinition serves, beside what its graph asks for: pure, from what the API server says (kro 0.9)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from typekro.errors import DefinitionError
from typekro.kro.readiness import READY, Verdict, said
from typekro.kubernetes.objects import condition, part, parts
from typekro.schema import openapi_schema

_SCHEMA = "schema/openAPIV3Schema"
# kro sees no difference where one of these alone was changed, and leaves the CustomResourceDefinition as it was (pkg/graph/crd/compat).
_PASSED_OVER = (
    "additionalProperties",
    "enum",
    "x-kubernetes-validations",
    "x-kubernetes-list-type",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-preserve-unknown-fields",
)


@attrs.frozen
class Kept:
    """A part of a CustomResourceDefinition that kro left as it was, though its graph asks for another one.

    Args:
        path: where it stands, as a JSON pointer.
        wanted: what the graph asks for; None where it asks for nothing there.
        live: what is there; None where nothing is.
    """

    path: str
    wanted: Any
    live: Any

    @property
    def patch(self) -> dict[str, Any]:
        """The step of a JSON patch that makes it what the graph asks for."""
        if self.wanted is None:
            return {"op": "remove", "path": self.path}
        return {"op": "add", "path": self.path, "value": self.wanted}

    def __str__(self) -> str:
        place = self.path.partition(f"{_SCHEMA}/properties/")[2].replace("/items", "[]").replace("/properties/", ".").replace("/", " ")
        shown = (json.dumps(value) if value is not None else "nothing" for value in (self.live, self.wanted))
        return "{}: it has {}, and the graph asks for {}".format(place or self.path.rpartition("/")[2], *shown)


def judge_definition(live: Mapping[str, Any] | None, graph: Mapping[str, Any]) -> Verdict:
    """Whether the CustomResourceDefinition of a graph serves the fields that the graph asks for."""
    if live is None:
        return Verdict("waiting", "its CustomResourceDefinition is not there yet")
    for kind in ("Established", "NamesAccepted"):
        found = condition(live, kind)
        if found is None or found["status"] != "True":
            return Verdict("waiting", f"its CustomResourceDefinition: {said(kind, found)}")
    schema = graph["spec"]["schema"]
    served = _version(live, schema["apiVersion"])
    if served is None:
        return Verdict("waiting", f"its CustomResourceDefinition does not serve {schema['apiVersion']} yet")
    properties = live["spec"]["versions"][served]["schema"]["openAPIV3Schema"].get("properties", {})
    missing = [f"{part}.{path}" for part in ("spec", "status") for path in _missing(schema.get(part) or {}, properties.get(part) or {})]
    return READY if not missing else Verdict("waiting", f"its CustomResourceDefinition does not have {', '.join(missing)} yet")


def kept_parts(live: Mapping[str, Any], graph: Mapping[str, Any]) -> list[Kept]:
    """What kro left as it was in a CustomResourceDefinition, since it does not look at changes there."""
    schema = graph["spec"]["schema"]
    number = _version(live, schema["apiVersion"])
    if number is None:
        return []
    version = live["spec"]["versions"][number]
    at = f"/spec/versions/{number}"
    try:
        wanted = openapi_schema(schema.get("spec") or {}, schema.get("types") or {})
    except DefinitionError:  # kro has taken what we would refuse: what it makes of that is not known here
        return []
    found = part(part(version["schema"]["openAPIV3Schema"], "properties"), "spec")
    kept = list(_differences(wanted, found, f"{at}/{_SCHEMA}/properties/spec"))
    # Kubernetes writes nothing for a priority of 0 and for empty texts.
    columns = [{name: value for name, value in column.items() if value} for column in parts(schema, "additionalPrinterColumns")]
    if columns and version.get("additionalPrinterColumns") != columns:
        kept.append(Kept(f"{at}/additionalPrinterColumns", columns, version.get("additionalPrinterColumns")))
    return kept


def _differences(wanted: Mapping[str, Any], live: Mapping[str, Any], at: str) -> Iterator[Kept]:
    for key in _PASSED_OVER:
        if wanted.get(key) != live.get(key):
            yield Kept(f"{at}/{key}", wanted.get(key), live.get(key))
    for name, below in part(wanted, "properties").items():
        yield from _differences(below, part(part(live, "properties"), name), f"{at}/properties/{name}")
    if "items" in wanted:
        yield from _differences(part(wanted, "items"), part(live, "items"), f"{at}/items")


def _version(live: Mapping[str, Any], name: str) -> int | None:
    versions = live["spec"]["versions"]
    return next((number for number, version in enumerate(versions) if version["name"] == name and version["served"]), None)


def _missing(wanted: Mapping[str, Any], schema: Mapping[str, Any], path: str = "") -> list[str]:
    properties = part(schema, "properties")
    found: list[str] = []
    for name, below in wanted.items():
        if name not in properties:
            found.append(path + name)
        elif isinstance(below, dict):
            found += _missing(below, properties[name], f"{path}{name}.")  # pyright: ignore[reportUnknownArgumentType] - JSON has no narrower type
    return found
