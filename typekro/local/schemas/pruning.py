"""Fields that a structural schema does not know: dropped, or told, as the API server does."""

from typing import Any, cast

from typekro.local.schemas.shapes import is_list, is_object
from typekro.local.schemas.structural import META_FIELDS, Node, compiled
from typekro.openapi.schemas import Schema


def pruned(value: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """An object without the fields that its schema does not know; what did not change is shared with what was given.

    Args:
        value: the object; it is not changed.
        schema: the structural schema of its kind and version.

    Example:
        >>> schema = {"properties": {"spec": {"properties": {"size": {}}}}}
        >>> pruned({"kind": "Web", "spec": {"size": 1, "sise": 2}}, schema)
        {'kind': 'Web', 'spec': {'size': 1}}
    """
    return cast("dict[str, Any]", _pruned(value, compiled(schema), "", [], is_root=True))


def unknown_fields(value: dict[str, Any], schema: Schema) -> list[str]:
    """The paths of the fields that an object's schema does not know, in order of their names.

    Args:
        value: the object.
        schema: the structural schema of its kind and version.

    Example:
        >>> schema = {"properties": {"spec": {"properties": {"ports": {"items": {"properties": {"port": {}}}}}}}}
        >>> unknown_fields({"kind": "Web", "spec": {"ports": [{"prt": 1}], "sise": 2}, "sepc": {}}, schema)
        ['sepc', 'spec.ports[0].prt', 'spec.sise']
    """
    return pruned_fields(value, schema)[1]


def pruned_fields(value: dict[str, Any], schema: Schema) -> tuple[dict[str, Any], list[str]]:
    """An object without the fields that its schema does not know, and their paths, in order of their names.

    Args:
        value: the object; it is not changed.
        schema: the structural schema of its kind and version.
    """
    found: list[str] = []
    made = cast("dict[str, Any]", _pruned(value, compiled(schema), "", found, is_root=True))
    return made, sorted(found)


def _pruned(value: Any, node: Node | None, path: str, found: list[str], *, is_root: bool = False) -> Any:
    if is_object(value):
        return _pruned_object(value, node, path, found, is_root=is_root)
    if is_list(value):
        if node is not None and node.items is None and node.keeps:
            return value
        items = node.items if node is not None else None
        # what keeps its unknown fields keeps those of its items
        prune = _kept_item if node is not None and node.keeps else _pruned
        made = [prune(item, items, f"{path}[{index}]", found) for index, item in enumerate(value)]
        return value if all(new is old for new, old in zip(made, value, strict=True)) else made
    return value


def _kept_item(value: Any, node: Node | None, path: str, found: list[str]) -> Any:
    if node is None:
        return value
    if is_list(value):
        made = [_kept_item(item, node.items, f"{path}[{index}]", found) for index, item in enumerate(value)]
        return value if all(new is old for new, old in zip(made, value, strict=True)) else made
    return _pruned_object(value, node, path, found, keeps=True) if is_object(value) else _pruned(value, node, path, found)


def _pruned_object(
    value: dict[str, Any], node: Node | None, path: str, found: list[str], *, is_root: bool = False, keeps: bool = False
) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    gone: list[str] = []
    for name, part in value.items():
        if name in META_FIELDS and (is_root or (node is not None and node.embedded)):
            continue
        below = node.below(name) if node is not None else None
        if below is None and node is not None and (node.keeps or keeps):
            continue
        if below is None and not (node is not None and node.open):
            gone.append(name)
            found.append(f"{path}.{name}" if path else name)
        elif (new := _pruned(part, below, f"{path}.{name}" if path else name, found)) is not part:
            changed[name] = new
    if not gone and not changed:
        return value
    made = {**value, **changed}
    for name in gone:
        del made[name]
    return made
