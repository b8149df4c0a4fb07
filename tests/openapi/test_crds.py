import inspect
import json
import sys
import types
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from typekro.errors import DefinitionError
from typekro.expressions import MisuseError
from typekro.nodes import parts_of
from typekro.openapi import k8s
from typekro.openapi.crds import module_name, modules_of_kinds
from typekro.openapi.kind import Kind
from typekro.openapi.kinds import Kinds, KindSchema
from typekro.schema import shape_fields

TEXT: dict[str, Any] = {"type": "string"}
SPEC: dict[str, Any] = {
    "type": "object",
    "description": "What the box is to be. More of it.",
    "required": ["size", "lids", "shape"],
    "properties": {
        "size": {"type": "string", "enum": ["small", 'very "large"', None]},
        "shape": {"type": "string", "default": "cube"},
        "level": {"type": "integer", "enum": [1, 2]},
        "mixed": {"type": "string", "enum": ["a", 1]},
        "lids": {"type": "array", "items": {"type": "object", "properties": {"podIP": TEXT, "podIp": TEXT, "from": TEXT}}},
        "port": {"x-kubernetes-int-or-string": True, "anyOf": [{"type": "integer"}, TEXT]},
        "labels": {"type": "object", "additionalProperties": TEXT},
        "limits": {"type": "object", "additionalProperties": {"type": "object", "properties": {"max": {"type": "number"}}}},
        "anything": {"x-kubernetes-preserve-unknown-fields": True},
        "values": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
        "open": {"type": "object", "additionalProperties": True},
        "template": {"type": "object", "x-kubernetes-embedded-resource": True, "properties": {"kind": TEXT}},
        "list": {"type": "array", "items": {"type": "boolean"}},
        "bare": {"type": "array"},
        "optional": {"type": "boolean"},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "Box holds things.",
    "required": ["spec"],
    "properties": {
        "apiVersion": TEXT,
        "kind": TEXT,
        "metadata": {"type": "object"},
        "spec": SPEC,
        "status": {"type": "object", "properties": {"ready": {"type": "boolean"}}},
    },
}
BOX = KindSchema("boxes.example.com/v1", "Box", SCHEMA, namespaced=True, plural="boxes")
BOX_SPEC = KindSchema("boxes.example.com/v1", "BoxSpec", {"type": "object"}, namespaced=False, plural="boxspecs")

EXPECTED = '''"""Shapes and kinds of boxes.example.com/v1, written by `typekro import` from boxes.yaml."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class Box(Kind):
    """Box holds things."""

    api_version: ClassVar[str] = "boxes.example.com/v1"
    kind: ClassVar[str] = "Box"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: BoxSpec
    """What the box is to be."""
    status: BoxStatus = _read_only()


class BoxSpec(Shape):
    """What the box is to be."""

    size: Literal["small", "very \\\\"large\\\\""]
    shape: str = _optional()
    level: Literal[1, 2] = _optional()
    mixed: str = _optional()
    lids: list[BoxSpecLidsItem]
    port: int | str = _optional()
    labels: dict[str, str] = _optional()
    limits: dict[str, BoxSpecLimitsValue] = _optional()
    anything: Any = _optional()
    values: dict[str, Any] = _optional()
    open: dict[str, Any] = _optional()
    template: dict[str, Any] = _optional()
    list_: list[bool] = _optional()
    bare: list[Any] = _optional()
    optional: bool = _optional()


class BoxSpecLidsItem(Shape):
    """BoxSpecLidsItem."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "pod_ip": "podIP",
        "pod_ip_2": "podIp",
    }

    pod_ip: str = _optional()
    pod_ip_2: str = _optional()
    from_: str = _optional()


class BoxSpecLimitsValue(Shape):
    """BoxSpecLimitsValue."""

    max: float = _optional()


class BoxStatus(Shape):
    """BoxStatus."""

    ready: bool = _optional()
'''.replace("\\\\", "\\")


@contextmanager
def imported(text: str) -> Generator[Any]:
    """A module of this text, for as long as the block runs."""
    module = types.ModuleType("imported_boxes")
    sys.modules[module.__name__] = module
    try:
        exec(compile(text, "boxes.py", "exec"), module.__dict__)  # noqa: S102 - it is what is tested
        yield module
    finally:
        del sys.modules[module.__name__]


def text_of(*kinds: KindSchema) -> str:
    return modules_of_kinds(kinds, "boxes.yaml")["boxes_example_com_v1.py"]


def test_a_module_has_a_class_for_each_object() -> None:
    text, _, schema = text_of(BOX).partition("\n\nBox.__schema__ = (\n")

    assert text == EXPECTED
    assert schema.endswith("'\n)\n")
    assert max(map(len, text_of(BOX).splitlines())) <= 140


def test_the_kind_brings_its_schema_without_descriptions() -> None:
    with imported(text_of(BOX)) as boxes:
        known = json.loads(boxes.Box.__schema__)
        found = Kinds.builtin().with_class(boxes.Box).find("boxes.example.com/v1", "Box")

    assert (known["namespaced"], known["plural"]) == (True, "boxes")
    assert known["schema"]["properties"]["spec"] == {key: part for key, part in SPEC.items() if key != "description"}
    assert found is not None
    assert found.schema["properties"]["spec"]["required"] == SPEC["required"]


def test_an_imported_kind_is_used_like_kubernetes_own() -> None:
    with imported(text_of(BOX)) as boxes:
        lid = boxes.BoxSpecLidsItem(pod_ip="::", pod_ip_2="::1", from_="here")
        spec = boxes.BoxSpec(size="small", lids=[lid], port="http", limits={"a": boxes.BoxSpecLimitsValue(max=1)}, list_=[True])
        box = boxes.Box(metadata=k8s.meta_v1.ObjectMeta(name="box"), spec=spec)

        assert parts_of(box).template == {
            "apiVersion": "boxes.example.com/v1",
            "kind": "Box",
            "metadata": {"name": "box"},
            "spec": {
                "size": "small",
                "lids": [{"podIP": "::", "podIp": "::1", "from": "here"}],
                "port": "http",
                "limits": {"a": {"max": 1}},
                "list": [True],
            },
        }
        assert repr(box.status.ready) == "<typekro reference Box.status.ready>"
        assert repr(box.spec.limits["a"].max) == "<typekro reference Box.spec.limits['a'].max>"


def test_an_imported_kind_refuses_what_its_schema_does_not_know() -> None:
    with imported(text_of(BOX)) as boxes, pytest.raises(MisuseError) as caught:
        boxes.BoxSpec(size="smal", level=3)

    assert caught.value.problems == (
        "BoxSpec.size: expected 'small' or 'very \"large\"', got str 'smal'\nhint: 'small'",
        "BoxSpec.level: expected 1 or 2, got int 3",
        "BoxSpec.lids: it is missing\n  the cluster requires it\nhint: lids=...",
    )


def test_a_kind_keeps_its_name_and_an_object_gives_way() -> None:
    with imported(text_of(BOX_SPEC, BOX)) as boxes:
        assert issubclass(boxes.BoxSpec, Kind)
        assert shape_fields(boxes.Box)["spec"].annotation is boxes.BoxSpec2


def test_the_order_of_the_crds_does_not_matter() -> None:
    assert text_of(BOX, BOX_SPEC) == text_of(BOX_SPEC, BOX)


def test_each_version_has_a_module_of_its_own() -> None:
    beta = KindSchema("boxes.example.com/v1beta1", "Box", SCHEMA, namespaced=True, plural="boxes")

    assert list(modules_of_kinds([beta, BOX], "boxes.yaml")) == ["boxes_example_com_v1.py", "boxes_example_com_v1beta1.py"]


@pytest.mark.parametrize(
    ("api_version", "name"),
    [("cert-manager.io/v1", "cert_manager_io_v1"), ("3scale.net/v1alpha1", "group_3scale_net_v1alpha1"), ("v1", "v1")],
)
def test_a_module_is_called_like_its_group_and_version(api_version: str, name: str) -> None:
    assert module_name(api_version) == name


def test_a_kind_that_is_defined_twice_is_refused() -> None:
    with pytest.raises(DefinitionError) as caught:
        modules_of_kinds([BOX, KindSchema(BOX.api_version, BOX.kind, {}, namespaced=True, plural="crates")], "boxes.yaml")

    assert str(caught.value) == (
        "boxes.example.com/v1 Box is defined twice\n  boxes and crates are both of this kind\nhint: leave one of them out"
    )


NAMES = st.text(min_size=1, max_size=6) | st.sampled_from(
    ["class", "int", "k8s", "kind", "apiVersion", "with_ready_when", "Any", "fooBar", "foo_bar"]
)
LEAVES: list[dict[str, Any]] = [
    {"type": "string"},
    {"type": "integer"},
    {"type": "string", "enum": ["a", "\n", '"', "\\"]},
    {"x-kubernetes-int-or-string": True},
    {"type": "array"},
    {},
]


def object_of(fields: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {"type": "object", "properties": fields}


def list_of(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def map_of(value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": value}


def larger(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(NAMES, inner, max_size=4).map(object_of) | inner.map(list_of) | inner.map(map_of)


SCHEMAS = st.recursive(st.sampled_from(LEAVES), larger, max_leaves=12)


@settings(deadline=None, max_examples=50)  # each example is a module to be compiled
@given(st.dictionaries(NAMES, SCHEMAS, max_size=4))
def test_whatever_a_schema_holds_its_classes_have_all_of_its_fields(properties: dict[str, Any]) -> None:
    kind = KindSchema(BOX.api_version, "Box", {"type": "object", "properties": properties}, namespaced=True)

    with imported(text_of(kind)) as boxes:
        shapes = [member for _, member in inspect.getmembers(boxes, inspect.isclass) if member.__module__ == boxes.__name__]
        fields = {cls: [field.wire_name for field in shape_fields(cls).values()] for cls in shapes}

        assert all(fields)
        assert {*fields[boxes.Box]} == {*properties, "metadata"} - {"apiVersion", "kind"}
        assert json.loads(boxes.Box.__schema__)["schema"]["properties"] == properties
