"""The names that kro writes on objects: labels, annotations, finalizer, field managers; pure."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any, Final

VERSION: Final = "v0.9.4"
"""The kro whose behaviour the local one has."""
FINALIZER: Final = "kro.run/finalizer"
LABELLER: Final = "kro.run/labeller"
APPLYSET: Final = "kro.run/applyset"
PARENT: Final = "kro.run/applyset-parent"
CONTROLLER: Final = "kro"

NODE_ID: Final = "kro.run/node-id"
INSTANCE_ID: Final = "kro.run/instance-id"
GRAPH_NAME: Final = "kro.run/resource-graph-definition-name"
GRAPH_ID: Final = "kro.run/resource-graph-definition-id"
REVISION_HASH: Final = "kro.run/graph-revision-hash"
PART_OF: Final = "applyset.kubernetes.io/part-of"
APPLY_ORDER: Final = "internal.kro.run/apply-order"
ALLOW_BREAKING: Final = "kro.run/allow-breaking-changes"

APPLYSET_ID: Final = "applyset.kubernetes.io/id"
TOOLING: Final = "applyset.kubernetes.io/tooling"
GROUP_KINDS: Final = "applyset.kubernetes.io/contains-group-kinds"
NAMESPACES: Final = "applyset.kubernetes.io/additional-namespaces"
INVENTORY_HASH: Final = "internal.kro.run/applyset-inventory-hash"

OWNED: Final[Mapping[str, str]] = {"kro.run/owned": "true", "kro.run/kro-version": VERSION}
"""What everything that kro makes or manages carries."""


def of_graph(definition: Mapping[str, Any]) -> dict[str, str]:
    """The labels that say whose a kind and its instances are: the definition's name and UID."""
    metadata = definition["metadata"]
    return {**OWNED, GRAPH_ID: metadata["uid"], GRAPH_NAME: metadata["name"]}


def of_child(instance: Mapping[str, Any], node: str, item: tuple[int, int] | None) -> dict[str, str]:
    """The labels of an object that is made of an instance.

    Args:
        instance: the instance.
        node: the id of the resource.
        item: place and number of the items, where the resource is a collection.
    """
    metadata = instance["metadata"]
    group, _, version = instance["apiVersion"].rpartition("/")
    labels = {
        **OWNED,
        "app.kubernetes.io/managed-by": "kro",
        INSTANCE_ID: metadata["uid"],
        "kro.run/instance-name": metadata["name"],
        "kro.run/instance-group": group,
        "kro.run/instance-version": version,
        "kro.run/instance-kind": instance["kind"],
        NODE_ID: node,
    }
    if "namespace" in metadata:
        labels["kro.run/instance-namespace"] = metadata["namespace"]
    if item is not None:
        labels |= {"kro.run/collection-index": str(item[0]), "kro.run/collection-size": str(item[1])}
    return labels


def is_owned(manifest: Mapping[str, Any]) -> bool:
    """Whether kro made a kind."""
    labels: Mapping[str, str] = manifest["metadata"].get("labels") or {}
    if "kro.run/owned" in labels:
        return labels["kro.run/owned"] == "true"
    return labels.get("app.kubernetes.io/managed-by") == "kro"


def applyset_id(parent: Mapping[str, Any]) -> str:
    """The identity of the set of objects that belong to an instance.

    Example:
        >>> applyset_id({"apiVersion": "example.com/v1", "kind": "App", "metadata": {"name": "a", "namespace": "default"}})
        'applyset-As6kcw0Ld4D-QfaTQ5DunXnaGwSMj_UAz0xACxTMXiY-v1'
    """
    metadata = parent["metadata"]
    group = parent["apiVersion"].rpartition("/")[0]
    parts = (metadata["name"], metadata.get("namespace", ""), parent["kind"], group)
    return f"applyset-{_digest('.'.join(parts))}-v1"


def inventory_hash(identity: str, group_kinds: str, namespaces: str) -> str:
    """What shows that an inventory is whole.

    Args:
        identity: the applyset's.
        group_kinds: the kinds in it, as the annotation has them.
        namespaces: the namespaces in it beside the instance's, as the annotation has them.
    """
    return "sha256:" + _digest(f"{identity}\0{group_kinds}\0{namespaces}")


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
