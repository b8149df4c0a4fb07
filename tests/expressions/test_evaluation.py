import subprocess
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.expressions.parts import ROOT, expression, spec
from typekro.errors import EvaluationError
from typekro.expressions import Dyn, Root, cel, evaluate, or_else, reference_to
from typekro.expressions.computing import float_text


@attrs.frozen
class Volume:
    path: str
    size_gb: int


def value_of(value: object, **fields: Any) -> Any:
    return evaluate(expression(value), {ROOT: fields})


def test_attrs_objects_are_read_by_names_in_python_and_mappings_by_names_in_the_cluster() -> None:
    assert value_of(spec.volume.size_gb, volume=Volume("/data", 3)) == 3
    assert value_of(spec.volume.size_gb, volume={"path": "/data", "sizeGB": 3}) == 3
    assert value_of(spec.volumes[1].path, volumes=[Volume("/a", 1), Volume("/b", 2)]) == "/b"
    assert value_of(spec.labels["a.b"], labels={"a.b": "c"}) == "c"


def test_what_is_none_at_the_end_of_a_path_is_none() -> None:
    assert value_of(spec.name, name=None) is None


MISSING: list[tuple[object, dict[str, Any], str]] = [
    (spec.name, {}, "spec.name has no value\n  spec is there without it"),
    (spec.volume.path, {"volume": None}, "spec.volume.path has no value\n  spec.volume is None"),
    (spec.volume.path, {"volume": 3}, "spec.volume.path has no value\n  spec.volume is there without it"),
    (spec.tags[1], {"tags": ["a"]}, "spec.tags[1] has no value\n  spec.tags is there without it"),
    (spec.labels["a"], {"labels": "b"}, "spec.labels['a'] has no value\n  spec.labels is there without it"),
    (spec.count // 0, {"count": 1}, "(spec.count // 0) has no value\n  integer division or modulo by zero"),
    (spec.count * spec.count, {"count": 2**40}, "(spec.count * spec.count) has no value\n  an int of CEL has 64 bits"),
    (f"a{spec.name}", {"name": None}, "spec.name has no text\n  it is None"),
    (f"a{spec.anything}", {"anything": [1]}, "spec.anything has no text\n  CEL makes no text of list"),
    (
        spec.on & spec.anything,
        {"on": True, "anything": "x"},
        "spec.anything has no value\n  a condition is true or false, and it is str",
    ),
    (spec.on & spec.anything, {"on": True}, "spec.anything has no value\n  spec is there without it"),
    (
        spec.anything * 3,
        {"anything": "x"},
        "(spec.anything * 3) has no value\n  CEL does not calculate with str and int",
    ),
    (spec.anything < "x", {"anything": 1}, "(spec.anything < 'x') has no value\n  CEL does not compare int and str"),
    (-spec.anything, {"anything": True}, "-spec.anything has no value\n  CEL has no negative of bool"),
    (-spec.count, {"count": -(2**63)}, "-spec.count has no value\n  an int of CEL has 64 bits"),
    (spec.tags[1:2], {"tags": ["a"]}, "spec.tags[1:2] has no value\n  there is no 1:2 in a size of 1"),
    (spec.anything.upper(), {"anything": {"a": 1}}, "spec.anything.upper() has no value\n  it does not take dict"),
    (cel.exists(spec.tags, lambda tag: tag == "a"), {"tags": None}, "spec.tags is no list\n  it is None"),
    (
        cel.matches(spec.name, "a"),
        {"name": "a"},
        "cel.matches(spec.name, 'a') has no value here\n  regular expressions of CEL are not those of Python: only the cluster can tell",
    ),
    (
        cel.raw(f"size({spec.tags})", int),
        {"tags": []},
        'raw(f"size({spec.tags})") has no value here\n  raw CEL and omit() mean something in the cluster alone',
    ),
]


@pytest.mark.parametrize(("value", "fields", "message"), MISSING, ids=[message.splitlines()[0] for _, _, message in MISSING])
def test_a_path_that_leads_to_nothing_is_an_error_that_says_where_it_ends(value: object, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        value_of(value, **fields)

    assert str(caught.value) == message


def test_the_error_knows_the_path() -> None:
    with pytest.raises(EvaluationError) as caught:
        value_of(spec.volumes[0].path, volumes=[])

    assert (caught.value.path, caught.value.code) == ("spec.volumes[0]", "NO_VALUE")


@pytest.mark.parametrize(("fields", "value"), [({}, 7), ({"count": None}, 7), ({"count": 0}, 0)])
def test_a_fallback_stands_where_a_path_leads_to_nothing(fields: dict[str, Any], value: int) -> None:
    assert value_of(or_else(spec.count, 7), **fields) == value
    assert value_of(cel.has(spec.count), **fields) is (value == 0)


def test_a_fallback_stands_for_a_missing_step_and_not_for_a_key_that_fails() -> None:
    assert value_of(or_else(spec.volume.path, spec.name), volume=None, name="a") == "a"
    with pytest.raises(EvaluationError):
        value_of(or_else(spec.labels[spec.tags[0]], "a"), labels={}, tags=[])


def test_an_object_is_json_with_its_names_in_the_cluster() -> None:
    assert value_of(cel.json_text(spec.volumes), volumes=[Volume("/data", 3)]) == '[{"path":"/data","sizeGB":3}]'


def test_a_whole_number_that_stands_for_a_float_is_one() -> None:
    assert value_of(spec.ratio / 2, ratio=3) == 1.5
    assert repr(value_of(cel.sum(spec.ratios), ratios=[])) == "0.0"


SAME: list[tuple[Any, Any, bool]] = [
    ([1, [2.0]], [1.0, [2]], True),
    ([1], [1, 2], False),
    ([True], [1], False),
    ({"a": [1]}, {"a": [1.0]}, True),
    ({"a": 1}, {"a": True}, False),
    ({"a": 1}, {"b": 1}, False),
    ([], {}, False),
]


@pytest.mark.parametrize(("left", "right", "same"), SAME)
def test_lists_and_maps_are_equal_where_their_parts_are(left: object, right: object, same: bool) -> None:  # noqa: FBT001 - of the table
    assert value_of(spec.anything.left == spec.anything.right, anything={"left": left, "right": right}) is same


def test_what_is_known_in_the_cluster_alone_is_judged_when_it_is_there() -> None:
    values = {"anything": {"n": 2, "list": [3, 1], "map": {"a": 1}, "mixed": [1, "a"]}}

    assert value_of(cel.sort_by(spec.anything.list, lambda item: item), **values) == [1, 3]
    assert value_of(cel.json_text(spec.anything), **values) == '{"list":[3,1],"map":{"a":1},"mixed":[1,"a"],"n":2}'
    assert value_of(spec.anything.map[spec.name], name="a", **values) == 1
    assert value_of(spec.name.split("a", spec.anything.n - 3), name="bab", **values) == []
    assert value_of(cel.contains(spec.anything.map, "a"), **values) is True
    assert value_of(spec.tags + spec.anything.list, tags=(4,), **values) == [4, 3, 1]
    for fails in (cel.sort(spec.anything.mixed), cel.json_text([spec.anything.opaque]), spec.anything.list[spec.anything.n]):
        with pytest.raises(EvaluationError):
            value_of(fails, anything={**values["anything"], "opaque": object()})


def test_true_is_no_number() -> None:
    assert value_of(spec.anything == 1, anything=True) is False
    assert value_of(cel.contains(spec.anything, 1), anything=[True, 1.0]) is True
    assert value_of(cel.index_of(spec.numbers, 1), numbers=[True, 1]) == 1


def test_objects_of_any_class_are_read_where_nothing_is_known_of_them() -> None:
    root = Root(Dyn(), "outside")
    outside: Any = reference_to(root)

    assert evaluate(expression(outside.args[0]), {root: subprocess.CompletedProcess(["ls"], 0)}) == "ls"


@given(st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_division_rounds_towards_zero_and_leaves_a_remainder_with_the_sign_of_the_dividend(left: int, right: int) -> None:
    assume(right != 0)

    quotient = value_of(spec.count // right, count=left)
    remainder = value_of(spec.count % right, count=left)

    assert quotient == int(left / right)
    assert quotient * right + remainder == left
    assert remainder == 0 or (remainder > 0) == (left > 0)


def test_what_one_side_settles_needs_no_other() -> None:
    assert value_of(spec.on & spec.anything, on=False) is False
    assert value_of(spec.anything & spec.on, on=False) is False
    assert value_of(spec.on | spec.anything, on=True) is True
    assert value_of(spec.anything | spec.on, on=True) is True


def test_a_text_is_made_as_cel_makes_it() -> None:
    text = f"{spec.name} {spec.count} {spec.ratio} {spec.on}"

    assert value_of(text, name="a", count=-1, ratio=2.0, on=True) == "a -1 2 true"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "-0"),
        (1.5, "1.5"),
        (999999.0, "999999"),
        (1000000.0, "1e+06"),
        (1234567.0, "1.234567e+06"),
        (-123456.7, "-123456.7"),
        (0.0001, "0.0001"),
        (0.00001234, "1.234e-05"),
        (1e21, "1e+21"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (float("inf"), "+Inf"),
        (float("-inf"), "-Inf"),
        (float("nan"), "NaN"),
    ],
)
def test_a_float_is_written_as_go_writes_it(value: float, text: str) -> None:
    assert float_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_that_is_written_reads_as_itself(value: float) -> None:
    assert float(float_text(value)) == value
