import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from typekro.graph import to_yaml

texts = st.text() | st.text("yesnoYN01e.:-#'\"\\ \n\t{}$", max_size=6)
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
)


@settings(deadline=None)
@given(st.dictionaries(texts, json))
def test_what_is_written_reads_back_as_it_was(manifest: dict[str, object]) -> None:
    assert yaml.safe_load(to_yaml(manifest)) == manifest


@pytest.mark.parametrize(
    "text",
    [
        "y",
        "N",
        "yes",
        "On",
        "off",
        "true",
        "Null",
        "~",
        "1e3",
        "0o7",
        "0x1f",
        "1:30",
        "2025-01-01",
        "1_000",
        ".5",
        ".inf",
        "NaN",
        "=",
        "<<",
        "",
        " a",
        "a:",
        "a b",
    ],
)
def test_what_some_yaml_takes_for_something_else_is_quoted(text: str) -> None:
    assert to_yaml({"a": text}) == f"a: '{text}'\n"


@pytest.mark.parametrize("text", ["web", "apps/v1", "example.com/v1alpha1", "postgres:17", "${schema.spec.name}", "app.kubernetes.io/name"])
def test_ordinary_text_stands_as_it_is(text: str) -> None:
    assert to_yaml({"a": text}) == f"a: {text}\n"


def test_keys_keep_their_order_and_lists_are_indented() -> None:
    assert to_yaml({"b": [{"d": 1, "c": 2}], "a": {}}) == "b:\n  - d: 1\n    c: 2\na: {}\n"


def test_what_stands_twice_is_written_twice() -> None:
    shared = {"app": "web"}

    assert to_yaml({"a": shared, "b": shared}) == "a:\n  app: web\nb:\n  app: web\n"


def test_a_letter_that_is_not_printed_is_escaped() -> None:
    assert to_yaml({"a": "\u0085é\n"}) == 'a: "\\Né\\n"\n'
