from typing import Any, ClassVar

import pytest

from typekro.errors import DefinitionError, compose
from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.openapi.kinds import Kinds, KindSchema, kinds_of_crd

CRD: dict[str, Any] = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "boxes.example.com"},
    "spec": {
        "group": "example.com",
        "scope": "Cluster",
        "names": {"kind": "Box", "plural": "boxes"},
        "versions": [
            {"name": "v1alpha1", "served": False, "schema": {"openAPIV3Schema": {"type": "object"}}},
            {
                "name": "v1",
                "served": True,
                "schema": {
                    "openAPIV3Schema": {"type": "object", "properties": {"metadata": {"type": "object"}, "spec": {"type": "string"}}}
                },
            },
        ],
    },
}

TYPES = "array, boolean, integer, number, object or string"
PARTS = "spec has group, scope, names with kind and plural, and versions with a name each"


class Box(Kind):
    """A box."""

    api_version: ClassVar[str] = "example.com/v1"
    kind: ClassVar[str] = "Box"

    metadata: k8s.meta_v1.ObjectMeta
    spec: str


Box.__schema__ = '{"namespaced": false, "plural": "boxes", "schema": {"type": "object", "properties": {"spec": {"type": "string"}}}}'


@pytest.mark.parametrize(
    ("api_version", "kind", "scope", "plural"),
    [
        ("v1", "Service", "Namespaced", "services"),
        ("v1", "Namespace", "Cluster", "namespaces"),
        ("apps/v1", "Deployment", "Namespaced", "deployments"),
        ("networking.k8s.io/v1", "Ingress", "Namespaced", "ingresses"),
        ("networking.k8s.io/v1", "NetworkPolicy", "Namespaced", "networkpolicies"),
        ("rbac.authorization.k8s.io/v1", "ClusterRole", "Cluster", "clusterroles"),
        ("apiextensions.k8s.io/v1", "CustomResourceDefinition", "Cluster", "customresourcedefinitions"),
        ("v1", "ComponentStatus", "Cluster", "componentstatuses"),
        ("kro.run/v1alpha1", "ResourceGraphDefinition", "Cluster", "resourcegraphdefinitions"),
        ("internal.kro.run/v1alpha1", "GraphRevision", "Cluster", "graphrevisions"),
    ],
)
def test_kubernetes_own_kinds_are_known_and_those_of_kro(api_version: str, kind: str, scope: str, plural: str) -> None:
    found = Kinds.builtin().find(api_version, kind)

    assert found is not None
    assert (found.namespaced, found.plural) == (scope == "Namespaced", plural)
    assert {"apiVersion", "kind", "metadata"} <= found.schema["properties"].keys()


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [
        ("apps/v1", "DeploymentList"),  # a list is not made
        ("autoscaling/v1", "Scale"),  # a part of other kinds
        ("networking.k8s.io/v1alpha1", "IPAddress"),  # served only where somebody asked for it
        ("example.com/v1", "Box"),
    ],
)
def test_other_kinds_are_not(api_version: str, kind: str) -> None:
    assert Kinds.builtin().find(api_version, kind) is None


def test_all_kinds_of_kubernetes_own_groups_are_known_and_of_other_groups_never() -> None:
    kinds = Kinds.builtin().with_crd(CRD)

    assert [kinds.knows_group(group) for group in ("", "apps", "batch", "kro.run", "example.com")] == [True, True, True, False, False]


def test_what_a_schema_points_to_is_found_down_to_the_leaves() -> None:
    kinds = Kinds.builtin()

    template = kinds.known["apps/v1", "Deployment"].schema["properties"]["spec"]["allOf"][0]["$ref"]

    spec = kinds.resolve(template)
    assert spec["required"] == ["selector", "template"]
    assert spec["properties"]["replicas"] == {"format": "int32", "type": "integer"}


def test_nothing_says_what_it_is_for() -> None:
    kinds = Kinds.builtin()

    assert [name for name, schema in kinds.schemas.items() if isinstance(schema.get("description"), str)] == []


def test_a_crd_adds_the_versions_that_it_serves() -> None:
    kinds = Kinds.builtin().with_crd(CRD)

    found = kinds.find("example.com/v1", "Box")

    assert found is not None
    assert (found.namespaced, found.plural) == (False, "boxes")
    assert found.schema["properties"]["apiVersion"] == {"type": "string"}
    assert found.schema["properties"]["spec"] == {"type": "string"}
    assert "name" in kinds.resolve(found.schema["properties"]["metadata"]["$ref"])["properties"]
    assert kinds.find("example.com/v1alpha1", "Box") is None
    assert "example.com/v1 Box" in kinds.names()
    assert Kinds.builtin().find("example.com/v1", "Box") is None


def test_what_is_a_whole_resource_inside_of_a_crd_has_its_metadata() -> None:
    embedded = {"type": "object", "x-kubernetes-embedded-resource": True, "properties": {"metadata": {"type": "object"}}}
    one = {"type": "object", "properties": {"list": {"type": "array", "items": embedded}}}
    parts = {"one": embedded, "list": {"type": "array", "items": embedded}, "map": {"type": "object", "additionalProperties": one}}

    kinds = Kinds.builtin().with_crd(with_schema({"type": "object", "properties": parts}))

    schema = kinds.known["example.com/v1", "Box"].schema["properties"]
    for found in (schema["one"], schema["list"]["items"], schema["map"]["additionalProperties"]["properties"]["list"]["items"]):
        assert found["properties"].keys() == {"apiVersion", "kind", "metadata"}
        assert "labels" in kinds.resolve(found["properties"]["metadata"]["$ref"])["properties"]


@pytest.mark.parametrize(
    ("manifest", "what", "why"),
    [
        (
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}},
            "web",
            "a CRD is of apiextensions.k8s.io/v1 CustomResourceDefinition, and this is v1 Service",
        ),
        (
            {"apiVersion": "apiextensions.k8s.io/v1beta1", "kind": "CustomResourceDefinition"},
            "this",
            f"a CRD is of apiextensions.k8s.io/v1 {CRD['kind']}, and this is apiextensions.k8s.io/v1beta1 {CRD['kind']}",
        ),
        ({**CRD, "spec": {"group": "example.com"}}, "boxes.example.com", PARTS),
        ({**CRD, "spec": None}, "boxes.example.com", PARTS),
        ({**CRD, "spec": {**CRD["spec"], "versions": "v1"}}, "boxes.example.com", PARTS),
    ],
)
def test_what_is_no_crd_is_refused(manifest: dict[str, Any], what: str, why: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        list(kinds_of_crd(manifest))

    assert str(caught.value) == f"{what} is no CustomResourceDefinition that can be read\n  {why}"


def with_schema(schema: Any, **spec: Any) -> dict[str, Any]:
    """The CRD with another schema."""
    versions = [{"name": "v1", "served": True, "schema": {"openAPIV3Schema": schema}}]
    return {**CRD, "spec": {**CRD["spec"], "versions": versions, **spec}}


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        (with_schema({"properties": {"spec": {"type": "text"}}}), [f"v1.spec: 'text' is no type: {TYPES}"]),
        (with_schema({"type": ["string"]}), [f"v1: ['string'] is no type: {TYPES}"]),
        (with_schema({"properties": {"spec": "string"}}), ["v1.spec: 'string' is no schema"]),
        (with_schema({"properties": ["spec"]}), ["v1: properties is no map"]),
        (with_schema({"required": "spec"}), ["v1: required is no list of texts"]),
        (with_schema({"properties": {"a": {"$ref": "#/b"}}}), ["v1.a: a CRD takes no $ref"]),
        (with_schema({"items": {"items": 3}}), ["v1[][]: 3 is no schema"]),
        (with_schema({"additionalProperties": {"enum": "a"}}), ["v1[...]: enum is no list"]),
        (with_schema({"not": {"anyOf": [{}, {"allOf": 1}]}}), ["v1.not.anyOf[1]: allOf is no list"]),
        (with_schema({}, names={"kind": "My Box", "plural": 3}), ["spec: 'My Box' is no kind", "spec: 3 is no plural"]),
        (with_schema({}, group='a"b'), ["spec: 'a\"b' is no group"]),
    ],
)
def test_a_crd_that_the_api_server_would_not_take_is_refused(manifest: dict[str, Any], why: list[str]) -> None:
    with pytest.raises(DefinitionError) as caught:
        list(kinds_of_crd(manifest))

    assert str(caught.value) == compose("boxes.example.com is no CustomResourceDefinition that can be read", why)


def test_what_is_null_in_a_crd_is_not_there() -> None:
    (kind,) = kinds_of_crd(with_schema({"type": "object", "required": None, "properties": {"spec": {"type": None, "items": None}}}))

    assert kind.schema == {"type": "object", "properties": {"spec": {}}}


def test_a_class_that_was_imported_brings_its_schema() -> None:
    kinds = Kinds.builtin().with_class(Box)

    found = kinds.find("example.com/v1", "Box")

    assert isinstance(found, KindSchema)
    assert found.schema["properties"]["spec"] == {"type": "string"}
    assert not found.namespaced


def test_a_class_of_kubernetes_own_brings_nothing_new() -> None:
    assert Kinds.builtin().with_class(k8s.core_v1.Service) is Kinds.builtin()
