from typing import Any

import pytest

from tests.expressions.parts import expression, spec
from typekro.expressions import Boolean, Dyn, Float, Integer, List, MisuseError, String, Type
from typekro.expressions.cel import omit


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        (spec.count + 1, Integer()),
        (2 - spec.count, Integer()),
        (2 * spec.count, Integer()),
        (7 // spec.count, Integer()),
        (7 % spec.count, Integer()),
        (spec.ratio * 2, Float()),
        (spec.name + "x", String()),
        ("x" + spec.name, String()),
        (spec.ratio / 2, Float()),
        (2 / spec.ratio, Float()),
        (-spec.count, Integer()),
        (spec.tags + spec.tags, List(String())),
        (["a", spec.name] + spec.tags, List(String())),  # noqa: RUF005 - a reference is no iterable
        (spec.ratios + [1, 2.5], List(Float())),  # noqa: RUF005 - the same
        (spec.labels == {"a": spec.name}, Boolean()),
        (spec.anything + 1, Integer()),
        (spec.anything + spec.anything, Dyn()),
        (spec.count <= 3, Boolean()),
        (spec.name >= "a", Boolean()),
        (spec.volume == spec.volume, Boolean()),
        (True & spec.on, Boolean()),
        (False | spec.on, Boolean()),
    ],
)
def test_an_operation_has_the_type_that_cel_gives_it(value: object, type_: Type) -> None:
    assert expression(value).type == type_


def refused(left: object, operator: str, right: object) -> str:
    with pytest.raises(MisuseError) as caught:
        eval(f"left {operator} right", {"left": left, "right": right})  # noqa: S307 - our own text
    return str(caught.value)


def test_text_and_number_do_not_mix() -> None:
    assert refused(spec.name, "+", 1) == (
        "spec.name + 1: CEL has no + for str and int\n"
        "  both sides need to be of one type, and CEL converts nothing by itself\n"
        'hint: f"{spec.name}1"'
    )


def test_whole_and_broken_numbers_do_not_mix() -> None:
    assert refused(spec.count, "*", spec.ratio) == (
        "spec.count * spec.ratio: CEL has no * for int and float\n  both sides need to be of one type, and CEL converts nothing by itself"
    )


@pytest.mark.parametrize(
    ("left", "operator", "right", "first_line"),
    [
        (spec.on, "<", spec.on, "spec.on < spec.on: CEL has no < for bool and bool"),
        (spec.ratio, "%", 2, "spec.ratio % 2.0: CEL has no % for float and float"),
        (spec.count, "&", spec.on, "spec.count & spec.on: CEL has no & for int and bool"),
        (spec.count, "|", 1, "spec.count | 1: CEL has no | for int and int"),
        (spec.anything, "-", "x", "spec.anything - 'x': CEL has no - for Any and str"),
        (spec.tags, "==", spec.labels, "spec.tags == spec.labels: CEL has no == for list[str] and dict[str, str]"),
    ],
)
def test_operands_that_cel_does_not_take_are_refused(left: object, operator: str, right: object, first_line: str) -> None:
    assert refused(left, operator, right).splitlines()[0] == first_line


def test_two_maps_are_merged_by_a_function() -> None:
    merged: Any = {"a": "b"}
    with pytest.raises(MisuseError) as caught:
        _ = spec.labels | merged

    assert str(caught.value).splitlines()[-1] == "hint: cel.merge(spec.labels, {'a': 'b'})"


def test_comparisons_beside_an_and_need_brackets() -> None:
    with pytest.raises(MisuseError) as caught:
        _ = spec.count > 1 & spec.count < 5

    assert str(caught.value).splitlines()[-1] == "hint: (a < b) & (c < d): Python takes & before comparisons, where there are no brackets"


@pytest.mark.parametrize(("operator", "hint"), [("==", "not_(has(spec.name))"), ("!=", "has(spec.name)")])
def test_whether_there_is_a_value_is_not_asked_with_none(operator: str, hint: str) -> None:
    assert refused(spec.name, operator, None) == (
        f"spec.name {operator} None: None is no value in CEL\n  what has no value in the cluster is not there at all\nhint: {hint}"
    )


def test_none_is_no_operand() -> None:
    assert refused(spec.count, "+", None) == (
        "spec.count + None: None is no value in CEL\n  what has no value in the cluster is not there at all"
    )


def test_an_object_is_no_operand() -> None:
    assert refused(spec.tags, "+", {1}) == (
        "spec.tags + {1}: the other side is neither a reference nor str, int, float, bool, a list or a dict"
    )


def test_what_may_be_omitted_is_no_operand() -> None:
    assert refused(spec.count, "+", omit()) == (
        "... + ...: omit() may be omitted\n"
        "  omit() leaves a field of a resource out, so that it stands where a field's value does, or in a branch of when() there"
    )


def test_a_list_has_items_of_one_type() -> None:
    assert refused(spec.tags, "+", [spec.name, 1]) == (
        "... + ...: a list of str and int\n  the items of a list are of one type, and CEL converts nothing by itself"
    )


def test_the_keys_of_a_map_are_constant_texts() -> None:
    assert refused(spec.labels, "==", {1: "a"}) == "... == ...: 1 is the key of a dict\n  keys are constant texts"


def test_a_constant_has_to_fit_into_64_bits() -> None:
    assert refused(spec.count, "+", 2**63) == f"{2**63} is too big for an expression\n  an int of CEL has 64 bits"
    assert expression(spec.count + (2**63 - 1)).type == Integer()


def test_a_constant_has_to_be_finite() -> None:
    assert refused(spec.ratio, "+", float("inf")) == "inf cannot be part of an expression\n  CEL has no way to write it"
