"""Kubernetes' own OpenAPI read: its kinds, the schemas that they reach, and the classes to be written for them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from typekro.openapi.naming import python_name
from typekro.openapi.rendering import ClassText, FieldText
from typekro.openapi.schemas import Schema, without_descriptions
from typekro.schema.shape_fields import Presence

POINTER = "#/components/schemas/"
OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"

# What stands on the wire as a scalar or as anything at all, whatever the OpenAPI calls it.
SCALARS = {
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON": "Any",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray": "Any",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool": "Any",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray": "Any",
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "str",
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": "dict[str, Any]",
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "str",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "str",
    "io.k8s.apimachinery.pkg.runtime.RawExtension": "Any",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int | str",
}
PRIMITIVES = {"boolean": "bool", "integer": "int", "number": "float", "string": "str"}

# What only the API server writes, beside the status of a kind.
READ_ONLY = {
    OBJECT_META: frozenset(
        {
            "creationTimestamp",
            "deletionGracePeriodSeconds",
            "deletionTimestamp",
            "generation",
            "managedFields",
            "resourceVersion",
            "selfLink",
            "uid",
        }
    )
}

# Shapes that can be given as a dict too, to functions that take any other field of what they make.
OPTIONS = frozenset(
    {
        "apps_v1.DaemonSetSpec",
        "apps_v1.DeploymentSpec",
        "apps_v1.StatefulSetSpec",
        "autoscaling_v2.HorizontalPodAutoscalerSpec",
        "batch_v1.CronJobSpec",
        "batch_v1.JobSpec",
        "core_v1.Container",
        "core_v1.PersistentVolumeClaimSpec",
        "core_v1.PodSpec",
        "core_v1.ServiceAccount",
        "core_v1.ServiceSpec",
        "meta_v1.ObjectMeta",
        "networking_v1.IngressSpec",
        "networking_v1.NetworkPolicySpec",
    }
)


class GenerateError(Exception):
    """The OpenAPI cannot be found, or holds what this tool does not know how to write."""


@attrs.frozen
class ServedKind:
    """A kind that the API server serves.

    Args:
        api_version: group and version, as in a manifest.
        kind: the kind.
        schema: the name of its schema.
        namespaced: whether its objects live in namespaces.
        plural: its name in paths.
    """

    api_version: str
    kind: str
    schema: str
    namespaced: bool
    plural: str


@attrs.frozen
class OpenAPI:
    """What several OpenAPI v3 files say.

    Args:
        schemas: the schemas by name, all that the kinds reach and no others.
        kinds: the kinds, by group and version, then by name.
    """

    schemas: Mapping[str, Schema]
    kinds: tuple[ServedKind, ...]


@attrs.frozen
class Home:
    """The Python place of one OpenAPI schema: `io.k8s.api.apps.v1.Deployment` is `apps_v1.Deployment`."""

    module: str
    name: str

    @classmethod
    def of(cls, schema_name: str) -> "Home":
        """Reads the last three parts of a schema's name: group, version, kind."""
        group, version, name = schema_name.rsplit(".", 3)[1:]
        return cls(f"{group}_{version}".replace("-", "_").lower(), name)

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


def read_openapi(files: Iterable[Path]) -> OpenAPI:
    """The kinds of several OpenAPI v3 files, without those of alpha versions, and the schemas that they reach.

    Raises:
        GenerateError: a schema is not there.
    """
    schemas: dict[str, Schema] = {}
    paths: dict[str, Any] = {}
    for file in files:
        document = json.loads(file.read_text("utf-8"))
        schemas.update(document.get("components", {}).get("schemas", {}))
        paths.update(document.get("paths", {}))
    kinds = served_kinds(schemas, paths)
    found = reachable(schemas, [kind.schema for kind in kinds])
    return OpenAPI({name: schemas[name] for name in sorted(found)}, kinds)


def served_kinds(schemas: Mapping[str, Schema], paths: Mapping[str, Any]) -> tuple[ServedKind, ...]:
    """The kinds whose objects can be made, told by the paths of their collections."""
    by_kind = {
        (known["group"], known["version"], known["kind"]): name
        for name, schema in schemas.items()
        for known in schema.get("x-kubernetes-group-version-kind", [])
    }
    kinds: dict[tuple[str, str], ServedKind] = {}
    for path, operations in paths.items():
        match = re.fullmatch(r"/(?:api|apis/[^/]+)/(?P<version>[^/]+)/(?P<namespaced>namespaces/\{namespace\}/)?(?P<plural>[a-z]+)", path)
        if match is None or "alpha" in match["version"] or "post" not in operations:
            continue
        made = operations["post"]["x-kubernetes-group-version-kind"]
        api_version = f"{made['group']}/{made['version']}".lstrip("/")
        schema = by_kind[made["group"], made["version"], made["kind"]]
        kinds[api_version, made["kind"]] = ServedKind(api_version, made["kind"], schema, match["namespaced"] is not None, match["plural"])
    return tuple(kinds[key] for key in sorted(kinds))


def referenced(schema: Schema) -> str | None:
    """The name of the schema that this one only points to, if it does."""
    inner = schema.get("allOf", [])
    pointer = schema.get("$ref") or (inner[0].get("$ref") if len(inner) == 1 else None)
    return None if pointer is None else str(pointer).removeprefix(POINTER)


def pointers(schema: Schema) -> Iterator[str]:
    """Every schema name that a schema points to, in itself, its fields, items and values."""
    target = referenced(schema)
    if target is not None:
        yield target
    inner: list[Schema | None] = [schema.get("items"), schema.get("additionalProperties"), *schema.get("properties", {}).values()]
    for part in inner:
        if part:
            yield from pointers(part)


def reachable(schemas: Mapping[str, Schema], names: Iterable[str]) -> set[str]:
    """The names and all that they point to."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in schemas:
            raise GenerateError(f"the OpenAPI files have no schema {name}")
        if name not in found:
            found.add(name)
            waiting.extend(pointers(schemas[name]))
    return found


def annotation(schema: Schema, module: str) -> str:
    """The Python type of a field, as written in the given module."""
    target = referenced(schema)
    if target is not None:
        home = Home.of(target)
        return SCALARS.get(target) or (home.name if home.module == module else f"k8s.{home}")
    kind = schema.get("type")
    if kind == "array":
        return f"list[{annotation(schema['items'], module)}]"
    if kind == "object":
        values: Schema | None = schema.get("additionalProperties")
        return f"dict[str, {annotation(values, module)}]" if values else "dict[str, Any]"
    if kind is None and not set(schema) - {"description", "default"}:
        return "Any"
    if kind not in PRIMITIVES:
        raise GenerateError(f"no Python type is known for this schema: {json.dumps(schema)[:300]}")
    return PRIMITIVES[kind]


def modules_of(openapi: OpenAPI) -> dict[str, list[ClassText]]:
    """The classes of each module, by name.

    Raises:
        GenerateError: a schema has a form that is not known here.
    """
    kinds = {kind.schema: kind for kind in openapi.kinds}
    modules: dict[str, list[ClassText]] = {}
    for name in sorted(openapi.schemas.keys() - SCALARS.keys(), key=lambda name: Home.of(name).name):
        modules.setdefault(Home.of(name).module, []).append(_class(name, openapi.schemas[name], kinds.get(name)))
    return dict(sorted(modules.items()))


def _class(schema_name: str, schema: Schema, kind: ServedKind | None) -> ClassText:
    home = Home.of(schema_name)
    fields = _fields(schema_name, schema, kind)
    options = f"{home.name}Fields" if str(home) in OPTIONS else ""
    description = schema.get("description") or f"{home.name} of Kubernetes."
    return ClassText(home.name, description, fields, kind.api_version if kind else "", kind.kind if kind else "", options)


def _fields(schema_name: str, schema: Schema, kind: ServedKind | None) -> list[FieldText]:
    fields: dict[str, FieldText] = {}
    for wire_name, field in schema.get("properties", {}).items():
        if kind is not None and wire_name in {"apiVersion", "kind"}:
            continue
        name = python_name(wire_name)
        if name in fields:
            raise GenerateError(f"{schema_name}: {wire_name} and {fields[name].wire_name} are both {name} in Python")
        presence = _presence(schema_name, schema, kind, wire_name)
        fields[name] = FieldText(name, wire_name, annotation(field, Home.of(schema_name).module), presence, field.get("description", ""))
    return list(fields.values())


def _presence(schema_name: str, schema: Schema, kind: ServedKind | None, wire_name: str) -> Presence:
    if wire_name in READ_ONLY.get(schema_name, ()) or (kind is not None and wire_name == "status"):
        return "read-only"
    return "required" if wire_name in schema.get("required", []) or (kind is not None and wire_name == "metadata") else "optional"


def bundle(openapi: OpenAPI) -> dict[str, Any]:
    """What of the OpenAPI the package holds: the kinds, and the schemas without descriptions."""
    kinds: dict[str, dict[str, Any]] = {}
    for kind in openapi.kinds:
        kinds.setdefault(kind.api_version, {})[kind.kind] = {
            "schema": kind.schema,
            "namespaced": kind.namespaced,
            "plural": kind.plural,
        }
    return {"kinds": kinds, "schemas": {name: without_descriptions(schema) for name, schema in openapi.schemas.items()}}
