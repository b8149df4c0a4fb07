"""Nodes out of manifests that the factories have checked."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from typekro.nodes import NodeParts, make_node, node_root
from typekro.openapi.kind import Kind
from typekro.schema import object_of_class

K = TypeVar("K", bound=Kind)


def resource(kind: type[K], about: Mapping[str, Any], *, ready_when: tuple[Callable[[K], bool], ...] = (), **fields: Any) -> K:
    """A node of a kind.

    Args:
        kind: its class.
        about: its metadata, as it stands in a manifest.
        ready_when: what has to hold for it to be ready.
        **fields: its other fields by their names in the cluster, as they stand in a manifest; those that are None are left out.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    manifest = {"apiVersion": kind.api_version, "kind": kind.kind, "metadata": about, **given}
    return make_node(kind, NodeParts(node_root(manifest, object_of_class(kind)), manifest, ready_when))
