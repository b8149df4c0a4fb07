"""The types of SimpleSchema: `string`, `[]T`, `map[string]T`, `object`, and names of other types."""

import copy
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import attrs

from typekro.schema.go_texts import SPACE
from typekro.schema.problems import RefusedError, nearest

OPENAPI_TYPES: Final = {"string": "string", "integer": "integer", "boolean": "boolean", "float": "number"}
MEANT: Final = {
    "int": "integer",
    "int32": "integer",
    "int64": "integer",
    "number": "float",
    "double": "float",
    "bool": "boolean",
    "str": "string",
    "text": "string",
    "any": "object",
    "array": "[]string",
    "list": "[]string",
    "dict": "map[string]string",
    "map": "map[string]string",
}
_DEPTH = 16


@attrs.frozen
class Atomic:
    """One of kro's own scalar types.

    Args:
        name: its name.
    """

    name: str


@attrs.frozen
class AnyObject:
    """An object about which nothing is said."""


@attrs.frozen
class ListOf:
    """A list.

    Args:
        item: the type of its items.
    """

    item: "FieldType"


@attrs.frozen
class MapOf:
    """A map from text.

    Args:
        value: the type of its values.
    """

    value: "FieldType"


@attrs.frozen
class Named:
    """A type that stands under `types`.

    Args:
        name: its name.
    """

    name: str


FieldType: TypeAlias = Atomic | AnyObject | ListOf | MapOf | Named


def parse_type(text: str, depth: int = 0) -> FieldType:
    """The type that a text names; whether a name stands under `types` is asked later.

    Args:
        text: the text, without markers.
        depth: how many lists and maps it is in.

    Raises:
        RefusedError: kro cannot read it.

    Example:
        >>> parse_type("[]map[string]integer")
        ListOf(item=MapOf(value=Atomic(name='integer')))
    """
    if depth > _DEPTH:
        raise RefusedError("its type is nested too deeply", f"kro takes at most {_DEPTH} lists and maps in each other")
    name = text.strip(SPACE)
    if not name:
        raise RefusedError("it has no type", "kro expects a type, then | and the markers", "name: string | required=true")
    if name in OPENAPI_TYPES:
        return Atomic(name)
    if name == "object":
        return AnyObject()
    if name.startswith("[]"):
        if name == "[]":
            raise RefusedError("[] is a list of nothing", "kro wants the type of the items behind it", "[]string")
        return ListOf(parse_type(name[2:], depth + 1))
    if name.startswith("map["):
        return MapOf(parse_type(_map_value(name), depth + 1))
    return Named(name)


def _map_value(name: str) -> str:
    value = name.removeprefix("map[string]").strip(SPACE)
    if not name.startswith("map[string]"):
        _, _, rest = name.partition("]")
        hint = f"map[string]{rest.strip(SPACE) or 'string'}"
        raise RefusedError(f"{name} is a map without keys of type string", "the keys of kro's maps are texts", hint)
    if not value:
        raise RefusedError("map[string] is a map of nothing", "kro wants the type of the values behind it", "map[string]string")
    return value


def names_in(type_: FieldType) -> Iterator[str]:
    """The names of other types that a type is made of."""
    match type_:
        case Named(name):
            yield name
        case ListOf(inner) | MapOf(inner):
            yield from names_in(inner)
        case _:
            pass


def unknown_type(name: str, known: list[str]) -> RefusedError:
    """Why a name cannot stand where a type is expected, with the one that was probably meant."""
    meant = MEANT.get(name.lower()) or nearest(name, [*known, *OPENAPI_TYPES, "object"])
    own = ", ".join(known) or "nothing"
    why = f"kro knows string, integer, float, boolean, object, []T and map[string]T; under types stands {own}"
    return RefusedError(f"{name} is no type", why, meant or f"types: {{{name}: {{field: string}}}}")


def anything() -> dict[str, Any]:
    """The schema of an object about which nothing is said."""
    return {"type": "object", "x-kubernetes-preserve-unknown-fields": True}


def copied_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that can be changed without changing where it comes from."""
    return copy.deepcopy(schema)
