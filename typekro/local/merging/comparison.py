"""Compares two versions of an object, field by field."""

from collections.abc import Callable
from typing import Any, Final

import attrs

from typekro.local.merging.elements import Element
from typekro.local.merging.equality import same
from typekro.local.merging.field_sets import EMPTY, FieldSet
from typekro.local.merging.shapes import is_list, is_object
from typekro.local.merging.typed import elements_of, everything_in
from typekro.local.merging.types import DEDUCED, ListType, MapType, Type

_ROOT: Final = ""
"""In place of a step, where no step was taken yet."""


@attrs.frozen
class Comparison:
    """What is other in a new version of an object.

    Args:
        removed: fields that are no more.
        modified: fields that have other values.
        added: fields that are new.
    """

    removed: FieldSet = EMPTY
    modified: FieldSet = EMPTY
    added: FieldSet = EMPTY

    @property
    def set(self) -> FieldSet:
        """What was modified or added."""
        return self.modified.union(self.added)

    def filtered(self, kept: Callable[[FieldSet], FieldSet]) -> "Comparison":
        """The same of some fields alone."""
        return Comparison(kept(self.removed), kept(self.modified), kept(self.added))


def compared(old: Any, new: Any, kind: Type) -> Comparison:
    """What is other in the new version of an object.

    Args:
        old: the object as it was.
        new: the object as it is.
        kind: the type of both.

    Raises:
        MergeError: one of them does not fit the type.
    """
    around = _Level()
    _compare(old, new, kind, _ROOT, around)
    return Comparison(around.removed.below(_ROOT), around.modified.below(_ROOT), around.added.below(_ROOT))


class _Fields:
    """A set of fields in the making: those of one level, with what is below them."""

    __slots__ = ("children", "members")

    def __init__(self) -> None:
        self.members: list[Element] = []
        self.children: dict[Element, FieldSet] = {}

    def add(self, element: Element, below: FieldSet = EMPTY) -> None:
        """Adds a field, with fields below it."""
        self.members.append(element)
        self.graft(element, below)

    def graft(self, element: Element, below: FieldSet) -> None:
        """Adds what is below a field, without the field itself."""
        if below is not EMPTY:
            known = self.children.get(element)
            self.children[element] = below if known is None else known.union(below)

    def below(self, element: Element) -> FieldSet:
        """What is below a field."""
        return self.children.get(element, EMPTY)

    def frozen(self) -> FieldSet:
        """The set."""
        return FieldSet(frozenset(self.members), self.children) if self.members or self.children else EMPTY


class _Level:
    """What is other on one level of an object."""

    __slots__ = ("added", "modified", "removed")

    def __init__(self) -> None:
        self.removed, self.modified, self.added = _Fields(), _Fields(), _Fields()

    def close(self, element: Element, around: "_Level") -> None:
        """Puts what was found into the level around it."""
        around.removed.graft(element, self.removed.frozen())
        around.modified.graft(element, self.modified.frozen())
        around.added.graft(element, self.added.frozen())


def _compare(old: Any, new: Any, kind: Type, element: Element, level: _Level) -> None:
    """Compares what both versions have at a step."""
    if old is new:
        return
    before, after = kind.of(old), kind.of(new)
    _compare_as(before, old, new, element, level)
    if after is not before:
        _compare_as(after, old, new, element, level)


def _compare_as(atom: Any, old: Any, new: Any, element: Element, level: _Level) -> None:
    """Compares two values as if both had one shape."""
    match atom:
        case MapType(atomic=False):
            before, after = old if is_object(old) else {}, new if is_object(new) else {}
            if before or after:
                _compare_objects(before, after, atom, below := _Level())
                below.close(element, level)
                return
        case ListType(atomic=False):
            earlier, later = old if is_list(old) else [], new if is_list(new) else []
            if earlier or later:
                _compare_lists(earlier, later, atom, below := _Level())
                below.close(element, level)
                return
        case _:
            pass
    if not same(old, new):
        level.modified.add(element)


def _compare_objects(old: dict[str, Any], new: dict[str, Any], fields: MapType, level: _Level) -> None:
    for name, part in old.items():
        if name not in new:
            level.removed.add(f"f:{name}", everything_in(part, fields.field(name) or DEDUCED))
    for name, part in new.items():
        if name not in old:
            level.added.add(f"f:{name}", everything_in(part, fields.field(name) or DEDUCED))
        elif (was := old[name]) is not part and not (isinstance(part, str) and part == was):
            _compare(was, part, fields.field(name) or DEDUCED, f"f:{name}", level)


def _compare_lists(old: list[Any], new: list[Any], items: ListType, level: _Level) -> None:
    before, after = _by_element(old, items), _by_element(new, items)
    for element in dict.fromkeys([*before, *after]):
        _compare_items(before.get(element, []), after.get(element, []), items.item, element, level)


def _compare_items(old: list[Any], new: list[Any], kind: Type, element: Element, level: _Level) -> None:
    """Compares all that have the same keys; those that are there more than once are one value."""
    match len(old), len(new):
        case 1, 1:
            _compare(old[0], new[0], kind, element, level)
        case 1, 0:
            level.removed.add(element, everything_in(old[0], kind))
        case 0, 1:
            level.added.add(element, everything_in(new[0], kind))
        case (before, after) if before > 1 and after > 1:
            if not same(old, new):
                level.modified.add(element)
        case (before, _) if before > 1:
            if new:
                level.added.add(element, everything_in(new[0], kind))
            level.removed.add(element)
        case _:
            if old:
                level.removed.add(element, everything_in(old[0], kind))
            level.added.add(element)


def _by_element(value: list[Any], items: ListType) -> dict[Element, list[Any]]:
    found: dict[Element, list[Any]] = {}
    for element, item in zip(elements_of(value, items), value, strict=True):
        found.setdefault(element, []).append(item)
    return found
