import itertools

from hypothesis import given
from hypothesis import strategies as st

from typekro.graph.order import cycle

ids = st.sampled_from("abcdef")


@given(st.dictionaries(ids, st.sets(ids)))
def test_a_circle_that_is_found_is_one(dependencies: dict[str, set[str]]) -> None:
    path = cycle(dependencies)

    if path is not None:
        assert path[0] == path[-1]
        assert len(path) > 1
        assert all(after in dependencies[before] for before, after in itertools.pairwise(path))


@given(st.permutations("abcdef"), st.data())
def test_what_has_an_order_has_no_circle(order: list[str], data: st.DataObject) -> None:
    dependencies = {id_: data.draw(st.sets(st.sampled_from(order[:number]))) if number else set[str]() for number, id_ in enumerate(order)}

    assert cycle(dependencies) is None
    if any("a" in needed for needed in dependencies.values()):
        user = next(id_ for id_, needed in dependencies.items() if "a" in needed)
        assert cycle({**dependencies, "a": {user}}) is not None
