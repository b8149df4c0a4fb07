"""Which operators there are, what they take and what they give; CEL converts nothing by itself."""

import enum
import math
from typing import cast

from typekro.errors import compose
from typekro.expressions.computing import INTEGER_MAX, INTEGER_MIN
from typekro.expressions.describing import describe, operator_name
from typekro.expressions.errors import MisuseError
from typekro.expressions.tree import Expression, Literal, Operation
from typekro.expressions.types import Boolean, Dyn, Float, Integer, List, Map, Object, String, Type, assignable, type_name

__all__ = ["INTEGER_MAX", "INTEGER_MIN", "as_float", "combine", "literal"]

_COMPARABLE = (String, Integer, Float)
_OPERANDS: dict[str, tuple[type, ...]] = {
    "+": (String, Integer, Float, List),
    "-": (Integer, Float),
    "*": (Integer, Float),
    "/": (Integer, Float),
    "%": (Integer,),
    "<": _COMPARABLE,
    "<=": _COMPARABLE,
    ">": _COMPARABLE,
    ">=": _COMPARABLE,
    "==": (String, Integer, Float, Boolean, List, Map, Object),
    "!=": (String, Integer, Float, Boolean, List, Map, Object),
    "&&": (Boolean,),
    "||": (Boolean,),
}
_ARITHMETIC = frozenset({"+", "-", "*", "/", "%"})


def combine(operator: str, left: Expression, right: Expression) -> Operation:
    """The two operands joined by an operator.

    Args:
        operator: as CEL writes it: `/` is the division of integers, `&&` is Python's `&`.
        left: the left operand.
        right: the right operand.

    Raises:
        MisuseError: CEL has no such operation on operands of these types.
    """
    left, right = as_float(left, right.type), as_float(right, left.type)
    operand = right.type if isinstance(left.type, Dyn) else left.type
    fits = isinstance(operand, (Dyn, *_OPERANDS[operator]))
    if not fits or not (assignable(left.type, right.type) or assignable(right.type, left.type)) or _is_mixed(left.type, right.type):
        raise _mismatch(operator, left, right)
    return Operation(operator, left, right, operand if operator in _ARITHMETIC else Boolean())


def literal(value: str | float) -> Literal:
    """A constant of the user's as part of an expression.

    Raises:
        MisuseError: CEL cannot hold it.
    """
    if isinstance(value, enum.Enum):
        value = cast("str | int", value.value)  # a member of an enum of texts or numbers is its text or its number
    if isinstance(value, int) and not isinstance(value, bool) and not INTEGER_MIN <= value <= INTEGER_MAX:
        raise MisuseError(compose(f"{value} is too big for an expression", "an int of CEL has 64 bits"))
    if isinstance(value, float) and not math.isfinite(value):
        raise MisuseError(compose(f"{value} cannot be part of an expression", "CEL has no way to write it"))
    return Literal(value)


def as_float(operand: Expression, other: Type) -> Expression:
    """A whole number that was written where a float stands is meant as one."""
    if isinstance(operand, Literal) and isinstance(operand.type, Integer) and isinstance(other, Float):
        return Literal(float(operand.value))
    return operand


def _is_mixed(left: Type, right: Type) -> bool:
    return {type(left), type(right)} == {Integer, Float}


def _mismatch(operator: str, left: Expression, right: Expression) -> MisuseError:
    name = operator_name(operator, left.type)
    types = (type(left.type), type(right.type))
    hints: list[str] = []
    if operator == "+" and String in types:
        hints.append(f'f"{_in_text(left)}{_in_text(right)}"')
    if operator == "||" and isinstance(left.type, Map) and isinstance(right.type, Map):
        hints.append(f"cel.merge({describe(left)}, {describe(right)})")
    elif operator in {"&&", "||"}:
        hints.append(f"(a < b) {name} (c < d): Python takes {name} before comparisons, where there are no brackets")
    return MisuseError(
        compose(
            f"{describe(left)} {name} {describe(right)}: CEL has no {name} for {type_name(left.type)} and {type_name(right.type)}",
            "both sides need to be of one type, and CEL converts nothing by itself",
            hints,
        )
    )


def _in_text(operand: Expression) -> str:
    return str(operand.value) if isinstance(operand, Literal) else f"{{{describe(operand)}}}"
