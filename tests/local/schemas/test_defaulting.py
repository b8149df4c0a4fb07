from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.local.schemas.custom_cases import SCHEMA, THING
from typekro.local.schemas.defaulting import defaulted
from typekro.local.schemas.pruning import pruned, unknown_fields

_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "deep", "c", "nested", "ports", "port", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)
_SPECS = st.dictionaries(st.sampled_from([*SCHEMA["properties"]["spec"]["properties"], "unknown"]), _VALUES, max_size=6)


@given(_SPECS)
def test_defaults_are_filled_in_once(spec: dict[str, Any]) -> None:
    made = defaulted({**THING, "spec": spec}, SCHEMA)
    assert defaulted(made, SCHEMA) == made


@given(_SPECS)
def test_what_is_pruned_knows_all_of_its_fields(spec: dict[str, Any]) -> None:
    made = pruned({**THING, "spec": spec}, SCHEMA)
    assert unknown_fields(made, SCHEMA) == []
    assert pruned(made, SCHEMA) is made


def test_what_is_given_is_not_changed() -> None:
    given: dict[str, Any] = {**THING, "spec": {"name": "abc", "size": None, "unknown": 1}}
    before = {**given, "spec": dict(given["spec"])}
    defaulted(pruned(given, SCHEMA), SCHEMA)
    assert given == before


def test_what_does_not_change_is_shared() -> None:
    ports = [{"port": 1, "protocol": "TCP"}]
    made = defaulted({**THING, "spec": {"name": "abc", "ports": ports}}, SCHEMA)
    assert made["spec"]["ports"] is ports
