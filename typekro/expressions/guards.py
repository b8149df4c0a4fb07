"""Tells the shapes of users' values apart, for the type checkers too."""

import inspect
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


def takes(function: Any, count: int) -> bool:
    """Whether a function can be called with so many arguments, none of them by name.

    Example:
        >>> takes(lambda node: node, 1), takes(lambda: None, 1), takes(lambda node, more=None: node, 1)
        (True, False, True)
    """
    try:
        inspect.signature(function).bind(*range(count))
    except TypeError:
        return False
    except ValueError:  # some that are written in C do not say
        return True
    return True


def parameters_of(function: Any) -> str:
    """The parameters of a function as a person would name them.

    Example:
        >>> parameters_of(lambda node, *, more: node), parameters_of(lambda: None)
        ('(node, *, more)', '()')
    """
    parameters = inspect.signature(function).parameters.values()
    bare = [each.replace(annotation=inspect.Parameter.empty) for each in parameters]
    return str(inspect.Signature(bare))
