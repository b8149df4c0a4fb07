"""Tells the shapes of stored JSON apart, for the type checkers too: objects are dicts, and arrays are lists, nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether it is an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether it is an array."""
    return isinstance(value, list)


def part_of(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A field that holds an object; nothing where it is absent, or null.

    Example:
        >>> part_of({"spec": {"size": 1}, "status": None}, "spec"), part_of({"status": None}, "status")
        ({'size': 1}, {})
    """
    found = value.get(name)
    return found if is_object(found) else {}


def items_of(value: Mapping[str, Any], name: str) -> Sequence[Any]:
    """What stands in a field that holds an array; nothing where it is absent, or null."""
    found = value.get(name)
    return found if is_list(found) else ()
