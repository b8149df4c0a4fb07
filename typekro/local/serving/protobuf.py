"""Objects that clients send as protobuf, read as the JSON that they stand for: kubectl creates built-in kinds so."""

import base64
import functools
import gzip
import json
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

MEDIA_TYPE = "application/vnd.kubernetes.protobuf"

_MAGIC = b"k8s\x00"
_VARINT, _DOUBLE, _BYTES, _FLOAT = 0, 1, 2, 5
_SIGN = 1 << 63
_NOTHING: Any = object()

Field = tuple[int, bytes | int]


class ProtobufError(Exception):
    """It cannot be read, or is of a kind that nobody knows."""


def as_json(body: bytes) -> bytes:
    """An object in protobuf as JSON.

    Args:
        body: what was sent: an envelope that names the kind, around the object.

    Raises:
        ProtobufError: it is cut or something else, or of a kind that is no built-in one.
    """
    if not body.startswith(_MAGIC):
        raise ProtobufError("it does not begin as an object in protobuf does")
    try:
        return json.dumps(_object(body[len(_MAGIC) :]), ensure_ascii=False).encode()
    except (IndexError, ValueError, OverflowError, OSError, RecursionError, struct.error, TypeError) as error:
        raise ProtobufError(f"it cannot be read: {error}") from error


def _object(envelope: bytes) -> dict[str, Any]:
    parts = dict(_fields(envelope))
    about = dict(_fields(_raw(parts.get(1, b""))))
    api_version, kind = _raw(about.get(1, b"")).decode(), _raw(about.get(2, b"")).decode()
    name = _tables()["kinds"].get(f"{api_version} {kind}")
    if name is None:
        raise ProtobufError(f"there is no built-in kind {kind} of {api_version}")
    return {"apiVersion": api_version, "kind": kind, **_message(name, _raw(parts.get(2, b"")))}


@functools.cache
def _tables() -> dict[str, Any]:
    packed = files("typekro.local.serving").joinpath("bundled", "protobuf.json.gz").read_bytes()
    read: dict[str, Any] = json.loads(gzip.decompress(packed))
    return {
        "kinds": read["kinds"],
        "messages": {name: {number: (called, code) for number, called, code in fields} for name, fields in read["messages"].items()},
    }


def _message(name: str, data: bytes) -> dict[str, Any]:
    known: dict[int, tuple[str, str]] = _tables()["messages"][name]
    made: dict[str, Any] = {}
    for number, value in _fields(data):
        if number in known:
            called, code = known[number]
            _put(made, called, code, value)
    return made


def _put(made: dict[str, Any], called: str, code: str, value: bytes | int) -> None:
    """Takes a field in; `-` before its code says that it is left out where it is zero, `[` and `{` that it comes once for each item."""
    bare = code.removeprefix("-")
    if bare.startswith("["):
        made.setdefault(called, []).append(_value(bare[1:], value))
    elif bare.startswith("{"):
        entry = dict(_fields(_raw(value)))
        key = _raw(entry.get(1, b"")).decode()
        made.setdefault(called, {})[key] = _value(bare[1:], entry.get(2, b""))
    else:
        read = _value(bare, value)
        if not called:  # its fields are those of the object around it
            made.update(read)
        elif read is not _NOTHING and (read or code == bare or isinstance(read, dict)):
            made[called] = read


def _value(code: str, value: bytes | int) -> Any:
    if code.startswith("@"):
        return _message(code[1:], _raw(value))
    if code.startswith("#"):
        return [_value(code[1:], each) for number, each in _fields(_raw(value)) if number == 1]
    return _READERS[code](value)


def _raw(value: bytes | int) -> bytes:
    if isinstance(value, int):
        raise TypeError("a number stands where text or an object should")
    return value


def _number(value: bytes | int) -> int:
    if not isinstance(value, int):
        return 0 if not value else _broken()
    return value - 2 * _SIGN if value >= _SIGN else value


def _broken() -> int:
    raise TypeError("text or an object stands where a number should")


def _time(value: bytes | int, *, timespec: str = "seconds") -> Any:
    parts = dict(_fields(_raw(value)))
    if not parts:
        return _NOTHING
    moment = datetime.fromtimestamp(_number(parts.get(1, 0)), UTC) + timedelta(microseconds=_number(parts.get(2, 0)) // 1000)
    return moment.replace(tzinfo=None).isoformat(timespec=timespec) + "Z"


def _duration(value: bytes | int) -> str:
    nanoseconds = _number(dict(_fields(_raw(value))).get(1, 0))
    return f"{nanoseconds / 1e9:g}s"


def _quantity(value: bytes | int) -> str:
    return _raw(dict(_fields(_raw(value))).get(1, b"0")).decode()


def _int_or_string(value: bytes | int) -> int | str:
    parts = dict(_fields(_raw(value)))
    return _raw(parts.get(3, b"")).decode() if parts.get(1) else _number(parts.get(2, 0))


def _json(value: bytes | int) -> Any:
    text = _raw(dict(_fields(_raw(value))).get(1, b""))
    return json.loads(text) if text else _NOTHING


def _float(value: bytes | int) -> float:
    data = _raw(value)
    return float(struct.unpack("<d" if len(data) == 8 else "<f", data)[0])  # noqa: PLR2004 - the length of a double


def _text(value: bytes | int) -> str:
    return _raw(value).decode()


def _base64(value: bytes | int) -> str:
    return base64.b64encode(_raw(value)).decode()


def _flag(value: bytes | int) -> bool:
    return bool(_number(value))


_READERS: dict[str, Any] = {
    "string": _text,
    "bytes": _base64,
    "bool": _flag,
    "int": _number,
    "double": _float,
    "float": _float,
    "time": _time,
    "microtime": functools.partial(_time, timespec="microseconds"),
    "duration": _duration,
    "quantity": _quantity,
    "intstr": _int_or_string,
    "json": _json,
}


def _fields(data: bytes) -> Iterator[Field]:
    """The fields of a message: their numbers and what is in them."""
    position = 0
    while position < len(data):
        key, position = _varint(data, position)
        wire = key & 7
        if wire == _VARINT:
            value, position = _varint(data, position)
            yield key >> 3, value
            continue
        if wire == _BYTES:
            length, position = _varint(data, position)
        elif wire in {_DOUBLE, _FLOAT}:
            length = 8 if wire == _DOUBLE else 4
        else:
            raise TypeError(f"there is no wire type {wire}")
        if position + length > len(data):
            raise IndexError("it ends too early")
        yield key >> 3, data[position : position + length]
        position += length


def _varint(data: bytes, position: int) -> tuple[int, int]:
    shift = value = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:  # noqa: PLR2004 - the last one has no high bit
            return value & (2 * _SIGN - 1), position
