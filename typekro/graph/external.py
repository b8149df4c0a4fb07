"""References to resources that a graph reads and does not make."""

import inspect
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar, overload

from typekro.expressions import Reference
from typekro.graph.instance import instance_type
from typekro.graph.resource_graph import ResourceGraph
from typekro.nodes import Node, NodeParts, make_node, node_root
from typekro.openapi.generated.meta_v1 import ObjectMeta

S = TypeVar("S")
T = TypeVar("T")


class Named(Protocol):
    """Anything that knows the name of what it stands for: an instance, or its handle."""

    @property
    def name(self) -> str:
        """The name in the cluster."""
        ...


class ExternalRef(Node, Generic[S, T]):
    """A resource that is there already, as a node: read, never made or deleted. Made by `external_ref`."""

    spec: S
    status: T
    metadata: ObjectMeta


@overload
def external_ref(factory: ResourceGraph[S, T], name: str | Named, namespace: str | None = None) -> ExternalRef[S, T]: ...
@overload
def external_ref(
    api_version: str, kind: str, name: str | Named, namespace: str | None = None, *, spec: type[S], status: type[T]
) -> ExternalRef[S, T]: ...
@overload
def external_ref(api_version: str, kind: str, name: str | Named, namespace: str | None = None) -> ExternalRef[Any, Any]: ...
def external_ref(*args: Any, **kwargs: Any) -> ExternalRef[Any, Any]:
    """A resource that somebody else makes, to be read by a graph; return it among the nodes, under an id, like any other.

    Args:
        *args: `factory, name` for an instance of another graph, or `api_version, kind, name` for anything else; then the
            namespace, by default the instance's own. The name is a str, a reference, or a handle.
        **kwargs: the same by name, and `spec` and `status`, classes that the fields pose as.

    Example:
        >>> settings = external_ref("v1", "ConfigMap", "settings", namespace="default")
    """
    by_kind = isinstance(args[0], str) if args else "api_version" in kwargs
    made: Callable[..., ExternalRef[Any, Any]] = _of_kind if by_kind else _of_factory
    bound = inspect.signature(made).bind(*args, **kwargs)
    return made(*bound.args, **bound.kwargs)


def _of_factory(factory: ResourceGraph[Any, Any], name: str | Named, namespace: str | None = None) -> ExternalRef[Any, Any]:
    return _of_kind(factory.api_version, factory.kind, name, namespace, spec=factory.spec_class, status=factory.status_class)


def _of_kind(
    api_version: str, kind: str, name: str | Named, namespace: str | None = None, *, spec: Any = Any, status: Any = Any
) -> ExternalRef[Any, Any]:
    metadata = {"name": name if isinstance(name, str | Reference) else name.name}
    if namespace is not None:
        metadata["namespace"] = namespace
    template = {"apiVersion": api_version, "kind": kind, "metadata": metadata}
    root = node_root(template, instance_type(kind, spec, status))
    return make_node(ExternalRef[Any, Any], NodeParts(root, template, (), external=True))
