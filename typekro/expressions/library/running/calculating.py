"""What the operators of CEL compute: with 64 bits, and with the kinds of numbers kept apart."""

import math
from collections.abc import Callable
from typing import Any, Final

from typekro.expressions.library.running.comparing import LISTS, ORDERED, compare, contains, equal, is_nan, items_of, raw_items
from typekro.expressions.library.running.errors import CelValueError, no_overload
from typekro.expressions.library.running.times import FIRST_SECOND, LAST_SECOND
from typekro.expressions.library.running.typed import Listing
from typekro.expressions.library.running.values import NANOSECONDS, Duration, Timestamp, Uint, kind_of

_LOW: Final = -(2**63)
_HIGH: Final = 2**63 - 1
_UINT: Final = 2**64 - 1
Binary = Callable[[Any, Any], Any]


def in_int(value: int) -> int:
    """The number, where an int can hold it."""
    if _LOW <= value <= _HIGH:
        return value
    raise CelValueError("integer overflow")


def in_uint(value: int) -> Uint:
    """The number, where a uint can hold it."""
    if 0 <= value <= _UINT:
        return Uint(value)
    raise CelValueError("unsigned integer overflow")


def in_duration(nanoseconds: int) -> Duration:
    """The span, where 64 bits can hold it."""
    if _LOW <= nanoseconds <= _HIGH:
        return Duration(nanoseconds)
    raise CelValueError("integer overflow")


def in_time(nanoseconds: int, offset: int) -> Timestamp:
    """The moment, where it lies in the years 1 to 9999."""
    if FIRST_SECOND <= nanoseconds // NANOSECONDS <= LAST_SECOND:
        return Timestamp(nanoseconds, offset)
    raise CelValueError("timestamp overflow")


def add(left: Any, right: Any) -> Any:  # noqa: PLR0911 - one for each kind of value
    """`left + right`."""
    kind = kind_of(left)
    if kind is not type(right):
        return _add_others(left, right)
    if kind is str or kind is float or kind is bytes:
        return left + right
    if kind is int:
        return in_int(left + right)
    if kind is list:
        return [*left, *right]
    if kind is Uint:
        return in_uint(int(left) + int(right))
    if kind is Duration:
        return in_duration(left.nanoseconds + right.nanoseconds)
    return _add_others(left, right)


_ADDERS: Final = frozenset({str, float, bytes, int, Uint, Duration, Timestamp})


def _add_others(left: Any, right: Any) -> Any:
    kinds: set[type[Any]] = {type(left), type(right)}
    if type(left) in LISTS and type(right) in LISTS:
        return _add_to_listing(left, right) if type(left) is Listing else [*left, *items_of(right)]
    if kinds == {Timestamp, Duration}:
        moment, span = (left, right) if type(left) is Timestamp else (right, left)
        return in_time(moment.nanoseconds + span.nanoseconds, moment.offset)
    raise no_overload() if type(left) in _ADDERS or type(left) in LISTS else no_overload("_+_")


def _add_to_listing(left: Listing, right: Any) -> Listing:
    """A list with a schema and the items of another one: those of a set once, those of a map by their keys."""
    raw = list(left.raw)
    for item in raw_items(right):
        if left.kind == "set" and item in raw:
            continue
        place = _place(raw, item, left.keys) if left.kind == "map" else None
        if place is None:
            raw.append(item)
        else:
            raw[place] = item
    return left.with_items(raw)


def _place(raw: list[Any], item: Any, keys: tuple[str, ...]) -> int | None:
    wanted = [item.get(key) for key in keys]
    return next((index for index, other in enumerate(raw) if [other.get(key) for key in keys] == wanted), None)


def subtract(left: Any, right: Any) -> Any:
    """`left - right`."""
    kind = kind_of(left)
    if kind is Timestamp and type(right) is Duration:
        return in_time(left.nanoseconds - right.nanoseconds, left.offset)
    if kind in {Timestamp, Duration} and type(right) is kind:
        return in_duration(left.nanoseconds - right.nanoseconds)
    return _calculated(left, right, "_-_", lambda: left - right)


def multiply(left: Any, right: Any) -> Any:
    """`left * right`."""
    return _calculated(left, right, "_*_", lambda: left * right)


def divide(left: Any, right: Any) -> Any:
    """`left / right`, rounded towards zero for whole numbers."""
    return _calculated(left, right, "_/_", lambda: _quotient(left, right))


def modulo(left: Any, right: Any) -> Any:
    """`left % right`, with the sign of the left side."""
    if type(left) is float:
        raise no_overload("_%_")
    return _calculated(left, right, "_%_", lambda: _remainder(left, right))


def _calculated(left: Any, right: Any, name: str, function: Callable[[], Any]) -> Any:
    kind = kind_of(left)
    if kind is not int and kind is not float and kind is not Uint:
        # Texts, moments and spans answer for themselves, without a name.
        raise no_overload("" if kind in {str, Timestamp, Duration} else name)
    if type(right) is not kind:
        raise no_overload()
    if kind is float:
        return function()
    return in_int(function()) if kind is int else in_uint(int(function()))


def _quotient(left: Any, right: Any) -> Any:
    if type(left) is float:
        if right:
            return left / right
        return math.nan if math.isnan(left) or not left else math.copysign(math.inf, left * math.copysign(1, right))
    if not right:
        raise CelValueError("division by zero")
    found = abs(int(left)) // abs(int(right))
    return found if (left < 0) == (right < 0) else -found


def _remainder(left: int, right: int) -> int:
    if not right:
        raise CelValueError("modulus by zero")
    return int(left) - int(right) * in_int_of(left, right)


def in_int_of(left: int, right: int) -> int:
    """The quotient of two whole numbers, where 64 bits can hold it."""
    found = _quotient(int(left), int(right))
    return found if type(left) is Uint else in_int(found)


def negate(value: Any) -> Any:
    """`-value`."""
    kind = kind_of(value)
    if kind is int:
        return in_int(-value)
    if kind is float:
        return -value
    if kind is Duration:
        return in_duration(-value.nanoseconds)
    raise no_overload() if kind in {bool, str, Timestamp} else no_overload("-_")


def _comparison(name: str, decide: Callable[[int], bool]) -> Binary:
    def holds(left: Any, right: Any) -> bool:
        if type(left) is int and type(right) is int:
            return decide(left - right)
        if type(left) not in ORDERED:
            raise no_overload(name)
        if is_nan(left) or is_nan(right):
            return False
        return decide(compare(left, right))

    return holds


BINARY: Final[dict[str, Binary]] = {
    "_+_": add,
    "_-_": subtract,
    "_*_": multiply,
    "_/_": divide,
    "_%_": modulo,
    "_==_": equal,
    "_!=_": lambda left, right: not _surely_equal(left, right),
    "_<_": _comparison("_<_", lambda order: order < 0),
    "_<=_": _comparison("_<=_", lambda order: order <= 0),
    "_>_": _comparison("_>_", lambda order: order > 0),
    "_>=_": _comparison("_>=_", lambda order: order >= 0),
    "@in": contains,
}


def _surely_equal(left: Any, right: Any) -> bool:
    """Whether two values are equal, as `!=` sees it: to it those are not that cannot be compared."""
    try:
        return equal(left, right)
    except CelValueError:
        return False
