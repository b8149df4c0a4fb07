import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.expressions.words import CEL_WORDS, FUNCTION_WORDS, RESERVED_WORDS, variable_name


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("item", [], "item"),
        ("host_name", [], "hostName"),
        ("_", [], "item"),
        ("_host", [], "host"),
        ("größe", [], "item"),
        ("deployment", ["deployment", "deployment2"], "deployment3"),
        ("schema", [], "schema2"),
        ("each", [], "each2"),
        ("namespace", [], "namespace2"),
        ("json", [], "json2"),
        ("int", [], "int2"),
    ],
)
def test_a_variable_is_called_as_in_python_unless_that_means_something_else(wanted: str, taken: list[str], name: str) -> None:
    assert variable_name(wanted, taken) == name


@given(st.from_regex(r"[A-Za-z_][A-Za-z0-9_]*", fullmatch=True) | st.sampled_from(sorted(RESERVED_WORDS)), st.sets(st.text(max_size=3)))
def test_a_variable_has_a_name_of_its_own(wanted: str, taken: set[str]) -> None:
    name = variable_name(wanted, taken)

    assert name.isidentifier()
    assert name.isascii()
    assert name not in taken | CEL_WORDS | FUNCTION_WORDS
