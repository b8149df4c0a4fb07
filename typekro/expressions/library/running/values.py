"""The values of CEL that Python has no type for, and which type each value has."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import attrs

from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.library.running.errors import CelValueError

NANOSECONDS: Final = 1_000_000_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Uint(int):
    """A whole number without a sign, which CEL tells from an int."""

    __slots__ = ()


@attrs.frozen
class Timestamp:
    """A moment.

    Args:
        nanoseconds: since 1970, in UTC.
        offset: seconds by which the zone that it was written in is ahead of UTC; moments are equal whatever it is.
    """

    nanoseconds: int
    offset: int = attrs.field(default=0, eq=False)


@attrs.frozen
class Duration:
    """A span of time.

    Args:
        nanoseconds: its length; 64 bits.
    """

    nanoseconds: int


@attrs.frozen
class Optional:
    """A value that may not be there."""

    value: Any = None
    present: bool = True


@attrs.frozen
class TypeValue:
    """A type as a value: what `type(x)` gives."""

    name: str


@attrs.frozen
class Key:
    """A key of a map that is no text: to Python 1, 1.0 and true would be the same key."""

    kind: str
    value: Any


@attrs.frozen
class Condition:
    """A condition of a status, as `runtime.newCondition` makes it."""

    type: str = ""
    status: str = ""
    reason: str = ""
    message: str = ""


class Runtime:
    """What the name `runtime` stands for."""


class Omit:
    """What `omit()` gives: a field with this value is left out."""

    def __repr__(self) -> str:
        return "OMIT"


NONE: Final = Optional(present=False)
RUNTIME: Final = Runtime()
OMIT: Final = Omit()

_NAMES: Final[dict[type[Any], str]] = {
    str: "string",
    bool: "bool",
    int: "int",
    Uint: "uint",
    float: "double",
    bytes: "bytes",
    type(None): "null_type",
    list: "list",
    dict: "map",
    Timestamp: "google.protobuf.Timestamp",
    Duration: "google.protobuf.Duration",
    Optional: "optional_type",
    TypeValue: "type",
    Condition: "kro.run.Condition",
    Runtime: "kro.run.Runtime",
    Omit: "kro.omit",
}


def register(type_: type[Any], name: str) -> None:
    """Tell the name of a further type of values.

    Args:
        type_: the class of the values.
        name: CEL's name for it.
    """
    _NAMES[type_] = name


def kind_of(value: object) -> type[Any]:
    """The class of a value; what the type checkers take it for is not narrowed by asking."""
    return type(value)


def type_name(value: Any) -> str:
    """CEL's name for the type of a value.

    Example:
        >>> type_name(1), type_name(Uint(1)), type_name({})
        ('int', 'uint', 'map')
    """
    kind = kind_of(value)
    return _NAMES.get(kind) or type_name(adapted(value))


def is_value(value: Any) -> bool:
    """Whether a value is one that CEL knows as it is."""
    return type(value) in _NAMES


def adapted(value: Any) -> Any:
    """A value of Python as one of CEL: a tuple is a list, any mapping a map, a member of an enum of texts a text."""
    if type(value) in _NAMES:
        return value
    if isinstance(value, CelValueError):
        raise value
    if isinstance(value, datetime):
        return timestamp_of(value)
    if isinstance(value, timedelta):
        return Duration((value.days * 86_400 + value.seconds) * NANOSECONDS + value.microseconds * 1000)
    if is_mapping(value):
        return dict(value)
    for plain in (str, bool, int, float):
        if isinstance(value, plain):
            return plain(value)
    if is_sequence(value):
        return list(value)
    raise CelValueError(f"unsupported conversion to ref.Val: ({type(value).__name__}){value}")


def timestamp_of(value: datetime) -> Timestamp:
    """A moment of Python as one of CEL; one without a zone is in UTC."""
    aware = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
    since = aware - _EPOCH
    offset = aware.utcoffset() or timedelta()
    return Timestamp((since.days * 86_400 + since.seconds) * NANOSECONDS + since.microseconds * 1000, offset.days * 86_400 + offset.seconds)


def key_of(value: Any) -> str | Key:
    """The key of a map under which a value stands.

    Args:
        value: a text, a number or a bool.

    Raises:
        CelValueError: Go could make no key of it.
    """
    if isinstance(value, bytes):
        raise CelValueError("internal error: runtime error: hash of unhashable type types.Bytes")
    if isinstance(value, list | dict):
        raise CelValueError(f"map key must be string, got {type_name(value)}")
    return value if type(value) is str else Key(type_name(value), value)


def of_key(key: str | Key) -> Any:
    """The value that a key of a map stands for."""
    return key.value if isinstance(key, Key) else key
