"""The OpenAPI of what is served: one document for each group and version, and one old one for all."""

import functools
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from typekro.expressions.guards import is_mapping
from typekro.local.api.refusals import not_acceptable
from typekro.local.api.registry import Registry
from typekro.local.api.resources import Resource
from typekro.local.api.responses import JSON, Response, answer
from typekro.local.merging.shapes import is_list
from typekro.openapi.kinds import Kinds

_POINTER: Final = "#/components/schemas/"
_WRITES: Final = ("dryRun", "fieldManager", "fieldValidation")
_LISTS: Final = (
    "allowWatchBookmarks",
    "continue",
    "fieldSelector",
    "labelSelector",
    "limit",
    "resourceVersion",
    "resourceVersionMatch",
    "sendInitialEvents",
    "timeoutSeconds",
    "watch",
)
_DELETES: Final = ("dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy")
_TYPES: Final = {
    "allowWatchBookmarks": "boolean",
    "limit": "integer",
    "sendInitialEvents": "boolean",
    "timeoutSeconds": "integer",
    "watch": "boolean",
    "gracePeriodSeconds": "integer",
    "orphanDependents": "boolean",
    "force": "boolean",
}
_OPERATIONS: Final[Mapping[str, tuple[str, str, str, tuple[str, ...]]]] = {
    "list": ("get", "list", "list", _LISTS),
    "create": ("post", "create", "post", _WRITES),
    "deletecollection": ("delete", "deleteCollection", "deletecollection", _LISTS),
    "get": ("get", "read", "get", ()),
    "update": ("put", "replace", "put", _WRITES),
    "delete": ("delete", "delete", "delete", _DELETES),
    "patch": ("patch", "patch", "patch", (*_WRITES, "force")),
}
_PATCHES: Final = ("application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json")
_STRATEGIC: Final = "application/strategic-merge-patch+json"


def openapi(registry: Registry, kinds: Kinds, parts: list[str], accept: str) -> Response | None:
    """The answer to a question about OpenAPI; None where the path asks something else.

    Args:
        registry: what is served.
        kinds: the schemas of the built-in kinds.
        parts: the path.
        accept: the request's `Accept`.

    Raises:
        StatusError: protobuf alone is taken.
    """
    match parts:
        case ["openapi", "v3"]:
            return answer({"paths": dict(_index(registry))})
        case ["openapi", "v3", "api", version] if version in registry.groups[""]:
            return _json(document(registry, kinds, "", version), accept)
        case ["openapi", "v3", "apis", group, version] if version in registry.groups.get(group, ()):
            return _json(document(registry, kinds, group, version), accept)
        case ["openapi", "v2"]:
            return _json(_old(registry, kinds), accept)
        case _:
            return None


def _json(said: Mapping[str, Any], accept: str) -> Response:
    if accept and "json" not in accept and "*/*" not in accept:
        raise not_acceptable((JSON,))
    return answer(said)


def _index(registry: Registry) -> Iterator[tuple[str, Any]]:
    for group, versions in registry.groups.items():
        for version in versions:
            place = f"apis/{group}/{version}" if group else f"api/{version}"
            yield place, {"serverRelativeURL": f"/openapi/v3/{place}?hash={_hash(registry.within(group, version))}"}


def _hash(resources: list[Resource]) -> str:
    said = "".join(
        f"{each.qualified} {each.version} {each.kind} {json.dumps(each.structural, sort_keys=True) if each.custom else ''}"
        for each in resources
    )
    return hashlib.sha256(said.encode()).hexdigest().upper()


def document(registry: Registry, kinds: Kinds, group: str, version: str) -> dict[str, Any]:
    """The OpenAPI v3 of a group and version.

    Args:
        registry: what is served.
        kinds: the schemas of the built-in kinds.
        group: the group; empty for the core group.
        version: the version.
    """
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for resource in registry.within(group, version):
        name = schema_name(resource)
        schemas[name] = _schema(resource)
        schemas[f"{name}List"] = _list_schema(resource, name)
        paths.update(_paths(resource, name))
    _reach(schemas, kinds)
    return {
        "openapi": "3.0.0",
        "info": {"title": "Kubernetes", "version": "v1.36.3"},
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def schema_name(resource: Resource) -> str:
    """The name of a kind's schema: `io.k8s.api.apps.v1.Deployment`, `com.example.v1.Web`."""
    known = None if resource.custom else _builtin_names().get((resource.api_version, resource.kind))
    return known or ".".join([*reversed(resource.group.split(".")), resource.version, resource.kind])


@functools.cache
def _builtin_names() -> Mapping[tuple[str, str], str]:
    return {
        (f"{each['group']}/{each['version']}" if each["group"] else each["version"], each["kind"]): name
        for name, schema in Kinds.builtin().schemas.items()
        for each in schema.get("x-kubernetes-group-version-kind") or ()
    }


def _marks(resource: Resource, kind: str) -> list[dict[str, str]]:
    return [{"group": resource.group, "kind": kind, "version": resource.version}]


def _schema(resource: Resource) -> dict[str, Any]:
    return {"type": "object", **resource.schema, "x-kubernetes-group-version-kind": _marks(resource, resource.kind)}


def _list_schema(resource: Resource, name: str) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "apiVersion": {"type": "string"},
        "kind": {"type": "string"},
        "metadata": {"type": "object"},
        "items": {"type": "array", "items": {"allOf": [{"$ref": f"{_POINTER}{name}"}], "default": {}}},
    }
    marks = _marks(resource, resource.listed)
    return {"type": "object", "required": ["items"], "properties": properties, "x-kubernetes-group-version-kind": marks}


def _paths(resource: Resource, name: str) -> Iterator[tuple[str, Any]]:
    root = f"/apis/{resource.api_version}" if resource.group else f"/api/{resource.version}"
    inside = f"{root}/namespaces/{{namespace}}" if resource.namespaced else root
    place = ["namespace"] if resource.namespaced else []
    yield f"{inside}/{resource.plural}", _item(resource, name, _of(resource.verbs, "list", "create", "deletecollection"), place)
    if "get" in resource.verbs:
        one = _item(resource, name, _of(resource.verbs, "get", "update", "delete", "patch"), ["name", *place])
        yield f"{inside}/{resource.plural}/{{name}}", one
    for below in resource.subresources.values():
        found = _item(resource, name, _of(below.verbs, "get", "update", "patch"), ["name", *place], below.name)
        yield f"{inside}/{resource.plural}/{{name}}/{below.name}", found
    if resource.namespaced and "list" in resource.verbs:
        yield f"{root}/{resource.plural}", _item(resource, name, ("list",), [])


def _of(verbs: Iterable[str], *wanted: str) -> list[str]:
    return [verb for verb in wanted if verb in verbs]


def _item(resource: Resource, name: str, wanted: Iterable[str], place: list[str], below: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for verb in wanted:
        method, word, action, query = _OPERATIONS[verb]
        operation = f"{word}{_camel(resource)}{'Namespaced' if 'namespace' in place else ''}{resource.kind}{below.title()}"
        found[method] = _operation(resource, name, operation, action, query)
    found["parameters"] = [
        {"name": each, "in": "path", "required": True, "schema": {"type": "string", "uniqueItems": True}} for each in place
    ]
    return found


def _camel(resource: Resource) -> str:
    group = resource.group.removesuffix(".k8s.io") or "core"
    return "".join(part[:1].upper() + part[1:] for part in (*group.replace("-", ".").split("."), resource.version))


def _operation(resource: Resource, name: str, operation: str, action: str, query: tuple[str, ...]) -> dict[str, Any]:
    shown = f"{name}List" if action in {"list", "deletecollection"} else name
    content = {JSON: {"schema": {"$ref": f"{_POINTER}{shown}"}}}
    said: dict[str, Any] = {
        "operationId": operation[0].lower() + operation[1:],
        "parameters": [
            {"name": each, "in": "query", "schema": {"type": _TYPES.get(each, "string"), "uniqueItems": True}} for each in query
        ],
        "responses": {"200": {"description": "OK", "content": content}, "401": {"description": "Unauthorized"}},
        "x-kubernetes-action": action,
        "x-kubernetes-group-version-kind": _marks(resource, resource.kind)[0],
    }
    if action in {"post", "put"}:
        said["requestBody"] = {"content": {JSON: {"schema": {"$ref": f"{_POINTER}{name}"}}}, "required": True}
    if action == "patch":
        forms = _PATCHES if resource.custom else (*_PATCHES, _STRATEGIC)
        said["requestBody"] = {"content": {form: {"schema": {"type": "object"}} for form in forms}, "required": True}
    return said


def _reach(schemas: dict[str, Any], kinds: Kinds) -> None:
    """Adds every schema that others refer to."""
    waiting: list[Any] = list(schemas.values())
    while waiting:
        for name in _references(waiting.pop()):
            if name not in schemas and name in kinds.schemas:
                schemas[name] = kinds.schemas[name]
                waiting.append(kinds.schemas[name])


def _references(schema: Any) -> Iterator[str]:
    if is_mapping(schema):
        reference: Any = schema.get("$ref")
        if isinstance(reference, str):
            yield reference.removeprefix(_POINTER)
        for below in schema.values():
            yield from _references(below)
    elif is_list(schema):
        for below in schema:
            yield from _references(below)


def _old(registry: Registry, kinds: Kinds) -> dict[str, Any]:
    definitions: dict[str, Any] = {}
    for resource in registry.all():
        definitions[schema_name(resource)] = _schema(resource)
    _reach(definitions, kinds)
    text = json.dumps(dict(sorted(definitions.items()))).replace(_POINTER, "#/definitions/")
    return {"swagger": "2.0", "info": {"title": "Kubernetes", "version": "v1.36.3"}, "paths": {}, "definitions": json.loads(text)}
