"""Many nodes at once: one for each item of lists, or all of a kind that labels select; others see a list of them."""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, Self, TypeAlias, TypeVar, cast, overload

import attrs

from typekro.errors import DefinitionError, compose
from typekro.expressions import (
    Dyn,
    Expression,
    Integer,
    List,
    Reference,
    Type,
    UnknownFieldError,
    Variable,
    describe,
    place,
    reference_to,
    type_name,
)
from typekro.expressions.cel.items import Listed
from typekro.expressions.operands import operand
from typekro.nodes.node import Dimension, IteratorRoot, Node, NodeRoot, make_node, parts_of

N = TypeVar("N", bound=Node)
T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")

MOST_DIMENSIONS = 10
_HINT = 'for_each(schema.spec.regions, lambda region: simple.config_map(name=f"settings-{region}", ...))'


class Collection(Node, Generic[T]):
    """Many resources of a graph, as a list: made by `for_each`, or found by `external_refs`.

    An item is taken by its position (`workers[0].metadata.name`); `cel.map`, `size` and the like take the collection as they take a list.

    Example:
        >>> from typekro.nodes import manifest_node
        >>> regions = reference_to(NodeRoot(List(Dyn()), "regions", place()))
        >>> maps = for_each(regions, lambda region: manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": region}}))
        >>> maps[0].metadata.uid
        <typekro reference configMaps[0].metadata.uid>
    """

    def with_ready_when(self, *conditions: Callable[[T], bool]) -> Self:  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride] # a collection's conditions ask about each of it
        """The same resources, ready when all of these conditions hold for each of them instead of those that they brought.

        Args:
            conditions: functions that make a bool expression of one resource; with none at all each is ready as soon as it exists.

        Example:
            >>> from typekro.nodes import manifest_node
            >>> regions = reference_to(NodeRoot(List(Dyn()), "regions", place()))
            >>> maps = for_each(regions, lambda it: manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": it}}))
            >>> ready = maps.with_ready_when(lambda each: each.data["state"] == "done")
        """
        return super().with_ready_when(*cast("tuple[Callable[[Self], bool], ...]", conditions))

    @overload
    def __getitem__(self, key: int) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> list[T]: ...
    def __getitem__(self, key: int | slice) -> Any:
        return reference_to(self._parts.root)[key]

    def __typekro_expression__(self) -> Expression:
        return Variable(self._parts.root)

    if TYPE_CHECKING:
        __iter__: ClassVar[None]
        __len__: ClassVar[None]
        __contains__: ClassVar[None]
    else:

        def __iter__(self) -> NoReturn:
            return iter(reference_to(self._parts.root))

        def __len__(self) -> NoReturn:
            return len(reference_to(self._parts.root))

        def __bool__(self) -> NoReturn:
            return bool(reference_to(self._parts.root))

        def __contains__(self, item: object) -> NoReturn:
            return item in reference_to(self._parts.root)

        def __getattr__(self, name: str) -> NoReturn:
            if name.startswith("_"):
                raise AttributeError(name)
            label = self._parts.root.label
            why = f"it stands for many of them, so that a field belongs to one: {label} is a {type_name(self._parts.root.type)}"
            hints = [f"{label}[0].{name}", f"cel.map({label}, lambda each: each.{name})"]
            raise UnknownFieldError(compose(f"{label}.{name}: a collection has no fields", why, hints))


Items: TypeAlias = list[A] | Listed[A]


@overload
def for_each(items: Items[A], builder: Callable[[A], N], /) -> Collection[N]: ...
@overload
def for_each(first: Items[A], second: Items[B], builder: Callable[[A, B], N], /) -> Collection[N]: ...
@overload
def for_each(first: Items[A], second: Items[B], third: Items[C], builder: Callable[[A, B, C], N], /) -> Collection[N]: ...
@overload
def for_each(
    first: Items[A], second: Items[B], third: Items[C], fourth: Items[D], builder: Callable[[A, B, C, D], N], /
) -> Collection[N]: ...
@overload
def for_each(
    first: Items[Any], second: Items[Any], third: Items[Any], fourth: Items[Any], fifth: Items[Any], /, *more: Any
) -> Collection[Any]: ...
def for_each(*arguments: Any) -> Collection[Any]:
    """One resource for each item of a list, or for each combination of the items of several; the first list varies slowest.

    kro makes a resource for each when an instance is made or its lists change, and waits for all of them. An empty list makes none.

    Args:
        *arguments: the lists, at most ten, references or written out; and then a function that makes the resource of one item of each.
            The names of its parameters become kro's names for the items, so that they must not be ids of the graph. Each of them has to
            occur in the resource's `metadata.name` or `metadata.namespace`, since no two resources can have the same.

    Raises:
        DefinitionError: the lists are none, or the function takes something else or makes no resource.

    Example:
        >>> from typekro.nodes import manifest_node
        >>> regions = reference_to(NodeRoot(List(Dyn()), "regions", place()))
        >>> def settings(region: str) -> Node:
        ...     return manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"settings-{region}"}})
        >>> for_each(regions, settings)[0].metadata.uid
        <typekro reference configMaps[0].metadata.uid>
    """
    lists, builder = arguments[:-1], arguments[-1] if arguments else None
    items = [_list(each, position) for position, each in enumerate(lists)]
    line = place()
    names = _parameters(builder, len(items))
    dimensions = tuple(Dimension(IteratorRoot(type_, name, line), each) for name, (each, type_) in zip(names, items, strict=True))
    return collection_of(_made(builder, dimensions), dimensions)


def collection_of(each: N, dimensions: tuple[Dimension, ...] = ()) -> Collection[N]:
    """The collection that one of its nodes is known of.

    Args:
        each: that node.
        dimensions: the lists that it is made once for each combination of; none where it is only read.
    """
    parts = parts_of(each)
    one = parts.root
    root = NodeRoot(List(one.type), f"{one.label[:1].lower()}{one.label[1:]}s", one.place)
    return cast("Collection[N]", make_node(Collection[Any], attrs.evolve(parts, root=root, each=each, dimensions=dimensions)))


def _list(value: object, position: int) -> tuple[Expression, Type]:
    if inspect.isroutine(value):
        why = "the lists come first, and the function that makes a resource of one item of each is the last"
        raise DefinitionError(compose("for_each: a function stands before a list", why, _HINT))
    expression = operand(value, f"for_each: list {position + 1}")
    match expression.type:
        case List(item):
            return expression, item
        case Dyn():
            return expression, Dyn()
        case other:
            text, why = describe(expression), "kro makes a resource for each item of a list"
            hint = f"for_each(cel.range({text}), lambda number: ...)" if isinstance(other, Integer) else ()
            raise DefinitionError(compose(f"for_each: list {position + 1}: {text} is {type_name(other)}, not a list", why, hint))


def _parameters(builder: object, count: int) -> list[str]:
    if not callable(builder) or isinstance(builder, Reference):
        why = f"the last argument makes the resource of one item, and this is {type(builder).__name__}"
        raise DefinitionError(compose("for_each: no function", why, _HINT))
    parameters = list(inspect.signature(builder).parameters.values())
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    names = [parameter.name for parameter in parameters]
    if not 0 < count <= MOST_DIMENSIONS:
        why = f"kro takes {MOST_DIMENSIONS} at most, and at least one"
        raise DefinitionError(compose(f"for_each: {count} lists", why, _HINT))
    if len(names) != count or any(parameter.kind not in positional for parameter in parameters):
        why = "each is one item of a list, and gives it its name in kro"
        what = f"for_each: {count} list{'s' if count > 1 else ''}, and a function of ({', '.join(map(str, parameters))})"
        raise DefinitionError(compose(what, why, _HINT))
    return names


def _made(builder: Any, dimensions: tuple[Dimension, ...]) -> Node:
    each = builder(*(reference_to(dimension.root) for dimension in dimensions))
    if not isinstance(each, Node):
        raise DefinitionError(compose(f"for_each: the function made {type(each).__name__}, not a resource", (), _HINT))
    parts = parts_of(each)
    if parts.each is not None:
        why = "kro has no collections of collections; one for_each takes several lists, and makes one for each combination"
        raise DefinitionError(compose("for_each: the function made a collection", why, _HINT))
    if parts.external:
        why = "kro reads a resource by its name once, or all that labels select"
        raise DefinitionError(compose("for_each: the function made an external reference", why, "external_refs(...)"))
    return each
