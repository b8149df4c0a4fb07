"""What schemas say of how values are merged, and how values are told in errors."""

from typing import Any

import pytest

from typekro.local.merging.go_words import plain, syntax, type_name
from typekro.local.merging.typed import fields_of, misfits
from typekro.local.merging.types import type_of
from typekro.local.merging.zero import zero
from typekro.openapi.kinds import Kinds

Schema = dict[str, Any]

_KINDS = Kinds.builtin()
_PREFIX = "#/components/schemas/io.k8s."
_RAW: Schema = {"$ref": f"{_PREFIX}apimachinery.pkg.runtime.RawExtension"}
_QUANTITY: Schema = {"allOf": [{"$ref": f"{_PREFIX}apimachinery.pkg.api.resource.Quantity"}]}
_SELECTOR: Schema = {"$ref": f"{_PREFIX}apimachinery.pkg.apis.meta.v1.LabelSelector"}
_TEXT: Schema = {"type": "string"}
_NAMED: Schema = {"type": "object", "properties": {"name": _TEXT, "port": {"type": "integer"}}}


def _list(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **{f"x-kubernetes-{name.replace('_', '-')}": value for name, value in more.items()}}


@pytest.mark.parametrize(
    ("schema", "value", "fields"),
    [
        (_TEXT, "a", {}),
        ({}, {"b": {"c": 1}}, {"f:b": {".": {}, "f:c": {}}}),
        ({}, [1], {}),
        (_RAW, {"b": 1}, {}),
        (_QUANTITY, "1", {}),
        (_SELECTOR, {"matchLabels": {"a": "b"}}, {}),
        ({**_SELECTOR, "x-kubernetes-map-type": "granular"}, {"matchLabels": {"a": "b"}}, {"f:matchLabels": {"f:a": {}}}),
        (_list(_TEXT, list_type="atomic"), ["a"], {}),
        (_list(_TEXT, list_type="set"), ["a"], {'v:"a"': {}}),
        (_list(_TEXT, list_type="set"), [1, True], {"v:1": {}, "v:true": {}}),
        (_list(_TEXT, patch_strategy="merge"), ["a"], {'v:"a"': {}}),
        (_list(_TEXT, patch_strategy="replace"), ["a"], {}),
        (
            _list(_NAMED, patch_strategy="merge,retainKeys", patch_merge_key="name"),
            [{"name": "a"}],
            {'k:{"name":"a"}': {".": {}, "f:name": {}}},
        ),
        (_list(_NAMED, list_type="map", list_map_keys=["name"]), [{"name": ["a"]}], {'k:{"name":["a"]}': {".": {}, "f:name": {}}}),
        ({"type": "object", "additionalProperties": True}, {"a": [1]}, {"f:a": {}}),
        ({"type": "object", "additionalProperties": _TEXT}, {"a": "b"}, {"f:a": {}}),
        ({"type": "object", "properties": {"a": {"type": "object"}}}, {"a": {}}, {"f:a": {}}),
        ({"type": "object", "properties": {"a": {"type": "object"}}}, {"a": {"b": None}}, {"f:a": {"f:b": {}}}),
        (_list(_NAMED, list_type="map", list_map_keys=["name"]), [{"name": "a"}, {"name": "a"}], {'k:{"name":"a"}': {}}),
    ],
)
def test_says_which_fields_are_set(schema: Schema, value: Any, fields: Schema) -> None:
    kind = type_of({"type": "object", "properties": {"x": schema}}, _KINDS.resolve)
    assert fields_of({"x": value}, kind).below("f:x").to_fields() == fields


_OMITTED = (
    'element 0: associative list with keys has an element that omits all key fields ["name" "port"] '
    "(and doesn't have default values for any key fields)"
)
_MANY = _list(_NAMED, list_type="map", list_map_keys=["name", "port"])


_MISFITS: list[tuple[Schema, Any, str]] = [
    ({"type": "boolean"}, "a", "expected boolean, got &{a}"),
    ({"type": "integer"}, True, "expected numeric (int or float), got bool"),
    ({"type": "string", "format": "date-time"}, [], "expected any scalar, got &{[]}"),
    (_QUANTITY, {}, "expected any scalar, got &{map[]}"),
    ({"type": "object", "additionalProperties": False}, {"a": 1}, "field not declared in schema"),
    (
        _MANY,
        [{}],
        _OMITTED,
    ),
    (_MANY, [None], "element 0: associative list with keys may not have a null element"),
    (_list(_TEXT, list_type="set"), [{}], "element 0: associative list without keys has an element that's a map type"),
    (_list(_TEXT, list_type="set"), [[]], "element 0: not supported: associative list with lists as elements"),
]


@pytest.mark.parametrize(("schema", "value", "message"), _MISFITS)
def test_says_what_does_not_fit(schema: Schema, value: Any, message: str) -> None:
    kind = type_of({"type": "object", "properties": {"x": schema}}, _KINDS.resolve)
    assert [problem.partition(": ")[2] for problem in misfits({"x": value}, kind)] == [message]


def test_makes_the_type_of_a_schema_once() -> None:
    schema: Schema = {"type": "object"}
    assert type_of(schema, _KINDS.resolve) is type_of(schema, _KINDS.resolve)
    assert type_of(dict(schema), _KINDS.resolve) is not type_of(schema, _KINDS.resolve)


@pytest.mark.parametrize(
    ("api_version", "kind", "expected"),
    [
        ("v1", "ConfigMap", {"metadata": {}}),
        ("v1", "Service", {"metadata": {}, "spec": {}, "status": {"loadBalancer": {}}}),
    ],
)
def test_knows_what_is_always_there(api_version: str, kind: str, expected: Schema) -> None:
    known = _KINDS.find(api_version, kind)
    assert known is not None
    assert zero(known.schema, _KINDS.resolve) == expected


def test_knows_nothing_that_is_always_there_of_a_custom_kind() -> None:
    known = _KINDS.find("kro.run/v1alpha1", "ResourceGraphDefinition")
    assert known is not None
    assert zero(known.schema, _KINDS.resolve) == {}


@pytest.mark.parametrize(
    ("value", "told", "written", "kind"),
    [
        ("a", "a", '"a"', "string"),
        (None, "<nil>", "interface {}(nil)", "int64"),
        (True, "true", "true", "bool"),
        (1.5, "1.5", "1.5", "float64"),
        ([1, "a"], "[1 a]", '[]interface {}{1, "a"}', "[]interface {}"),
        ({"b": 1, "a": {}}, "map[a:map[] b:1]", 'map[string]interface {}{"a":map[string]interface {}{}, "b":1}', "map[string]interface {}"),
    ],
)
def test_writes_values_as_go_does(value: Any, told: str, written: str, kind: str) -> None:
    assert (plain(value), syntax(value), type_name(value)) == (told, written, kind)
