"""Values made of values of other types: `string(x)`, `int(x)` and the like."""

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from typekro.expressions.library.running import times
from typekro.expressions.library.running.calculating import in_uint
from typekro.expressions.library.running.comparing import LISTS, MAPS
from typekro.expressions.library.running.errors import CelValueError, no_overload
from typekro.expressions.library.running.texts import conversion_error
from typekro.expressions.library.running.values import NANOSECONDS, Duration, Timestamp, TypeValue, Uint, type_name

_INTEGER: Final = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[+-]?(inf|infinity)|nan", re.ASCII | re.IGNORECASE)
_HEX_NUMBER: Final = re.compile(r"[+-]?0x([\da-f]+\.?[\da-f]*|\.[\da-f]+)p[+-]?\d+", re.ASCII | re.IGNORECASE)
# Go's underscores between digits.
_SEPARATOR: Final = re.compile(r"(?<=\d)_(?=\d)", re.ASCII)
_TRUE: Final = frozenset({"1", "t", "T", "TRUE", "true", "True"})
_FALSE: Final = frozenset({"0", "f", "F", "FALSE", "false", "False"})


def to_int(value: Any) -> int:
    """`int(value)`."""
    match value:
        case str() if _INTEGER.fullmatch(value) and -(2**63) <= int(value) < 2**63:
            return int(value)
        case str():
            raise conversion_error(value, "int")
        case float():
            if not -(2.0**63) < value < 2.0**63:
                raise CelValueError("integer overflow")
            return int(value)
        case Duration():
            return value.nanoseconds
        case Timestamp():
            return value.nanoseconds // NANOSECONDS
        case Uint() if value >= 2**63:
            raise CelValueError("integer overflow")
        case _:
            return int(value)


def to_uint(value: Any) -> Uint:
    """`uint(value)`."""
    match value:
        case str() if re.fullmatch(r"\d+", value, re.ASCII) and int(value) < 2**64:
            return Uint(value)
        case str():
            raise conversion_error(value, "uint")
        case float():
            if math.isnan(value) or not 0 <= value < 2.0**64:
                raise CelValueError("unsigned integer overflow")
            return Uint(value)
        case _:
            return in_uint(int(value))


def to_double(value: Any) -> float:
    """`double(value)`."""
    if not isinstance(value, str):
        return float(value)
    text = _SEPARATOR.sub("", value)
    number = math.inf
    if _NUMBER.fullmatch(text):
        number = float(text)
    elif _HEX_NUMBER.fullmatch(text):
        number = float.fromhex(text)
    if math.isinf(number) and "inf" not in text.lower():
        raise conversion_error(value, "double")
    return number


def to_bool(value: Any) -> bool:
    """`bool(value)`."""
    if isinstance(value, bool):
        return value
    if value not in _TRUE | _FALSE:
        raise conversion_error(value, "bool")
    return value in _TRUE


def to_bytes(value: str | bytes) -> bytes:
    """`bytes(value)`."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


def to_timestamp(value: Any) -> Timestamp:
    """`timestamp(value)`."""
    match value:
        case Timestamp():
            return value
        case str():
            return times.timestamp(value)
        case _:
            return times.of_seconds(int(value))


def to_duration(value: Any) -> Duration:
    """`duration(value)`."""
    return value if isinstance(value, Duration) else times.duration(value)


def type_of(value: Any) -> TypeValue:
    """`type(value)`."""
    return TypeValue(type_name(value))


def size(value: Any) -> int:
    """`size(value)`."""
    if type(value) in LISTS or type(value) in MAPS or isinstance(value, str | bytes):
        return len(value)
    raise no_overload("" if isinstance(value, Timestamp | Duration) else "size")


def is_zero(value: Any) -> bool:
    """Whether a value is the empty one of its type, as `optional.ofNonZeroValue` takes it."""
    if value is None:
        return True
    if isinstance(value, Timestamp):
        # Go's zero is the first moment of the year 1.
        return value.nanoseconds == times.FIRST_SECOND * NANOSECONDS
    if isinstance(value, Duration):
        return value.nanoseconds == 0
    return isinstance(value, str | bytes | int | float | list | Mapping) and not value
