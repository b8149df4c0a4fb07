"""OpenAPI v2 as protobuf: kubectl takes it in no other form, and asks for it where it validates a list of objects by itself."""

import json
import struct
from collections.abc import Iterable, Mapping
from typing import Any, Final

MEDIA_TYPE: Final = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"

# The numbers of the fields in the messages of gnostic's OpenAPIv2.proto.
_TEXTS: Final = {"$ref": 1, "format": 2, "title": 3, "description": 4, "pattern": 13}
_DOUBLES: Final = {"multipleOf": 6, "maximum": 7, "minimum": 9}
_INTEGERS: Final = {"maxLength": 11, "minLength": 12, "maxItems": 14, "minItems": 15, "maxProperties": 17, "minProperties": 18}
_FLAGS: Final = {"exclusiveMaximum": 8, "exclusiveMinimum": 10, "uniqueItems": 16}
_VARINT, _DOUBLE, _BYTES = 0, 1, 2
_LOW: Final = 0x7F


def asks_for_it(path: str, accept: str) -> bool:
    """Whether a request wants OpenAPI v2 as protobuf.

    Args:
        path: its path.
        accept: its `Accept`.

    Example:
        >>> asks_for_it("/openapi/v2", "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"), asks_for_it("/openapi/v2", "*/*")
        (True, False)
    """
    return path == "/openapi/v2" and "proto-openapi.spec.v2" in accept


def as_protobuf(document: Mapping[str, Any]) -> bytes:
    """A document of OpenAPI v2; its paths are left out, as nobody reads them in this form.

    Args:
        document: as JSON.
    """
    about: Mapping[str, str] = document.get("info") or {}
    info = _text(1, about.get("title", "")) + _text(2, about.get("version", ""))
    definitions = b"".join(_named(1, name, _schema(schema)) for name, schema in document.get("definitions", {}).items())
    return _text(1, document["swagger"]) + _part(2, info) + _part(8, b"") + _part(9, definitions)


def _schema(schema: Mapping[str, Any]) -> bytes:
    written = [
        *(_text(number, schema[key]) for key, number in _TEXTS.items() if key in schema),
        *(_key(number, _DOUBLE) + struct.pack("<d", schema[key]) for key, number in _DOUBLES.items() if key in schema),
        *(_number(number, schema[key]) for key, number in _INTEGERS.items() if key in schema),
        *(_number(number, int(schema[key])) for key, number in _FLAGS.items() if key in schema),
        *(_text(19, name) for name in schema.get("required") or ()),
        *(_part(20, _any(value)) for value in schema.get("enum") or ()),
        *(_part(24, _schema(each)) for each in schema.get("allOf") or ()),
    ]
    if "default" in schema:
        written.append(_part(5, _any(schema["default"])))
    if "additionalProperties" in schema:
        below = schema["additionalProperties"]
        written.append(_part(21, _number(2, int(below)) if isinstance(below, bool) else _part(1, _schema(below))))
    if "type" in schema:
        written.append(_part(22, _text(1, schema["type"])))
    if "items" in schema:
        written.append(_part(23, _part(1, _schema(schema["items"]))))
    if "properties" in schema:
        written.append(_part(25, b"".join(_named(1, name, _schema(each)) for name, each in schema["properties"].items())))
    written += _extensions(schema)
    return b"".join(written)


def _extensions(schema: Mapping[str, Any]) -> Iterable[bytes]:
    return [_named(31, key, _any(value)) for key, value in schema.items() if key.startswith("x-")]


def _any(value: Any) -> bytes:
    """A value of any sort, as the YAML that it stands for: JSON is YAML, but for its escapes of what is beyond 16 bits."""
    return _text(2, json.dumps(value, ensure_ascii=False))


def _named(number: int, name: str, value: bytes) -> bytes:
    return _part(number, _text(1, name) + _part(2, value))


def _text(number: int, value: str) -> bytes:
    return _part(number, value.encode(errors="replace"))


def _part(number: int, value: bytes) -> bytes:
    return _key(number, _BYTES) + _varint(len(value)) + value


def _number(number: int, value: int) -> bytes:
    return _key(number, _VARINT) + _varint(value)


def _key(number: int, wire: int) -> bytes:
    return _varint(number << 3 | wire)


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > _LOW:
        written.append(value & _LOW | ~_LOW & 0xFF)
        value >>= 7
    return bytes([*written, value])
