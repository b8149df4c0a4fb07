"""Values of CEL as JSON, as kro writes them into resources and the status."""

from typing import Any

from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.library.running.errors import CelValueError
from typekro.expressions.library.running.times import FIRST_SECOND, go_text, utc_string_of
from typekro.expressions.library.running.typed import Listing, Object
from typekro.expressions.library.running.values import (
    NANOSECONDS,
    Condition,
    Duration,
    Key,
    Omit,
    Optional,
    Timestamp,
    TypeValue,
    Uint,
    adapted,
    kind_of,
    type_name,
)

_INT_MAX = 2**63 - 1
_FIELDS = ("type", "status", "reason", "message")


def native(value: Any) -> Any:
    """A value of CEL as JSON: an optional as what it holds, moments and spans as texts, `omit()` as itself.

    Args:
        value: what an expression gives.

    Raises:
        CelValueError: it has no JSON, or none that stands in a resource (bytes).

    Example:
        >>> native(Optional([Uint(1), 2.0])), native(Optional(present=False))
        ([1, 2.0], None)
    """
    if isinstance(value, Condition):
        return {name: getattr(value, name) for name in _FIELDS}
    return _safe(converted(value))


def converted(value: Any) -> Any:  # noqa: PLR0911, C901 - one for each type
    """A value of CEL as Go's own, bytes and numbers without a sign as they are."""
    kind = kind_of(value)
    if kind in {str, int, bool, float, type(None), bytes, Uint, Omit}:
        return value
    if kind is list or kind is Listing:
        return [converted(item) for item in (value.items if kind is Listing else value)]
    if kind is dict:
        return {_key(key): converted(part) for key, part in value.items()}
    if kind is CelValueError:
        raise CelValueError("unsupported type: error")
    if kind is Object:
        return _copied(value.raw)
    if kind is Optional:
        return converted(value.value) if value.present else None
    if kind is Duration:
        return go_text(value)
    if kind is Timestamp:
        # The first moment of all is none, to Kubernetes.
        if value.nanoseconds == FIRST_SECOND * NANOSECONDS:
            return None
        return utc_string_of(value)
    other = adapted(value)
    if type(other) is kind or kind in {TypeValue, Condition}:
        raise CelValueError(f"unsupported type: {type_name(value)}")
    return converted(other)


def _key(key: str | Key) -> str:
    if isinstance(key, Key):
        names = {"int": "int64", "uint": "uint64", "double": "float64", "null_type": "<nil>"}
        raise CelValueError(f"map key must be string, got {names.get(key.kind, key.kind)}")
    return key


def _copied(value: Any) -> Any:
    """JSON that nobody else holds."""
    if is_mapping(value):
        return {key: _copied(part) for key, part in value.items()}
    if is_sequence(value):
        return [_copied(item) for item in value]
    return value


def _safe(value: Any) -> Any:
    kind = kind_of(value)
    if kind is Uint:
        if value > _INT_MAX:
            raise CelValueError(f"unsupported type: uint value {value} overflows int64; convert it explicitly, e.g. string(...)")
        return int(value)
    if kind is bytes:
        why = "bytes value cannot be used directly in a resource template or status field"
        raise CelValueError(f"unsupported type: {why}; encode it explicitly, e.g. base64.encode(...)")
    if kind is dict:
        return {key: _safe(part) for key, part in value.items()}
    if kind is list:
        return [_safe(item) for item in value]
    return value
