import pytest

from typekro.errors import compose
from typekro.schema.field_types import AnyObject, Atomic, FieldType, ListOf, MapOf, Named, names_in, parse_type, unknown_type
from typekro.schema.problems import RefusedError

KNOWN = "kro knows string, integer, float, boolean, object, []T and map[string]T; under types stands"


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        (" string ", Atomic("string")),
        ("object", AnyObject()),
        ("[]integer", ListOf(Atomic("integer"))),
        ("[] float", ListOf(Atomic("float"))),
        ("map[string] []boolean", MapOf(ListOf(Atomic("boolean")))),
        ("[]map[string]Person", ListOf(MapOf(Named("Person")))),
        ("maple", Named("maple")),
        ("[]" * 16 + "string", None),
    ],
)
def test_a_type_is_read(text: str, type_: FieldType | None) -> None:
    found = parse_type(text)

    assert found == type_ or (type_ is None and isinstance(found, ListOf))


@pytest.mark.parametrize(
    ("text", "what", "why", "hint"),
    [
        ("", "it has no type", "kro expects a type, then | and the markers", "name: string | required=true"),
        ("[]", "[] is a list of nothing", "kro wants the type of the items behind it", "[]string"),
        ("map[string]", "map[string] is a map of nothing", "kro wants the type of the values behind it", "map[string]string"),
        (
            "map[integer]Person",
            "map[integer]Person is a map without keys of type string",
            "the keys of kro's maps are texts",
            "map[string]Person",
        ),
        (
            "map[stringPerson",
            "map[stringPerson is a map without keys of type string",
            "the keys of kro's maps are texts",
            "map[string]string",
        ),
        ("[]" * 17 + "string", "its type is nested too deeply", "kro takes at most 16 lists and maps in each other", ()),
    ],
)
def test_a_type_that_kro_cannot_read_is_told(text: str, what: str, why: str, hint: str) -> None:
    with pytest.raises(RefusedError) as caught:
        parse_type(text)

    assert caught.value.at("schema.spec.x").text == compose(f"schema.spec.x: {what}", why, hint)


def test_names_of_other_types_are_found_inside() -> None:
    assert list(names_in(parse_type("[]map[string]Person"))) == ["Person"]
    assert list(names_in(parse_type("[]string"))) == []


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("int", [], "integer"),
        ("Number", [], "float"),
        ("Persn", ["Person"], "Person"),
        ("strin", [], "string"),
        ("Xyz", [], "types: {Xyz: {field: string}}"),
    ],
)
def test_an_unknown_name_is_told_with_what_was_probably_meant(name: str, known: list[str], hint: str) -> None:
    problem = unknown_type(name, known).at("schema.spec.x")

    assert problem.text == compose(f"schema.spec.x: {name} is no type", f"{KNOWN} {', '.join(known) or 'nothing'}", hint)
