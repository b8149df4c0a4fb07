"""Kubernetes' own kinds as Go reads and writes them: objects decoded, with what Go drops, fills in and refuses."""

import gzip
import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from operator import not_
from typing import Any, Final, TypeAlias

import attrs

from typekro.local.schemas.go_values import SPECIAL, Reading, Where, described
from typekro.local.schemas.shapes import is_list, is_object

Read: TypeAlias = Callable[[Any, Where, Reading], Any]
"""Reads a value at a place; what Go would write for it comes back."""

_BOUNDS: Final = {"int32": (-(1 << 31), (1 << 31) - 1), "int64": (-(1 << 63), (1 << 63) - 1), "uint8": (0, 255), "uint16": (0, 65535),
                  "uint32": (0, (1 << 32) - 1), "int": (-(1 << 63), (1 << 63) - 1)}  # fmt: skip
_PLAIN: Final = {"string": str, "bool": bool}


@attrs.frozen
class Decoded:
    """An object of a built-in kind as the API server has it after reading.

    Args:
        object: the object.
        unknown: the paths of fields that its type does not have, in order.
    """

    object: dict[str, Any]
    unknown: tuple[str, ...]


class DecodingError(Exception):
    """An object cannot be read as its kind.

    Args:
        said: what Go says.
    """

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def is_typed(api_version: str, kind: str) -> bool:
    """Whether the API server has a Go type for a kind, as it has for its own.

    Example:
        >>> is_typed("apps/v1", "Deployment"), is_typed("example.com/v1", "Web")
        (True, False)
    """
    return f"{api_version} {kind}" in _tables()["kinds"]


def decoded(manifest: Mapping[str, Any]) -> Decoded:
    """Read an object of a built-in kind as Go does.

    What Go leaves out when it writes is left out, and what it always writes is there.

    Args:
        manifest: the object, with its apiVersion and kind.

    Raises:
        DecodingError: a value is of another type than its field.

    Example:
        >>> decoded({"apiVersion": "v1", "kind": "ConfigMap", "data": {}, "dat": {}}).unknown
        ('dat',)
        >>> decoded({"apiVersion": "v1", "kind": "ConfigMap", "immutable": 1})
        Traceback (most recent call last):
        typekro.local.schemas.go_types.DecodingError: json: cannot unmarshal number into Go struct field ConfigMap.immutable of type bool
    """
    return decoded_as(_tables()["kinds"][f"{manifest['apiVersion']} {manifest['kind']}"], manifest)


def decoded_as(struct: str, value: Mapping[str, Any]) -> Decoded:
    """Read a value as one of Go's structs.

    Args:
        struct: the struct, as `apis/meta/v1.ObjectMeta`.
        value: the value.

    Raises:
        DecodingError: a value is of another type than its field.
    """
    reading = Reading()
    made = _struct(struct).read(value, None, reading)
    if reading.problem is not None:
        raise DecodingError(reading.problem)
    return Decoded(made, tuple(reading.unknown))


def empty_status(api_version: str, kind: str) -> Any:
    """What Go writes of a status in which there is nothing.

    Args:
        api_version: group and version of the kind.
        kind: the kind.

    Example:
        >>> empty_status("apps/v1", "DaemonSet")["numberReady"]
        0
    """
    return empty(api_version, kind).get("status")


def empty(api_version: str, kind: str) -> dict[str, Any]:
    """What Go writes of an object in which there is nothing.

    Args:
        api_version: group and version of the kind.
        kind: the kind.
    """
    return _struct(_tables()["kinds"][f"{api_version} {kind}"]).zero()


def decoding_message(api_version: str, kind: str, said: str) -> str:
    """The message with which a request is refused whose object cannot be read.

    Example:
        >>> decoding_message("apps/v1", "Deployment", 'strict decoding error: unknown field "spec.foo"')
        'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.foo"'
    """
    return f'{kind} in version "{api_version.rpartition("/")[2]}" cannot be handled as a {kind}: {said}'


def strict_message(unknown: tuple[str, ...] | list[str]) -> str:
    """What is said of unknown fields where they are refused.

    Example:
        >>> strict_message(["spec.foo", "spec.bar"])
        'strict decoding error: unknown field "spec.foo", unknown field "spec.bar"'
    """
    texts = ", ".join(f'unknown field "{path}"' for path in unknown)
    return f"strict decoding error: {texts}"


@cache
def _tables() -> dict[str, Any]:
    packed = files("typekro.local.schemas.bundled").joinpath("go_types.json.gz").read_bytes()
    tables: dict[str, Any] = json.loads(gzip.decompress(packed))
    return tables


@attrs.frozen
class _Field:
    """A field of a struct.

    Args:
        owner: the struct that it is of; in front of it and a `>`, the names of the embedded structs that it comes from.
        read: reads its value.
        plain: the type of values that are taken as they are, without reading them; None where there is none.
        zero: what Go has where nothing is given.
        omits: whether Go leaves it out where it is empty.
        drops: whether what is read counts as empty, where it is left out then.
    """

    owner: str
    read: Read
    plain: type | None
    zero: Callable[[], Any]
    omits: bool
    drops: Callable[[Any], bool]


class _Struct:
    """A struct of Go, compiled when it is first used.

    Args:
        name: its name.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.type_name = _go_name(name)
        self._fields: dict[str, _Field] | None = None
        self._always: list[tuple[str, Callable[[], Any]]] = []

    def zero(self) -> dict[str, Any]:
        """What Go writes of an empty one."""
        self._compile()
        return {name: zero() for name, zero in self._always}

    def read(self, value: Any, where: Where, reading: Reading) -> Any:
        """Read an object."""
        fields = self._fields if self._fields is not None else self._compile()
        if not is_object(value):
            if value is not None:
                reading.mismatch(described(value), self.type_name, where)
            return self.zero()
        made: dict[str, Any] = {}
        for name, part in value.items():
            field = fields.get(name)
            if field is None:
                reading.note_unknown((where, name, None))
                continue
            new = part if type(part) is field.plain else field.read(part, (where, name, field.owner), reading)
            if not (field.omits and field.drops(new)):
                made[name] = new
        for name, zero in self._always:
            if name not in made:
                made[name] = zero()
        return made

    def _compile(self) -> dict[str, _Field]:
        if self._fields is None:
            rows = _tables()["structs"][self.name]
            self._fields = {name: _field(code, flags, f"{inner}>{self.name}" if inner else self.name) for name, code, flags, inner in rows}
            self._always = [(name, field.zero) for name, field in self._fields.items() if not field.omits]
        return self._fields


@cache
def _struct(name: str) -> _Struct:
    return _Struct(name)


def _is_none(made: object) -> bool:
    return made is None


def _field(code: str, flags: str, owner: str) -> _Field:
    read, zero = _code(code)
    field = _Field(owner, read, _PLAIN.get(code.partition(" ")[0].lstrip("*")), zero, omits=bool(flags), drops=not_)
    if code[0] in "@!":

        def is_zero(made: object) -> bool:
            return bool(made == zero())

        return attrs.evolve(field, omits="z" in flags, drops=is_zero)
    return attrs.evolve(field, drops=_is_none) if code[0] == "*" else field


@cache
def _code(code: str) -> tuple[Read, Callable[[], Any]]:  # noqa: PLR0911 - one for each kind of type
    """How a type is read, and what its zero is written as."""
    first = code[0]
    if first == "*":
        return _pointer(_code(code[1:])[0]), lambda: None
    if first == "@":
        struct = _struct(code[1:])
        return struct.read, struct.zero
    if first == "!":
        special = SPECIAL.get(code[1:])
        if special is not None:
            return special.read, special.zero
        return _schema_or(_struct("apiextensions/v1.JSONSchemaProps")), lambda: None
    if first == "[":
        return _list(_code(_after(code))[0], _type_name(code)), lambda: None
    if first == "{":
        return _map(_code(_after(code))[0], _type_name(code)), lambda: None
    if first == "?":
        return lambda value, _where, _reading: value, lambda: None
    if first == "y":
        return SPECIAL["[]uint8"].read, lambda: None
    kind, _, named = code.partition(" ")
    return _scalar(kind, named or kind)


def _after(code: str) -> str:
    return code[code.index("]" if code[0] == "[" else "}") + 1 :]


def _go_name(struct: str) -> str:
    path, _, name = struct.rpartition(".")
    return f"{path.rpartition('/')[2]}.{name}"


def _type_name(code: str) -> str:  # noqa: PLR0911 - one for each kind of type
    """A type as Go calls it."""
    match code[0]:
        case "*":
            return f"*{_type_name(code[1:])}"
        case "@" | "!":
            return _go_name(code[1:])
        case "[" | "{":
            named = code[1 : code.index("]" if code[0] == "[" else "}")]
            if named and not named.startswith("key "):
                return named
            inner = _type_name(_after(code))
            return f"[]{inner}" if code[0] == "[" else f"map[{named.removeprefix('key ') or 'string'}]{inner}"
        case "?":
            return "interface {}"
        case "y":
            return "[]uint8"
        case _:
            kind, _, named = code.partition(" ")
            return named or kind


def _pointer(inner: Read) -> Read:
    return lambda value, where, reading: None if value is None else inner(value, where, reading)


def _schema_or(struct: _Struct) -> Read:
    """A schema, or several, or a truth value, or names of fields: whatever a field of a CRD's schema takes."""

    def read(value: Any, where: Where, reading: Reading) -> Any:
        if is_object(value):
            return struct.read(value, where, reading)
        return [struct.read(part, where, reading) if is_object(part) else part for part in value] if is_list(value) else value

    return read


def _list(inner: Read, type_name: str) -> Read:
    def read(value: Any, where: Where, reading: Reading) -> Any:
        if is_list(value):
            return [inner(part, (where, index, None), reading) for index, part in enumerate(value)]
        if value is not None:
            reading.mismatch(described(value), type_name, where)
        return None

    return read


def _map(inner: Read, type_name: str) -> Read:
    def read(value: Any, where: Where, reading: Reading) -> Any:
        if is_object(value):
            return {name: inner(part, (where, name, ""), reading) for name, part in value.items()}
        if value is not None:
            reading.mismatch(described(value), type_name, where)
        return None

    return read


def _scalar(kind: str, type_name: str) -> tuple[Read, Callable[[], Any]]:
    if kind == "string":
        return _plain(str, "", type_name), lambda: ""
    if kind == "bool":
        return _plain(bool, False, type_name), lambda: False  # noqa: FBT003 - the zero of the type
    if kind.startswith("float"):
        return _float(type_name), lambda: 0
    return _integer(*_BOUNDS[kind], type_name), lambda: 0


def _plain(python: type, zero: Any, type_name: str) -> Read:
    def read(value: Any, where: Where, reading: Reading) -> Any:
        if type(value) is python:
            return value
        if value is not None:
            reading.mismatch(described(value), type_name, where)
        return zero

    return read


def _float(type_name: str) -> Read:
    def read(value: Any, where: Where, reading: Reading) -> Any:
        if type(value) in {int, float}:
            return value
        if value is not None:
            reading.mismatch(described(value), type_name, where)
        return 0

    return read


def _integer(least: int, most: int, type_name: str) -> Read:
    def read(value: Any, where: Where, reading: Reading) -> Any:
        if type(value) is int and least <= value <= most:
            return value
        if value is not None:
            number = type(value) in {int, float}
            reading.mismatch(f"number {json.dumps(value)}" if number else described(value), type_name, where)
        return 0

    return read
