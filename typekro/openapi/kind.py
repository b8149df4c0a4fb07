"""The parent of all kinds: classes whose objects are resources of a graph, and whose fields are references."""

from collections.abc import Mapping
from typing import Any, ClassVar

from typekro.nodes import Node, NodeParts, node_root, set_parts
from typekro.nodes.making import note_used
from typekro.schema import object_of_class
from typekro.schema.shape import Shape
from typekro.schema.shape_values import checked_fields, to_wire_names


class Kind(Node, Shape):
    """A resource of a known kind: made by its fields, as Kubernetes has them, it is a node of a graph.

    What it was given becomes its manifest; its attributes are references to what the cluster has, so that all declared fields are there,
    those too that the cluster fills in.

    Args:
        **given: the fields by their Python names, each a constant, a reference, or made of these.

    Raises:
        MisuseError: fields are missing, unknown, or not of their declared types; all of them are named.

    Example:
        >>> from typekro.openapi import k8s
        >>> settings = k8s.core_v1.ConfigMap(metadata=k8s.meta_v1.ObjectMeta(name="settings"), data={"host": "db"})
        >>> settings.metadata.name
        <typekro reference ConfigMap.metadata.name>
    """

    api_version: ClassVar[str]
    kind: ClassVar[str]
    __resource__: ClassVar[bool] = True
    __schema__: ClassVar[str | None] = None

    def __init__(self, **given: Any) -> None:
        cls = type(self)
        fields = to_wire_names(cls, checked_fields(cls, given))
        template = {"apiVersion": cls.api_version, "kind": cls.kind, **fields}
        set_parts(self, NodeParts(root=node_root(template, object_of_class(cls)), template=template))

    def __typekro_parts__(self) -> Mapping[str, Any]:
        """Nothing: a resource is known by its id, and what it refers to is the graph's."""
        return {}

    def __typekro_wire__(self) -> dict[str, Any]:
        """Its manifest, where it is a value in another shape."""
        note_used(self._parts.root)
        return dict(self._parts.template)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return object.__hash__(self)
