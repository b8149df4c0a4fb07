"""What `kubectl get` prints: tables, as the server makes them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from typekro.kubernetes.objects import part
from typekro.local.api.ages import age
from typekro.local.api.changes import Manifest
from typekro.local.api.conversion import converted
from typekro.local.api.printers import PRINTERS
from typekro.local.api.printing import custom_cells
from typekro.local.api.resources import Column, Resource

_NAME: Final = Column(
    "Name",
    "string",
    "name",
    "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request "
    "the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration "
    "definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names",
)

_ENDED: Final[Mapping[str, Mapping[str, str]]] = {
    "Succeeded": {"type": "Completed", "status": "True", "reason": "Succeeded", "message": "The pod has completed successfully."},
    "Failed": {"type": "Completed", "status": "True", "reason": "Failed", "message": "The pod failed."},
}


def column_definitions(resource: Resource) -> list[dict[str, Any]]:
    """The columns of a kind."""
    return [
        {"name": each.name, "type": each.type, "format": each.format, "description": each.description, "priority": each.priority}
        for each in _columns(resource)
    ]


def _columns(resource: Resource) -> tuple[Column, ...]:
    return (_NAME, *resource.columns) if resource.custom else resource.columns


def row(resource: Resource, manifest: Manifest, now: datetime, include: str, meta: str) -> dict[str, Any]:
    """The row of an object.

    Args:
        resource: its kind.
        manifest: the object.
        now: the moment, for ages.
        include: what the row has of its object: `Metadata`, `Object` or `None`.
        meta: group and version of the table.
    """
    told: dict[str, Any] = {"cells": list(_cells(resource, manifest, now))}
    ended = _ENDED.get(part(manifest, "status").get("phase", "")) if resource.qualified == "pods" else None
    if ended:
        told["conditions"] = [ended]
    match include:
        case "None":
            return {**told, "object": None}
        case "Object":
            return {**told, "object": manifest}
        case _:
            return {**told, "object": {"kind": "PartialObjectMetadata", "apiVersion": meta, "metadata": manifest["metadata"]}}


def _cells(resource: Resource, manifest: Manifest, now: datetime) -> Iterable[Any]:
    name = manifest["metadata"]["name"]
    if resource.custom:
        return [name, *custom_cells(resource.columns, manifest, now)]
    if resource.qualified == "events.events.k8s.io":
        return PRINTERS["events"](converted(manifest, "v1"), now)
    printer = PRINTERS.get(resource.qualified)
    if printer is not None:
        return printer(manifest, now)
    created: str = manifest["metadata"].get("creationTimestamp", "")
    return [_plain_cell(column, name, created, now) for column in resource.columns]


def _plain_cell(column: Column, name: str, created: str, now: datetime) -> Any:
    match column.name:
        case "Name":
            return name
        case "Created At":
            return created
        case "Age":
            return age(created, now)
        case _:
            return "<none>" if column.type == "string" else 0
