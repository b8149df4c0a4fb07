"""What a part of an object was before an update, as far as that can be told: items of lists only where keys tell them apart."""

from collections.abc import Sequence
from typing import Any, Final

from typekro.local.schemas.shapes import is_list, is_object, part_of
from typekro.openapi.schemas import Schema

UNKNOWN: Final[Any] = object()
"""Stands for what something was before, where that cannot be told."""


def field_before(old: Any, new: Any, name: str, schema: Schema) -> Any:
    """What a field of an object was.

    Args:
        old: what the object was.
        new: the object.
        name: the field.
        schema: the schema of the object.
    """
    if not is_object(old) or not is_object(new) or name not in old or name not in new:
        return UNKNOWN
    return UNKNOWN if below(schema, name) is None else old[name]


def item_before(old: Any, item: Any, schema: Schema) -> Any:
    """What an item of a list was, told by its keys.

    Args:
        old: what the list was.
        item: the item.
        schema: the schema of the list.
    """
    if schema.get("x-kubernetes-list-type") != "map" or not is_list(old):
        return UNKNOWN
    keys = keys_of(item, schema)
    found = next((each for each in old if keys_of(each, schema) == keys), UNKNOWN) if keys is not None else UNKNOWN
    return UNKNOWN if found is None else found


def keys_of(item: Any, schema: Schema) -> Sequence[Any] | None:
    """What tells an item from others, or None where it has nothing that could."""
    if not is_object(item):
        return None
    keys = schema.get("x-kubernetes-list-map-keys", ())
    return tuple((name, repr(item[name]) if name in item else UNKNOWN) for name in keys)


def below(schema: Schema, name: str) -> Schema | None:
    """The schema of a field, or None."""
    found, others = part_of(schema, "properties").get(name), schema.get("additionalProperties")
    return found if is_object(found) else others if is_object(others) else None


def is_same(old: Any, new: Any, schema: Schema) -> bool:
    """Whether something is what it was: where its schema names no field, that is not told.

    Args:
        old: what it was.
        new: what it is.
        schema: its schema.
    """
    if old is UNKNOWN:
        return False
    if is_object(new) and is_object(old):
        return len(old) == len(new) and all(
            is_same(field_before(old, new, name, schema), new[name], below(schema, name) or {}) for name in new
        )
    if is_list(new) and is_list(old):
        if len(old) != len(new):
            return False
        if schema.get("x-kubernetes-list-type") == "map":
            items = schema.get("items", {})
            return all(is_same(item_before(old, item, schema), item, items) for item in new)
        return old == new
    return type(old) is type(new) and bool(old == new)
