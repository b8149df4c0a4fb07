"""JSON seen through its OpenAPI schema, as kro shows Kubernetes objects to expressions: read when it is asked for, part by part."""

import base64
import binascii
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import attrs

from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.library.running.errors import CelValueError
from typekro.expressions.library.running.times import date, date_time, openapi_duration
from typekro.expressions.library.running.values import adapted, is_value, kind_of, register
from typekro.expressions.library.types import RESERVED, Resolve, Schema, dereferenced, escaped, no_references

_MISSING: Final = object()
_ESCAPES: Final = {"underscores": "__", "dot": ".", "dash": "-", "slash": "/"}
_BASE64: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_LISTS: Final = frozenset({"map", "set", "atomic"})
_EMBEDDED: Final[dict[str, Any]] = {
    "kind": {"type": "string"},
    "apiVersion": {"type": "string"},
    "metadata": {"type": "object", "properties": {"name": {"type": "string"}, "generateName": {"type": "string"}}},
}


def typed(value: Any, schema: Schema, resolve: Resolve = no_references) -> Any:
    """A value of JSON as kro gives it to expressions in templates and in the status: by its schema.

    A number is a double even where it is whole, `format: byte` gives bytes, `date-time` a moment, and a null is no field at all. What
    the schema does not know stays as it is.

    Args:
        value: JSON.
        schema: its OpenAPI schema.
        resolve: finds the schema of a `$ref`.

    Raises:
        CelValueError: the value is not what its schema says; of parts this is found when they are read.

    Example:
        >>> typed(1, {"type": "number"})
        1.0
    """
    return _typed(value, schema, resolve, frozenset())


def _typed(value: Any, schema: Schema, resolve: Resolve, inside: frozenset[str]) -> Any:
    schema, inside = dereferenced(schema, resolve, inside)
    if value is None:
        if schema.get("nullable"):
            return None
        raise CelValueError("invalid data, got null for schema with nullable=false")
    # Kinds that are built in say it by the format, those of CRDs by the extension.
    if schema.get("x-kubernetes-int-or-string") or schema.get("format") == "int-or-string":
        value = adapted(value)
        if type(value) in {str, int}:
            return value
        raise CelValueError("invalid data, expected XIntOrString value to be either a string or integer")
    match schema.get("type"):
        case "object":
            return _object(value, schema, resolve, inside)
        case "array":
            return _array(value, schema, resolve, inside)
        case str(name) if name in _SCALARS:
            return value if _is_read(value) else _SCALARS[name](adapted(value), schema)
        case _ if schema.get("x-kubernetes-preserve-unknown-fields") or _is_quantity(schema):
            return adapted(value)
        case name:
            raise CelValueError(
                "invalid type, expected object, array, number, integer, boolean or string, or no type with x-kubernetes-int-or-string"
                f" or x-kubernetes-preserve-unknown-fields is true, got {name or ''}"
            )


def _is_read(value: Any) -> bool:
    """Whether a value stands already as its schema would have it: what an expression put into a list with a schema."""
    return is_value(value) and type(value) not in {str, bool, int, float, list, dict, type(None)}


def _object(value: Any, schema: Schema, resolve: Resolve, inside: frozenset[str]) -> Any:
    if isinstance(value, Object):
        return value
    if not is_mapping(value):
        raise CelValueError("invalid data, expected a map for the provided schema with type=object")
    properties: Mapping[str, Schema] | None = schema.get("properties")
    if schema.get("x-kubernetes-embedded-resource"):
        properties = {**_EMBEDDED, **(properties or {})}
    additional = schema.get("additionalProperties")
    if properties is not None or is_mapping(additional):
        values = additional if properties is None and is_mapping(additional) else None
        return Object(value, properties, values, resolve, inside)
    return adapted(value)


def _array(value: Any, schema: Schema, resolve: Resolve, inside: frozenset[str]) -> Any:
    if isinstance(value, Listing):
        return value
    if not is_sequence(value):
        raise CelValueError("invalid data, expected an array for the provided schema with type=array")
    items = schema.get("items")
    if not is_mapping(items):
        raise CelValueError("invalid array type, expected Items with a non-empty Schema")
    kind = schema.get("x-kubernetes-list-type") or "atomic"
    if kind not in _LISTS:
        raise CelValueError(f"invalid x-kubernetes-list-type, expected 'map', 'set' or 'atomic' but got {kind}")
    keys = tuple(escaped(key) or key for key in schema.get("x-kubernetes-list-map-keys") or ())
    return Listing(value, items, resolve, inside, kind, keys)


def _string(value: Any, schema: Schema) -> Any:
    if type(value) is not str:
        raise CelValueError(f"invalid data, expected string, got {_go_type(value)}")
    read = _FORMATS.get(schema.get("format") or "")
    return value if read is None else read(value)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
    except binascii.Error:
        place = next((index for index, letter in enumerate(text) if letter not in _BASE64), len(text) - len(text) % 4)
        raise CelValueError(f"Invalid byte formatted string {text}: illegal base64 data at input byte {place}") from None


def _number(value: Any, _schema: Schema) -> float:
    if type(value) not in {int, float}:
        raise CelValueError(f"invalid data, expected float, got {_go_type(value)}")
    return float(value)


def _integer(value: Any, _schema: Schema) -> int:
    if type(value) is float:
        if math.isfinite(value) and value == math.trunc(value) and -(2.0**63) <= value <= 2.0**63:
            return int(value)
        raise CelValueError(f"invalid data, expected int, got non-integer float {value}")
    if type(value) is not int:
        raise CelValueError(f"invalid data, expected int, got {_go_type(value)}")
    return value


def _boolean(value: Any, _schema: Schema) -> bool:
    if type(value) is not bool:
        raise CelValueError(f"invalid data, expected bool, got {_go_type(value)}")
    return value


_SCALARS: Final[Mapping[str, Callable[[Any, Schema], Any]]] = {
    "string": _string,
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
}
_FORMATS: Final[Mapping[str, Callable[[str], Any]]] = {
    "byte": _bytes,
    "date": date,
    "date-time": date_time,
    "duration": openapi_duration,
}
_GO_TYPES: Final[Mapping[type[Any], str]] = {
    str: "string",
    bool: "bool",
    int: "int64",
    float: "float64",
    list: "[]interface {}",
    dict: "map[string]interface {}",
}


def _go_type(value: Any) -> str:
    kind = kind_of(value)
    return _GO_TYPES.get(kind, kind.__name__)


def _is_quantity(schema: Schema) -> bool:
    """Whether a schema is that of a quantity, which says no type, and that it is a text or a number."""
    found = schema.get("oneOf") or ()
    return not schema.get("type") and len(found) == 2 and {one.get("type") for one in found} >= {"string", "number"}  # noqa: PLR2004 - two


@attrs.define(eq=False, slots=True)
class Object:
    """A map of JSON that has a schema; the keys are those of CEL, in which names that CEL reserves are escaped.

    Args:
        raw: the JSON.
        properties: the schemas of its fields; None where it is a map of values of one schema.
        values: the schema of the values of such a map.
    """

    raw: Mapping[str, Any]
    properties: Mapping[str, Schema] | None
    values: Schema | None
    resolve: Resolve
    inside: frozenset[str]
    _read: dict[str, Any] = attrs.field(factory=dict[str, Any], init=False)

    def __len__(self) -> int:
        return len(self.raw)

    def __iter__(self) -> Iterator[str]:
        if self.properties is None:
            return iter(self.raw)
        return (escaped(key) or key for key in self.raw)

    def find(self, key: str) -> Any:
        """The value of a key as CEL knows it; KeyError where there is none."""
        if key in self._read:
            return self._read[key]
        found = self._find(key)
        if found is _MISSING:
            raise KeyError(key)
        self._read[key] = found
        return found

    def schema_of(self, key: str) -> Schema | None:
        """The schema of a field by its name in JSON, where there is one."""
        return self.values if self.properties is None else self.properties.get(key)

    def _find(self, key: str) -> Any:
        name = key if self.properties is None else unescaped(key)
        if name is None or name not in self.raw:
            return _MISSING
        value = self.raw[name]
        if value is None and self.properties is not None:
            return _MISSING
        schema = self.schema_of(name)
        return adapted(value) if schema is None else _typed(value, schema, self.resolve, self.inside)


@attrs.define(eq=False, slots=True)
class Listing:
    """A list of JSON whose items have a schema.

    Args:
        raw: the JSON.
        schema: that of the items.
        kind: `atomic`, `set` or `map`, as Kubernetes tells lists.
        keys: the fields that tell the items of a `map` apart.
    """

    raw: Any
    schema: Schema
    resolve: Resolve
    inside: frozenset[str]
    kind: str = "atomic"
    keys: tuple[str, ...] = ()
    _read: list[Any] | None = attrs.field(default=None, init=False)

    def __len__(self) -> int:
        return len(self.raw)

    @property
    def items(self) -> list[Any]:
        """The items as CEL has them; instead of one that is not what its schema says, the error, which is raised when it is read."""
        if self._read is None:
            self._read = [self._item(item) for item in self.raw]
        return self._read

    def _item(self, raw: Any) -> Any:
        try:
            return _typed(raw, self.schema, self.resolve, self.inside)
        except CelValueError as error:
            return error

    def at(self, index: int) -> Any:
        """One item as CEL has it."""
        return _typed(self.raw[index], self.schema, self.resolve, self.inside)

    def with_items(self, raw: list[Any]) -> "Listing":
        """The same list with other items."""
        return Listing(raw, self.schema, self.resolve, self.inside, self.kind, self.keys)


def unescaped(name: str) -> str | None:
    """A property's name in the cluster, from its name in CEL; None where no property is called so.

    Example:
        >>> unescaped("my__dash__field"), unescaped("__namespace__"), unescaped("a__b__")
        ('my-field', 'namespace', None)
    """
    if "__" not in name:
        return name
    wrong: list[str] = []

    def plain(match: re.Match[str]) -> str:
        inner = match[1]
        if inner in _ESCAPES:
            return _ESCAPES[inner]
        if inner not in RESERVED or match[0] != name:
            wrong.append(inner)
        return inner

    found = re.sub("__([^_]+)__", plain, name)
    return None if wrong else found


register(Object, "map")
register(Listing, "list")
