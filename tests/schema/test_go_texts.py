import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.schema.go_texts import integer_of, number_of, quoted, truth_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-12", -12),
        ("+7", 7),
        ("007", 7),
        (str(2**63 - 1), 2**63 - 1),
        (str(-(2**63)), -(2**63)),
        (str(2**63), None),
        ("1.0", None),
        ("1_000", None),
        ("", None),
        (" 1", None),
        ("0x1", None),
        ("\u0661", None),
    ],
)
def test_an_integer_has_64_bits_and_digits_alone(text: str, value: int | None) -> None:
    assert integer_of(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("-1e-3", -0.001),
        ("0x1p4", 16.0),
        ("0x_1p4", 16.0),
        ("+Infinity", float("inf")),
        ("1e999", None),
        ("0x1p99999", None),
        ("0x1", None),
        ("1_0", None),
        (".", None),
        ("", None),
        ("ten", None),
    ],
)
def test_a_number_may_be_written_in_go_s_ways(text: str, value: float | None) -> None:
    assert number_of(text) == value


def test_what_is_no_number_is_a_number_to_go() -> None:
    assert str(number_of("NaN")) == "nan"


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("T", True), ("1", True), ("False", False), ("0", False), ("yes", None), ("tRUE", None), ("", None)]
)
def test_a_truth_value_has_few_spellings(text: str, value: object) -> None:
    assert truth_of(text) is value


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_what_can_be_printed_is_quoted_as_in_json(text: str) -> None:
    assert json.loads(quoted(text)) == text


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a b", '"a b"'),
        ("\n\t", '"\\n\\t"'),
        ("\a", '"\\a"'),
        ("\x00\x7f", '"\\x00\\x7f"'),
        ("\xa0", '"\\u00a0"'),
        ("\U000e0001", '"\\U000e0001"'),
    ],
)
def test_what_cannot_be_printed_is_escaped_as_in_go(text: str, result: str) -> None:
    assert quoted(text) == result
