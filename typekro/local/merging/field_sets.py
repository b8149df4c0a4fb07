"""Sets of fields: who owns what in an object, in the format `FieldsV1` of managed fields."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar, final

from typekro.local.merging.elements import Element, canonical, order
from typekro.local.merging.errors import MergeError
from typekro.local.merging.shapes import is_object

_NOTHING: Mapping[str, Any] = {}
_NO_MEMBERS: frozenset[Element] = frozenset()
_MOST_SETS = 16384
_MOST_ANSWERS = 64

Answer = TypeVar("Answer", bound="FieldSet | None")
Question: TypeAlias = tuple[str, int]
"""What is asked of a set, and the id of what it is asked with."""


@final
class FieldSet:
    """A set of fields, as a tree; nobody changes it, so its parts are shared.

    Objects that are made of one template have the same fields, and what is asked of these was mostly asked before. So a set that is there
    already is not made again, and each one remembers its answers.

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

    __slots__ = ("_answers", "_fields", "children", "members")

    members: frozenset[Element]
    children: "Mapping[Element, FieldSet]"
    _fields: dict[str, Any] | None
    _answers: "dict[Question, tuple[object, FieldSet | None]]"

    def __new__(cls, members: frozenset[Element] = _NO_MEMBERS, children: "Mapping[Element, FieldSet] | None" = None) -> "FieldSet":
        """The set of these fields; the same one for the same fields, as long as it is remembered."""
        # A part lives as long as the set that it is in, so its id stands for it.
        key = members, frozenset([(element, id(child)) for element, child in children.items()]) if children else None
        global _sets  # noqa: PLW0603 - never without EMPTY, of which there is one, also for other threads, which have clusters of their own
        found = _sets.get(key)
        if found is None:
            if len(_sets) >= _MOST_SETS:
                _sets = {(_NO_MEMBERS, None): EMPTY}
            made = super().__new__(cls)
            made.members, made.children, made._fields, made._answers = members, children or _NOTHING, None, {}
            found = _sets.setdefault(key, made)
        return found

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
            self._fields = _written(self)
        return self._fields

    def answered(self, question: Question) -> "tuple[object, FieldSet | None] | None":
        """What was answered to a question, after what it was asked with; None where it was never asked."""
        return self._answers.get(question)

    def remember(self, question: Question, about: object, answer: "Answer") -> "Answer":
        """Keeps an answer, and gives it.

        Args:
            question: what was asked.
            about: what it was asked with, whose id stands in the question; nobody changes it.
            answer: the answer.
        """
        if len(self._answers) >= _MOST_ANSWERS:
            self._answers.clear()
        self._answers[question] = about, answer  # what is kept here lives on, so that its id is its own
        return answer

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, FieldSet) and self.members == other.members and self.children == other.children)

    __hash__ = None  # type: ignore[assignment] # nobody keeps them in sets

    def __bool__(self) -> bool:
        return self is not EMPTY

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
        if other is EMPTY or self is other:
            return self
        if self is EMPTY:
            return other
        known = self._answers.get(question := ("union", id(other)))
        return self.remember(question, other, self._union(other)) if known is None else known[1] or EMPTY

    def _union(self, other: "FieldSet") -> "FieldSet":
        children = dict(self.children)
        for element, child in other.children.items():
            mine = children.get(element)
            children[element] = child if mine is None else mine.union(child)
        return FieldSet(self.members | other.members, children)

    def intersection(self, other: "FieldSet") -> "FieldSet":
        """What belongs to both of two sets."""
        if self is EMPTY or other is EMPTY:
            return EMPTY
        known = self._answers.get(question := ("intersection", id(other)))
        return self.remember(question, other, self._intersection(other)) if known is None else known[1] or EMPTY

    def _intersection(self, other: "FieldSet") -> "FieldSet":
        children: dict[Element, FieldSet] = {}
        for element, child in self.children.items():
            theirs = other.children.get(element)
            if theirs is not None and (both := child.intersection(theirs)):
                children[element] = both
        return FieldSet(self.members & other.members, children)

    def difference(self, other: "FieldSet") -> "FieldSet":
        """What does not belong to the other set; a field stays if only what is above or below it is in there."""
        if self is EMPTY or other is EMPTY:
            return self
        known = self._answers.get(question := ("difference", id(other)))
        return self.remember(question, other, self._difference(other)) if known is None else known[1] or EMPTY

    def _difference(self, other: "FieldSet") -> "FieldSet":
        children = _less(self.children, other.children)
        for element in self.children.keys() & other.children.keys():
            if left := self.children[element].difference(other.children[element]):
                children[element] = left
        return FieldSet(self.members - other.members, children)

    def without(self, other: "FieldSet") -> "FieldSet":
        """What does not belong to the other set, and is not below anything that does."""
        if self is EMPTY or other is EMPTY:
            return self
        known = self._answers.get(question := ("without", id(other)))
        return self.remember(question, other, self._without(other)) if known is None else known[1] or EMPTY

    def _without(self, other: "FieldSet") -> "FieldSet":
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


_sets: dict[tuple[frozenset[Element], frozenset[tuple[Element, int]] | None], FieldSet] = {}
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


def _written(fields: FieldSet) -> dict[str, Any]:
    members, children = fields.members, fields.children
    written: dict[str, Any] = {}
    for element in sorted(members.union(children), key=order):
        child = children.get(element)
        below = {} if child is None else child.to_fields()
        written[element] = {".": {}, **below} if below and element in members else below
    return written
