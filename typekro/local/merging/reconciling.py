"""Fits sets of fields to a schema that says otherwise than when they were written: parts that are one value now, and were not before."""

from typekro.local.merging.elements import Element
from typekro.local.merging.field_sets import EMPTY, FieldSet
from typekro.local.merging.types import ListType, MapType, Type


def reconciled(fields: FieldSet, kind: Type) -> FieldSet:
    """A set in which who owned parts of what is one value now, owns it whole.

    Args:
        fields: the set, as it was written.
        kind: the type of the object, as it is now.
    """
    below = _reconciled(fields, kind, whole=False)
    return fields if below is None else below


def _reconciled(fields: FieldSet, kind: Type, *, whole: bool) -> FieldSet | None:
    """What is below a field; None where the field itself is to be owned, and nothing below."""
    known = fields.answered(question := ("reconciled whole" if whole else "reconciled", id(kind)))
    return fields.remember(question, kind, _fitted(fields, kind, whole=whole)) if known is None else known[1]


def _fitted(fields: FieldSet, kind: Type, *, whole: bool) -> FieldSet | None:
    match kind.fields or kind.scalar or kind.items:
        case MapType() as type_ if type_.deduced:
            return fields
        case MapType(atomic=True):
            return None if not whole and fields else fields
        case ListType(atomic=True):
            return fields if whole else None
        case MapType() as type_:
            return _children(fields, {element: type_.field(element[2:]) for element in (*fields.members, *fields.children)})
        case ListType() as items:
            return _children(fields, dict.fromkeys((*fields.members, *fields.children), items.item))
        case _:
            return fields


def _children(fields: FieldSet, kinds: dict[Element, Type | None]) -> FieldSet:
    whole: set[Element] = set()
    changed: dict[Element, FieldSet] = {}
    for element, kind in kinds.items():
        child = fields.children.get(element)
        if kind is None:
            continue
        below = _reconciled(child or EMPTY, kind, whole=child is None)
        if below is None:
            whole.add(element)
        elif child is not None and below is not child:
            changed[element] = below
    if not changed and whole <= fields.members and whole.isdisjoint(fields.children):
        return fields
    children = {element: changed.get(element, child) for element, child in fields.children.items() if element not in whole}
    return FieldSet(fields.members | whole, children)


def with_named(fields: FieldSet, kind: Type | None) -> FieldSet:
    """A set with the fields of structs that hold others of it: their being there is owned by those who own what is in them.

    Args:
        fields: the set.
        kind: the type of the object.
    """
    known = kind.fields if kind is not None else None
    items = kind.items if kind is not None else None
    members = set(fields.members)
    children: dict[Element, FieldSet] = {}
    for element, child in fields.children.items():
        below: Type | None = None
        if element[0] == "f" and known is not None:
            below = known.field(element[2:])
            if known.knows(element[2:]):
                members.add(element)
        elif element[0] == "k" and items is not None:
            below = items.item
        children[element] = with_named(child, below)
    return FieldSet(frozenset(members), children)
