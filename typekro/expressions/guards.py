"""Tells the shapes of users' values apart, for the type checkers too."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeGuard


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether it is a mapping."""
    return isinstance(value, dict | Mapping)  # a dict is known at a glance, and most mappings are dicts


def is_sequence(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether it is a list or a tuple; a text is none."""
    return isinstance(value, list | tuple)


def is_collection(value: object) -> TypeGuard[Iterable[Any]]:
    """Whether it is a list, a tuple or a set, that is, can be made anew from its items."""
    return isinstance(value, list | tuple | set | frozenset)


def is_slice(value: object) -> "TypeGuard[slice[Any, Any, Any]]":
    """Whether it is what stands in brackets as `a:b`."""
    return isinstance(value, slice)
