"""Merges what is applied into an object, and takes fields out of one, along its type; parts that stay the same are shared."""

from collections.abc import Mapping
from typing import Any

from typekro.local.merging.elements import Element
from typekro.local.merging.equality import same
from typekro.local.merging.field_sets import FieldSet
from typekro.local.merging.shapes import is_list, is_object
from typekro.local.merging.typed import elements_of
from typekro.local.merging.types import DEDUCED, ListType, MapType, Type

_TWICE = object()
"""In place of an item that is in a list more than once: what is applied is not merged with it, and replaces it."""


def merged(live: Any, applied: Any, kind: Type) -> Any:
    """An object with what is applied in it; nothing is removed, and lists of the type `map` are merged item by item.

    Args:
        live: the object.
        applied: some of its fields, as they are to be.
        kind: the type of both.
    """
    if live is applied:
        return live
    match kind.of(applied):
        case MapType(atomic=False) as fields:
            return _merged_object(live, applied, fields)
        case ListType(atomic=False) as items:
            return _merged_list(live, applied, items)
        case _:
            return live if same(live, applied) else applied


def _merged_object(live: Any, applied: Any, fields: MapType) -> Any:
    if not is_object(live) or not live:
        return live if same(live, applied) else applied
    if not is_object(applied):  # null, which says nothing of what is there
        return live
    changed: dict[str, Any] | None = None
    for name, part in applied.items():
        if name in live:
            old = live[name]
            new = old if isinstance(part, str) and old == part else merged(old, part, fields.field(name) or DEDUCED)
            if new is old:
                continue
        else:
            new = part
        if changed is None:
            changed = dict(live)
        changed[name] = new
    return live if changed is None else changed


def _merged_list(live: Any, applied: Any, items: ListType) -> Any:
    if not is_list(live) or not live:
        return live if same(live, applied) else applied
    if not is_list(applied) or not applied:
        return live
    result = _Interleaved(live, applied, items).result()
    return live if len(result) == len(live) and all(new is old for new, old in zip(result, live, strict=True)) else result


class _Interleaved:
    """Two lists as one: in the order of what is applied, with those that only the live list has where they stood among the others.

    Args:
        live: the live list.
        applied: the list that is applied, without duplicates.
        items: their type.
    """

    def __init__(self, live: list[Any], applied: list[Any], items: ListType) -> None:
        self._items = items
        self._live = list(zip(elements_of(live, items), live, strict=True))
        self._applied = list(zip(elements_of(applied, items), applied, strict=True))
        self._old: dict[Element, Any] = {}
        for element, item in self._live:
            self._old[element] = _TWICE if element in self._old else item
        self._new = dict(self._applied)
        self._shared = [element for element, _ in self._applied if element in self._old]
        self._next = 0
        self._done: set[Element] = set()
        self._result: list[Any] = []

    def result(self) -> list[Any]:
        """The list."""
        left = right = 0
        while left < len(self._live) or right < len(self._applied):
            element = self._live[left][0] if left < len(self._live) else None
            if element is not None and right < len(self._applied):
                if element == self._applied[right][0]:
                    self._take(element)
                    self._next += 1
                    left, right = left + 1, right + 1
                    continue
                if element in self._new and self._wanted not in {None, element}:
                    left += 1
                    continue
            if element is not None:
                if element not in self._new:
                    self._result.append(self._live[left][1])
                    left += 1
                    continue
                left += element in self._done
            if right < len(self._applied):
                element = self._applied[right][0]
                self._take(element)
                right += 1
                self._next += element == self._wanted
        return self._result

    @property
    def _wanted(self) -> Element | None:
        """The next item that both lists have, in the order of what is applied."""
        return self._shared[self._next] if self._next < len(self._shared) else None

    def _take(self, element: Element) -> None:
        self._done.add(element)
        new = self._new[element]
        old = self._old.get(element, _TWICE)
        self._result.append(new if old is _TWICE else merged(old, new, self._items.item))


def without(value: Any, fields: FieldSet, kind: Type) -> Any:
    """An object without some fields; an object or a list that loses all it has becomes null.

    Args:
        value: the object.
        fields: what is taken out.
        kind: the type of the object.
    """
    match kind.of(value):
        case MapType(atomic=False) as type_ if is_object(value):
            return _object_without(value, fields, type_)
        case ListType(atomic=False) as items if is_list(value):
            return _list_without(value, fields, items)
        case MapType() | ListType():
            return None
        case _:
            return value


def _object_without(value: Mapping[str, Any], fields: FieldSet, kind: MapType) -> Any:
    left: dict[str, Any] = {}
    for name, part in value.items():
        element = f"f:{name}"
        if element not in fields.members:
            below = fields.children.get(element)
            left[name] = part if below is None else without(part, below, kind.field(name) or DEDUCED)
    return left or None


def _list_without(value: list[Any], fields: FieldSet, items: ListType) -> Any:
    left: list[Any] = []
    for element, item in zip(elements_of(value, items), value, strict=True):
        if element not in fields.members:
            below = fields.children.get(element)
            left.append(item if below is None else without(item, below, items.item))
    return left or None
