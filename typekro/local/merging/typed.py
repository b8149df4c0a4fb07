"""Looks at an object with its type: whether it fits, and which fields it sets."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from typekro.local.merging.elements import Element, shown
from typekro.local.merging.errors import MergeError
from typekro.local.merging.field_sets import EMPTY, FieldSet
from typekro.local.merging.go_words import plain, syntax, type_name
from typekro.local.merging.items import UnfitItemError, element_of
from typekro.local.merging.shapes import is_list, is_object, is_scalar
from typekro.local.merging.types import ListType, MapType, Scalar, Type

_INVALID = "schema error: invalid atom: inlined"
_FOR_TEXT = frozenset({"string", "untyped"})


Place: TypeAlias = "tuple[Place, str] | None"
"""Where a value is: what is around it, and the step as errors show it."""


def misfits(value: Any, kind: Type, *, duplicates: bool = False) -> list[str]:
    """What of a value does not fit its type, each with its path, as Kubernetes tells it.

    Args:
        value: an object, or a part of one.
        kind: its type.
        duplicates: whether an item may be in a list more than once.
    """
    found: list[str] = []
    _misfit(value, kind, None, found, duplicates=duplicates)
    return found


def _misfit(value: Any, kind: Type, place: Place, found: list[str], *, duplicates: bool) -> None:
    match kind.of(value):
        case None:
            found.append(_at(place, _INVALID))
        case MapType() as fields:
            _misfit_fields(value, fields, place, found, duplicates=duplicates)
        case ListType() as items:
            _misfit_items(value, items, place, found, duplicates=duplicates)
        case scalar:
            why = _misfit_scalar(value, scalar)
            if why:
                found.append(_at(place, why))


def _misfit_fields(value: Any, fields: MapType, place: Place, found: list[str], *, duplicates: bool) -> None:
    if value is None:
        return
    if not is_object(value):
        found.append(_at(place, f"expected map, got {_got(value)}"))
        return
    for name, part in value.items():
        kind = fields.field(name)
        if kind is None:
            found.append(_at((place, f".{name}"), "field not declared in schema"))
            return
        if not isinstance(part, str) or kind.scalar not in _FOR_TEXT:
            _misfit(part, kind, (place, f".{name}"), found, duplicates=duplicates)


def _misfit_items(value: Any, items: ListType, place: Place, found: list[str], *, duplicates: bool) -> None:
    if value is None:
        return
    if not is_list(value):
        found.append(_at(place, f"expected list, got {_got(value)}"))
        return
    seen: set[Element] = set()
    for index, item in enumerate(value):
        element = f"i:{index}"
        if not items.atomic:
            try:
                element = element_of(item, items)
            except UnfitItemError as error:
                found.append(_at(place, f"element {index}: {error}"))
                return
            if element in seen and not duplicates:
                found.append(_at(place, f"duplicate entries for key {shown(element)}"))
            seen.add(element)
        _misfit(item, items.item, (place, shown(element)), found, duplicates=duplicates)


def _misfit_scalar(value: Any, scalar: Scalar) -> str | None:
    match scalar:
        case _ if value is None:
            return None
        case "numeric" if isinstance(value, bool) or not isinstance(value, int | float):
            return f"expected numeric (int or float), got {type_name(value)}"
        case "string" if not isinstance(value, str):
            return f"expected string, got &value.valueUnstructured{{Value:{syntax(value)}}}"
        case "boolean" if not isinstance(value, bool):
            return f"expected boolean, got {_got(value)}"
        case "untyped" if is_object(value) or is_list(value):
            return f"expected any scalar, got {_got(value)}"
        case _:
            return None


def fields_of(value: Any, kind: Type) -> FieldSet:
    """The fields that an object sets: its leaves, and the items and the keys of maps that it mentions.

    Args:
        value: the object; it fits its type, but for items that are in a list more than once.
        kind: its type.

    Raises:
        MergeError: it does not fit.
    """
    return _fields_of(value, kind)[1] or EMPTY


def _fields_of(value: Any, kind: Type) -> tuple[bool, FieldSet | None]:
    """Whether the value is a field of the set itself, and the set of what is below."""
    match kind.of(value):
        case None:
            raise MergeError(_INVALID, "InternalError")
        case MapType() as fields:
            return (True, None) if fields.atomic else (False, _fields_of_object(value, fields) if is_object(value) else None)
        case ListType() as items:
            return (True, None) if items.atomic else (False, _fields_of_list(value, items) if is_list(value) else None)
        case _:
            return True, None


def _fields_of_object(value: Mapping[str, Any], fields: MapType) -> FieldSet | None:
    members: list[Element] = []
    children: dict[Element, FieldSet] = {}
    for name, part in value.items():
        kind = fields.field(name)
        if kind is None:
            raise MergeError(f".{name}: {_INVALID}", "InternalError")
        element = f"f:{name}"
        if isinstance(part, str) and kind.scalar is not None:
            members.append(element)
            continue
        itself, below = _fields_of(part, kind)
        if itself or part is None or part == {} or not fields.knows(name):
            members.append(element)
        if below is not None:
            children[element] = below
    return FieldSet(frozenset(members), children) if members or children else None


def _fields_of_list(value: list[Any], items: ListType) -> FieldSet | None:
    elements = elements_of(value, items)
    children: dict[Element, FieldSet] = {}
    members = frozenset(elements)
    if items.keys:
        twice = {element for element in members if elements.count(element) > 1} if len(members) < len(elements) else ()
        for element, item in zip(elements, value, strict=True):
            below = None if element in twice else _fields_of(item, items.item)[1]
            if below is not None:
                children[element] = below
    return FieldSet(members, children) if members else None


def elements_of(value: list[Any], items: ListType) -> list[Element]:
    """The steps to the items of a list.

    Raises:
        MergeError: there is none to one of them.
    """
    try:
        return [element_of(item, items) for item in value]
    except UnfitItemError as error:
        raise MergeError(str(error), "InternalError") from error


def everything_in(value: Any, kind: Type) -> FieldSet:
    """All fields of an object, those that hold others too: what is added with it, or removed.

    Args:
        value: the object, or a part of one.
        kind: its type.
    """
    match kind.of(value):
        case MapType(atomic=False) as fields if is_object(value):
            return _everything(value, fields)
        case ListType(atomic=False) as items if is_list(value):
            elements = elements_of(value, items)
            found: dict[Element, FieldSet] = {}
            for element, item in zip(elements, value, strict=True):
                found[element] = EMPTY if element in found else everything_in(item, items.item)
            return FieldSet(frozenset(found), {element: below for element, below in found.items() if below is not EMPTY})
        case _:
            return EMPTY


def _everything(value: dict[str, Any], fields: MapType) -> FieldSet:
    members: list[Element] = []
    children: dict[Element, FieldSet] = {}
    for name, part in value.items():
        members.append(element := f"f:{name}")
        if not is_scalar(part):
            kind = fields.field(name)
            if kind is not None and (below := everything_in(part, kind)) is not EMPTY:
                children[element] = below
    return FieldSet(frozenset(members), children)


def _at(place: Place, why: str) -> str:
    path = _path(place)
    return f"{path}: {why}" if path else why


def _path(place: Place) -> str:
    return "" if place is None else f"{_path(place[0])}{place[1]}"


def _got(value: Any) -> str:
    return f"&{{{plain(value)}}}"
