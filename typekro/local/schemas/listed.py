"""Lists whose items are told apart: what stands in them twice."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from typekro.local.schemas.field_problems import FieldProblem, child, duplicate, invalid
from typekro.local.schemas.shapes import is_list, is_object
from typekro.local.schemas.structural import Node

_MISSING = object()


def repeated(value: Any, node: Node, path: str = "") -> Iterator[FieldProblem]:
    """Each item that its list may have once and has again.

    Args:
        value: an object, or a part of one.
        node: what its schema says.
        path: where it stands.
    """
    if is_object(value):
        for name, part in value.items():
            below = node.others
            if below is not None and name not in node.properties:
                yield from repeated(part, below, f"{path}[{name}]")
            elif name in node.properties:
                yield from repeated(part, node.properties[name], child(path, name))
    elif is_list(value):
        match node.schema.get("x-kubernetes-list-type"):
            case "set":
                yield from (duplicate(f"{path}[{index}]", value[index]) for index in _again(value))
            case "map":
                yield from _repeated_keys(value, node.schema.get("x-kubernetes-list-map-keys", ()), path)
            case _:
                pass
        if node.items is not None:
            for index, item in enumerate(value):
                yield from repeated(item, node.items, f"{path}[{index}]")


def _repeated_keys(items: Sequence[Any], keys: Sequence[str], path: str) -> Iterator[FieldProblem]:
    for index, item in enumerate(items):
        if item is not None and not is_object(item):
            yield invalid(f"{path}[{index}]", item, "must be an object for an array of list-type map")
            return
    told = [{key: item[key] for key in keys if key in item} if item is not None else {} for item in items]
    yield from (duplicate(f"{path}[{index}]", told[index]) for index in _again(told))


def _again(items: Sequence[Any]) -> list[int]:
    """The positions of items that are there for the second time; a third time is not told."""
    seen: dict[str, int] = {}
    found: list[int] = []
    for index, item in enumerate(items):
        text = json.dumps(item, sort_keys=True)
        if seen.get(text) == 1:
            found.append(index)
        seen[text] = seen.get(text, 0) + 1
    return found
