"""Sets of fields: who owns what in an object, in the format `FieldsV1` of managed fields."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from typekro.local.merging.elements import Element, canonical, order
from typekro.local.merging.errors import MergeError
from typekro.local.merging.shapes import is_object

_NOTHING: Mapping[str, Any] = {}
_NO_MEMBERS: frozenset[Element] = frozenset()


class FieldSet:
    """A set of fields, as a tree; nobody changes it, so its parts are shared.

    Args:
        members: the fields right below that belong to the set.
        children: the sets of what is below those fields, whether they themselves belong to it or not; none is empty.

    Example:
        >>> fields = FieldSet.from_fields({"f:spec": {"f:replicas": {}}})
        >>> fields.has(["f:spec", "f:replicas"]), fields.has(["f:spec"])
        (True, False)
        >>> fields.union(FieldSet.from_fields({"f:spec": {".": {}}})).to_fields()
        {'f:spec': {'.': {}, 'f:replicas': {}}}
    """

    __slots__ = ("_fields", "children", "members")

    def __init__(self, members: frozenset[Element] = _NO_MEMBERS, children: "Mapping[Element, FieldSet] | None" = None) -> None:
        self.members = members
        self.children: Mapping[Element, FieldSet] = children or _NOTHING
        self._fields: dict[str, Any] | None = None

    @classmethod
    def of(cls, *paths: Sequence[Element]) -> "FieldSet":
        """The set of some paths.

        Example:
            >>> FieldSet.of(["f:metadata", "f:name"]).to_fields()
            {'f:metadata': {'f:name': {}}}
        """
        found = EMPTY
        for *parents, last in paths:
            one = cls(frozenset((last,)))
            for element in reversed(parents):
                one = cls(_NO_MEMBERS, {element: one})
            found = found.union(one)
        return found

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> "FieldSet":
        """The set that an entry of managed fields tells in its `fieldsV1`.

        Raises:
            MergeError: it tells none.
        """
        try:
            return _read(fields)[0] or EMPTY
        except (ValueError, TypeError, AttributeError) as error:
            raise MergeError(f"error decoding set: {error}") from error

    def to_fields(self) -> dict[str, Any]:
        """What to write as `fieldsV1`, in the order that Kubernetes writes it; not to be changed."""
        if self._fields is None:
            self._fields = _written(self, member=False)
        return self._fields

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, FieldSet) and self.members == other.members and self.children == other.children)

    __hash__ = None  # type: ignore[assignment] # nobody keeps them in sets

    def __bool__(self) -> bool:
        return bool(self.members or self.children)

    def __repr__(self) -> str:
        return f"FieldSet.from_fields({self.to_fields()!r})"

    def has(self, path: Sequence[Element]) -> bool:
        """Whether a field belongs to the set."""
        found = self
        for element in path[:-1]:
            found = found.below(element)
        return bool(path) and path[-1] in found.members

    def below(self, element: Element) -> "FieldSet":
        """What is below a field, without the field itself."""
        return self.children.get(element, EMPTY)

    def paths(self) -> Iterator[tuple[Element, ...]]:
        """Each field of the set, in the order that Kubernetes tells them in."""
        for element in sorted(self.members, key=order):
            yield (element,)
        for element in sorted(self.children, key=order):
            for path in self.children[element].paths():
                yield element, *path

    def leaves(self) -> "FieldSet":
        """Those with nothing of the set below them."""
        children = {element: child.leaves() for element, child in self.children.items()}
        return FieldSet(self.members.difference(children), children)

    def union(self, other: "FieldSet") -> "FieldSet":
        """What belongs to one of two sets."""
        if not other or self is other:
            return self
        if not self:
            return other
        children = dict(self.children)
        for element, child in other.children.items():
            mine = children.get(element)
            children[element] = child if mine is None else mine.union(child)
        return FieldSet(self.members | other.members, children)

    def intersection(self, other: "FieldSet") -> "FieldSet":
        """What belongs to both of two sets."""
        if not self or not other:
            return EMPTY
        children: dict[Element, FieldSet] = {}
        for element, child in self.children.items():
            theirs = other.children.get(element)
            if theirs is not None and (both := child.intersection(theirs)):
                children[element] = both
        return FieldSet(self.members & other.members, children)

    def difference(self, other: "FieldSet") -> "FieldSet":
        """What does not belong to the other set; a field stays if only what is above or below it is in there."""
        if not self or not other:
            return self
        children = _less(self.children, other.children)
        for element in self.children.keys() & other.children.keys():
            if left := self.children[element].difference(other.children[element]):
                children[element] = left
        return FieldSet(self.members - other.members, children)

    def without(self, other: "FieldSet") -> "FieldSet":
        """What does not belong to the other set, and is not below anything that does."""
        if not self or not other:
            return self
        children: dict[Element, FieldSet] = {}
        for element, child in self.children.items():
            if element not in other.members:
                theirs = other.children.get(element)
                left = child if theirs is None else child.without(theirs)
                if left:
                    children[element] = left
        return FieldSet(self.members - other.members, children)

    def issubset(self, other: "FieldSet") -> bool:
        """Whether all of it belongs to the other set too."""
        if self is other:
            return True
        return self.members <= other.members and all(
            (theirs := other.children.get(element)) is not None and child.issubset(theirs) for element, child in self.children.items()
        )


EMPTY = FieldSet()
"""The set without fields."""


def _less(children: Mapping[Element, FieldSet], others: Mapping[Element, FieldSet]) -> dict[Element, FieldSet]:
    return {element: child for element, child in children.items() if element not in others}


def _read(fields: Mapping[str, Any]) -> tuple[FieldSet | None, bool]:
    """What is below, and whether the field itself belongs to the set."""
    members: list[Element] = []
    children: dict[Element, FieldSet] = {}
    itself = False
    for text, below in fields.items():
        if text == ".":
            itself = True
        elif (element := canonical(text)) is not None:
            if not is_object(below):
                raise TypeError(text)
            child, member = _read(below)
            if member:
                members.append(element)
            if child is not None:
                children[element] = child
    if not members and not children:
        return None, True
    return FieldSet(frozenset(members), children), itself


def _written(fields: FieldSet, *, member: bool) -> dict[str, Any]:
    members, children = fields.members, fields.children
    written: dict[str, Any] = {".": {}} if member else {}
    for element in sorted(members.union(children), key=order):
        child = children.get(element)
        written[element] = {} if child is None else _written(child, member=element in members)
    return written
