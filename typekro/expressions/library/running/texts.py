"""Values as texts: what `string(x)` makes, and what Go writes into errors."""

from typing import Any, Final

from typekro.expressions.computing import float_text
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.library.running.errors import CelValueError
from typekro.expressions.library.running.times import go_text, seconds_text, string_of
from typekro.expressions.library.running.values import Duration, Optional, Timestamp, TypeValue, of_key, type_name

_GO_TYPES: Final = {
    "null_type": "types.Null",
    "bool": "types.Bool",
    "int": "types.Int",
    "uint": "types.Uint",
    "double": "types.Double",
    "string": "types.String",
    "bytes": "types.Bytes",
    "list": "*types.baseList",
    "map": "*types.baseMap",
    "type": "*types.Type",
    "optional_type": "*types.Optional",
    "google.protobuf.Timestamp": "types.Timestamp",
    "google.protobuf.Duration": "types.Duration",
    "net.IP": "cel.IP",
    "net.CIDR": "cel.CIDR",
    "kubernetes.Quantity": "cel.Quantity",
    "kubernetes.Semver": "cel.Semver",
    "kubernetes.URL": "cel.URL",
}


def go_type(value: Any) -> str:
    """The name that Go has for the type of a value of CEL."""
    name = type_name(value)
    return _GO_TYPES.get(name, name)


def shown(value: Any) -> str:  # noqa: PLR0911 - one for each type
    """A value as an error's text has it."""
    match value:
        case None:
            return "NULL_VALUE"
        case bool():
            return "true" if value else "false"
        case float():
            return float_text(value)
        case bytes():
            return "[" + " ".join(map(str, value)) + "]"
        case _ if is_sequence(value):
            return "[" + ", ".join(map(shown, value)) + "]"
        case _ if is_mapping(value):
            return "{" + ", ".join(f"{shown(of_key(key))}: {shown(part)}" for key, part in value.items()) + "}"
        case Optional():
            return f"optional({shown(value.value)})" if value.present else "optional.none()"
        case TypeValue():
            return value.name
        case Timestamp() | Duration():
            return _time(value)
        case _:
            return str(value)


def _time(value: Timestamp | Duration) -> str:
    return go_text(value) if isinstance(value, Duration) else string_of(value).replace("T", " ").replace("Z", " +0000 UTC")


def conversion_error(value: Any, wanted: str) -> CelValueError:
    """The error for a value that no value of another type can be made of."""
    return CelValueError(f"type conversion error from '{type_name(value)}' to '{wanted}'")


def to_string(value: Any) -> str:  # noqa: PLR0911, C901 - one for each type
    """`string(value)`."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(int(value))
        case float():
            return float_text(value)
        case bytes():
            try:
                return value.decode()
            except UnicodeDecodeError:
                raise CelValueError("invalid UTF-8 in bytes, cannot convert to string") from None
        case Timestamp():
            return string_of(value)
        case Duration():
            return seconds_text(value)
        case None:
            return "null"
        case list() | dict():
            raise conversion_error(value, "string")
        case _:
            return str(value)
