"""Sets of fields: their laws, and how they are written."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.local.merging import EMPTY, FieldSet, MergeError, field_sets

_ELEMENTS = st.sampled_from(["f:a", "f:b", "f:z<", 'k:{"a":1}', 'k:{"a":1,"b":"x"}', 'v:"a"', "v:2", "v:true", "i:0", "i:10"])
_PATHS = st.lists(_ELEMENTS, min_size=1, max_size=4)
_SETS = st.lists(_PATHS, max_size=8).map(lambda paths: FieldSet.of(*paths))


@given(_SETS)
def test_is_read_as_it_was_written(fields: FieldSet) -> None:
    assert FieldSet.from_fields(json.loads(json.dumps(fields.to_fields()))) == fields
    assert FieldSet.of(*fields.paths()) == fields


@given(_SETS, _SETS, _SETS)
def test_unions_are_of_any_order(one: FieldSet, two: FieldSet, three: FieldSet) -> None:
    assert one.union(two) == two.union(one)
    assert one.union(two).union(three) == one.union(two.union(three))
    assert one.union(one) == one == one.union(EMPTY)
    assert one.issubset(one.union(two))


@given(_SETS, _SETS)
def test_a_set_is_what_it_shares_and_what_it_does_not(one: FieldSet, two: FieldSet) -> None:
    shared, own = one.intersection(two), one.difference(two)
    assert shared.union(own) == one
    assert not own.intersection(two)
    assert shared == two.intersection(one)
    assert (not own) == one.issubset(two)


@given(_SETS, _SETS)
def test_knows_what_belongs_to_it(one: FieldSet, two: FieldSet) -> None:
    mine, theirs = set(one.paths()), set(two.paths())
    assert all(one.has(path) for path in mine)
    assert {path for path in theirs if one.has(path)} == mine & theirs
    above = {path for path in mine if any(path[: length + 1] in theirs for length in range(len(path)))}
    assert set(one.without(two).paths()) == mine - above
    assert set(one.leaves().paths()) == {path for path in mine if not one_below(one, path)}


def one_below(fields: FieldSet, path: tuple[str, ...]) -> FieldSet:
    """What is below a path."""
    for element in path:
        fields = fields.below(element)
    return fields


def test_writes_fields_then_keys_then_values_then_indices() -> None:
    elements = ["i:2", 'v:"b"', "v:10", "v:9", "v:true", 'k:{"b":1}', 'k:{"a":2}', "f:b", "f:B"]
    written = FieldSet.of(*([element] for element in elements)).to_fields()
    assert list(written) == ["f:B", "f:b", 'k:{"a":2}', 'k:{"b":1}', "v:9", "v:10", 'v:"b"', "v:true", "i:2"]


def test_reads_keys_in_any_form_and_passes_over_kinds_that_it_does_not_know() -> None:
    fields: dict[str, Any] = {'k:{"b": 1.0, "a": "<"}': {".": {}, "f:x": {}}, "z:later": {}}
    assert FieldSet.from_fields(fields).to_fields() == {'k:{"a":"\\u003c","b":1}': {".": {}, "f:x": {}}}


@pytest.mark.parametrize("fields", [{"f": {}}, {"f:a": 1}, {"v:{": {}}, {"i:x": {}}])
def test_refuses_what_is_no_set(fields: dict[str, Any]) -> None:
    with pytest.raises(MergeError):
        FieldSet.from_fields(fields)


def test_there_is_one_empty_set_however_many_threads_make_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(field_sets, "_MOST_SETS", 50)
    others: list[FieldSet] = []

    def work(thread: int) -> None:
        for number in range(5000):
            FieldSet.of([f"f:{thread}-{number}"])
            if FieldSet() is not field_sets.EMPTY:
                others.append(FieldSet())

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor() as pool:
            list(pool.map(work, range(4)))
    finally:
        sys.setswitchinterval(before)

    assert others == []
