from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.checking.ordering import apply_orders, cycle, topological_order

Dependencies = Mapping[str, Sequence[str]]


@st.composite
def acyclic(draw: st.DrawFn) -> dict[str, list[str]]:
    """Ids in any order of declaration, each with needs among those that are earlier in another order."""
    ids = [f"n{number}" for number in range(draw(st.integers(0, 9)))]
    needs = {id_: draw(st.lists(st.sampled_from(ids[:index]), unique=True)) if index else [] for index, id_ in enumerate(ids)}
    return {id_: needs[id_] for id_ in draw(st.permutations(ids))}


@given(acyclic())
def test_what_is_needed_comes_before(dependencies: Dependencies) -> None:
    order = topological_order(dependencies)

    assert sorted(order) == sorted(dependencies)
    assert all(order.index(need) < order.index(id_) for id_, needs in dependencies.items() for need in needs)


@given(acyclic())
def test_of_those_whose_needs_are_there_the_one_that_is_declared_first_comes_next(dependencies: Dependencies) -> None:
    done: list[str] = []
    for id_ in topological_order(dependencies):
        ready = [one for one, needs in dependencies.items() if one not in done and set(needs) <= set(done)]
        assert id_ == ready[0]
        done.append(id_)


@given(acyclic())
def test_waves_go_down_along_needs_and_begin_at_1(dependencies: Dependencies) -> None:
    waves = apply_orders(dependencies)

    assert all(waves[id_] > waves[need] for id_, needs in dependencies.items() for need in needs)
    assert set(waves.values()) == set(range(1, max(waves.values(), default=0) + 1))


@given(acyclic())
def test_what_nobody_needs_is_in_the_highest_wave_and_the_rest_just_below_what_needs_it(dependencies: Dependencies) -> None:
    waves = apply_orders(dependencies)

    for id_ in dependencies:
        above = [waves[other] for other, needs in dependencies.items() if id_ in needs]
        assert waves[id_] == min(above, default=max(waves.values()) + 1) - 1


@given(acyclic())
def test_where_there_is_no_circle_none_is_found(dependencies: Dependencies) -> None:
    assert cycle(dependencies) is None


@pytest.mark.parametrize(
    ("dependencies", "path"),
    [
        ({"a": ["b"], "b": ["a"]}, ["a", "b", "a"]),
        ({"a": ["b"], "b": ["c"], "c": ["d"], "d": ["b"]}, ["b", "c", "d", "b"]),
        ({"a": [], "b": ["a", "c"], "c": ["a", "b"]}, ["b", "c", "b"]),
    ],
)
def test_a_circle_is_told_from_an_id_back_to_itself(dependencies: Dependencies, path: list[str]) -> None:
    assert cycle(dependencies) == path
