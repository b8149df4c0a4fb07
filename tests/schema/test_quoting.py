from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from typekro.schema.field_texts import parse_markers
from typekro.schema.marker_rules import apply_marker
from typekro.schema.quoting import default_text, marker_texts, quoted

nasty = st.text("\"\\ab|{}[]= \n\t,'$é🎉", min_size=1) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: not x.is_integer())
counts = st.integers(0, 2**53)
rule: Any = nasty.filter(lambda text: bool(text.strip())).map(lambda text: {"rule": text, "message": "validation failed"})
immutable: Any = st.just({"rule": "self == oldSelf", "message": "field is immutable"})
json_values: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | nasty,
    lambda inner: st.lists(inner) | st.dictionaries(nasty, inner),
    max_leaves=5,
)


def read_back(type_: str, texts: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": type_}
    for marker in parse_markers(f" {texts}") if texts else ():
        apply_marker(schema, marker)
    del schema["type"]
    return schema


@given(nasty)
def test_what_is_quoted_is_read_by_kro_as_it_was(text: str) -> None:
    [first, second] = parse_markers(f"description={quoted(text)} required=true")

    assert (first.value, second.key) == (text, "required")


of_a_number: dict[str, Any] = {
    "description": nasty,
    "minimum": numbers,
    "maximum": numbers,
    "x-kubernetes-validations": st.lists(rule | immutable, min_size=1),
}
choices = st.lists(st.from_regex('[a-z"\\\\ é]*[a-z]', fullmatch=True).map(str.strip), min_size=1)


@given(st.fixed_dictionaries({}, optional=of_a_number))
def test_rules_of_a_number_are_read_by_kro_as_they_were(rules: dict[str, Any]) -> None:
    assert read_back("integer", " ".join(marker_texts(rules))) == rules


@given(st.fixed_dictionaries({}, optional={"minLength": counts, "maxLength": counts, "enum": choices}))
def test_rules_of_a_text_are_read_by_kro_as_they_were(rules: dict[str, Any]) -> None:
    assert read_back("string", " ".join(marker_texts(rules))) == rules


@given(
    st.fixed_dictionaries(
        {},
        optional={"minItems": counts, "maxItems": counts, "x-kubernetes-list-type": st.sampled_from(["set", "map", "atomic"])},
    )
)
def test_rules_of_a_list_are_read_by_kro_as_they_were(rules: dict[str, Any]) -> None:
    assert read_back("array", " ".join(marker_texts(rules))) == rules


def test_keys_of_a_list_are_read_by_kro_as_they_were() -> None:
    rules = {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name", "zone id"]}

    assert read_back("array", " ".join(marker_texts(rules))) == rules


@given(json_values)
def test_a_default_is_read_by_kro_as_it_was(value: Any) -> None:
    type_ = "string" if isinstance(value, str) else "object"

    assert read_back(type_, default_text(value)) == {"default": value}


def test_a_pattern_keeps_its_backslashes() -> None:
    pattern = r'^\d+\\"[|]$'

    assert read_back("string", " ".join(marker_texts({"pattern": pattern}))) == {"pattern": pattern}
