import pytest

from tests.expressions.parts import expression, spec
from typekro.expressions import Boolean, Dyn, Float, Integer, List, MisuseError, String, Type


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
        (spec.tags + spec.tags, List(String())),
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
        (spec.ratio, "//", 2, "spec.ratio // 2.0: CEL has no // for float and float"),
        (spec.count, "&", spec.on, "spec.count & spec.on: CEL has no & for int and bool"),
        (spec.count, "|", 1, "spec.count | 1: CEL has no | for int and int"),
        (spec.anything, "-", "x", "spec.anything - 'x': CEL has no - for Any and str"),
        (spec.tags, "==", spec.labels, "spec.tags == spec.labels: CEL has no == for list[str] and dict[str, str]"),
    ],
)
def test_operands_that_cel_does_not_take_are_refused(left: object, operator: str, right: object, first_line: str) -> None:
    assert refused(left, operator, right).splitlines()[0] == first_line


def test_none_is_no_operand() -> None:
    assert refused(spec.name, "==", None) == (
        "<typekro reference spec.name> == None: None is no value in CEL\n  whether a reference leads to something is not supported yet"
    )


def test_a_list_is_no_operand() -> None:
    assert (
        refused([1], "+", spec.tags)
        == "<typekro reference spec.tags> + [1]: the other side is neither a reference nor str, int, float or bool"
    )


def test_a_constant_has_to_fit_into_64_bits() -> None:
    assert refused(spec.count, "+", 2**63) == f"{2**63} is too big for an expression\n  an int of CEL has 64 bits"
    assert expression(spec.count + (2**63 - 1)).type == Integer()


def test_a_constant_has_to_be_finite() -> None:
    assert refused(spec.ratio, "+", float("inf")) == "inf cannot be part of an expression\n  CEL has no way to write it"
