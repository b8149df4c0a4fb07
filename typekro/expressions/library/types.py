"""The types of CEL, as kro gives them to the OpenAPI schemas of Kubernetes."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

import attrs

from typekro.errors import TypeKroError

Schema: TypeAlias = Mapping[str, Any]
Resolve: TypeAlias = Callable[[str], Schema]
Kind: TypeAlias = Literal[
    "dyn",
    "null",
    "bool",
    "int",
    "uint",
    "double",
    "string",
    "bytes",
    "timestamp",
    "duration",
    "list",
    "map",
    "struct",
    "optional",
    "type",
    "opaque",
]

RESERVED: Final = frozenset(
    re.findall(
        r"\w+",
        "true false null in as break const continue else for function if import let loop package namespace return var void while",
    )
)
_PRESERVE: Final = "x-kubernetes-preserve-unknown-fields"
_ESCAPED: Final = {"__": "__underscores__", ".": "__dot__", "-": "__dash__", "/": "__slash__"}


def no_references(ref: str) -> Schema:
    """The `resolve` of schemas that have no `$ref`."""
    raise TypeKroError(f"the schema refers to {ref}, and there is nothing to look it up in", "NO_SCHEMA")


@attrs.frozen(repr=False)
class CelType:
    """A type of CEL.

    Args:
        kind: what it is; `opaque` are types with nothing but functions, such as a quantity.
        parameters: of a list its items, of a map its keys and values, of an optional its value, of a type the type.
        struct: the fields, where it is a struct.
        name: the name of an opaque type.

    Example:
        >>> str(CelType("list", (STRING,)))
        'list(string)'
    """

    kind: Kind
    parameters: tuple["CelType", ...] = ()
    struct: "Struct | None" = None
    name: str = ""

    def __str__(self) -> str:
        """The type in kro's words."""
        if self.struct is not None:
            return self.struct.path
        name = {"optional": "optional_type", "null": "null_type"}.get(self.kind, self.name or self.kind)
        return f"{name}({', '.join(map(str, self.parameters))})" if self.parameters else name

    __repr__ = __str__


@attrs.frozen(slots=False, eq=False)
class Struct:
    """An object of known fields. As in kro, two are the same type only if they stand at the same place of the same resource.

    Args:
        path: the place (`deployment.spec.template`).
        schema: its OpenAPI schema, not a `$ref`.
        resolve: finds the schema of a `$ref`.
        inside: the `$ref`s that lead here; one of them met again is kept as an object without fields.
    """

    path: str
    schema: Schema
    resolve: Resolve = no_references
    inside: frozenset[str] = frozenset()

    @property
    def preserving(self) -> bool:
        """Whether fields that are not known may be read too, as anything."""
        return bool(self.schema.get(_PRESERVE))

    @cached_property
    def fields(self) -> Mapping[str, CelType]:
        """The fields that CEL can read, by their names in CEL."""
        found = ((escaped(name), self._field(name, schema)) for name, schema in _properties(self.schema).items())
        return {name: type_ for name, type_ in found if name is not None and type_ is not None}

    def field(self, name: str) -> CelType | None:
        """The type of a field as an expression may name it, or None where there is none.

        Args:
            name: its name behind the dot; a word that CEL reserves may be given as it is.
        """
        found = self.fields.get(name) or (self.fields.get(f"__{name}__") if name in RESERVED else None)
        return DYN if found is None and self.preserving else found

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its properties in the cluster."""
        return tuple(_properties(self.schema))

    def _field(self, name: str, schema: Schema) -> CelType | None:
        return type_of_schema(schema, f"{self.path}.{name}", self.resolve, self.inside)


DYN: Final = CelType("dyn")
NULL: Final = CelType("null")
BOOL: Final = CelType("bool")
INT: Final = CelType("int")
DOUBLE: Final = CelType("double")
STRING: Final = CelType("string")
BYTES: Final = CelType("bytes")
TIMESTAMP: Final = CelType("timestamp")
DURATION: Final = CelType("duration")
CONDITION_FIELDS: Final = ("type", "status", "reason", "message")
CONDITION_STRUCT: Final = Struct(
    "kro.run.Condition", {"type": "object", "properties": {name: {"type": "string"} for name in CONDITION_FIELDS}}
)
CONDITION: Final = CelType("struct", struct=CONDITION_STRUCT)
_SCALARS: Final = {"boolean": BOOL, "integer": INT, "number": DOUBLE, "string": STRING}
_FORMATS: Final = {"byte": BYTES, "duration": DURATION, "date": TIMESTAMP, "date-time": TIMESTAMP}


def list_of(item: CelType) -> CelType:
    """The type of a list."""
    return CelType("list", (item,))


def map_of(value: CelType) -> CelType:
    """The type of a map from text."""
    return CelType("map", (STRING, value))


def type_of_schema(schema: Schema, path: str, resolve: Resolve = no_references, inside: frozenset[str] = frozenset()) -> CelType | None:
    """The type that kro gives to a schema, or None where expressions cannot read it at all (a schema that says no type).

    Args:
        schema: OpenAPI.
        path: what it is the schema of (`schema.spec`); structs are told apart by it.
        resolve: finds the schema of a `$ref`.
        inside: the `$ref`s that lead here.

    Example:
        >>> str(type_of_schema({"type": "array", "items": {"type": "integer"}}, "numbers"))
        'list(int)'
    """
    schema, inside = dereferenced(schema, resolve, inside)
    if schema.get("format") == "int-or-string" or schema.get("x-kubernetes-int-or-string"):
        return DYN
    match schema.get("type"):
        case "array":
            item = type_of_schema(schema["items"], f"{path}[]", resolve, inside) if schema.get("items") is not None else None
            return None if item is None else list_of(item)
        case "object" if isinstance(schema.get("additionalProperties"), Mapping):
            value = type_of_schema(schema["additionalProperties"], f"{path}[]", resolve, inside)
            return map_of(value or DYN)
        case "object":
            return CelType("struct", struct=Struct(path, schema, resolve, inside))
        case "string" if schema.get("format") in _FORMATS:
            return _FORMATS[schema["format"]]
        case name:
            return _SCALARS.get(name or "")


def dereferenced(schema: Schema, resolve: Resolve, inside: frozenset[str] = frozenset()) -> tuple[Schema, frozenset[str]]:
    """The schema itself where it is a `$ref` (alone, or as the only part of an `allOf`), and the `$ref`s that lead to it."""
    while (ref := _ref(schema)) is not None:
        if ref in inside:
            return {"type": "object"}, inside
        schema, inside = resolve(ref), inside | {ref}
    return schema, inside


def escaped(name: str) -> str | None:
    """A property's name as CEL knows it, or None where CEL cannot name it.

    Example:
        >>> escaped("my-field"), escaped("namespace"), escaped("$ref")
        ('my__dash__field', '__namespace__', None)
    """
    if name in RESERVED:
        return f"__{name}__"
    if re.fullmatch(r"[A-Za-z_.\-/][A-Za-z0-9_.\-/]*", name) is None:
        return None
    return re.sub(r"__|[./-]", lambda match: _ESCAPED[match[0]], name)


def structs_in(types: Iterable[CelType | None]) -> list[Struct]:
    """The structs that types are made of."""
    found: list[Struct] = []
    for type_ in types:
        if type_ is not None:
            found += [type_.struct] if type_.struct is not None else structs_in(type_.parameters)
    return found


def _ref(schema: Schema) -> str | None:
    if "$ref" in schema:
        return str(schema["$ref"])
    parts = schema.get("allOf")
    return str(parts[0]["$ref"]) if parts and len(parts) == 1 and "$ref" in parts[0] else None


def _properties(schema: Schema) -> Mapping[str, Schema]:
    properties: Mapping[str, Schema] = schema.get("properties") or {}
    if not schema.get("x-kubernetes-embedded-resource"):
        return properties
    # kro lets expressions read these of any resource that stands inside of another one.
    names = {name: {"type": "string"} for name in ("name", "generateName")}
    metadata = properties.get("metadata", {})
    return {
        "apiVersion": {"type": "string"},
        "kind": {"type": "string"},
        **properties,
        "metadata": {"type": "object", **metadata, "properties": {**metadata.get("properties", {}), **names}},
    }
