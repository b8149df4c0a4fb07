from typing import Any

import pytest

from typekro.errors import DefinitionError, compose
from typekro.schema import openapi_schema, read_simple_schema

ENDLESS = "kro writes out what a type is made of, and this has no end"


def properties(spec: dict[str, Any], types: dict[str, Any] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = openapi_schema(spec, types)["properties"]
    return found


def test_types_are_written_out_where_they_are_used() -> None:
    types = {"Person": {"name": "string", "home": "Address"}, "Address": {"street": "string"}}
    person = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "home": {"type": "object", "properties": {"street": {"type": "string"}}}},
    }

    assert properties({"a": "Person", "b": "[][]Person", "c": "map[string]Person"}, types) == {
        "a": person,
        "b": {"type": "array", "items": {"type": "array", "items": person}},
        "c": {"type": "object", "additionalProperties": person},
    }


def test_names_that_yaml_reads_as_something_else_are_names() -> None:
    spec: Any = {True: "string", 2: "integer"}

    assert properties(spec) == {"true": {"type": "string"}, "2": {"type": "integer"}}


def test_what_is_required_is_sorted() -> None:
    spec = {"b": "string | required=true", "c": "string | required=false", "a": "string | required=1"}

    assert openapi_schema(spec)["required"] == ["a", "b"]


def test_an_alias_brings_its_markers_along_and_what_is_required_with_it() -> None:
    schema = openapi_schema(
        {"one": "Port", "more": "[]Port", "other": "Other"}, {"Port": "integer | minimum=1 required=true", "Other": "Port"}
    )

    port = {"type": "integer", "minimum": 1}
    assert schema == {
        "type": "object",
        "properties": {"one": port, "more": {"type": "array", "items": port}, "other": port},
        "required": ["one", "other"],
    }


def test_a_marker_of_a_field_does_not_change_the_type_behind_it() -> None:
    found = properties({"one": 'Name | description="mine"', "two": "Name"}, {"Name": "string | maxLength=5"})

    assert found == {"one": {"type": "string", "maxLength": 5, "description": "mine"}, "two": {"type": "string", "maxLength": 5}}


def test_a_default_is_propagated_to_what_is_around_it_unless_something_is_required() -> None:
    spec = {
        "outer": {"inner": {"needed": "string | required=true", "other": "integer | default=42"}, "sibling": 'string | default="hello"'},
        "plain": {"x": "string"},
        "named": "Config",
    }

    schema = openapi_schema(spec, {"Config": {"port": "integer | default=80"}})

    outer = schema["properties"]["outer"]
    assert (schema["default"], outer["default"], schema["properties"]["named"]["default"]) == ({}, {}, {})
    assert "default" not in outer["properties"]["inner"]
    assert "default" not in schema["properties"]["plain"]


def test_a_default_that_is_null_is_dropped_and_counts_all_the_same() -> None:
    schema = openapi_schema({"outer": {"x": "[]string | default=null"}})

    assert schema["properties"]["outer"]["default"] == {}
    assert "default" not in schema["properties"]["outer"]["properties"]["x"]


def test_a_default_of_a_field_stands_before_the_one_of_its_type() -> None:
    found = properties({"c": 'Config | default={"port": 1}'}, {"Config": {"port": "integer | default=80"}})

    assert found["c"]["default"] == {"port": 1}


def test_an_empty_spec_is_an_empty_object() -> None:
    assert openapi_schema({}) == {"type": "object"}


def texts(spec: dict[str, Any], types: dict[str, Any] | None = None) -> list[str]:
    return [problem.text for problem in read_simple_schema(spec, types).problems]


@pytest.mark.parametrize(
    ("types", "place", "path"),
    [
        ({"A": "B", "B": "A"}, "schema.types.A", "A -> B -> A"),
        ({"A": "[]A"}, "schema.types.A", "A -> A"),
        ({"A": {"b": {"c": "map[string]B"}}, "B": {"a": "A"}}, "schema.types.A", "A -> B -> A"),
    ],
)
def test_a_type_that_contains_itself_is_told_with_the_way_even_where_nobody_uses_it(types: dict[str, Any], place: str, path: str) -> None:
    assert texts({}, types) == [compose(f"{place}: the type contains itself: {path}", ENDLESS)]


@pytest.mark.parametrize(("field", "shown"), [(3, "int 3"), (None, "nothing"), (["string"], "list ['string']"), (True, "bool True")])
def test_only_texts_and_mappings_are_fields(field: Any, shown: str) -> None:
    why = "kro reads a text or a mapping of fields there"

    assert texts({"a": {"b": field}}, {"T": {"c": field}}) == [
        compose(f"schema.types.T.c: {shown} is no type", why, 'name: string | required=true description="what it is for"'),
        compose(f"schema.spec.a.b: {shown} is no type", why, 'name: string | required=true description="what it is for"'),
    ]


def test_an_unknown_type_is_told_where_it_is_named() -> None:
    why = "kro knows string, integer, float, boolean, object, []T and map[string]T; under types stands Person"

    assert texts({"who": "[]Persn | minItems=1"}, {"Person": {"age": "int"}}) == [
        compose("schema.types.Person.age: int is no type", why, "integer"),
        compose("schema.spec.who: Persn is no type", why, "Person"),
    ]


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(DefinitionError) as caught:
        openapi_schema({"a": "boolean | enum=x default=yes", "b": "[] | requred=true"}, at="spec.schema")

    assert str(caught.value).splitlines()[0] == "spec.schema: 4 problems"
    assert [problem.splitlines()[0] for problem in caught.value.problems] == [
        "spec.schema.spec.a: enum on a boolean",
        "spec.schema.spec.a: default=yes is not a boolean",
        "spec.schema.spec.b: [] is a list of nothing",
        "spec.schema.spec.b: requred is no marker",
    ]


def test_a_field_with_a_problem_holds_anything_in_the_schema_that_is_made_all_the_same() -> None:
    reading = read_simple_schema({"a": "Nothing", "b": "string"})

    assert reading.schema["properties"] == {
        "a": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
        "b": {"type": "string"},
    }
