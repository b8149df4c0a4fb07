"""The types of server-side apply: what an OpenAPI schema says of how a value is merged, ready to be walked along."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

import attrs

from typekro.local.merging.shapes import is_list, is_object
from typekro.openapi.schemas import Schema

Resolve: TypeAlias = Callable[[str], Schema]
Scalar: TypeAlias = Literal["numeric", "string", "boolean", "untyped"]

_SCALARS: Mapping[str, Scalar] = {"integer": "numeric", "number": "numeric", "boolean": "boolean"}
_TEXTS: Mapping[str, Scalar] = {"": "string", "byte": "string"}
_QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity"
_RAW = "io.k8s.apimachinery.pkg.runtime.RawExtension"


class Type:
    """How a value is merged, for each of the shapes that it may have.

    Args:
        scalar: as a scalar.
        items: as a list.
        fields: as an object.
    """

    __slots__ = ("fields", "items", "scalar")

    def __init__(self, scalar: Scalar | None = None, items: "ListType | None" = None, fields: "MapType | None" = None) -> None:
        self.scalar: Scalar | None = scalar
        self.items: ListType | None = items
        self.fields: MapType | None = fields

    def of(self, value: Any) -> "Atom | None":
        """Which of its shapes a value has; for a value that has none of them, and for null, the first one."""
        if isinstance(value, str):
            if self.scalar is not None:
                return self.scalar
        elif is_object(value):
            if self.fields is not None:
                return self.fields
        elif is_list(value):
            if self.items is not None:
                return self.items
        elif value is not None and self.scalar is not None:
            return self.scalar
        if self.fields is not None:
            return self.fields
        return self.items if self.scalar is None else self.scalar


@attrs.define(eq=False)
class ListType:
    """How a list is merged.

    Args:
        atomic: as one value.
        keys: what tells its items apart, where they are objects; without keys they are scalars, each there once.
        item: the type of its items.
    """

    atomic: bool
    keys: tuple[str, ...]
    item: Type

    @functools.cached_property
    def defaults(self) -> Mapping[str, Any]:
        """What keys are where an item does not have them."""
        fields = self.item.fields
        return {key: fields.defaults[key] for key in self.keys if key in fields.defaults} if fields is not None else {}


class MapType:
    """How an object is merged; the types of its fields are made when they are asked for, since schemas refer to themselves.

    Args:
        atomic: as one value.
        properties: the schemas of the fields that are known.
        rest: the schema of the others; None where there are no others.
        made: makes types of schemas.
    """

    __slots__ = ("_fields", "_made", "_properties", "_rest", "atomic", "defaults")

    def __init__(
        self, properties: Mapping[str, Schema], rest: "Schema | Type | None", made: Callable[[Schema], Type], *, atomic: bool
    ) -> None:
        self.atomic = atomic
        self.defaults = {name: schema["default"] for name, schema in properties.items() if schema.get("default") is not None}
        self._properties = properties
        self._rest = rest
        self._made = made
        self._fields: dict[str, Type] = {}

    def as_atomic(self, *, atomic: bool) -> "MapType":
        """The same, merged as one value or not."""
        return self if self.atomic == atomic else MapType(self._properties, self._rest, self._made, atomic=atomic)

    def knows(self, name: str) -> bool:
        """Whether it is one of the fields that are known."""
        return name in self._properties

    @property
    def deduced(self) -> bool:
        """Whether no field is known, and all are merged as what they look like."""
        return not self._properties and self._rest is DEDUCED

    @property
    def rest(self) -> Type | None:
        """The type of the fields that are not known; None where there are to be none."""
        if self._rest is not None and not isinstance(self._rest, Type):
            self._rest = self._made(self._rest)
        return self._rest

    def field(self, name: str) -> Type | None:
        """The type of a field; None where there is to be no such one."""
        found = self._fields.get(name)
        if found is None:
            schema = self._properties.get(name)
            if schema is None:
                return self.rest
            found = self._fields[name] = self._made(schema)
        return found


Atom: TypeAlias = MapType | ListType | Scalar


def _unmade(_schema: Schema) -> Type:
    raise AssertionError


UNTYPED = Type("untyped")
"""A value of which nothing is known: its lists and objects are one value."""
UNTYPED.items = ListType(atomic=True, keys=(), item=UNTYPED)
UNTYPED.fields = MapType({}, UNTYPED, _unmade, atomic=True)

DEDUCED = Type("untyped", UNTYPED.items)
"""A value of which nothing is known, in a resource that preserves unknown fields: its lists are one value, its objects are merged."""
DEDUCED.fields = MapType({}, DEDUCED, _unmade, atomic=False)


def type_of(schema: Schema, resolve: Resolve) -> Type:
    """The type that a schema says; made once for each schema.

    Args:
        schema: what Kubernetes publishes; nobody changes it.
        resolve: what a `$ref` in it means.
    """
    return _type_of(SameSchema(schema, resolve))


@attrs.frozen(eq=False)
class SameSchema:
    """A schema as a key: the same as itself alone, since comparing them would take longer than what is kept saves."""

    schema: Schema
    resolve: Resolve

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameSchema) and self.schema is other.schema


@functools.lru_cache(maxsize=1024)
def _type_of(key: SameSchema) -> Type:
    return _Maker(key.resolve).root(key.schema)


class _Maker:
    """Makes types of schemas.

    Args:
        resolve: what a `$ref` means.
        preserving: fields that are not known are kept, here and below.
    """

    def __init__(self, resolve: Resolve, *, preserving: bool = False) -> None:
        self._resolve = resolve
        self._preserving = preserving
        self._named: dict[str, Type] = {}

    def root(self, schema: Schema) -> Type:
        """The type of what is no reference."""
        maker = self
        if schema.get("x-kubernetes-preserve-unknown-fields") and not self._preserving:
            maker = _Maker(self._resolve, preserving=True)
            maker._named = self._named
        kind = schema.get("type", "")
        match kind:
            case "object":
                return Type(fields=maker._fields(schema))
            case "array":
                return Type(items=maker._items(schema))
            case "string":
                return Type(_TEXTS.get(schema.get("format", ""), "untyped"))
            case "integer" | "number" | "boolean":
                return Type(_SCALARS[kind])
            case _:
                return Type("untyped", maker._items(schema), maker._fields(schema))

    def of(self, schema: Schema) -> Type:
        """The type of a part."""
        reference = schema.get("$ref", "")
        several = schema.get("allOf", ())
        if not reference and len(several) == 1:
            reference = several[0].get("$ref", "")
        if not reference:
            return self.root(schema)
        found = self._by_name(reference)
        relation = schema.get("x-kubernetes-map-type")
        if relation is None or found.fields is None:
            return found
        return Type(found.scalar, found.items, found.fields.as_atomic(atomic=relation == "atomic"))

    def _by_name(self, reference: str) -> Type:
        name = reference.rpartition("/")[2]
        found = self._named.get(name)
        if found is None:
            found = self._named[name] = self._made(name, reference)
        return found

    def _made(self, name: str, reference: str) -> Type:
        match name:
            case _ if name == _QUANTITY:
                return Type("untyped")
            case _ if name == _RAW:
                return UNTYPED
            case _:
                maker = _Maker(self._resolve)
                maker._named = self._named
                return maker.root(self._resolve(reference))

    def _fields(self, schema: Schema) -> MapType:
        properties: Mapping[str, Schema] = schema.get("properties") or {}
        rest: Schema | Type | None = None
        match schema.get("additionalProperties"):
            case None:
                rest = DEDUCED if self._preserving or not properties else None
            case True:
                rest = DEDUCED
            case False:
                rest = None
            case other:
                rest = other
        return MapType(properties, rest, self.of, atomic=schema.get("x-kubernetes-map-type") == "atomic")

    def _items(self, schema: Schema) -> ListType:
        item = schema.get("items")
        atomic, keys = _relation(schema)
        return ListType(atomic, keys, UNTYPED if item is None else self.of(item))


def _relation(schema: Schema) -> tuple[bool, tuple[str, ...]]:
    """Whether a list is one value, and what tells its items apart."""
    match schema.get("x-kubernetes-list-type"):
        case "set":
            return False, ()
        case "map":
            return False, tuple(schema.get("x-kubernetes-list-map-keys") or ())
        case None if schema.get("x-kubernetes-patch-strategy") in {"merge", "merge,retainKeys"}:
            key = schema.get("x-kubernetes-patch-merge-key")
            return False, () if key is None else (key,)
        case _:
            return True, ()
