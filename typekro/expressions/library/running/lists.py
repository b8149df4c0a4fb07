"""What CEL's functions of lists and maps compute."""

from functools import cmp_to_key
from itertools import pairwise
from typing import Any, Final

from typekro.expressions.library.running.calculating import add
from typekro.expressions.library.running.comparing import LISTS, MAPS, MISSING, ORDERED, compare, contains, found, items_of, keys_of
from typekro.expressions.library.running.comparing import equal as equal_
from typekro.expressions.library.running.errors import CelValueError, no_overload
from typekro.expressions.library.running.texts import shown
from typekro.expressions.library.running.typed import Listing
from typekro.expressions.library.running.values import NONE, Duration, Optional, Timestamp, Uint, key_of, type_name

_ZEROS: Final = {int: 0, Uint: Uint(0), float: 0.0, Duration: Duration(0)}


def first(items: Any) -> Optional:
    """The first item, where there is one."""
    return Optional(items_of(items)[0]) if len(items) else NONE


def last(items: Any) -> Optional:
    """The last item, where there is one."""
    return Optional(items_of(items)[-1]) if len(items) else NONE


def unwrap(items: Any) -> list[Any]:
    """What the optionals in a list have for values."""
    values = items_of(items)
    for value in values:
        if type(value) is not Optional:
            raise CelValueError(f"value {shown(value)} is not optional")
    return [value.value for value in values if value.present]


def distinct(items: Any) -> list[Any]:
    """The items without those that equal an earlier one."""
    made: list[Any] = []
    for item in items_of(items):
        if not any(_same(item, other) for other in made):
            made.append(item)
    return made


def _same(left: Any, right: Any) -> bool:
    try:
        return equal_(left, right)
    except CelValueError:
        return False


def flatten(items: Any, depth: int = 1) -> list[Any]:
    """The items of the lists in a list, down to a depth."""
    if type(items) not in LISTS:
        name = {"map": "map(dyn, dyn)", "optional_type": "optional_type(dyn)"}.get(type_name(items), type_name(items))
        raise no_overload(f"{name}.flatten({'int' if depth != 1 else ''})")
    if depth < 0:
        raise CelValueError("level must be non-negative")
    made: list[Any] = []
    for item in items_of(items):
        made += flatten(item, depth - 1) if type(item) in LISTS and depth else [item]
    return made


def range_(count: int) -> list[int]:
    """The whole numbers from 0."""
    if count < 0:
        raise CelValueError(f"lists.range: size must be non-negative, got {count}")
    return list(range(count))


def sort(items: Any) -> list[Any]:
    """The items in their order."""
    if type(items) not in LISTS:
        raise no_overload("" if type(items) in {str, Timestamp, Duration} else "sort")
    return sort_by(items, items)


def sort_by(items: Any, keys: Any) -> list[Any]:
    """The items in the order of their keys."""
    values, by = items_of(items), items_of(keys)
    if not by:
        return values
    if type(by[0]) not in ORDERED:
        raise CelValueError("list elements must be comparable")
    if len(by) > 1 and any(type(key) is not type(by[0]) for key in by):
        raise CelValueError("list elements must have the same type")
    pairs = zip(by, values, strict=True)
    return [value for _, value in sorted(pairs, key=cmp_to_key(_ordered))]


def _ordered(one: tuple[Any, Any], other: tuple[Any, Any]) -> int:
    return compare(one[0], other[0])


def is_sorted(items: Any) -> bool:
    """Whether no item is less than the one before it."""
    values = items_of(items)
    if any(type(value) not in ORDERED for value in values):
        raise no_overload()
    return all(_compared(one, other) <= 0 for one, other in pairwise(values))


def _compared(left: Any, right: Any) -> int:
    try:
        return compare(left, right)
    except CelValueError:
        return 0


def sum_(items: Any) -> Any:
    """The sum of the items."""
    values = items_of(items)
    if not values:
        return 0.0 if isinstance(items, Listing) and items.schema.get("type") == "number" else 0
    total = _ZEROS[type(values[0])]
    for value in values:
        total = add(total, value)
    return total


def min_(items: Any) -> Any:
    """The least item."""
    return _extreme(items, "min", 1)


def max_(items: Any) -> Any:
    """The greatest item."""
    return _extreme(items, "max", -1)


def _extreme(items: Any, name: str, worse: int) -> Any:
    values = items_of(items)
    if not values:
        raise CelValueError(f"{name} called on empty list")
    best = values[0]
    for value in values[1:]:
        if type(value) not in ORDERED:
            raise no_overload()
        if _compared(best, value) == worse:
            best = value
    return best


def set_at(items: Any, index: int, value: Any) -> list[Any]:
    """The list with another item at a position."""
    if not 0 <= index < len(items):
        raise CelValueError(f"lists.setAtIndex: index {index} out of bounds [0, {len(items)})")
    values = items_of(items)
    return [*values[:index], value, *values[index + 1 :]]


def insert_at(items: Any, index: int, value: Any) -> list[Any]:
    """The list with one more item before a position."""
    if not 0 <= index <= len(items):
        raise CelValueError(f"lists.insertAtIndex: index {index} out of bounds [0, {len(items)}]")
    values = items_of(items)
    return [*values[:index], value, *values[index:]]


def remove_at(items: Any, index: int) -> list[Any]:
    """The list without the item at a position."""
    if not 0 <= index < len(items):
        raise CelValueError(f"lists.removeAtIndex: index {index} out of bounds [0, {len(items)})")
    values = items_of(items)
    return [*values[:index], *values[index + 1 :]]


def entries(value: Any) -> dict[Any, Any]:
    """A map without its schema."""
    return {key_of(key): found(value, key) for key in keys_of(value)}


def merge(left: Any, right: Any) -> dict[Any, Any]:
    """The entries of both maps; the second one's where both have a key."""
    return {**entries(left), **entries(right)}


def deep_merge(left: Any, right: Any) -> Any:
    """The entries of both maps, and so with the maps in them."""
    if type(left) not in MAPS or type(right) not in MAPS:
        raise no_overload()
    if not len(right):
        return left
    if not len(left):
        return right
    made = entries(left)
    for key, value in entries(right).items():
        mine = made.get(key)
        made[key] = deep_merge(mine, value) if type(mine) in MAPS and type(value) in MAPS else value
    return made


def map_insert(container: Any, key: Any, value: Any = MISSING) -> dict[Any, Any]:
    """A map with one more entry, or with those of another one; no key may be there already."""
    made = entries(container)
    added = entries(key) if value is MISSING else {key_of(key): value}
    for name, part in added.items():
        if name in made:
            raise CelValueError(f"insert failed: key {shown(key if value is not MISSING else name)} already exists")
        made[name] = part
    return made


def sets_contain(items: Any, others: Any) -> bool:
    """Whether all of the other items are in a list."""
    return all(contains(other, items) for other in items_of(others))


def sets_equal(items: Any, others: Any) -> bool:
    """Whether each list has all items of the other one."""
    return sets_contain(items, others) and sets_contain(others, items)


def sets_meet(items: Any, others: Any) -> bool:
    """Whether any item of a list is in the other one."""
    return any(contains(item, others) for item in items_of(items))
