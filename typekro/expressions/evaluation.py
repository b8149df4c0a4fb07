"""Expressions evaluated on values of Python, as CEL would evaluate them on the same values in the cluster."""

import math
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from typekro.errors import EvaluationError, compose
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.operators import INTEGER_MAX, INTEGER_MIN
from typekro.expressions.printing import describe
from typekro.expressions.tree import Expression, FieldOf, ItemOf, Literal, Operation, OrElse, Root, Variable

_MISSING = object()
# Where Go, and so CEL, goes over to the notation with an exponent.
_SMALLEST_EXPONENT, _FIRST_LARGE_EXPONENT = -4, 6


def evaluate(expression: Expression, values: Mapping[Root, Any]) -> Any:  # noqa: PLR0911 - one for each kind of node
    """The value of an expression, given the values of its roots.

    Args:
        expression: what is evaluated.
        values: by root; attrs objects are read by names in Python, mappings by names in the cluster.

    Raises:
        EvaluationError: a path leads to nothing, or CEL would fail (a division by zero, an overflow).
    """
    match expression:
        case Literal(value):
            return value
        case Variable(root):
            return values[root]
        case FieldOf() | ItemOf():
            return _at(expression, evaluate(expression.operand, values))
        case Operation():
            return _operation(expression, values)
        case OrElse(path, fallback):
            try:
                found = evaluate(path, values)
            except EvaluationError:
                return fallback.value
            return fallback.value if found is None else found
        case template:
            return "".join(part if isinstance(part, str) else _text(part, evaluate(part, values)) for part in template.parts)


def _at(expression: FieldOf | ItemOf, container: Any) -> Any:
    found = _MISSING
    match expression:
        case ItemOf(key=int(position)) if is_sequence(container):
            found = container[position] if position < len(container) else _MISSING
        case FieldOf(wire_name=key) | ItemOf(key=key) if is_mapping(container):
            found = container.get(key, _MISSING)
        case FieldOf(name=name):
            found = getattr(container, name, _MISSING)
        case _:
            pass
    if found is _MISSING:
        what = "is None" if container is None else "is there without it"
        raise EvaluationError(
            compose(f"{describe(expression)} has no value", f"{describe(expression.operand)} {what}"), describe(expression)
        )
    return found


def _operation(operation: Operation, values: Mapping[Root, Any]) -> Any:
    left = evaluate(operation.left, values)
    # CEL looks at both sides of && and || if it must, but what the first one settles needs no second.
    if (operation.operator == "&&" and left is False) or (operation.operator == "||" and left is True):
        return left
    right = evaluate(operation.right, values)
    try:
        result = _FUNCTIONS[operation.operator](left, right)
    except (TypeError, ZeroDivisionError) as error:
        raise EvaluationError(compose(f"{describe(operation)} has no value", str(error)), describe(operation)) from error
    if isinstance(result, int) and not INTEGER_MIN <= result <= INTEGER_MAX:
        raise EvaluationError(compose(f"{describe(operation)} has no value", "an int of CEL has 64 bits"), describe(operation))
    return result


def _divide(left: int, right: int) -> int:
    """Rounds towards zero, where Python rounds down."""
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def _remainder(left: int, right: int) -> int:
    """Has the sign of the dividend, where Python's has the divisor's."""
    return left - right * _divide(left, right)


_FUNCTIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divide,
    "%": _remainder,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "&&": lambda _, right: right,
    "||": lambda _, right: right,
}


def _text(expression: Expression, value: Any) -> str:
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return float_text(value)
        case _:
            why = "it is None" if value is None else f"CEL makes no text of {type(value).__name__}"
            raise EvaluationError(compose(f"{describe(expression)} has no text", why), describe(expression))


def float_text(value: float) -> str:
    """The number as CEL's `string()` writes it.

    Example:
        >>> float_text(2.0), float_text(1000000.0), float_text(1e-07)
        ('2', '1e+06', '1e-07')
    """
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'+' if value > 0 else '-'}Inf"
    sign, digits, tail = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(tail, int)  # noqa: S101 - it is a letter for what is not finite alone
    exponent = len(digits) + tail - 1
    if value != 0 and not _SMALLEST_EXPONENT <= exponent < _FIRST_LARGE_EXPONENT:
        figures = "".join(map(str, digits))
        mantissa = f"{figures[0]}.{figures[1:]}" if len(figures) > 1 else figures
        return f"{'-' * sign}{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02}"
    return f"{Decimal(repr(value)).normalize():f}"
