"""Tells the shapes of JSON apart: what is merged is always plain dicts and lists, which is quicker to ask for than any mapping."""

from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether it is an object of JSON."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether it is a list of JSON."""
    return isinstance(value, list)


def is_scalar(value: object) -> bool:
    """Whether it is neither: nothing is in it."""
    return value is None or isinstance(value, str | int | float)
