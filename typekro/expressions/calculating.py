"""What CEL's operators compute, on values of Python; TypeError, ValueError or ArithmeticError where they fail in the cluster."""

import math
import operator
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from typekro.expressions.computing import equal, in_64_bits, kind
from typekro.expressions.guards import is_sequence

_NUMBERS = {"int", "float"}


def truth(value: Any) -> bool:
    """The value of a condition, which nothing but true and false is."""
    if not isinstance(value, bool):
        raise TypeError(f"a condition is true or false, and it is {'None' if value is None else type(value).__name__}")
    return value


def without_sign(value: Any) -> Any:
    """The negative of a number."""
    if kind(value) not in _NUMBERS:
        raise TypeError(f"CEL has no negative of {type(value).__name__}")
    return in_64_bits(-value) if isinstance(value, int) else -value


def _divided_by_zero(left: float, right: float) -> float:
    return math.nan if math.isnan(left) or not left else math.copysign(math.inf, left * math.copysign(1, right))


def _divided(left: Any, right: Any) -> Any:
    if isinstance(left, float):
        return left / right if right else _divided_by_zero(left, right)
    # CEL rounds towards zero, where Python rounds down.
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def _remainder(left: int, right: int) -> int:
    """Has the sign of the dividend, where Python's has the divisor's."""
    return left - right * in_64_bits(_divided(left, right))


def _added(left: Any, right: Any) -> Any:
    return [*left, *right] if is_sequence(left) else left + right


def _calculation(function: Callable[[Any, Any], Any], *kinds: str) -> Callable[[Any, Any], Any]:
    """A calculation with two values of one type: CEL converts nothing by itself."""

    def calculate(left: Any, right: Any) -> Any:
        if kind(left) != kind(right) or kind(left) not in kinds:
            raise TypeError(f"CEL does not calculate with {type(left).__name__} and {type(right).__name__}")
        result = function(left, right)
        return in_64_bits(result) if isinstance(result, int) else result

    return calculate


def _comparison(function: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """A comparison of two values of one type, or of two numbers."""

    def compare(left: Any, right: Any) -> bool:
        if kind(left) != kind(right) and not {kind(left), kind(right)} <= _NUMBERS:
            raise TypeError(f"CEL does not compare {type(left).__name__} and {type(right).__name__}")
        return function(left, right)

    return compare


OPERATORS: MappingProxyType[str, Callable[[Any, Any], Any]] = MappingProxyType(
    {
        "+": _calculation(_added, "str", "int", "float", "list"),
        "-": _calculation(operator.sub, "int", "float"),
        "*": _calculation(operator.mul, "int", "float"),
        "/": _calculation(_divided, "int", "float"),
        "%": _calculation(_remainder, "int"),
        "==": equal,
        "!=": lambda left, right: not equal(left, right),
        "<": _comparison(operator.lt),
        "<=": _comparison(operator.le),
        ">": _comparison(operator.gt),
        ">=": _comparison(operator.ge),
    }
)
