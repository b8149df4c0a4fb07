import pytest

from typekro.errors import TypeKroError
from typekro.expressions.library import DYN, CelError, Environment, Schema, Struct, escaped, type_of_schema

TYPES: list[tuple[Schema, str]] = [
    ({"type": "string"}, "string"),
    ({"type": "string", "format": "byte"}, "bytes"),
    ({"type": "string", "format": "date-time"}, "timestamp"),
    ({"type": "string", "format": "date"}, "timestamp"),
    ({"type": "string", "format": "duration"}, "duration"),
    ({"type": "string", "format": "int-or-string"}, "dyn"),
    ({"format": "int-or-string", "oneOf": [{"type": "integer"}, {"type": "string"}]}, "dyn"),
    ({"x-kubernetes-int-or-string": True}, "dyn"),
    ({"type": "integer", "format": "int32"}, "int"),
    ({"type": "number"}, "double"),
    ({"type": "boolean"}, "bool"),
    ({"type": "array", "items": {"type": "boolean"}}, "list(bool)"),
    ({"type": "object", "additionalProperties": {"type": "integer"}}, "map(string, int)"),
    ({"type": "object", "additionalProperties": {}}, "map(string, dyn)"),
    ({"type": "object", "additionalProperties": True}, "place"),
    ({"type": "object"}, "place"),
    ({"type": "array"}, "None"),
    ({"type": "array", "items": {}}, "None"),
    ({}, "None"),
    ({"x-kubernetes-preserve-unknown-fields": True}, "None"),
]


@pytest.mark.parametrize(("schema", "type_"), TYPES)
def test_a_schema_has_the_type_that_kro_gives_it(schema: Schema, type_: str) -> None:
    assert str(type_of_schema(schema, "place")) == type_


NAMES = [
    ("plain", "plain"),
    ("clusterIP", "clusterIP"),
    ("my-field", "my__dash__field"),
    ("a.b/c", "a__dot__b__slash__c"),
    ("a__b", "a__underscores__b"),
    ("namespace", "__namespace__"),
    ("$ref", None),
    ("1st", None),
    ("", None),
    ("ä", None),
]


@pytest.mark.parametrize(("name", "in_cel"), NAMES)
def test_a_property_is_named_in_cel_as_kubernetes_does_it(name: str, in_cel: str | None) -> None:
    assert escaped(name) == in_cel


SCHEMAS: dict[str, Schema] = {
    "#/Leaf": {"type": "object", "properties": {"name": {"type": "string"}}},
    "#/Tree": {
        "type": "object",
        "properties": {"leaf": {"allOf": [{"$ref": "#/Leaf"}], "default": {}}, "children": {"type": "array", "items": {"$ref": "#/Tree"}}},
    },
}


def test_references_are_followed_alone_and_in_allof() -> None:
    environment = Environment({"tree": {"$ref": "#/Tree"}}, SCHEMAS.__getitem__)

    assert str(environment.compile("tree.leaf.name").type) == "string"


def test_a_schema_that_holds_itself_is_known_once() -> None:
    environment = Environment({"tree": {"$ref": "#/Tree"}}, SCHEMAS.__getitem__)

    assert str(environment.compile("tree.children").type) == "list(tree.children[])"
    with pytest.raises(CelError) as raised:
        environment.compile("tree.children[0].leaf")
    assert str(raised.value) == "undefined field 'leaf' in tree.children[]"


def test_a_reference_without_a_way_to_look_it_up_is_an_error() -> None:
    with pytest.raises(TypeKroError) as raised:
        type_of_schema({"$ref": "#/Leaf"}, "place")

    assert str(raised.value) == "the schema refers to #/Leaf, and there is nothing to look it up in"


def test_a_resource_inside_of_another_one_has_a_name_and_a_kind() -> None:
    inner: Schema = {"type": "object", "x-kubernetes-embedded-resource": True, "properties": {"spec": {"type": "object"}}}
    environment = Environment({"outer": {"type": "object", "properties": {"inner": inner}}})

    types = [str(environment.compile(f"outer.inner.{path}").type) for path in ("apiVersion", "kind", "metadata.name", "spec")]

    assert types == ["string", "string", "string", "outer.inner.spec"]


def test_names_that_differ_in_their_spelling_alone_are_told_apart() -> None:
    counts: Schema = {"type": "object", "additionalProperties": {"type": "integer"}}
    properties: dict[str, Schema] = {"fooBar": counts, "foo_bar": counts, "a": {"type": "string"}, "a_": {"type": "integer"}}
    environment = Environment({"odd": {"type": "object", "properties": properties}})

    types = [str(environment.compile(f"odd.{path}").type) for path in ("fooBar.x + odd.foo_bar.x", "a", "a_")]

    assert types == ["int", "string", "int"]


def test_lists_in_lists_may_hold_what_holds_lists_in_lists() -> None:
    numbers: Schema = {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}
    thing: Schema = {"type": "object", "properties": {"numbers": numbers}}
    things: Schema = {"type": "array", "items": {"type": "object", "additionalProperties": thing}}
    environment = Environment({"outer": {"type": "object", "properties": {"things": things}}})

    types = [str(environment.compile(text).type) for text in ("outer.things[0].a.numbers", "outer.things.map(t, t.a.numbers[0][0])")]

    assert types == ["list(list(int))", "list(int)"]
    with pytest.raises(CelError) as raised:
        environment.compile("outer.things[0].a.numbers[0][0] + outer.things[0].a.number")
    assert (str(raised.value), raised.value.column) == ("undefined field 'number' in outer.things[][]; did you mean 'numbers'?", 52)


def test_unknown_fields_can_be_read_where_they_are_kept() -> None:
    kept = Struct("place", {"type": "object", "x-kubernetes-preserve-unknown-fields": True})
    closed = Struct("place", {"type": "object"})

    assert kept.field("any") == DYN
    assert closed.field("any") is None
