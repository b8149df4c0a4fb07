"""Which values are equal, which is less, and what is in what: across the kinds of numbers, and by the rules of lists with schemas."""

import math
from typing import Any, Final

from typekro.expressions.guards import is_mapping
from typekro.expressions.library.running.addresses import Cidr, Ip
from typekro.expressions.library.running.errors import CelValueError, no_overload
from typekro.expressions.library.running.quantities import Quantity
from typekro.expressions.library.running.texts import to_string
from typekro.expressions.library.running.typed import Listing, Object
from typekro.expressions.library.running.urls import Url
from typekro.expressions.library.running.values import (
    Condition,
    Duration,
    Key,
    Omit,
    Optional,
    Timestamp,
    Uint,
    key_of,
    kind_of,
    of_key,
    type_name,
)
from typekro.expressions.library.running.versions import Version

NUMBERS: Final = frozenset({int, Uint, float})
LISTS: Final = frozenset({list, Listing})
MAPS: Final = frozenset({dict, Object})
ORDERED: Final = NUMBERS | {bool, str, bytes, Timestamp, Duration}
_STRICT: Final = frozenset({Quantity, Url, Version, Ip, Cidr, Condition})
MISSING: Final = object()


def equal(left: Any, right: Any) -> bool:
    """Whether the one is equal to the other, as `==` decides it.

    Raises:
        CelValueError: the two cannot be compared.
    """
    if left is None or right is None:
        return left is right
    kind = kind_of(left)
    if kind in NUMBERS:
        return type(right) in NUMBERS and _same_number(left, right)
    if kind in LISTS:
        return _equal_listings(left, right) if kind is Listing else _equal_lists(left, right)
    if kind in MAPS:
        return _equal_objects(left, right) if kind is Object else _equal_maps(left, right)
    if kind is Optional:
        return _equal_optionals(left, right)
    if kind is Omit:
        raise CelValueError("omit() is a field-removal sentinel and cannot be compared")
    if kind is CelValueError:
        raise left
    if kind in _STRICT and (type(right) is not kind or getattr(right, "computed", False)):
        raise no_overload()
    return type(right) is kind and bool(left == right)


def _same_number(left: Any, right: Any) -> bool:
    if type(left) is type(right) or float not in {type(left), type(right)}:
        return bool(left == right)
    return compared_numbers(left, right) == 0


def _equal_optionals(left: Optional, right: Any) -> bool:
    if type(right) is not Optional or left.present != right.present:
        return False
    return not left.present or equal(left.value, right.value)


def _almost(left: Any, right: Any) -> bool:
    """Whether two parts are equal, where cel-go takes those for equal that it cannot compare."""
    try:
        return equal(left, right)
    except CelValueError:
        return True


def _equal_lists(left: list[Any], right: Any) -> bool:
    if type(right) not in LISTS or len(left) != len(right):
        return False
    return all(_almost(mine, theirs) for mine, theirs in zip(left, items_of(right), strict=True))


def _equal_maps(left: dict[Any, Any], right: Any) -> bool:
    if type(right) not in MAPS or len(left) != len(right):
        return False
    for key in left:
        other = found(right, of_key(key))
        if other is MISSING or not _almost(found(left, of_key(key)), other):
            return False
    return True


def _equal_listings(left: Listing, right: Any) -> bool:
    if type(right) not in LISTS:
        raise no_overload()
    if len(left) != len(right):
        return False
    if left.kind == "set":
        return all(any(_same_raw(mine, theirs) for mine in left.raw) for theirs in raw_items(right))
    if left.kind == "map":
        by_key = {_raw_key(raw, left.keys): item for raw, item in zip(left.raw, left.items, strict=True)}
        pairs = zip(raw_items(right), items_of(right), strict=True)
        return all((mine := by_key.get(_raw_key(raw, left.keys), MISSING)) is not MISSING and equal(mine, item) for raw, item in pairs)
    return all(equal(mine, theirs) for mine, theirs in zip(left.items, items_of(right), strict=True))


def _same_raw(left: Any, right: Any) -> bool:
    return type(left) is type(right) and bool(left == right)


def _raw_key(item: Any, keys: tuple[str, ...]) -> tuple[Any, ...]:
    values = [item.get(key) for key in keys] if is_mapping(item) else []
    return tuple((type_name(value), value) for value in values)


def _equal_objects(left: Object, right: Any) -> bool:
    if type(right) not in MAPS:
        raise no_overload()
    if len(left) != len(right):
        return False
    return all(_equal_fields(left, right, key) for key in left.raw)


def _equal_fields(left: Object, right: Any, key: str) -> bool:
    if left.schema_of(key) is not None:
        mine, theirs = found(left, key), found(right, key)
        if mine is MISSING or theirs is MISSING:
            return mine is theirs
        return equal(mine, theirs)
    if type(right) is not Object:
        raise no_overload()
    return key not in right.raw or bool(left.raw[key] == right.raw[key])


def compare(left: Any, right: Any) -> int:
    """-1, 0 or 1: whether the one is less than the other, as `<` and its like decide it.

    Raises:
        CelValueError: the two have no order.
    """
    kind = kind_of(left)
    if kind in NUMBERS and type(right) in NUMBERS:
        if left != left or right != right:  # noqa: PLR0124 - not a number
            raise CelValueError("NaN values cannot be ordered")
        return compared_numbers(left, right)
    if kind is not type(right) or kind not in ORDERED:
        raise no_overload()
    if kind in {Timestamp, Duration}:
        left, right = left.nanoseconds, right.nanoseconds
    elif kind is str and not (left.isascii() and right.isascii()):
        left, right = left.encode("utf-8", "surrogatepass"), right.encode("utf-8", "surrogatepass")
    return int(left > right) - int(left < right)


def compared_numbers(left: float, right: float) -> int:
    """-1, 0 or 1 for two numbers; beside a double a whole number becomes one."""
    if type(left) is float and type(right) is not float and -(2.0**63) <= left <= 2.0**64:
        right = float(right)
    elif type(right) is float and type(left) is not float and -(2.0**63) <= right <= 2.0**64:
        left = float(left)
    return (left > right) - (left < right)


def is_nan(value: Any) -> bool:
    """Whether a value is the double that is no number."""
    return type(value) is float and math.isnan(value)


def items_of(value: Any) -> list[Any]:
    """The items of a list, with a schema or without."""
    items: list[Any] = value.items if type(value) is Listing else value
    return items


def raw_items(value: Any) -> list[Any]:
    """The items of a list as they stand in JSON."""
    if type(value) is Listing:
        return list(value.raw)
    return [item.raw if type(item) in {Object, Listing} else item for item in value]


def keys_of(value: Any) -> list[Any]:
    """The keys of a map, as values."""
    return list(value) if type(value) is Object else [of_key(key) for key in value]


def found(container: Any, key: Any) -> Any:
    """The value that a map has for a key, or MISSING.

    Raises:
        CelValueError: the map has a schema, and the value is not what it says.
    """
    if type(container) is Object:
        return _found_in_object(container, key)
    if type(key) in LISTS or type(key) in MAPS:
        return MISSING
    value = container.get(key_of(key), MISSING)
    if value is not MISSING or type(key) not in NUMBERS:
        return value
    for other in (int, Uint):
        if type(key) is not other and _is_whole(key, other):
            value = container.get(Key(type_name(other(key)), other(key)), MISSING)
            if value is not MISSING:
                return value
    return MISSING


def _is_whole(number: Any, kind: type) -> bool:
    """Whether a number is one that the kind of whole numbers can hold."""
    if not math.isfinite(number) or number != int(number):
        return False
    return -(2**63) <= int(number) < 2**63 if kind is int else 0 <= int(number) < 2**64


def _found_in_object(container: Object, key: Any) -> Any:
    try:
        return container.find(key if type(key) is str else to_string(key))
    except KeyError:
        return MISSING


def contains(item: Any, container: Any) -> bool:
    """Whether an item is in a list, or a key in a map, as `in` decides it."""
    kind = kind_of(container)
    if kind in MAPS:
        return found(container, item) is not MISSING
    if kind is list:
        return any(_surely(item, other) for other in container)
    if kind is Listing:
        failed: CelValueError | None = None
        for other in container.items:
            try:
                if equal(other, item):
                    return True
            except CelValueError as error:
                failed = failed or error
        if failed is not None:
            raise failed
        return False
    raise no_overload()


def _surely(left: Any, right: Any) -> bool:
    """Whether two values are equal, where those that cannot be compared are not."""
    try:
        return equal(left, right) if left is not None else right is None
    except CelValueError:
        return False


def position(items: list[Any], item: Any, *, last: bool = False) -> int:
    """Where an item stands in a list first, or last; -1 where it does not."""
    order = range(len(items) - 1, -1, -1) if last else range(len(items))
    return next((index for index in order if _surely(items[index], item)), -1)
