from typing import Any

import pytest

from typekro.expressions.library import CelValueError, Program, Schema, native, typed

TREE: Schema = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "weight": {"allOf": [{"$ref": "Weight"}]},
        "children": {"type": "array", "items": {"$ref": "Tree"}},
    },
}


def resolve(ref: str) -> Schema:
    return {"Tree": TREE, "Weight": {"type": "number"}}[ref]


def run(text: str, value: Any, schema: Schema) -> Any:
    return Program(text).run({"x": typed(value, schema, resolve)})


def test_a_reference_is_followed() -> None:
    assert run("x.weight + 0.5", {"weight": 1}, {"$ref": "Tree"}) == 1.5


def test_a_schema_in_itself_is_an_object_without_fields_to_kro() -> None:
    value = {"children": [{"weight": 1}]}

    assert run("x.children[0].weight", value, {"$ref": "Tree"}) == 1


def test_json_comes_out_as_it_went_in() -> None:
    value: dict[str, Any] = {"name": "root", "weight": 1, "children": [], "unknown": {"a": None}}

    assert native(typed(value, {"$ref": "Tree"}, resolve)) == value
    assert type(run("x", value, {"$ref": "Tree"})["weight"]) is int


def test_a_wrong_value_is_found_when_it_is_read() -> None:
    value = typed({"name": 1, "weight": 2}, TREE, resolve)

    assert Program("x.weight").run({"x": value}) == 2.0
    with pytest.raises(CelValueError) as raised:
        Program("x.name").run({"x": value})
    assert (raised.value.message, raised.value.pending) == ("invalid data, expected string, got int64", False)


def test_a_value_that_is_typed_already_may_be_typed_again() -> None:
    once = typed({"weight": 1}, TREE, resolve)
    listing = typed([1], {"type": "array", "items": {"type": "number"}})

    assert typed(once, TREE, resolve) is once
    assert typed(listing, {"type": "array", "items": {"type": "number"}}) is listing


def test_a_null_is_none_where_the_schema_allows_it() -> None:
    assert typed(None, {"type": "string", "nullable": True}) is None
    with pytest.raises(CelValueError, match="got null for schema with nullable=false"):
        typed(None, {"type": "string"})


def test_a_field_that_is_in_a_list_has_the_type_of_the_list() -> None:
    schema: Schema = {"type": "array", "items": {"type": "number"}}

    assert run("(x + [2.0]).sum() + 0.5", [1], schema) == 3.5
    assert run("x + x", [1, 2], schema) == [1.0, 2.0, 1.0, 2.0]


def test_moments_in_a_list_stay_moments_when_more_are_added() -> None:
    schema: Schema = {"type": "array", "items": {"type": "string", "format": "date-time"}}

    text = "(x + [timestamp('2025-01-01T00:00:00Z')]).map(t, t.getFullYear())"
    assert run(text, ["2024-01-01T00:00:00Z"], schema) == [2024, 2025]
