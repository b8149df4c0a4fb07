"""References to resources that a graph reads and does not make."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar, cast, overload

import attrs

from typekro.errors import DefinitionError, compose
from typekro.expressions import Dyn, Reference
from typekro.graph.instance import instance_type
from typekro.graph.resource_graph import ResourceGraph
from typekro.nodes import Collection, ManifestNode, Node, NodeParts, collection_of, make_node, node_root, parts_of
from typekro.openapi.generated.meta_v1 import ObjectMeta
from typekro.openapi.kind import Kind
from typekro.schema import object_of_class

S = TypeVar("S")
T = TypeVar("T")
K = TypeVar("K", bound=Kind)


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


@attrs.frozen
class _Selector:
    """What stands in the place of a name."""

    value: Any


@overload
def external_ref(factory: ResourceGraph[S, T], name: str | Named, namespace: str | None = None) -> ExternalRef[S, T]: ...
@overload
def external_ref(kind: type[K], name: str | Named, namespace: str | None = None) -> K: ...
@overload
def external_ref(
    api_version: str, kind: str, name: str | Named, namespace: str | None = None, *, spec: type[S], status: type[T]
) -> ExternalRef[S, T]: ...
@overload
def external_ref(api_version: str, kind: str, name: str | Named, namespace: str | None = None) -> ManifestNode: ...
def external_ref(*args: Any, **kwargs: Any) -> Any:
    """A resource that somebody else makes, to be read by a graph; return it among the nodes, under an id, like any other.

    Args:
        *args: `factory, name` for an instance of another graph, `k8s.core_v1.ConfigMap, name` for a kind with a class, or
            `api_version, kind, name` for anything else; then the namespace, by default the instance's own. The name is a str, a
            reference, or a handle.
        **kwargs: the same by name, and `spec` and `status`, classes that the fields pose as.

    Example:
        >>> settings = external_ref("v1", "ConfigMap", "settings", namespace="default")
        >>> from typekro.openapi.generated.core_v1 import ConfigMap
        >>> external_ref(ConfigMap, "settings").data["host"]
        <typekro reference ConfigMap.data['host']>
    """
    bound = inspect.signature(_named(args, kwargs)).bind(*args, **kwargs)
    return _named(args, kwargs)(*bound.args, **bound.kwargs)


@overload
def external_refs(
    factory: ResourceGraph[S, T],
    *,
    match_labels: Mapping[str, str] | None = None,
    match_expressions: Sequence[Mapping[str, Any]] = (),
    selector: Any = None,
    namespace: str | None = None,
) -> Collection[ExternalRef[S, T]]: ...
@overload
def external_refs(
    kind: type[K],
    *,
    match_labels: Mapping[str, str] | None = None,
    match_expressions: Sequence[Mapping[str, Any]] = (),
    selector: Any = None,
    namespace: str | None = None,
) -> Collection[K]: ...
@overload
def external_refs(
    api_version: str,
    kind: str,
    *,
    match_labels: Mapping[str, str] | None = None,
    match_expressions: Sequence[Mapping[str, Any]] = (),
    selector: Any = None,
    namespace: str | None = None,
    spec: type[S],
    status: type[T],
) -> Collection[ExternalRef[S, T]]: ...
@overload
def external_refs(
    api_version: str,
    kind: str,
    *,
    match_labels: Mapping[str, str] | None = None,
    match_expressions: Sequence[Mapping[str, Any]] = (),
    selector: Any = None,
    namespace: str | None = None,
) -> Collection[ManifestNode]: ...
def external_refs(
    *args: Any,
    match_labels: Mapping[str, str] | None = None,
    match_expressions: Sequence[Mapping[str, Any]] = (),
    selector: Any = None,
    namespace: str | None = None,
    **kwargs: Any,
) -> Collection[Any]:
    """All resources of a kind that labels select, to be read by a graph as a list; return it among the nodes, under an id.

    Nothing is waited for: the list has what is there, nothing at times.

    Args:
        *args: a factory, a class of a kind, or `api_version, kind`, as for `external_ref`.
        match_labels: labels that each has, all of them.
        match_expressions: dicts with `key`, `operator` (`In`, `NotIn`, `Exists` or `DoesNotExist`) and `values`, which hold for each.
        selector: a whole label selector in place of the two, as Kubernetes writes it, or a reference to one; `{}` takes all.
        namespace: where they are looked for; by default everywhere. `schema.metadata.namespace` is the instance's own.
        **kwargs: the same by name, and `spec` and `status`, classes that the fields pose as.

    Raises:
        DefinitionError: nothing is said that selects, or both ways are used at once.

    Example:
        >>> peers = external_refs("v1", "ConfigMap", match_labels={"role": "peer"})
        >>> peers[0].metadata.name
        <typekro reference configMaps[0].metadata.name>
    """
    labels = {"matchLabels": match_labels} if match_labels else {}
    expressions = {"matchExpressions": list(match_expressions)} if match_expressions else {}
    if (selector is None) == (not labels and not expressions):
        why = "it is match_labels with match_expressions, or selector"
        hint = 'external_refs(..., match_labels={"app": "web"}), or selector={} for all'
        raise DefinitionError(compose(f"external_refs: {'no' if selector is None else 'more than one'} selector", why, hint))
    make = _named(args, kwargs)
    chosen = _Selector({**labels, **expressions} if selector is None else selector)
    bound = inspect.signature(make).bind(*args, **kwargs, name=chosen, namespace=namespace)
    return collection_of(make(*bound.args, **bound.kwargs))


def _named(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Callable[..., Node]:
    """How a reference of these arguments is made."""
    first: Any = args[0] if args else kwargs.get("factory", kwargs.get("api_version", kwargs.get("kind")))
    if isinstance(first, str):
        return _of_kind
    if first is None or isinstance(first, ResourceGraph):
        return _of_factory
    if isinstance(first, type) and issubclass(first, Kind):
        return _of_class
    raise _no_kind(cast("object", first))


def _no_kind(first: object) -> DefinitionError:
    why = "it is a graph, the class of a kind, or an apiVersion and a kind"
    hints = ['external_ref(k8s.core_v1.ConfigMap, "name"), or external_ref("v1", "ConfigMap", "name")']
    if isinstance(first, Node):
        label = parts_of(first).root.label
        reasons = [why, "what is in the graph is referred to as it is"]
        return DefinitionError(compose(f"external_ref: a {label} of this graph", reasons, hints))
    name = getattr(first, "__name__", type(first).__name__)
    return DefinitionError(compose(f"external_ref: {name} is no kind", why, hints))


def _of_factory(factory: ResourceGraph[Any, Any], name: Any, namespace: str | None = None) -> Node:
    return _made(
        factory.api_version, factory.kind, name, namespace, spec=factory.spec_class, status=factory.status_class, defined_by=factory
    )


def _of_class(kind: type[Kind], name: Any, namespace: str | None = None) -> Node:
    template = _template(kind.api_version, kind.kind, name, namespace)
    return make_node(kind, NodeParts(node_root(template, object_of_class(kind)), template, external=True))


def _of_kind(api_version: str, kind: str, name: Any, namespace: str | None = None, *, spec: Any = Any, status: Any = Any) -> Node:
    if spec is Any and status is Any:
        template = _template(api_version, kind, name, namespace)
        return make_node(ManifestNode, NodeParts(node_root(template, Dyn()), template, external=True))
    return _made(api_version, kind, name, namespace, spec=spec, status=status)


def _made(api_version: str, kind: str, name: Any, namespace: str | None, *, spec: Any, status: Any, defined_by: Any = None) -> Node:
    template = _template(api_version, kind, name, namespace)
    root = node_root(template, instance_type(kind, spec, status))
    return make_node(ExternalRef[Any, Any], NodeParts(root, template, external=True, defined_by=defined_by))


def _template(api_version: str, kind: str, name: str | Named | _Selector, namespace: str | None) -> dict[str, Any]:
    metadata = {"selector": name.value} if isinstance(name, _Selector) else {"name": _name(kind, name)}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata | ({} if namespace is None else {"namespace": namespace})}


def _name(kind: str, name: str | Named) -> Any:
    named: object = name if isinstance(name, str | Reference) else getattr(name, "name", None)
    if not isinstance(named, str | Reference):
        why = "it is a text, a reference to one, or what has a name: an instance, or its handle"
        raise DefinitionError(compose(f"external_ref: {name!r} is no name of a {kind}", why, f'external_ref(..., "{name}")'))
    return named
