"""Nodes: the resources of a graph, written as templates; their fields are references that pose as what their classes declare."""

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, TypeVar, cast, get_origin

import attrs

from typekro.errors import compose
from typekro.expressions import Dyn, Expression, MisuseError, Place, Reference, Root, Type, place, reference_to
from typekro.expressions.guards import is_mapping
from typekro.nodes.making import note_made
from typekro.schema import object_of_class
from typekro.schema.shape_values import plain

N = TypeVar("N", bound="Node")


@attrs.frozen(eq=False)
class NodeRoot(Root):
    """The root of a node's references: the node's own identity, which its id in a graph is given to.

    Args:
        place: the line of the user's code that made the node.
    """

    in_cluster: ClassVar[bool] = True
    place: Place


@attrs.frozen(eq=False)
class IteratorRoot(Root):
    """The root of what a builder of `for_each` is given: one item of a list, named after the builder's parameter.

    Args:
        place: the line of the user's code that asked for one node for each item.
    """

    in_cluster: ClassVar[bool] = True
    place: Place


@attrs.frozen(eq=False)
class Dimension:
    """One list that a node is made for each item of.

    Args:
        root: one item.
        items: the list.
    """

    root: IteratorRoot
    items: Expression


@attrs.frozen(eq=False)
class NodeParts:
    """What a node is made of.

    Args:
        root: its identity.
        template: its manifest, with references in it; shapes become dicts.
        conditions: what has to hold for it to be ready: bool expressions, and functions that make one of the node.
        external: whether it is only read, and made by somebody else.
        includes: what has to hold for it to be made at all: bool expressions about the schema and other nodes.
        each: one of them, where the node stands for many: its root is what each of them is called, and conditions ask about it.
        dimensions: the lists that it is made once for each combination of; none where it is made once, or only read.
        defined_by: the graph that defines its kind, where that is one.
        asked: whether its user said what it is ready by, be it nothing.
    """

    root: NodeRoot
    template: Mapping[str, Any] = attrs.field(converter=plain)
    conditions: tuple[Any, ...] = ()
    external: bool = False
    includes: tuple[Any, ...] = ()
    each: "Node | None" = None
    dimensions: tuple[Dimension, ...] = ()
    defined_by: Any = None
    asked: bool = False


class Node:
    """A resource of a graph; a subclass declares by its annotations what its fields pose as.

    Args:
        template: the manifest, with references in it; apiVersion and kind are constants.
        ready_when: what has to hold for the resource to be ready, each a bool expression or a function that makes one of the node.

    Example:
        >>> class ConfigMap(Node):
        ...     data: dict[str, str]
        >>> config = ConfigMap({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}})
        >>> config.data["host"]
        <typekro reference ConfigMap.data['host']>
    """

    _parts: NodeParts

    def __init__(self, template: Mapping[str, Any], *, ready_when: Sequence[Callable[[Self], bool] | bool] = ()) -> None:
        conditions = _several(type(self).__name__, ready_when)
        set_parts(self, NodeParts(node_root(template, object_of_class(type(self))), template, conditions))

    def with_ready_when(self, *conditions: Callable[[Self], bool] | bool) -> Self:
        """The same resource, ready when all of these conditions hold instead of those that it brought.

        Args:
            conditions: bool expressions about this resource alone, or functions that make them; with none at all it is ready as
                soon as it exists.

        Example:
            >>> node = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}})
            >>> ready = node.with_ready_when(lambda node: node.data["host"] != "")
        """
        return _with(self, conditions=conditions, asked=True)

    def with_include_when(self, *conditions: bool) -> Self:
        """The same resource, made only where all of these conditions hold; what refers to it is made only where it is, too.

        Args:
            conditions: bool expressions about the schema and about other resources, which are waited for; with none at all it is
                always made. They replace those that were there.

        Example:
            >>> node = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}})
            >>> other = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "debug"}})
            >>> debug = other.with_include_when(node.data["debug"] == "yes")
        """
        return _with(self, includes=conditions)

    def __repr__(self) -> str:
        return f"<typekro node {self._parts.root.label} of {self._parts.root.place}>"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        label = self._parts.root.label
        raise MisuseError(f"{label}.{name} = ...: a node cannot be changed\n  it is what it was made of")

    def __deepcopy__(self, memo: object) -> "Node":
        return self

    if not TYPE_CHECKING:  # pragma: no branch - the type checkers know the fields that are declared, and no others

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(name)
            return getattr(reference_to(self._parts.root), name)


class ManifestNode(Node):
    """A resource of which nothing is known but its manifest: any field may be there."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


def manifest_node(manifest: Mapping[str, Any], *, ready_when: Sequence[Callable[[ManifestNode], bool] | bool] = ()) -> ManifestNode:
    """A node of any kind, from its manifest.

    Args:
        manifest: as for `kubectl apply`; references may stand wherever a value may.
        ready_when: what has to hold for the resource to be ready.

    Raises:
        MisuseError: the manifest is no dict.

    Example:
        >>> manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}}).data["host"]
        <typekro reference ConfigMap.data['host']>
    """
    if not is_mapping(cast("object", manifest)):
        why = f"a manifest is a dict, as for kubectl apply, and this is {type(manifest).__name__}"
        hint = "manifest_node(yaml.safe_load(text))" if isinstance(cast("object", manifest), str) else ()
        raise MisuseError(compose("manifest_node: no manifest", why, hint))
    return make_node(ManifestNode, NodeParts(node_root(manifest, Dyn()), manifest, _several("manifest_node", ready_when)))


def _several(what: str, conditions: Sequence[Any]) -> tuple[Any, ...]:
    given = cast("object", conditions)
    if isinstance(given, Reference) or not isinstance(given, Iterable):
        why = "it is a list of what has to hold, each an expression or a function of the node"
        hint = "ready_when=[lambda node: ...]"
        raise MisuseError(compose(f"{what}: ready_when is one condition", why, hint))
    return tuple(conditions)


def _with(node: N, **parts: Any) -> N:
    other = copy.copy(node)
    set_parts(other, attrs.evolve(parts_of(node), **parts))
    return other


def node_root(template: Mapping[str, Any], type_: Type) -> NodeRoot:
    """The root of a new node, called by its kind."""
    root = NodeRoot(type_, str(template.get("kind", "a node")), place())
    note_made(root)
    return root


def make_node(cls: type[N], parts: NodeParts) -> N:
    """A node of a class, with parts of its own."""
    node = cast("N", object.__new__(get_origin(cls) or cls))
    set_parts(node, parts)
    return node


def set_parts(node: Node, parts: NodeParts) -> None:
    """Gives a node that is being made its parts."""
    object.__setattr__(node, "_parts", parts)


def parts_of(node: Node) -> NodeParts:
    """What a node is made of."""
    return node._parts  # noqa: SLF001 - kept from the node's own attributes, which are the resource's fields
