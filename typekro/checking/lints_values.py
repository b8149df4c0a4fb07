"""What an expression comes to where some of what it reads is known, and the rest is left open."""

import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

from typekro.expressions.library import Call, Constant, ListOf, MapOf, Tree

UNKNOWN: Final = object()
Known = Callable[[Tree], Any]

_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "_==_": operator.eq,
    "_!=_": operator.ne,
    "_<_": operator.lt,
    "_<=_": operator.le,
    "_>_": operator.gt,
    "_>=_": operator.ge,
}


def value_of(tree: Tree, known: Known) -> Any:  # noqa: PLR0911 - one for each kind of part
    """The value of an expression, or `UNKNOWN` where it takes more than what is known.

    Args:
        tree: the expression.
        known: the value of a part, such as a field whose value stands in a template; `UNKNOWN` of everything else.
    """
    found = known(tree)
    if found is not UNKNOWN:
        return found
    match tree:
        case Constant():
            return tree.value
        case ListOf(items=()):
            return []
        case MapOf(entries=()):
            return {}
        case Call(function="_&&_" | "_||_" as function, arguments=(left, right)):
            return _combined(value_of(left, known), value_of(right, known), deciding=function == "_||_")
        case Call(function="_?_:_", arguments=(condition, then, otherwise)):
            decided = value_of(condition, known)
            return value_of(then if decided else otherwise, known) if isinstance(decided, bool) else UNKNOWN
        case Call():
            return _of_call(tree, known)
        case _:
            return UNKNOWN


def _of_call(call: Call, known: Known) -> Any:
    values = [value_of(part, known) for part in (*(() if call.target is None else (call.target,)), *call.arguments)]
    match call.function, values:
        case "!_", [bool() as value]:
            return not value
        case "size", [value] if hasattr(value, "__len__"):
            return len(value)
        case function, [left, right] if function in _COMPARISONS:
            return _compared(function, left, right)
        case _:
            return UNKNOWN


def _combined(left: object, right: object, *, deciding: bool) -> Any:
    if left is deciding or right is deciding:
        return deciding
    return not deciding if isinstance(left, bool) and isinstance(right, bool) else UNKNOWN


def _compared(function: str, left: Any, right: Any) -> Any:
    if UNKNOWN in (left, right) or type(left) is not type(right):
        return UNKNOWN
    ordered = isinstance(left, str | int | float)
    return _COMPARISONS[function](left, right) if ordered or function in {"_==_", "_!=_"} else UNKNOWN
