"""Defaults of structural schemas: filled in as the API server does, when an object is written and when it is read."""

from typing import Any, cast

from typekro.local.schemas.shapes import is_list, is_object
from typekro.local.schemas.structural import Node, compiled
from typekro.openapi.schemas import Schema


def defaulted(value: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """An object with the defaults of its schema; what did not change is shared with what was given.

    A null where none may be is taken as absent: there the default comes in, and where there is no default, it goes.

    Args:
        value: the object; it is not changed.
        schema: the structural schema of its kind and version.

    Example:
        >>> schema = {"properties": {"spec": {"default": {}, "properties": {"size": {"default": 1}, "name": {}}}}}
        >>> defaulted({}, schema), defaulted({"spec": {"size": None, "name": None}}, schema)
        ({'spec': {'size': 1}}, {'spec': {'size': 1}})
    """
    return cast("dict[str, Any]", _filled(_without_nulls(value, compiled(schema)), compiled(schema)))


def _without_nulls(value: Any, node: Node | None) -> Any:
    if is_object(value):
        return _object_without_nulls(value, node)
    if is_list(value) and node is not None and node.items is not None:
        made = [_without_nulls(item, node.items) for item in value]
        return value if all(new is old for new, old in zip(made, value, strict=True)) else made
    return value


def _object_without_nulls(value: dict[str, Any], node: Node | None) -> dict[str, Any]:
    made: dict[str, Any] | None = None
    for name, part in value.items() if node is not None else ():
        below = node.below(name) if node is not None else None
        if below is None:
            continue
        if part is None:
            if not below.nullable and below.default is None:
                made = dict(value) if made is None else made
                del made[name]
        elif (new := _without_nulls(part, below)) is not part:
            made = dict(value) if made is None else made
            made[name] = new
    return value if made is None else made


def _filled(value: Any, node: Node) -> Any:
    if is_object(value):
        return _filled_object(value, node)
    if is_list(value) and node.items is not None:
        items = node.items
        made = [_filled(items.default if item is None and not items.nullable else item, items) for item in value]
        return value if all(new is old for new, old in zip(made, value, strict=True)) else made
    return value


def _filled_object(value: dict[str, Any], node: Node) -> dict[str, Any]:
    made: dict[str, Any] | None = None
    for name, default, nullable in node.defaults:
        if name not in value or (value[name] is None and not nullable):
            made = dict(value) if made is None else made
            made[name] = default
    now = value if made is None else made
    changed: dict[str, Any] = {}
    for name, part in now.items():
        below = node.below(name)
        if below is None:
            continue
        given = below.default if part is None and not below.nullable else part
        if (new := _filled(given, below)) is not part:
            changed[name] = new
    return {**now, **changed} if changed else now
