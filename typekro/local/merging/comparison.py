"""Compares two versions of an object, field by field."""

from collections.abc import Callable
from typing import Any, TypeAlias

import attrs

from typekro.local.merging.elements import Element
from typekro.local.merging.equality import same
from typekro.local.merging.field_sets import EMPTY, FieldSet
from typekro.local.merging.shapes import is_list, is_object
from typekro.local.merging.typed import elements_of, everything_in
from typekro.local.merging.types import DEDUCED, ListType, MapType, Type

Path: TypeAlias = "tuple[Path, Element] | None"
"""Where the walk is: what is above, and the last step."""


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
    walk = _Walk()
    walk.both(old, new, kind, None)
    return Comparison(walk.removed.frozen(), walk.modified.frozen(), walk.added.frozen())


class _Tree:
    """A set of fields in the making."""

    __slots__ = ("children", "grafts", "members")

    def __init__(self) -> None:
        self.members: set[Element] = set()
        self.children: dict[Element, _Tree] = {}
        self.grafts: list[FieldSet] = []

    def at(self, path: Path) -> "_Tree":
        """The part below a path."""
        if path is None:
            return self
        above, element = path
        children = self.at(above).children
        if element not in children:
            children[element] = _Tree()
        return children[element]

    def add(self, path: Path, below: FieldSet = EMPTY) -> None:
        """Adds a field, with fields below it."""
        if path is None:
            self.grafts.append(below)
            return
        above, element = path
        tree = self.at(above)
        tree.members.add(element)
        if below:
            self.at(path).grafts.append(below)

    def frozen(self) -> FieldSet:
        """The set."""
        children = {element: below for element, child in self.children.items() if (below := child.frozen())}
        fields = FieldSet(frozenset(self.members), children) if self.members or children else EMPTY
        for graft in self.grafts:
            fields = fields.union(graft)
        return fields


class _Walk:
    """Walks along two versions at once, and notes what is other."""

    def __init__(self) -> None:
        self.removed, self.modified, self.added = _Tree(), _Tree(), _Tree()

    def both(self, old: Any, new: Any, kind: Type, path: Path) -> None:
        """Compares what both versions have."""
        if old is new:
            return
        before, after = kind.of(old), kind.of(new)
        self._as(before, old, new, path)
        if after is not before:
            self._as(after, old, new, path)

    def _as(self, atom: Any, old: Any, new: Any, path: Path) -> None:
        """Compares two values as if both had one shape."""
        match atom:
            case MapType(atomic=False):
                self._objects(old if is_object(old) else None, new if is_object(new) else None, atom, path, changed=(old, new))
            case ListType(atomic=False):
                self._lists(old if is_list(old) else None, new if is_list(new) else None, atom, path, changed=(old, new))
            case _:
                self._leaf(old, new, path)

    def _leaf(self, old: Any, new: Any, path: Path) -> None:
        if not same(old, new):
            self.modified.add(path)

    def _objects(
        self, old: dict[str, Any] | None, new: dict[str, Any] | None, fields: MapType, path: Path, *, changed: tuple[Any, Any]
    ) -> None:
        if not old and not new:
            self._leaf(*changed, path)
            return
        old, new = old or {}, new or {}
        for name, part in old.items():
            if name not in new:
                self._one(self.removed, part, fields.field(name), (path, f"f:{name}"))
        for name, part in new.items():
            if name not in old:
                self._one(self.added, part, fields.field(name), (path, f"f:{name}"))
            elif (was := old[name]) is not part and not (isinstance(part, str) and part == was):
                self.both(was, part, fields.field(name) or DEDUCED, (path, f"f:{name}"))

    @staticmethod
    def _one(into: _Tree, value: Any, kind: Type | None, path: Path) -> None:
        into.add(path, everything_in(value, kind or DEDUCED))

    def _lists(self, old: list[Any] | None, new: list[Any] | None, items: ListType, path: Path, *, changed: tuple[Any, Any]) -> None:
        if not old and not new:
            self._leaf(*changed, path)
            return
        before, after = _by_element(old or [], items), _by_element(new or [], items)
        for element in dict.fromkeys([*before, *after]):
            self._items(before.get(element, []), after.get(element, []), items.item, (path, element))

    def _items(self, old: list[Any], new: list[Any], kind: Type, path: Path) -> None:
        """Compares all that have the same keys; those that are there more than once are one value."""
        match len(old), len(new):
            case 1, 1:
                self.both(old[0], new[0], kind, path)
            case 1, 0:
                self._one(self.removed, old[0], kind, path)
            case 0, 1:
                self._one(self.added, new[0], kind, path)
            case (before, after) if before > 1 and after > 1:
                self._leaf(old, new, path)
            case (before, _) if before > 1:
                if new:
                    self._one(self.added, new[0], kind, path)
                self.removed.add(path)
            case _:
                if old:
                    self._one(self.removed, old[0], kind, path)
                self.added.add(path)


def _by_element(value: list[Any], items: ListType) -> dict[Element, list[Any]]:
    found: dict[Element, list[Any]] = {}
    for element, item in zip(elements_of(value, items), value, strict=True):
        found.setdefault(element, []).append(item)
    return found
