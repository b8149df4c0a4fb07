"""The kinds that are known without a cluster: those of Kubernetes itself, and those that CRDs and classes add."""

import functools
import gzip
import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import attrs

from typekro.errors import DefinitionError, compose
from typekro.expressions.guards import is_mapping
from typekro.openapi.crd_shapes import problem_of_name, problems_of_schema, without_nulls
from typekro.openapi.kro_kinds import API_VERSION, DEFINITION, KIND, REVISION, REVISION_API_VERSION, REVISION_KIND
from typekro.openapi.schemas import Schema

if TYPE_CHECKING:
    from typekro.openapi.kind import Kind

_POINTER = "#/components/schemas/"
_OBJECT_META = f"{_POINTER}io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
_STANDARD: Schema = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"$ref": _OBJECT_META}}
_EMBEDDED = "x-kubernetes-embedded-resource"
# Kubernetes has it to be read only, and leaves it out of what its OpenAPI can write.
_COMPONENT_STATUS: Schema = {
    "properties": {
        "conditions": {
            "type": "array",
            "items": {"type": "object", "properties": {name: {"type": "string"} for name in ("error", "message", "status", "type")}},
        }
    }
}


@attrs.frozen
class KindSchema:
    """What is known of a kind.

    Args:
        api_version: group and version, as in a manifest.
        kind: the kind.
        schema: its OpenAPI; what a `$ref` in it means, `Kinds.resolve` says.
        namespaced: whether its objects live in namespaces.
        plural: its name in the paths of the API; empty where that is left to the cluster.
    """

    api_version: str
    kind: str
    schema: Schema
    namespaced: bool
    plural: str = ""


@attrs.frozen
class Kinds:
    """The kinds that are known; each way to add some gives a new set.

    Args:
        known: what is known, by group and version, and kind.
        schemas: what `$ref` means, by name.
        groups: the groups of which all kinds are known.

    Example:
        >>> kinds = Kinds.builtin()
        >>> (deployment := kinds.find("apps/v1", "Deployment")) and deployment.plural
        'deployments'
        >>> kinds.find("apps/v1", "Deploymnt") is None and kinds.knows_group("apps")
        True
    """

    known: Mapping[tuple[str, str], KindSchema]
    schemas: Mapping[str, Schema]
    groups: frozenset[str] = frozenset()

    @classmethod
    def builtin(cls) -> "Kinds":
        """The kinds of the bundled Kubernetes, in their stable and beta versions, and kro's own two."""
        return _builtin()

    def find(self, api_version: str, kind: str) -> KindSchema | None:
        """What is known of a kind, or None."""
        return self.known.get((api_version, kind))

    def knows_group(self, group: str) -> bool:
        """Whether a kind that is not known here does not exist in the group either, as is so for Kubernetes' own.

        Args:
            group: as in `apps/v1`, without the version; empty for the core group.
        """
        return group in self.groups

    def names(self) -> list[str]:
        """All that are known, each with a space between group and version and kind.

        Example:
            >>> "apps/v1 Deployment" in Kinds.builtin().names()
            True
        """
        return [f"{api_version} {kind}" for api_version, kind in self.known]

    def resolve(self, reference: str) -> Schema:
        """The schema that a `$ref` means.

        Args:
            reference: as it stands in a schema.

        Example:
            >>> kinds = Kinds.builtin()
            >>> metadata = kinds.known["v1", "Secret"].schema["properties"]["metadata"]
            >>> kinds.resolve(metadata["allOf"][0]["$ref"])["properties"]["name"]
            {'type': 'string'}
        """
        return self.schemas[reference.removeprefix(_POINTER)]

    def with_kind(self, api_version: str, kind: str, schema: Schema, *, namespaced: bool = True, plural: str = "") -> "Kinds":
        """One more kind; apiVersion, kind and metadata are filled in as the API server does.

        Args:
            api_version: group and version, as in a manifest.
            kind: the kind.
            schema: its OpenAPI, without `$ref`.
            namespaced: whether its objects live in namespaces.
            plural: its name in the paths of the API, where it is known.
        """
        embedded = _with_embedded(schema)
        whole = {"type": "object", **embedded, "properties": {**embedded.get("properties", {}), **_STANDARD}}
        found = KindSchema(api_version, kind, whole, namespaced, plural)
        return attrs.evolve(self, known={**self.known, (api_version, kind): found})

    def with_crd(self, manifest: Mapping[str, Any]) -> "Kinds":
        """The kind that a CustomResourceDefinition defines, in each version that it serves.

        Args:
            manifest: the CRD, as for `kubectl apply`.

        Raises:
            DefinitionError: it is none.
        """
        kinds = self
        for found in kinds_of_crd(manifest):
            kinds = kinds.with_kind(found.api_version, found.kind, found.schema, namespaced=found.namespaced, plural=found.plural)
        return kinds

    def with_class(self, cls: "type[Kind]") -> "Kinds":
        """The kind of a class that `typekro import` wrote; Kubernetes' own are known already.

        Args:
            cls: the class.
        """
        if cls.__schema__ is None:
            return self
        known = json.loads(cls.__schema__)
        return self.with_kind(cls.api_version, cls.kind, known["schema"], namespaced=known["namespaced"], plural=known["plural"])


def kinds_of_crd(manifest: Mapping[str, Any]) -> Iterator[KindSchema]:
    """What a CustomResourceDefinition defines, once for each version that it serves.

    Args:
        manifest: the CRD, as for `kubectl apply`; its schemas are taken as they are.

    Raises:
        DefinitionError: it is none.
    """
    given: dict[str, Any] = {"spec": {}, **manifest}
    if (given.get("apiVersion"), given.get("kind")) != ("apiextensions.k8s.io/v1", "CustomResourceDefinition"):
        why = f"a CRD is of apiextensions.k8s.io/v1 CustomResourceDefinition, and this is {given.get('apiVersion')} {given.get('kind')}"
        raise _no_crd(given, why)
    try:
        found = list(_versions(given["spec"]))
    except (KeyError, TypeError, AttributeError) as error:
        why = "spec has group, scope, names with kind and plural, and versions with a name each"
        raise _no_crd(given, why) from error
    problems = [problem for kind in found for problem in _problems(kind)]
    if problems:
        raise _no_crd(given, *dict.fromkeys(problems))
    yield from found


def _problems(kind: KindSchema) -> Iterator[str]:
    group, _, version = kind.api_version.rpartition("/")
    names = {"group": group, "version": version, "kind": kind.kind, "plural": kind.plural}
    yield from (problem for what, name in names.items() if (problem := problem_of_name(what, name, "spec")))
    yield from problems_of_schema(kind.schema, version)


def _versions(spec: Mapping[str, Any]) -> Iterator[KindSchema]:
    names, namespaced = spec["names"], spec["scope"] == "Namespaced"
    for version in spec["versions"]:
        if version.get("served", True):
            about: Mapping[str, Any] = version.get("schema") or {}
            yield KindSchema(
                f"{spec['group']}/{version['name']}",
                names["kind"],
                without_nulls(about.get("openAPIV3Schema") or {}),
                namespaced,
                names["plural"],
            )


def _no_crd(manifest: Mapping[str, Any], *why: str) -> DefinitionError:
    metadata: object = manifest.get("metadata")
    name = metadata.get("name") if is_mapping(metadata) else None
    return DefinitionError(compose(f"{name or 'this'} is no CustomResourceDefinition that can be read", why))


@functools.cache
def _builtin() -> Kinds:
    packed = files("typekro.openapi.bundled").joinpath("kubernetes.json.gz").read_bytes()
    bundle = json.loads(gzip.decompress(packed))
    schemas: Mapping[str, Schema] = bundle["schemas"]
    known = {
        (api_version, kind): KindSchema(api_version, kind, schemas[about["schema"]], about["namespaced"], about["plural"])
        for api_version, kinds in bundle["kinds"].items()
        for kind, about in kinds.items()
    }
    kinds = Kinds(known, schemas, frozenset(api_version.rpartition("/")[0] for api_version in bundle["kinds"]))
    kinds = kinds.with_kind("v1", "ComponentStatus", _COMPONENT_STATUS, namespaced=False, plural="componentstatuses")
    kinds = kinds.with_kind(API_VERSION, KIND, DEFINITION, namespaced=False, plural="resourcegraphdefinitions")
    return kinds.with_kind(REVISION_API_VERSION, REVISION_KIND, REVISION, namespaced=False, plural="graphrevisions")


def _with_embedded(schema: Schema) -> Schema:
    """A schema with apiVersion, kind and metadata in each object of it that is a whole resource, as the API server publishes it."""
    below = {key: _with_embedded(schema[key]) for key in ("additionalProperties", "items") if is_mapping(schema.get(key))}
    given: Mapping[str, Schema] = schema.get("properties") or {}
    properties = {name: _with_embedded(part) for name, part in given.items()}
    if schema.get(_EMBEDDED):
        properties |= _STANDARD
    return {**schema, **below, **({"properties": properties} if properties else {})}
