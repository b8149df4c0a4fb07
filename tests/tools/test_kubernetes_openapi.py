import json
from pathlib import Path
from typing import Any

import pytest

from tools.kubernetes_openapi import (
    OBJECT_META,
    GenerateError,
    Home,
    OpenAPI,
    ServedKind,
    annotation,
    bundle,
    modules_of,
    reachable,
    read_openapi,
    served_kinds,
)
from typekro.openapi.rendering import ClassText, FieldText

POINTER = "#/components/schemas/"
BOX = "io.k8s.api.test.v1.Box"


def box(version: str) -> dict[str, str]:
    return {"group": "test.k8s.io", "version": version, "kind": "Box"}


def pointer(name: str) -> dict[str, Any]:
    return {"allOf": [{"$ref": POINTER + name}]}


SCHEMAS: dict[str, Any] = {
    BOX: {
        "description": "Box holds things. It has a lid.",
        "type": "object",
        "required": ["lidID"],
        "properties": {
            "apiVersion": {"type": "string"},
            "kind": {"type": "string"},
            "metadata": pointer(OBJECT_META),
            "lidID": {"type": "string", "description": "What the lid is called."},
            "lids": {"type": "array", "items": pointer("io.k8s.api.test.v1.Lid")},
            "limits": {"type": "object", "additionalProperties": {"$ref": POINTER + "io.k8s.apimachinery.pkg.api.resource.Quantity"}},
            "status": {"type": "object"},
        },
        "x-kubernetes-group-version-kind": [box("v1"), box("v1alpha1")],
    },
    "io.k8s.api.test.v1.Lid": {"type": "object", "properties": {"kind": {"type": "integer"}}},
    "io.k8s.api.test.v1.Unused": {"type": "object"},
    "io.k8s.apimachinery.pkg.api.resource.Quantity": {"description": "A quantity.", "oneOf": [{"type": "string"}, {"type": "number"}]},
    OBJECT_META: {"type": "object", "properties": {"name": {"type": "string"}, "uid": {"type": "string"}}},
}
PATHS: dict[str, Any] = {
    "/apis/test.k8s.io/v1/namespaces/{namespace}/boxes": {"post": {"x-kubernetes-group-version-kind": box("v1")}},
    "/apis/test.k8s.io/v1/namespaces/{namespace}/boxes/{name}/lid": {"post": {"x-kubernetes-group-version-kind": box("v1")}},
    "/apis/test.k8s.io/v1/boxes": {"get": {"x-kubernetes-group-version-kind": box("v1")}},
    "/apis/test.k8s.io/v1alpha1/boxes": {"post": {"x-kubernetes-group-version-kind": box("v1alpha1")}},
}
SERVED = ServedKind("test.k8s.io/v1", "Box", BOX, namespaced=True, plural="boxes")
OPENAPI = OpenAPI({name: schema for name, schema in SCHEMAS.items() if not name.endswith("Unused")}, (SERVED,))


def written(tmp_path: Path, schemas: dict[str, Any] = SCHEMAS) -> Path:
    file = tmp_path / "api_openapi.json"
    file.write_text(json.dumps({"components": {"schemas": schemas}, "paths": PATHS}))
    return file


def test_a_kind_is_what_can_be_made_in_a_collection_that_is_no_alpha() -> None:
    assert served_kinds(SCHEMAS, PATHS) == (SERVED,)


def test_a_kind_outside_of_namespaces_is_told_by_its_path() -> None:
    schemas = {BOX: {"x-kubernetes-group-version-kind": [{"group": "", "version": "v1", "kind": "Box"}]}}
    paths = {"/api/v1/boxes": {"post": {"x-kubernetes-group-version-kind": {"group": "", "version": "v1", "kind": "Box"}}}}

    assert served_kinds(schemas, paths) == (ServedKind("v1", "Box", BOX, namespaced=False, plural="boxes"),)


def test_the_kinds_are_read_with_all_that_they_reach_and_nothing_else(tmp_path: Path) -> None:
    assert read_openapi([written(tmp_path)]) == OPENAPI


def test_a_schema_that_is_not_there_is_refused() -> None:
    with pytest.raises(GenerateError) as caught:
        reachable({BOX: pointer("io.k8s.api.test.v1.Lid")}, [BOX])

    assert str(caught.value) == "the OpenAPI files have no schema io.k8s.api.test.v1.Lid"


def test_each_group_version_is_a_module_of_its_classes() -> None:
    modules = modules_of(OPENAPI)

    assert list(modules) == ["meta_v1", "test_v1"]
    assert modules["test_v1"] == [
        ClassText(
            "Box",
            "Box holds things. It has a lid.",
            [
                FieldText("metadata", "metadata", "k8s.meta_v1.ObjectMeta", "required"),
                FieldText("lid_id", "lidID", "str", "required", "What the lid is called."),
                FieldText("lids", "lids", "list[Lid]", "optional"),
                FieldText("limits", "limits", "dict[str, str]", "optional"),
                FieldText("status", "status", "dict[str, Any]", "read-only"),
            ],
            api_version="test.k8s.io/v1",
            kind="Box",
        ),
        ClassText("Lid", "Lid of Kubernetes.", [FieldText("kind", "kind", "int", "optional")]),
    ]
    assert modules["meta_v1"][0].options == "ObjectMetaFields"
    assert [field.presence for field in modules["meta_v1"][0].fields] == ["optional", "read-only"]


def test_the_bundle_has_the_kinds_and_their_schemas_without_descriptions() -> None:
    found = bundle(OPENAPI)

    assert found["kinds"] == {"test.k8s.io/v1": {"Box": {"schema": BOX, "namespaced": True, "plural": "boxes"}}}
    assert found["schemas"].keys() == OPENAPI.schemas.keys()
    assert found["schemas"][BOX]["properties"]["lidID"] == {"type": "string"}


def test_a_form_that_is_not_known_is_refused() -> None:
    with pytest.raises(GenerateError) as caught:
        annotation({"oneOf": [{"type": "string"}]}, "test_v1")

    assert str(caught.value) == 'no Python type is known for this schema: {"oneOf": [{"type": "string"}]}'


def test_two_fields_with_one_python_name_are_refused() -> None:
    schemas = {BOX: {"type": "object", "properties": {"podIP": {"type": "string"}, "podIp": {"type": "string"}}}}

    with pytest.raises(GenerateError) as caught:
        modules_of(OpenAPI(schemas, (SERVED,)))

    assert str(caught.value) == "io.k8s.api.test.v1.Box: podIp and podIP are both pod_ip in Python"


def test_a_schema_has_its_home_in_the_module_of_its_group_version() -> None:
    assert str(Home.of("io.k8s.api.networking.v1beta1.IPAddress")) == "networking_v1beta1.IPAddress"
