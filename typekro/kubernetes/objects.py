"""Pure questions about objects as the API server returns them: who they are, their conditions, who owns which field."""

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import attrs

Manifest = dict[str, Any]
"""A Kubernetes object as plain JSON: what is sent to the API server, and what comes back."""

Fields = Mapping[str, Any]
"""A tree of fields as `metadata.managedFields[].fieldsV1` holds it: `{"f:spec": {"f:replicas": {}}}`."""


@attrs.frozen
class Listing:
    """The objects of a kind at one moment: each with `apiVersion` and `kind`; `resource_version` is that moment."""

    items: list[Manifest]
    resource_version: str


@attrs.frozen
class FieldOwner:
    """Who owns a field now that was ours when we last applied.

    Args:
        field: the field's path as the API server writes it: `.spec.replicas`.
        manager: the owner's name; None where nobody owns the field any more, since it was removed.
        operation: `Apply` or `Update`; None with manager None.
        subresource: through which the owner wrote it (`scale`, `status`); None for the object itself.
    """

    field: str
    manager: str | None = None
    operation: str | None = None
    subresource: str | None = None


def part(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A mapping inside an object; empty where it is not there."""
    found: Mapping[str, Any] | None = of.get(name)
    return found if found is not None else {}


def parts(of: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    """A list of mappings inside an object; empty where it is not there."""
    found: Sequence[Mapping[str, Any]] | None = of.get(name)
    return found if found is not None else ()


def selects(selector: Mapping[str, Any] | None, labels: Mapping[str, str]) -> bool:
    """A label selector with `matchLabels` and `matchExpressions` fits labels; none fits nothing, an empty one everything.

    Example:
        >>> selects({"matchExpressions": [{"key": "tier", "operator": "In", "values": ["web"]}]}, {"tier": "web"})
        True
        >>> selects(None, {}), selects({}, {})
        (False, True)
    """
    if selector is None or any(labels.get(key) != value for key, value in part(selector, "matchLabels").items()):
        return False
    return all(_fits(each, labels) for each in parts(selector, "matchExpressions"))


def _fits(expression: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    value, values = labels.get(expression["key"]), expression.get("values") or ()
    match expression["operator"]:
        case "In":
            return value in values
        case "NotIn":
            return value not in values
        case "Exists":
            return value is not None
        case _:
            return value is None


def identify(manifest: Mapping[str, Any]) -> str:
    """How people call an object: kind, namespace and name.

    Args:
        manifest: the object; at least `kind` and `metadata.name`.

    Example:
        >>> identify({"kind": "Database", "metadata": {"name": "my-db", "namespace": "default"}})
        'Database default/my-db'
    """
    metadata = part(manifest, "metadata")
    return describe(manifest.get("kind", "object"), metadata.get("name", ""), metadata.get("namespace"))


def describe(kind: str, name: str | None = None, namespace: str | None = None) -> str:
    """How people call an object, from its parts; without a name, all objects of a kind.

    Example:
        >>> describe("Namespace", "prod"), describe("Database", None, "default")
        ('Namespace prod', 'Database objects in namespace default')
    """
    if name is None:
        return f"{kind} objects in namespace {namespace}" if namespace else f"{kind} objects"
    return f"{kind} {namespace}/{name}" if namespace else f"{kind} {name}"


def condition(live: Mapping[str, Any], kind: str) -> Manifest | None:
    """The condition of an object that has this type, or None where it has none yet.

    Args:
        live: the object as the API server returned it.
        kind: the condition's type: `Ready`, `Established`.

    Example:
        >>> condition({"status": {"conditions": [{"type": "Ready", "status": "True"}]}}, "Ready")["status"]
        'True'
    """
    return next((dict(each) for each in parts(part(live, "status"), "conditions") if each.get("type") == kind), None)


def managed_fields(live: Mapping[str, Any], manager: str) -> Fields:
    """The fields of an object that a manager owns through server-side apply; `{}` if there are none.

    Args:
        live: the object as the API server returned it, with `metadata.managedFields`.
        manager: the field manager's name.

    Example:
        >>> entry = {"manager": "me", "operation": "Apply", "fieldsV1": {"f:data": {"f:a": {}}}}
        >>> managed_fields({"metadata": {"managedFields": [entry]}}, "me")
        {'f:data': {'f:a': {}}}
    """
    found = [part(entry, "fieldsV1") for entry in _entries(live) if _is_ours(entry, manager)]
    if len(found) == 1:
        return found[0]
    ours: dict[str, Any] = {}
    for fields in found:  # one for each version of the kind in which it was applied
        _merge(ours, fields)
    return ours


def managed_subset(live: Mapping[str, Any], manager: str) -> Manifest:
    """The part of an object that a manager owns through server-side apply: compare it with an earlier one to find drift.

    Values are the server's, with its defaults and its way of writing them. List items stand in the order of the object, with
    the keys that tell them apart.

    Args:
        live: the object as the API server returned it, with `metadata.managedFields`.
        manager: the field manager's name.

    Example:
        >>> entry = {"manager": "me", "operation": "Apply", "fieldsV1": {"f:data": {"f:a": {}}}}
        >>> managed_subset({"metadata": {"managedFields": [entry]}, "data": {"a": "1", "b": "2"}}, "me")
        {'data': {'a': '1'}}
    """
    others = [part(entry, "fieldsV1") for entry in _entries(live) if not _is_ours(entry, manager)]
    ours = managed_fields(live, manager)
    return _project(live, ours, others) if ours else {}


def lost_fields(live: Mapping[str, Any], manager: str, recorded: Fields) -> tuple[FieldOwner, ...]:
    """The fields that a manager owned earlier and does not own now, each with every owner that it has now.

    Args:
        live: the object as the API server returned it, with `metadata.managedFields`.
        manager: the field manager's name.
        recorded: what `managed_fields` said earlier.

    Example:
        >>> entry = {"manager": "kubectl", "operation": "Update", "fieldsV1": {"f:data": {"f:a": {}}}}
        >>> lost_fields({"metadata": {"managedFields": [entry]}}, "me", {"f:data": {"f:a": {}}})
        (FieldOwner(field='.data.a', manager='kubectl', operation='Update', subresource=None),)
    """
    still_ours = managed_fields(live, manager)
    lost: list[FieldOwner] = []
    for path in _paths(recorded):
        if _owns(still_ours, path):
            continue
        owners = [
            FieldOwner(_spell(path), entry.get("manager"), entry.get("operation"), entry.get("subresource") or None)
            for entry in _entries(live)
            if not _is_ours(entry, manager) and _owns(part(entry, "fieldsV1"), path)
        ]
        lost.extend(owners or [FieldOwner(_spell(path))])
    return tuple(lost)


def field_paths(fields: Fields) -> set[str]:
    """The paths of a tree of fields, as the API server writes them in a conflict.

    Example:
        >>> field_paths({"f:data": {"f:a": {}}})
        {'.data.a'}
    """
    return {_spell(path) for path in _paths(fields)}


def _entries(live: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return parts(part(live, "metadata"), "managedFields")


def _is_ours(entry: Mapping[str, Any], manager: str) -> bool:
    return entry.get("manager") == manager and entry.get("operation") == "Apply" and not entry.get("subresource")


def _merge(into: dict[str, Any], more: Fields) -> None:
    for key, below in more.items():
        _merge(into.setdefault(key, {}), below)


def _children(fields: Fields) -> Fields:
    return {key: below for key, below in fields.items() if key != "."}


def _project(value: Any, ours: Fields, others: Sequence[Fields]) -> Any:
    children = _children(ours)
    if isinstance(value, dict) and children:
        return _project_map(value, children, others)  # pyright: ignore[reportUnknownArgumentType] - JSON has no narrower type
    if isinstance(value, list) and children:
        return _project_list(value, children, others)  # pyright: ignore[reportUnknownArgumentType] - JSON has no narrower type
    if "." in ours or any(_children(other) for other in others):
        return [] if isinstance(value, list) else {}  # we own that it is there; what is in it is others'
    return copy.deepcopy(cast("Any", value))


def _project_map(value: Manifest, children: Fields, others: Sequence[Fields]) -> Manifest:
    names = ((key, key.removeprefix("f:")) for key in children)
    return {name: _project(value[name], children[key], _below(others, key)) for key, name in names if name in value}


def _project_list(value: list[Any], children: Fields, others: Sequence[Fields]) -> list[Any]:
    projected: list[Any] = []
    for index, item in enumerate(value):
        key = next((key for key in children if _selects(key, index, item)), None)
        if key is None:
            continue
        kept = _project(item, children[key], _below(others, key))
        projected.append({**json.loads(key[2:]), **kept} if key.startswith("k:") else kept)
    return projected


def _selects(key: str, index: int, item: Any) -> bool:
    what: Any = json.loads(key[2:])
    match key[:2]:
        case "k:":
            return isinstance(item, dict) and item.items() >= what.items()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
        case "v:":
            return bool(item == what)
        case _:
            return bool(index == what)


def _below(trees: Sequence[Fields], key: str) -> list[Fields]:
    return [tree[key] for tree in trees if key in tree]


def _paths(fields: Fields, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of the leaves: a node that has others below it is told by them."""
    for key, below in _children(fields).items():
        path = (*above, key)
        if _children(below):
            yield from _paths(below, path)
        else:
            yield path


def _owns(fields: Fields, path: Sequence[str]) -> bool:
    for key in path:
        if key not in fields:
            return False
        fields = fields[key]
    return True


def _spell(path: Sequence[str]) -> str:
    return "".join(_spell_step(step) for step in path)


def _spell_step(step: str) -> str:
    kind, _, text = step.partition(":")
    match kind:
        case "f":
            return f".{text}"
        case "k":
            return "[" + ",".join(f"{name}={json.dumps(value)}" for name, value in json.loads(text).items()) + "]"
        case "v":
            return f"[={text}]"
        case _:
            return f"[{text}]"
