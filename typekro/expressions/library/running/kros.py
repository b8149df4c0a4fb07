"""What kro's own functions compute: JSON, hashes, what looks random, and conditions."""

import base64
import binascii
import json
import math
import re
from typing import Any, Final

from typekro.expressions import encoding
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.library.running.comparing import LISTS, MAPS, MISSING, found, items_of, keys_of
from typekro.expressions.library.running.errors import CelValueError
from typekro.expressions.library.running.native import converted
from typekro.expressions.library.running.times import quoted, seconds_text, string_of
from typekro.expressions.library.running.values import Condition, Duration, Optional, Timestamp, type_name

_STATUSES: Final = frozenset({"True", "False", "Unknown"})
_HALF: Final = re.compile("[\ud800-\udfff]")
_SAFE: Final = 2**53 - 1


def marshal(value: Any) -> str:
    """`json.marshal(value)`."""
    try:
        plain = converted(value)
    except CelValueError as error:
        raise CelValueError(f"json.marshal failed to convert value: {error}") from None
    try:
        return encoding.json_text(_encodable(plain))
    except ValueError:
        raise CelValueError(f"json.marshal failed to encode value: json: unsupported value: {_number(plain)}") from None


def _encodable(value: Any) -> Any:
    """A value with bytes in base64, as Go's JSON has them, and nothing for `omit()`."""
    match value:
        case bytes():
            return base64.b64encode(value).decode()
        case _ if is_sequence(value):
            return [_encodable(item) for item in value]
        case _ if is_mapping(value):
            return {key: _encodable(item) for key, item in value.items()}
        case int() if not isinstance(value, bool):
            return int(value)
        case None | str() | bool() | float():
            return value
        case _:
            return {}


def _number(value: Any) -> str:
    """The number in a value that JSON has not, as Go writes it."""
    if is_sequence(value) or is_mapping(value):
        parts = value.values() if is_mapping(value) else value
        return next((text for part in parts if (text := _number(part))), "")
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "+Inf" if value > 0 else "-Inf"
    return ""


def encode(value: Any) -> str:
    """`json.encode(value)`: as protobuf has JSON, in which all numbers are doubles and large whole ones texts."""
    return encoding.json_text(_protobuf(value))


def _protobuf(value: Any) -> Any:  # noqa: PLR0911, C901 - one for each type
    match value:
        case None | str() | bool():
            return value
        case int():
            return float(value) if abs(value) <= _SAFE else str(int(value))
        case float() if not math.isfinite(value):
            raise CelValueError(f"proto: google.protobuf.Value.number_value: invalid {_number(value)} value")
        case float():
            return value
        case bytes():
            return base64.b64encode(value).decode()
        case Timestamp():
            return string_of(value)
        case Duration():
            return seconds_text(value)
        case Optional(inner, present):
            if not present:
                raise CelValueError("optional.none() dereference")
            return _protobuf(inner)
        case _ if type(value) in LISTS:
            return [_protobuf(item) for item in items_of(value)]
        case _ if type(value) in MAPS:
            return {_key(key): _protobuf(found(value, key)) for key in keys_of(value)}
        case _:
            raise _not_protobuf(value)


def _not_protobuf(value: Any) -> CelValueError:
    name = type_name(value).rpartition(".")[2]
    words = {
        "type": "type conversion not supported for 'type'",
        "omit": "unsupported native conversion from omit to *structpb.Value",
    }
    return CelValueError(words.get(name, f"type conversion error from '{name}' to '*structpb.Value'"))


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise CelValueError(f"unsupported type conversion from '{type_name(key)}' to string")
    return key


def unmarshal(text: str) -> Any:
    """`json.unmarshal(text)`; all numbers are doubles."""
    try:
        value = json.loads(text, parse_int=_double, parse_float=_double, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise CelValueError(f"json.unmarshal failed to parse JSON: {_why(error)}") from None
    return _whole(value)


def _whole(value: Any) -> Any:
    """A value without the halves of letters that JSON can write, and UTF-8 cannot."""
    match value:
        case str():
            return _HALF.sub("\ufffd", value)
        case _ if is_sequence(value):
            return [_whole(item) for item in value]
        case _ if is_mapping(value):
            return {_HALF.sub("\ufffd", key): _whole(part) for key, part in value.items()}
        case _:
            return value


def _double(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise CelValueError(f"json.unmarshal failed to parse JSON: json: cannot unmarshal number {text} into Go value of type float64")
    return number


def _no_constant(name: str) -> Any:
    sign = "-" if name.startswith("-") else ""
    where = "in numeric literal" if sign else "looking for beginning of value"
    raise CelValueError(f"json.unmarshal failed to parse JSON: invalid character '{name.removeprefix('-')[0]}' {where}")


def _why(error: json.JSONDecodeError) -> str:
    """What Go says of a text that is no JSON."""
    letter = error.doc[error.pos : error.pos + 1]
    if not letter or "Unterminated" in error.msg:
        return "unexpected end of JSON input"
    where = "after top-level value" if error.msg == "Extra data" else "looking for beginning of value"
    where = "looking for beginning of object key string" if "property name" in error.msg else where
    where = "after object key" if "':'" in error.msg else where
    where = "after array element" if "','" in error.msg else where
    if "escape" in error.msg:
        letter, where = error.doc[error.pos + 1 : error.pos + 2], "in string escape code"
    return f"invalid character {_letter(letter)} {where}"


def _letter(letter: str) -> str:
    return "'\\''" if letter == "'" else "'\"'" if letter == '"' else f"'{quoted(letter)[1:-1]}'"


def base64_decode(text: str) -> bytes:
    """`base64.decode(text)`, with or without padding."""
    bare = text.replace("\n", "").replace("\r", "")
    try:
        return base64.b64decode(bare if bare.endswith("=") else bare + "=" * (-len(bare) % 4), validate=True)
    except binascii.Error:
        raise CelValueError(f"illegal base64 data at input byte {_wrong_byte(bare)}") from None


def _wrong_byte(text: str) -> int:
    right = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return next((index for index, letter in enumerate(text) if letter not in right), len(text) - len(text) % 4)


def base64_encode(value: bytes) -> str:
    """`base64.encode(value)`."""
    return base64.b64encode(value).decode()


def fnv64a(text: str) -> bytes:
    """`hash.fnv64a(text)`."""
    return bytes.fromhex(encoding.fnv64a(text))


def sha256(text: str) -> bytes:
    """`hash.sha256(text)`."""
    return bytes.fromhex(encoding.sha256(text))


def md5(text: str) -> bytes:
    """`hash.md5(text)`."""
    return bytes.fromhex(encoding.md5(text))


def seeded_string(length: int, seed: str) -> str:
    """`random.seededString(length, seed)`."""
    if length <= 0:
        raise CelValueError("random.seededString length must be positive")
    return encoding.random_string(length, seed)


def seeded_int(low: int, high: int, seed: str) -> int:
    """`random.seededInt(low, high, seed)`."""
    if low >= high:
        raise CelValueError("random.seededInt min must be less than max")
    made = encoding.random_integer(low, high, seed)
    return made - 2**64 if made >= 2**63 else made


def new_condition(_runtime: Any, fields: Any) -> Condition:
    """`runtime.newCondition({...})`."""
    given: dict[str, str] = {}
    for key in keys_of(fields):
        value = found(fields, key)
        if not isinstance(value, str):
            raise CelValueError(f"runtime.newCondition: {key} must be a string, got {type_name(value)}")
        if key == "type" and not value:
            raise CelValueError("runtime.newCondition: type must not be empty")
        if key == "status" and value not in _STATUSES:
            raise CelValueError(f"runtime.newCondition: status must be one of True, False, Unknown (got {quoted(value)})")
        given[key] = value
    return Condition(**given)


def condition(_runtime: Any, resource: Any, name: str) -> Condition:
    """`runtime.condition(resource, name)`: an empty one where the resource has none of that name."""
    if type(resource) not in MAPS:
        raise CelValueError(f"runtime.condition: obj must be an object, got {type_name(resource)}")
    status = found(resource, "status")
    if status is MISSING:
        return Condition()
    if type(status) not in MAPS:
        raise CelValueError("runtime.condition: obj.status must be an object")
    conditions = found(status, "conditions")
    if conditions is MISSING:
        return Condition()
    if type(conditions) not in LISTS:
        raise CelValueError("runtime.condition: obj.status.conditions must be a list")
    read = [_condition(item) for item in items_of(conditions)]
    return next((item for item in read if item.type == name), Condition())


def _condition(value: Any) -> Condition:
    if isinstance(value, Condition):
        return value
    if type(value) not in MAPS:
        raise CelValueError(f"runtime.condition: unexpected condition element type {type_name(value)}")
    texts = (found(value, field) for field in ("type", "status", "reason", "message"))
    return Condition(*(text if isinstance(text, str) else "" for text in texts))
