"""Steps of defaulting: an object that was just read is filled in where it stands, since nobody else has it yet."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from typekro.local.schemas.shapes import is_object, items_of

Fields: TypeAlias = dict[str, Any]
"""A part of an object that was just read."""


def fill(fields: Fields, **defaults: Any) -> None:
    """Set what is not there, or null."""
    for name, value in defaults.items():
        if fields.get(name) is None:
            fields[name] = value


def fill_empty(fields: Fields, **defaults: Any) -> None:
    """Set what is not there, or empty."""
    for name, value in defaults.items():
        if not fields.get(name):
            fields[name] = value


def part(fields: Fields, name: str) -> Fields:
    """A part that Go always has: it is there, empty at least."""
    found = fields.get(name)
    if not is_object(found):
        found = fields[name] = {}
    return found


def given(fields: Fields, *names: str) -> Iterator[Fields]:
    """The part at the end of a path, where it is there."""
    found: Any = fields
    for name in names:
        found = found.get(name) if is_object(found) else None
    if is_object(found):
        yield found


def each(fields: Fields, *names: str) -> Iterator[Fields]:
    """The items of a list at the end of a path."""
    *path, last = names
    for holder in given(fields, *path):
        yield from (item for item in items_of(holder, last) if is_object(item))
