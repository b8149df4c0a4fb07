from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from typekro.expressions.guards import is_mapping
from typekro.factories.checks import Checks
from typekro.factories.joining import joined

names = st.sampled_from(["a", "b", "c", "d"])
objects = st.recursive(
    st.dictionaries(names, st.integers() | st.lists(st.integers(), max_size=3), max_size=4),
    lambda inner: st.dictionaries(names, inner, max_size=3),
)


def flat(value: Any, at: str = "") -> dict[str, Any]:
    """Every leaf of an object by its place; lists are leaves."""
    if not is_mapping(value):
        return {at: value}
    return {place: leaf for key, part in value.items() for place, leaf in flat(part, f"{at}.{key}").items()}


@given(objects)
def test_with_nothing_beside_it_an_object_stays_as_it_is(made: dict[str, Any]) -> None:
    assert joined(Checks("simple.x"), made, {}, "spec", {}) == made
    assert joined(Checks("simple.x"), {}, made, "spec", {}) == made


@given(objects, objects)
def test_nothing_that_is_said_once_is_lost_and_what_is_said_twice_is_a_problem_or_a_longer_list(made: Any, more: Any) -> None:
    checks = Checks("simple.x")

    both = flat(joined(checks, made, more, "spec", {}))

    first, second = flat(made), flat(more)
    if checks.is_well:
        lists = {place: [*first[place], *second[place]] for place in first.keys() & second.keys()}
        assert both == first | second | lists
    else:
        assert both.items() >= {place: leaf for place, leaf in first.items() if place not in second and not isinstance(leaf, list)}.items()


@given(objects, objects)
def test_neither_side_is_changed(made: Any, more: Any) -> None:
    before = repr((made, more))

    joined(Checks("simple.x"), made, more, "spec", {})

    assert repr((made, more)) == before
