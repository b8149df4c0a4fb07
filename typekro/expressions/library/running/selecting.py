"""Reading a part of a value: `a.b`, `a[b]`, `a.?b`, `a[?b]` and `has(a.b)`."""

import math
from typing import Any

from typekro.expressions.library.running.comparing import LISTS, MAPS, MISSING, found
from typekro.expressions.library.running.errors import CelValueError
from typekro.expressions.library.running.texts import go_type, shown
from typekro.expressions.library.running.typed import Listing
from typekro.expressions.library.running.values import Condition, Uint, adapted, kind_of, type_name

_INDEXES = frozenset({str, int, Uint, bool, float})
_FIELDS = frozenset({"type", "status", "reason", "message"})


def part(container: Any, key: Any) -> Any:
    """The part of a value that a key or an index names, or MISSING where it is not there.

    Args:
        container: a map, a list, or anything.
        key: a text, a number or a bool.

    Raises:
        CelValueError: such a value has no such parts.
    """
    kind = kind_of(container)
    if kind is dict and type(key) is str:
        value = container.get(key, MISSING)
        return value if value is MISSING else adapted(value)
    if type(key) not in _INDEXES:
        raise CelValueError(f"invalid qualifier type: {go_type(key)}")
    if kind in MAPS:
        value = found(container, key)
        return value if value is MISSING else adapted(value)
    if kind in LISTS:
        return _item(container, key)
    if kind is Condition:
        if key not in _FIELDS:
            raise CelValueError(f'Condition: no such field "{key}"')
        return getattr(container, key)
    return MISSING


def _item(container: Any, key: Any) -> Any:
    index = index_of(key)
    if isinstance(container, Listing) and type(key) is not int and 0 <= index < len(container):
        raise CelValueError(f"unsupported index: {shown(key)}")
    if not 0 <= index < len(container):
        return MISSING
    return container.at(index) if isinstance(container, Listing) else adapted(container[index])


def index_of(key: Any) -> int:
    """The position in a list that a value means."""
    if type(key) is int:
        return key
    if type(key) is Uint and key < 2**63:
        return int(key)
    if type(key) is float and math.isfinite(key) and key == int(key) and -(2.0**63) <= key < 2.0**63:
        return int(key)
    if type(key) in {Uint, float}:
        raise CelValueError(f"unsupported index value {shown(key)} in list")
    raise CelValueError(f"unsupported index type '{type_name(key)}' in list")


def missing(container: Any, key: Any) -> CelValueError:
    """The error for a part that is not there."""
    words = "index out of bounds" if type(container) in LISTS else "no such key"
    return CelValueError(f"{words}: {shown(key)}")
