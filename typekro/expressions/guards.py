"""Tells the shapes of users' values apart, for the type checkers too."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeGuard

SCALARS: Final = frozenset({str, int, float, bool, type(None)})
"""Classes of values that have no parts; most values are of these, and are known at a glance by it."""


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether it is a mapping."""
    return isinstance(value, dict) or (type(value) not in SCALARS and isinstance(value, Mapping))


def is_sequence(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether it is a list or a tuple; a text is none."""
    return isinstance(value, list | tuple)


def is_collection(value: object) -> TypeGuard[Iterable[Any]]:
    """Whether it is a list, a tuple or a set, that is, can be made anew from its items."""
    return isinstance(value, list | tuple | set | frozenset)


def is_slice(value: object) -> "TypeGuard[slice[Any, Any, Any]]":
    """Whether it is what stands in brackets as `a:b`."""
    return isinstance(value, slice)
