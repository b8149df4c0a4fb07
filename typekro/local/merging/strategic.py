"""Strategic merge patch: lists are merged item by item where the schema says so, and directives in the patch say what else is to be."""

from collections.abc import Mapping
from typing import Any

import attrs

from typekro.local.merging.errors import MergeError
from typekro.local.merging.go_words import plain
from typekro.local.merging.shapes import is_list, is_object
from typekro.local.merging.strategic_lists import merged_list, ordered
from typekro.local.merging.strategic_schema import DELETE_PREFIX, DIRECTIVE, ORDER_PREFIX, Place, equal
from typekro.local.merging.types import Resolve
from typekro.openapi.schemas import Schema

_RETAIN = "$retainKeys"


def strategic_merge(document: Mapping[str, Any], patch: Mapping[str, Any], schema: Schema, resolve: Resolve) -> dict[str, Any]:
    """An object of a built-in kind with a strategic merge patch done on it; neither is changed.

    Args:
        document: the object.
        patch: what is to be other, with the directives `$patch`, `$retainKeys`, `$setElementOrder/...` and `$deleteFromPrimitiveList/...`.
        schema: of the kind.
        resolve: what a `$ref` in it means.

    Raises:
        MergeError: the patch cannot be done.

    Example:
        >>> schema = {"properties": {"data": {"type": "object"}}}
        >>> strategic_merge({"data": {"a": "b"}}, {"data": {"$patch": "replace", "c": "d"}}, schema, {}.__getitem__)
        {'data': {'c': 'd'}}
    """
    return merged_object(document, patch, Place(schema, resolve))


def merged_object(document: Mapping[str, Any], patch: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """An object with a part of a patch done on it.

    Args:
        document: the object.
        patch: the part of the patch.
        place: where it is in the schema.
    """
    match patch.get(DIRECTIVE, _NONE):
        case "replace":
            return {key: value for key, value in patch.items() if key != DIRECTIVE}
        case "delete":
            return {}
        case other if other is not _NONE:
            raise MergeError(f"unknown patch type: {other} in map: {plain(patch)}", "InternalError")
        case _:
            pass
    work = _Work(dict(document), dict(patch), place)
    work.retain()
    work.order()
    for key, value in work.patch.items():
        work.merge(key, value)
    return work.document


_NONE: Any = object()


@attrs.define
class _Work:
    """An object while a patch is done on it.

    Args:
        document: the object, as far as it is done.
        patch: what is left to do.
        place: where it is in the schema.
    """

    document: dict[str, Any]
    patch: dict[str, Any]
    place: Place

    def retain(self) -> None:
        """Does away with what `$retainKeys` does not name."""
        keys = self.patch.pop(_RETAIN, _NONE)
        if keys is _NONE:
            return
        if not is_list(keys):
            raise MergeError("invalid patch format of retainKeys")
        directives = (DELETE_PREFIX, ORDER_PREFIX)
        if any(value is not None and not key.startswith(directives) and key not in keys for key, value in self.patch.items()):
            raise MergeError("invalid patch format of retainKeys")
        self.document = {key: value for key, value in self.document.items() if key in keys}

    def order(self) -> None:
        """Merges the lists whose order `$setElementOrder` tells."""
        for directive in [key for key in self.patch if key.startswith(ORDER_PREFIX)]:
            wanted = self.patch.pop(directive)
            if "/" not in directive:
                raise MergeError("invalid patch format of setElementOrder list")
            key = directive.partition("/")[2]
            old: Any = self.document.get(key)
            new: Any = self.patch.get(key, _NONE)
            place, strategy, merge_key = self.place.items(key)
            given: Any = [] if new is _NONE else new
            for found in (wanted, given, *([old] if key in self.document else [])):
                if not is_list(found):
                    raise MergeError("expected a []interface {}, but received another", "InternalError")
            _check_order(given, wanted, merge_key)
            if key not in self.document and new is _NONE:
                continue
            both: Any
            if new is _NONE:
                both = old
            elif key not in self.document:
                both = _undirected(new)[0]
            else:
                both = merged_list(old, new, place, merge_key, merged_object) if strategy == "merge" else new
            self.document[key] = ordered(both or [], wanted, old or [], merge_key)
            self.patch.pop(key, None)

    def merge(self, key: str, value: Any) -> None:
        """Merges one field."""
        removing = key.startswith(DELETE_PREFIX)
        if removing:
            if "/" not in key:
                raise MergeError("invalid patch format of primitive list")
            key = key.partition("/")[2]
        if value is None:
            self.document.pop(key, None)
            return
        old = self.document.get(key, _NONE)
        if old is _NONE or not _alike(old, value):
            if not removing:
                self._set(key, _without_nulls(value))
        elif is_object(old):
            place, strategy, _ = self.place.field(key)
            self.document[key] = value if strategy == "replace" else merged_object(old, value, place)
        elif is_list(old):
            self.document[key] = self._list(key, old, value, removing=removing)
        else:
            self._set(key, value)

    def _set(self, key: str, value: Any) -> None:
        kept, there = _undirected(value)
        if there:
            self.document[key] = kept
        else:
            self.document.pop(key, None)

    def _list(self, key: str, old: list[Any], value: list[Any], *, removing: bool) -> list[Any]:
        place, strategy, merge_key = self.place.items(key)
        if removing and not any(map(is_object, [*old, *value])):
            return [item for item in old if not any(equal(item, gone) for gone in value)]
        return merged_list(old, value, place, merge_key, merged_object) if strategy == "merge" or removing else value


def _check_order(patch: list[Any], wanted: list[Any], merge_key: str) -> None:
    """Whether the items of a patch are in the order that it wants."""
    items = [item for item in patch if not (merge_key and is_object(item) and item.get(DIRECTIVE) == "delete")]
    if not items or not wanted:
        return
    position = 0
    for item in items:
        if is_object(item) and DIRECTIVE in item:
            continue
        while position < len(wanted) and not _is(item, wanted[position], merge_key):
            position += 1
        if position == len(wanted):
            told = f"The order in patch list:\n{patch}\n doesn't match $setElementOrder list:\n{wanted}\n"
            raise MergeError(told, "InternalError")
        position += 1


def _is(item: Any, wanted: Any, merge_key: str) -> bool:
    if not merge_key:
        return equal(item, wanted)
    for one in (item, wanted):
        if not is_object(one) or merge_key not in one:
            raise MergeError(f"map: {one} does not contain declared merge key: {merge_key}", "InternalError")
    return equal(item[merge_key], wanted[merge_key])


def _alike(old: Any, new: Any) -> bool:
    return is_object(old) == is_object(new) and is_list(old) == is_list(new)


def _without_nulls(value: Any) -> Any:
    if is_object(value):
        return {key: _without_nulls(part) for key, part in value.items() if part is not None}
    return [_without_nulls(part) for part in value] if is_list(value) else value


def _undirected(value: Any) -> tuple[Any, bool]:
    """A value without the directives in it, and whether it is to be kept at all."""
    if is_object(value):
        if DIRECTIVE in value:
            return None, False
        parts = {key: _undirected(part) for key, part in value.items()}
        return {key: part for key, (part, kept) in parts.items() if kept}, True
    if is_list(value):
        return [part for part, kept in map(_undirected, value) if kept], True
    return value, True
