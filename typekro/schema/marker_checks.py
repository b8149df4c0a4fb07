"""Markers that cannot be meant: in the wrong place, against each other, with values that kro or Kubernetes would not take."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from typekro.errors import compose
from typekro.schema.annotations import Annotation, written
from typekro.schema.classes import members_of
from typekro.schema.markers import (
    Description,
    Immutable,
    ListMapKey,
    ListType,
    Marker,
    Maximum,
    MaxItems,
    MaxLength,
    Minimum,
    MinItems,
    MinLength,
    Name,
    Pattern,
    UniqueItems,
    Validation,
)
from typekro.schema.member_rules import is_marker, markers_in
from typekro.schema.patterns import problem_of_pattern
from typekro.schema.problems import nearest
from typekro.schema.texts import problem_of_text

_EXACT: Final = 2**53
_FOR: Final[Mapping[type[Marker], str]] = {
    Minimum: "number",
    Maximum: "number",
    MinLength: "text",
    MaxLength: "text",
    Pattern: "text",
    MinItems: "list",
    MaxItems: "list",
    UniqueItems: "list",
    ListType: "list",
    ListMapKey: "list",
}
_WORDS: Final = {"number": "int and float", "text": "str", "list": "list"}
_LEAST: Final[Mapping[str, type[Marker]]] = {"number": Minimum, "text": MinLength, "list": MinItems}
_MOST: Final[Mapping[str, type[Marker]]] = {"number": Maximum, "text": MaxLength, "list": MaxItems}
_PAIRS: Final[tuple[tuple[type[Any], type[Any]], ...]] = ((Minimum, Maximum), (MinLength, MaxLength), (MinItems, MaxItems))
_OF_OTHERS: Final = {"Ge": Minimum, "Le": Maximum, "MinLen": MinLength, "MaxLen": MaxLength, "Doc": Description}


def problems_of_markers(name: str, declared: Annotation) -> Iterator[str]:
    """Each marker of a field, and of what is in it, that cannot be meant.

    Args:
        name: the field.
        declared: its annotation, with the markers.
    """
    yield from _problems(name, declared, name, in_list=False)


def _problems(name: str, declared: Annotation, field: str, *, in_list: bool) -> Iterator[str]:
    for extra in declared.extras:
        if not is_marker(extra):
            yield _unknown(name, declared, extra)
    given = markers_in(declared.extras)
    for marker in given:
        if _is_misplaced(marker, declared):
            yield _misplaced(name, declared, marker)
        else:
            yield from (compose(f"{name}: {what}", why or (), hint or ()) for what, why, hint in _problems_of_value(marker, declared))
    yield from (compose(f"{name}: {what}", why or (), hint or ()) for what, why, hint in _contradictions(given, declared))
    if name != field:
        yield from _problems_inside(name, given, in_list=in_list)
    if declared.item is not None:
        is_list = declared.base.__origin__ is list
        inner = f"the {'items' if is_list else 'values'} of {name}"
        yield from _problems(inner, declared.item, field, in_list=in_list or is_list)


def _problems_inside(name: str, given: tuple[Marker, ...], *, in_list: bool) -> Iterator[str]:
    for marker in given:
        if isinstance(marker, Name):
            yield compose(f"{name}: {marker!r}", "only a field has a name in the cluster", "leave it out")
        if isinstance(marker, Immutable) and in_list:
            why = "Kubernetes cannot tell which item was which before"
            yield compose(f"{name}: {marker!r}", why, "Annotated[list[...], Immutable()]")


def _kind(declared: Annotation) -> str:
    if declared.scalar in {int, float}:
        return "number"
    if declared.scalar is str:
        return "text"
    return "list" if declared.item is not None and declared.base.__origin__ is list else ""


def _is_misplaced(marker: Marker, declared: Annotation) -> bool:
    return type(marker) in _FOR and _FOR[type(marker)] != _kind(declared)


def _misplaced(name: str, declared: Annotation, marker: Marker) -> str:
    kind, base = _kind(declared), written(declared.base)
    why = f"{type(marker).__name__} is for {_WORDS[_FOR[type(marker)]]}"
    meant: str | None = None
    for table, sign in ((_LEAST, ">="), (_MOST, "<=")):
        if type(marker) in table.values():
            value = getattr(marker, "value", 1)
            is_map = declared.item is not None and not kind
            meant = f"{table[kind].__name__}({value})" if kind else f'Validation("self.size() {sign} {value}")' if is_map else None
    if isinstance(marker, Pattern) and kind == "list" and declared.item is not None and declared.item.scalar is str:
        return compose(f"{name}: {marker!r} on {base}", why, f"list[Annotated[str, {marker!r}]]")
    return compose(f"{name}: {marker!r} on {base}", why, f"Annotated[{base}, {meant}]" if meant else "leave it out")


def _unknown(name: str, declared: Annotation, extra: Any) -> str:
    why = "what stands in an Annotated would be passed over, and the cluster would not know of it"
    meant = _OF_OTHERS.get(type(extra).__name__)
    if isinstance(extra, type) and issubclass(extra, Marker):
        return compose(f"{name}: {extra.__name__} without a value", "a marker is made with what it says", f"{extra.__name__}(...)")
    hint = f"Annotated[{written(declared.base)}, {meant.__name__}(...)]" if meant else 'Description("..."), if that is meant'
    return compose(f"{name}: {extra!r} is no marker of typekro's", why, hint)


def _problems_of_value(marker: Any, declared: Annotation) -> Iterator[tuple[str, str, str]]:
    match marker:
        case Minimum(value) | Maximum(value):
            yield from _problems_of_bound(marker, value, declared)
        case MinLength(value) | MaxLength(value) | MinItems(value) | MaxItems(value):
            yield from _problems_of_count(marker, value)
        case ListType(value):
            if value not in {"atomic", "set", "map"}:
                near = nearest(str(value), ("atomic", "set", "map")) or "set"
                yield f"{marker!r} is no type of lists", "kro knows atomic, set and map", f"ListType({near!r})"
        case ListMapKey(key):
            yield from _problems_of_key(key, declared)
        case Pattern(text) | Validation(text) | Description(text) | Name(text):
            yield from _problems_of_text(marker, text)
        case _:
            pass


def _problems_of_count(marker: Marker, value: Any) -> Iterator[tuple[str, str, str]]:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _EXACT:
        yield f"{marker!r} is no count", "it takes an int from 0 on", f"{type(marker).__name__}(1)"


def _problems_of_bound(marker: Marker, value: Any, declared: Annotation) -> Iterator[tuple[str, str, str]]:
    name = type(marker).__name__
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        yield f"{marker!r} is no bound", "it takes a number", f"{name}(1)"
    elif declared.scalar is int and value != int(value):
        near = math.ceil(value) if isinstance(marker, Minimum) else math.floor(value)
        yield f"{marker!r} on int", "an int has no fractions", f"{name}({near})"
    elif abs(value) > _EXACT and declared.scalar is int:
        yield f"{marker!r} is too big", "kro holds bounds as floats, which tell integers apart up to 2**53", "leave it out"


def _problems_of_key(key: Any, declared: Annotation) -> Iterator[tuple[str, str, str]]:
    cls = declared.item.base if declared.item is not None else None
    if not isinstance(cls, type) or not attrs.has(cls):
        yield f"ListMapKey({key!r}) for items that are no attrs class", "it names one of their fields", 'ListType("set")'
        return
    members = {member.name: member for member in members_of(cls)}
    member = members.get(key)
    if member is None:
        near = nearest(str(key), members)
        yield (
            f"ListMapKey({key!r}): {cls.__name__} has no such field",
            f"it has {', '.join(members)}",
            f"ListMapKey({near!r})" if near else "",
        )
    elif member.optional:
        yield f"ListMapKey({key!r}): {cls.__name__}.{key} may be None", "each item has to have its key in Kubernetes", f"{key}: str"


def _problems_of_text(marker: Marker, text: Any) -> Iterator[tuple[str, str, str]]:
    name = type(marker).__name__
    if not isinstance(text, str) or not text.strip():
        yield f"{marker!r} says nothing", "it takes a text", "leave it out"
    elif problem := problem_of_text(text):
        yield f"{marker!r} cannot be in a manifest", problem, ""
    elif isinstance(marker, Pattern) and (problem := problem_of_pattern(text)):
        yield f"{marker!r} cannot be read", f"kro takes regular expressions of Go (RE2): {problem}", f"{name}('^[a-z]+$')"


def _contradictions(given: tuple[Marker, ...], declared: Annotation) -> Iterator[tuple[str, str, str]]:
    counts = Counter(type(marker) for marker in given)
    for kind, count in counts.items():
        if count > 1 and kind not in {ListMapKey, Validation}:
            yield f"{kind.__name__} is there {count} times", "one of them would be passed over", "leave one of them out"
    yield from _ranges(given)
    types = [marker.value for marker in given if isinstance(marker, ListType)]
    keys = [marker.field for marker in given if isinstance(marker, ListMapKey)]
    if UniqueItems in counts and types and types[0] != "set":
        yield f"UniqueItems() with ListType({types[0]!r})", "UniqueItems makes the list a set", "leave one of them out"
    if keys and "map" not in types:
        yield f"ListMapKey({keys[0]!r}) without ListType('map')", "kro takes keys for such lists alone", 'ListType("map")'
    if len(set(keys)) < len(keys):
        yield f"ListMapKey({Counter(keys).most_common(1)[0][0]!r}) twice", "kro takes each key once", "leave one of them out"
    if "map" in types and not keys:
        yield "ListType('map') without ListMapKey", "Kubernetes wants to know which field tells the items apart", 'ListMapKey("name")'
    if (
        (UniqueItems in counts or "set" in types)
        and declared.item is not None
        and _kind(declared.item) == ""
        and declared.item.scalar is None
    ):
        hint = 'ListType("map"), ListMapKey("name")'
        yield f"a set of {written(declared.item.base)}", "the items of a set are texts, numbers or truth values in Kubernetes", hint


def _ranges(given: tuple[Marker, ...]) -> Iterator[tuple[str, str, str]]:
    for least, most in _PAIRS:
        low = next((marker for marker in given if isinstance(marker, least)), None)
        high = next((marker for marker in given if isinstance(marker, most)), None)
        if low is not None and high is not None and low.value > high.value:
            yield f"{low!r} with {high!r}", "no value would fit", f"{least.__name__}({high.value}), {most.__name__}({low.value})"
