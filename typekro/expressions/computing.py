"""What CEL's functions compute, on values of Python; ValueError where they fail in the cluster."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from typekro.expressions.guards import is_mapping, is_sequence

# In this order: to Python, a bool is an int.
_KINDS: dict[str, type] = {"bool": bool, "int": int, "float": float, "str": str, "dict": dict}
INTEGER_MIN, INTEGER_MAX = -(2**63), 2**63 - 1
# Where Go, and so CEL, goes over to the notation with an exponent.
_SMALLEST_EXPONENT, _FIRST_LARGE_EXPONENT = -4, 6
# What Go calls white space; Python's str.strip() takes the separators of files, groups and records for it too.
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?(inf|infinity)|nan", re.ASCII | re.IGNORECASE)


def itself(value: Any) -> Any:
    """The value as it is."""
    return value


def kind(value: object) -> str:
    """The type that CEL sees, by its name in Python: a member of an enum of texts is a text, a tuple a list."""
    if is_sequence(value):
        return "list"
    return next((name for name, type_ in _KINDS.items() if isinstance(value, type_)), type(value).__name__)


def in_64_bits(value: int) -> int:
    """The number, where an int of CEL can hold it."""
    if not INTEGER_MIN <= value <= INTEGER_MAX:
        raise ValueError("an int of CEL has 64 bits")
    return value


def equal(left: Any, right: Any) -> bool:
    """Whether CEL calls two values equal: numbers by their values, and true is no number."""
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    if is_sequence(left) and is_sequence(right):
        return len(left) == len(right) and all(map(equal, left, right))
    if is_mapping(left) and is_mapping(right):
        return left.keys() == right.keys() and all(equal(value, right[key]) for key, value in left.items())
    return bool(left == right)


def upper(text: str) -> str:
    """The text with large letters for the small ones of ASCII."""
    return _of_ascii(str.upper, text)


def lower(text: str) -> str:
    """The text with small letters for the large ones of ASCII."""
    return _of_ascii(str.lower, text)


def _of_ascii(change: Callable[[str], str], text: str) -> str:
    return "".join(change(letter) if letter.isascii() else letter for letter in text)


def trim(text: str) -> str:
    """The text without the white space at its ends."""
    return text.strip(_SPACE)


def split(text: str, separator: str, pieces: int = -1) -> list[str]:
    """The pieces between the separators; a negative number of pieces is all of them."""
    if pieces == 0:
        return []
    if separator:
        return text.split(separator, pieces - 1 if pieces > 0 else -1)
    letters = list(text)
    return letters if pieces < 0 or len(letters) <= pieces else [*letters[: pieces - 1], "".join(letters[pieces - 1 :])]


def join(texts: Sequence[str], separator: str) -> str:
    """The texts as one, with a separator between them."""
    return separator.join(texts)


def substring(text: str, start: int, end: int | None = None) -> str:
    """A part of a text; CEL clamps no position."""
    _check_bounds(text, start, len(text) if end is None else end)
    return text[start:end]


def slice_(items: Sequence[Any], start: int, end: int) -> list[Any]:
    """A part of a list; CEL clamps no position."""
    _check_bounds(items, start, end)
    return list(items[start:end])


def _check_bounds(container: Sequence[Any], start: int, end: int) -> None:
    if not 0 <= start <= end <= len(container):
        raise ValueError(f"there is no {start}:{end} in a size of {len(container)}")


def string(value: Any) -> str:
    """The value as CEL's `string()` writes it."""
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
            raise ValueError("it is None" if value is None else f"CEL makes no text of {type(value).__name__}")


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
        return scientific("-" * sign, digits, exponent, 2)
    return f"{Decimal(repr(value)).normalize():f}"


def scientific(sign: str, digits: Sequence[int], exponent: int, width: int) -> str:
    """A number with an exponent of that many figures or more."""
    figures = "".join(map(str, digits))
    mantissa = f"{figures[0]}.{figures[1:]}" if len(figures) > 1 else figures
    return f"{sign}{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):0{width}}"


def integer(value: Any) -> int:
    """The value as CEL's `int()` reads or cuts it."""
    if isinstance(value, str):
        if not re.fullmatch(r"[+-]?\d+", value, re.ASCII):
            raise ValueError(f"{value!r} is no whole number")
        return in_64_bits(int(value))
    if isinstance(value, float):
        # The ends are left out: as floats they are not exact.
        if not -(2.0**63) < value < 2.0**63:
            raise ValueError("an int of CEL has 64 bits")
        return int(value)
    return int(value)


def double(value: Any) -> float:
    """The value as CEL's `double()` reads it."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise ValueError(f"{value!r} is no number")
    number = float(value)
    if isinstance(value, str) and math.isinf(number) and "inf" not in value.lower():
        raise ValueError(f"{value} is too big for a double")
    return number


def contains_text(text: str, part: str) -> bool:
    """Whether a text is in a text."""
    return part in text


def contains(container: Any, item: Any) -> bool:
    """Whether an item is in a list, or a key in a map."""
    return item in container if is_mapping(container) else index_of(container, item) >= 0


def index_of(items: Sequence[Any], item: Any) -> int:
    """The position of the first item that is equal; -1 where there is none."""
    return next((position for position, other in enumerate(items) if equal(other, item)), -1)


def last_index_of(items: Sequence[Any], item: Any) -> int:
    """The position of the last item that is equal; -1 where there is none."""
    return next((position for position in reversed(range(len(items))) if equal(items[position], item)), -1)


def sort(items: Sequence[Any]) -> list[Any]:
    """The items in their order."""
    return sort_by(items, items)


def sort_by(items: Sequence[Any], keys: Sequence[Any]) -> list[Any]:
    """The items in the order of their keys."""
    if len(set(map(kind, keys))) > 1:
        raise ValueError("what is sorted has to be of one type")
    return [items[position] for position in sorted(range(len(items)), key=keys.__getitem__)]


def reverse(items: Sequence[Any]) -> list[Any]:
    """The items from the last to the first."""
    return list(reversed(items))


def distinct(items: Sequence[Any]) -> list[Any]:
    """The items without those that equal an earlier one."""
    found: list[Any] = []
    for item in items:
        if index_of(found, item) < 0:
            found.append(item)
    return found


def flatten(items: Sequence[Any]) -> list[Any]:
    """The items of the lists in a list; what is no list stays as it is."""
    return [part for item in items for part in (item if is_sequence(item) else [item])]


def range_(count: int) -> list[int]:
    """The whole numbers from 0."""
    if count < 0:
        raise ValueError("lists.range: the count must not be negative")
    return list(range(count))


def sum_(items: Sequence[Any]) -> Any:
    """The sum of the items; 0 where there are none."""
    total: Any = 0
    for item in items:
        total += item
        if isinstance(total, int):
            in_64_bits(total)
    return total


def min_(items: Sequence[Any]) -> Any:
    """The smallest item."""
    return min(_some(items))


def max_(items: Sequence[Any]) -> Any:
    """The largest item."""
    return max(_some(items))


def _some(items: Sequence[Any]) -> Sequence[Any]:
    if not items:
        raise ValueError("the list is empty")
    return items


def merge(left: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of both maps; the second one's where both have a key."""
    return {**left, **right}
