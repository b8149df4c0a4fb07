"""What the API server refuses of a ResourceGraphDefinition before kro sees it, and of the kind that kro makes of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from typekro.checking.names import (
    problems_of_definition_name,
    problems_of_group,
    problems_of_id,
    problems_of_iterators,
    problems_of_labels,
    problems_of_own_kind,
)
from typekro.checking.places import joined, of_resource
from typekro.checking.problems import Problem, problem
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.openapi.crd_shapes import without_nulls
from typekro.openapi.kro_kinds import API_VERSION, EXTERNAL, KIND, LABELS, RESOURCE, SCHEMA
from typekro.schema import problems_of_value

_ALIASES = ("shortNames", "categories")
_COLUMN_TYPES = ("integer", "number", "string", "boolean", "date")
_COLUMN_FORMATS = ("int32", "int64", "float", "double", "byte", "date", "date-time", "password")
_METADATA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "labels": LABELS,
        "annotations": LABELS,
        "finalizers": {"type": "array", "items": {"type": "string"}},
        "generateName": {"type": "string"},
        "namespace": {"type": "string"},
        # What the API server keeps itself, as a definition has it that was read from a cluster.
        **{key: {} for key in ("creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "managedFields")},
        **{key: {} for key in ("ownerReferences", "resourceVersion", "selfLink", "uid")},
    },
}


def problems_of_admission(definition: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with a definition's own shape.

    Args:
        definition: the ResourceGraphDefinition.
    """
    for key, wanted in (("apiVersion", API_VERSION), ("kind", KIND)):
        if definition.get(key) != wanted:
            yield problem("A", key, f"{definition.get(key)!r} is not {wanted}", (), f"{key}: {wanted}")
    yield from _problems_of_metadata(definition.get("metadata"))
    spec = definition.get("spec")
    if not is_mapping(spec):
        yield problem("A", "spec", "there is none", "a definition has a schema and resources", "spec: {schema: {...}, resources: []}")
        return
    for key in spec:
        if key not in {"schema", "resources"}:
            yield problem("A", joined("spec", str(key)), "there is no such field", "spec has schema and resources")
    yield from _problems_of_schema(spec.get("schema"))
    yield from _problems_of_resources(spec.get("resources", ()))


def _problems_of_metadata(metadata: object) -> Iterator[Problem]:
    given: dict[str, Any] = without_nulls(metadata) if is_mapping(metadata) else {}
    yield from problems_of_definition_name(given.pop("name", None))
    yield from _told(given, _METADATA, "metadata")
    yield from problems_of_labels(given.get("labels"), "metadata.labels", "A")
    yield from problems_of_labels(given.get("annotations"), "metadata.annotations", "A", values=False)


def _problems_of_schema(schema: object) -> Iterator[Problem]:
    if not is_mapping(schema):
        yield problem(
            "A", "schema", "there is none", "it says the kind that the definition makes", "schema: {apiVersion: v1alpha1, kind: ...}"
        )
        return
    # What has a default is filled in where null stands.
    given = {key: value for key, value in schema.items() if value is not None or "default" not in SCHEMA["properties"].get(key, {})}
    for told in _told(given, SCHEMA, "schema"):
        if told.place not in {"schema.kind", "schema.apiVersion"} or not isinstance(schema.get(told.place.partition(".")[2]), str):
            yield told
    yield from problems_of_own_kind(schema)
    for key in _ALIASES:
        found = schema.get(key)
        names = found if is_sequence(found) else ()
        for index, name in enumerate(names):
            if name in names[:index]:
                yield problem("A", joined(joined("schema", key), index), f"{name!r} stands there twice")
    yield from problems_of_group(schema)
    of_crd = schema.get("metadata")
    if is_mapping(of_crd):
        yield from problems_of_labels(of_crd.get("labels"), "schema.metadata.labels", "S")
        yield from problems_of_labels(of_crd.get("annotations"), "schema.metadata.annotations", "S", values=False)
    columns = schema.get("additionalPrinterColumns")
    for index, column in enumerate(columns if is_sequence(columns) else ()):
        if is_mapping(column):
            yield from _problems_of_column(column, joined("schema.additionalPrinterColumns", index))


def _problems_of_column(column: Mapping[str, Any], place: str) -> Iterator[Problem]:
    """What Kubernetes refuses of a column of the kind that kro makes."""
    for key, known in (("type", _COLUMN_TYPES), ("format", _COLUMN_FORMATS)):
        value = column.get(key, "")
        if isinstance(value, str) and value not in known and (value or key in column):
            yield problem("S", joined(place, key), f"{value!r} is no {key} of a column", f"there are {', '.join(known)}")
    if not column.get("name", True):
        yield problem("S", joined(place, "name"), "it is empty", "kubectl writes it above the column", "name: Ready")
    path = column.get("jsonPath")
    if isinstance(path, str) and not path.startswith("."):
        why = "kubectl looks it up in an instance"
        yield problem("S", joined(place, "jsonPath"), f"{path!r} is no path", why, f"jsonPath: .{path}" if path else "jsonPath: .spec.name")


def _problems_of_resources(resources: object) -> Iterator[Problem]:
    if not is_sequence(resources):
        yield problem("A", "resources", "it is not a list", (), "resources: []")
        return
    ids = [resource["id"] for resource in resources if is_mapping(resource) and isinstance(resource.get("id"), str)]
    for index, resource in enumerate(resources):
        place = of_resource(resource, index)
        if not is_mapping(resource):
            yield problem("A", place, "it is not a map", "a resource has an id, and a template or an externalRef")
            continue
        yield from _problems_of_resource(resource, place, ids)


def _problems_of_resource(resource: Mapping[str, Any], place: str, ids: list[str]) -> Iterator[Problem]:
    if called_by_name(resource):
        why = "kro calls it the id, by which others refer to it; the name in the cluster stands in metadata.name"
        yield problem("A", joined(place, "name"), "there is no such field", why, f"id: {resource['name']}")
        resource = {"id": resource["name"], **{key: value for key, value in resource.items() if key != "name"}}
    yield from _told({key: value for key, value in resource.items() if key != "externalRef"}, RESOURCE, place)
    external = resource.get("externalRef")
    if "externalRef" in resource:
        yield from _told(external, EXTERNAL, place)
    if ("template" in resource) == ("externalRef" in resource):
        what = "it has a template and an externalRef" if "template" in resource else "it has neither a template nor an externalRef"
        yield problem("A", place, what, "kro makes a resource from its template, or reads the one that externalRef names")
    if is_mapping(external) and is_mapping(external.get("metadata")):
        metadata = external["metadata"]
        if ("name" in metadata) == (metadata.get("selector") is not None):
            what = "it has a name and a selector" if "name" in metadata else "it has neither a name nor a selector"
            yield problem("S", joined(place, "metadata"), what, "kro reads the one resource of a name, or all that a selector selects")
    if "externalRef" in resource and resource.get("forEach"):
        why = "kro makes the items of a forEach, and only reads an external resource"
        yield problem("S", joined(place, "forEach"), "it stands beside an externalRef", why, "select several by metadata.selector")
    if isinstance(resource.get("id"), str):
        yield from problems_of_id(resource["id"], place, ids)
    yield from _problems_of_for_each(resource.get("forEach"), joined(place, "forEach"), ids)


def called_by_name(resource: Mapping[str, Any]) -> bool:
    """Whether a resource has a name in the place of its id, as in early kro."""
    return "id" not in resource and isinstance(resource.get("name"), str)


def _problems_of_for_each(dimensions: object, place: str, ids: list[str]) -> Iterator[Problem]:
    names: list[str] = []
    for index, dimension in enumerate(dimensions if is_sequence(dimensions) else ()):
        if not is_mapping(dimension):
            continue
        if len(dimension) != 1:
            shown = ", ".join(map(str, dimension)) or "none"
            why = "each item of forEach binds one iterator to one list"
            hint = [f"- {name}: ..." for name in dimension]
            yield problem("A", joined(place, index), f"it binds {shown}", why, hint)
        names += map(str, dimension)
    yield from problems_of_iterators(names, place, ids)


def _told(value: object, schema: Mapping[str, Any], place: str) -> Iterator[Problem]:
    for text in problems_of_value(value, schema, place):
        yield Problem(text.splitlines()[0].partition(": ")[0], text, "A")
