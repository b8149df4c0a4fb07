"""How a strategic merge patch merges a list with another, and in which order the items stand afterwards."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from typekro.local.merging.errors import MergeError
from typekro.local.merging.go_words import plain
from typekro.local.merging.shapes import is_list, is_object
from typekro.local.merging.strategic_schema import DIRECTIVE, Place, equal

MergeObjects: TypeAlias = Callable[[Mapping[str, Any], Mapping[str, Any], Place], dict[str, Any]]


def merged_list(old: list[Any], patch: list[Any], place: Place, merge_key: str, merge: MergeObjects) -> list[Any]:
    """A list with the items of a patch in it: objects that have the same key are merged, scalars are there once.

    Args:
        old: the list.
        patch: the items of the patch.
        place: where the items are in the schema.
        merge_key: what tells objects apart.
        merge: merges two objects.

    Raises:
        MergeError: the lists cannot be merged.
    """
    if not old and not patch:
        return old
    if not _of_objects(old, patch):
        both = _unique([*old, *patch])
        return ordered(both, patch, old, "")
    if not merge_key:
        raise MergeError("cannot merge lists without merge key for struct", "InternalError")
    old, patch = _directed(old, patch, merge_key)
    result = list(old)
    for item in patch:
        key = _key(item, merge_key)
        index = next((index for index, one in enumerate(result) if merge_key in one and equal(one[merge_key], key)), None)
        if index is None:
            result.append(item)
        else:
            result[index] = merge(result[index], item, place)
    return ordered(result, patch, old, merge_key)


def ordered(items: list[Any], wanted: list[Any], server: list[Any], merge_key: str) -> list[Any]:
    """The items of a list: those of the patch in its order, and the others where they stood among them.

    Args:
        items: the list, merged.
        wanted: the order of those that the patch names.
        server: the order that the items had.
        merge_key: what tells objects apart; empty for scalars.
    """

    def identity(item: Any) -> Any:
        return item.get(merge_key) if merge_key and is_object(item) else item

    def place(item: Any, among: list[Any]) -> int:
        return next((index for index, one in enumerate(among) if equal(identity(one), identity(item))), -1)

    mine = sorted((item for item in items if place(item, wanted) >= 0), key=lambda item: place(item, wanted))
    others = sorted((item for item in items if place(item, wanted) < 0), key=lambda item: place(item, server))
    found: list[Any] = []
    while mine and others:
        theirs, ours = place(others[0], server), place(mine[0], server)
        found.append(others.pop(0) if 0 <= theirs < ours else mine.pop(0))
    return [*found, *mine, *others]


def _of_objects(old: list[Any], patch: list[Any]) -> bool:
    items = [*old, *patch]
    if any(map(is_list, items)):
        raise MergeError("lists of lists are not supported", "Invalid")
    objects = sum(map(is_object, items))
    if objects not in {0, len(items)}:
        raise MergeError("list element types are not identical", "InternalError")
    return bool(objects)


def _unique(items: list[Any]) -> list[Any]:
    found: list[Any] = []
    for item in items:
        if not any(equal(item, one) for one in found):
            found.append(item)
    return found


def _directed(old: list[Any], patch: list[Any], merge_key: str) -> tuple[list[Any], list[Any]]:
    """The list after what the directives among the items of the patch say, and the other items of the patch."""
    left: list[Any] = []
    replacing = False
    for item in patch:
        match item.get(DIRECTIVE):
            case None if DIRECTIVE not in item:
                left.append(item)
            case "delete":
                gone = _key(item, merge_key)
                old = [one for one in old if merge_key not in one or not equal(one[merge_key], gone)]
            case "replace":
                replacing = True
            case "merge":
                raise MergeError("merging lists cannot yet be specified in the patch", "InternalError")
            case other:
                raise MergeError(f"unknown patch type: {other} in map: {plain(item)}", "InternalError")
    return ([], left) if replacing else (old, left)


def _key(item: Mapping[str, Any], merge_key: str) -> Any:
    if merge_key not in item:
        raise MergeError(f"map: {item} does not contain declared merge key: {merge_key}", "InternalError")
    return item[merge_key]
