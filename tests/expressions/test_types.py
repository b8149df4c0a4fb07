import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.expressions.parts import VOLUME
from typekro.expressions import Boolean, Dyn, Field, Float, Integer, List, Map, Object, String, Type, assignable, type_name, unify

scalars = st.sampled_from([String(), Integer(), Float(), Boolean(), Dyn()])
types = st.recursive(scalars, lambda inner: st.builds(List, inner) | st.builds(Map, inner), max_leaves=4)


def named(class_name: str, /, **fields: Type) -> Object:
    return Object(class_name, lambda: {key: Field(key, key, type_) for key, type_ in fields.items()})


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        (String(), "str"),
        (Float(), "float"),
        (Boolean(), "bool"),
        (Dyn(), "Any"),
        (Map(List(Integer())), "dict[str, list[int]]"),
        (VOLUME, "Volume"),
    ],
)
def test_a_type_is_called_as_in_python(type_: Type, name: str) -> None:
    assert type_name(type_) == name


@given(types)
def test_every_type_fits_itself_and_anything(type_: Type) -> None:
    assert assignable(type_, type_)
    assert assignable(type_, Dyn())
    assert assignable(Dyn(), type_)


def test_an_integer_fits_a_float_and_not_the_other_way_round() -> None:
    assert assignable(List(Integer()), List(Float()))
    assert not assignable(Float(), Integer())


@pytest.mark.parametrize(
    ("source", "target"), [(String(), Integer()), (List(String()), Map(String())), (Map(Integer()), Map(String())), (VOLUME, String())]
)
def test_types_that_are_not_alike_do_not_fit(source: Type, target: Type) -> None:
    assert not assignable(source, target)


def test_an_object_fits_where_no_field_is_missing_or_of_another_type() -> None:
    target = named("Target", name=String())

    assert assignable(named("More", name=String(), port=Integer()), target)
    assert not assignable(named("Less", port=Integer()), target)
    assert not assignable(named("Other", name=Integer()), target)


def test_a_class_fits_itself_without_a_look_at_its_fields() -> None:
    def explode() -> dict[str, Field]:
        raise AssertionError

    assert assignable(Object("A", explode, int), Object("A", explode, int))


UNIFIED: list[tuple[Type, Type, Type | None]] = [
    (String(), String(), String()),
    (Integer(), Float(), None),
    (Dyn(), Integer(), Integer()),
    (List(Dyn()), List(Map(String())), List(Map(String()))),
    (Map(Integer()), Map(String()), None),
    (Map(Dyn()), Map(String()), Map(String())),
    (List(Integer()), Map(Integer()), None),
]


@pytest.mark.parametrize(("left", "right", "both"), UNIFIED)
def test_two_types_are_one_where_cel_has_such_a_type(left: Type, right: Type, both: Type | None) -> None:
    assert unify(left, right) == both
    assert unify(right, left) == both


def test_of_two_objects_the_smaller_one_is_what_both_are() -> None:
    small = Object("Small", lambda: {"a": Field("a", "a", String())})
    large = Object("Large", lambda: {"a": Field("a", "a", String()), "b": Field("b", "b", String())})
    other = Object("Other", lambda: {"c": Field("c", "c", String())})

    assert [unify(small, large), unify(large, small), unify(small, other)] == [small, small, None]
