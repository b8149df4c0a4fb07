"""Tells the items of a list apart, by their keys or by themselves."""

from typing import Any

from typekro.local.merging.elements import Element, key_element, value_element
from typekro.local.merging.shapes import is_list, is_object
from typekro.local.merging.types import ListType


class UnfitItemError(Exception):
    """An item cannot be told apart from others; the text says why, as Kubernetes does."""


def element_of(item: Any, kind: ListType) -> Element:
    """The step of a path that leads to an item of a list of the type `set` or `map`.

    Args:
        item: the item.
        kind: the type of the list.

    Raises:
        UnfitItemError: there is none.
    """
    if kind.keys:
        return _by_keys(item, kind)
    if is_object(item):
        raise UnfitItemError("associative list without keys has an element that's a map type")
    if is_list(item):
        raise UnfitItemError("not supported: associative list with lists as elements")
    if item is None:
        raise UnfitItemError("associative list without keys has an element that's an explicit null")
    return value_element(item)


def _by_keys(item: Any, kind: ListType) -> Element:
    if item is None:
        raise UnfitItemError("associative list with keys may not have a null element")
    if not is_object(item):
        raise UnfitItemError("associative list with keys may not have non-map elements")
    keys: dict[str, Any] = {}
    for key in kind.keys:
        if key in item:
            keys[key] = item[key]
        elif key in kind.defaults:
            keys[key] = kind.defaults[key]
    if not keys:
        listed = " ".join(f'"{key}"' for key in kind.keys)
        why = f"associative list with keys has an element that omits all key fields [{listed}]"
        raise UnfitItemError(f"{why} (and doesn't have default values for any key fields)")
    return key_element(keys)
