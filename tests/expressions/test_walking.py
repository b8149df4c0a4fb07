from types import MappingProxyType
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.expressions.parts import ROOT, expression, spec
from typekro.errors import DefinitionError
from typekro.expressions import Dyn, Root, describe, expressions_in, or_else, reference_to, roots_of, substitute


class Pair(NamedTuple):
    left: Any
    right: Any


@attrs.frozen
class Props:
    _hidden: Any
    items: Any
    made: str = attrs.field(default="x", init=False)


OTHER = Root(Dyn(), "other")
other: Any = reference_to(OTHER)
VALUE = {
    "a": [spec.name, {"b": f"x{spec.count}"}],
    "c": (other.x, 1),
    "d": Pair(spec.on, 2),
    "e": Props(spec.name, {spec.other}),
    "f": MappingProxyType({"g": spec.ratio}),
}


def test_every_expression_is_found_in_its_order() -> None:
    assert [describe(found) for found in expressions_in(VALUE)] == [
        "spec.name",
        'f"x{spec.count}"',
        "other.x",
        "spec.on",
        "spec.name",
        "spec.other",
        "spec.ratio",
    ]


def test_the_roots_of_a_value_are_those_of_all_its_expressions() -> None:
    assert roots_of(VALUE) == {ROOT, OTHER}
    assert roots_of([or_else(other.x.y, 1), spec.count + 1]) == {ROOT, OTHER}
    assert roots_of({"a": 1}) == frozenset()


def test_each_expression_is_replaced_and_each_container_keeps_its_kind() -> None:
    assert substitute(VALUE, describe) == {
        "a": ["spec.name", {"b": 'f"x{spec.count}"'}],
        "c": ("other.x", 1),
        "d": Pair("spec.on", 2),
        "e": Props("spec.name", {"spec.other"}),
        "f": {"g": "spec.ratio"},
    }


texts = st.text(st.characters(exclude_characters="\x81"))
json = st.recursive(st.none() | st.booleans() | st.integers() | texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner))


@given(json)
def test_a_value_without_expressions_stays_the_same_object(value: object) -> None:
    assert substitute(value, describe) is value


def test_a_reference_is_no_key() -> None:
    with pytest.raises(DefinitionError) as caught:
        list(expressions_in({f"{spec.name}": 1}))

    assert str(caught.value) == 'f"{spec.name}" is the key of a dict\n  keys have to be known while the script runs'


def test_a_class_is_no_instance_of_itself() -> None:
    assert list(expressions_in([Props, expression])) == []
