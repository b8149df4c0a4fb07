from collections import ChainMap
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.expressions.library import OMIT, CelValueError, Program


def value(text: str, **values: Any) -> Any:
    return Program(text).run(values)


def error(text: str, **values: Any) -> CelValueError:
    with pytest.raises(CelValueError) as raised:
        value(text, **values)
    return raised.value


def test_a_program_knows_its_text_and_its_variables() -> None:
    program = Program("schema.spec.names.map(n, n + suffix)")

    assert (program.text, program.identifiers) == ("schema.spec.names.map(n, n + suffix)", ("schema", "suffix"))
    assert repr(program) == "Program('schema.spec.names.map(n, n + suffix)')"


PENDING: list[tuple[str, dict[str, Any], str]] = [
    ("a.b", {"a": {}}, "no such key: b"),
    ("a[1]", {"a": [0]}, "index out of bounds: 1"),
    ("a.b", {}, "no such attribute(s): a"),
    ("a.b.c", {"a": {"b": None}}, "no such key: c"),
]


@pytest.mark.parametrize(("text", "values", "message"), PENDING)
def test_what_is_not_there_yet_is_pending(text: str, values: dict[str, Any], message: str) -> None:
    raised = error(text, **values)

    assert (raised.message, raised.pending) == (message, True)


FINAL = [("1 / 0", "division by zero"), ("a + 1", "no such overload")]


@pytest.mark.parametrize(("text", "message"), FINAL)
def test_what_can_never_be_is_not_pending(text: str, message: str) -> None:
    raised = error(text, a="text")

    assert (raised.message, raised.pending) == (message, False)


class Size(StrEnum):
    LARGE = "large"


GIVEN = [
    ("x.size() == 2", (1, 2), True),
    ("x[0]", (1, 2), 1),
    ("x.a", ChainMap({"a": 1}), 1),
    ("x", Size.LARGE, "large"),
    ("x == 'large'", Size.LARGE, True),
    ("x.a", {"a": Size.LARGE}, "large"),
    ("x", {"a": (Size.LARGE, ChainMap({"b": 1}))}, {"a": ["large", {"b": 1}]}),
    ("x", datetime(2024, 1, 1, 2, tzinfo=timezone(timedelta(hours=2))), "2024-01-01T00:00:00Z"),
    ("x < timestamp('2025-01-01T00:00:00Z')", datetime(2024, 1, 1, tzinfo=UTC), True),
    ("x + duration('1s')", timedelta(hours=1), "1h0m1s"),
    ("string(x)", b"text", "text"),
]


@pytest.mark.parametrize(("text", "given_", "expected"), GIVEN)
def test_values_of_python_are_taken_for_what_they_are(text: str, given_: Any, expected: Any) -> None:
    assert value(text, x=given_) == expected


def test_a_value_that_cel_has_no_type_for_is_an_error() -> None:
    assert error("x", x=object).message.startswith("unsupported conversion to ref.Val: (type)")


def test_what_is_left_out_stays_itself() -> None:
    assert value("has(a.b) ? a.b : omit()", a={}) is OMIT


def test_a_variable_hides_a_type_of_its_name() -> None:
    assert value("type", type="mine") == "mine"
    assert value("google.protobuf.Timestamp", google={"protobuf": {"Timestamp": 1}}) == 1


def test_the_result_is_nobody_elses() -> None:
    given_ = {"list": [{"a": 1}]}

    value("x", x=given_)["list"][0]["a"] = 2

    assert given_ == {"list": [{"a": 1}]}


def test_a_value_can_be_had_before_it_becomes_json() -> None:
    assert Program("b'bytes'").value({}) == b"bytes"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_json_goes_in_and_comes_out_as_it_is(given_: Any) -> None:
    assert value("x", x=given_) == given_
    assert value("[x][0] == x", x=given_) is True


@given(st.lists(st.integers(-100, 100)))
def test_sorting_by_the_negative_turns_the_order_around(numbers: list[int]) -> None:
    assert value("x.sortBy(n, -n).map(n, -n).isSorted()", x=numbers) is True
    assert value("x.sort()", x=numbers) == sorted(numbers)


@given(st.lists(st.integers(-3, 3)))
def test_all_and_exists_are_each_others_negative(numbers: list[int]) -> None:
    assert value("x.all(n, n > 0) == !x.exists(n, n <= 0)", x=numbers) is True


@given(st.text(), st.text(min_size=1, max_size=2))
def test_splitting_and_joining_give_the_text_back(text: str, separator: str) -> None:
    assert value("x.split(s).join(s)", x=text, s=separator) == text


@given(st.text(max_size=20))
def test_json_is_read_as_it_is_written(text: str) -> None:
    assert value("json.unmarshal(json.marshal({'a': [x]})).a[0]", x=text) == text


@given(st.text(alphabet="ab\U000f0000\U000f0001", max_size=12))
def test_matches_are_found_whatever_letters_a_text_has(text: str) -> None:
    assert value("x.findAll('[ab]')", x=text) == [letter for letter in text if letter in "ab"]
