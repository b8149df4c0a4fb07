"""Pure questions about objects and pure answers as new objects: owners, labels, conditions, times, numbers."""

import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from typekro.kubernetes.objects import parts
from typekro.local.timestamps import parsed

Manifest = dict[str, Any]
"""A Kubernetes object as plain JSON; never changed once it was stored."""


def seconds_since(text: str, now: datetime) -> float:
    """How long ago a time is that Kubernetes wrote."""
    return (now - parsed(text)).total_seconds()


def name_of(obj: Mapping[str, Any]) -> str:
    """The name of an object."""
    return str(obj["metadata"]["name"])


def namespace_of(obj: Mapping[str, Any]) -> str:
    """The namespace of an object; empty where its kind has none."""
    return str(obj["metadata"].get("namespace", ""))


def uid_of(obj: Mapping[str, Any]) -> str:
    """The UID of an object."""
    return str(obj["metadata"]["uid"])


def is_leaving(obj: Mapping[str, Any]) -> bool:
    """An object is being deleted."""
    return "deletionTimestamp" in obj["metadata"]


def spec_of(obj: Mapping[str, Any]) -> Mapping[str, Any]:
    """The spec of an object; empty where there is none."""
    found: Mapping[str, Any] | None = obj.get("spec")
    return found if found is not None else {}


def status_of(obj: Mapping[str, Any]) -> Mapping[str, Any]:
    """The status of an object; empty where there is none."""
    found: Mapping[str, Any] | None = obj.get("status")
    return found if found is not None else {}


def labels_of(obj: Mapping[str, Any]) -> Mapping[str, str]:
    """The labels of an object."""
    found: Mapping[str, str] | None = obj["metadata"].get("labels")
    return found if found is not None else {}


def annotations_of(obj: Mapping[str, Any]) -> Mapping[str, str]:
    """The annotations of an object."""
    found: Mapping[str, str] | None = obj["metadata"].get("annotations")
    return found if found is not None else {}


def owner_reference(owner: Mapping[str, Any]) -> Manifest:
    """How a child names the controller that made it."""
    return {
        "apiVersion": owner["apiVersion"],
        "blockOwnerDeletion": True,
        "controller": True,
        "kind": owner["kind"],
        "name": name_of(owner),
        "uid": uid_of(owner),
    }


def controller_of(obj: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The reference of an object to the controller that made it; None where nobody claims that."""
    return next((each for each in owners_of(obj) if each.get("controller")), None)


def finalizers_of(obj: Mapping[str, Any]) -> list[str]:
    """The finalizers of an object."""
    found: list[str] | None = obj["metadata"].get("finalizers")
    return list(found) if found is not None else []


def owners_of(obj: Mapping[str, Any]) -> list[Manifest]:
    """The references of an object to its owners."""
    found: list[Manifest] | None = obj["metadata"].get("ownerReferences")
    return list(found) if found is not None else []


def with_metadata(obj: Mapping[str, Any], **changes: Any) -> Manifest:
    """An object with other metadata; a change that is empty takes the field away.

    Example:
        >>> with_metadata({"kind": "Pod", "metadata": {"name": "a", "finalizers": ["x"]}}, finalizers=[], labels={"b": "c"})
        {'kind': 'Pod', 'metadata': {'name': 'a', 'labels': {'b': 'c'}}}
    """
    merged = {**obj["metadata"], **changes}
    return {**obj, "metadata": {key: value for key, value in merged.items() if value or key not in changes}}


def condition_of(status: Mapping[str, Any], kind: str) -> Mapping[str, Any] | None:
    """A condition of a status by its type; None where it is not there."""
    return next((each for each in parts(status, "conditions") if each["type"] == kind), None)


def is_true(status: Mapping[str, Any], kind: str) -> bool:
    """A condition is there and True."""
    found = condition_of(status, kind)
    return found is not None and found["status"] == "True"


def without_condition(conditions: Iterable[Mapping[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    """The conditions without those of a type."""
    return [each for each in conditions if each["type"] != kind]


def compact(fields: Mapping[str, Any]) -> Manifest:
    """The fields that say something: Kubernetes leaves out 0, empty texts and lists, and what is None.

    Example:
        >>> compact({"replicas": 0, "readyReplicas": 1, "conditions": []})
        {'readyReplicas': 1}
    """
    return {key: value for key, value in fields.items() if value}


def scaled(value: Any, total: int, *, up: bool) -> int:
    """A number, or a share of a total as text with `%`.

    Args:
        value: such as 2 or `25%`; None is 0.
        total: what a share is of.
        up: rounded up; else down.

    Example:
        >>> scaled("25%", 3, up=True), scaled("25%", 3, up=False), scaled(2, 3, up=True)
        (1, 0, 2)
    """
    if isinstance(value, str) and value.endswith("%"):
        share = int(value[:-1]) * total / 100
        return math.ceil(share) if up else math.floor(share)
    return int(value or 0)
